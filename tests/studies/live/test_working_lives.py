"""The life of every employee of a firm: all together are what the tables count."""

from collections import Counter

import pandas as pd
import pytest

from simulation.engines.simulation_run import simulate
from simulation.records.tables import RunTables
from simulation.scenario import Scenario, load_scenario
from simulation.scenario.policy import DEPARTMENTS
from simulation.studies.live.lives import lives
from simulation.studies.live.working_lives import Staff


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    values = {"market.customers": 400, "run.months": 30, "run.warm_up_months": 3, "run.seed": 3}
    return load_scenario("head_to_head").with_values(values)


@pytest.fixture(scope="module")
def staff(scenario: Scenario) -> Staff:
    staff = Staff("Frontline")
    lives(scenario, [0], observe=staff.observe)
    return staff


@pytest.fixture(scope="module")
def tables(scenario: Scenario) -> RunTables:
    return simulate(scenario, 0)


def test_all_lives_together_are_the_departments(staff: Staff, tables: RunTables) -> None:
    mine = tables.departments[tables.departments["firm"] == "Frontline"].set_index(["month", "department"])
    rows = pd.DataFrame(
        [(month.month, life.department, month.engagement) for life in staff.people.values() for month in life.months],
        columns=["month", "department", "engagement"],
    ).groupby(["month", "department"])["engagement"]
    assert rows.size().to_dict() == mine["employees"].to_dict()
    assert rows.mean().to_dict() == pytest.approx(mine["engagement"].to_dict(), abs=1e-6)


def test_those_who_quit_are_those_that_are_counted(staff: Staff, tables: RunTables) -> None:
    mine = tables.departments[(tables.departments["firm"] == "Frontline") & (tables.departments["month"] > -2)]
    quits = Counter((life.left, life.department) for life in staff.people.values() if life.left and not life.closed)
    expected = {(row.month, row.department): row.quits for row in mine.itertuples() if row.quits and row.month}
    assert {key: count for key, count in quits.items() if key[0] and key[0] > -2} == expected


def test_a_working_life_has_no_gap_and_is_told_in_words(staff: Staff) -> None:
    for life in staff.people.values():
        months = [month.month for month in life.months]
        assert months == list(range(months[0], months[-1] + 1))
        assert life.department in DEPARTMENTS
        assert ("still there" in life.words) == (life.left is None)
