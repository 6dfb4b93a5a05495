"""Names of firms and segments: they stand in tables, legends and keys, so they must be plain and unique."""

from typing import Any

from pydantic import BaseModel

from simulation.scenario.errors import Problem, shown
from simulation.scenario.shape import fields_of
from simulation.scenario.source import Source
from simulation.scenario.toml_lines import Path

LONGEST_NAME = 60
FORMULA = "=+-@"
"""Signs with which a cell must not begin: a spreadsheet that opens a table would compute it."""

ALLOWED = (
    f"1 to {LONGEST_NAME} printable characters, without slashes, double quotes, spaces at the ends, "
    f"and {' '.join(FORMULA)} at the beginning"
)


def problems_with_names(source: Source, model: type[BaseModel]) -> list[Problem]:
    """Everything wrong with the names in the lists of tables of a scenario."""
    problems: list[Problem] = []
    _visit(source, source.data, model, (), problems)
    return problems


def _visit(source: Source, table: Any, model: type[BaseModel], path: Path, problems: list[Problem]) -> None:
    if not isinstance(table, dict):
        return
    for name, _, shape in fields_of(model):
        value = table.get(name)
        if shape.model is None:
            continue
        if shape.kind == "table":
            _visit(source, value, shape.model, (*path, name), problems)
        elif isinstance(value, list):
            if "name" in shape.model.model_fields:
                _check_names(source, value, (*path, name), problems)
            for number, entry in enumerate(value):
                _visit(source, entry, shape.model, (*path, name, number), problems)


def _check_names(source: Source, entries: list[Any], path: Path, problems: list[Problem]) -> None:
    seen: dict[str, int] = {}
    for number, entry in enumerate(entries):
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(name, str):
            continue
        place = source.place((*path, number, "name"))
        key = ".".join(str(part) for part in path)
        if not is_plain(name):
            message = "is no usable name"
            problems.append(Problem(message, place.file, place.line, f"{key}.{number + 1}.name", shown(name), ALLOWED))
        if name in seen:
            line = source.place((*path, seen[name], "name")).line
            first = f" (first in line {line})" if line else ""
            message = f"this name is taken{first}"
            problems.append(
                Problem(
                    message,
                    place.file,
                    place.line,
                    f"{key}.{number + 1}.name",
                    shown(name),
                    "a name of its own",
                )
            )
        seen.setdefault(name, number)


def is_plain(name: str) -> bool:
    """True for a name that can stand in a table, a legend and a key."""
    return (
        0 < len(name) <= LONGEST_NAME
        and name == name.strip()
        and name.isprintable()
        and not set(name) & set('/\\"')
        and name[0] not in FORMULA
        and name not in (".", "..")
    )
