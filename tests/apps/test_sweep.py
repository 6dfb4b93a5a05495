"""Command `sweep`: what it says, writes and answers."""

from pathlib import Path

import pandas as pd
import pytest

FILE = """\
title = "Small sweep"
question = "Does switching cost matter?"
scenario = "small.toml"
replications = 2
[[parameters]]
key = "market.switching_cost"
values = [1.0, 3.0]
"""


@pytest.fixture
def file(small: Path) -> Path:
    path = small.with_name("costs.toml")
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_sweep_prints_every_point_and_stores_every_run(centricity, file, tmp_path):
    done = centricity("sweep", file, "--out", tmp_path / "result", "--jobs", 1)
    assert done.code == 0
    assert "Does switching cost matter?" in done.out
    assert "8 runs; about" in done.err
    assert {path.name for path in (tmp_path / "result").iterdir()} == {
        *("points.csv", "outcomes.parquet", "summary.csv", "comparison.csv", "runs.csv", "manifest.json"),
        *("scenario.toml", "experiment.toml", "journal.jsonl", "report.html"),
    }
    html = (tmp_path / "result" / "report.html").read_bytes()
    assert b"Does switching cost matter?" in html
    rebuilt = centricity("report", tmp_path / "result")
    assert rebuilt.code == 0
    assert (tmp_path / "result" / "report.html").read_bytes() == html
    assert len(pd.read_csv(tmp_path / "result" / "runs.csv")) == 8
    again = centricity("sweep", tmp_path / "result" / "experiment.toml", "--out", tmp_path / "again", "--jobs", 1)
    assert again.code == 0
    both = [(tmp_path / name / "outcomes.parquet").read_bytes() for name in ("result", "again")]
    assert both[0] == both[1]


def test_an_object_is_all_that_json_prints(centricity, file, tmp_path):
    done = centricity("sweep", file, "--out", tmp_path / "result", "--jobs", 1, "--json", "--replications", 1)
    assert (done.object["points"], done.object["runs_done"], done.object["runs_failed"]) == (2, 4, 0)


def test_an_estimate_runs_nothing(centricity, file, tmp_path):
    done = centricity("sweep", file, "--out", tmp_path / "result", "--estimate", "--jobs", 1)
    assert done.code == 0
    assert done.out.startswith("8 runs; about")
    assert not (tmp_path / "result").exists()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("switching_cost", "switching_costs", 'line 6: market.switching_costs: there is no such parameter'),
        ("[1.0, 3.0]", "[1.0, -3.0]", "found -3.0; allowed: a number from 0 to 15"),
        ("small.toml", "nowhere.toml", "there is no such scenario"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_and_nothing_written(centricity, file, tmp_path, old, new, message):
    file.write_text(FILE.replace(old, new), encoding="utf-8")
    done = centricity("sweep", file, "--out", tmp_path / "result")
    assert done.code == 2
    assert message in done.err
    assert not (tmp_path / "result").exists()


def test_a_scenario_is_no_experiment(centricity, small):
    done = centricity("sweep", small)
    assert done.code == 2
    assert "scenario: is missing" in done.err


def test_a_run_that_fails_is_told_with_exit_code_1(centricity, file, tmp_path, monkeypatch):
    def fails(*_, **__):
        raise ZeroDivisionError("nothing to divide by")

    monkeypatch.setattr("simulation.studies.sweep.study.estimated", lambda *_: None)
    monkeypatch.setattr("simulation.apps.experiments.estimate_in_words", lambda *_: "")
    monkeypatch.setattr("simulation.engines.simulate", fails)
    done = centricity("sweep", file, "--out", tmp_path / "result", "--jobs", 1)
    assert done.code == 1
    assert "8 of 8 runs failed" in done.err
    assert "nothing to divide by" in done.err
