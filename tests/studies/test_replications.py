"""Many runs: order, failures, dead processes, interruption, and nothing kept from run to run."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import synthetic_market as made_up

from simulation.studies.runs.replications import run_tasks
from simulation.studies.runs.tasks import tasks_for

SCENARIO = made_up.MadeUpScenario()
TASKS = tasks_for([SCENARIO])


def test_processes_change_no_number():
    here = run_tasks(TASKS, simulate=made_up.simulate)
    there = run_tasks(TASKS, simulate=made_up.simulate, jobs=2)
    assert [result.task.key for result in there.results] == [task.key for task in TASKS]
    for one, other in zip(here.results, there.results, strict=True):
        assert one.status == other.status == "done"
        pd.testing.assert_frame_equal(one.tables.series, other.tables.series, check_exact=True)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failing_run_is_recorded_and_stops_nothing(jobs):
    outcome = run_tasks(TASKS, simulate=made_up.fails_in_replication_two, jobs=jobs)
    assert {result.task.replication for result in outcome.failed} == {2}
    assert len(outcome.done) == len(TASKS) - len(outcome.failed) == 12
    error = outcome.failed[0].error
    assert error.startswith("ZeroDivisionError: nothing to divide by (synthetic_market.py, line ")
    assert "\n" not in error


def test_a_run_that_leaves_by_exit_fails_alone():
    outcome = run_tasks(TASKS[:2], simulate=made_up.leaves_with_exit, jobs=2)
    assert [result.error[:10] for result in outcome.failed] == ["SystemExit"] * 2


def test_a_killed_process_costs_its_own_run_only():
    outcome = run_tasks(TASKS, simulate=made_up.dies_in_replication_one, jobs=2)
    assert [result.task.key for result in outcome.failed] == [("made_up", 1, "market")]
    assert "process that ran it died" in outcome.failed[0].error
    assert len(outcome.done) == len(TASKS) - 1


def test_where_no_process_survives_the_rest_is_not_tried():
    outcome = run_tasks(TASKS, simulate=made_up.always_dies, jobs=2)
    assert len(outcome.failed) == len(TASKS)
    assert "__main__" in outcome.failed[0].error
    assert outcome.failed[-1].error.startswith("not run")


def test_no_model_leaks_from_run_to_run():
    outcome = run_tasks(TASKS[:6], simulate=made_up.remembers, jobs=2)
    assert [result.error for result in outcome.failed] == []


def test_results_are_handed_on_as_they_come_and_not_kept():
    received = []
    seen = []
    outcome = run_tasks(
        TASKS,
        simulate=made_up.simulate,
        receive=received.append,
        progress=lambda done, total, seconds: seen.append((done, total, seconds >= 0)),
    )
    assert [result.task for result in received] == TASKS
    assert all(result.tables is not None for result in received)
    assert all(result.tables is None for result in outcome.results)
    assert seen == [(number + 1, 16, True) for number in range(16)]


def test_what_the_receiver_raises_ends_the_study():
    def full(result):
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        run_tasks(TASKS, simulate=made_up.simulate, receive=full, jobs=2)


def test_fewer_than_one_process_is_refused():
    with pytest.raises(ValueError, match="jobs: found 0"):
        run_tasks(TASKS, jobs=0)


def test_no_task_gives_no_result():
    assert run_tasks([], simulate=made_up.simulate, jobs=2).results == ()


STUDY_IN_A_PROCESS = """
import sys
sys.path.insert(0, sys.argv[1])
from synthetic_market import MadeUpScenario, says_its_number_and_waits
from simulation.studies.runs.replications import run_tasks
from simulation.studies.runs.tasks import tasks_for
if __name__ == "__main__":
    run_tasks(tasks_for([MadeUpScenario()]), simulate=says_its_number_and_waits, jobs=2)
"""


@pytest.mark.skipif(os.name == "nt", reason="looks at processes as POSIX systems have them")
def test_a_killed_study_leaves_no_process_behind(tmp_path):
    script = tmp_path / "study.py"
    script.write_text(STUDY_IN_A_PROCESS)
    begun = tmp_path / "begun"
    begun.mkdir()
    here = str(Path(__file__).parent)
    paths = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
    environment = {**os.environ, "BEGUN": str(begun), "PYTHONPATH": paths}
    with subprocess.Popen([sys.executable, str(script), here], env=environment) as study:
        workers = wait_for(lambda: [int(path.name) for path in begun.iterdir()], 2)
        study.kill()
    assert wait_for(lambda: [worker for worker in workers if not alive(worker)], 2) == workers


def wait_for(found, count, seconds=30.0):
    """The first `count` things that `found` gives, in their order, as soon as there are so many."""
    end = time.monotonic() + seconds
    while len(found()) < count:
        assert time.monotonic() < end
        time.sleep(0.05)
    return sorted(found())


def alive(process):
    """Whether a process runs: neither gone nor waiting to be buried."""
    status = Path(f"/proc/{process}/stat")
    if status.parent.parent.joinpath("self").exists():
        return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(os.name == "nt", reason="sends a signal as a terminal does")
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interruption_keeps_what_is_finished(jobs, tmp_path, monkeypatch):
    begun, received = tmp_path / "begun", []
    monkeypatch.setenv("BEGUN", str(begun))

    def interrupt():
        while len(received) < 4 or not begun.exists():
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGINT)

    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    watcher = threading.Thread(target=interrupt)
    watcher.start()
    tasks = tasks_for([replace(SCENARIO, run=replace(SCENARIO.run, replications=2))])
    started = time.perf_counter()
    try:
        outcome = run_tasks(tasks, simulate=made_up.waits_for_a_file, jobs=jobs, receive=received.append)
    finally:
        watcher.join()
        signal.signal(signal.SIGINT, previous)
    assert outcome.interrupted
    assert [result.task for result in outcome.results] == tasks[:4]
    assert time.perf_counter() - started < 60
