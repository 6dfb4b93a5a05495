"""Which worlds a study runs, and in which order."""

from dataclasses import replace

import pytest
from synthetic_market import Firm, MadeUpScenario

from simulation.studies.runs.tasks import ordered_worlds, own_world, tasks_for, worlds_of

PLAIN = MadeUpScenario()
CHANGED = MadeUpScenario(firms=(Firm("Frontline", "service-only"), Firm("Compass", "customer-centric", is_plain_preset=False)))


def test_a_plain_preset_is_not_run_twice():
    assert worlds_of(PLAIN) == (None, "service-only", "status-quo", "none")
    assert own_world(PLAIN) == "customer-centric"


def test_a_policy_of_ones_own_is_held_against_its_preset_too():
    assert worlds_of(CHANGED) == (None, "service-only", "customer-centric", "status-quo", "none")
    assert ordered_worlds(CHANGED) == (
        "as in the file",
        "service-only",
        "customer-centric",
        "status-quo",
        "none",
    )


def test_strategies_of_several_firms_are_run_once():
    firms = (*PLAIN.firms, Firm("Other", "service-only"), Firm("Third", "lip-service"))
    assert worlds_of(replace(PLAIN, firms=firms)) == (
        None,
        "service-only",
        "lip-service",
        "status-quo",
        "none",
    )


def test_baselines_come_last_even_where_the_focal_firm_plays_one():
    firms = (Firm("Compass", "status-quo"), Firm("Frontline", "service-only"))
    assert ordered_worlds(replace(PLAIN, firms=firms)) == ("service-only", "status-quo", "none")
    assert worlds_of(replace(PLAIN, firms=firms)) == (None, "service-only", "none")


def test_a_replication_is_finished_before_the_next_begins():
    tasks = tasks_for([PLAIN])
    assert [task.replication for task in tasks] == [0] * 4 + [1] * 4 + [2] * 4 + [3] * 4
    assert [task.world for task in tasks[:4]] == list(worlds_of(PLAIN))


def test_several_scenarios_share_the_order_of_replications():
    other = replace(PLAIN, name="other", run=replace(PLAIN.run, replications=2))
    tasks = tasks_for([PLAIN, other], twins=False)
    assert [task.key for task in tasks] == [
        ("made_up", 0, "market"), ("other", 0, "market"), ("made_up", 1, "market"), ("other", 1, "market"),
        ("made_up", 2, "market"), ("made_up", 3, "market"),
    ]  # fmt: skip


def test_equal_names_are_refused():
    with pytest.raises(ValueError, match="different names"):
        tasks_for([PLAIN, PLAIN])
