"""What a scenario can do as a whole: take other values, be written as a file, be told apart from others."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from simulation.scenario.assignment import Assignment, assign_and_multiply
from simulation.scenario.checking import checked
from simulation.scenario.company_figures import noted
from simulation.scenario.source import Place, Source
from simulation.scenario.toml_text import toml_text

Root = TypeVar("Root", bound=BaseModel)

DOES_NOT_DECIDE_NUMBERS: dict[str, Any] = {
    "name": True,
    "title": True,
    "question": True,
    "expectation": True,
    "expected_winner": True,
    "expected_by_month": True,
    "run": {"replications": True, "engine": True},
    "company": True,
}
"""What may differ between two scenarios that give the same numbers in every replication they share."""


def with_values(scenario: Root, values: Mapping[str, Any]) -> Root:
    """The same scenario with other values.

    values  by dotted key as with `--set`: {"market.switching_cost": 3.0, "firms.Compass.start_month": 25}

    Raises ScenarioError that tells everything wrong with them.
    """
    source = Source(scenario.model_dump(mode="python", exclude_none=True), {(): Place("")})
    source.data = _as_lists(source.data)
    assignments = [Assignment(key, _as_lists(value), "with_values") for key, value in values.items()]
    problems = assign_and_multiply(source, type(scenario), assignments)
    problems += noted(source, values, type(scenario))
    return checked(source, type(scenario), problems)


def to_toml(scenario: BaseModel) -> str:
    """The complete scenario as a file, defaults and inherited values written out, that loads back equal."""
    return toml_text(scenario.model_dump(mode="python", exclude_none=True))


def digest(scenario: BaseModel) -> str:
    """SHA-256 (64 hex digits) of everything that decides the numbers of one replication."""
    content = scenario.model_dump(mode="json", exclude=DOES_NOT_DECIDE_NUMBERS)
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _as_lists(value: Any) -> Any:
    """Plain data as a file would hold it: lists for tuples and arrays, Python's own numbers for numpy's."""
    if isinstance(value, BaseModel):
        return _as_lists(value.model_dump(mode="python", exclude_none=True))
    if isinstance(value, Mapping):
        return {key: _as_lists(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_lists(inner) for inner in value]
    if hasattr(value, "tolist"):
        return value.tolist()
    return value
