"""Comparisons of a made-up market whose effects are known."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from synthetic_market import EFFECTS, LUCK, OWN_LUCK, Firm, MadeUpScenario, simulate

from simulation.measures.dictionary import check_complete
from simulation.studies.comparisons.comparison import COLUMNS, compare_all
from simulation.studies.runs.tasks import ordered_worlds, own_world, worlds_of

RUNS = 40


def tables(scenario, runs=RUNS):
    series = pd.concat([simulate(scenario, r).series for r in range(runs)], ignore_index=True)
    worlds = [
        simulate(scenario, r, twin=world).series.assign(world=world or own_world(scenario))
        for r in range(runs)
        for world in worlds_of(scenario)
    ]
    return series, pd.concat(worlds, ignore_index=True)


SCENARIO = MadeUpScenario()
SERIES, TWINS = tables(SCENARIO)
COMPARISON = compare_all(SERIES, TWINS, [SCENARIO])


def row(left, right, kind="twin", measure="discounted_profit", period="whole", comparison=COMPARISON, **others):
    wanted = {"kind": kind, "left": left, "right": right, "measure": measure, "period": period, **others}
    found = comparison[(comparison[list(wanted)] == pd.Series(wanted)).all(axis=1)]
    assert len(found) == 1
    return found.iloc[0]


def test_every_column_is_there_and_described():
    assert tuple(COMPARISON.columns) == COLUMNS
    assert check_complete(COMPARISON, "comparison") == []


def test_every_two_worlds_are_compared_with_the_baselines_on_the_right():
    pairs = COMPARISON.query("kind == 'twin'")[["left", "right"]].drop_duplicates().to_numpy().tolist()
    assert pairs == [
        ["customer-centric", "service-only"], ["customer-centric", "status-quo"],
        ["customer-centric", "none"], ["service-only", "status-quo"], ["service-only", "none"],
        ["status-quo", "none"],
    ]  # fmt: skip


def test_the_known_effect_is_found_and_its_interval_is_as_wide_as_the_luck_makes_it():
    """Six months at the effect's cost, eighteen at its gain: twelve times the difference of the effects."""
    found = row("customer-centric", "service-only")
    truth = 12 * (EFFECTS["customer-centric"] - EFFECTS["service-only"])
    assert found["low"] < truth < found["high"]
    expected_width = 2 * 2.02 * 24 * np.sqrt(2) * OWN_LUCK / np.sqrt(RUNS)
    assert found["high"] - found["low"] == pytest.approx(expected_width, rel=0.35)
    assert found["replications"] == RUNS


def test_sharing_luck_is_worth_what_was_put_in():
    found = row("customer-centric", "service-only")
    assert found["variance_reduction"] == pytest.approx((LUCK**2 + OWN_LUCK**2) / OWN_LUCK**2, rel=0.5)
    assert found["correlation"] > 0.97


def test_an_investment_pays_back_when_its_gains_have_covered_it():
    """Down by 100 a month for six months, then up by 100: level again in month 12, give or take the luck."""
    found = row("customer-centric", "service-only")
    assert found["payback"] == "pays back"
    assert 10 <= found["payback_month"] <= 14
    assert found["payback_low"] <= found["payback_month"] <= found["payback_high"]
    assert found["lead_month"] == found["payback_month"]


def test_what_does_not_come_back_says_never():
    found = row("service-only", "customer-centric", kind="market", comparison=_market_the_other_way_round())
    assert found["payback"] == "never"
    assert np.isnan(found["payback_month"])
    assert 10 <= found["lead_month"] <= 14


def _market_the_other_way_round():
    other = replace(SCENARIO, run=replace(SCENARIO.run, twin_of="Frontline"))
    return compare_all(SERIES, TWINS.head(0), [other])


def test_the_market_compares_firms_side_by_side():
    found = row("customer-centric", "service-only", kind="market", measure="quits")
    assert found["estimate"] == pytest.approx(-12 * 100 / 1000)
    assert found["share_ahead"] == 1.0
    assert found["note"] == "the difference is the same in every run"


