"""Command `calibrate`: what it says, writes and refuses."""

from pathlib import Path

import pandas as pd
import pytest

FILE = """\
scenario = "small.toml"
replications = 1
[[parameters]]
key = "market.switching_cost"
low = 0.0
high = 6.0
[data]
fit_years = 1
tolerance = 0.2
[effort]
points = 8
generations = 0
close = 8
"""
TABLE = "year,survival\n0,100\n1,70\n2,55\n"


@pytest.fixture
def file(small: Path) -> Path:
    path = small.with_name("fit.toml")
    path.write_text(FILE, encoding="utf-8")
    small.with_name("kept.csv").write_text(TABLE, encoding="utf-8")
    return path


def test_a_table_is_fitted_and_checked_on_its_later_years(centricity, file, tmp_path):
    out = tmp_path / "result"
    done = centricity("calibrate", file, "--data", file.with_name("kept.csv"), "--out", out)
    assert done.code == 0, done.err
    assert "points that were tried" in done.out
    assert "which were not fitted" in done.out
    names = {path.name for path in out.iterdir()}
    assert {"points.csv", "parameters.csv", "targets.csv", "survival.csv", "calibrated.toml", "manifest.json"} <= names
    assert (out / "figures" / "calibration.png").stat().st_size > 10_000
    kept = pd.read_csv(out / "survival.csv")
    assert kept["fitted"].tolist() == [True, False]
    points = pd.read_csv(out / "points.csv")
    assert len(points) == 1 + 2 * 8
    assert points.loc[points["part"] != "as in the scenario", "market.switching_cost"].between(0, 6).all()
    again = centricity("check", out / "calibrated.toml")
    assert again.code == 0, again.err
    best = float(points.loc[points["distance"].idxmin(), "market.switching_cost"])
    assert f"switching_cost = {best!r}" in (out / "calibrated.toml").read_text(encoding="utf-8")


def test_a_result_is_not_replaced_unasked(centricity, file, tmp_path):
    (tmp_path / "result").mkdir()
    (tmp_path / "result" / "points.csv").write_text("mine", encoding="utf-8")
    done = centricity("calibrate", file, "--data", file.with_name("kept.csv"), "--out", tmp_path / "result")
    assert done.code == 2
    assert "--force" in done.err
    assert (tmp_path / "result" / "points.csv").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("switching_cost", "switching_costs", "line 4: market.switching_costs: there is no such parameter"),
        ("low = 0.0", "low = 7.0", "low: must lie below high"),
        ("points = 8", "points = 9", "must be a power of two"),
        ("[data]", '[[targets]]\nname = "happiness"\nlow = 1.0\n[data]', "is no quantity of a calibration"),
        ("[data]", '[[targets]]\nname = "satisfaction_mean"\n[data]', "a target has a value with a tolerance, or low, or high"),
        ("small.toml", "nowhere.toml", "there is no such scenario"),
    ],
)
def test_a_mistake_in_the_file_is_told_and_nothing_is_written(centricity, file, tmp_path, old, new, message):
    file.write_text(FILE.replace(old, new, 1), encoding="utf-8")
    done = centricity("calibrate", file, "--data", file.with_name("kept.csv"), "--out", tmp_path / "result")
    assert done.code == 2
    assert message in done.err
    assert not (tmp_path / "result").exists()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "lacks the columns or has no rows"),
        ("jahr,rest\n1,0.7\n", "the columns year and survival"),
        ("year,survival\n1,0.7\n1,0.6\n", "line 3: year: stands here a second time"),
        ("year,survival\n1,much\n", "line 2: survival: is no share"),
        ("year,survival\n1.5,0.7\n", "line 2: year: is no year"),
        ("year,survival\n1,0.5\n2,0.6\n", "more are there in year 2 than before"),
        ("year,survival\n0,90\n1,50\n", "those who joined are all there in year 0"),
    ],
)
def test_a_mistake_in_the_table_is_told(centricity, file, tmp_path, table, message):
    path = tmp_path / "bad.csv"
    path.write_text(table, encoding="utf-8")
    done = centricity("calibrate", file, "--data", path, "--out", tmp_path / "result")
    assert done.code == 2
    assert message in done.err
    assert not (tmp_path / "result").exists()


def test_without_anything_to_fit_it_says_what_is_missing(centricity, small, tmp_path):
    done = centricity("calibrate", small, "--out", tmp_path / "result")
    assert done.code == 2
    assert "there is nothing to fit" in done.err
