"""Runs may be carried out by anything: the same store, the same bits."""

import re
import subprocess
import sys
import threading
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
import synthetic_market as made_up
from synthetic_market import MadeUpScenario, Run, simulate

from simulation.records.files import StoreError
from simulation.studies.runs import workers
from simulation.studies.runs.replications import ExecutorLost, run_tasks
from simulation.studies.runs.tasks import tasks_for
from simulation.studies.study import run_study
from simulation.studies.sweep.file import experiment
from simulation.studies.sweep.study import How, run_sweep

SCENARIO = MadeUpScenario(run=Run(replications=6))
TABLES = ("series.parquet", "twins.parquet", "comparison.csv")


class Backwards(Executor):
    """Carries out what it has been given last first, in a thread: the worst order."""

    def __init__(self, after: int | None = None) -> None:
        self._tasks: list[tuple[Future, tuple]] = []
        self._after, self._given = after, 0
        self._lock = threading.Lock()
        self.at_once = 7

    def submit(self, fn, /, *args, **kwargs):
        self._given += 1
        if self._after is not None and self._given > self._after:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future: Future = Future()
        with self._lock:
            self._tasks.append((future, (fn, args, kwargs)))
        threading.Timer(0.01, self._one).start()
        return future

    def _one(self) -> None:
        with self._lock:
            future, (fn, args, kwargs) = self._tasks.pop()
        if future.set_running_or_notify_cancel():
            try:
                future.set_result(fn(*args, **kwargs))
            except Exception as error:
                future.set_exception(error)


def same(one: Path, other: Path) -> None:
    for name in TABLES:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def test_any_executor_in_any_order_gives_the_same_bytes(tmp_path):
    run_study([SCENARIO], folder=tmp_path / "here", simulate=simulate)
    with ThreadPoolExecutor(3) as pool:
        run_study([SCENARIO], folder=tmp_path / "threads", simulate=simulate, executor=pool)
    run_study([SCENARIO], folder=tmp_path / "backwards", simulate=simulate, executor=Backwards())
    same(tmp_path / "here", tmp_path / "threads")
    same(tmp_path / "here", tmp_path / "backwards")


def test_the_engine_in_threads_gives_the_same_bits_as_alone():
    from simulation.scenario import load_scenario

    plan = load_scenario("head_to_head").with_values(
        {"market.customers": 120, "run.months": 6, "run.replications": 3, "run.warm_up_months": 3}
    )
    alone = run_study([plan])
    with ThreadPoolExecutor(3) as pool:
        threads = run_study([plan], executor=pool)
    for name in ("series", "twins", "panel"):
        pd.testing.assert_frame_equal(alone.tables[name], threads.tables[name], check_exact=True)


def test_a_sweep_takes_an_executor_too():
    words = {"set": {"market.customers": 60, "run.months": 3}, "worlds": ("none", "status-quo"), "replications": 2}
    plan = experiment("small", scenario="head_to_head", parameters=[{"key": "market.switching_cost", "values": (1.0,)}], **words)
    here = run_sweep(plan).outcomes
    pd.testing.assert_frame_equal(run_sweep(plan, How(executor=Backwards())).outcomes, here, check_exact=True)


def test_a_failing_run_is_recorded_there_as_here():
    found = run_study([SCENARIO], simulate=made_up.fails_in_replication_two, executor=Backwards())
    assert {row.replication for row in found.failed} == {2}
    assert "ZeroDivisionError: nothing to divide by" in found.failed[0].error


def test_where_the_executor_is_gone_what_finished_is_kept_and_can_be_continued(tmp_path):
    with pytest.raises(ExecutorLost, match=r"10 of 24 runs are finished|\d+ of 24 runs are finished"):
        run_study([SCENARIO], folder=tmp_path / "lost", simulate=simulate, executor=Backwards(after=10))
    run_study([SCENARIO], folder=tmp_path / "lost", simulate=simulate, resume=True)
    run_study([SCENARIO], folder=tmp_path / "whole", simulate=simulate)
    same(tmp_path / "lost", tmp_path / "whole")


