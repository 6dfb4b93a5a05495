"""How a scenario is built, read off its sections: which fields are tables, lists of tables, plain values.

Everything that walks over a scenario (checking, catalogue, schema, explanations, writing) asks here, so that
none of it knows the name of a single parameter.
"""

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from simulation.scenario.toml_lines import Path

Kind = Literal["table", "tables", "value"]


@dataclass(frozen=True)
class Shape:
    """What a field holds: one table, a list of tables (both with their `model`), or a plain value."""

    kind: Kind
    model: type[BaseModel] | None = None


def shape_of(field: FieldInfo) -> Shape:
    """Shape of one field; optional fields have the shape of what they hold when they are given."""
    for option in options_of(field.annotation):
        if is_section(option):
            return Shape("table", option)
        if typing.get_origin(option) in (tuple, list):
            for entry in typing.get_args(option):
                if is_section(entry):
                    return Shape("tables", entry)
    return Shape("value")


def options_of(annotation: Any) -> tuple[Any, ...]:
    """The alternatives of an annotation without None: `float | None` gives (float,), `int` gives (int,)."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return options_of(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        parts = [options_of(part) for part in typing.get_args(annotation) if part is not type(None)]
        return tuple(option for part in parts for option in part)
    return (annotation,)


def is_section(annotation: Any) -> bool:
    """True for a pydantic model class."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def choices_of(field: FieldInfo) -> tuple[str, ...]:
    """The words among which a field chooses, in declared order; empty when it is no choice."""
    words: list[str] = []
    for option in options_of(field.annotation):
        if typing.get_origin(option) is Literal:
            words.extend(str(word) for word in typing.get_args(option))
    return tuple(words)


def bounds_of(field: FieldInfo) -> tuple[float | None, float | None]:
    """Lowest and highest allowed number, None where there is no bound."""
    low = next((limit for item in field.metadata if (limit := getattr(item, "ge", None)) is not None), None)
    high = next((limit for item in field.metadata if (limit := getattr(item, "le", None)) is not None), None)
    return low, high


def lengths_of(field: FieldInfo) -> tuple[int | None, int | None]:
    """Fewest and most entries (or characters), None where there is no such limit."""
    fewest = next((limit for item in field.metadata if (limit := getattr(item, "min_length", None))), None)
    most = next((limit for item in field.metadata if (limit := getattr(item, "max_length", None))), None)
    return fewest, most


def extra_of(field: FieldInfo, name: str) -> Any:
    """What `parameter` noted beside a field: "unit", "origin", "source" or "likely"; None if nothing."""
    extra = field.json_schema_extra
    return extra.get(name) if isinstance(extra, dict) else None


def unit_of(field: FieldInfo) -> str:
    """Unit of a parameter; "" where it has none."""
    unit = extra_of(field, "unit")
    return str(unit) if unit and unit != "none" else ""


def fields_of(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo, Shape]]:
    """Name, declaration and shape of each field, in declared order."""
    for name, field in model.model_fields.items():
        yield name, field, shape_of(field)


def model_at(root: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """Model of the table at a path (places in lists may stand in it or not); None where there is no table."""
    model: type[BaseModel] | None = root
    for part in path:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part) if model else None
        model = shape_of(field).model if field else None
    return model


def field_at(root: type[BaseModel], path: Path) -> FieldInfo | None:
    """Declaration of the field at a path (of the list, for an entry of a list); None where there is none."""
    names = [part for part in path if isinstance(part, str)]
    if not names:
        return None
    model = model_at(root, tuple(names[:-1]))
    return model.model_fields.get(names[-1]) if model else None


def type_in_words(field: FieldInfo) -> str:
    """What may stand at a field, in words: "a number", "text in quotes", "a list of numbers", ..."""
    shape = shape_of(field)
    if shape.kind != "value":
        return "a table" if shape.kind == "table" else "a list of tables"
    if choices_of(field):
        return "one of the choices"
    return " or ".join(dict.fromkeys(_word(option) for option in options_of(field.annotation)))


def _word(annotation: Any) -> str:
    plain = {float: "a number", int: "a whole number", str: "text in quotes", bool: "true or false"}
    if annotation in plain:
        return plain[annotation]
    if typing.get_origin(annotation) in (tuple, list):
        entries = [entry for entry in typing.get_args(annotation) if entry is not Ellipsis]
        several = {float: "numbers", int: "whole numbers", str: "texts in quotes"}
        what = several.get(options_of(entries[0])[0], "values") if entries else "values"
        fixed = Ellipsis not in typing.get_args(annotation) and typing.get_origin(annotation) is tuple
        return f"a list of {len(entries)} {what}" if fixed else f"a list of {what}"
    if typing.get_origin(annotation) is dict:
        return "a table"
    return "a value"


def allowed_in_words(field: FieldInfo) -> str:
    """Type, range or choices and unit of a field as one phrase: "a number from 0 to 1 (share)"."""
    words = choices_of(field)
    if words:
        return listed([f'"{word}"' for word in words])
    low, high = bounds_of(field)
    text = type_in_words(field)
    fewest, most = lengths_of(field)
    if fewest is not None or most is not None:
        text += f" with {fewest or 0} {'or more' if most is None else f'to {most}'} entries"
    if low is not None and high is not None:
        text += f" from {number(low)} to {number(high)}"
    elif low is not None:
        text += f", at least {number(low)}"
    elif high is not None:
        text += f", at most {number(high)}"
    unit = unit_of(field)
    return f"{text} ({unit})" if unit else text


def listed(words: list[str], last: str = "or") -> str:
    """Words as an enumeration: "a, b or c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def number(value: float) -> str:
    """A number without needless digits: 1 for 1.0, 10,000 for 10000, 0.04 for 0.04."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return f"{int(value):,}" if abs(value) >= 10_000 else str(int(value))
    return f"{value:g}"


def percent(share: float, decimals: int = 0, signed: bool = False) -> str:
    """A share in per cent, as it is written everywhere.

    decimals  digits after the point at most
    signed    with + before what is above 0

    >>> percent(0.03, 1), percent(0.125, 1), percent(0.125), percent(0.2, signed=True)
    ('3 %', '12.5 %', '12 %', '+20 %')
    """
    text = f"{100.0 * share:{'+' if signed else ''}.{decimals}f}"
    return f"{text.rstrip('0').rstrip('.') if decimals else text} %"
