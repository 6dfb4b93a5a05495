"""A month of the people over arrays: the same rules as for agents, one record a position."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from simulation.compiled import COMPILED
from simulation.engines.array_side.draws import uniform, words
from simulation.engines.array_side.state import as_record
from simulation.engines.firm import Firm
from simulation.engines.organisation.departments import (
    UNIT,
    DepartmentMonth,
    DepartmentTotals,
    department_month,
    firm_orientation,
    heads_wanted,
    keep_totals,
    quit_rate,
    selection,
    set_start,
    trained,
)
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

if TYPE_CHECKING:
    from simulation.engines.market import Market

P_STAFF = int(Purpose.STAFF)

POSITION = np.dtype(
    [(name, np.float64) for name in (
        "bell_skill", "bell_orientation", "bell_engagement", "skill", "orientation", "engagement", "fatigue",
    )]
    + [(name, np.int32) for name in ("number", "generation", "vacant_months", "tenure")]
    + [("vacant", np.bool_), ("leaves", np.bool_)],
    align=True,
)
"""One position and who holds it."""

MONTH = np.dtype(
    [(name, np.int64 if name == "employed" else np.float64) for name in DepartmentMonth._fields], align=True
)


@njit(**COMPILED)
def _live(people, m, keys, month, place, staff, culture, on):  # type: ignore[no-untyped-def]
    """A month of one department's people; marks those who quit and returns how many they are."""
    towards = lag_share(staff.engagement_months)
    tiring = lag_share(staff.burnout_weeks * 12.0 / 52.0)
    growing = lag_share(staff.skill_months)
    ordinary = logistic(staff.engagement_base)
    quits = 0
    for k in range(people.size):
        p = people[k]
        if p.vacant:
            continue
        goal = engagement_goal(
            staff.engagement_base, staff.engagement_spread * p.bell_engagement,
            m.autonomy, staff.engagement_autonomy, m.recognition, staff.engagement_recognition,
            p.orientation - culture.orientation_start, staff.engagement_purpose,
            m.overloaded, staff.engagement_overload, m.anger, staff.engagement_anger, m.say_do, staff.engagement_say_do,
        )
        p.engagement = moved(p.engagement, goal, towards)
        if on.culture:
            others = m.employed - 1
            own = (m.own_mean * m.employed - p.orientation) / others if others > 0 else m.firm_mean
            p.orientation = new_orientation(
                p.orientation, susceptibility(float(p.tenure)), m.manager_pull, m.peer_pull,
                colleagues_orientation(own, m.firm_mean, m.walls, culture.cross_share_most), m.forgetting,
                culture.orientation_start,
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
        if on.quitting and uniform(words(keys, P_STAFF, month, POSITIONS * place + p.number, 0)[0]) < chance:
            p.leaves = True
            quits += 1
    return quits


@njit(**COMPILED)
def _totals(people, staff, start_skill, disruption):  # type: ignore[no-untyped-def]
    """Counts a department's people and their work."""
    ordinary = logistic(staff.engagement_base)
    employed = engaged = work = skill = orientation = engagement = 0
    for k in range(people.size):
        p = people[k]
        if p.vacant:
            continue
        done = productivity(
            learned_share(float(p.tenure), staff.novice_productivity, staff.learning_months),
            p.engagement - ordinary, staff.productivity_engagement, p.skill - start_skill, staff.productivity_skill,
            disruption,
        )
        employed += 1
        if p.engagement > staff.engaged_above:
            engaged += 1
        work += int(done * UNIT)
        skill += int(p.skill * UNIT)
        orientation += int(p.orientation * UNIT)
        engagement += int(p.engagement * UNIT)
    return employed, engaged, work, skill, orientation, engagement


class PeopleAsArrays:
    """Every position is a record of an array; the same rules, compiled."""

    def __init__(self) -> None:
        self.people: dict[int, list[NDArray[np.void]]] = {}
        """(6,) arrays of POSITION by place."""

    def start(self, market: Market, firm: Firm) -> None:
        """Fills all positions with people of stationary tenure, skill and engagement."""
        plan, number = market.plan, 0
        self.keys: Any = market.keys
        self.staff, self.culture, self.on = (as_record(s) for s in (plan.employees, plan.culture, plan.mechanisms))
        own: list[NDArray[np.void]] = []
        for d, department in enumerate(firm.departments):
            tenures = stationary_tenures(plan.employees, quit_rate(market, d), plan.employees.hiring_months)
            people = np.zeros(department.start_positions, POSITION)
            people["number"] = number + np.arange(department.start_positions)
            number += department.start_positions
            chances = self._hire(market, firm, people, 0.0)
            people["tenure"] = [tenures.tenure(chance) for chance in chances]
            for p in people:
                goal = skill_goal(
                    plan.employees.skill_start, plan.employees.skill_spread, float(p["bell_skill"]),
                    plan.employees.training_gain, trained(firm, d),
                )
                novice = plan.employees.novice_skill + goal - plan.employees.skill_start
                grown = learned_share(float(p["tenure"]), 0.0, plan.employees.skill_months)
                p["skill"] = moved(novice, goal, grown)
            if plan.mechanisms.quitting:
                people["vacant"] = people["tenure"] < plan.employees.hiring_months
                people["vacant_months"] = np.where(people["vacant"], people["tenure"], 0)
            own.append(people)
            self.people[firm.place] = own
            set_start(market, firm, d)
            self._summarise(firm, d)

    def _hire(self, market: Market, firm: Firm, people: NDArray[np.void], selected: float) -> list[float]:
        """New holders for these positions; returns their draws for the tenure of those who are there at the start."""
        plan = market.plan
        who = (POSITIONS * firm.place + people["number"]).astype(np.uint32)
        seconds = people["generation"].astype(np.uint32)
        bells = market.luck.bells(Purpose.EMPLOYEE, 0, who, seconds)
        chances: list[float] = market.luck.uniforms(Purpose.EMPLOYEE, 0, who, seconds)[:, 3].tolist()
        for p, (skill, orientation, engagement, _) in zip(people, bells.tolist(), strict=True):
            p["bell_skill"], p["bell_orientation"], p["bell_engagement"] = skill, orientation, engagement
            p["skill"] = bounded(plan.employees.novice_skill + plan.employees.skill_spread * skill, 0.0, 1.0)
            p["orientation"] = bounded(
                plan.culture.orientation_start + selected + plan.culture.orientation_spread * orientation, 0.0, 1.0
            )
            p["engagement"] = logistic(plan.employees.engagement_base + plan.employees.engagement_spread * engagement)
            p["fatigue"], p["tenure"], p["vacant"], p["leaves"] = 0.0, 0, False, False
        return chances

    def live(self, market: Market) -> None:
        """Engagement, culture, skill, fatigue, quits and hires of a month; then positions follow the load."""
        for firm in market.firms:
            own, firm_mean = self.people[firm.place], firm_orientation(firm)
            for d, department in enumerate(firm.departments):
                month = np.array([tuple(department_month(market, firm, d, firm_mean))], MONTH)[0]
                department.quits = _live(
                    own[d], month, self.keys, market.month, firm.place, self.staff, self.culture, self.on
                )
                if department.quits:
                    people = own[d]
                    people["vacant_months"][people["leaves"]] = 0
                    people["vacant"] |= people["leaves"]
                    people["leaves"] = False
                self._fill(market, firm, d)
                if market.month > 0:
                    self._follow(firm, d, heads_wanted(market, firm, d))
            for d in range(len(firm.departments)):
                self._summarise(firm, d)

    def _fill(self, market: Market, firm: Firm, d: int) -> None:
        """Vacancies are filled after the hiring delay."""
        people, department = self.people[firm.place][d], firm.departments[d]
        department.hires = 0
        vacant = np.flatnonzero(people["vacant"])
        if not vacant.size:
            return
        ready = vacant[people["vacant_months"][vacant] >= market.plan.employees.hiring_months]
        if ready.size:
            hired = people[ready]
            hired["generation"] += 1
            self._hire(market, firm, hired, selection(market, firm, d))
            people[ready] = hired
            department.hires = int(ready.size)
        people["vacant_months"][vacant] += 1

    def _follow(self, firm: Firm, d: int, heads: int) -> None:
        """Positions are opened and closed until as many are simulated as wanted."""
        own = self.people[firm.place]
        while own[d].size < heads:
            new = np.zeros(1, POSITION)
            new["number"] = 1 + max(int(people["number"].max()) for people in own)
            new["vacant"] = True
            own[d] = np.concatenate([own[d], new])
        while own[d].size > heads:
            people = own[d]
            vacant = np.flatnonzero(people["vacant"])
            if vacant.size:
                closed = vacant[np.argmax(people["number"][vacant])]
            else:
                closed = np.lexsort((-people["number"], people["tenure"]))[0]
            own[d] = np.delete(people, closed)

    def _summarise(self, firm: Firm, d: int) -> None:
        people, department = self.people[firm.place][d], firm.departments[d]
        totals = _totals(people, self.staff, department.start_skill, firm.stocks.disruption)
        keep_totals(department, people.size, DepartmentTotals(*(int(total) for total in totals)))
