"""Carries out many runs over processes, keeps what finished, and says what did not."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace

from simulation.records.provenance import code_digest
from simulation.studies.tasks import Task
from simulation.studies.workers import RunResult, Simulate, Workers, carry_out, carry_out_elsewhere, failure

Progress = Callable[[int, int, float], None]
"""Called with runs finished, runs in all, and seconds since the start."""

Receiver = Callable[[RunResult], None]
"""Is handed every result as soon as it is there."""

DIED = (
    "the process that ran it died: killed, out of memory, or not able to start "
    '(a script that uses several jobs must do so under `if __name__ == "__main__":`)'
)
NEVER_STARTED = "not run: no process got through any run before it; " + DIED
AT_ONCE = 32
"""Tasks that are handed to an executor before any of them has finished, where it does not say `at_once` itself."""

HOPELESS = 2
"""So many processes dying alone at their task, before any run has finished, mean that none ever will."""


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


def run_tasks(
    tasks: Sequence[Task],
    *,
    jobs: int = 1,
    simulate: Simulate | None = None,
    receive: Receiver | None = None,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Replications:
    """Carries out `tasks`, started in their order; how many run at once changes no result.

    jobs      processes, at least 1; 1: no process is started. Where there are fewer tasks than jobs, each has threads
              in place of the processes that it could not use.
    simulate  None: the project's own engines
    receive   handed every result at once (as a store does); the records are then not kept here. What it
              raises ends the study.
    progress  told after every run
    executor  carries out the runs in place of processes of this computer: any of `concurrent.futures`; it is not shut down
    returns   all results. A failing run is recorded and stops nothing; so is one whose process died.
              Ctrl-C ends the runs under way and returns what finished.
    raises    ValueError where `jobs` is less than 1; ExecutorLost where `executor` takes no more runs
    """
    if jobs < 1:
        raise ValueError(f"jobs: found {jobs}, must be at least 1")
    if tasks and jobs // len(tasks) > 1:
        tasks = [replace(task, threads=jobs // len(tasks)) for task in tasks]
    ledger = _Ledger(list(tasks), receive, progress)
    jobs = min(jobs, len(tasks))
    try:
        if executor is not None:
            _over_executor(ledger, executor, simulate)
        elif jobs <= 1:
            for index, task in enumerate(tasks):
                ledger.enter(index, carry_out(task, simulate))
        else:
            _over_processes(ledger, jobs, simulate)
    except KeyboardInterrupt:
        return ledger.outcome(interrupted=True)
    return ledger.outcome()


@dataclass
class _Ledger:
    """The results so far."""

    tasks: list[Task]
    receive: Receiver | None
    progress: Progress | None
    started: float = field(default_factory=time.perf_counter)
    entries: dict[int, RunResult] = field(default_factory=dict)

    def enter(self, index: int, result: RunResult) -> None:
        """Keeps a result, or hands its records on."""
        if self.receive is not None:
            self.receive(result)
            result = result.without_tables()
        self.entries[index] = result
        if self.progress is not None:
            self.progress(len(self.entries), len(self.tasks), time.perf_counter() - self.started)

    def none_done(self) -> bool:
        """Whether no run has come to its end, with or without an error of its own."""
        return all(result.error in (DIED, NEVER_STARTED) for result in self.entries.values())

    def outcome(self, interrupted: bool = False) -> Replications:
        """The results in the order of the tasks."""
        return Replications(tuple(self.entries[index] for index in sorted(self.entries)), interrupted)


class ExecutorLost(RuntimeError):
    """The executor that carries out the runs is gone; what finished before is kept. The message is for the user."""


def _over_executor(ledger: _Ledger, executor: Executor, simulate: Simulate | None) -> None:
    """Keeps a few tasks under way in an executor that belongs to somebody else."""
    at_once = int(getattr(executor, "at_once", AT_ONCE))
    digest = code_digest()
    waiting = deque(range(len(ledger.tasks)))
    flying: dict[Future[RunResult], int] = {}
    try:
        while waiting or flying:
            while waiting and len(flying) < at_once:
                future = executor.submit(carry_out_elsewhere, ledger.tasks[waiting[0]], simulate, digest)
                flying[future] = waiting.popleft()
            wait(flying, return_when=FIRST_COMPLETED)
            for future in [future for future in flying if future.done()]:
                index = flying.pop(future)
                error = CancelledError("cancelled") if future.cancelled() else future.exception()
                if isinstance(error, (BrokenExecutor, CancelledError)):
                    raise error
                ledger.enter(index, future.result() if error is None else failure(ledger.tasks[index], error))
    except (BrokenExecutor, CancelledError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and not isinstance(error, BrokenExecutor) and "after shutdown" not in str(error):
            raise
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ExecutorLost(
            f"What carries out the runs is gone ({reason}): {len(ledger.entries)} of {len(ledger.tasks)} runs are finished."
        ) from error
    finally:
        for future in flying:
            future.cancel()


def _over_processes(ledger: _Ledger, jobs: int, simulate: Simulate | None) -> None:
    """Keeps `jobs` tasks under way.

    When a process dies, all tasks under way are lost with the pool, and nobody knows whose fault it was.
    Each of them is tried again alone; one that loses its process then is recorded as failed.
    """
    workers = Workers(jobs, simulate)
    waiting = deque(range(len(ledger.tasks)))
    flying: dict[Future[RunResult], int] = {}
    died_alone = 0
    try:
        while waiting or flying:
            while waiting and len(flying) < jobs:
                try:
                    future = workers.submit(ledger.tasks[waiting[0]])
                except BrokenProcessPool:
                    if not flying:
                        workers.discard()
                    break
                flying[future] = waiting.popleft()
            lost = _land(ledger, flying)
            if lost:
                workers.discard()
            while lost:
                died_alone += not _alone(ledger, workers, lost.pop(0))
                if died_alone >= HOPELESS and ledger.none_done():
                    for index in (*lost, *waiting):
                        ledger.enter(index, RunResult(ledger.tasks[index], "failed", 0.0, NEVER_STARTED))
                    return
        workers.close()
    except KeyboardInterrupt:
        for future in flying:
            future.cancel()
        _land_finished(ledger, flying)
        raise
    finally:
        workers.discard()


def _land(ledger: _Ledger, flying: dict[Future[RunResult], int]) -> list[int]:
    """Waits until a task is finished and enters it; returns all tasks under way where the pool has died."""
    wait(flying, return_when=FIRST_COMPLETED)
    if not _land_finished(ledger, flying):
        return []
    wait(flying)
    _land_finished(ledger, flying)
    lost = sorted(flying.values())
    flying.clear()
    return lost


def _land_finished(ledger: _Ledger, flying: dict[Future[RunResult], int]) -> bool:
    """Enters every finished task but those lost with their process; returns whether there are any such."""
    died = False
    for future in [future for future in flying if future.done() and not future.cancelled()]:
        error = future.exception()
        if isinstance(error, BrokenProcessPool):
            died = True
            continue
        index = flying.pop(future)
        ledger.enter(index, future.result() if error is None else failure(ledger.tasks[index], error))
    return died


def _alone(ledger: _Ledger, workers: Workers, index: int) -> bool:
    """Runs one task with nothing beside it; returns False where its process died, now by its own fault."""
    task = ledger.tasks[index]
    try:
        result = workers.submit(task).result()
    except BrokenProcessPool:
        workers.discard()
        ledger.enter(index, RunResult(task, "failed", 0.0, DIED))
        return False
    except Exception as error:
        result = failure(task, error)
    ledger.enter(index, result)
    return True
