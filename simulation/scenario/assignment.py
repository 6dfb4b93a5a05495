"""Single values laid over a scenario, by `--set market.switching_cost=3` or by `with_values`.

Entries of a list of tables are addressed by their name (`firms.Compass.start_month`), or by number from 1
where there is none (`firms.Compass.changes.1.month`). A name multiplied by `count` addresses all its copies.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from simulation.scenario.copies import COUNT, LISTS_WITH_COUNT, multiply
from simulation.scenario.errors import Problem, nearest_name, shortened
from simulation.scenario.inheritance import EXTENDS
from simulation.scenario.shape import Shape, shape_of
from simulation.scenario.source import Place, Source
from simulation.scenario.toml_lines import Path


@dataclass(frozen=True)
class Assignment:
    """One value for one key. `said` is how it was given, for messages: "--set market.switching_cost=3"."""

    key: str
    value: Any
    said: str


def parse_settings(settings: Iterable[str]) -> tuple[list[Assignment], list[Problem]]:
    """Assignments of `KEY=VALUE` texts, and what is wrong with those that are none.

    The value is read as TOML (3, 0.5, true, "text", [1, 2]); what is no TOML is taken as text, so that
    `firms.Compass.strategy=lip-service` needs no quotes.
    """
    assignments, problems = [], []
    for setting in settings:
        key, equals, text = (part.strip() for part in setting.partition("="))
        said = f"--set {setting}"
        if not equals or not key or not text:
            problems.append(
                Problem("is not of the form KEY=VALUE", file=said, allowed="market.switching_cost=3.0")
            )
        elif key == EXTENDS:
            problems.append(Problem("can only be said in a file", file=said, key=key))
        else:
            try:
                assignments.append(Assignment(key, _toml_value(text), said))
            except ValueError as error:
                problems.append(Problem(str(error), file=said, key=key, found=shortened(text)))
    return assignments, problems


def _toml_value(text: str) -> Any:
    try:
        parsed = tomllib.loads(f"value = {text}")
        if list(parsed) == ["value"]:
            return parsed["value"]
    except (ValueError, RecursionError):
        pass
    if text[0] in "\"'[{" or "\n" in text:
        raise ValueError("is not a value that TOML knows")
    return text


def assign_and_multiply(
    source: Source, root: type[BaseModel], assignments: Iterable[Assignment]
) -> list[Problem]:
    """Lays each value over `source` and replaces firms with a `count` by their copies; returns what is wrong.

    Counts and whole lists of firms come first, so that everything else can address the copies.
    """
    before: list[Assignment] = []
    after: list[Assignment] = []
    for assignment in assignments:
        parts = assignment.key.split(".")
        early = parts[0] in LISTS_WITH_COUNT and (len(parts) == 1 or parts[-1] == COUNT)
        (before if early else after).append(assignment)
    return [*assign(source, root, before), *multiply(source), *assign(source, root, after)]


def assign(source: Source, root: type[BaseModel], assignments: Iterable[Assignment]) -> list[Problem]:
    """Lays each value over `source`, which changes, in the given order; returns what could not be placed.

    Unknown keys inside known tables are placed all the same: the check names them with all other mistakes.
    """
    problems: list[Problem] = []
    for assignment in assignments:
        try:
            for container, path in _targets(source, root, assignment.key):
                _put(source, container, path, assignment.value, Place(assignment.said))
        except _NotFound as missing:
            problems.append(missing.problem(assignment))
    return problems


def first_part(key: str) -> tuple[str, str]:
    """The part of a dotted key before its first dot, without quotes, and the rest ("" when there is none)."""
    match = re.match(r"\s*(?:\"([^\"]*)\"|'([^']*)'|([^.]*?))\s*(?:\.|$)", key)
    if not match:
        return key, ""
    return next(part for part in match.groups() if part is not None), key[match.end() :]


class _NotFound(Exception):
    def __init__(self, message: str, known: Iterable[str] = (), wanted: str = "") -> None:
        self.message = message
        self.known = list(known)
        self.wanted = wanted

    def problem(self, assignment: Assignment) -> Problem:
        nearest = nearest_name(self.wanted, self.known)
        allowed = ", ".join(f'"{name}"' for name in self.known[:12])
        return Problem(
            self.message, file=assignment.said, key=assignment.key, allowed=allowed, nearest=nearest
        )


Target = tuple[Any, Path]
"""The dict that holds a key (something else where the file has no table there), and the key's path."""


