"""The verdict says what the comparison holds: who is ahead, how surely, from when, as expected or not."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from synthetic_market import Firm, MadeUpScenario

from simulation.studies.comparisons.comparison import COLUMNS
from simulation.studies.comparisons.verdict import verdict

THREE = MadeUpScenario(
    firms=(
        Firm("Frontline", "service-only"),
        Firm("Compass", "customer-centric"),
        Firm("Echo", "customer-focused"),
    )
)
TWO = MadeUpScenario()


def comparison(*rows, kind="twin"):
    """Rows of (left, right, estimate, half, p_value), with further fields as a mapping."""
    base = {"kind": kind, "scenario": "made_up", "subject": "Compass", "measure": "discounted_profit",
            "period": "whole", "share_ahead": 0.9, "replications": 30, "note": "", "payback": ""}  # fmt: skip
    filled = []
    for left, right, estimate, half, p_value, *more in rows:
        values = {"left": left, "right": right, "estimate": estimate, "low": estimate - half,
                  "high": estimate + half, "p_value": p_value}  # fmt: skip
        filled.append(base | values | (more[0] if more else {}))
    return pd.DataFrame(filled).reindex(columns=list(COLUMNS))


CLEAR = (
    ("customer-centric", "service-only", 1000.0, 300.0, 0.001, {"lead_month": 31.0}),
    ("customer-centric", "status-quo", 1200.0, 300.0, 0.001, {"lead_month": 29.0}),
    ("customer-centric", "none", 100.0, 300.0, 0.4, {"lead_month": 40.0}),
)


def test_a_clear_difference_has_a_winner_a_month_and_a_sentence():
    found = verdict(comparison(*CLEAR), TWO)
    pair = found.pairs[0]
    assert (found.winner, found.kind, found.held) == (
        "customer-centric",
        "twin",
        "nothing to hold it against",
    )
    assert (pair.ahead, pair.ahead_from_month, pair.replications) == ("customer-centric", 31, 30)
    assert pair.sentence == (
        "customer-centric is ahead of service-only in discounted profit over 24 months by 1,000 (95 % "
        "interval 700 to 1,300), ahead in 90 % of 30 paired runs, for good from month 31."
    )
    assert [(pair.right, pair.ahead) for pair in found.baselines] == [
        ("status-quo", "customer-centric"), ("none", None),
    ]  # fmt: skip


def test_the_other_side_can_be_ahead():
    found = verdict(comparison(("customer-centric", "service-only", -500.0, 100.0, 0.001, {"lead_month": 1.0})), TWO)
    assert found.winner == "service-only"
    assert found.pairs[0].sentence == (
        "service-only is ahead of customer-centric in discounted profit over 24 months by 500 (95 % interval "
        "400 to 600), ahead in 10 % of 30 paired runs, for good from month 1."
    )


def test_an_interval_with_nought_in_it_is_too_close_to_call():
    found = verdict(comparison(("customer-centric", "service-only", 50.0, 100.0, 0.3, {"lead_month": 5.0})), TWO)
    assert found.winner is None
    assert found.pairs[0].ahead_from_month is None
    assert "too close to call" in found.pairs[0].sentence
    assert "too close to call" in found.sentences[0]


def test_several_pairs_need_more_to_be_called():
    """Alone, p = .03 is called; as the middle one of three it is not: Holm doubles it."""
    rows = (
        ("customer-centric", "service-only", 1000.0, 300.0, 0.001),
        ("customer-centric", "customer-focused", 200.0, 180.0, 0.03),
        ("service-only", "customer-focused", -500.0, 600.0, 0.2),
    )
    assert verdict(comparison(rows[1]), THREE).winner == "customer-centric"
    found = verdict(comparison(*rows), THREE)
    assert [pair.ahead for pair in found.pairs] == ["customer-centric", None, None]
    assert found.pairs[1].p_adjusted == pytest.approx(0.06)
    assert found.pairs[1].sentence.endswith("; alone it would be called, among all pairs not.")
    assert found.winner is None


def test_baselines_do_not_count_among_the_pairs_of_the_file():
    found = verdict(comparison(("customer-centric", "service-only", 200.0, 180.0, 0.03), *CLEAR[1:]), TWO)
    assert found.pairs[0].p_adjusted == 0.03


def test_one_strategy_alone_is_held_against_the_baselines():
    alone = replace(TWO, firms=(Firm("Compass", "customer-centric"),))
    found = verdict(comparison(*CLEAR[1:], ("status-quo", "none", -900.0, 100.0, 0.001)), alone)
    assert [(pair.left, pair.right) for pair in found.pairs] == [
        ("customer-centric", "status-quo"), ("customer-centric", "none"), ("status-quo", "none"),
    ]  # fmt: skip
    assert (found.winner, found.baselines) == (None, ())


def test_less_is_ahead_where_less_is_better_and_further_measures_are_spoken_of():
    rows = comparison(
        CLEAR[0],
        ("customer-centric", "service-only", 0.03, 0.01, 0.001, {"measure": "retention_per_year"}),
        ("customer-centric", "service-only", 0.002, 0.01, 0.7, {"measure": "employee_engagement"}),
    )
    found = verdict(rows, TWO)
    assert [(pair.measure, pair.ahead) for pair in found.further] == [
        ("retention_per_year", "customer-centric"), ("employee_engagement", None),
    ]  # fmt: skip
    assert "by 3 percentage points (95 % interval 2 to 4 percentage points)" in found.further[0].sentence


@pytest.mark.parametrize(
    ("expected", "by_month", "p_value", "estimate", "held"),
    [
        ("customer-centric", None, 0.001, 500.0, "as expected"),
        ("customer-centric", 31, 0.001, 500.0, "as expected"),
        ("customer-centric", 30, 0.001, 500.0, "not as expected"),
        ("service-only", None, 0.001, 500.0, "not as expected"),
        ("service-only", None, 0.001, -500.0, "as expected"),
        ("customer-centric", None, 0.2, 500.0, "too close to call"),
        ("customer-centric", None, 0.001, -500.0, "not as expected"),
        ("lip-service", None, 0.001, 500.0, "not as expected"),
        (None, 36, 0.001, 500.0, "as expected"),
        (None, 36, 0.4, 500.0, "too close to call"),
        (None, None, 0.001, 500.0, "nothing to hold it against"),
    ],
)
def test_the_expectation_is_held_against_the_result(expected, by_month, p_value, estimate, held):
    scenario = replace(TWO, expectation="As we said.", expected_winner=expected, expected_by_month=by_month)
    rows = comparison(("customer-centric", "service-only", estimate, 300.0, p_value, {"lead_month": 31.0}))
    found = verdict(rows, scenario)
    assert found.held == held
    assert found.sentences[-1].startswith('Expected: "As we said."')
    assert found.sentences[-1].endswith(f"- {held}.")


def test_without_twins_the_market_is_judged():
    found = verdict(comparison(CLEAR[0], kind="market"), TWO)
    assert (found.kind, found.winner) == ("market", "customer-centric")


def test_a_single_run_decides_nothing():
    nan = float("nan")
    rows = comparison(("customer-centric", "service-only", 500.0, nan, nan, {"note": "one paired run: no interval"}))
    found = verdict(rows, TWO)
    assert found.winner is None
    assert found.pairs[0].low is None
    assert found.pairs[0].sentence.endswith("500 (one paired run: no interval).")


def test_without_a_finished_run_it_says_so():
    found = verdict(comparison(), TWO)
    assert found.sentences == ("There is nothing to compare: no two strategies have a finished run in common.",)


def test_a_verdict_is_ready_for_json():
    found = verdict(comparison(*CLEAR), TWO)
    again = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert again["winner"] == "customer-centric"
    assert again["pairs"][0]["estimate"] == 1000.0
