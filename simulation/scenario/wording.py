"""Turns what pydantic finds wrong with a value into a `Problem` in the user's words."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from simulation.scenario.errors import Problem, nearest_name, shown
from simulation.scenario.shape import allowed_in_words, choices_of, field_at, fields_of, listed, model_at
from simulation.scenario.source import Source
from simulation.scenario.toml_lines import Path

CROSS_CHECKS = ("value_error", "assertion_error")
"""Kinds of mistakes that a section finds in several of its keys together."""

_MESSAGES = {
    "missing": "is missing",
    "extra_forbidden": "unknown key",
    "literal_error": "is not one of the choices",
    "finite_number": "must be finite",
    "greater_than_equal": "out of range",
    "less_than_equal": "out of range",
    "greater_than": "out of range",
    "less_than": "out of range",
    "too_short": "too few entries",
    "too_long": "too many entries",
}
_NEXT_PROBLEM = re.compile(r"\s*\n\s*|;\s+(?=[a-z_.]+: )")
_WRONG_TYPE = re.compile(r".*_type|.*_parsing|int_from_float")
_NUMBER_IN_QUOTES = re.compile(r"\s*[+-]?[\d._]+(e[+-]?\d+)?\s*", re.IGNORECASE)


def inside(data: Any, part: str | int) -> Any:
    """What stands at a key of a table or a place of a list; None where nothing does."""
    if isinstance(data, dict):
        return data.get(part)
    if isinstance(data, (list, tuple)) and isinstance(part, int) and part < len(data):
        return data[part]
    return None


def key_of(path: Path, source: Source) -> str:
    """A path as the user addresses it: list entries by their name, or by number from 1 where they have none.

    A copy made by `count` goes by the name that stands in the file.
    """
    parts = []
    data: Any = source.data
    for number, part in enumerate(path):
        data = inside(data, part)
        if isinstance(part, int):
            place = source.places.get(path[: number + 1])
            name = place.name if place and place.name else inside(data, "name")
            parts.append(name if isinstance(name, str) and name else str(part + 1))
        else:
            parts.append(part if re.fullmatch(r"[\w-]+", part) else f'"{part}"')
    return ".".join(parts)


def path_in_data(location: tuple[str | int, ...], kind: str, data: Any) -> Path:
    """The place of a mistake without the names of alternatives that pydantic puts between."""
    path: Path = ()
    for number, part in enumerate(location):
        last = number == len(location) - 1
        known = part in data if isinstance(data, dict) else isinstance(data, list) and isinstance(part, int)
        if known or (last and kind == "missing"):
            path = (*path, part)
            data = inside(data, part)
    return path


def value_problem(detail: Any, path: Path, source: Source, root: type[BaseModel], suggest: bool) -> Problem:
    """One wrong value. `detail` is an entry of pydantic's error list; `suggest` looks the nearest name up."""
    kind, value = detail["type"], detail["input"]
    field = field_at(root, path)
    place = source.place(path)
    message = _MESSAGES.get(kind, "")
    allowed = allowed_in_words(field) if field else ""
    nearest = ""
    if kind == "extra_forbidden":
        siblings = list(getattr(model_at(root, path[:-1]), "model_fields", {}))
        name = str(path[-1])
        nearest = (nearest_name(name, siblings) or _elsewhere(name, root)) if suggest else ""
        allowed = "" if nearest or not siblings else listed(siblings)
    elif kind == "literal_error" and field and isinstance(value, str):
        nearest = nearest_name(value, choices_of(field))
    elif not message and _WRONG_TYPE.fullmatch(kind):
        quoted = isinstance(value, str) and _NUMBER_IN_QUOTES.fullmatch(value)
        message = "wrong type: a number stands without quotes" if quoted else "wrong type"
    found = "" if kind == "missing" else shown(value)
    message = message or detail["msg"][:1].lower() + detail["msg"][1:]
    return Problem(message, place.file, place.line, key_of(path, source), found, allowed, nearest)


def _elsewhere(name: str, root: type[BaseModel]) -> str:
    """A key of that very name in another table, as "table.key"; "" where there is none."""
    return next((key for key in _all_keys(root, "") if key.rsplit(".", 1)[-1] == name), "")


def _all_keys(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, _, shape in fields_of(model):
        yield prefix + name
        if shape.model:
            yield from _all_keys(shape.model, f"{prefix}{name}{'' if shape.kind == 'table' else '[]'}.")


def cross_check_problems(detail: Any, path: Path, source: Source, root: type[BaseModel]) -> list[Problem]:
    """What a section says about several of its keys together; lines, and parts that begin with "; key:", are
    problems of their own. Each stands at the first key that its message names, or at the section.
    """
    error = detail.get("ctx", {}).get("error")
    lines = [line for line in _NEXT_PROBLEM.split(str(error or detail["msg"]).strip()) if line.strip()]
    problems = []
    for line in lines:
        word, named = _key_named_in(line, path, source, root)
        place = source.place(named)
        message = line.removeprefix(f"{word}: ")
        problems.append(Problem(message, place.file, place.line, key_of(named, source)))
    return problems


def _key_named_in(message: str, path: Path, source: Source, root: type[BaseModel]) -> tuple[str, Path]:
    """The first word of a message that is a key, seen from the section that speaks or from the root."""
    for word in re.findall(r"[A-Za-z_][\w-]*(?:\.[\w-]+)*", message):
        for start in (path, ()):
            named = _path_of_key(word, start, source, root)
            if named:
                return word, named
    return "", path


def _path_of_key(key: str, start: Path, source: Source, root: type[BaseModel]) -> Path:
    """Path of a key as a message writes it; list entries by name or left out. () where it is no key."""
    path = start
    data: Any = source.data
    for part in start:
        data = inside(data, part)
    for part in key.split("."):
        if isinstance(data, list):
            names = [inside(entry, "name") for entry in data]
            if part in names:
                path, data = (*path, names.index(part)), data[names.index(part)]
                continue
            return path if field_at(root, (*path, part)) else ()
        if field_at(root, (*path, part)) is None:
            return ()
        path, data = (*path, part), inside(data, part)
    return path
