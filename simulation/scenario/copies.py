"""`count = 3` in a `[[firms]]` table: three firms alike, named after it with -1, -2, -3."""

import copy
from typing import Any

from simulation.scenario.errors import Problem, shown
from simulation.scenario.source import Place, Source
from simulation.scenario.toml_lines import Path

COUNT = "count"
LISTS_WITH_COUNT = ("firms",)
MOST_COPIES = 100


def multiply(source: Source) -> list[Problem]:
    """Replaces, in `source`, every entry with a `count` by its copies; returns the counts that are none."""
    problems: list[Problem] = []
    for name in LISTS_WITH_COUNT:
        entries = source.data.get(name)
        if isinstance(entries, list):
            source.data[name] = _multiplied(source, name, entries, problems)
    return problems


def _multiplied(source: Source, list_name: str, entries: list[Any], problems: list[Problem]) -> list[Any]:
    result: list[Any] = []
    places: dict[Path, Place] = {}
    inside_of: dict[str | int, dict[Path, Place]] = {}
    for path, place in source.places.items():
        if path[:1] == (list_name,) and len(path) > 1:
            inside_of.setdefault(path[1], {})[path[2:]] = place
        else:
            places[path] = place
    for number, entry in enumerate(entries):
        inside = inside_of.get(number, {})
        for made in _copies(source, entry, (list_name, number), problems):
            for path, place in inside.items():
                shown_name = entry.get("name") if made is not entry and not path else None
                places[(list_name, len(result), *path)] = Place(
                    place.file, place.line, shown_name or place.name
                )
            result.append(made)
    source.places = places
    return result


def _copies(source: Source, entry: Any, path: Path, problems: list[Problem]) -> list[Any]:
    if not isinstance(entry, dict) or COUNT not in entry:
        return [entry]
    count = entry.pop(COUNT)
    name = entry.get("name")
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_COPIES:
        place = source.place((*path, COUNT))
        shown_name = name if isinstance(name, str) else str(int(path[1]) + 1)
        problems.append(
            Problem(
                "out of range"
                if isinstance(count, (int, float)) and not isinstance(count, bool)
                else "wrong type",
                file=place.file,
                line=place.line,
                key=f"{path[0]}.{shown_name}.{COUNT}",
                found=shown(count),
                allowed=f"a whole number from 1 to {MOST_COPIES}",
            )
        )
        return [entry]
    if count == 1 or not isinstance(name, str):
        return [entry]
    return [{**copy.deepcopy(entry), "name": f"{name}-{number}"} for number in range(1, count + 1)]
