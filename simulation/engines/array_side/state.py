"""Customers as arrays, firms' conditions as small arrays, parameters as tuples that compiled code can read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.population.customers import CustomerStart
from simulation.rules.journey import NOTHING

Floats = NDArray[np.float64]


class Customers(NamedTuple):
    """The customers, an array of one entry a customer for each field; named as in the agents engine."""

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
    satisfaction: Floats
    expectation: Floats
    harm: Floats
    bond: Floats
    memory: Floats
    neighbours_left: Floats
    tenure: NDArray[np.int16]
    experiences: NDArray[np.int16]
    felt: NDArray[np.int16]
    newly_left: NDArray[np.int16]
    segment: NDArray[np.int8]
    provider: NDArray[np.int8]
    case_kind: NDArray[np.int8]
    case_age: NDArray[np.int8]
    case_contacts: NDArray[np.int8]
    prospect: NDArray[np.bool_]
    over_promised: NDArray[np.bool_]
    recovered_once: NDArray[np.bool_]
    reached_out: NDArray[np.bool_]
    case_fresh: NDArray[np.bool_]


KINDS: dict[type, tuple[str, ...]] = {
    np.int16: ("tenure", "experiences", "felt", "newly_left"),
    np.int8: ("segment", "provider", "case_kind", "case_age", "case_contacts"),
    np.bool_: ("prospect", "over_promised", "recovered_once", "reached_out", "case_fresh"),
}
"""Fields that are no 64-bit floats."""


class Today(NamedTuple):
    """This month's draws of the first walk that the second one needs: (customers,) each."""

    look: NDArray[np.uint32]
    """Word for leaving for good and looking around."""
    talk: NDArray[np.uint32]
    noise: NDArray[np.uint32]
    """Word for the noise of the experience."""


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


def start_state(start: CustomerStart) -> Customers:
    """The customers as they are at the start."""
    kinds = {name: kind for kind, names in KINDS.items() for name in names}
    state = Customers(*(np.zeros(start.spend.size, kinds.get(name, np.float64)) for name in Customers._fields))
    for name in ("segment", "spend", "rank", "rank_error", "propensity", "leniency", "loss", "provider", "prospect", "tenure"):
        getattr(state, name)[:] = getattr(start, name)
    for k in range(3):
        getattr(state, f"anchor_{k + 1}")[:] = start.anchor[:, k]
        getattr(state, f"own_{k + 1}")[:] = start.deviation[:, k]
        getattr(state, f"want_{k + 1}")[:] = start.anchor[:, k] + start.deviation[:, k]
    state.satisfaction[:] = start.satisfaction
    state.expectation[:] = start.satisfaction
    state.experiences[:] = 2 + start.tenure
    state.case_kind[:] = NOTHING
    return state


class Conditions(NamedTuple):
    """What a month's firms mean for their customers; one row a place.

    The last row is nobody's: NO_FIRM, -1, finds it, so that simple loops need not ask who has a firm.
    """

    firm: NDArray[np.void]
    """(firms + 1,) of FIRM"""
    rates: Floats
    """(firms + 1, 6) failure rates by stage."""
    product: Floats
    """(firms + 1, 3)"""
    known: Floats
    """(firms + 1, 3) where the market believes the product to lie."""
    reputation: Floats
    """(firms + 1, segments) of the other firms."""
    beliefs: Floats
    """(firms + 1, segments)"""


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


def _tally_fields() -> tuple[tuple[str, int, int | None], ...]:
    columns: dict[str, list[int]] = {}
    for column, name in enumerate(TALLIES):
        stem, _, index = name.rpartition("_")
        columns.setdefault(stem if index.isdigit() else name, []).append(column)
    return tuple(
        (name, at[0], at[-1] + 1 if TALLIES[at[0]] != name else None) for name, at in columns.items()
    )


TALLY_FIELDS = _tally_fields()
"""Fields of a firm's tally and the columns that they come from: the first and, for a list, the one after the last."""


class Keys(NamedTuple):
    """What the counter-based draws of a run need besides purpose, month and agent."""

    key_0: np.uint32
    key_1: np.uint32
    replication: np.uint32
