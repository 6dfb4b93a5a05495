"""Studies of a small real market: what the project's own engine records fits what studies expect of it."""

import pandas as pd
import pytest

from simulation.engines import simulate
from simulation.engines.array_side import arrays
from simulation.measures.dictionary import check_complete, columns_of
from simulation.records.result_folder import TABLES
from simulation.scenario import Scenario
from simulation.scenario.catalogue import parameters
from simulation.studies.robustness.study import robustness
from simulation.studies.runs.replications import run_tasks
from simulation.studies.runs.tasks import tasks_for
from simulation.studies.study import load_study, run_study

SCENARIO = Scenario.model_validate(
    {
        "name": "small",
        "run": {"months": 6, "replications": 2, "seed": 3},
        "market": {"customers": 300},
        "firms": [
            {"name": "Frontline", "strategy": "service-only"},
            {"name": "Compass", "strategy": "customer-centric"},
        ],
    }
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("engine") / "result"


@pytest.fixture(scope="module")
def found(folder):
    return run_study([SCENARIO], folder=folder, jobs=2)


def test_every_run_is_done(found):
    assert [(row.world, row.status, row.error) for row in found.runs if row.replication == 0] == [
        (world, "done", "") for world in ("market", "none", "service-only", "status-quo")
    ]


@pytest.mark.parametrize("table", [*TABLES, "twins"])
def test_every_recorded_column_is_described_and_every_described_one_recorded(found, table):
    recorded = found.tables[table]
    assert check_complete(recorded, table) == []
    assert set(columns_of(table)) - set(recorded.columns) == set()


def test_the_focal_firms_own_preset_need_not_be_run_as_a_twin():
    """The twin with the strategy that the focal firm has anyway is the market as in the file, bit for bit."""
    own = simulate(SCENARIO, 1, twin="customer-centric").series
    pd.testing.assert_frame_equal(own, simulate(SCENARIO, 1).series, check_exact=True)


def test_what_was_stored_is_what_was_simulated(found):
    fresh = simulate(SCENARIO, 1)
    for table in TABLES:
        stored = found.tables[table].query("replication == 1").reset_index(drop=True)
        pd.testing.assert_frame_equal(stored, getattr(fresh, table), check_exact=True, check_dtype=False)
    twin = found.twins.query("replication == 1 and world == 'none'").drop(columns="world").reset_index(drop=True)
    pd.testing.assert_frame_equal(twin, simulate(SCENARIO, 1, twin="none").series, check_exact=True)


def test_a_stored_study_is_judged_alike_without_simulating(found, folder):
    again = load_study(folder)
    assert again.scenarios == found.scenarios
    assert again.verdicts == found.verdicts
    pd.testing.assert_frame_equal(again.comparison, found.comparison, check_exact=True)


def test_costs_and_customers_balance_in_what_was_recorded(found):
    series = found.series
    costs = series[[name for name in series.columns if name.startswith("cost_")]].sum(axis=1)
    assert (costs - series["cost"]).abs().max() < 1e-6
    assert (series["customers"] == series["customers_start"] + series["gained"] - series["lost"]).all()


def test_every_uncertain_value_of_the_catalogue_can_be_drawn():
    found = robustness(SCENARIO.with_values({"run.months": 1}), 2, customers_per_firm=60)
    drawn = {parameter.key for parameter in parameters() if parameter.likely is not None}
    assert (found.invalid, found.failed, found.held) == (0, 0, ())
    assert set(found.varied) == drawn


def test_jobs_that_single_runs_cannot_use_become_threads_which_change_no_number(monkeypatch):
    monkeypatch.setattr(arrays, "CHUNK", arrays.LEAST_CHUNK)
    large = SCENARIO.with_values({"market.customers": 1_700, "run.replications": 1})
    one, several = (run_tasks(tasks_for([large], twins=False), jobs=jobs).results[0] for jobs in (1, 3))
    assert (one.task.threads, several.task.threads) == (1, 3)
    for (name, found), (_, wanted) in zip(several.tables, one.tables, strict=True):
        pd.testing.assert_frame_equal(found, wanted, check_exact=True, obj=name)