def test_a_worker_with_another_program_is_refused(monkeypatch):
    monkeypatch.setattr(workers, "code_digest", lambda: "another")
    found = run_tasks(tasks_for([SCENARIO])[:1], simulate=simulate, executor=Backwards())
    assert "another version of the program" in found.failed[0].error


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch):
    from simulation.studies.runs.cluster import cluster

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(StoreError, match=r"pip install 'centricity\[cluster\]'"), cluster("tcp://127.0.0.1:1"):
        pass


# ------------------------------------------------------------------------------------------------------- a real cluster
@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """A Dask scheduler and two workers, each a process of its own."""
    pytest.importorskip("distributed")
    base = tmp_path_factory.mktemp("dask")
    started = []

    def start(module: str, *arguments: str) -> subprocess.Popen:
        log = (base / f"{len(started)}.log").open("w")
        command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments]
        path = f"{Path(__file__).parents[2]}:{Path(__file__).parent}"
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=base, env=_environment(path))
        started.append(process)
        return process

    start("dask_scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard")
    address = None
    for _ in range(300):
        if found := re.search(r"Scheduler at:\s+(tcp://\S+)", (base / "0.log").read_text()):
            address = found.group(1)
            break
        time.sleep(0.1)
    assert address, (base / "0.log").read_text()
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(base))
    pair = [start("dask_worker", address, *options) for _ in range(2)]
    yield address, pair
    for process in reversed(started):
        process.kill()
        process.wait()


def _environment(path: str) -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": path, "NUMBA_NUM_THREADS": "1"}


@pytest.mark.one_python
def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(scheduler, tmp_path):
    from simulation.studies.runs.cluster import cluster

    address, pair = scheduler
    here = tmp_path / "here"
    run_study([SCENARIO], folder=here, simulate=made_up.simulate)
    killed = []

    def kill_one(finished: int, _: int, __: float) -> None:
        if finished == 4:
            pair[0].kill()
            killed.append(finished)

    with cluster(address) as executor:
        found = run_study([SCENARIO], folder=tmp_path / "cluster", simulate=made_up.slowly, executor=executor, progress=kill_one)
    assert killed == [4]
    assert pair[0].wait(10) != 0
    assert [row.status for row in found.runs] == ["done"] * 24
    same(here, tmp_path / "cluster")


@pytest.mark.one_python
def test_the_command_line_takes_a_scheduler(scheduler, tmp_path, monkeypatch):
    from tests.apps.conftest import SMALL, start

    monkeypatch.setattr("simulation.presentation.gallery.write_figures", lambda *_: [])
    monkeypatch.setattr("simulation.presentation.report.document.write_report", lambda *_: None)
    address, _ = scheduler
    (tmp_path / "small.toml").write_text(SMALL)
    options = ("--robustness", 0, "--months", 2, "--quiet")
    assert start("run", tmp_path / "small.toml", "--out", tmp_path / "there", "--scheduler", address, *options).code == 0
    assert start("run", tmp_path / "small.toml", "--out", tmp_path / "here", "--jobs", 1, *options).code == 0
    same(tmp_path / "here", tmp_path / "there")


@pytest.mark.one_python
def test_where_no_scheduler_answers_one_sentence_says_so(tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    from simulation.studies.runs import cluster
    from tests.apps.conftest import SMALL, start

    monkeypatch.setattr(cluster, "SECONDS_TO_CONNECT", 1)
    (tmp_path / "small.toml").write_text(SMALL)
    told = start("run", tmp_path / "small.toml", "--out", tmp_path / "there", "--scheduler", "tcp://127.0.0.1:9")
    assert told.code == 2
    assert "no Dask scheduler answers there" in told.err
    assert not (tmp_path / "there").exists()
