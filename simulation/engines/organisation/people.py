"""A month of the people as agents: learning, engagement, culture, quitting, hiring, opening and closing positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.engines.employee import Employee, Position
from simulation.engines.firm import Firm
from simulation.engines.organisation.departments import (
    UNIT,
    DepartmentMonth,
    department_months,
    firm_months,
    heads_wanted,
    keep_totals,
    quit_rate,
    set_start,
    trained,
)
from simulation.population.employees import person, stationary_tenures
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


class PeopleAsAgents:
    """Every employee is a `mesa.Agent`; every rule is called as plain Python."""

    def start(self, market: Market, firm: Firm) -> None:
        """Fills all positions with people of stationary tenure, skill and engagement."""
        plan, number = market.plan, 0
        for d, department in enumerate(firm.departments):
            tenures = stationary_tenures(plan.employees, quit_rate(market, d), plan.employees.hiring_months)
            positions = []
            for _ in range(department.start_positions):
                position = Position(number, d)
                number += 1
                employee = hire(market, firm, position, 0.0)
                employee.tenure = tenures.tenure(employee.person.tenure_chance)
                goal = _skill_goal(market, firm, employee)
                novice = plan.employees.novice_skill + goal - plan.employees.skill_start
                grown = learned_share(float(employee.tenure), 0.0, plan.employees.skill_months)
                employee.skill = moved(novice, goal, grown)
                positions.append(position)
                if plan.mechanisms.quitting and employee.tenure < plan.employees.hiring_months:
                    months = employee.tenure
                    vacate(position)
                    position.vacant_months = months
            firm.positions.append(positions)
            set_start(market, firm, d)
            summarise(market, firm, d)

    def live(self, market: Market) -> None:
        """Engagement, culture, skill, fatigue, quits and hires of a month; then positions follow the load."""
        firms = firm_months(market)
        months = [DepartmentMonth(*row) for row in department_months(market, firms).tolist()]
        heads = heads_wanted(market, firms).tolist() if market.month > 0 else []
        for firm in market.firms:
            most = max((p.number for department in firm.positions for p in department), default=0)
            chances = market.luck.uniforms(
                Purpose.STAFF, market.month, (POSITIONS * firm.place + np.arange(most + 1)).astype(np.uint32)
            )[:, 0].tolist()
            for d, department in enumerate(firm.departments):
                month = months[department.at]
                leavers = _live(market, firm, d, month, chances)
                for position in leavers:
                    vacate(position)
                department.quits = len(leavers)
                _fill(market, firm, d, month.selected)
                if market.month > 0:
                    _follow(firm, d, heads[department.at])
            for d in range(len(firm.departments)):
                summarise(market, firm, d)


def _skill_goal(market: Market, firm: Firm, employee: Employee) -> float:
    staff, gain = market.plan.employees, trained(firm, employee.department)
    return skill_goal(staff.skill_start, staff.skill_spread, employee.person.skill, staff.training_gain, gain)


def hire(market: Market, firm: Firm, position: Position, selected: float) -> Employee:
    """Somebody new on a position: novice, of the orientation that the firm selects for."""
    plan = market.plan
    traits = person(market.luck, firm.place, position.number, position.generation)
    employee = Employee(market, firm.place, position.number, position.department, position.generation, traits)
    employee.skill = bounded(plan.employees.novice_skill + plan.employees.skill_spread * traits.skill, 0.0, 1.0)
    employee.orientation = bounded(
        plan.culture.orientation_start + selected + plan.culture.orientation_spread * traits.orientation, 0.0, 1.0
    )
    employee.engagement = logistic(plan.employees.engagement_base + plan.employees.engagement_spread * traits.engagement)
    position.employee = employee
    return employee


def vacate(position: Position) -> None:
    """Whoever holds the position leaves the firm."""
    assert position.employee is not None
    position.employee.remove()
    position.employee = None
    position.vacant_months = 0


def _live(market: Market, firm: Firm, d: int, m: DepartmentMonth, chances: list[float]) -> list[Position]:
    """A month of one department's people; returns the positions whose holders quit."""
    staff, culture, on = market.plan.employees, market.plan.culture, market.plan.mechanisms
    towards, tiring = lag_share(staff.engagement_months), lag_share(staff.burnout_weeks * 12.0 / 52.0)
    growing, ordinary = lag_share(staff.skill_months), logistic(staff.engagement_base)
    leavers = []
    for position in firm.positions[d]:
        employee = position.employee
        if employee is None:
            continue
        goal = engagement_goal(
            staff.engagement_base, staff.engagement_spread * employee.person.engagement,
            m.autonomy, staff.engagement_autonomy, m.recognition, staff.engagement_recognition,
            employee.orientation - culture.orientation_start, staff.engagement_purpose,
            m.overloaded, staff.engagement_overload, m.anger, staff.engagement_anger, m.say_do, staff.engagement_say_do,
        )
        employee.engagement = moved(employee.engagement, goal, towards)
        if on.culture:
            others = m.employed - 1
            own = (m.own_mean * m.employed - employee.orientation) / others if others > 0 else m.firm_mean
            employee.orientation = new_orientation(
                employee.orientation, susceptibility(float(employee.tenure)), m.manager_pull, m.peer_pull,
                colleagues_orientation(own, m.firm_mean, m.walls, culture.cross_share_most),
                culture.forgetting_per_month, culture.orientation_start,
            )
        employee.skill = moved(employee.skill, _skill_goal(market, firm, employee), growing)
        if on.fatigue:
            employee.fatigue = moved(employee.fatigue, m.overloaded, tiring)
        factor = newcomer_factor(float(employee.tenure), staff.quit_newcomer, staff.quit_newcomer_months)
        chance = quit_probability(
            m.quit_rate, factor / m.normaliser, employee.engagement - ordinary, staff.quit_engagement, employee.fatigue,
            staff.quit_fatigue,
        )
        employee.tenure += 1
        if on.quitting and chances[position.number] < chance:
            leavers.append(position)
    return leavers


