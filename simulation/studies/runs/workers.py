"""The processes that carry out runs: one task at a time each, nothing kept from one task to the next but a shared past."""

import contextlib
import gc
import importlib
import multiprocessing
import os
import platform
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, TypeVar

from simulation.compile_cache import cache_folder
from simulation.records.provenance import code_digest
from simulation.studies.runs.shared_past import kept_market, simulate_here
from simulation.studies.runs.tasks import Task

if TYPE_CHECKING:
    from simulation.records import RunTables

P = ParamSpec("P")
R = TypeVar("R")

Simulate = Callable[..., "RunTables"]
"""As `simulation.engines.simulate`: (scenario, replication, twin=world) -> tables. Other processes must be
able to import it, so it stands at the top of a module."""

MOST_PROCESSES_ON_WINDOWS = 61

LOOKING_AFTER = 1.0
"""Seconds after which it is looked whether a process that is at work still lives."""


@dataclass(frozen=True)
class RunResult:
    """What became of a task.

    seconds  time that the run itself took
    error    one line on why it failed, "" where it is done
    tables   the records; None where it failed or where they have been handed on
    """

    task: Task
    status: Literal["done", "failed"]
    seconds: float
    error: str = ""
    tables: "RunTables | None" = None

    def without_tables(self) -> "RunResult":
        """The same, without the records."""
        return replace(self, tables=None)


def carry_out(task: Task, simulate: Simulate | None = None) -> RunResult:
    """Runs one task here; a failure becomes part of the result.

    simulate  None: the project's own engines
    """
    started = time.perf_counter()
    try:
        if simulate is None:
            tables = simulate_here(
                task.scenario, task.replication, twin=task.world, series_only=task.series_only, threads=task.threads
            )
        else:
            tables = simulate(task.scenario, task.replication, twin=task.world)
        each = task.scenario.market.each_stands_for
        if each > 1 and not isinstance(tables, list):  # outcomes of an experiment are those of the whole market already
            from simulation.measures.standing_for import multiplied

            tables = multiplied(tables, each)
    except Exception as error:
        return failure(task, error, time.perf_counter() - started)
    return RunResult(task, "done", time.perf_counter() - started, tables=tables)


