"""Command `report`: everything that is computed is made again from a stored result."""

import shutil
from pathlib import Path

import pytest

import simulation.engines
from tests.apps.conftest import Centricity, Finished


def test_a_result_is_rebuilt_to_the_byte_without_simulating(
    finished: Finished, centricity: Centricity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulation.engines, "simulate", None)
    folder = tmp_path / "copy"
    shutil.copytree(finished.folder, folder)
    for name in ("summary.csv", "comparison.csv", "why.csv", "verdict.json", "dictionary.csv"):
        (folder / name).unlink()
    shutil.rmtree(folder / "figures")
    outcome = centricity("report", folder)
    assert outcome.code == 0
    made = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    kept = {path.relative_to(finished.folder) for path in finished.folder.rglob("*") if path.is_file()}
    assert made == kept
    assert [str(name) for name in kept if (folder / name).read_bytes() != (finished.folder / name).read_bytes()] == []


@pytest.mark.usefixtures("no_pictures")
def test_it_prints_what_the_run_printed(finished: Finished, centricity: Centricity, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(finished.folder, folder)
    before, after = finished.outcome.out, centricity("report", folder).out
    assert after.split("Results in")[0] == before.split("Results in")[0]


@pytest.mark.usefixtures("no_pictures")
def test_json_and_quiet(finished: Finished, centricity: Centricity, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(finished.folder, folder)
    assert centricity("report", folder, "--json").object["results"] == str(folder)
    assert centricity("report", folder, "--quiet").out == f"{folder}\n"


@pytest.mark.parametrize("damage", ["no folder", "no manifest", "damaged table"])
def test_what_is_no_result_is_refused(finished: Finished, centricity: Centricity, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "copy"
    if damage != "no folder":
        shutil.copytree(finished.folder, folder)
    if damage == "no manifest":
        (folder / "manifest.json").unlink()
    if damage == "damaged table":
        (folder / "series.parquet").write_bytes(b"PAR1 and then nothing")
    outcome = centricity("report", folder)
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert outcome.out == ""