def _fill(market: Market, firm: Firm, d: int, selected: float) -> None:
    """Vacancies are filled after the hiring delay."""
    department = firm.departments[d]
    department.hires = 0
    for position in firm.positions[d]:
        if position.employee is None:
            if position.vacant_months >= market.plan.employees.hiring_months:
                position.generation += 1
                hire(market, firm, position, selected)
                department.hires += 1
            position.vacant_months += 1


def _follow(firm: Firm, d: int, heads: int) -> None:
    """Positions are opened and closed until as many are simulated as wanted."""
    positions = firm.positions[d]
    while len(positions) < heads:
        number = 1 + max(p.number for owned in firm.positions for p in owned)
        positions.append(Position(number, d))
    while len(positions) > heads:
        _close(positions)


def _close(positions: list[Position]) -> None:
    """Closes one position: a vacant one if there is one, else that of the newest employee."""
    vacant = [p for p in positions if p.employee is None]
    if vacant:
        positions.remove(max(vacant, key=lambda p: p.number))
        return
    newest = min(positions, key=lambda p: (p.employee.tenure if p.employee else 0, -p.number))
    vacate(newest)
    positions.remove(newest)


def summarise(market: Market, firm: Firm, d: int) -> None:
    """Counts a department's people and their work."""
    staff, department = market.plan.employees, firm.departments[d]
    ordinary = logistic(staff.engagement_base)
    people = [p.employee for p in firm.positions[d] if p.employee is not None]
    for employee in people:
        employee.productivity = productivity(
            learned_share(float(employee.tenure), staff.novice_productivity, staff.learning_months),
            employee.engagement - ordinary, staff.productivity_engagement,
            employee.skill - department.start_skill, staff.productivity_skill, firm.stocks.disruption,
        )
    totals = (
        len(people),
        sum(1 for e in people if e.engagement > staff.engaged_above),
        sum(int(e.productivity * UNIT) for e in people),
        sum(int(e.skill * UNIT) for e in people),
        sum(int(e.orientation * UNIT) for e in people),
        sum(int(e.engagement * UNIT) for e in people),
    )
    keep_totals(market.departments, department.at, np.array([len(firm.positions[d])]), np.array([totals]))