def failure(task: Task, error: BaseException, seconds: float = 0.0) -> RunResult:
    """The result of a task that ended with an exception, told in one line with the place where it arose."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    message = " ".join(str(error).split())
    return RunResult(task, "failed", seconds, f"{type(error).__name__}: {message}{place}")


def carry_out_elsewhere(task: Task, simulate: Simulate | None, digest: str) -> RunResult:
    """Runs one task in a process that may have been started by somebody else, perhaps on another computer.

    digest  of the program that asks; a worker with another one would give other numbers
    """
    here = code_digest()
    if here != digest:
        raise OtherProgram(f"the worker on {platform.node()} has another version of the program than the one that asks for runs")
    return carry_out(task, simulate)


class OtherProgram(RuntimeError):
    """A worker runs another version of the program."""


class Workers:
    """Processes that each do one thing at a time; one that died is replaced by another.

    Processes are spawned, not forked: the same on every system, and they start with nothing but what they import. Each is
    a lane of its own: whoever feeds one knows what it has just done, and what is lost where it dies. To be used in a `with`
    block, or to be ended by `close` or `discard`.
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = min(jobs, MOST_PROCESSES_ON_WINDOWS) if sys.platform == "win32" else jobs
        self._lanes: dict[int, ProcessPoolExecutor] = {}
        self._ended = False
        self._lock = threading.Lock()

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()

    def start(self) -> None:
        """Starts the processes, if they are several, so that they get ready for runs while there is something else to do."""
        for lane in range(self.jobs if self.jobs > 1 else 0):
            self.submit(lane, _prepare)

    def submit(self, lane: int, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> "Future[R]":
        """Hands something to a process, starting it if need be.

        lane    number of the process, 0 to jobs - 1
        raises  CancelledError where all were ended
        """
        try:
            return self._lane(lane).submit(function, *args, **kwargs)
        except BrokenProcessPool:  # it died while it had nothing to do
            self.discard_lane(lane)
            return self._lane(lane).submit(function, *args, **kwargs)
        except RuntimeError:
            if not self._ended:
                raise
            raise CancelledError("the processes were ended") from None

    def run(self, lane: int, task: Task, simulate: Simulate | None) -> RunResult | None:
        """Carries out a task in a process, and waits for it; None where the process dies, which is then replaced.

        raises  CancelledError where all processes are ended meanwhile
        """
        try:
            future = self.submit(lane, _carry_out_and_forget, task, simulate, code_digest())
            error = self._error(lane, future)
        except BrokenProcessPool as broken:
            error = broken
        if isinstance(error, BrokenProcessPool):
            self.discard_lane(lane)
            return None
        return future.result() if error is None else failure(task, error)

    def _error(self, lane: int, future: "Future[RunResult]") -> BaseException | None:
        """Waits for a result; returns the error that it ends with.

        A process that dies while it hands over its result leaves an executor waiting for the rest of it.
        """
        while True:
            try:
                return future.exception(timeout=LOOKING_AFTER)
            except TimeoutError:
                if self._ended:
                    raise CancelledError("the processes were ended") from None
                pool = self._lanes.get(lane)
                processes = list((getattr(pool, "_processes", None) or {}).values())
                if processes and not any(process.is_alive() for process in processes):
                    _no_more_results(getattr(pool, "_result_queue", None))

    def discard_lane(self, lane: int) -> None:
        """Ends a process at once, whatever it is doing; the next thing for it starts a new one."""
        with self._lock:
            pool = self._lanes.pop(lane, None)
        _terminate([pool] if pool else [])

    def discard(self) -> None:
        """Ends all processes at once; none is started any more."""
        _terminate(self._taken())

    def close(self) -> None:
        """Ends the processes when they have nothing left to do; none is started any more."""
        pools = self._taken()
        for pool in pools:
            pool.shutdown(wait=False, cancel_futures=True)
        for pool in pools:
            pool.shutdown(wait=True)

    def _lane(self, lane: int) -> ProcessPoolExecutor:
        with self._lock:
            if self._ended:
                raise CancelledError("the processes were ended")
            if lane not in self._lanes:
                cache_folder()  # a folder of this command alone is made here, not by every process for itself
                self._lanes[lane] = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_begin)
            return self._lanes[lane]

    def _taken(self) -> list[ProcessPoolExecutor]:
        with self._lock:
            pools, self._lanes, self._ended = list(self._lanes.values()), {}, True
        return pools


def _terminate(pools: Sequence[ProcessPoolExecutor]) -> None:
    """Ends the processes of executors, whatever they are doing."""
    known = [(getattr(pool, "_processes", None) or {}, getattr(pool, "_result_queue", None)) for pool in pools]
    for pool in pools:
        pool.shutdown(wait=False, cancel_futures=True)  # waits while a process is being started, which is known then, too
    processes = [process for some, _ in known for process in list(some.values())]
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(5.0)
    for _, results in known:
        _no_more_results(results)


def _no_more_results(results: Any) -> None:
    """Tells an executor whose process is dead that no result will come: it reads on as long as anybody may write."""
    writer = getattr(results, "_writer", None)
    if writer is not None:
        with contextlib.suppress(OSError):
            writer.close()


def _begin() -> None:
    """Prepares a worker: Ctrl-C is the parent's business, and a killed parent leaves nobody behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _prepare() -> None:
    """Loads what runs need; what is there now stays for good, so nobody looks through it after every run."""
    importlib.import_module("simulation.engines")
    gc.freeze()


_runs_here = count()
"""Counts the runs that this process has carried out."""


def _carry_out_and_forget(task: Task, simulate: Simulate | None, digest: str) -> RunResult:
    """What a worker does. Mesa 3.3 remembers every model for ever, so that is emptied: only here, where no
    user's model can live.
    """
    try:
        return carry_out_elsewhere(task, simulate, digest)
    finally:
        ids = getattr(getattr(sys.modules.get("mesa"), "Agent", None), "_ids", {})
        for model in [model for model in ids if model is not kept_market()]:
            del ids[model]
        gc.collect()
        if not next(_runs_here):
            gc.freeze()  # what the first run has loaded: looking through it after every run took a tenth of the time
