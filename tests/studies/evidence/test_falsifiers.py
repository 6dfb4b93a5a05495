"""Verdicts on falsifiers, from outcomes made up so that the answer is known, and once from the model itself."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from simulation.scenario import load_scenario
from simulation.studies.comparisons.ledger_lines import LINES
from simulation.studies.evidence.falsifiers import (
    AHEAD,
    AHEAD_IN_80,
    EQUAL,
    ITEMS,
    MOSTLY,
    NOT_AHEAD,
    Item,
    falsifiers,
    in_order,
    judged,
)
from simulation.studies.evidence.finding import CLOSE, FAILS, HOLDS
from simulation.studies.evidence.outcomes import PROFIT, Outcomes, World, combined, outcome_of
from simulation.studies.evidence.size import QUICK

LEFT, RIGHT = World("baseline", "service-only"), World("baseline", "customer-centric")
TERMS = ((1.0, LEFT, PROFIT), (-1.0, RIGHT, PROFIT))
NOISE = np.array([-1.0, 1.0] * 10)


def table(discounted, **columns):
    rows = {PROFIT: discounted, **dict.fromkeys(LINES, 0.0), **columns}
    return pd.DataFrame(rows, index=pd.Index(range(len(discounted)), name="replication"))


def outcomes(difference, **left):
    """Twenty runs in which the left side earns so much more, and draws in which it does in half of them."""
    difference = np.asarray(difference, dtype=float)
    right = np.linspace(100.0, 200.0, len(difference))
    runs = {LEFT: table(right + difference, **left), RIGHT: table(right)}
    drawn = {("baseline", LEFT): table(np.array([1.0, 3.0])), ("baseline", RIGHT): table(np.array([2.0, 2.0]))}
    return Outcomes(runs, drawn)


@pytest.mark.parametrize(
    ("expected", "difference", "verdict", "share"),
    [
        (AHEAD, 5.0 + NOISE, HOLDS, 1.0),
        (AHEAD, -5.0 + NOISE, FAILS, 0.0),
        (AHEAD, 5.0 * NOISE, CLOSE, 0.5),
        (NOT_AHEAD, -5.0 + NOISE, HOLDS, 1.0),
        (NOT_AHEAD, 5.0 + NOISE, FAILS, 0.0),
        (NOT_AHEAD, np.zeros(20), HOLDS, 0.5),
        (AHEAD_IN_80, 5.0 + NOISE, HOLDS, 1.0),
        (AHEAD_IN_80, np.where(np.arange(20) < 15, 5.0, -0.1), CLOSE, 0.75),
        (AHEAD_IN_80, np.where(np.arange(20) < 11, 5.0, -0.1), FAILS, 0.55),
        (EQUAL, np.zeros(20), HOLDS, 1.0),
        (EQUAL, np.where(np.arange(20) == 7, 0.01, 0.0), FAILS, 0.95),
    ],
)
def test_the_verdict_follows_from_the_differences(expected, difference, verdict, share):
    finding = judged(Item("X", "left minus right", TERMS, expected), outcomes(difference))
    assert finding.verdict == verdict
    assert finding.share == pytest.approx(share)
    assert finding.estimate == pytest.approx(float(np.mean(difference)))
    assert finding.low <= finding.estimate <= finding.high
    assert (finding.count, finding.draws) == (20, 2)


def test_the_share_of_draws_is_counted_on_the_expected_side():
    assert judged(Item("X", "", TERMS), outcomes(np.ones(20))).robust == 0.5
    found = outcomes(np.ones(20))
    none = Outcomes(found.runs, {})
    assert judged(Item("X", "", TERMS), none).robust != judged(Item("X", "", TERMS), none).robust


def test_a_share_that_must_be_large_is_held_against_its_edge():
    terms = ((1.0, LEFT, PROFIT),)
    for level, verdict in ((0.9, HOLDS), (0.5, FAILS)):
        runs = {LEFT: table(level + 0.01 * NOISE)}
        assert judged(Item("X", "", terms, MOSTLY, "share"), Outcomes(runs, {})).verdict == verdict


def test_a_failed_one_says_which_lines_of_the_ledger_it_comes_from_and_stands_first():
    failed = judged(Item("F2", "", TERMS), outcomes(-5.0 + NOISE, revenue=-7.0, cost_wages=2.0, profit=-9.0))
    assert failed.note == "not discounted, the difference is -9: revenue -7, wages -2"
    holds = judged(Item("F1", "", TERMS), outcomes(5.0 + NOISE))
    assert [f.item for f in in_order([holds, replace(holds, item="F3", verdict=CLOSE), failed])] == ["F2", "F3", "F1"]


def test_only_runs_that_all_worlds_have_are_combined():
    runs = {LEFT: table(np.array([5.0, 6.0, 7.0])), RIGHT: table(np.array([1.0, 2.0]))}
    assert combined(runs, TERMS).tolist() == [4.0, 4.0]


def test_an_outcome_is_read_off_the_series():
    rows = [
        {"month": month, "firm": firm, "discounted_profit": 10.0 * month + number, "failures": 4, "failures_contact": 3,
         **dict.fromkeys(LINES, 1.0), "profit": 2.0}
        for month in (0, 1, 2) for number, firm in enumerate(("A", "B"))
    ]  # fmt: skip
    found = outcome_of(pd.DataFrame(rows), "B")
    assert found["discounted"] == 21.0
    assert found["industry"] == 41.0
    assert (found["earned"], found["programme"], found["at_contact"]) == (4.0, 2.0, 0.75)


def test_every_falsifier_is_a_shipped_scenario_and_every_shipped_limit_is_checked():
    names = {item.item for item in ITEMS}
    assert names == {*(f"F{number}" for number in range(1, 11)), "H"}
    for item in ITEMS:
        for _, world, _ in item.terms:
            scenario = world.scenario()
            assert scenario.model_dump(exclude={"firms", "run"}) == load_scenario(world.file).model_dump(exclude={"firms", "run"})


def test_the_model_itself_is_equal_to_the_cent_where_nothing_has_an_effect():
    lines = falsifiers(replace(QUICK, customers=150), items=[item for item in ITEMS if item.item == "F10"])
    assert [line.verdict for line in lines] == [HOLDS] * 3
    assert all(line.robust == 1.0 for line in lines)
