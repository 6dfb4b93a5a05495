"""Worlds of one replication share the past that they have in common; no bit of a result depends on it."""

import pandas as pd
import pytest

from simulation.engines import simulate
from simulation.scenario import load_scenario
from simulation.studies.runs import shared_past
from simulation.studies.runs.tasks import tasks_for
from simulation.studies.runs.workers import carry_out

SMALL = {"market.customers": 120, "run.months": 8, "run.replications": 2, "run.warm_up_months": 4}


@pytest.fixture(autouse=True)
def nothing_kept():
    shared_past.forget_past()
    yield
    shared_past.forget_past()


@pytest.mark.parametrize(("name", "engine"), [
    ("head_to_head", "compiled"), ("head_to_head", "agents"), ("late_convert", "compiled"), ("limits/f10_null", "compiled"),
])  # fmt: skip
def test_every_world_is_what_it_is_alone(name, engine):
    plan = load_scenario(name).with_values({**SMALL, "run.engine": engine})
    for task in tasks_for([plan]):
        shared = carry_out(task).tables
        alone = simulate(task.scenario, task.replication, twin=task.world, series_only=task.series_only)
        for (table, found), (_, wanted) in zip(shared, alone, strict=True):
            pd.testing.assert_frame_equal(found, wanted, check_exact=True, obj=table)


def test_the_past_is_lived_once_for_all_worlds_of_a_replication(monkeypatch):
    from simulation.engines.market import Market

    months = []
    step = Market.step
    monkeypatch.setattr(Market, "step", lambda self: (months.append(self.month), step(self)))
    plan = load_scenario("head_to_head").with_values(SMALL)
    tasks = tasks_for([plan])
    for task in tasks:
        assert carry_out(task).status == "done"
    warm_up = sum(month < 0 for month in months)
    assert warm_up == 2 * 4
    assert len(months) == 2 * 4 + len(tasks) * 8


def test_any_order_of_worlds_and_replications_will_do():
    plan = load_scenario("head_to_head").with_values(SMALL)
    tasks = tasks_for([plan])
    for task in (tasks[3], tasks[-1], tasks[0], tasks[1], tasks[-2]):
        shared = carry_out(task).tables
        wanted = simulate(task.scenario, task.replication, twin=task.world).series
        pd.testing.assert_frame_equal(shared.series, wanted, check_exact=True)
