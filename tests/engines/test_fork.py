"""A fork of a market at a month is the market itself to the bit, and goes its own way from there."""

import pandas as pd
import pytest

from simulation.engines import Market, simulate
from simulation.engines.fork import last_common_month
from simulation.engines.simulation_run import forget
from tests.engines.markets import CENTRIC, FOCUSED, SERVICE, scenario

START = 7
PLAN = scenario(SERVICE, FOCUSED, {**CENTRIC, "start_month": START}, customers=150, months=14)
TABLES = ("series", "market", "segments", "departments", "panel", "cohorts")


def at_month(plan, month, replication=1):
    market = Market(plan, replication=replication)
    while market.month < month:
        market.step()
    return market


def finished(market):
    while market.month < market.plan.run.months:
        market.step()
    tables = market.recorder.tables(market)
    forget(market)
    return tables


def assert_same(left, right):
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(left, name), getattr(right, name), check_exact=True, obj=name)


@pytest.mark.parametrize("engine", ["agents", "compiled"])
@pytest.mark.parametrize("month", [-3, 0, 6, 13])
def test_a_fork_with_nothing_changed_is_the_same_to_the_bit_and_so_is_what_was_forked(engine, month):
    plan = PLAN.with_values({"run.engine": engine})
    market = at_month(plan, month)
    fork = market.fork()
    whole = simulate(plan, 1)
    assert_same(finished(fork), whole)
    assert_same(finished(market), whole)


@pytest.mark.parametrize("engine", ["agents", "compiled"])
@pytest.mark.parametrize("strategy", ["none", "status-quo", "service-only"])
def test_a_fork_with_another_strategy_is_the_twin_to_the_bit(engine, strategy):
    plan = PLAN.with_values({"run.engine": engine})
    twin = plan.with_twin(strategy)
    fork = at_month(plan, last_common_month(plan, twin)).fork(twin)
    assert_same(finished(fork), simulate(plan, 1, twin=strategy))


def test_several_futures_do_not_touch_each_other():
    market = at_month(PLAN, 0)
    forks = [market.fork(PLAN.with_twin(name)) for name in ("none", "price-cutter")]
    for _ in range(PLAN.run.months):
        for fork in forks:
            fork.step()
    for fork, name in zip(forks, ("none", "price-cutter"), strict=True):
        assert_same(fork.recorder.tables(fork), simulate(PLAN, 1, twin=name))


def test_a_past_that_was_lived_otherwise_stays_as_it_was_lived():
    """Forked after its programme has begun, the firm changes it with the next month and not before."""
    market = at_month(PLAN, 10)
    fork = market.fork(PLAN.with_twin("none"))
    fork.step()
    rows = fork.recorder.tables(fork).series.query("firm == 'Compass'").set_index("month")["policy_label"]
    assert rows[[6, 7, 10, 11]].tolist() == ["status-quo", "customer-centric", "customer-centric", "none"]


@pytest.mark.parametrize(("changed", "what"), [
    ({"market.switching_cost": 3.0}, "market"),
    ({"run.seed": 9}, "run.seed"),
    ({"run.engine": "compiled"}, "run.engine"),
])  # fmt: skip
def test_what_the_past_depends_on_cannot_be_changed(changed, what):
    plan = PLAN.with_values({"run.engine": "agents"})
    with pytest.raises(ValueError, match=f"another {what}: its past depends on that"):
        at_month(plan, 0).fork(plan.with_values(changed))


def test_more_months_are_welcome():
    market = at_month(PLAN, 5)
    longer = PLAN.with_values({"run.months": 20})
    assert_same(finished(market.fork(longer)), simulate(longer, 1))


def test_the_last_common_month_is_the_one_before_plans_differ():
    assert last_common_month(PLAN, PLAN.with_twin("none")) == START - 1
    assert last_common_month(PLAN, PLAN.with_twin("customer-centric")) is None
    assert last_common_month(PLAN, PLAN.with_values({"market.customers": 200})) is None
    early = PLAN.with_values({"firms.Compass.start_month": -35})
    assert last_common_month(early, early.with_twin("none")) == -early.run.warm_up_months
