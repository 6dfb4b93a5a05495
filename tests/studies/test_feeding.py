"""Who carries out which run: a past is lived once, nobody waits while there is work, and batches follow each other."""

import time
from dataclasses import replace

import pytest
import synthetic_market as made_up

from simulation.studies.runs.replications import Batch, run_batches, run_tasks
from simulation.studies.runs.shares import Shares
from simulation.studies.runs.tasks import tasks_for
from simulation.studies.runs.workers import Workers

SCENARIO = made_up.MadeUpScenario()
TASKS = tasks_for([SCENARIO])


def test_a_lane_stays_with_the_replication_that_it_has_begun():
    worlds = len(TASKS) // SCENARIO.run.replications
    shares = Shares(TASKS)
    taken = [(lane, TASKS[shares.take(lane)].replication) for _ in range(worlds) for lane in (0, 1)]
    assert taken == [(0, 0), (1, 1)] * worlds
    assert TASKS[shares.take(1)].replication == 2


def test_who_has_nothing_left_helps_the_one_with_most_left_and_every_task_is_taken_once():
    shares = Shares(TASKS[:8])
    taken = [shares.take(0), shares.take(1), shares.take(0), shares.take(0), shares.take(0)]
    helping = shares.take(0)
    assert TASKS[helping].replication == 1
    rest = []
    while (index := shares.take(2)) is not None:
        rest.append(index)
    assert sorted([*taken, helping, *rest]) == list(range(8))


def test_nobody_takes_anything_once_it_is_stopped_and_the_rest_is_known():
    shares = Shares(TASKS[:5])
    shares.take(0)
    shares.stop()
    assert (shares.take(0), shares.take(1)) == (None, None)
    assert shares.rest() == [1, 2, 3, 4]
    shares.go_on()
    assert shares.take(1) == 4


@pytest.mark.parametrize("jobs", [1, 2])
def test_batches_are_told_of_one_after_the_other(jobs):
    told = []
    batches = [
        Batch(
            tasks_for([replace(SCENARIO, name=name, run=replace(SCENARIO.run, replications=2))]),
            made_up.simulate,
            receive=lambda result, name=name: told.append((name, "received")),
            progress=lambda done, total, _, name=name: told.append((name, done, total)),
            finished=lambda name=name: told.append((name, "finished")),
        )
        for name in ("first", "second")
    ]
    outcomes = run_batches(batches, jobs=jobs)
    assert [len(outcome.done) for outcome in outcomes] == [8, 8]
    assert [result.task.key[1:] for result in outcomes[1].results] == [task.key[1:] for task in batches[1].tasks]
    first, second = told.index(("first", "finished")), told.index(("second", "finished"))
    assert [entry for entry in told[:first] if entry[0] == "first" and entry[1] != "received"] == [
        ("first", done, 8) for done in range(1, 9)
    ]
    numbers = [entry[1] for entry in told[first:second] if entry[0] == "second" and entry[1] != "received"]
    assert numbers == sorted(numbers)
    assert numbers[-1] == 8
    assert not [entry for entry in told[:first] if entry[0] == "second" and entry[1] != "received"]


def test_a_batch_with_nothing_to_do_is_finished_all_the_same():
    finished = []
    batches = [Batch([], finished=lambda: finished.append(1)), Batch(TASKS[:2], made_up.simulate)]
    assert [len(outcome.results) for outcome in run_batches(batches, jobs=2)] == [0, 2]
    assert finished == [1]


def test_an_interruption_of_the_first_batch_begins_no_other():
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    outcomes = run_batches([Batch(TASKS[:2], interrupted), Batch(TASKS[:2], made_up.simulate)])
    assert [(outcome.interrupted, len(outcome.results)) for outcome in outcomes] == [(True, 0), (True, 0)]


def test_processes_serve_several_studies_and_are_replaced_when_one_dies_between_them():
    with Workers(2) as workers:
        workers.start()
        first = run_tasks(TASKS, simulate=made_up.simulate, jobs=2, workers=workers)
        for pool in workers._lanes.values():
            for process in pool._processes.values():
                process.kill()
                process.join()
        time.sleep(0.2)
        second = run_tasks(TASKS, simulate=made_up.simulate, jobs=2, workers=workers)
    assert [result.status for result in (*first.results, *second.results)] == ["done"] * 2 * len(TASKS)


def test_batches_that_are_made_later_are_carried_out_behind_those_that_are_there():
    order = []

    def later():
        order.append("made")
        return [Batch(TASKS[2:4], made_up.simulate, receive=lambda result: order.append(result.task.key))]

    for jobs in (1, 2):
        order.clear()
        outcomes = run_batches([Batch(TASKS[:2], made_up.simulate)], later=later, jobs=jobs)
        assert [[result.task.key for result in outcome.done] for outcome in outcomes] == [
            [task.key for task in TASKS[:2]], [task.key for task in TASKS[2:4]],
        ]  # fmt: skip
        assert order[0] == "made"


def test_a_process_that_dies_while_it_hands_over_a_result_is_noticed():
    tasks = tasks_for([replace(SCENARIO, run=replace(SCENARIO.run, replications=1))])[:2]
    outcome = run_tasks(tasks, simulate=made_up.dies_while_it_hands_over, jobs=2)
    assert [result.status for result in outcome.results] == ["failed", "done"]
    assert "process that ran it died" in outcome.failed[0].error
