"""Carries out the runs of an experiment, in batches, so that memory does not grow with their number."""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from simulation.records.files import explained
from simulation.studies.runs.replications import Progress, run_tasks
from simulation.studies.runs.tasks import AS_IN_FILE, Task
from simulation.studies.runs.workers import RunResult, Simulate
from simulation.studies.sweep.outcomes import Measured
from simulation.studies.sweep.plan import Plan, Point
from simulation.studies.sweep.store import Entry, Key, SweepStore, keys_of

if TYPE_CHECKING:
    import numpy as np

RUNS_AT_A_TIME = 2_000
"""Runs of which the scenarios are held in memory at a time."""

Thing = TypeVar("Thing")

SECONDS_TO_START = 3.0
"""What it takes until processes are at work."""


def batches(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """The things in lists of `size`, the last one shorter.

    >>> list(batches("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    iterator = iter(things)
    while batch := list(islice(iterator, size)):
        yield batch


class SweepInterrupted(KeyboardInterrupt):
    """Ctrl-C during an experiment. What finished is kept in `folder`, unless that is None.

    finished, total  runs of the part that was under way
    """

    def __init__(self, finished: int, total: int, folder: Path | None) -> None:
        self.finished, self.total, self.folder = finished, total, folder
        super().__init__(f"interrupted: {finished} of {total} runs are finished")


@dataclass(frozen=True)
class PointTask(Task):
    """A run of a point; `name` is the point's."""

    name: str = ""
    label: str = ""

    @property
    def run(self) -> Key:
        """What names the run in the journal."""
        return Key(self.name, self.replication, self.label)


@dataclass(frozen=True)
class Estimate:
    """What an experiment takes.

    runs     that are left to do
    seconds  until they are done, with the given processes
    bytes    of memory that each process takes; 0 where the system does not tell
    """

    runs: int
    seconds: float
    bytes: int


def estimated(plan: Plan, runs: int, jobs: int, simulate: Simulate | None = None) -> Estimate:
    """Time and memory of an experiment, measured on one run of the scenario, which is not kept.

    Compiles the engine on the way, once for all processes.
    """
    measured = Measured(plan.base.focal.name, plan.columns, simulate)
    measured(plan.base.with_values({"run.months": 1}), 0)
    started = time.perf_counter()
    measured(plan.base, 0)
    seconds = time.perf_counter() - started
    jobs = max(1, min(jobs, runs))
    return Estimate(runs, runs * seconds / jobs + (SECONDS_TO_START if jobs > 1 else 0.0), _memory())


def _memory() -> int:
    """The most memory that this process has taken so far, in bytes; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(most) if sys.platform == "darwin" else int(most) * 1024


class Runs:
    """The runs of an experiment in a store: carries out what is missing, and hands out what is there."""

    def __init__(
        self,
        plan: Plan,
        store: SweepStore,
        *,
        jobs: int = 1,
        simulate: Simulate | None = None,
        progress: Progress | None = None,
        kept: bool = True,
        executor: Executor | None = None,
    ) -> None:
        self.plan = plan
        self.store = store
        self._jobs = jobs
        self._measured = Measured(plan.base.focal.name, plan.columns, simulate)
        self._progress = progress
        self._kept = kept
        self._executor = executor

    def missing(self, points: Sequence[Point]) -> Iterator[tuple[Point, Key]]:
        """Runs of the points that are not done, each once; failed ones are tried again."""
        journal, seen = self.store.journal, set()
        for point in points:
            for key in keys_of(point.name, point.replications, self.plan.worlds):
                if (key not in journal.places or key in journal.failed) and key not in seen:
                    seen.add(key)
                    yield point, key

    def carry_out(self, points: Sequence[Point]) -> None:
        """Runs what is missing. Raises SweepInterrupted after Ctrl-C; StoreError where nothing can be stored."""
        total = sum(1 for _ in self.missing(points))
        finished, started = 0, time.perf_counter()

        def receive(result: RunResult) -> None:
            task = result.task
            assert isinstance(task, PointTask)
            values: Any = result.tables
            seconds = round(result.seconds, 3)
            entry = Entry(task.run, seconds, tuple(values)) if values is not None else Entry(task.run, seconds, (), result.error)
            with explained(self.store.folder):
                self.store.journal.add(entry)

        def tell(of_batch: int, _: int, __: float) -> None:
            if self._progress is not None:
                self._progress(finished + of_batch, total, time.perf_counter() - started)

        for batch in batches(list(self.missing(points)), RUNS_AT_A_TIME):
            outcome = run_tasks(
                list(self._tasks(batch)),
                jobs=self._jobs,
                simulate=self._measured,
                receive=receive,
                progress=tell,
                executor=self._executor,
            )
            finished += len(outcome.results)
            if outcome.interrupted:
                raise SweepInterrupted(finished, total, self.store.folder if self._kept else None)

    def _tasks(self, batch: Sequence[tuple[Point, Key]]) -> Iterator[PointTask]:
        scenario, at = None, ""
        for point, key in batch:
            if scenario is None or at != point.name:
                scenario, at = self.plan.scenario_at(point.row), point.name
            world = None if key.world == AS_IN_FILE else key.world
            yield PointTask(scenario, key.replication, world, point.name, key.world)

    def entries(self, point: Point) -> list[Entry]:
        """The runs of a point that there are, in their order, finished and failed."""
        keys = keys_of(point.name, point.replications, self.plan.worlds)
        return [entry for key in keys if (entry := self.store.journal.get(key)) is not None]

    def values(self, points: Sequence[Point]) -> "np.ndarray":
        """Outcomes: points x replications x worlds x the plan's columns; NaN where a run failed.

        points  with equally many replications each
        """
        import numpy as np

        worlds, columns = self.plan.worlds, len(self.plan.columns)
        several = len(points[0].replications) if points else 0
        found = np.full((len(points), several * len(worlds), columns), np.nan)
        for place, point in enumerate(points):
            for run, key in enumerate(keys_of(point.name, point.replications, worlds)):
                entry = self.store.journal.get(key)
                if entry is not None and entry.done:
                    found[place, run] = entry.outcomes
        return found.reshape(len(points), several, len(worlds), columns)
