"""A month of the people over arrays: the same rules as for agents, one record a position."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from simulation.compiled import COMPILED, INLINED
from simulation.engines.array_side.draws import bell, uniform, words
from simulation.engines.array_side.lasting import SharesWhatLasts
from simulation.engines.array_side.state import Floats
from simulation.engines.firm import Firm
from simulation.engines.organisation.departments import (
    TOTALS,
    UNIT,
    department_months,
    firm_months,
    heads_wanted,
    keep_totals,
    quit_rate,
    set_start,
    trained,
)
from simulation.engines.organisation.programme import EACH
from simulation.population.employees import stationary_tenures
from simulation.randomness import POSITIONS, Purpose
from simulation.rules.culture import colleagues_orientation, new_orientation, susceptibility
from simulation.rules.employees import (
    engagement_goal,
    learned_share,
    newcomer_factor,
    productivity,
    quit_probability,
    skill_goal,
)
from simulation.rules.forms import bounded, lag_share, logistic, moved
from simulation.scenario.policy import DEPARTMENTS

if TYPE_CHECKING:
    from simulation.engines.market import Market

P_STAFF, P_EMPLOYEE = int(Purpose.STAFF), int(Purpose.EMPLOYEE)

POSITION = np.dtype(
    [(name, np.float64) for name in (
        "bell_skill", "bell_orientation", "bell_engagement", "skill", "orientation", "engagement", "fatigue",
    )]
    + [(name, np.int32) for name in ("number", "generation", "vacant_months", "tenure")]
    + [("vacant", np.bool_)],
    align=True,
)
"""One position and who holds it."""


@njit(**COMPILED)
def _live(people, starts, months, keys, month, sections, departments):  # type: ignore[no-untyped-def]
    """A month of everybody's; counts who quit and who is hired, by department of every firm in turn."""
    staff, culture, on = sections[0].employees, sections[0].culture, sections[0].mechanisms
    towards = lag_share(staff.engagement_months)
    tiring = lag_share(staff.burnout_weeks * 12.0 / 52.0)
    growing = lag_share(staff.skill_months)
    ordinary = logistic(staff.engagement_base)
    for department in range(months.size):
        m = months[department]
        quits = hires = 0
        for k in range(starts[department], starts[department + 1]):
            p = people[k]
            agent = POSITIONS * m.place + p.number
            if not p.vacant:
                goal = engagement_goal(
                    staff.engagement_base, staff.engagement_spread * p.bell_engagement,
                    m.autonomy, staff.engagement_autonomy, m.recognition, staff.engagement_recognition,
                    p.orientation - culture.orientation_start, staff.engagement_purpose, m.overloaded,
                    staff.engagement_overload, m.anger, staff.engagement_anger, m.say_do, staff.engagement_say_do,
                )
                p.engagement = moved(p.engagement, goal, towards)
                if on.culture:
                    others = m.employed - 1
                    own = (m.own_mean * m.employed - p.orientation) / others if others > 0 else m.firm_mean
                    p.orientation = new_orientation(
                        p.orientation, susceptibility(float(p.tenure)), m.manager_pull, m.peer_pull,
                        colleagues_orientation(own, m.firm_mean, m.walls, culture.cross_share_most),
                        culture.forgetting_per_month, culture.orientation_start,
                    )
                wanted = skill_goal(staff.skill_start, staff.skill_spread, p.bell_skill, staff.training_gain, m.trained)
                p.skill = moved(p.skill, wanted, growing)
                if on.fatigue:
                    p.fatigue = moved(p.fatigue, m.overloaded, tiring)
                factor = newcomer_factor(float(p.tenure), staff.quit_newcomer, staff.quit_newcomer_months)
                chance = quit_probability(
                    m.quit_rate, factor / m.normaliser, p.engagement - ordinary, staff.quit_engagement, p.fatigue,
                    staff.quit_fatigue,
                )
                p.tenure += 1
                if on.quitting and uniform(words(keys, P_STAFF, month, agent, 0)[0]) < chance:
                    p.vacant = True
                    p.vacant_months = 0
                    quits += 1
            if p.vacant:
                if p.vacant_months >= staff.hiring_months:
                    p.generation += 1
                    _hire(p, words(keys, P_EMPLOYEE, 0, agent, p.generation), m.selected, staff, culture)
                    hires += 1
                p.vacant_months += 1
        departments[department].quits, departments[department].hires = quits, hires


