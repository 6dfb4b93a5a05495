"""Customers as arrays, firms' conditions as small arrays, parameters as tuples that compiled code can read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from simulation.compiled import INLINED
from simulation.engines.array_side.draws import bell_of, uniform, words
from simulation.population.customers import CustomerStart
from simulation.randomness import Purpose
from simulation.rules.journey import NOTHING
from simulation.rules.support import estimated_rank

Floats = NDArray[np.float64]
P_TRAITS = int(Purpose.TRAITS)


class Customers(NamedTuple):
    """The customers, an array of one entry a customer for each field; named as in the agents engine.

    Lasting traits that a counter can draw again are not kept at all (the error of the firm's value estimate), or kept as the
    whole number that they were made from.
    """

    spend: Floats
    propensity: Floats
    leniency: Floats
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
    order: NDArray[np.int32]
    """Number of customers who spend less."""
    anchor_1: NDArray[np.int16]
    """Sum of the four bytes of the word that drew the lasting need, 0 to 1020."""
    anchor_2: NDArray[np.int16]
    anchor_3: NDArray[np.int16]
    tenure: NDArray[np.int16]
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


class Kept(NamedTuple):
    """The fields of `Customers` by kind, (fields, customers) each: to hand over five arrays takes less time than 33."""

    amounts: Floats
    orders: NDArray[np.int32]
    counts: NDArray[np.int16]
    marks: NDArray[np.int8]
    flags: NDArray[np.bool_]


KINDS = (16, 1, 6, 5, 5)
"""How many fields there are of each kind, in their order."""


@njit(**INLINED)
def columns(kept):  # type: ignore[no-untyped-def]
    """The customers' fields, as views."""
    a, o, c, m, f = kept.amounts, kept.orders, kept.counts, kept.marks, kept.flags
    return Customers(
        a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11], a[12], a[13], a[14], a[15],
        o[0], c[0], c[1], c[2], c[3], c[4], c[5], m[0], m[1], m[2], m[3], m[4], f[0], f[1], f[2], f[3], f[4],
    )


class Needs(NamedTuple):
    """What all customers' needs have in common this month, fit tolerances."""

    centre_1: float
    centre_2: float
    centre_3: float
    spread: float
    """Standard deviation of lasting needs."""
    shift: Floats
    """(segments,) added to the first lasting need."""


@njit(**INLINED)
def lasting(total, spread):  # type: ignore[no-untyped-def]
    """A lasting need, before the shift of its segment; `total` as kept in `anchor_1`."""
    return spread * bell_of(total)


@njit(**INLINED)
def needs_of(s, i, needs):  # type: ignore[no-untyped-def]
    """The three needs of a customer now, fit tolerances."""
    return (
        lasting(s.anchor_1[i], needs.spread) + needs.shift[s.segment[i]] + needs.centre_1 + s.own_1[i],
        lasting(s.anchor_2[i], needs.spread) + needs.centre_2 + s.own_2[i],
        lasting(s.anchor_3[i], needs.spread) + needs.centre_3 + s.own_3[i],
    )


@njit(**INLINED)
def rank_by_value(s, keys, i, knows):  # type: ignore[no-untyped-def]
    """What a firm that knows so much takes a customer's rank by spending to be, 0 to 1."""
    return estimated_rank((s.order[i] + 0.5) / s.order.size, uniform(words(keys, P_TRAITS, 0, i, 0)[3]), knows)


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


def start_state(start: CustomerStart) -> Kept:
    """The customers as they are at the start."""
    kinds = (np.float64, np.int32, np.int16, np.int8, np.bool_)
    kept = Kept(*(np.zeros((fields, start.spend.size), kind) for fields, kind in zip(KINDS, kinds, strict=True)))
    state = columns.py_func(kept)
    for name in ("segment", "spend", "order", "propensity", "leniency", "loss", "provider", "prospect", "tenure", "satisfaction"):
        getattr(state, name)[:] = getattr(start, name)
    for k in range(3):
        getattr(state, f"anchor_{k + 1}")[:] = start.anchor_total[:, k]
        getattr(state, f"own_{k + 1}")[:] = start.deviation[:, k]
        getattr(state, f"want_{k + 1}")[:] = start.anchor[:, k] + start.deviation[:, k]
    state.expectation[:] = start.satisfaction
    state.case_kind[:] = NOTHING
    return kept


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
