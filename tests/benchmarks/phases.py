"""Where the time of `centricity run head_to_head` goes: python -m tests.benchmarks.phases [--jobs N]

The phases of the whole command, each with its time by the clock and the processor time of all processes in it. Shares say
more than seconds: those are of one machine. Linux only, where the processor time of other processes can be looked up.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulation.scenario.shape import percent

TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class Clock:
    """Times of phases, in the order in which they ended; a phase inside another is taken out of it."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[float, float]] = {}
        self._at = self._now()
        self._open: list[str] = []

    def within(self, phase: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with its time counted as that phase."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            self.lap(self._open[-1] if self._open else "start, and tables between the rest")
            self._open.append(phase)
            try:
                return function(*args, **kwargs)
            finally:
                self.lap(self._open.pop())

        return timed

    def lap(self, phase: str) -> None:
        """Counts the time since the last lap as that phase."""
        now = self._now()
        wall, processor = self.rows.get(phase, (0.0, 0.0))
        self.rows[phase] = (wall + now[0] - self._at[0], processor + now[1] - self._at[1])
        self._at = now

    def _now(self) -> tuple[float, float]:
        mine = os.times()
        others = sum(_seconds_of(process) for process in _processes())
        return time.perf_counter(), mine.user + mine.system + mine.children_user + mine.children_system + others


def _processes() -> list[int]:
    """Processes that this one has started and that have not been buried."""
    path = Path(f"/proc/self/task/{os.getpid()}/children")
    tasks = Path("/proc/self/task").glob("*/children") if path.exists() else ()
    return [int(number) for task in tasks for number in task.read_text().split()]


def _seconds_of(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def measure(scenario: str, jobs: int) -> Clock:
    """Runs a study with everything that the command does, and times its phases."""
    clock = Clock()
    from simulation import api
    from simulation.records.store import ResultStore
    from simulation.studies import study

    study.run_batches = clock.within("runs and draws", study.run_batches)
    ResultStore.merge = clock.within("merging, while draws go on", ResultStore.merge)  # type: ignore[method-assign]
    study._compared = clock.within("comparing, while draws go on", study._compared)
    api._with_pages = clock.within("pictures and report", api._with_pages)
    with tempfile.TemporaryDirectory() as folder:
        api.run(scenario, jobs=jobs, out=Path(folder) / "result", robustness=True)
        clock.lap("start, and tables between the rest")
    return clock


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="head_to_head")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    rows = measure(asked.scenario, asked.jobs).rows
    total_wall, total = (sum(row[at] for row in rows.values()) for at in (0, 1))
    sys.stdout.write("| phase | by the clock | processor time | busy processors |\n|---|---|---|---|\n")
    for phase, (wall, processor) in rows.items():
        sys.stdout.write(f"| {phase} | {percent(wall / total_wall)} | {percent(processor / total)} | {processor / wall:.1f} |\n")
    sys.stdout.write(f"| all | {total_wall:.1f} s | {total:.1f} s | {total / total_wall:.1f} |\n")


if __name__ == "__main__":
    main()
