"""What a month means for the people of a department: the same for every engine.

Departments are rows of one array, so that these loops go through all of all firms at once, compiled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from simulation.compiled import COMPILED
from simulation.engines.firm import Firm
from simulation.engines.organisation.programme import CULTURE, EACH, SUPPORT, TRAINING, agreement, firm_means, held
from simulation.population.employees import EXPOSURE, FRONT_LINE, stationary_tenures
from simulation.rules.employees import anger_met, overload, skill_goal
from simulation.rules.forms import lag_share, moved
from simulation.rules.management import positions_wanted, work_called_for

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
    walls: float
    own_mean: float
    """Mean customer orientation of the department at the end of the last month."""
    firm_mean: float
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
    employed: int
    place: int


MONTH = np.dtype(
    [(name, np.int64 if name in ("employed", "place") else np.float64) for name in DepartmentMonth._fields], align=True
)
"""The same as a record."""

FIRM_MONTH = np.dtype(
    [
        (name, np.float64) for name in (
            "autonomy", "transformed", "say_do", "manager_pull", "walls", "firm_mean", "trained", "disruption", "selected",
            "unhappy", "unhappy_before", "customers", "customers_before", "staffing",
        )
    ]
)
"""What a firm brings to the month of its people."""

TOTALS = ("employed", "engaged", "work", "skill", "orientation", "engagement")
"""A department's people in whole numbers, so that no order of summation matters: columns of (departments, 6)."""


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


def _firm_month(market: Market, firm: Firm, firm_mean: float) -> tuple[float, ...]:
    """The row of FIRM_MONTH of a firm."""
    plan, stocks, culture, beliefs = market.plan, firm.stocks, market.plan.culture, firm.beliefs
    coherent, lever = agreement(firm, plan), held(firm, plan, CULTURE)
    return (
        (stocks.authority - plan.stocks.authority_start) / max(1e-9, plan.stocks.authority_lever),
        lever * coherent,
        stocks.leaders * (1.0 - coherent),
        culture.manager_pull_per_month * stocks.leaders * coherent,
        stocks.walls, firm_mean, stocks.bought[TRAINING], stocks.disruption,
        culture.selection_lever * lever * coherent,
        beliefs.unhappy, beliefs.unhappy_before,
        beliefs.expected_customers, max(1.0, beliefs.customers_before), beliefs.staffing,
    )


def firm_months(market: Market) -> NDArray[np.void]:
    """(firms,) of FIRM_MONTH, by place; notes which departments the programmes reach now."""
    means = firm_means(market, "orientation")
    market.departments["within"] = [within for firm in market.firms for within in firm.policy.reach]
    return np.array([_firm_month(market, firm, means[firm.place]) for firm in market.firms], FIRM_MONTH)


def department_months(market: Market, firms: NDArray[np.void]) -> NDArray[np.void]:
    """(departments of all firms,) of MONTH: the conditions of this month, by place."""
    months = np.empty(market.departments.size, MONTH)
    _set_months(market.departments, firms, months, market.sections)
    return months


@njit(**COMPILED)
def _set_months(departments, firms, months, sections):  # type: ignore[no-untyped-def]
    culture, staff = sections[0].culture, sections[0].employees
    for k in range(departments.size):
        place, d = k // EACH, k % EACH
        firm, department, m = firms[place], departments[k], months[k]
        transformed = firm.transformed if department.within else 0.0
        m.autonomy = firm.autonomy
        m.recognition = transformed
        m.overloaded = overload(department.load, 1.0)
        m.anger = anger_met(firm.unhappy, firm.unhappy_before, EXPOSURE[d])
        m.say_do = firm.say_do
        m.manager_pull = firm.manager_pull if department.within else 0.0
        m.peer_pull = culture.peer_pull_per_month * (1.0 + culture.peer_lever * transformed)
        m.walls = firm.walls
        m.own_mean = department.orientation
        m.firm_mean = firm.firm_mean
        m.trained = firm.trained if department.within else 0.0
        m.quit_rate = staff.quit_front_line_per_year if FRONT_LINE[d] else staff.quit_other_per_year
        m.normaliser = department.normaliser
        m.start_skill = department.start_skill
        m.disruption = firm.disruption
        m.selected = firm.selected if department.within else 0.0
        m.employed = department.employed
        m.place = place


def heads_wanted(market: Market, firms: NDArray[np.void]) -> NDArray[np.int64]:
    """Moves departments' positions towards what their load calls for; returns how many are simulated of each."""
    heads = np.empty(market.departments.size, np.int64)
    management = market.plan.management
    _move_positions(
        market.departments, firms, heads, management.staffing_exponent, lag_share(management.staffing_months)
    )
    return heads


@njit(**COMPILED)
def _move_positions(departments, firms, heads, exponent, share):  # type: ignore[no-untyped-def]
    for k in range(departments.size):
        firm, department, support = firms[k // EACH], departments[k], k % EACH == SUPPORT
        work = work_called_for(firm.customers, firm.customers_before, 1.0 if support else exponent)
        wanted = positions_wanted(float(department.start_positions), firm.staffing if support else 1.0, work)
        department.positions = moved(department.positions, wanted, share)
        heads[k] = max(1, int(department.positions + 0.5))


@njit(**COMPILED)
def keep_totals(departments, first, heads, totals):  # type: ignore[no-untyped-def]
    """Means of departments from `first` on, and the work that their people do for all whom they stand for.

    heads   (departments,) positions simulated
    totals  (departments, 6) of TOTALS
    """
    for k in range(heads.size):
        department, row = departments[first + k], totals[k]
        employed = row[0]
        department.heads, department.employed, department.engaged = heads[k], employed, row[1]
        scale = department.positions / max(1, heads[k])
        department.effective = max(0.02 * department.start_positions, row[2] / UNIT * scale)
        if employed > 0:
            department.skill = row[3] / UNIT / employed
            department.orientation = row[4] / UNIT / employed
            department.engagement = row[5] / UNIT / employed
