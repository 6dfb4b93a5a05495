"""Faults in short: what is damaged is run again, what cannot be written is told, and what finished stays.

All of them, done to the command line from outside: `python -m tests.faults`.
"""

import errno
import itertools
import os
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "studies"))

from synthetic_market import MadeUpScenario, Run, simulate

from simulation.records import parts as parts_module
from simulation.records.files import StoreError
from simulation.records.result_folder import PARTS
from simulation.studies.study import run_study
from simulation.studies.sweep.file import experiment
from simulation.studies.sweep.store import Journal
from simulation.studies.sweep.study import How, run_sweep
from tests.faults.bench import cut, flip

SCENARIO = MadeUpScenario(run=Run(replications=3, months=8))
RUNS = 12
TABLES = ("series", "twins", "market", "segments", "departments", "panel", "cohorts")


SMALL_SWEEP = experiment(
    "small",
    scenario="head_to_head",
    parameters=[{"key": "market.switching_cost", "values": (1.0,)}],
    set={"market.customers": 60, "run.months": 2},
    worlds=("none", "status-quo"),
    replications=1,
)


class Counting:
    """Simulates, counts, and stops at a run as Ctrl-C does."""

    def __init__(self, stop: int | None = None) -> None:
        self.calls, self.stop = 0, stop

    def __call__(self, *arguments, **options):
        self.calls += 1
        if self.calls == self.stop:
            raise KeyboardInterrupt
        return simulate(*arguments, **options)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "result"
    run_study([SCENARIO], folder=folder, simulate=simulate)
    return folder


@pytest.fixture
def half(tmp_path, monkeypatch):
    """A study that was killed after seven runs: its parts are there, its tables are not."""
    monkeypatch.setattr("simulation.records.store.ResultStore.merge", lambda *_: (_ for _ in ()).throw(SystemError))
    with pytest.raises(SystemError):
        run_study([SCENARIO], folder=tmp_path / "half", simulate=Counting(stop=8))
    monkeypatch.undo()
    return tmp_path / "half"


def continued(folder: Path, whole: Path, runs: int) -> None:
    """Continues a study, in so many runs, to the bytes of the undisturbed one."""
    counting = Counting()
    run_study([SCENARIO], folder=folder, simulate=counting, resume=True)
    assert counting.calls == runs
    for name in (*(f"{table}.parquet" for table in TABLES), "comparison.csv", "summary.csv"):
        assert (folder / name).read_bytes() == (whole / name).read_bytes(), name
    assert [path.name for path in folder.rglob(".*")] == []


def test_killed_it_is_continued_without_what_was_finished(half, whole):
    continued(half, whole, RUNS - 7)


@pytest.mark.parametrize("damage", [flip, cut, Path.unlink])
@pytest.mark.parametrize("name", ["series.arrow", "run.json"])
def test_a_damaged_part_costs_its_run_only(half, whole, name, damage):
    damage(sorted((half / PARTS).glob(f"*/{name}"))[2])
    continued(half, whole, RUNS - 7 + 1)


def test_a_part_of_which_deleting_began_costs_its_run_only(half, whole):
    shutil.rmtree(sorted((half / PARTS).iterdir())[0])
    for path in sorted((half / PARTS).iterdir())[0].glob("*.json"):
        path.unlink()
    continued(half, whole, RUNS - 7 + 2)


@pytest.mark.parametrize("damage", [flip, cut, Path.unlink])
@pytest.mark.parametrize(("name", "runs"), [("series.parquet", 3), ("twins.parquet", 9), ("panel.parquet", 3), ("runs.csv", 12)])
def test_of_a_damaged_table_the_runs_are_run_again_and_this_is_noted(tmp_path, whole, name, runs, damage):
    folder = Path(shutil.copytree(whole, tmp_path / "copy"))
    damage(folder / name)
    continued(folder, whole, runs)
    assert name in (folder / "manifest.json").read_text().partition("repaired")[2]


def test_a_full_disk_is_told_and_what_finished_is_kept(tmp_path, whole, monkeypatch):
    written = []

    def full(path, frame):
        written.append(path)
        if len(written) > 20:
            path.write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, frame)

    real = parts_module.write_arrow
    monkeypatch.setattr(parts_module, "write_arrow", full)
    with pytest.raises(StoreError, match="the disk is full; what was finished before is kept"):
        run_study([SCENARIO], folder=tmp_path / "full", simulate=simulate)
    monkeypatch.undo()
    kept = len(list((tmp_path / "full" / PARTS).glob("[0-9]*")))
    assert kept > 2
    continued(tmp_path / "full", whole, RUNS - kept)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_journal_on_a_full_disk_is_told_without_a_traceback(tmp_path, monkeypatch):
    real = Journal.open

    def on_full_disk(self, writing=True):
        real(self, writing)
        self._file.close()
        self._file = open("/dev/full", "r+b")  # noqa: SIM115, PTH123

    monkeypatch.setattr(Journal, "open", on_full_disk)
    with pytest.raises(StoreError, match="the disk is full"):
        run_sweep(SMALL_SWEEP, How(folder=tmp_path / "sweep"))
    monkeypatch.undo()
    assert len(run_sweep(SMALL_SWEEP, How(folder=tmp_path / "sweep", resume=True)).runs) == 2


def test_times_of_files_mean_nothing(tmp_path, half, whole):
    """A clock that was wrong: everything seems to be from the future, or from long ago."""
    for number, path in enumerate(half.rglob("*")):
        os.utime(path, (4e9, 4e9) if number % 2 else (1.0, 1.0))
    continued(half, whole, RUNS - 7)


class Killed(BaseException):
    """The process ends here and now, without cleaning up."""


def killed_while_writing(number: int, monkeypatch) -> None:
    """The process is killed before the file of this number appears, its beginning beside it."""
    written = itertools.count(1)

    def replace(self, target):
        if next(written) == number:
            raise Killed
        return os.replace(self, target)  # noqa: PTH105

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(Path, "unlink", lambda self, missing_ok=False: None)
    monkeypatch.setattr(Path, "rmdir", lambda self: None)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_killed_while_it_begins_a_study_can_be_continued(tmp_path, whole, monkeypatch, number):
    folder = tmp_path / "begun"
    killed_while_writing(number, monkeypatch)
    with pytest.raises(Killed):
        run_study([SCENARIO], folder=folder, simulate=simulate)
    monkeypatch.undo()
    (folder / ".lock").unlink()  # its process is dead
    continued(folder, whole, RUNS)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_killed_while_it_begins_a_sweep_can_be_continued(tmp_path, monkeypatch, number):
    killed_while_writing(number, monkeypatch)
    with pytest.raises(Killed):
        run_sweep(SMALL_SWEEP, How(folder=tmp_path / "sweep"))
    monkeypatch.undo()
    (tmp_path / "sweep" / ".lock").unlink()  # its process is dead
    assert len(run_sweep(SMALL_SWEEP, How(folder=tmp_path / "sweep", resume=True)).runs) == 2
    assert [path.name for path in (tmp_path / "sweep").rglob(".*")] == []
