"""Every parameter of a scenario, read off the declarations: meaning, unit, range, default and its origin.

`explain`, the documentation, the schema and the dashboard's controls are made from this list.
"""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from simulation.scenario.assignment import first_part
from simulation.scenario.errors import Problem, ScenarioError, nearest_name
from simulation.scenario.scenario import Scenario
from simulation.scenario.shape import (
    allowed_in_words,
    bounds_of,
    choices_of,
    extra_of,
    fields_of,
    lengths_of,
    number,
    type_in_words,
    unit_of,
)


@dataclass(frozen=True)
class Parameter:
    """One key of a scenario file that holds a value.

    key        dotted, entries of lists as [] ("market.switching_cost", "firms[].start_month")
    meaning    one sentence
    unit       in words; "" where there is none
    kind       "a number", "a whole number", "text in quotes", "true or false", "one of the choices", ...
    low, high  allowed range, both ends included; None where unbounded
    default    None where it may be left out without a value, or must be given (see `required`)
    required   whether every table of its kind must say it
    choices    the allowed words; empty where it is no choice
    origin     "source", "computed", "prior", "design choice" or "setting"
    source     citation of the default; "" where there is none
    likely     range from which robustness studies draw, or None
    allowed    type, range or choices and unit as one phrase
    """

    key: str
    meaning: str
    unit: str
    kind: str
    low: float | None
    high: float | None
    default: Any
    required: bool
    choices: tuple[str, ...]
    origin: str
    source: str
    likely: tuple[float, float] | None
    allowed: str

    @property
    def default_in_words(self) -> str:
        """The default as a file would say it; "must be given", or "left out"."""
        if self.required:
            return "must be given"
        return "left out" if self.default is None else value_in_words(self.default)


@dataclass(frozen=True)
class Table:
    """One table of a scenario file, or one list of tables: key, what it is about, how many there may be."""

    key: str
    meaning: str
    fewest: int | None = None
    most: int | None = None


def value_in_words(value: Any) -> str:
    """A value as a person writes it: 2,000 for 2000, "agents" in quotes, true, [1, 2]."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(value_in_words(entry) for entry in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def parameters(root: type[BaseModel] = Scenario) -> list[Parameter]:
    """All parameters in the order of the declarations."""
    return [entry for entry in _walk(root, "") if isinstance(entry, Parameter)]


def tables(root: type[BaseModel] = Scenario) -> list[Table]:
    """All tables in the order of the declarations, without the root."""
    return [entry for entry in _walk(root, "") if isinstance(entry, Table)]


def find(key: str, root: type[BaseModel] = Scenario) -> Parameter | Table:
    """The parameter or table of a key. Raises ScenarioError with the nearest known key where there is none.

    key  as in the catalogue, or with a name in the place of [] ("firms.Compass.start_month"), or its last
         part where no other key ends so ("switching_cost")
    """
    known: dict[str, Parameter | Table] = {entry.key: entry for entry in _walk(root, "")}
    for candidate in (key, _general(key, known)):
        if candidate in known:
            return known[candidate]
    endings = [name for name in known if name.rsplit(".", 1)[-1] == key]
    if len(endings) == 1:
        return known[endings[0]]
    if endings:
        raise ScenarioError([Problem("stands in several tables", key=key, allowed=", ".join(endings))])
    nearest = nearest_name(key, known) or _nearest_ending(key, list(known))
    raise ScenarioError([Problem("there is no such parameter", key=key, nearest=nearest)])


def markdown(root: type[BaseModel] = Scenario) -> str:
    """The catalogue as a Markdown document: a section for each table, a row for each parameter."""
    blocks: list[str] = []
    entries = list(_walk(root, ""))
    values = [entry for entry in entries if isinstance(entry, Parameter)]
    for table in [Table("", inspect.getdoc(root) or ""), *(one for one in entries if isinstance(one, Table))]:
        rows = [entry for entry in values if _table_of(entry.key) == table.key]
        blocks.append(
            f"## {f'`{table.key}`' if table.key else 'At the top of the file'}\n\n{table.meaning}\n"
        )
        if rows:
            blocks.append(_HEAD + "".join(_row(entry) for entry in rows))
    return "\n".join(blocks)


_HEAD = "| key | meaning | allowed | default | origin | likely range |\n|---|---|---|---|---|---|\n"


def _row(entry: Parameter) -> str:
    likely = f"{number(entry.likely[0])} to {number(entry.likely[1])}" if entry.likely else ""
    origin = f"{entry.origin}: {entry.source}" if entry.source else entry.origin
    name = entry.key.rsplit(".", 1)[-1]
    cells = (f"`{name}`", entry.meaning, entry.allowed, entry.default_in_words, origin, likely)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _walk(model: type[BaseModel], prefix: str) -> Iterator[Parameter | Table]:
    for name, field, shape in fields_of(model):
        key = prefix + name
        if shape.model is None:
            yield _parameter(key, field)
            continue
        if shape.kind == "tables":
            key += "[]"
        meaning = inspect.getdoc(shape.model) or field.description or ""
        yield Table(key, meaning, *(lengths_of(field) if shape.kind == "tables" else ()))
        yield from _walk(shape.model, f"{key}.")


def _parameter(key: str, field: FieldInfo) -> Parameter:
    low, high = bounds_of(field)
    likely = extra_of(field, "likely")
    required = field.is_required()
    return Parameter(
        key=key,
        meaning=field.description or "",
        unit=unit_of(field),
        kind=type_in_words(field),
        low=low,
        high=high,
        default=None if required else field.get_default(call_default_factory=True),
        required=required,
        choices=choices_of(field),
        origin=extra_of(field, "origin") or "",
        source=extra_of(field, "source") or "",
        likely=tuple(likely) if likely else None,
        allowed=allowed_in_words(field),
    )


def _table_of(key: str) -> str:
    return key.rpartition(".")[0]


def _general(key: str, known: dict[str, Parameter | Table]) -> str:
    """A key with [] in the place of names: "firms.Compass.levers.price" gives "firms[].levers.price"."""
    general, rest = "", key
    while rest:
        part, rest = first_part(rest)
        general = f"{general}.{part}" if general else part
        if f"{general}[]" in known:
            general += "[]"
            _, rest = first_part(rest) if rest else ("", "")
    return general


def _nearest_ending(key: str, known: list[str]) -> str:
    endings = {name.rsplit(".", 1)[-1]: name for name in known}
    nearest = nearest_name(key.rsplit(".", 1)[-1], endings)
    return endings[nearest] if nearest else ""