@njit(**INLINED)
def _hire(p, drawn, selected, staff, culture):  # type: ignore[no-untyped-def]
    """A new holder of a position: a novice, of the orientation that the firm selects for."""
    p.bell_skill, p.bell_orientation, p.bell_engagement = bell(drawn[0]), bell(drawn[1]), bell(drawn[2])
    p.skill = bounded(staff.novice_skill + staff.skill_spread * p.bell_skill, 0.0, 1.0)
    p.orientation = bounded(
        culture.orientation_start + selected + culture.orientation_spread * p.bell_orientation, 0.0, 1.0
    )
    p.engagement = logistic(staff.engagement_base + staff.engagement_spread * p.bell_engagement)
    p.fatigue = 0.0
    p.tenure = 0
    p.vacant = False


@njit(**COMPILED)
def _settle(people, starts, places, keys, sections, training, cumulated):  # type: ignore[no-untyped-def]
    """Everybody as they are at the start: of stationary tenure, and as skilled as that makes them.

    training   (departments,) effect of service training, 0 to 1
    cumulated  (departments, longest) share with at most this tenure, months
    """
    staff, culture, quitting = sections[0].employees, sections[0].culture, sections[0].mechanisms.quitting
    for department in range(starts.size - 1):
        for k in range(starts[department], starts[department + 1]):
            p = people[k]
            drawn = words(keys, P_EMPLOYEE, 0, POSITIONS * places[department] + p.number, 0)
            _hire(p, drawn, 0.0, staff, culture)
            p.tenure = 0
            while p.tenure < cumulated.shape[1] and cumulated[department, p.tenure] < uniform(drawn[3]):
                p.tenure += 1
            goal = skill_goal(staff.skill_start, staff.skill_spread, p.bell_skill, staff.training_gain, training[department])
            novice = staff.novice_skill + goal - staff.skill_start
            p.skill = moved(novice, goal, learned_share(float(p.tenure), 0.0, staff.skill_months))
            if quitting and p.tenure < staff.hiring_months:
                p.vacant = True
                p.vacant_months = p.tenure


