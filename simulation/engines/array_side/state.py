"""Customers as arrays, firms' conditions as small arrays, parameters as tuples that compiled code can read."""

from __future__ import annotations

from collections import namedtuple
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.population.customers import CustomerStart
from simulation.rules.journey import NOTHING
from simulation.scenario.parameter import Section

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class State(NamedTuple):
    """One entry a customer; named as in the agents engine."""

    segment: NDArray[np.int8]
    spend: Floats
    rank: Floats
    rank_error: Floats
    propensity: Floats
    leniency: Floats
    anchor_1: Floats
    anchor_2: Floats
    anchor_3: Floats
    own_1: Floats
    own_2: Floats
    own_3: Floats
    want_1: Floats
    want_2: Floats
    want_3: Floats
    loss: Floats
    provider: NDArray[np.int8]
    prospect: NDArray[np.bool_]
    tenure: NDArray[np.int16]
    over_promised: NDArray[np.bool_]
    experiences: NDArray[np.int16]
    satisfaction: Floats
    expectation: Floats
    harm: Floats
    bond: Floats
    memory: Floats
    felt: NDArray[np.int16]
    recovered_once: NDArray[np.bool_]
    neighbours_left: Floats
    newly_left: NDArray[np.int16]
    reached_out: NDArray[np.bool_]
    case_kind: NDArray[np.int8]
    case_age: NDArray[np.int8]
    case_contacts: NDArray[np.int8]
    case_fresh: NDArray[np.bool_]


def start_state(start: CustomerStart) -> State:
    """The customers as they are at the start."""
    count = start.spend.size
    anchor = [np.ascontiguousarray(start.anchor[:, k]) for k in range(3)]
    own = [np.ascontiguousarray(start.deviation[:, k]) for k in range(3)]
    want = [a + o for a, o in zip(anchor, own, strict=True)]

    def none(kind: type = np.float64) -> NDArray[Any]:
        return np.zeros(count, kind)

    return State(
        start.segment.astype(np.int8), start.spend.copy(), start.rank.copy(), start.rank_error.copy(),
        start.propensity.copy(), start.leniency.copy(), *anchor, *own, *want, start.loss.copy(),
        start.provider.astype(np.int8), start.prospect.copy(), start.tenure.astype(np.int16), none(bool),
        (2 + start.tenure).astype(np.int16), start.satisfaction.copy(), start.satisfaction.copy(), none(), none(), none(),
        none(np.int16), none(bool), none(), none(np.int16), none(bool), np.full(count, NOTHING, np.int8), none(np.int8),
        none(np.int8), none(bool),
    )


class Conditions(NamedTuple):
    """What a month's firms mean for their customers; one row a place."""

    rates: Floats
    """(firms, 6) failure rates by stage."""
    found_first: Floats
    false_alarms: Floats
    product: Floats
    """(firms, 3)"""
    known: Floats
    """(firms, 3) where the market believes the product to lie."""
    quality: Floats
    misfit: Floats
    dear: Floats
    """Points that the price costs."""
    paid: Floats
    log_price: Floats
    price_attention: Floats
    reputation: Floats
    """(firms, segments) of the other firms."""
    beliefs: Floats
    """(firms, segments)"""
    promise: Floats
    advertising: Floats
    machines: Floats
    """Share of contacts by self-service and chatbot."""
    resolves_own: Floats
    resolves_other: Floats
    served_share: Floats
    authority_gain: Floats
    relationship: NDArray[np.bool_]
    value_focus: Floats
    knows: Floats
    listens_to: Ints


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


def as_tuple(section: Section) -> Any:
    """A section's plain numbers as a named tuple, which compiled code reads by name."""
    numbers = {
        name: value for name in type(section).model_fields
        if isinstance(value := getattr(section, name), int | float | bool)
    }
    kind = _KINDS.setdefault(type(section), namedtuple(type(section).__name__, numbers))  # type: ignore[misc]
    return kind(**numbers)


_KINDS: dict[type, Any] = {}


class Keys(NamedTuple):
    """What the counter-based draws of a run need besides purpose, month and agent."""

    key_0: np.uint32
    key_1: np.uint32
    replication: np.uint32