def _targets(source: Source, root: type[BaseModel], key: str) -> Iterator[Target]:
    yield from list(_walk(source.data, root, key, ()))


def _walk(table: Any, model: type[BaseModel] | None, key: str, path: Path) -> Iterator[Target]:
    part, rest = first_part(key)
    if not part:
        raise _NotFound("is not a key")
    field = model.model_fields.get(part) if model else None
    shape = shape_of(field) if field else Shape("value")
    path = (*path, part)
    if not rest:
        yield table, path
        return
    if not isinstance(table, dict):
        return
    if field is not None and part not in table:
        table[part] = _as_data(field.get_default(call_default_factory=True)) if shape.kind == "tables" else {}
    if shape.kind == "tables":
        for entry, inner, place in _entries(table[part], rest, part):
            yield from _walk(entry, shape.model, inner, (*path, place))
    elif field is not None and shape.kind == "value":
        raise _NotFound(f'"{part}" holds one value and no keys', [part])
    else:
        yield from _walk(table.setdefault(part, {}), shape.model, rest, path)


def _entries(entries: Any, key: str, list_name: str) -> Iterator[tuple[Any, str, int]]:
    """Entries of a list that the beginning of a key means: entry, rest of the key, place in the list."""
    if not isinstance(entries, list):
        return
    names = [entry.get("name") if isinstance(entry, dict) else None for entry in entries]
    for wanted, rest in _ways_to_split(key):
        if not rest:
            continue
        copies = re.compile(re.escape(wanted) + r"-\d+")
        found = [place for place, name in enumerate(names) if name == wanted] or [
            place for place, name in enumerate(names) if isinstance(name, str) and copies.fullmatch(name)
        ]
        if not found and wanted.isdecimal() and not any(isinstance(name, str) for name in names):
            found = [int(wanted) - 1] if 1 <= int(wanted) <= len(entries) else []
        if found:
            yield from ((entries[place], rest, place) for place in found)
            return
    wanted, rest = first_part(key)
    if not rest:
        raise _NotFound(
            f"names a whole entry; say which key of it, for instance {list_name}.{wanted}.start_month"
        )
    known = [name for name in names if isinstance(name, str)] or [
        str(place + 1) for place in range(len(names))
    ]
    what = (
        f'there is no "{wanted}" in {list_name}'
        if known
        else f"{list_name} is empty, so it has no {wanted!r}"
    )
    raise _NotFound(what, known, wanted)


def _ways_to_split(key: str) -> Iterator[tuple[str, str]]:
    """The first part of a key as a name, then ever longer beginnings, for names with dots in them."""
    yield first_part(key)
    for dot in re.finditer(r"\.", key):
        yield key[: dot.start()], key[dot.end() :]


def _as_data(value: Any) -> Any:
    """Default of a list of tables as a file would say it."""
    return (
        [entry.model_dump(exclude_none=True) for entry in value] if isinstance(value, (tuple, list)) else []
    )


def _put(source: Source, table: Any, path: Path, value: Any, place: Place) -> None:
    if not isinstance(table, dict):
        return
    key = path[-1]
    if isinstance(value, dict) and isinstance(table.get(key), dict):
        for inner, inner_value in value.items():
            _put(source, table[key], (*path, inner), inner_value, place)
        return
    for known in [known for known in source.places if known[: len(path)] == path]:
        del source.places[known]
    table[key] = value
    source.places[path] = place
