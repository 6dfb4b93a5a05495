"""The same firm with another strategy, all else and all luck equal."""

import pandas as pd
import pytest

from simulation.engines import simulate
from simulation.scenario.presets import PRESETS
from tests.engines.markets import CENTRIC, FOCUSED, SERVICE, scenario

START = 7
"""Month in which the focal firm's strategy starts."""

PLAN = scenario(SERVICE, FOCUSED, {**CENTRIC, "start_month": START}, customers=150, months=16)
TABLES = ("series", "market", "segments", "departments", "panel", "cohorts")


@pytest.fixture(scope="module")
def twins():
    return {strategy: simulate(PLAN, 1, twin=strategy) for strategy in PRESETS}


@pytest.mark.parametrize("replication", [0, 1, 5])
def test_the_twin_with_the_own_strategy_is_the_market_itself(replication):
    twin, itself = simulate(PLAN, replication, twin="customer-centric"), simulate(PLAN, replication)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(twin, name), getattr(itself, name), check_exact=True)


def before_the_start(tables, name):
    """Rows of the months before the strategies differ, without their names."""
    table = getattr(tables, name)
    return table[table["month"] < START].drop(columns=["strategy", "policy_label"], errors="ignore")


@pytest.mark.parametrize("strategy", sorted(set(PRESETS) - {"customer-centric"}))
def test_twins_are_identical_until_the_start_and_differ_from_it_on(twins, strategy):
    left, right = twins["customer-centric"], twins[strategy]
    for name in ("series", "market", "segments", "departments"):
        pd.testing.assert_frame_equal(before_the_start(left, name), before_the_start(right, name), check_exact=True)
    at_start = [tables.series.query(f"month == {START} and firm == 'Compass'").iloc[0] for tables in (left, right)]
    labels = [row["policy_label"] for row in at_start]
    assert labels == ["customer-centric", strategy]
    later = [tables.series.query(f"month >= {START} and firm == 'Compass'") for tables in (left, right)]
    assert later[0]["profit"].tolist() != later[1]["profit"].tolist()


def test_until_the_start_a_firm_is_an_ordinary_one(twins):
    series = twins["customer-centric"].series
    assert set(series.query(f"month < {START}")["policy_label"][series["firm"] == "Compass"]) == {"status-quo"}
    ordinary = twins["status-quo"].series.query("firm == 'Compass'")
    assert set(ordinary["policy_label"]) == {"status-quo"}
    assert set(ordinary["strategy"]) == {"status-quo"}


def test_only_the_focal_firm_plays_the_other_strategy(twins):
    for strategy, tables in twins.items():
        played = tables.series[tables.series["month"] == 16].set_index("firm")["policy_label"]
        assert played.to_dict() == {"Frontline": "service-only", "Echo": "customer-focused", "Compass": strategy}


def test_the_named_firm_is_the_focal_one():
    plan = PLAN.with_values({"run.twin_of": "Frontline"})
    played = simulate(plan, 0, twin="lip-service").series.query("month == 16").set_index("firm")["strategy"]
    assert played.to_dict() == {"Frontline": "lip-service", "Echo": "customer-focused", "Compass": "customer-centric"}


def test_rivals_see_the_other_strategy_only_through_the_market(twins):
    """In the month of the start nothing about the rivals has changed yet: they share no people and no budget."""
    left, right = (twins[name].series.query(f"month == {START} and firm != 'Compass'") for name in ("customer-centric", "none"))
    staff = ["employees", "positions", "skill", "employee_engagement", "believed_quality", "work_pressure", "knowledge", "price"]
    pd.testing.assert_frame_equal(left[staff], right[staff], check_exact=True)


def test_twins_that_keep_the_budget_spend_as_much_and_none_spends_nothing(twins):
    """In the first month, when revenue is still the same, every programme but none costs the same share of it."""
    spent = {
        strategy: tables.series.query(f"month == {START} and firm == 'Compass'")["cost_programme"].item()
        for strategy, tables in twins.items()
    }
    assert spent.pop("none") == 0.0
    cut = spent.pop("price-cutter")  # pays most of it to customers, as a lower price
    assert len(set(spent.values())) == 1
    assert cut == pytest.approx(0.3 * spent["status-quo"], abs=1e-3)
