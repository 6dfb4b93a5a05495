"""What a firm is in a month: the parts of its state that the rules move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulation.scenario.policy import DEPARTMENTS, PURCHASES


@dataclass(slots=True)
class Stocks:
    """What the improvement budget has built."""

    bought: list[float] = field(default_factory=lambda: [0.0] * len(PURCHASES))
    """(13,) what each purchase has come to: an effect 0 to 1; for staff, advertising and price the share of revenue."""
    technology: float = 0.0
    """Technology in place, 0 to 1."""
    walls: float = 0.0
    """Walls between departments, 0 to 1."""
    authority: float = 0.0
    """Authority of employees, 0 to 1."""
    prevention: list[float] = field(default_factory=lambda: [0.0] * len(DEPARTMENTS))
    """(6,) prevention by department, 0 to 1."""
    knowledge: float = 0.0
    """Knowledge of customers, units."""
    leaders: float = 0.0
    """Managers' pull towards customers, 0 to 1."""
    disruption: float = 0.0
    """Productivity lost to changes of programme, share."""


@dataclass(slots=True)
class Desk:
    """The support desk."""

    workload: float = 0.0
    """Expected contacts a month, phone equivalents (smoothed)."""
    workload_before: float = 0.0
    """Mean of the months of the warm-up, from which the desk is sized."""
    capacity_per_head: float = 0.0
    """Contacts a month that an ordinary employee handles at the standard of the start, phone equivalents."""
    standard: float = 1.0
    """Time per case that staff hold to be right; 1 at the start."""
    time: float = 1.0
    """Time per case this month."""
    recent_times: list[float] = field(default_factory=lambda: [1.0, 1.0, 1.0])
    """Times per case of the last three months, newest last."""
    pressure: float = 1.0
    """Work pressure with all capacity, required/actual."""
    own_pressure: float = 1.0
    """Work pressure as if nobody had been bought in, required/actual: what staffing decisions go by."""
    served_share: float = 1.0
    """Share of this month's waiting contacts that is served."""
    start_skill: float = 0.0
    start_technology: float = 0.0


N = TypeVar("N", int, float)

DEPARTMENT = np.dtype(
    [
        (name, np.float64) for name in (
            "positions", "start_skill", "normaliser", "effective", "effective_before", "load", "fatigue", "skill",
            "orientation", "engagement",
        )
    ]
    + [(name, np.int64) for name in ("start_positions", "quits", "hires", "heads", "employed", "engaged")]
    + [("within", np.bool_)],
    align=True,
)
"""A department: what `Department` says of it, and whether its firm's programme reaches it."""


class _Field(Generic[N]):
    """A field of a department's row, read and written like an attribute."""

    def __set_name__(self, _: type, name: str) -> None:
        self.name = name

    def __get__(self, department: Department, _: type) -> N:
        value: N = department.rows[self.name].item(department.at)
        return value

    def __set__(self, department: Department, value: N) -> None:
        department.rows[self.name][department.at] = value


class Department:
    """One department, positions and the state that its people share: a row of the market's departments.

    The rows are one array, (firms x 6,) of DEPARTMENT by place, so that compiled code goes through all of them at once.
    """

    start_positions = _Field[int]()
    positions = _Field[float]()
    """Positions, as decided (the people simulated stand for them)."""
    start_skill = _Field[float]()
    """Expected mean skill at the start."""
    normaliser = _Field[float]()
    """What the newcomer factor is divided by, so that the mean quit rate is the declared one."""
    effective = _Field[float]()
    """Work that its people do, in ordinary employees."""
    effective_before = _Field[float]()
    """Mean of the warm-up."""
    load = _Field[float]()
    """Customers per effective employee, against the warm-up (support: work pressure over that at the start)."""
    fatigue = _Field[float]()
    """Lasting overload that tires everybody."""
    skill = _Field[float]()
    orientation = _Field[float]()
    engagement = _Field[float]()
    quits = _Field[int]()
    hires = _Field[int]()
    heads = _Field[int]()
    """Positions simulated, held or vacant."""
    employed = _Field[int]()
    engaged = _Field[int]()

    def __init__(self, rows: NDArray[np.void], at: int) -> None:
        self.rows, self.at = rows, at


