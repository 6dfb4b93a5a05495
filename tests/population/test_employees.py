"""Who works in the firms: traits as declared, and tenures under which as many quit as is declared."""

import numpy as np
import pandas as pd
import pytest

from simulation.engines import simulate
from simulation.engines.organisation.people import vacate
from simulation.population.employees import FRONT_LINE, person, stationary_tenures
from simulation.randomness import Luck
from simulation.rules.employees import newcomer_factor
from simulation.scenario.organisation import Employees
from simulation.scenario.policy import DEPARTMENTS
from tests.engines.markets import firm_named, scenario, stepped, tables_of

STAFF = Employees()


@pytest.mark.parametrize("rate", [0.15, 0.35, 1.0])
def test_a_workforce_of_stationary_tenures_quits_at_the_declared_rate(rate):
    """20,000 positions, filled at once when somebody goes, over five years: rate and tenures stay where they are."""
    tenures = stationary_tenures(STAFF, rate, STAFF.hiring_months)
    random = np.random.default_rng(5)
    now = np.array([tenures.tenure(chance) for chance in random.random(20_000).tolist()])
    start, quits = now.copy(), 0
    factor = np.array([newcomer_factor(float(month), STAFF.quit_newcomer, STAFF.quit_newcomer_months) for month in range(500)])
    for _ in range(60):
        leave = random.random(now.size) < rate / 12.0 * factor[np.minimum(now, 499)] / tenures.normaliser
        quits += leave.sum()
        now = np.where(leave, 0, now + 1)
    assert quits / (now.size * 5.0) == pytest.approx(rate, rel=0.03)
    assert now.mean() == pytest.approx(start.mean(), rel=0.05)
    assert np.median(now) == pytest.approx(np.median(start), rel=0.06)


def test_nobody_quits_where_the_rate_is_zero():
    tenures = stationary_tenures(STAFF, 0.0, STAFF.hiring_months)
    assert tenures.normaliser == 1.0
    assert tenures.cumulated[-1] == pytest.approx(1.0)


@pytest.mark.parametrize(("front_line", "rate"), [(True, 0.35), (False, 0.15)])
def test_in_a_market_as_many_quit_as_is_declared(front_line, rate):
    """Where neither engagement nor fatigue sways anybody: within three and a half standard errors."""
    plan = scenario(
        {"name": "A", "strategy": "status-quo"}, {"name": "B", "strategy": "status-quo"}, customers=60, months=48,
        values={"employees.per_firm": 300, "employees.quit_engagement": 0.0, "employees.quit_fatigue": 0.0},
    )
    departments = tables_of(stepped(plan, 48)).departments
    named = [name for name, front in zip(DEPARTMENTS, FRONT_LINE, strict=True) if front == front_line]
    mine = departments["department"].isin(named)
    quits, years = departments.loc[mine, "quits"].sum(), departments.loc[mine, "employees"].sum() / 12.0
    assert quits / years == pytest.approx(rate, abs=3.5 * np.sqrt(quits) / years)


def test_traits_are_bell_shaped_and_each_generation_is_somebody_else():
    luck = Luck(1, 0)
    people = np.array([person(luck, 0, position, 0) for position in range(900)])
    assert np.abs(people[:, :3].mean(axis=0)).max() < 0.12
    assert np.abs(people[:, :3].std(axis=0) - 1.0).max() < 0.1
    assert people[:, 3].min() > 0.0
    assert people[:, 3].max() < 1.0
    assert np.abs(np.corrcoef(people.T) - np.eye(4)).max() < 0.12
    assert person(luck, 0, 3, 0) != person(luck, 0, 3, 1) != person(luck, 1, 3, 1)
    assert person(luck, 0, 3, 1) == person(Luck(1, 0), 0, 3, 1)


def test_a_firm_starts_with_the_skill_orientation_and_vacancies_it_will_keep():
    plan = scenario({"name": "A", "strategy": "status-quo"}, {"name": "B", "strategy": "status-quo"}, customers=200,
                    months=36, values={"employees.per_firm": 200}, engine="compiled")
    series = pd.concat([simulate(plan, replication).series for replication in range(8)])
    series["vacant"] = series["vacancies"] / series["positions"]
    first, last = series[series["month"].between(-2, 0)], series[series["month"] >= 31]
    for column in ("skill", "customer_orientation", "vacant"):
        assert last[column].mean() == pytest.approx(first[column].mean(), abs=0.01), column
    assert 0.24 <= first["engaged_share"].mean() <= 0.36


def test_people_of_large_firms_have_luck_of_their_own():
    """A firm may have 5,000 employees; the 1,006th of one firm is not the sixth of the next."""
    luck = Luck(1, 0)
    assert person(luck, 0, 1_005, 0) != person(luck, 1, 5, 0)


def test_vacancies_are_filled_after_the_hiring_delay():
    plan = scenario({"name": "A", "strategy": "none"}, {"name": "B", "strategy": "none"}, customers=60, months=12,
                    values={"mechanisms.quitting": False, "employees.hiring_months": 4, "management.staffing_exponent": 0.0})
    gone = []

    def remove(market):
        if market.month == 2:
            position = firm_named(market, "A").positions[3][0]
            gone.append(position)
            vacate(position)

    departments = tables_of(stepped(plan, 12, interfere=remove)).departments
    series = departments.query("firm == 'A' and department == 'operations'").set_index("month")
    assert series["vacancies"].loc[:2].tolist() == [0] * 14
    assert series["vacancies"].loc[3:6].tolist() == [1] * 4
    assert series["vacancies"].loc[7] == 0
    assert gone[0].employee is not None
    assert gone[0].generation == 1
