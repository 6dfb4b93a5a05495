"""Sections of a scenario as records, which compiled code reads by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulation.scenario.parameter import Section

if TYPE_CHECKING:
    from simulation.scenario.scenario import Scenario


def as_record(section: Section) -> Any:
    """A section's plain numbers as a record, which compiled code reads by name without copying it."""
    numbers = {
        name: value for name in type(section).model_fields
        if isinstance(value := getattr(section, name), int | float | bool)
    }
    kinds = {bool: np.bool_, int: np.int64, float: np.float64}
    declared = {name: type(type(section).model_fields[name].default) for name in numbers}
    kind = np.dtype([(name, kinds[declared[name]]) for name in numbers], align=True)
    return np.array([tuple(numbers.values())], kind)[0]


class Sections(NamedTuple):
    """The sections that the compiled parts of the firms' month read, as records."""

    employees: Any
    culture: Any
    support: Any
    journey: Any
    mechanisms: Any


def sections(plan: Scenario) -> Sections:
    """The sections of a scenario."""
    return Sections(*(as_record(getattr(plan, name)) for name in Sections._fields))
