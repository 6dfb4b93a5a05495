"""Customers as arrays, firms' conditions as small arrays, parameters as tuples that compiled code can read."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.population.customers import CustomerStart
from simulation.rules.journey import NOTHING
from simulation.scenario.parameter import Section

Floats = NDArray[np.float64]


STATE = np.dtype(
    [
        (name, np.float64) for name in (
            "spend", "rank", "rank_error", "propensity", "leniency", "anchor_1", "anchor_2", "anchor_3", "own_1", "own_2",
            "own_3", "want_1", "want_2", "want_3", "loss", "satisfaction", "expectation", "harm", "bond", "memory",
            "neighbours_left",
        )
    ]
    + [(name, np.int16) for name in ("tenure", "experiences", "felt", "newly_left")]
    + [(name, np.int8) for name in ("segment", "provider", "case_kind", "case_age", "case_contacts")]
    + [(name, np.bool_) for name in ("prospect", "over_promised", "recovered_once", "reached_out", "case_fresh")],
    align=True,
)
"""One customer, three cache lines: fields are named as in the agents engine."""

FIRM = np.dtype(
    [
        (name, np.float64) for name in (
            "found_first", "false_alarms", "quality", "misfit", "dear", "paid", "log_price", "price_attention", "promise",
            "advertising", "machines", "resolves_own", "resolves_other", "served_share", "authority_gain", "value_focus",
            "knows",
        )
    ]
    + [("relationship", np.bool_), ("listens_to", np.int64)],
    align=True,
)
"""What a month's firm means for its customers."""


def start_state(start: CustomerStart) -> NDArray[np.void]:
    """The customers as they are at the start, one record each."""
    state = np.zeros(start.spend.size, STATE)
    for name in ("segment", "spend", "rank", "rank_error", "propensity", "leniency", "loss", "provider", "prospect", "tenure"):
        state[name] = getattr(start, name)
    for k in range(3):
        state[f"anchor_{k + 1}"] = start.anchor[:, k]
        state[f"own_{k + 1}"] = start.deviation[:, k]
        state[f"want_{k + 1}"] = start.anchor[:, k] + start.deviation[:, k]
    state["satisfaction"] = state["expectation"] = start.satisfaction
    state["experiences"] = 2 + start.tenure
    state["case_kind"] = NOTHING
    return state


class Conditions(NamedTuple):
    """What a month's firms mean for their customers; one row a place."""

    firm: NDArray[np.void]
    """(firms,) of FIRM"""
    rates: Floats
    """(firms, 6) failure rates by stage."""
    product: Floats
    """(firms, 3)"""
    known: Floats
    """(firms, 3) where the market believes the product to lie."""
    reputation: Floats
    """(firms, segments) of the other firms."""
    beliefs: Floats
    """(firms, segments)"""


TALLIES = (
    "failures_0", "failures_1", "failures_2", "failures_3", "failures_4", "failures_5", "felt", "found_first", "outreaches",
    "complaints", "silent", "opened", "solved", "given_up", "open_cases", "waited", "contacts_0", "contacts_1", "contacts_2",
    "work", "served", "first_contacts", "first_resolved", "ticket_points", "follow_ups", "revenue", "compensation",
    "messages_positive", "messages_negative", "gained", "lost", "reasons_0", "reasons_1", "reasons_2", "reasons_3",
    "reasons_4",
)
"""Columns of the tally array, (firms, len(TALLIES)): what the compiled passes count."""

(FAILURES, FELT, FOUND_FIRST, OUTREACHES, COMPLAINTS, SILENT, OPENED, SOLVED, GIVEN_UP, OPEN_CASES, WAITED, CONTACTS,
 WORK, SERVED, FIRST_CONTACTS, FIRST_RESOLVED, TICKET_POINTS, FOLLOW_UPS, REVENUE, COMPENSATION, POSITIVE, NEGATIVE,
 GAINED, LOST, REASONS) = (
    0, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
)


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


class Keys(NamedTuple):
    """What the counter-based draws of a run need besides purpose, month and agent."""

    key_0: np.uint32
    key_1: np.uint32
    replication: np.uint32
