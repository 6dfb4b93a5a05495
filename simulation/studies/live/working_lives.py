"""The life of an employee: from being hired to leaving, with skill, engagement, orientation and tiredness by month."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from simulation.engines.array_side.people import PeopleAsArrays
from simulation.scenario.policy import DEPARTMENTS

if TYPE_CHECKING:
    from simulation.engines.market import Market


@dataclass(frozen=True)
class MonthAtWork:
    """An employee at the end of a month; all but the tenure from 0 to 1.

    tenure   months
    fatigue  lasting overload
    """

    month: int
    tenure: int
    skill: float
    engagement: float
    orientation: float
    fatigue: float


@dataclass
class WorkingLife:
    """One person on one position of a firm.

    department  name
    position    number of the position in the firm
    generation  how many held it before
    joined      month of joining; None where the person was there before the first month
    left        month of leaving; None while there
    closed      whether the position was closed, rather than that the person quit
    """

    department: str
    position: int
    generation: int
    joined: int | None = None
    left: int | None = None
    closed: bool = False
    months: list[MonthAtWork] = field(default_factory=list)

    def until(self, month: int) -> "WorkingLife":
        """The same life as far as a month."""
        left = self.left if self.left is not None and self.left <= month else None
        months = [one for one in self.months if one.month <= month]
        return WorkingLife(self.department, self.position, self.generation, self.joined, left, self.closed, months)

    @property
    def words(self) -> str:
        """The life in two sentences."""
        start = "was there from the start" if self.joined is None else f"joined in month {self.joined}"
        if self.left is None:
            return f"Works in {self.department}; {start}, and is still there."
        ending = "the position was closed" if self.closed else "quit"
        return f"Worked in {self.department}; {start}; {ending} in month {self.left}."


class Staff:
    """Everybody who ever works in one firm, kept month by month while its market is lived again.

    firm  name
    """

    def __init__(self, firm: str) -> None:
        self.firm = firm
        self.people: dict[tuple[int, int], WorkingLife] = {}
        """By position and generation."""

    def observe(self, market: "Market") -> None:
        """Keeps the month that has just been simulated. The market must be of the compiled engine."""
        assert isinstance(market.people_side, PeopleAsArrays)
        firm = next(firm for firm in market.firms if firm.name == self.firm)
        first, seen = not self.people, set()
        for department, people in zip(DEPARTMENTS, market.people_side.people[firm.place], strict=True):
            seen |= {self._keep(market.month, department, person, first) for person in people[~people["vacant"]]}
        for department, state in zip(DEPARTMENTS, firm.departments, strict=True):
            gone = [
                life for key, life in self.people.items()
                if life.left is None and life.department == department and key not in seen
            ]  # fmt: skip
            gone.sort(key=lambda life: life.months[-1].tenure)
            for number, life in enumerate(gone):
                # Where a position has to go and none is vacant, it is that of whoever came last.
                life.left, life.closed = market.month, number < len(gone) - state.quits

    def _keep(self, month: int, department: str, person: np.void, first: bool) -> tuple[int, int]:
        key = int(person["number"]), int(person["generation"])
        if key not in self.people:
            self.people[key] = WorkingLife(department, *key, None if first else month)
        self.people[key].months.append(
            MonthAtWork(
                month, int(person["tenure"]), float(person["skill"]), float(person["engagement"]), float(person["orientation"]),
                float(person["fatigue"]),
            )
        )  # fmt: skip
        return key
