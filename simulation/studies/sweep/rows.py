"""The points that somebody wrote down: in the experiment file itself, or in a CSV file beside it."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from simulation.scenario.assignment import parse_settings
from simulation.scenario.errors import Problem, ScenarioError, shown
from simulation.scenario.source import Place, Source
from simulation.studies.sweep.design import Row

OWN_COLUMNS = ("point", "part")
"""Columns that points.csv of a result has besides the parameters."""

MOST_BYTES = 500_000_000


def flattened(table: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Nested tables as values by dotted key: `market.switching_cost = 3` however it is written.

    >>> flattened({"market": {"needs": {"spread": 0.5}}, "market.customers": 90})
    {'market.needs.spread': 0.5, 'market.customers': 90}
    """
    found: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, Mapping) and value:
            found |= flattened(value, f"{before}{key}.")
        else:
            found[before + key] = value
    return found


def listed_points(source: Source, points: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Keys and rows of the points in an experiment file. Raises ScenarioError where they differ in their keys."""
    tables = [flattened(point) for point in points]
    keys = tuple(tables[0]) if tables else ()
    problems = []
    for number, table in enumerate(tables):
        if set(table) != set(keys):
            place = source.place(("points", number))
            odd = ", ".join(sorted(set(table) ^ set(keys)))
            message = "every point needs the same keys as the first"
            problems.append(Problem(message, place.file, place.line, f"points.{number + 1}", odd, ", ".join(keys)))
    if not keys:
        place = source.place(("design",))
        problems.append(Problem("a list needs [[points]]", place.file, place.line, "points", "none"))
    if problems:
        raise ScenarioError(problems)
    return keys, tuple(tuple(table[key] for key in keys) for table in tables)


def csv_points(path: Path, place: Place) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Keys and rows of a CSV file: a heading of keys, a point per line.

    place   where the file is named
    raises  ScenarioError for whatever is wrong with it
    """
    try:
        if path.exists() and not path.is_file():
            raise ScenarioError([Problem("is not an ordinary file", place.file, place.line, "design.file", shown(str(path)))])
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ScenarioError([Problem("is too large", file=str(path), allowed=f"at most {MOST_BYTES:,} bytes")])
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScenarioError([Problem("is not UTF-8 text", file=str(path), allowed="a CSV file saved as UTF-8")]) from None
    except ScenarioError:
        raise
    except (OSError, ValueError) as error:  # a ValueError for a name that no file can have
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError(
            [Problem(f"the file of points cannot be read ({reason})", place.file, place.line, "design.file", shown(str(path)))]
        ) from None
    return _parsed(text, str(path))


def _parsed(text: str, file: str) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    try:
        lines = list(csv.reader(text.splitlines()))
    except csv.Error as error:
        raise ScenarioError([Problem(f"is no table ({error})", file=file, allowed="a CSV file")]) from None
    if not lines or not any(lines[0]):
        raise ScenarioError([Problem("has no heading", file=file, allowed="a first line with a key for each column")])
    heading = [name.strip() for name in lines[0]]
    kept = [place for place, name in enumerate(heading) if name not in OWN_COLUMNS]
    keys = tuple(heading[place] for place in kept)
    problems = [
        Problem("this column stands twice", file, 1, key) for key in dict.fromkeys(keys) if keys.count(key) > 1
    ]
    problems += [Problem("a column has no heading", file, 1) for key in keys if not key]
    if problems:
        raise ScenarioError(problems)
    rows = []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cells):
            continue
        if len(cells) != len(heading):
            problems.append(Problem("this line has another number of cells than the heading", file, number, "",
                                    str(len(cells)), str(len(heading))))  # fmt: skip
            continue
        assignments, wrong = parse_settings(f"{heading[place]}={cells[place]}" for place in kept)
        problems += [Problem(one.message, file, number, one.key, one.found) for one in wrong]
        rows.append(tuple(one.value for one in assignments))
    if not problems and not rows:
        problems.append(Problem("has no points", file=file, allowed="a line for each point below the heading"))
    if problems:
        raise ScenarioError(problems)
    return keys, tuple(rows)
