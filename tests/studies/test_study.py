"""A whole study from the scenario to the verdict, in memory and in a folder."""

import json
from dataclasses import replace

import pandas as pd
import pytest
import synthetic_market as made_up
from synthetic_market import MadeUpScenario, simulate

from simulation.measures.dictionary import check_complete, columns_of, tables
from simulation.records.store import StoreError, read_manifest
from simulation.scenario.errors import ScenarioError
from simulation.studies import study as study_module
from simulation.studies.study import comparable, load_study, run_study

SCENARIO = MadeUpScenario(expectation="Centric.", expected_winner="customer-centric")


@pytest.fixture
def reads_back(monkeypatch):
    """Lets `load_study` find the made-up scenario, which no scenario file can hold."""
    monkeypatch.setattr(study_module, "read_scenarios", lambda folder: (SCENARIO,))


def test_a_study_leaves_every_file_that_users_are_promised(tmp_path):
    run_study([SCENARIO], folder=tmp_path / "result", simulate=simulate)
    assert {path.name for path in (tmp_path / "result").iterdir()} == {
        "scenario.toml", "manifest.json", "runs.csv", "series.parquet", "twins.parquet", "market.parquet",
        "segments.parquet", "departments.parquet", "panel.parquet", "cohorts.parquet", "summary.csv",
        "comparison.csv", "why.csv", "dictionary.csv", "verdict.json",
    }  # fmt: skip


def test_every_column_of_every_file_is_described(tmp_path):
    folder = tmp_path / "result"
    result = run_study([SCENARIO], folder=folder, simulate=simulate)
    for name in ("series", "twins", "market"):
        assert check_complete(result.tables[name], name) == []
    for name in ("runs", "summary", "comparison", "why"):
        assert set(pd.read_csv(folder / f"{name}.csv").columns) == set(columns_of(name))
    assert set(pd.read_csv(folder / "dictionary.csv")["table"]) == set(tables())


def test_a_stored_study_reads_back_as_it_was_found(tmp_path, reads_back):
    found = run_study([SCENARIO], folder=tmp_path / "result", simulate=simulate)
    again = load_study(tmp_path / "result")
    assert found.verdicts == again.verdicts
    assert set(found.runs) == set(again.runs)
    pd.testing.assert_frame_equal(found.summary, again.summary, check_exact=True)
    pd.testing.assert_frame_equal(found.comparison, again.comparison, check_exact=True)
    stored = pd.read_csv(tmp_path / "result" / "comparison.csv", float_precision="round_trip")
    pd.testing.assert_series_equal(stored["estimate"], found.comparison["estimate"], check_exact=True)


def test_in_memory_and_on_disk_give_the_same(tmp_path):
    stored = run_study([SCENARIO], folder=tmp_path / "result", simulate=simulate, jobs=2)
    returned = run_study([SCENARIO], simulate=simulate)
    assert returned.folder is None
    assert returned.verdicts == stored.verdicts
    for name, table in stored.tables.items():
        pd.testing.assert_frame_equal(returned.tables[name], table, check_exact=True)


def test_a_study_resumed_after_an_interruption_is_the_same_study(tmp_path):
    calls = []

    def interrupted(scenario, replication, seed=None, twin=None):
        calls.append(replication)
        if len(calls) == 7:
            raise KeyboardInterrupt
        return simulate(scenario, replication, seed, twin)

    folder = tmp_path / "result"
    part = run_study([SCENARIO], folder=folder, simulate=interrupted)
    assert part.interrupted
    assert [row.replication for row in part.runs] == [0] * 4 + [1] * 2
    assert read_manifest(folder)["complete"] is False
    calls.clear()
    whole = run_study([SCENARIO], folder=folder, simulate=simulate, resume=True)
    straight = run_study([SCENARIO], folder=tmp_path / "straight", simulate=simulate)
    assert not whole.interrupted
    for name in ("series", "twins", "panel", "cohorts"):
        file = f"{name}.parquet"
        assert (folder / file).read_bytes() == (tmp_path / "straight" / file).read_bytes()
    assert whole.verdicts == straight.verdicts


