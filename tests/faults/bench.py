"""A small study that faults are done to: it is started as a user would, and what it leaves is held against an undisturbed one."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from simulation.records.parts import read_parts
from simulation.records.result_folder import PARTS, read_runs

SCENARIO = """\
title = "Faults"
question = "Does it survive?"
expectation = "Yes."

[run]
months = 12
replications = {replications}
seed = 5

[market]
customers = {customers}

[[firms]]
name = "Frontline"
strategy = "service-only"

[[firms]]
name = "Compass"
strategy = "customer-centric"
"""

EXPERIMENT = """\
scenario = "faults.toml"
replications = {replications}
horizons = [6, 12]
measures = ["discounted_profit", "satisfaction"]

[[parameters]]
key = "market.switching_cost"
values = [1.0, 2.0, 3.0]
"""

SAME = {
    "run": (
        *("series.parquet", "twins.parquet", "market.parquet", "segments.parquet", "departments.parquet", "panel.parquet"),
        *("cohorts.parquet", "summary.csv", "comparison.csv", "why.csv", "verdict.json", "dictionary.csv", "scenario.toml"),
    ),
    "sweep": ("points.csv", "outcomes.parquet", "summary.csv", "comparison.csv", "experiment.toml", "scenario.toml"),
}
"""Files that must be the same to the byte; the others tell of time."""

REPLICATIONS = {"run": 12, "sweep": 20}
"""So many that they take a few seconds, and can be caught in the middle."""


class Fault(AssertionError):
    """A fault was not survived; the message says how."""


def demand(holds: bool, otherwise: str) -> None:
    """Raises Fault unless `holds`."""
    if not holds:
        raise Fault(otherwise)


@dataclass
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The last line that it said of what went wrong."""
        lines = [line for line in self.err.splitlines() if line.strip() and " runs" not in line[-40:]]
        return lines[-1] if lines else ""


@dataclass
class Bench:
    """A folder to work in, a small study, and what it leaves undisturbed.

    command  "run" or "sweep"
    alone    the study of `run` without pictures and report, which take longer than the study
    """

    base: Path
    command: str = "run"
    customers: int = 150
    alone: bool = False
    reference: Path = field(init=False)
    replications: int = field(init=False)

    def __post_init__(self) -> None:
        self.base.mkdir(parents=True, exist_ok=True)
        self.replications = REPLICATIONS[self.command]
        self.write_scenario()
        text = EXPERIMENT.format(replications=self.replications)
        (self.base / "experiment.toml").write_text(text, encoding="utf-8")
        self.reference = self.base / "reference"
        if self.reference.exists():  # made by another process
            return
        ended = self.start(self.reference)
        demand(ended.code == 0, f"undisturbed it ends with {ended.code}: {ended.err[-500:]}")

    def write_scenario(self, **changed: int) -> None:
        """Writes the scenario file anew."""
        values = {"replications": self.replications, "customers": self.customers} | changed
        (self.base / "faults.toml").write_text(SCENARIO.format(**values), encoding="utf-8")

    def arguments(self, folder: Path, *more: str, jobs: int = 1) -> list[str]:
        """The command line."""
        file = self.base / ("faults.toml" if self.command == "run" else "experiment.toml")
        if self.alone:
            return [sys.executable, "-m", "tests.faults.study", str(file), str(folder), str(jobs), *more]
        own = ["--robustness", "0"] if self.command == "run" else []
        return [*MODULE, self.command, str(file), "--out", str(folder), "--jobs", str(jobs), *own, *more]

    def popen(self, folder: Path, *more: str, jobs: int = 1, **how: object) -> "subprocess.Popen[str]":
        """Starts the command in a process group of its own."""
        return subprocess.Popen(
            self.arguments(folder, *more, jobs=jobs), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True, env=environment(), **how,  # type: ignore[call-overload]
        )  # fmt: skip

    def start(self, folder: Path, *more: str, jobs: int = 1, **how: object) -> Ended:
        """Runs the command to its end."""
        process = self.popen(folder, *more, jobs=jobs, **how)
        try:
            out, err = process.communicate(timeout=300)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise Fault("it hangs") from None
        return Ended(process.returncode, out, err)

    def finished_runs(self, folder: Path) -> dict[object, float]:
        """Key -> seconds of every finished run that is in the folder now."""
        if self.command == "sweep":
            from simulation.studies.sweep.store import JOURNAL, read_line

            path = folder / JOURNAL
            entries = [read_line(line) for line in path.read_bytes().splitlines(keepends=True)] if path.exists() else []
            return {entry.key: entry.seconds for entry in entries if entry is not None and entry.done}
        if not (folder / "manifest.json").exists():
            return {}
        rows = read_runs(folder) if (folder / "runs.csv").exists() else [row for row, _ in read_parts(folder / PARTS).values()]
        return {row.key: row.seconds for row in rows if row.status == "done"}

    def resume(self, folder: Path, kept: dict[object, float], jobs: int = 1) -> None:
        """Continues what was left, and holds it against the undisturbed study.

        kept  runs that were finished: they must not be run again
        """
        ended = self.start(folder, "--resume", jobs=jobs)
        demand(ended.code == 0, f"--resume ends with {ended.code}: {ended.err[-500:]}")
        self.same(folder)
        after = self.finished_runs(folder)
        again = [key for key, seconds in kept.items() if after.get(key) != seconds]
        demand(not again, f"{len(again)} of {len(kept)} finished runs were run again")

    def same(self, folder: Path) -> None:
        """The folder holds what the undisturbed study holds, to the byte, and nothing half-written."""
        for name in SAME[self.command]:
            demand((folder / name).exists(), f"{name} is missing")
            demand((folder / name).read_bytes() == (self.reference / name).read_bytes(), f"{name} differs")
        left = [path.name for path in folder.rglob("*") if path.name.startswith(".")]
        demand(not left, f"left behind: {', '.join(left)}")
        demand(not (folder / PARTS).exists(), "left behind: parts")

    def clear(self, ended: Ended, code: int, *words: str) -> None:
        """It ended with this exit code and one clear message with these words, without a traceback."""
        demand("Traceback" not in ended.err + ended.out, f"it shows a traceback: {ended.err[-800:]}")
        demand(ended.code == code, f"exit code {ended.code}, not {code}: {ended.err[-400:]}")
        for word in words:
            demand(word in " ".join(ended.err.split()), f"its message lacks {word!r}: {ended.err[-400:]}")

    def wait_for_runs(self, process: "subprocess.Popen[str]", folder: Path, count: int) -> None:
        """Waits until so many runs are finished."""
        for _ in range(30_000):  # a busy machine may take minutes to start
            if self.count(folder) >= count:
                return
            demand(process.poll() is None, f"it ended before {count} runs were finished")
            time.sleep(0.01)
        raise Fault("it hangs")

    def count(self, folder: Path) -> int:
        """How many runs are finished, looked at from outside while they are being written."""
        if self.command == "sweep":
            path = folder / "journal.jsonl"
            return path.read_bytes().count(b"\n") if path.exists() else 0
        parts = folder / PARTS
        return sum(1 for _ in parts.glob("[0-9]*")) if parts.is_dir() else 0