def test_years_add_up_to_the_whole_for_flows():
    years = [row("customer-centric", "none", measure="profit", period=f"year {y}")["estimate"] for y in (1, 2)]
    assert sum(years) == pytest.approx(row("customer-centric", "none", measure="profit")["estimate"])


def test_payback_stands_only_with_discounted_profit():
    others = COMPARISON[COMPARISON["measure"] != "discounted_profit"]
    assert set(others["payback"]) == {""}
    assert others[["payback_month", "payback_low", "payback_high", "lead_month"]].isna().all(axis=None)


def test_a_lost_run_costs_its_pairs_only():
    lost = TWINS[(TWINS["world"] != "none") | (TWINS["replication"] != 3)]
    comparison = compare_all(SERIES, lost, [SCENARIO])
    assert row("customer-centric", "none", comparison=comparison)["replications"] == RUNS - 1
    pd.testing.assert_series_equal(
        row("customer-centric", "service-only", comparison=comparison),
        row("customer-centric", "service-only"),
        check_names=False,
    )


def test_a_policy_of_ones_own_is_a_world_of_its_own():
    firms = (Firm("Frontline", "service-only"), Firm("Compass", "customer-centric", is_plain_preset=False))
    scenario = replace(SCENARIO, firms=firms)
    comparison = compare_all(*tables(scenario), [scenario])
    found = row("as in the file", "customer-centric", comparison=comparison)
    assert found["low"] < 12 * (EFFECTS["as in the file"] - EFFECTS["customer-centric"]) < found["high"]
    assert ordered_worlds(scenario)[0] == "as in the file"


def test_two_equal_worlds_do_not_differ():
    others = TWINS[TWINS["world"] != "none"]
    twins = pd.concat([others, TWINS[TWINS["world"] == "status-quo"].assign(world="none")])
    found = row("status-quo", "none", comparison=compare_all(SERIES, twins, [SCENARIO]))
    assert (found["payback"], found["share_ahead"]) == ("no difference", 0.5)
    assert found["note"] == "no difference in any run"


def test_scenarios_are_compared_on_the_same_luck():
    other = replace(SCENARIO, name="other", values=(("effects.centric", 3.0),))
    series = pd.concat([SERIES, tables(other)[0]], ignore_index=True)
    comparison = compare_all(series, TWINS, [SCENARIO, other])
    found = row("other", "made_up", kind="scenario", subject="customer-centric", comparison=comparison)
    assert found["estimate"] == pytest.approx(12 * 2 * EFFECTS["customer-centric"])
    same = row("other", "made_up", kind="scenario", subject="service-only", comparison=comparison)
    assert same["note"] == "no difference in any run"


def test_a_firm_that_changes_its_strategy_between_scenarios_is_compared_by_name():
    other = replace(SCENARIO, name="other", firms=(SCENARIO.firms[0], Firm("Compass", "lip-service")))
    series = pd.concat([SERIES, tables(other)[0]], ignore_index=True)
    comparison = compare_all(series, TWINS, [SCENARIO, other])
    subjects = comparison.query("kind == 'scenario'")["subject"].unique().tolist()
    assert subjects == ["service-only", "Compass"]
    found = row("other", "made_up", kind="scenario", subject="Compass", comparison=comparison)
    assert found["low"] < 12 * (EFFECTS["lip-service"] - EFFECTS["customer-centric"]) < found["high"]


def test_one_replication_gives_differences_without_intervals():
    series, twins = tables(SCENARIO, runs=1)
    found = row("customer-centric", "none", comparison=compare_all(series, twins, [SCENARIO]))
    assert found["note"] == "one paired run: no interval"
    assert np.isnan(found["low"])
    assert np.isfinite(found["payback_month"]) == (found["payback"] != "never")


def test_without_rows_there_is_nothing_to_compare():
    empty = compare_all(SERIES.head(0), TWINS.head(0), [SCENARIO])
    assert list(empty.columns) == list(COLUMNS)
    assert empty.empty
