"""Commands `run` and `compare`: what they print, store and refuse."""

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import simulation.engines
from tests.apps.conftest import RUNS, Centricity, Finished

FILES = (
    *("scenario.toml", "manifest.json", "runs.csv", "summary.csv", "comparison.csv", "why.csv", "dictionary.csv"),
    "verdict.json",
    *("series.parquet", "twins.parquet", "market.parquet", "segments.parquet", "departments.parquet", "panel.parquet"),
    "cohorts.parquet",
)


QUICK = ("--jobs", 1, "--robustness", 0)
"""Without the many draws of uncertain values, where a test is about something else."""


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_screen_answers_the_question(finished: Finished) -> None:
    assert finished.outcome.code == 0
    text = " ".join(finished.outcome.out.split())
    for part in ("Small", "Does it pay?", "customer-centric", "service-only", "Expected:", "Compass playing each strategy"):
        assert part in text
    assert "60 of 60 draws" in text
    assert "Customer-centric and service-only earn too alike to call" in text
    assert str(finished.folder.name) in text


def test_a_result_is_complete(finished: Finished) -> None:
    assert [name for name in FILES if not (finished.folder / name).exists()] == []
    pictures = {path.name for path in (finished.folder / "figures").iterdir()}
    for name in ("overview", "revenue", "retention", "engagement", "profit", "perception_gap", "culture", "twins", "why"):
        assert {f"{name}.png", f"{name}.svg"} <= pictures


def test_progress_goes_to_stderr(finished: Finished) -> None:
    assert f"{RUNS} of {RUNS} runs" in finished.outcome.err
    assert "runs," not in finished.outcome.out.split("\n", 1)[0]


@pytest.mark.usefixtures("no_pictures")
def test_what_was_run_gives_the_same_numbers_again(finished: Finished, centricity: Centricity, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert centricity("run", finished.folder / "scenario.toml", "--out", again, *QUICK, "--quiet").code == 0
    one, two = (pd.read_parquet(folder / "series.parquet") for folder in (finished.folder, again))
    pd.testing.assert_frame_equal(one.drop(columns="scenario"), two.drop(columns="scenario"))


def test_a_result_is_never_overwritten_unasked(finished: Finished, centricity: Centricity) -> None:
    before = contents(finished.folder)
    outcome = centricity("run", finished.scenario, "--out", finished.folder)
    assert outcome.code == 2
    assert "--force" in outcome.err
    assert contents(finished.folder) == before


@pytest.mark.usefixtures("no_pictures")
def test_force_replaces_a_result(finished: Finished, centricity: Centricity, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(finished.folder, folder)
    options = ("--replications", 1, "--months", 3, *QUICK, "--quiet")
    assert centricity("run", finished.scenario, "--out", folder, "--force", *options).code == 0
    assert pd.read_parquet(folder / "series.parquet")["month"].max() == 3


@pytest.mark.usefixtures("no_pictures")
def test_quiet_says_only_where_the_result_is(small: Path, centricity: Centricity, tmp_path: Path) -> None:
    folder = tmp_path / "q"
    outcome = centricity("run", small, "--out", folder, "--months", 1, "--replications", 1, *QUICK, "--quiet")
    assert (outcome.code, outcome.out, outcome.err) == (0, f"{folder}\n", "")


@pytest.mark.usefixtures("no_pictures")
def test_json_is_one_object_and_nothing_else(small: Path, centricity: Centricity, tmp_path: Path) -> None:
    folder = tmp_path / "j"
    outcome = centricity("run", small, "--out", folder, "--months", 2, *QUICK, "--json")
    found = outcome.object
    assert found["results"] == str(folder)
    assert (found["runs_done"], found["runs_failed"], found["errors"]) == (RUNS, 0, [])
    assert {row["strategy"] for row in found["summary"]} == {"service-only", "customer-centric"}
    assert found["verdicts"][0]["focal"] == "Compass"
    assert {row["kind"] for row in found["comparison"]} == {"market", "twin"}
    assert "NaN" not in outcome.out


@pytest.mark.usefixtures("no_pictures")
def test_options_beat_set_which_beats_the_file(small: Path, centricity: Centricity, tmp_path: Path) -> None:
    folder = tmp_path / "o"
    settings = ("--set", "run.months=4", "--set", "run.replications=3", "--set", "market.customers=90")
    options = ("--months", 2, "--seed", 9, "--replications", 1, *QUICK, "--quiet")
    assert centricity("run", small, "--out", folder, *settings, *options).code == 0
    series = pd.read_parquet(folder / "series.parquet")
    assert (series["month"].max(), series["replication"].nunique()) == (2, 1)
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["seed"] == 9
    assert "customers = 90" in (folder / "scenario.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--months", 0), "--months 0"),
        (("--set", "market.switching_cots=3"), 'did you mean "switching_cost"'),
        (("--set", "nonsense"), "KEY=VALUE"),
        (("--engine", "abacus"), "--engine abacus"),
        (("--replications", -1), "--replications -1"),
    ],
)
def test_bad_input_is_told_once_and_nothing_is_written(
    small: Path, centricity: Centricity, tmp_path: Path, arguments: tuple[Any, ...], words: str
) -> None:
    folder = tmp_path / "bad"
    outcome = centricity("run", small, "--out", folder, *arguments)
    assert outcome.code == 2
    assert words in outcome.err
    assert "Traceback" not in outcome.err
    assert outcome.out == ""
    assert not folder.exists()