MODULE = (sys.executable, "-m", "simulation.apps.cli")


def environment() -> dict[str, str]:
    """That of this process, one thread each."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def children(pid: int) -> list[int]:
    """The processes that a process has started, and theirs."""
    found: list[int] = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            child = int(status.parent.name)
            found += [child, *children(child)]
    return found


def gone(pids: Sequence[int], seconds: float = 20.0) -> None:
    """Every one of these processes ends within that time."""
    end = time.monotonic() + seconds
    while alive := [pid for pid in pids if Path(f"/proc/{pid}").exists() and not _zombie(pid)]:
        demand(time.monotonic() < end, f"processes are left behind: {alive}")
        time.sleep(0.05)


def _zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def flip(path: Path, at: float = 0.5) -> None:
    """Turns one bit of a file."""
    content = bytearray(path.read_bytes())
    content[int(len(content) * at)] ^= 4
    path.write_bytes(bytes(content))


def cut(path: Path, share: float = 0.6) -> None:
    """Cuts a file off."""
    os.truncate(path, int(path.stat().st_size * share))


def moments(count: int, seconds: float, seed: int) -> list[float]:
    """Random moments from the first run on until shortly after the end."""
    chance = random.Random(seed)
    return [seconds * chance.uniform(0.35, 1.02) for _ in range(count)]


def killed_after(bench: Bench, folder: Path, runs: int) -> None:
    """Starts the study and kills it once so many runs are finished."""
    with running(bench, folder) as process:
        bench.wait_for_runs(process, folder, runs)
        process.kill()
        process.communicate()


def killed_at(bench: Bench, folder: Path, moment: float, jobs: int, *more: str) -> bool:
    """Starts the study and kills it; returns whether it was still running then."""
    process = bench.popen(folder, *more, jobs=jobs)
    try:
        process.communicate(timeout=moment)
        return False
    except subprocess.TimeoutExpired:
        pids = children(process.pid)
        process.kill()
        process.communicate()
        gone(pids)
        return True


@contextmanager
def running(bench: Bench, folder: Path, *more: str, jobs: int = 1) -> "Iterator[subprocess.Popen[str]]":
    """A study under way, ended whatever happens."""
    process = bench.popen(folder, *more, jobs=jobs)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def ended(process: "subprocess.Popen[str]") -> Ended:
    """Waits for the end of a process."""
    out, err = process.communicate(timeout=300)
    return Ended(process.returncode, out, err)


def manifest(folder: Path) -> dict[str, object]:
    """The manifest of a result."""
    content: dict[str, object] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return content


Check = Callable[[Bench, Path], str]
