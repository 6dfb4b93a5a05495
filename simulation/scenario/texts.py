"""Texts of a scenario: whatever people write, but nothing that steers a terminal or turns a line of text around."""

import re
from collections.abc import Iterator
from typing import Any

from simulation.scenario.errors import Problem, shown
from simulation.scenario.source import Source
from simulation.scenario.toml_lines import Path

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters but tabulator and line end, and those that embed or override the direction of writing. Signs
that languages need, such as joiners and the marks of direction, are left alone."""

ALLOWED = "letters, digits, punctuation, line ends and the like"


def plain(text: str) -> str:
    """The text with a question mark for each character that steers a terminal.

    >>> plain("a\\x1b[31m red")
    'a?[31m red'
    """
    return STEERING.sub("?", text)


def problems_with_texts(source: Source) -> list[Problem]:
    """The texts in a file that hold characters which steer a terminal; names have stricter rules of their own."""
    problems = []
    for path, text in _texts(source.data, ()):
        found = STEERING.search(text)
        if found and path[-1] != "name":
            place = source.place(path)
            message = f"holds a control character (U+{ord(found[0]):04X})"
            key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in path)
            problems.append(Problem(message, place.file, place.line, key, shown(text), ALLOWED))
    return problems


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text in nested data, with its path."""
    if isinstance(value, str) and path:
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*path, number))
