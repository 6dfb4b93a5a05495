"""Carries out many runs over processes, keeps what finished, and says what did not."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass, field, replace

from simulation.compile_cache import is_warm
from simulation.records.provenance import code_digest
from simulation.studies.runs.feeding import Feeding, Work
from simulation.studies.runs.tasks import Task
from simulation.studies.runs.workers import RunResult, Simulate, Workers, carry_out, carry_out_elsewhere, failure

Progress = Callable[[int, int, float], None]
"""Called with runs finished, runs in all, and seconds since the start."""

Receiver = Callable[[RunResult], None]
"""Is handed every result as soon as it is there."""

COMPILED = "compiled"
"""Name of the engine that has to be compiled first."""

AT_ONCE = 32
"""Tasks that are handed to an executor before any of them has finished, where it does not say `at_once` itself."""


@dataclass(frozen=True)
class Replications:
    """What became of all tasks.

    results      in the order of the tasks, without those that an interruption left undone; without tables
                 where they were handed to a receiver
    interrupted  whether Ctrl-C ended it
    """

    results: tuple[RunResult, ...]
    interrupted: bool = False

    @property
    def done(self) -> tuple[RunResult, ...]:
        """Those that ran to their end."""
        return tuple(result for result in self.results if result.status == "done")

    @property
    def failed(self) -> tuple[RunResult, ...]:
        """Those that ended with an error."""
        return tuple(result for result in self.results if result.status == "failed")


@dataclass(frozen=True)
class Batch:
    """Tasks that belong together.

    tasks      in the order in which they are started
    simulate   None: the project's own engines
    receive    handed every result at once (as a store does); the records are then not kept here. What it
               raises ends the study.
    progress   told after every run, as soon as all batches before are finished
    finished   called when every task has been received; what it raises ends the study
    """

    tasks: Sequence[Task]
    simulate: Simulate | None = None
    receive: Receiver | None = None
    progress: Progress | None = None
    finished: Callable[[], None] | None = None


def run_tasks(
    tasks: Sequence[Task],
    *,
    jobs: int = 1,
    simulate: Simulate | None = None,
    receive: Receiver | None = None,
    progress: Progress | None = None,
    executor: Executor | None = None,
    workers: Workers | None = None,
) -> Replications:
    """Carries out `tasks`, started in their order, replication by replication; how many run at once changes no result.

    jobs      processes, at least 1; 1: no process is started. Where there are fewer tasks than jobs, each has threads
              in place of the processes that it could not use.
    simulate, receive, progress   as in `Batch`
    executor  carries out the runs in place of processes of this computer: any of `concurrent.futures`; it is not shut down
    workers   processes that are there already, at least `jobs`; they are not ended, but after an interruption or a fault
    returns   all results. A failing run is recorded and stops nothing; so is one whose process died.
              Ctrl-C ends the runs under way and returns what finished.
    raises    ValueError where `jobs` is less than 1; ExecutorLost where `executor` takes no more runs
    """
    batch = Batch(tasks, simulate, receive, progress)
    return run_batches([batch], jobs=jobs, executor=executor, workers=workers)[0]


def run_batches(
    batches: Sequence[Batch],
    *,
    later: Callable[[], Sequence[Batch]] | None = None,
    jobs: int = 1,
    executor: Executor | None = None,
    workers: Workers | None = None,
) -> list[Replications]:
    """Carries out one batch after the other; where processes do it, the next begins while the last runs of one finish.

    later    makes further batches, which takes its time: asked as soon as the processes are busy with those that are there
    jobs, executor, workers   as for `run_tasks`
    returns  one for each batch, in their order; fewer after an interruption
    """
    if jobs < 1:
        raise ValueError(f"jobs: found {jobs}, must be at least 1")
    ledgers = _Ledgers(jobs)
    ledgers.add(batches)
    jobs = jobs if later is not None else min(jobs, sum(len(batch.tasks) for batch in batches))
    try:
        if executor is None and jobs > 1:
            _over_processes(ledgers, later, jobs, workers)
        else:
            _one_by_one(ledgers, executor)
            if later is not None:
                ledgers.add(later())
                _one_by_one(ledgers, executor)
    except KeyboardInterrupt:
        return [ledger.outcome(interrupted=not ledger.concluded) for ledger in ledgers.all]
    return [ledger.outcome() for ledger in ledgers.all]


def _one_by_one(ledgers: "_Ledgers", executor: Executor | None) -> None:
    """Carries out the batches that are not, here or by an executor."""
    if executor is None:
        _compile_first(ledgers)
    for ledger in ledgers.all:
        if ledger.concluded:
            continue
        if executor is not None:
            _over_executor(ledger, executor)
        else:
            for index, task in enumerate(ledger.batch.tasks):
                ledger.enter(index, carry_out(task, ledger.batch.simulate))
        ledger.conclude()


def _with_threads(batch: Batch, jobs: int) -> Batch:
    """The batch, with the threads that each task may use where there are fewer tasks than jobs."""
    threads = jobs // len(batch.tasks) if batch.tasks else 1
    return replace(batch, tasks=[replace(task, threads=threads) for task in batch.tasks]) if threads > 1 else batch


@dataclass
class _Ledger:
    """The results of a batch so far."""

    batch: Batch
    before: "_Ledger | None" = None
    after: "_Ledger | None" = None
    started: float = field(default_factory=time.perf_counter)
    entries: dict[int, RunResult] = field(default_factory=dict)
    concluded: bool = False

    def enter(self, index: int, result: RunResult) -> None:
        """Keeps a result, or hands its records on."""
        if not self.entries and self.before is not None:
            self.started = time.perf_counter() - result.seconds
        if self.batch.receive is not None:
            self.batch.receive(result)
            result = result.without_tables()
        self.entries[index] = result
        if self.before is None or self.before.concluded:
            self._tell()

    def conclude(self) -> None:
        """Tells, once, that every task has been entered, where that is so."""
        if self.concluded or len(self.entries) < len(self.batch.tasks) or not (self.before is None or self.before.concluded):
            return
        if self.batch.finished is not None:
            self.batch.finished()
        self.concluded = True
        if self.after is not None and self.after.entries:
            self.after._tell()

    def _tell(self) -> None:
        if self.batch.progress is not None:
            self.batch.progress(len(self.entries), len(self.batch.tasks), time.perf_counter() - self.started)

    def outcome(self, interrupted: bool = False) -> Replications:
        """The results in the order of the tasks."""
        return Replications(tuple(self.entries[index] for index in sorted(self.entries)), interrupted)


class _Ledgers:
    """The batches so far, in their order."""

    def __init__(self, jobs: int) -> None:
        self.all: list[_Ledger] = []
        self._jobs = jobs

    def add(self, batches: Sequence[Batch]) -> "list[_Ledger]":
        """Adds batches behind those that are there; returns their ledgers."""
        first = len(self.all)
        for batch in batches:
            ledger = _Ledger(_with_threads(batch, self._jobs), self.all[-1] if self.all else None)
            if ledger.before is not None:
                ledger.before.after = ledger
            self.all.append(ledger)
        return self.all[first:]


class ExecutorLost(RuntimeError):
    """The executor that carries out the runs is gone; what finished before is kept. The message is for the user."""


def _over_executor(ledger: _Ledger, executor: Executor) -> None:
    """Keeps a few tasks under way in an executor that belongs to somebody else."""
    tasks = ledger.batch.tasks
    at_once = int(getattr(executor, "at_once", AT_ONCE))
    digest = code_digest()
    waiting = deque(range(len(tasks)))
    flying: dict[Future[RunResult], int] = {}
    try:
        while waiting or flying:
            while waiting and len(flying) < at_once:
                future = executor.submit(carry_out_elsewhere, tasks[waiting[0]], ledger.batch.simulate, digest)
                flying[future] = waiting.popleft()
            wait(flying, return_when=FIRST_COMPLETED)
            for future in [future for future in flying if future.done()]:
                index = flying.pop(future)
                error = CancelledError("cancelled") if future.cancelled() else future.exception()
                if isinstance(error, (BrokenExecutor, CancelledError)):
                    raise error
                ledger.enter(index, future.result() if error is None else failure(tasks[index], error))
    except (BrokenExecutor, CancelledError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and not isinstance(error, BrokenExecutor) and "after shutdown" not in str(error):
            raise
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ExecutorLost(
            f"What carries out the runs is gone ({reason}): {len(ledger.entries)} of {len(tasks)} runs are finished."
        ) from error
    finally:
        for future in flying:
            future.cancel()


def _over_processes(
    ledgers: _Ledgers, later: Callable[[], Sequence[Batch]] | None, jobs: int, workers: Workers | None
) -> None:
    """Has processes of this computer carry out all batches at once, started in their order."""
    places: list[tuple[_Ledger, int]] = []

    def work(some: list[_Ledger]) -> list[Work]:
        mine = [(ledger, index) for ledger in some for index in range(len(ledger.batch.tasks))]
        places.extend(mine)
        return [(ledger.batch.tasks[index], ledger.batch.simulate) for ledger, index in mine]

    def conclude() -> None:
        for ledger in ledgers.all:
            ledger.conclude()

    def begun() -> list[Work]:
        further = work(ledgers.add(later())) if later is not None else []
        conclude()
        return further

    def enter(number: int, result: RunResult) -> None:
        ledger, index = places[number]
        ledger.enter(index, result)
        conclude()

    def feed(processes: Workers) -> None:
        _compile_first(ledgers, processes)
        Feeding(work(ledgers.all), min(jobs, processes.jobs), processes, enter).run(begun)

    if workers is not None and workers.jobs >= jobs:
        feed(workers)
        return
    with Workers(jobs) as own:
        feed(own)
        own.close()


def _compile_first(ledgers: _Ledgers, workers: Workers | None = None) -> None:
    """Compiles the engine, where runs need it and it is not there yet, before any process would do so for itself."""
    tasks = (task for ledger in ledgers.all for task in ledger.batch.tasks)
    if is_warm() or not any(task.scenario.run.engine == COMPILED for task in tasks):
        return
    from simulation.engines.first_compile import compile_engine

    compile_engine(None if workers is None else lambda work: workers.submit(0, work))
    for ledger in ledgers.all:
        ledger.started = time.perf_counter()
