"""The processes that carry out runs: one task at a time each, nothing kept from one task to the next."""

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
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from simulation.records.provenance import code_digest
from simulation.studies.shared_past import kept_market, simulate_here
from simulation.studies.tasks import Task

if TYPE_CHECKING:
    from simulation.records import RunTables

Simulate = Callable[..., "RunTables"]
"""As `simulation.engines.simulate`: (scenario, replication, twin=world) -> tables. Other processes must be
able to import it, so it stands at the top of a module."""

MOST_PROCESSES_ON_WINDOWS = 61


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
    """A pool of processes that can be rebuilt after one of them died.

    Processes are spawned, not forked: the same on every system, and they start with nothing but what they
    import.
    """

    def __init__(self, jobs: int, simulate: Simulate | None) -> None:
        self.jobs = min(jobs, MOST_PROCESSES_ON_WINDOWS) if sys.platform == "win32" else jobs
        self._simulate = simulate
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, task: Task) -> "Future[RunResult]":
        """Hands a task to the pool, starting one if need be. Raises BrokenProcessPool where it has died."""
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.jobs, context, initializer=_begin)
        return self._pool.submit(_carry_out_and_forget, task, self._simulate, code_digest())

    def discard(self) -> None:
        """Ends all processes at once, whatever they are doing; the next task starts new ones."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        processes = list((getattr(pool, "_processes", None) or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        for process in processes:
            process.join(5.0)

    def close(self) -> None:
        """Ends the processes when they have nothing left to do."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    """Prepares a worker: Ctrl-C is the parent's business, and a killed parent leaves nobody behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _carry_out_and_forget(task: Task, simulate: Simulate | None, digest: str) -> RunResult:
    """What a worker does. Mesa 3.3 remembers every model for ever, so that is emptied: only here, where no
    user's model can live.
    """
    if not gc.get_freeze_count():
        importlib.import_module("simulation.engines")

        gc.freeze()  # libraries stay for good; looking through them after every run takes as long as many a run
    try:
        return carry_out_elsewhere(task, simulate, digest)
    finally:
        ids = getattr(getattr(sys.modules.get("mesa"), "Agent", None), "_ids", {})
        for model in [model for model in ids if model is not kept_market()]:
            del ids[model]
        gc.collect()