def start_departments(sizes: Sequence[int], firms: int, start_skill: float) -> NDArray[np.void]:
    """(firms x departments,) of DEPARTMENT: all firms' departments as they are at the start, by place."""
    rows = np.zeros(firms * len(sizes), DEPARTMENT)
    rows["start_positions"] = rows["positions"] = np.tile(np.array(sizes), firms)
    rows["start_skill"] = start_skill
    rows["normaliser"] = rows["load"] = 1.0
    return rows


@dataclass(slots=True)
class Offer:
    """What the firm offers, and what the market believes of it."""

    product: list[float]
    """(3,) position, fit tolerances."""
    known_position: list[float]
    """(3,) where the market believes the product to lie."""
    price: float = 1.0
    """Times the market's price."""
    price_change: float = 0.0
    """Relative change this month."""
    beliefs: list[float] = field(default_factory=list)
    """(segments,) believed quality, points of 100."""
    promise: float = 0.0
    """Quality that advertising promises, points of 100."""
    advertising: float = 1.0
    """Against the ordinary, times."""
    faulty_months: int = 0
    """Months for which a failed release is still felt."""
    listened: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    """(3,) goal for the product that the firm has heard, fit tolerances."""
    wants_loss: float = 0.0
    """Fit loss against stated wants, when last looked at."""


@dataclass(slots=True)
class Beliefs:
    """What management sees, believes, aims at and has decided."""

    escalations: float = 0.0
    """Per 100 customers and year, as they come through to the top."""
    survey: float = 0.0
    survey_weight: float = 0.0
    believed: float = 0.0
    aspiration: float = 0.0
    effort: float = 1.0
    """How hard prevention and authority are pushed, times."""
    staffing: float = 1.0
    """Factor on support's positions that managers have decided."""
    complaint_share: float = 0.25
    """Felt failures that were spoken of, share (smoothed)."""
    unhappy: float = 0.0
    """How far below 60 points customers are, in the mean."""
    unhappy_before: float = 0.0
    customers_before: float = 0.0
    """Mean number of customers in the warm-up."""
    expected_customers: float = 0.0
    profit_before: float = 0.0
    """Mean monthly profit in the warm-up, money units."""
    months_below_plan: int = 0


@dataclass(slots=True)
class Tally:
    """What is counted in a month, whole numbers only: sums do not depend on their order."""

    customers_start: int = 0
    customers: int = 0
    gained: int = 0
    lost: int = 0
    reasons: list[int] = field(default_factory=lambda: [0] * 5)
    """(5,) leavers by reason."""
    stayed_year: int = 0
    """Customers with twelve months or more."""
    failures: list[int] = field(default_factory=lambda: [0] * 6)
    felt: int = 0
    found_first: int = 0
    outreaches: int = 0
    complaints: int = 0
    silent: int = 0
    opened: int = 0
    solved: int = 0
    given_up: int = 0
    open_cases: int = 0
    waited: int = 0
    """Months that the cases open at the end have waited, summed."""
    contacts: list[int] = field(default_factory=lambda: [0, 0, 0])
    """(3,) contacts by channel: phone, message, self-service and chatbot."""
    work: int = 0
    """Work of the contacts that wait for people, thousandths of a contact by phone."""
    served: int = 0
    first_contacts: int = 0
    first_resolved: int = 0
    ticket_points: int = 0
    """Satisfaction with served contacts, fixed point."""
    follow_ups: int = 0
    revenue: int = 0
    """Money units."""
    compensation: int = 0
    """Money units."""
    satisfaction: int = 0
    satisfaction_squared: int = 0
    expectation: int = 0
    bond: int = 0
    loss: int = 0
    unhappy: int = 0
    promoters: int = 0
    detractors: int = 0
    messages_positive: int = 0
    messages_negative: int = 0
