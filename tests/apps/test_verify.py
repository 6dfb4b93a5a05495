"""`centricity verify`: what was tampered with, cut off or deleted is caught and named; what is right is found again."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from simulation.records.digests import digest_of
from simulation.records.lock import LOCK, FolderLock
from tests.apps.conftest import SMALL, Centricity, Finished, start

EXPERIMENT = """\
scenario = "small.toml"
replications = 2
horizons = [3, 6]
measures = ["discounted_profit", "satisfaction"]

[[parameters]]
key = "market.switching_cost"
values = [1.0, 3.0]
"""


@pytest.fixture
def study(finished: Finished, tmp_path: Path) -> Path:
    """A copy of a finished study that may be spoilt."""
    return Path(shutil.copytree(finished.folder, tmp_path / "copy"))


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("swept")
    (base / "small.toml").write_text(SMALL, encoding="utf-8")
    (base / "experiment.toml").write_text(EXPERIMENT, encoding="utf-8")
    assert start("sweep", base / "experiment.toml", "--out", base / "result", "--jobs", 1, "--quiet").code == 0
    return base / "result"


@pytest.fixture
def sweep(swept: Path, tmp_path: Path) -> Path:
    """A copy of a finished sweep that may be spoilt."""
    return Path(shutil.copytree(swept, tmp_path / "copy"))


def edited(path: Path, change: Callable[[pd.DataFrame], None]) -> None:
    frame = pd.read_parquet(path)
    change(frame)
    frame.to_parquet(path, engine="pyarrow", index=False)


def with_right_digests(folder: Path) -> None:
    """What a careful forger would do."""
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"] = {name: digest_of(folder / name) for name in manifest["files"]}
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_what_is_right_is_found_again_to_the_bit(study: Path, centricity: Centricity) -> None:
    outcome = centricity("verify", study, "--all")
    assert outcome.code == 0
    assert "verified" in outcome.out
    assert "8 of 8 runs were simulated again and are the same to the bit" in outcome.out.replace("\n", " ")


def test_a_verification_changes_nothing(study: Path, centricity: Centricity) -> None:
    before = {path: path.stat().st_mtime_ns for path in study.rglob("*")}
    assert centricity("verify", study, "--sample", 0).code == 0
    assert {path: path.stat().st_mtime_ns for path in study.rglob("*")} == before


def test_every_world_has_a_part_in_the_sample(study: Path, centricity: Centricity) -> None:
    answer = centricity("verify", study, "--sample", 4, "--json").object
    assert (answer["verified"], answer["checked"], answer["runs"], answer["same_code"]) == (True, 4, 8, True)


def test_one_number_changed_in_the_last_bit_is_found(study: Path, centricity: Centricity) -> None:
    def change(frame: pd.DataFrame) -> None:
        row = frame.index[(frame["month"] == 4) & (frame["firm"] == "Compass") & (frame["replication"] == 1)][0]
        frame.loc[row, "satisfaction"] = frame.loc[row, "satisfaction"] * (1 + 2**-52)

    edited(study / "series.parquet", change)
    told = centricity("verify", study, "--sample", 0)
    assert told.code == 1
    assert "series.parquet: is not what was written" in told.out
    with_right_digests(study)
    told = centricity("verify", study, "--all")
    assert told.code == 1
    assert "run 1, market: in series, month 4, firm Compass: satisfaction is stored as" in told.out


@pytest.mark.parametrize("name", [
    "series.parquet", "twins.parquet", "market.parquet", "panel.parquet", "runs.csv", "summary.csv", "comparison.csv",
    "verdict.json", "scenario.toml", "manifest.json", "report.html", "why.csv",
])  # fmt: skip
@pytest.mark.parametrize("damage", ["deleted", "cut off"])
def test_a_file_that_is_missing_or_cut_off_is_named(study: Path, centricity: Centricity, name: str, damage: str) -> None:
    path = study / name
    if damage == "deleted":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    told = centricity("verify", study, "--sample", 0, "--json")
    assert told.code == 1
    assert any(problem.startswith(name) for problem in told.object["problems"]), told.object["problems"]


def test_runs_that_were_taken_out_everywhere_are_missed(study: Path, centricity: Centricity) -> None:
    for name in ("series", "twins", "market", "segments", "departments", "panel", "cohorts"):
        frame = pd.read_parquet(study / f"{name}.parquet")
        frame[frame["replication"] == 0].to_parquet(study / f"{name}.parquet", engine="pyarrow", index=False)
    runs = pd.read_csv(study / "runs.csv", keep_default_na=False)
    runs[runs["replication"] == 0].to_csv(study / "runs.csv", index=False)
    with_right_digests(study)
    assert centricity("report", study, "--quiet").code == 0
    told = centricity("verify", study, "--sample", 0)
    assert told.code == 1
    assert "4 of 8 runs are missing, small, run 1" in told.out


def test_another_program_is_told(study: Path, centricity: Centricity) -> None:
    manifest = json.loads((study / "manifest.json").read_text())
    manifest |= {"code_digest": "0" * 64, "packages": {**manifest["packages"], "numpy": "1.0"}}
    (study / "manifest.json").write_text(json.dumps(manifest))
    told = centricity("verify", study, "--sample", 1)
    assert told.code == 0
    assert "numbers that differ may differ because the model changed" in told.err.replace("\n", " ")
    assert "numpy 1.0 (here" in told.err


def test_a_sweep_is_found_again(sweep: Path, centricity: Centricity) -> None:
    answer = centricity("verify", sweep, "--all", "--json")
    assert answer.code == 0
    assert (answer.object["kind"], answer.object["checked"], answer.object["runs"]) == ("sweep", 8, 8)


@pytest.mark.parametrize("name", [
    "journal.jsonl", "points.csv", "runs.csv", "outcomes.parquet", "summary.csv", "comparison.csv", "experiment.toml",
    "scenario.toml", "manifest.json",
])  # fmt: skip
@pytest.mark.parametrize("damage", ["deleted", "cut off"])
def test_a_damaged_sweep_is_named(sweep: Path, centricity: Centricity, name: str, damage: str) -> None:
    path = sweep / name
    if damage == "deleted":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    told = centricity("verify", sweep, "--sample", 0, "--json")
    assert told.code == 1
    assert any(problem.startswith(name) for problem in told.object["problems"]), told.object["problems"]


def test_a_forged_outcome_of_a_sweep_is_found_by_running_it_again(sweep: Path, centricity: Centricity) -> None:
    from simulation.studies.sweep.store import read_line, write_line

    lines = [read_line(line) for line in (sweep / "journal.jsonl").read_bytes().splitlines(keepends=True)]
    forged = list(lines)
    first = forged[0]
    assert first is not None
    forged[0] = type(first)(first.key, first.seconds, (first.outcomes[0] + 1.0, *first.outcomes[1:]), "")
    (sweep / "journal.jsonl").write_bytes(b"".join(write_line(entry) for entry in forged if entry is not None))
    with_right_digests(sweep)
    told = centricity("verify", sweep, "--all")
    assert told.code == 1
    assert "discounted_profit over 3 months is stored as" in told.out
    assert "outcomes.parquet: is not what follows from journal.jsonl" in told.out


def test_what_is_no_result_is_bad_input(tmp_path: Path, study: Path, centricity: Centricity) -> None:
    assert centricity("verify", tmp_path / "nowhere").code == 2
    (tmp_path / "empty").mkdir()
    assert "is not a result folder" in centricity("verify", tmp_path / "empty").err
    assert centricity("verify", study, "--all", "--sample", 3).code == 2


def test_a_folder_that_is_being_written_to_is_left_alone(study: Path, centricity: Centricity) -> None:
    lock = FolderLock(study)
    lock.acquire()
    try:
        told = centricity("verify", study)
    finally:
        lock.release()
    assert told.code == 2
    assert "writes to this folder" in told.err
    assert not (study / LOCK).exists()
