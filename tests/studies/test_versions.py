"""Versions of a scenario are compared run by run on the same luck."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from simulation import load_scenario
from simulation.engines import simulate
from simulation.scenario import ScenarioError
from simulation.studies.runs.versions import VersionFailed, compared, differences, first_clear, half_there, run_versions

SCENARIO = load_scenario("head_to_head").with_values({"market.customers": 90, "run.months": 3, "run.warm_up_months": 1})


def made_up(scenario, replication, seed=None, twin=None):
    """Satisfaction of Compass falls by 5 from month 4 on where its budget is 0; luck is shared but for a little."""
    months = np.arange(0, scenario.run.months + 1)
    cut = scenario.firm("Compass").improvement_budget == 0.0
    shared = np.random.default_rng(replication).normal(0, 20, len(months))
    own = np.random.default_rng((replication, cut)).normal(0, 0.1, len(months))
    satisfaction = 70 + shared + own - 5 * cut * (months >= 4)
    series = {"month": months, "firm": "Compass", "replication": replication, "satisfaction": satisfaction}
    return SimpleNamespace(series=pd.DataFrame(series))


def found(months: int = 12) -> pd.DataFrame:
    versions = {"as it is": {}, "cut": {"firms.Compass.improvement_budget": 0.0}}
    scenario = SCENARIO.with_values({"run.months": months})
    return run_versions(scenario, versions, "Compass", replications=5, simulate=made_up)


def test_the_scenario_itself_gives_its_own_numbers():
    series = run_versions(SCENARIO, {"itself": {}}, "Compass", replications=1)
    expected = simulate(SCENARIO, 0).series.query("firm == 'Compass'")
    assert series["discounted_profit"].tolist() == expected["discounted_profit"].tolist()


def test_differences_are_paired_and_luck_that_is_shared_falls_out():
    away = differences(found(), "satisfaction", "as it is")
    assert set(away["strategy"]) == {"cut"}
    assert away["month"].min() == 1
    row = compared(away, "satisfaction").iloc[0]
    assert row["estimate"] == pytest.approx(-5.0, abs=0.3)
    assert row["high"] - row["low"] < 1.0
    assert row["share_ahead"] == 0.0
    assert compared(away, "satisfaction", month=2).iloc[0]["estimate"] == pytest.approx(0.0, abs=0.3)


def test_the_month_from_which_a_difference_is_clear_is_found():
    assert first_clear(differences(found(), "satisfaction", "as it is")) == {"cut": 4}
    assert first_clear(differences(found(3), "satisfaction", "as it is")) == {"cut": None}


def test_a_failed_run_and_a_refused_version_are_told():
    def fails(*_, **__):
        raise ZeroDivisionError("nothing to divide by")

    with pytest.raises(VersionFailed, match="itself, run 0: ZeroDivisionError"):
        run_versions(SCENARIO, {"itself": {}}, "Compass", replications=1, simulate=fails)
    with pytest.raises(ScenarioError, match="switching_cost"):
        run_versions(SCENARIO, {"refused": {"market.switching_cost": -1}}, "Compass", simulate=fails)


def test_half_of_a_growing_effect_is_there_when_it_is():
    months = np.arange(1, 41)
    course = -10 * (1 - np.exp(-months / 8))
    noise = np.random.default_rng(2).normal(0, 0.2, (6, 40))
    rows = [(r, "cut", m, course[m - 1] + noise[r, m - 1]) for r in range(6) for m in months]
    away = pd.DataFrame(rows, columns=["replication", "strategy", "month", "difference"])
    row = half_there(away).iloc[0]
    assert row["effect"] == pytest.approx(course[-12:].mean(), abs=0.2)
    exact = next(m for m in months if course[max(0, m - 3) : m].mean() <= course[-12:].mean() / 2)
    assert row["low"] <= exact <= row["high"]
    assert abs(row["month"] - exact) <= 1


def test_an_effect_that_turns_counts_from_its_lasting_side():
    months = np.arange(1, 31)
    course = np.where(months < 10, 5.0, -5.0)
    rows = [(r, "cut", m, course[m - 1]) for r in range(3) for m in months]
    away = pd.DataFrame(rows, columns=["replication", "strategy", "month", "difference"])
    assert half_there(away).iloc[0][["month", "low", "high"]].tolist() == [12, 12, 12]
    assert half_there(away.assign(difference=2.0)).iloc[0]["month"] == 1


def test_of_an_effect_that_is_not_clear_no_half_is_there():
    rows = [(r, "cut", m, 10.0 if r % 2 else -9.0) for r in range(4) for m in range(1, 20)]
    away = pd.DataFrame(rows, columns=["replication", "strategy", "month", "difference"])
    assert np.isnan(half_there(away).iloc[0]["month"])
