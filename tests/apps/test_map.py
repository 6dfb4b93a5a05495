"""Command `map`: what it says, writes and answers."""

from pathlib import Path

import pandas as pd
import pytest

FILE = """\
title = "Small map"
question = "Who wins where?"
scenario = "small.toml"
replications = 2
horizons = [2, 3]
worlds = ["customer-centric", "service-only"]
[[parameters]]
key = "market.switching_cost"
values = [1.0, 3.0]
"""


@pytest.fixture
def file(small: Path) -> Path:
    path = small.with_name("where.toml")
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_map_is_printed_drawn_and_stored(centricity, file, tmp_path):
    folder = tmp_path / "result"
    done = centricity("map", file, "--out", folder, "--jobs", 1)
    assert done.code == 0
    assert "Who wins where?" in done.out
    assert "too close to call" in done.out
    assert "2 points simulated with 2 runs each" in done.out
    assert (folder / "figures" / "map.png").stat().st_size > 10_000
    assert (folder / "figures" / "map.svg").exists()
    html = (folder / "report.html").read_bytes()
    assert html.count(b"<figure") == 1
    assert centricity("report", folder).code == 0
    assert (folder / "report.html").read_bytes() == html
    winners = pd.read_csv(folder / "winners.csv")
    assert len(winners) == 2 * 2
    again = centricity("map", file, "--out", folder, "--jobs", 1, "--resume", "--json")
    assert again.object["points"] == 2
    assert again.object["runs_done"] == 8
    shares = pd.DataFrame(again.object["shares"])
    assert set(shares["strategy"]) == {"customer-centric", "service-only", "too close to call"}


def test_quiet_says_where_it_is_and_no_more(centricity, file, tmp_path):
    done = centricity("map", file, "--out", tmp_path / "result", "--jobs", 1, "--quiet", "--replications", 1)
    assert (done.code, done.out.strip(), done.err) == (0, str(tmp_path / "result"), "")


def test_a_space_that_cannot_be_drawn_is_refused_and_nothing_written(centricity, file, tmp_path):
    file.write_text(FILE.replace("horizons = [2, 3]\n", ""), encoding="utf-8")
    done = centricity("map", file, "--out", tmp_path / "result")
    assert done.code == 2
    assert "found 1 parameters and 1 horizons; allowed: 2 to 4 dimensions" in done.err
    assert not (tmp_path / "result").exists()