@njit(**COMPILED)
def _totals(people, starts, departments, first, firms, sections, totals):  # type: ignore[no-untyped-def]
    """Counts the people of departments from `first` on, and their work, into a row of (departments, 6) each."""
    staff = sections[0].employees
    ordinary = logistic(staff.engagement_base)
    for department in range(starts.size - 1):
        start_skill, disruption = departments[first + department].start_skill, firms[department // EACH]
        employed = engaged = work = skill = orientation = engagement = 0
        for k in range(starts[department], starts[department + 1]):
            p = people[k]
            if p.vacant:
                continue
            done = productivity(
                learned_share(float(p.tenure), staff.novice_productivity, staff.learning_months),
                p.engagement - ordinary, staff.productivity_engagement, p.skill - start_skill,
                staff.productivity_skill, disruption,
            )
            employed += 1
            if p.engagement > staff.engaged_above:
                engaged += 1
            work += int(done * UNIT)
            skill += int(p.skill * UNIT)
            orientation += int(p.orientation * UNIT)
            engagement += int(p.engagement * UNIT)
        row = totals[department]
        row[0], row[1], row[2], row[3], row[4], row[5] = employed, engaged, work, skill, orientation, engagement


@njit(**COMPILED)
def _follow(people, starts, heads, out):  # type: ignore[no-untyped-def]
    """Positions are opened and closed until as many are simulated as wanted in every department; all go into `out`, empty.

    A vacant position is closed first, the newest of them; else that of the newest employee.
    """
    at = 0
    for place in range(heads.size // EACH):
        begun = at
        for d in range(EACH):
            department = EACH * place + d
            lo, hi = starts[department], starts[department + 1]
            closed = np.zeros(hi - lo, np.bool_)
            for _ in range(hi - lo - heads[department]):
                newest = -1
                for k in range(lo, hi):
                    if not closed[k - lo] and (newest < 0 or _closed_before(people[k], people[newest])):
                        newest = k
                closed[newest - lo] = True
            for k in range(lo, hi):
                if not closed[k - lo]:
                    out[at] = people[k]
                    at += 1
            for _ in range(heads[department] - (hi - lo)):
                most = -1
                for k in range(begun, at):
                    most = max(most, out[k].number)
                for k in range(hi, starts[EACH * (place + 1)]):
                    most = max(most, people[k].number)
                out[at].number = most + 1
                out[at].vacant = True
                at += 1


@njit(**INLINED)
def _closed_before(p, other):  # type: ignore[no-untyped-def]
    """Whether one position is closed rather than another."""
    if p.vacant != other.vacant:
        return p.vacant
    if p.vacant or p.tenure == other.tenure:
        return p.number > other.number
    return p.tenure < other.tenure


class PeopleAsArrays(SharesWhatLasts):
    """Every position is a record of an array; the same rules, compiled."""

    LASTING = frozenset({"keys"})

    everybody: NDArray[np.void]
    """(positions,) of POSITION: firm by firm in the order of places, department by department."""
    starts: NDArray[np.int64]
    """(departments of all firms + 1,) where each begins in `everybody`, and the last ends."""

    def __init__(self) -> None:
        self._begun: dict[int, list[NDArray[np.void]]] = {}

    @property
    def people(self) -> dict[int, list[NDArray[np.void]]]:
        """(6,) arrays of POSITION by place: parts of `everybody`."""
        return {place: self._of(place) for place in range((self.starts.size - 1) // len(DEPARTMENTS))}

    def _of(self, place: int) -> list[NDArray[np.void]]:
        first = place * len(DEPARTMENTS)
        return _parts(self.everybody, self.starts[first : first + len(DEPARTMENTS) + 1])

    def start(self, market: Market, firm: Firm) -> None:
        """Fills a firm's positions with people of stationary tenure, skill and engagement."""
        plan, number = market.plan, 0
        self.keys: Any = market.keys
        own: list[NDArray[np.void]] = []
        for department in firm.departments:
            people = np.zeros(department.start_positions, POSITION)
            people["number"] = number + np.arange(department.start_positions)
            number += department.start_positions
            own.append(people)
        everybody, starts = _joined(own)
        all_tenures = [
            stationary_tenures(plan.employees, quit_rate(market, d), plan.employees.hiring_months).cumulated
            for d in range(len(own))
        ]
        _settle(
            everybody, starts, np.full(len(own), firm.place), self.keys, market.sections,
            np.array([trained(firm, d) for d in range(len(own))]), np.array(all_tenures),
        )
        self._begun[firm.place] = _parts(everybody, starts)
        for d in range(len(own)):
            set_start(market, firm, d)
        self._summarise(market, everybody, starts, EACH * firm.place, np.array([firm.stocks.disruption]))
        if len(self._begun) == len(market.firms):
            self.everybody, self.starts = _joined([part for place in sorted(self._begun) for part in self._begun[place]])
            self._begun = {}

    def live(self, market: Market) -> None:
        """Engagement, culture, skill, fatigue, quits and hires of a month; then positions follow the load."""
        firms = firm_months(market)
        months = department_months(market, firms)
        _live(self.everybody, self.starts, months, self.keys, market.month, market.sections, market.departments)
        if market.month > 0:
            self._follow(heads_wanted(market, firms))
        self._summarise(market, self.everybody, self.starts, 0, np.ascontiguousarray(firms["disruption"]))

    def _follow(self, heads: NDArray[np.int64]) -> None:
        """Positions are opened and closed until as many are simulated as wanted, in each department of each firm."""
        starts = np.zeros(heads.size + 1, np.int64)
        np.cumsum(heads, out=starts[1:])
        everybody = np.zeros(starts[-1], POSITION)
        _follow(self.everybody, self.starts, heads, everybody)
        self.everybody, self.starts = everybody, starts

    def _summarise(
        self, market: Market, everybody: NDArray[np.void], starts: NDArray[np.int64], first: int, disruption: Floats
    ) -> None:
        """Counts the people of the departments from `first` on, who make up `everybody`."""
        totals = np.empty((starts.size - 1, len(TOTALS)), np.int64)
        _totals(everybody, starts, market.departments, first, disruption, market.sections, totals)
        keep_totals(market.departments, first, np.diff(starts), totals)


def _joined(parts: list[NDArray[np.void]]) -> tuple[NDArray[np.void], NDArray[np.int64]]:
    """One array of all parts, and where each begins (and the last ends)."""
    starts = np.cumsum([0, *(part.size for part in parts)], dtype=np.int64)
    joined = np.empty(starts[-1], POSITION)  # np.concatenate takes long to see that all records are alike
    for part, (lo, hi) in zip(parts, pairwise(starts.tolist()), strict=True):
        joined[lo:hi] = part
    return joined, starts


def _parts(joined: NDArray[np.void], starts: NDArray[np.int64]) -> list[NDArray[np.void]]:
    """The parts of a joined array, as views."""
    edges = starts.tolist()
    return [joined[lo:hi] for lo, hi in pairwise(edges)]