def test_with_json_bad_input_is_an_object_too(small: Path, centricity: Centricity, tmp_path: Path) -> None:
    outcome = centricity("run", small, "--out", tmp_path / "bad", "--months", 0, "--json")
    assert outcome.code == 2
    assert outcome.object["problems"][0]["key"] == "run.months"
    assert "--months 0" in outcome.object["error"]
    assert "--months 0" in outcome.err


@pytest.mark.usefixtures("no_pictures")
def test_a_failed_run_is_recorded_the_others_are_kept_and_the_exit_code_says_so(
    small: Path, centricity: Centricity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = simulation.engines.simulate

    def sometimes(scenario: Any, replication: int, **options: Any) -> Any:
        if replication == 1 and options.get("twin") == "none":
            raise ZeroDivisionError("nothing to divide by")
        return real(scenario, replication, **options)

    monkeypatch.setattr(simulation.engines, "simulate", sometimes)
    folder = tmp_path / "partly"
    outcome = centricity("run", small, "--out", folder, "--months", 2, *QUICK)
    assert outcome.code == 1
    assert f"1 of {RUNS} runs failed" in outcome.err
    assert "nothing to divide by" in outcome.err
    assert pd.read_csv(folder / "runs.csv")["status"].value_counts().to_dict() == {"done": RUNS - 1, "failed": 1}
    monkeypatch.setattr(simulation.engines, "simulate", real)
    assert centricity("run", small, "--out", folder, "--months", 2, *QUICK, "--resume").code == 0


@pytest.mark.usefixtures("no_pictures")
def test_where_every_run_fails_there_is_nothing_to_compare_and_no_traceback(
    small: Path, centricity: Centricity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("broken")

    monkeypatch.setattr(simulation.engines, "simulate", never)
    outcome = centricity("run", small, "--out", tmp_path / "none", *QUICK)
    assert outcome.code == 1
    assert "No run is finished" in outcome.out
    assert f"{RUNS} of {RUNS} runs failed" in outcome.err


@pytest.mark.usefixtures("no_pictures")
def test_ctrl_c_keeps_what_is_finished_and_resume_completes_it(
    small: Path, finished: Finished, centricity: Centricity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = simulation.engines.simulate, []

    def interrupted(*arguments: Any, **options: Any) -> Any:
        calls.append(arguments)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return real(*arguments, **options)

    monkeypatch.setattr(simulation.engines, "simulate", interrupted)
    folder = tmp_path / "kept"
    outcome = centricity("run", small, "--out", folder, "--jobs", 1, "--robustness", 0)
    assert outcome.code == 130
    assert f"3 of {RUNS} runs are finished" in outcome.err
    assert "--resume" in outcome.err
    resumed = centricity("run", small, "--out", folder, "--jobs", 1, "--resume", "--robustness", 0)
    assert resumed.code == 0
    assert len(calls) == 4 + RUNS - 3
    for name in ("series.parquet", "twins.parquet", "summary.csv", "comparison.csv"):
        assert (folder / name).read_bytes() == (finished.folder / name).read_bytes()


def test_ctrl_c_with_json_is_an_object(
    small: Path, centricity: Centricity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at_once(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(simulation.engines, "simulate", at_once)
    outcome = centricity("run", small, "--out", tmp_path / "k", *QUICK, "--json")
    assert outcome.code == 130
    assert outcome.object["interrupted"] is True
    assert outcome.object["runs_finished"] == 0


@pytest.mark.usefixtures("no_pictures")
def test_robustness_is_asked_for_with_or_without_a_number(small: Path, centricity: Centricity, tmp_path: Path) -> None:
    folder = tmp_path / "r"
    outcome = centricity("run", small, "--robustness", 2, "--out", folder, "--months", 2, "--replications", 1, "--jobs", 1)
    assert outcome.code == 0
    assert "2 of 2 draws" in outcome.out
    assert len(pd.read_csv(folder / "robustness.csv")) == 2


def test_robustness_without_a_number_may_stand_before_the_file(centricity: Centricity, tmp_path: Path) -> None:
    outcome = centricity("run", "--robustness", tmp_path / "missing.toml")
    assert outcome.code == 2
    assert "missing.toml" in outcome.err
    assert "no such file" in outcome.err


def test_compare_pairs_scenarios_on_the_same_luck(small: Path, centricity: Centricity, tmp_path: Path) -> None:
    other = tmp_path / "loyal.toml"
    other.write_text('extends = "small.toml"\n[market]\nswitching_cost = 6.0\n', encoding="utf-8")
    folder = tmp_path / "c"
    outcome = centricity("compare", small, other, "--out", folder, "--months", 2, "--jobs", 1)
    assert outcome.code == 0
    assert "loyal" in outcome.out
    comparison = pd.read_csv(folder / "comparison.csv")
    pairs = comparison[comparison["kind"] == "scenario"]
    assert set(zip(pairs["left"], pairs["right"], strict=True)) == {("loyal", "small")}
    assert (folder / "figures" / "scenarios.png").exists()
    assert (folder / "figures" / "small" / "overview.png").exists()


def test_compare_needs_two_scenarios(small: Path, centricity: Centricity) -> None:
    outcome = centricity("compare", small)
    assert outcome.code == 2
    assert "two or more" in outcome.err


@pytest.mark.usefixtures("no_pictures")
def test_results_lie_under_the_scenarios_name(
    small: Path, centricity: Centricity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = ("--months", 1, "--replications", 1, *QUICK, "--quiet")
    assert centricity("run", small, *options).code == 0
    assert (tmp_path / "results" / "small" / "series.parquet").exists()
