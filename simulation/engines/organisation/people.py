"""A month of the people: learning, engagement, culture, quitting, hiring, and positions that follow the load."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from simulation.engines.employee import Employee, Position
from simulation.engines.firm import Firm
from simulation.engines.organisation.programme import CULTURE, SUPPORT, TRAINING, agreement, held
from simulation.population.employees import EXPOSURE, FRONT_LINE, person, stationary_tenures
from simulation.randomness import Purpose
from simulation.rules.culture import colleagues_orientation, new_orientation, susceptibility
from simulation.rules.employees import (
    anger_met,
    engagement_goal,
    learned_share,
    newcomer_factor,
    overload,
    productivity,
    quit_probability,
    skill_goal,
)
from simulation.rules.forms import bounded, lag_share, logistic, moved
from simulation.rules.management import positions_wanted

if TYPE_CHECKING:
    from simulation.engines.market import Market


def quit_rate(market: Market, department: int) -> float:
    """Quit rate of an ordinary employee of a department, 1/year."""
    staff = market.plan.employees
    return staff.quit_front_line_per_year if FRONT_LINE[department] else staff.quit_other_per_year


def start_people(market: Market, firm: Firm) -> None:
    """Fills all positions with people of stationary tenure, skill and engagement."""
    plan, number = market.plan, 0
    for d, department in enumerate(firm.departments):
        tenures = stationary_tenures(plan.employees, quit_rate(market, d), plan.employees.hiring_months)
        positions = []
        for _ in range(department.start_positions):
            position = Position(number, d)
            number += 1
            employee = _hire(market, firm, position, selection=0.0)
            employee.tenure = tenures.tenure(employee.person.tenure_chance)
            goal = _skill_goal(market, firm, employee)
            novice = plan.employees.novice_skill + goal - plan.employees.skill_start
            employee.skill = moved(novice, goal, learned_share(float(employee.tenure), 0.0, plan.employees.skill_months))
            positions.append(position)
            if plan.mechanisms.quitting and employee.tenure < plan.employees.hiring_months:
                months = employee.tenure
                vacate(position)
                position.vacant_months = months
        firm.positions.append(positions)
        goal = skill_goal(plan.employees.skill_start, 0.0, 0.0, plan.employees.training_gain, _trained(firm, d))
        novice = plan.employees.novice_skill + goal - plan.employees.skill_start
        department.start_skill = moved(novice, goal, tenures.mean_skill_growth)
        department.effective_before = department.start_positions * tenures.mean_learned
    firm.desk.start_skill = firm.departments[SUPPORT].start_skill
    summarise(market, firm)


def _trained(firm: Firm, department: int) -> float:
    """Effect of service training in a department, 0 to 1."""
    return firm.stocks.bought[TRAINING] if firm.policy.reach[department] else 0.0


def _skill_goal(market: Market, firm: Firm, employee: Employee) -> float:
    staff = market.plan.employees
    return skill_goal(
        staff.skill_start, staff.skill_spread, employee.person.skill, staff.training_gain, _trained(firm, employee.department)
    )


def _hire(market: Market, firm: Firm, position: Position, selection: float) -> Employee:
    """Somebody new on a position: novice, of the orientation that the firm selects for."""
    plan = market.plan
    traits = person(market.luck, firm.place, position.number, position.generation)
    employee = Employee(market, firm.place, position.number, position.department, position.generation, traits)
    employee.skill = bounded(plan.employees.novice_skill + plan.employees.skill_spread * traits.skill, 0.0, 1.0)
    employee.orientation = bounded(
        plan.culture.orientation_start + selection + plan.culture.orientation_spread * traits.orientation, 0.0, 1.0
    )
    employee.engagement = logistic(plan.employees.engagement_base + plan.employees.engagement_spread * traits.engagement)
    position.employee = employee
    return employee


def live(market: Market) -> None:
    """Engagement, culture, skill, fatigue, quits and hires of a month; then positions follow the load."""
    month = market.month
    for firm in market.firms:
        most = max((p.number for department in firm.positions for p in department), default=0)
        chances = market.luck.uniforms(
            Purpose.STAFF, month, (1000 * firm.place + np.arange(most + 1)).astype(np.uint32)
        )[:, 0].tolist()
        before = [(d.orientation, d.employed) for d in firm.departments]
        heads = sum(n for _, n in before)
        firm_mean = fsum(c * n for c, n in before) / max(1, heads)
        for d in range(len(firm.departments)):
            _department_month(market, firm, d, firm_mean, chances)
            _fill_and_follow(market, firm, d)
        summarise(market, firm)


def _department_month(market: Market, firm: Firm, d: int, firm_mean: float, chances: list[float]) -> None:
    plan, staff, culture, department = market.plan, market.plan.employees, market.plan.culture, firm.departments[d]
    stocks, within = firm.stocks, firm.policy.reach[d]
    coherent = agreement(firm, plan)
    transformed = held(firm, plan, CULTURE) * coherent if within else 0.0
    pull = culture.manager_pull_per_month * stocks.leaders * coherent if within else 0.0
    peer = culture.peer_pull_per_month * (1.0 + culture.peer_lever * transformed)
    forgetting = culture.forgetting_per_month * (1.0 - culture.forgetting_lever * transformed)
    overloaded = overload(department.load, 1.0)
    anger = anger_met(firm.beliefs.unhappy, firm.beliefs.unhappy_before, EXPOSURE[d])
    autonomy = (stocks.authority - plan.stocks.authority_start) / max(1e-9, plan.stocks.authority_lever)
    say_do = stocks.leaders * (1.0 - coherent)
    towards, tiring = lag_share(staff.engagement_months), lag_share(staff.burnout_weeks * 12.0 / 52.0)
    growing, ordinary = lag_share(staff.skill_months), logistic(staff.engagement_base)
    tenures = stationary_tenures(staff, quit_rate(market, d), staff.hiring_months)
    department.quits = 0
    leavers = []
    for position in firm.positions[d]:
        employee = position.employee
        if employee is None:
            continue
        goal = engagement_goal(
            staff.engagement_base, staff.engagement_spread * employee.person.engagement,
            autonomy, staff.engagement_autonomy, transformed, staff.engagement_recognition,
            employee.orientation - culture.orientation_start, staff.engagement_purpose,
            overloaded, staff.engagement_overload, anger, staff.engagement_anger, say_do, staff.engagement_say_do,
        )
        employee.engagement = moved(employee.engagement, goal, towards)
        if plan.mechanisms.culture:
            others = department.employed - 1
            own = (department.orientation * department.employed - employee.orientation) / others if others > 0 else firm_mean
            employee.orientation = new_orientation(
                employee.orientation, susceptibility(float(employee.tenure)), pull, peer,
                colleagues_orientation(own, firm_mean, stocks.walls, culture.cross_share_most), forgetting,
                culture.orientation_start,
            )
        employee.skill = moved(employee.skill, _skill_goal(market, firm, employee), growing)
        if plan.mechanisms.fatigue:
            employee.fatigue = moved(employee.fatigue, overloaded, tiring)
        factor = newcomer_factor(float(employee.tenure), staff.quit_newcomer, staff.quit_newcomer_months)
        chance = quit_probability(
            quit_rate(market, d), factor / tenures.normaliser, employee.engagement - ordinary, staff.quit_engagement,
            employee.fatigue, staff.quit_fatigue,
        )
        employee.tenure += 1
        if plan.mechanisms.quitting and chances[position.number] < chance:
            leavers.append(position)
    for position in leavers:
        vacate(position)
        department.quits += 1


def vacate(position: Position) -> None:
    """Whoever holds the position leaves the firm."""
    assert position.employee is not None
    position.employee.remove()
    position.employee = None
    position.vacant_months = 0


def _fill_and_follow(market: Market, firm: Firm, d: int) -> None:
    """Vacancies are filled after the hiring delay; positions follow customers and decisions."""
    plan, department, positions = market.plan, firm.departments[d], firm.positions[d]
    selection = plan.culture.selection_lever * held(firm, plan, CULTURE) * agreement(firm, plan)
    department.hires = 0
    for position in positions:
        if position.employee is None:
            if position.vacant_months >= plan.employees.hiring_months:
                position.generation += 1
                _hire(market, firm, position, selection if firm.policy.reach[d] else 0.0)
                department.hires += 1
            position.vacant_months += 1
    if market.month <= 0:
        return
    exponent = 1.0 if d == SUPPORT else plan.management.staffing_exponent
    wanted = positions_wanted(
        float(department.start_positions), firm.beliefs.staffing if d == SUPPORT else 1.0,
        firm.beliefs.expected_customers, max(1.0, firm.beliefs.customers_before), exponent,
    )
    department.positions = moved(department.positions, wanted, lag_share(plan.management.staffing_months))
    heads = max(1, int(department.positions + 0.5))
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


def summarise(market: Market, firm: Firm) -> None:
    """Means of each department, and the work that its people do."""
    staff = market.plan.employees
    ordinary = logistic(staff.engagement_base)
    for d, department in enumerate(firm.departments):
        people = [p.employee for p in firm.positions[d] if p.employee is not None]
        for employee in people:
            employee.productivity = productivity(
                learned_share(float(employee.tenure), staff.novice_productivity, staff.learning_months),
                employee.engagement - ordinary, staff.productivity_engagement,
                employee.skill - department.start_skill, staff.productivity_skill, firm.stocks.disruption,
            )
        heads = len(people)
        scale = department.positions / max(1, len(firm.positions[d]))
        department.effective = max(0.02 * department.start_positions, fsum(e.productivity for e in people) * scale)
        department.employed = heads
        department.engaged = sum(1 for e in people if e.engagement > staff.engaged_above)
        if heads:
            department.skill = fsum(e.skill for e in people) / heads
            department.orientation = fsum(e.orientation for e in people) / heads
            department.engagement = fsum(e.engagement for e in people) / heads
