"""Reads one scenario file into plain data, with the place of every key, or says why it cannot be read."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from simulation.scenario.errors import Problem, ScenarioError, shortened
from simulation.scenario.toml_lines import Path, lines_of_keys

LARGEST_FILE = 1_000_000
"""Bytes. A scenario is a page or two of text; what is larger was chosen by mistake."""

DEEPEST_TABLE = 20
"""Tables or lists inside each other. A scenario needs four."""

_KEY = r"""(?:"[^"\n]*+"|'[^'\n]*+'|[^\s.=#{}\[\],"']++)"""
_ENDLESS_KEY = re.compile(rf"(?<![^\s.=#{{}}\[\],])(?:{_KEY}[ \t]*+\.[ \t]*+){{100}}")
"""A key of a hundred parts, over which the parser would brood for minutes."""


@dataclass(frozen=True)
class Place:
    """Where a value was said: a file or an option, its line, and for a copy the name that stands there."""

    file: str
    line: int | None = None
    name: str | None = None


@dataclass
class Source:
    """What the user said, unchecked: nested dicts and lists as TOML gives them, and the place of each key."""

    data: dict[str, Any]
    places: dict[Path, Place] = field(default_factory=dict)

    def place(self, path: Path) -> Place:
        """Place of a path, or of the first thing said inside it, or of the nearest table around it."""
        if path in self.places:
            return self.places[path]
        inside = (place for known, place in self.places.items() if known[: len(path)] == path)
        around = (
            self.places[path[:length]] for length in range(len(path), -1, -1) if path[:length] in self.places
        )
        return next(inside, None) or next(around, Place(""))


def read_file(path: FilePath, shown_as: str | None = None) -> Source:
    """Data and places of one file. Raises ScenarioError when it cannot be read or is no TOML."""
    name = shown_as or str(path)
    text = _text(path, name)
    try:
        if _ENDLESS_KEY.search(text):
            raise RecursionError
        data = tomllib.loads(text)
        lines = lines_of_keys(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError([_syntax_problem(str(error), text, name)]) from None
    except RecursionError:
        raise ScenarioError([_too_deep(name)]) from None
    except ValueError:  # a limit of Python
        raise ScenarioError([Problem("holds a number of more digits than can be read", file=name)]) from None
    deep = next((key for key in lines if len(key) > DEEPEST_TABLE), None)
    if deep is not None:
        raise ScenarioError([_too_deep(name, lines[deep])])
    places = {key: Place(name, line) for key, line in lines.items()}
    return Source(data, {(): Place(name), **places})


def _too_deep(name: str, line: int | None = None) -> Problem:
    allowed = f"at most {DEEPEST_TABLE} tables or lists inside each other"
    return Problem("too deeply nested", file=name, line=line, allowed=allowed)


def _text(path: FilePath, name: str) -> str:
    """The text of a file with plain line ends and without a byte order mark."""
    try:
        if path.is_dir():
            raise ScenarioError([Problem("is a folder, not a scenario file", file=name)])
        if not path.exists():
            raise ScenarioError([Problem("no such file", file=name)])
        if not path.is_file():
            raise ScenarioError([Problem("is not an ordinary file", file=name)])
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except ScenarioError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError([Problem(f"cannot be read ({reason})", file=name)]) from None
    if len(content) > LARGEST_FILE:
        message = f"is larger than {LARGEST_FILE:,} bytes, so it is no scenario file"
        raise ScenarioError([Problem(message, file=name)])
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ScenarioError([Problem("is saved as UTF-16", file=name, allowed="a text file saved as UTF-8")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ScenarioError(
            [Problem("is not UTF-8 text", file=name, line=line, allowed="a text file saved as UTF-8")]
        ) from None
    return text.replace("\r\n", "\n")


def _syntax_problem(error: str, text: str, name: str) -> Problem:
    """The parser's message with its line, what stands there, and what was probably meant."""
    match = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", error)
    message = error[: match.start()] if match else error
    lines = text.split("\n")
    number = int(match[1]) if match and match[1] else len(lines)
    written = lines[number - 1].strip()
    message, allowed = _meant(message, written)
    found = shortened(written)
    return Problem(f"not valid TOML: {message}", file=name, line=number, found=found, allowed=allowed)


def _meant(message: str, written: str) -> tuple[str, str]:
    """Message and advice for the slips that people make who write such a file for the first time."""
    value = written.partition("=")[2].strip()
    if message.startswith("Cannot overwrite"):
        return "this key stands here a second time", "each key once"
    if message.startswith("Cannot declare"):
        return (
            "this table stands here a second time",
            "each [table] once; lists of tables in [[two brackets]]",
        )
    if re.search("[\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb]", written):
        return "typographic quotation marks", 'straight quotation marks, "like this"'
    if re.match(r"[+-]?\d+,\d", value):
        return "decimal comma", "a decimal point, for instance 0.8"
    if re.match(r"[+-]?[\d.]+\s*%", value):
        return "per cent sign", "a share as a plain number, for instance 0.8 for 80 %"
    if re.match(r"(?i)(true|false)\b", value):
        return "true and false have small letters", "true or false"
    if re.match(r"[\w\"'.-]+\s*:", written):
        return "colon after a key", "an equals sign: key = value"
    if message.startswith("Invalid value") and re.match(r"[^\W\d]", value):
        return "text without quotation marks", 'text in quotation marks, for instance "service-only"'
    if message.startswith("Invalid value") and not value:
        return "nothing stands after the equals sign", "key = value"
    if message.startswith(("Illegal character '\\n'", "Unterminated string")):
        return "a closing quotation mark is missing", 'text in quotation marks, for instance "service-only"'
    if "\\" in written and "Unescaped" in message:
        return "a backslash in quotation marks", "forward slashes in paths, for instance ../baseline.toml"
    return message[:1].lower() + message[1:], ""
