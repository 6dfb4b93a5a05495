"""The JSON Schema of a scenario file, with which editors complete and check what is typed.

Draft 7, which the TOML extensions of common editors understand. Every key may be left out, since a base that
is extended or a default can supply it; only entries of lists, which are replaced whole, must be complete.
"""

import inspect
import json
import typing
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from simulation.scenario.catalogue import value_in_words
from simulation.scenario.copies import COUNT, LISTS_WITH_COUNT, MOST_COPIES
from simulation.scenario.inheritance import EXTENDS
from simulation.scenario.scenario import Scenario
from simulation.scenario.shape import (
    bounds_of,
    choices_of,
    extra_of,
    fields_of,
    lengths_of,
    options_of,
    shape_of,
    unit_of,
)

TITLE = "Centricity scenario"
STORED_SCHEMA = Path(__file__).with_name("schema.json")
"""The schema that comes with the package; shipped scenarios name it in their first line."""


def schema(root: type[BaseModel] = Scenario) -> dict[str, Any]:
    """The schema as nested dicts."""
    definitions: dict[str, Any] = {}
    properties = _properties(root, definitions, whole=False)
    properties[EXTENDS] = {
        "type": "string",
        "minLength": 1,
        "description": "Another scenario file, beside this one or shipped; here stands only what differs.",
    }
    for name in LISTS_WITH_COUNT:
        if name in properties:
            _allow_count(properties[name], definitions)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": TITLE,
        "description": inspect.getdoc(root) or "",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "definitions": dict(sorted(definitions.items())),
    }


def schema_text(root: type[BaseModel] = Scenario) -> str:
    """The schema as it is stored in a file."""
    return json.dumps(schema(root), indent=2, ensure_ascii=False) + "\n"


def write_schema(path: str | Path) -> Path:
    """Writes the schema to a file, whose folder must exist, and returns its path."""
    path = Path(path)
    path.write_text(schema_text(), encoding="utf-8", newline="\n")
    return path


def _allow_count(listed: dict[str, Any], definitions: dict[str, Any]) -> None:
    """An entry with `count` stands for several, so that the list itself may be shorter."""
    entry = definitions[listed["items"]["$ref"].rsplit("/", 1)[-1]]
    entry["properties"][COUNT] = {
        "type": "integer",
        "minimum": 1,
        "maximum": MOST_COPIES,
        "default": 1,
        "description": "How many alike there are; from 2 on they are named with -1, -2, ... at the end.",
    }
    listed["minItems"] = 1


def _properties(model: type[BaseModel], definitions: dict[str, Any], whole: bool) -> dict[str, Any]:
    return {name: _field(field, definitions, whole) for name, field, _ in fields_of(model)}


def _table(model: type[BaseModel], definitions: dict[str, Any], whole: bool) -> dict[str, Any]:
    """Reference to the definition of a table. `whole`: it is an entry of a list, which must be complete."""
    name = model.__name__
    if name not in definitions:
        definitions[name] = {}
        definition: dict[str, Any] = {
            "type": "object",
            "description": inspect.getdoc(model) or "",
            "additionalProperties": False,
            "properties": _properties(model, definitions, whole),
        }
        required = [key for key, field, _ in fields_of(model) if field.is_required()]
        if whole and required:
            definition["required"] = required
        definitions[name] = definition
    return {"$ref": f"#/definitions/{name}"}


def _field(field: FieldInfo, definitions: dict[str, Any], whole: bool) -> dict[str, Any]:
    shape = shape_of(field)
    if shape.kind == "table" and shape.model:
        return _table(shape.model, definitions, whole)
    if shape.kind == "tables" and shape.model:
        fewest, most = lengths_of(field)
        limits = {"minItems": fewest, "maxItems": most}
        return {
            "type": "array",
            "description": field.description or inspect.getdoc(shape.model) or "",
            "items": _table(shape.model, definitions, whole=True),
            **{name: limit for name, limit in limits.items() if limit is not None},
        }
    kinds = [_value(option, field) for option in options_of(field.annotation)]
    described = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    default = None if field.is_required() else field.get_default(call_default_factory=True)
    if default is not None:
        described["default"] = list(default) if isinstance(default, tuple) else default
    return {**described, "description": _description(field, default)}


def _value(annotation: Any, field: FieldInfo) -> dict[str, Any]:
    """Type, range and choices of a plain value."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal:
        return {"type": "string", "enum": list(choices_of(field))}
    if origin in (tuple, list):
        entries = [entry for entry in arguments if entry is not Ellipsis]
        described: dict[str, Any] = {"type": "array", "items": _value(options_of(entries[0])[0], field)}
        if origin is tuple and Ellipsis not in arguments:
            described |= {"minItems": len(entries), "maxItems": len(entries)}
        return described
    if annotation in (str, bool):
        return {"type": "string" if annotation is str else "boolean"}
    if annotation not in (int, float):
        raise TypeError(f"no JSON Schema for {annotation!r}")
    low, high = bounds_of(field)
    limits = {"minimum": low, "maximum": high}
    kind = "integer" if annotation is int else "number"
    return {"type": kind, **{name: limit for name, limit in limits.items() if limit is not None}}


def _description(field: FieldInfo, default: Any) -> str:
    parts = [field.description or ""]
    unit = unit_of(field)
    if unit:
        parts.append(f"Unit: {unit}.")
    if default is not None and default != "":
        origin, source = extra_of(field, "origin") or "", extra_of(field, "source") or ""
        why = f" ({origin}{': ' + source if source else ''})" if origin and origin != "setting" else ""
        parts.append(f"Default: {value_in_words(default)}{why}.")
    return " ".join(part for part in parts if part)