def test_a_finished_study_resumed_runs_nothing(tmp_path):
    def never(*_, **__):
        raise AssertionError("nothing is left to run")

    first = run_study([SCENARIO], folder=tmp_path / "result", simulate=simulate)
    again = run_study([SCENARIO], folder=tmp_path / "result", simulate=never, resume=True)
    assert again.runs == first.runs


def test_failed_runs_are_told_and_the_others_compared(tmp_path):
    found = run_study([SCENARIO], folder=tmp_path / "result", simulate=made_up.fails_in_replication_two)
    assert [row.replication for row in found.failed] == [2] * 4
    assert found.verdicts[0].pairs[0].replications == 3
    manifest = read_manifest(tmp_path / "result")
    assert (manifest["runs_done"], manifest["runs_failed"], manifest["complete"]) == (12, 4, True)


def test_where_everything_fails_the_result_says_so(tmp_path):
    def fails(*_, **__):
        raise ValueError("no")

    found = run_study([SCENARIO], folder=tmp_path / "result", simulate=fails)
    assert len(found.failed) == 16
    assert found.series.empty
    assert found.summary.empty
    assert found.verdicts[0].sentences[0].startswith("There is nothing to compare")


def test_robustness_is_part_of_the_verdict_and_survives_a_resume(tmp_path, reads_back, monkeypatch):
    monkeypatch.setattr("simulation.scenario.catalogue.parameters", list)
    folder = tmp_path / "result"
    found = run_study([SCENARIO], folder=folder, simulate=simulate, draws=5)
    shares = found.verdicts[0].robustness
    assert sum(share.wins for share in shares) == 5
    assert len(pd.read_csv(folder / "robustness.csv")) == 5
    assert load_study(folder).verdicts[0].robustness == shares
    more = replace(SCENARIO, run=replace(SCENARIO.run, replications=5))
    assert run_study([more], folder=folder, simulate=simulate, resume=True).verdicts[0].robustness == shares


def test_the_verdict_is_stored_as_plain_json(tmp_path):
    found = run_study([SCENARIO], folder=tmp_path / "result", simulate=simulate)
    stored = json.loads((tmp_path / "result" / "verdict.json").read_text(encoding="utf-8"))
    assert stored["made_up"]["winner"] == found.verdicts[0].winner
    assert stored["made_up"]["held"] == found.verdicts[0].held


def test_without_twins_only_markets_are_run():
    found = run_study([SCENARIO], simulate=simulate, twins=False)
    assert {row.world for row in found.runs} == {"market"}
    assert found.twins.empty
    assert found.verdicts[0].kind == "market"


def test_two_scenarios_of_one_name_are_told_apart_and_compared():
    other = SCENARIO.with_values({"effects.centric": 5.0})
    found = run_study([SCENARIO, other], simulate=simulate)
    assert [scenario.name for scenario in found.scenarios] == ["made_up", "made_up-2"]
    assert {"market", "twin", "scenario"} == set(found.comparison["kind"])
    assert len(found.verdicts) == 2


def test_scenarios_without_common_luck_or_horizon_are_refused():
    other = SCENARIO.with_values({"run.seed": 2, "run.months": 36})
    with pytest.raises(ScenarioError) as caught:
        comparable([SCENARIO, other])
    assert [problem.key for problem in caught.value.problems] == ["run.seed", "run.months"]
    with pytest.raises(ScenarioError, match="no scenario"):
        comparable([])


def test_a_folder_in_use_is_refused_before_anything_runs(tmp_path):
    def never(*_, **__):
        raise AssertionError("must not run")

    run_study([SCENARIO], folder=tmp_path / "result", simulate=simulate)
    with pytest.raises(StoreError, match="holds a result already"):
        run_study([SCENARIO], folder=tmp_path / "result", simulate=never)
