"""Where the command line speaks: results to stdout, progress and messages to stderr, on any terminal."""

import codecs
import json
import math
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

PLAIN_ERRORS = "centricity.plain"
"""Name of the error handler that writes what a terminal's encoding lacks in plain letters."""

_PLAIN = {
    "−": "-",
    "–": "-",
    "—": "-",
    "…": "...",
    "×": "x",
    "±": "+/-",
    "≥": ">=",
    "≤": "<=",
    "→": "->",
    "•": "*",
    "✓": "ok",
    "€": "EUR ",
    "£": "GBP ",
    "¥": "JPY ",
    "“": '"',
    "”": '"',
    "’": "'",
    "\N{NO-BREAK SPACE}": " ",
}

NARROWEST, WIDEST = 60, 120
"""Columns within which tables are laid out, whatever the terminal says."""


def prepare() -> None:
    """Makes both streams safe: a sign that the encoding lacks is written in plain letters, never an error."""
    with suppress(LookupError):
        codecs.lookup_error(PLAIN_ERRORS)
    codecs.register_error(PLAIN_ERRORS, _in_plain_letters)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with suppress(ValueError, OSError):
                reconfigure(errors=PLAIN_ERRORS)


def _in_plain_letters(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_PLAIN.get(sign, "?") for sign in text), error.end


def give_up_on_stdout() -> None:
    """After the reader of stdout has gone: sends the rest nowhere, so that ending writes no error either."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())


class Voice:
    """How a command speaks.

    quiet    nothing but the answer itself, no progress and no advice
    as_json  one JSON object on stdout and nothing else there
    """

    def __init__(self, quiet: bool = False, as_json: bool = False) -> None:
        prepare()
        self.quiet = quiet
        self.as_json = as_json

    def answer(self, text: str) -> None:
        """Writes the command's answer as it stands."""
        if not self.as_json:
            sys.stdout.write(_harmless(text))
            sys.stdout.flush()

    def show(self, *renderables: "RenderableType") -> None:
        """Writes tables and paragraphs of rich to stdout, unless quiet."""
        if self.as_json or self.quiet:
            return
        console = console_for(sys.stdout)
        for renderable in renderables:
            console.print(renderable)

    def object(self, value: dict[str, Any]) -> None:
        """Writes the JSON object, where one is wanted; NaN and infinity become null."""
        if self.as_json:
            sys.stdout.write(json.dumps(_plain_values(value), ensure_ascii=True) + "\n")
            sys.stdout.flush()

    def note(self, text: str) -> None:
        """Writes advice to stderr, unless quiet."""
        if not self.quiet:
            sys.stderr.write(_harmless(text))
            sys.stderr.flush()

    def complain(self, text: str) -> None:
        """Writes to stderr what the user must know, quiet or not."""
        sys.stderr.write(_harmless(text))
        sys.stderr.flush()

    def error(self, text: str, **details: Any) -> None:
        """Writes what went wrong to stderr, and as a JSON object to stdout where one is wanted."""
        self.complain(text)
        self.object({"error": text, **details})


def _harmless(text: str) -> str:
    """Lines that end, without characters that steer a terminal: texts and names of files are other people's."""
    from simulation.scenario.texts import plain

    return plain(text.rstrip("\n")) + "\n"


def console_for(stream: TextIO) -> "Console":
    """A console on a stream, as wide as the terminal within what tables can use."""
    from rich.console import Console

    console = Console(file=stream, highlight=False, soft_wrap=False, emoji=False, markup=False)
    if console.width < NARROWEST or console.width > WIDEST or not console.is_terminal:
        width = WIDEST if not console.is_terminal else min(max(console.width, NARROWEST), WIDEST)
        console = Console(file=stream, highlight=False, soft_wrap=False, emoji=False, markup=False, width=width)
    return console


def _plain_values(value: Any) -> Any:
    """The same with Python's own types, and null for what JSON has no number for."""
    if isinstance(value, dict):
        return {str(key): _plain_values(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain_values(entry) for entry in value]
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return str(value)
