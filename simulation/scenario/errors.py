"""What is wrong with a scenario, said so that the person who wrote the file can put it right.

A `Problem` is one mistake with its place; a `ScenarioError` carries all of them: somebody who corrects a
file wants the whole list and not the first entry of it.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

LONGEST_VALUE_SHOWN = 60
"""Characters of a found value that a message repeats; what is longer is cut."""

LONGEST_PLACE_SHOWN = 300
"""The same for names of files and keys."""

SHORTEST_BEGINNING = 3
"""Characters from which the beginning of a name is taken for that name."""


@dataclass(frozen=True)
class Problem:
    """One mistake.

    message  what is wrong, in one sentence without a full stop
    file     file as the user can open it, or the option that said it; "" when there is none
    line     line in that file, counted from 1, or None
    key      dotted key, for instance "firms.Compass.start_month"; "" when the whole file is meant
    found    what stands there, as text; "" when there is nothing to show
    allowed  what would be right; "" when the message says it already
    nearest  the known name that looks most like what was written; "" when none does
    """

    message: str
    file: str = ""
    line: int | None = None
    key: str = ""
    found: str = ""
    allowed: str = ""
    nearest: str = ""

    @property
    def where(self) -> str:
        """File and line as one phrase: "my.toml, line 3"; "" when neither is known."""
        file = shortened(self.file, LONGEST_PLACE_SHOWN)
        if self.line is None:
            return file
        return f"{file}, line {self.line}" if file else f"line {self.line}"

    def __str__(self) -> str:
        key = shortened(self.key, LONGEST_PLACE_SHOWN)
        head = ": ".join(part for part in (self.where, key, printable(self.message)) if part)
        details = []
        if self.found:
            details.append(f"found {self.found}")
        if self.allowed:
            details.append(f"allowed: {self.allowed}")
        if self.nearest:
            details.append(f'did you mean "{self.nearest}"?')
        return head + ("\n    " + printable("; ".join(details)) if details else "")


class ScenarioError(ValueError):
    """A scenario that cannot be used. `problems` holds every mistake found, `str()` the whole message."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self._text())

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)

    def _text(self) -> str:
        if len(self.problems) == 1:
            return str(self.problems[0])
        return "\n".join([f"{len(self.problems)} problems:", *(f"- {problem}" for problem in self.problems)])


def in_reading_order(problems: Iterable[Problem]) -> list[Problem]:
    """The same problems without repetitions: file by file and from top to bottom, then those of options."""
    unique = list(dict.fromkeys(problems))
    files = list(dict.fromkeys(problem.file for problem in unique))

    def order(problem: Problem) -> tuple[bool, int, int]:
        return problem.file.startswith("--"), files.index(problem.file), problem.line or 0

    return sorted(unique, key=order)


def nearest_name(name: str, known: Iterable[str]) -> str:
    """The known name that begins like `name` or is most like it, case aside; "" when none is similar."""
    by_lower = {candidate.lower().replace("-", "_"): candidate for candidate in known}
    wanted = name.lower().replace("-", "_")
    longer = sorted((candidate for candidate in by_lower if candidate.startswith(wanted)), key=len)
    if longer and len(wanted) >= SHORTEST_BEGINNING:
        return by_lower[longer[0]]
    match = difflib.get_close_matches(wanted, by_lower, n=1, cutoff=0.6)
    return by_lower[match[0]] if match else ""


def shown(value: object) -> str:
    """A found value as it would stand in a scenario file, on one line and not too long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        text = f"a table with {', '.join(map(str, value))}" if value else "an empty table"
    elif isinstance(value, (list, tuple)) and any(isinstance(item, dict) for item in value):
        text = f"a list of {len(value)}"
    elif isinstance(value, (list, tuple)):
        text = "[" + ", ".join(shown(item) for item in value[:8]) + (", ..." if len(value) > 8 else "") + "]"
    elif isinstance(value, str):
        text = f'"{value}"'
    elif isinstance(value, int) and abs(value) >= 10**LONGEST_VALUE_SHOWN:
        text = "a very large whole number"
    else:
        text = str(value)
    return shortened(text)


def printable(text: str) -> str:
    """Text that is safe on any terminal: what cannot be printed becomes a question mark."""
    return "".join(char if char.isprintable() else "?" for char in text)


def shortened(text: str, most: int = LONGEST_VALUE_SHOWN) -> str:
    """Printable text of at most `most` characters."""
    text = printable(text)
    return text if len(text) <= most else text[: most - 3] + "..."
