"""What a month means for the people of a department: the same for every engine."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, NamedTuple

from simulation.engines.firm import Firm
from simulation.engines.organisation.programme import CULTURE, SUPPORT, TRAINING, agreement, held
from simulation.population.employees import EXPOSURE, FRONT_LINE, stationary_tenures
from simulation.population.firm_state import Department
from simulation.rules.employees import anger_met, overload, skill_goal
from simulation.rules.forms import lag_share, moved
from simulation.rules.management import positions_wanted

if TYPE_CHECKING:
    from simulation.engines.market import Market

UNIT = 1 << 32
"""Fixed-point units in one unit of skill, orientation, engagement or work."""


class DepartmentMonth(NamedTuple):
    """The conditions under which a department's people live a month."""

    autonomy: float
    recognition: float
    overloaded: float
    anger: float
    say_do: float
    manager_pull: float
    peer_pull: float
    forgetting: float
    walls: float
    own_mean: float
    """Mean customer orientation of the department at the end of the last month."""
    firm_mean: float
    employed: int
    trained: float
    """Effect of service training here, 0 to 1."""
    quit_rate: float
    """Of an ordinary employee, 1/year."""
    normaliser: float
    """Of the newcomer factor."""
    start_skill: float
    disruption: float
    selected: float
    """By how much the firm selects for customer orientation when it hires here."""


class DepartmentTotals(NamedTuple):
    """A department's people in whole numbers, so that no order of summation matters."""

    employed: int
    engaged: int
    work: int
    skill: int
    orientation: int
    engagement: int


def quit_rate(market: Market, department: int) -> float:
    """Quit rate of an ordinary employee of a department, 1/year."""
    staff = market.plan.employees
    return staff.quit_front_line_per_year if FRONT_LINE[department] else staff.quit_other_per_year


def trained(firm: Firm, department: int) -> float:
    """Effect of service training in a department, 0 to 1."""
    return firm.stocks.bought[TRAINING] if firm.policy.reach[department] else 0.0


def set_start(market: Market, firm: Firm, d: int) -> None:
    """What is expected of a department at the start: mean skill and work, that later differences are taken from."""
    plan, department = market.plan, firm.departments[d]
    tenures = stationary_tenures(plan.employees, quit_rate(market, d), plan.employees.hiring_months)
    goal = skill_goal(plan.employees.skill_start, 0.0, 0.0, plan.employees.training_gain, trained(firm, d))
    novice = plan.employees.novice_skill + goal - plan.employees.skill_start
    department.normaliser = tenures.normaliser
    department.start_skill = moved(novice, goal, tenures.mean_skill_growth)
    department.effective_before = department.start_positions * tenures.mean_learned
    if d == SUPPORT:
        firm.desk.start_skill = department.start_skill


def firm_orientation(firm: Firm) -> float:
    """Mean customer orientation of the firm, 0 to 1."""
    heads = sum(d.employed for d in firm.departments)
    return fsum(d.orientation * d.employed for d in firm.departments) / max(1, heads)


def department_months(market: Market, firm: Firm) -> list[DepartmentMonth]:
    """(6,) the conditions of this month in each of a firm's departments."""
    plan, stocks, culture = market.plan, firm.stocks, market.plan.culture
    coherent, lever, firm_mean = agreement(firm, plan), held(firm, plan, CULTURE), firm_orientation(firm)
    autonomy = (stocks.authority - plan.stocks.authority_start) / max(1e-9, plan.stocks.authority_lever)
    say_do = stocks.leaders * (1.0 - coherent)
    pull = culture.manager_pull_per_month * stocks.leaders * coherent
    selected = culture.selection_lever * lever * coherent
    unhappy, unhappy_before = firm.beliefs.unhappy, firm.beliefs.unhappy_before
    ordinary = culture.peer_pull_per_month, culture.forgetting_per_month
    transformed = lever * coherent
    changed = (
        culture.peer_pull_per_month * (1.0 + culture.peer_lever * transformed),
        culture.forgetting_per_month * (1.0 - culture.forgetting_lever * transformed),
    )
    months = []
    for d, (department, within) in enumerate(zip(firm.departments, firm.policy.reach, strict=True)):
        peer_pull, forgetting = changed if within else ordinary
        months.append(
            DepartmentMonth(
                autonomy=autonomy,
                recognition=transformed if within else 0.0,
                overloaded=overload(department.load, 1.0),
                anger=anger_met(unhappy, unhappy_before, EXPOSURE[d]),
                say_do=say_do,
                manager_pull=pull if within else 0.0,
                peer_pull=peer_pull,
                forgetting=forgetting,
                walls=stocks.walls,
                own_mean=department.orientation,
                firm_mean=firm_mean,
                employed=department.employed,
                trained=trained(firm, d),
                quit_rate=quit_rate(market, d),
                normaliser=department.normaliser,
                start_skill=department.start_skill,
                disruption=stocks.disruption,
                selected=selected if within else 0.0,
            )
        )
    return months


def heads_wanted(market: Market, firm: Firm, d: int) -> int:
    """Moves a department's positions towards what its load calls for; returns how many are simulated."""
    plan, department = market.plan, firm.departments[d]
    exponent = 1.0 if d == SUPPORT else plan.management.staffing_exponent
    wanted = positions_wanted(
        float(department.start_positions), firm.beliefs.staffing if d == SUPPORT else 1.0,
        firm.beliefs.expected_customers, max(1.0, firm.beliefs.customers_before), exponent,
    )
    department.positions = moved(department.positions, wanted, lag_share(plan.management.staffing_months))
    return max(1, int(department.positions + 0.5))


def keep_totals(department: Department, heads: int, totals: DepartmentTotals) -> None:
    """Means of a department, and the work that its people do for all whom they stand for.

    heads  positions simulated
    """
    department.heads, department.employed, department.engaged = heads, totals.employed, totals.engaged
    scale = department.positions / max(1, heads)
    department.effective = max(0.02 * department.start_positions, totals.work / UNIT * scale)
    if totals.employed:
        department.skill = totals.skill / UNIT / totals.employed
        department.orientation = totals.orientation / UNIT / totals.employed
        department.engagement = totals.engagement / UNIT / totals.employed
