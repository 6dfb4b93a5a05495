"""Command `sensitivity`: what it says, writes and answers."""

from pathlib import Path

import pytest

FILE = """\
title = "Small analysis"
question = "What drives it?"
scenario = "small.toml"
replications = 2
worlds = ["customer-centric", "service-only"]
[sensitivity]
trajectories = 2
samples = 2
[[parameters]]
key = "market.switching_cost"
[[parameters]]
key = "stocks.lever_cost"
"""


@pytest.fixture
def file(small: Path) -> Path:
    path = small.with_name("drives.toml")
    path.write_text(FILE, encoding="utf-8")
    return path


def test_an_analysis_is_printed_drawn_and_stored(centricity, file, tmp_path):
    folder = tmp_path / "result"
    done = centricity("sensitivity", file, "--out", folder, "--jobs", 1)
    assert done.code == 0
    assert "What drives it?" in done.out
    assert "customer-centric less that with service-only" in " ".join(done.out.split())
    assert {path.name for path in (folder / "figures").iterdir()} >= {"tornado.png", "morris.png"}
    html = (folder / "report.html").read_bytes()
    assert html.count(b"<figure") >= 2
    assert centricity("report", folder).code == 0
    assert (folder / "report.html").read_bytes() == html
    assert (folder / "indices_morris.csv").exists()
    again = centricity("sensitivity", file, "--out", folder, "--jobs", 1, "--resume", "--json")
    assert again.object["points"] == 5 + 6 + 8
    assert {row["parameter"] for row in again.object["tornado"]} == {"market.switching_cost", "stocks.lever_cost"}


def test_a_missing_output_is_told_with_exit_code_1_and_no_index(centricity, file, tmp_path, monkeypatch):
    def fails(*_, **__):
        raise ZeroDivisionError("nothing to divide by")

    monkeypatch.setattr("simulation.studies.sweep.study.estimated", lambda *_: None)
    monkeypatch.setattr("simulation.apps.experiments.estimate_in_words", lambda *_: "")
    monkeypatch.setattr("simulation.engines.simulate", fails)
    done = centricity("sensitivity", file, "--out", tmp_path / "result", "--jobs", 1)
    assert done.code == 1
    assert "outputs of the tornado are missing, so no index can be given" in done.err
    assert not list((tmp_path / "result").glob("indices_*"))


def test_too_many_sides_are_refused_and_nothing_written(centricity, file, tmp_path):
    file.write_text(FILE.replace('"service-only"]', '"service-only", "none"]'), encoding="utf-8")
    done = centricity("sensitivity", file, "--out", tmp_path / "result")
    assert done.code == 2
    assert "a difference has two sides" in done.err
    assert not (tmp_path / "result").exists()
