"""Sweeps: every run is stored at once, whatever happens to the others; the numbers are those of the runs."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulation.engines import simulate
from simulation.measures.dictionary import measures
from simulation.measures.strategies import over_periods
from simulation.records.files import StoreError
from simulation.records.lock import FolderLock
from simulation.records.result_folder import read_manifest
from simulation.studies.comparisons.paired import paired
from simulation.studies.sweep.file import experiment
from simulation.studies.sweep.outcomes import outcomes
from simulation.studies.sweep.runs import SweepInterrupted
from simulation.studies.sweep.store import Entry, Journal, Key, read_line, write_line
from simulation.studies.sweep.study import How, read_csv, run_sweep

SMALL = {
    "scenario": "head_to_head",
    "set": {"market.customers": 100, "run.months": 6, "run.warm_up_months": 1},
    "replications": 2,
    "worlds": ("customer-centric", "service-only"),
    "measures": ("discounted_profit", "satisfaction"),
    "horizons": (3, 6),
    "parameters": [{"key": "market.switching_cost", "values": (1.0, 3.0)}],
}
SAME = ("points.csv", "outcomes.parquet", "summary.csv", "comparison.csv", "experiment.toml", "scenario.toml")
"""Files that are the same to the byte however an experiment was carried out; the others tell of time."""


def plan(**changed):
    return experiment("small", **SMALL | changed)


def fails_in_one(scenario, replication, seed=None, twin=None):
    if replication == 1 and twin == "service-only" and scenario.market.switching_cost == 3.0:
        raise ZeroDivisionError("nothing to divide\nby")
    return simulate(scenario, replication, seed, twin)


def never(*_, **__):
    raise AssertionError("nothing is left to run")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sweep") / "result"


@pytest.fixture(scope="module")
def found(folder):
    return run_sweep(plan(), How(folder=folder))


def same_bytes(one: Path, other: Path) -> list[str]:
    return [name for name in SAME if (one / name).read_bytes() == (other / name).read_bytes()]


def test_every_outcome_is_that_of_the_run(found):
    rows = found.outcomes.set_index(["point", "replication", "world", "measure", "horizon"])["value"]
    assert len(rows) == 2 * 2 * 2 * 2 * 2
    series = simulate(found.plan.scenario_at((3.0,)), 1, twin="service-only").series.query("firm == 'Compass'")
    at_three = series.set_index("month")["discounted_profit"][3]
    assert rows[1, 1, "service-only", "discounted_profit", 3] == at_three
    weighed = series.query("1 <= month <= 6")
    satisfaction = np.average(weighed["satisfaction"], weights=weighed["customers"])
    assert rows[1, 1, "service-only", "satisfaction", 6] == pytest.approx(satisfaction, rel=1e-12)


def test_outcomes_are_taken_over_time_as_summaries_are():
    series = simulate(plan().base.with_values({"run.months": 14}), 0).series
    one = series[series["firm"] == "Compass"]
    names = [name for name in measures() if name in one]
    whole = over_periods(one, ["firm"]).query("period == 'whole'")[names].iloc[0]
    found = outcomes(series, "Compass", [(name, 14) for name in names])
    np.testing.assert_allclose(np.array(found), whole.to_numpy(float), rtol=1e-12)


def test_the_comparison_is_paired(found):
    wide = found.outcomes.query("measure == 'discounted_profit' and horizon == 6 and point == 0")
    wide = wide.pivot(index="replication", columns="world", values="value")
    expected = paired(wide[["customer-centric"]].to_numpy(), wide[["service-only"]].to_numpy(), np.array([False]))
    row = found.comparison.query("measure == 'discounted_profit' and horizon == 6 and point == 0").iloc[0]
    assert (row["left"], row["right"]) == ("customer-centric", "service-only")
    for name in ("estimate", "low", "high", "share_ahead"):
        assert row[name] == pytest.approx(getattr(expected, name)[0])


def test_the_summary_is_mean_and_interval(found):
    one = "measure == 'satisfaction' and horizon == 3 and point == 1 and world == 'service-only'"
    values, row = found.outcomes.query(one)["value"], found.summary.query(one).iloc[0]
    assert row["mean"] == pytest.approx(values.mean())
    half = 12.706204736432095 * values.std(ddof=1) / np.sqrt(2)
    assert (row["low"], row["high"]) == pytest.approx((values.mean() - half, values.mean() + half))


def test_two_processes_leave_the_same_bytes(folder, found, tmp_path):
    run_sweep(plan(), How(folder=tmp_path / "two", jobs=2))
    assert same_bytes(folder, tmp_path / "two") == list(SAME)


def test_killed_at_any_moment_and_resumed_it_leaves_the_same_bytes(folder, found, tmp_path):
    code = "from tests.studies.test_sweep import *; run_sweep(plan(), How(folder=sys.argv[1]))"
    root = Path(__file__).resolve().parents[2]
    target = tmp_path / "killed"
    process = subprocess.Popen([sys.executable, "-c", code, target], cwd=root, env={**os.environ, "PYTHONPATH": str(root)})
    journal = target / "journal.jsonl"
    while process.poll() is None and not (journal.exists() and journal.stat().st_size > 200):
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with journal.open("ab") as file:
        file.write(b'0badc0de ["half a li')
    seen = []

    def counted(scenario, replication, seed=None, twin=None):
        seen.append(replication)
        return simulate(scenario, replication, seed, twin)

    run_sweep(plan(), How(folder=target, resume=True, simulate=counted))
    assert same_bytes(folder, target) == list(SAME)
    assert len(seen) < 8


def test_a_finished_sweep_resumed_runs_nothing_and_more_replications_are_welcome(folder, found):
    again = run_sweep(plan(), How(folder=folder, resume=True, simulate=never))
    pd.testing.assert_frame_equal(again.outcomes, found.outcomes, check_exact=True)


def test_more_replications_keep_those_that_there_are(tmp_path):
    target = tmp_path / "result"
    few = run_sweep(plan(replications=1), How(folder=target))
    more = run_sweep(plan(replications=2), How(folder=target, resume=True))
    kept = more.outcomes.query("replication == 0").reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, few.outcomes, check_exact=True)


def test_a_failing_run_is_recorded_and_stops_no_other(folder, found, tmp_path):
    target = tmp_path / "result"
    result = run_sweep(plan(), How(folder=target, simulate=fails_in_one))
    assert result.failed[["point", "replication", "world"]].to_numpy().tolist() == [[1, 1, "service-only"]]
    assert "ZeroDivisionError: nothing to divide by" in result.failed["error"].iloc[0]
    assert len(result.outcomes) == 4 * 7
    counts = result.comparison.query("measure == 'satisfaction' and horizon == 6")["replications"].tolist()
    assert counts == [2, 1]
    run_sweep(plan(), How(folder=target, resume=True))
    assert same_bytes(folder, target) == list(SAME)


def test_after_an_interruption_what_finished_is_kept(folder, found, tmp_path):
    calls = []

    def interrupted(scenario, replication, seed=None, twin=None):
        calls.append(replication)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return simulate(scenario, replication, seed, twin)

    with pytest.raises(SweepInterrupted) as caught:
        run_sweep(plan(), How(folder=tmp_path / "result", simulate=interrupted))
    assert (caught.value.finished, caught.value.total) == (3, 8)
    run_sweep(plan(), How(folder=tmp_path / "result", resume=True))
    assert same_bytes(folder, tmp_path / "result") == list(SAME)


def test_without_a_folder_it_is_only_returned(found):
    returned = run_sweep(plan())
    assert returned.folder is None
    pd.testing.assert_frame_equal(returned.outcomes, found.outcomes, check_exact=True)


@pytest.mark.parametrize(
    ("changed", "how", "message"),
    [
        ({}, {}, "holds a result already"),
        ({}, {"resume": True, "force": True}, "exclude each other"),
        ({"horizons": (6,)}, {"resume": True}, "its experiment differs"),
        ({"set": {**SMALL["set"], "run.seed": 9}}, {"resume": True}, "its seed is 1, not 9"),
    ],
)
def test_a_folder_in_use_is_refused_before_anything_runs(found, folder, changed, how, message):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(StoreError, match=message):
        run_sweep(plan(**changed), How(folder=folder, simulate=never, **how))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_folder_that_another_process_writes_to_is_refused(found, folder):
    lock = FolderLock(folder)
    lock.acquire()
    try:
        with pytest.raises(StoreError, match=r"process \d+ writes to this folder"):
            run_sweep(plan(), How(folder=folder, resume=True, simulate=never))
    finally:
        lock.release()


def test_a_result_of_another_kind_is_refused_both_ways(found, folder, tmp_path):
    (tmp_path / "manifest.json").write_text('{"schema_version": 1, "code_digest": "", "start": ""}')
    with pytest.raises(StoreError, match="does not hold an experiment"):
        run_sweep(plan(), How(folder=tmp_path, force=True, simulate=never))
    with pytest.raises(StoreError, match="holds a sweep, not the result of simulated scenarios"):
        read_manifest(folder)


def test_force_replaces_an_experiment_and_leaves_what_else_lies_there(tmp_path):
    target = tmp_path / "result"
    run_sweep(plan(replications=1), How(folder=target))
    (target / "notes.txt").write_text("mine")
    other = run_sweep(plan(replications=1, horizons=(6,)), How(folder=target, force=True))
    assert set(other.outcomes["horizon"]) == {6}
    assert (target / "notes.txt").read_text() == "mine"


def test_a_journal_gives_every_number_back_to_the_bit():
    entry = Entry(Key("0" * 20, 3, "none"), 0.125, (0.1 + 0.2, -0.0, 5e-324, 1.7976931348623157e308))
    assert read_line(write_line(entry)) == entry
    (nothing,) = read_line(write_line(replace(entry, outcomes=(float("nan"),)))).outcomes
    assert np.isnan(nothing)


def test_a_line_that_was_changed_or_cut_does_not_count():
    line = write_line(Entry(Key("0" * 20, 3, "none"), 0.125, (1.5,)))
    assert read_line(line.replace(b"1.5", b"1.6")) is None
    assert [read_line(line[:length]) for length in range(len(line))] == [None] * len(line)


def test_a_journal_goes_on_behind_what_was_cut_off(tmp_path):
    entries = [Entry(Key("a", number, "none"), 0.0, (float(number),)) for number in range(3)]
    path = tmp_path / "journal"
    path.write_bytes(write_line(entries[0]) + write_line(entries[1])[:-5])
    journal = Journal(path)
    journal.open()
    assert list(journal.places) == [entries[0].key]
    for entry in entries[1:]:
        journal.add(entry)
    journal.close()
    again = Journal(path)
    again.open()
    assert [again.get(entry.key) for entry in entries] == entries
    again.close()


def test_a_table_that_is_missing_or_no_table_is_told(tmp_path):
    with pytest.raises(StoreError, match="there is no such table"):
        read_csv(tmp_path / "summary.csv")
    (tmp_path / "summary.csv").write_text("")
    with pytest.raises(StoreError, match="seems damaged"):
        read_csv(tmp_path / "summary.csv")


def test_where_customers_stand_for_several_the_outcomes_are_those_of_all():
    one_point = [{"key": "market.switching_cost", "values": (1.0,)}]
    each = plan(set=SMALL["set"] | {"market.each_stands_for": 3}, parameters=one_point, replications=1)
    alone = plan(parameters=one_point, replications=1)
    three, one = (run_sweep(one).outcomes.set_index(["world", "measure", "horizon"])["value"] for one in (each, alone))
    profit, satisfaction = (f"measure == '{name}'" for name in ("discounted_profit", "satisfaction"))
    assert three.to_frame().query(profit)["value"].tolist() == (3 * one.to_frame().query(profit)["value"]).tolist()
    assert three.to_frame().query(satisfaction)["value"].tolist() == one.to_frame().query(satisfaction)["value"].tolist()
