"""What is drawn of many runs: mean, middle 95 %, and where firms change course."""

import numpy as np
import pandas as pd
import pytest

from simulation.presentation.bands import band, named_by_course, runs_by_strategy, turns
from tests.presentation.made_up import made_up_series


def rows(labels: dict[str, list[str]], strategies: dict[str, str]) -> pd.DataFrame:
    """One run of a few months; the labels of each firm month by month, month 0 first."""
    return pd.DataFrame(
        [
            {"scenario": "s", "replication": 0, "month": month, "firm": firm, "strategy": strategies[firm], "policy_label": label}
            for firm, course in labels.items()
            for month, label in enumerate(course)
        ]
    )


def test_the_band_holds_the_middle_95_per_cent_of_the_runs() -> None:
    runs = pd.DataFrame({"strategy": "a", "month": 1, "value": np.arange(1001.0)})
    found = band(runs, "value").iloc[0]
    assert (found["mean"], found["low"], found["high"]) == (500.0, 25.0, 975.0)


def test_months_without_a_value_are_left_out() -> None:
    runs = pd.DataFrame({"strategy": "a", "month": [0, 1], "value": [np.nan, 2.0]})
    assert band(runs, "value")["month"].tolist() == [1]


def test_a_firm_that_changes_its_strategy_is_drawn_apart_from_those_that_do_not() -> None:
    series = rows(
        {"Stays": ["status-quo", "service-only", "service-only"], "Turns": ["status-quo", "service-only", "customer-centric"]},
        {"Stays": "service-only", "Turns": "service-only"},
    )
    named = named_by_course(series)
    assert set(named[series["firm"] == "Stays"]) == {"service-only"}
    assert set(named[series["firm"] == "Turns"]) == {"service-only → customer-centric"}


def test_a_strategy_that_never_starts_keeps_its_name() -> None:
    series = rows({"Late": ["status-quo", "status-quo"]}, {"Late": "customer-centric"})
    assert set(named_by_course(series)) == {"customer-centric"}


def test_turns_tell_what_happens_in_a_month() -> None:
    series = rows(
        {"A": ["status-quo", "service-only", "service-only"], "B": ["status-quo", "customer-centric", "lip-service"]},
        {"A": "service-only", "B": "customer-centric"},
    )
    assert [(turn.month, turn.label) for turn in turns(series)] == [(1, "strategies start"), (2, "B: lip-service")]


def test_runs_by_strategy_have_one_row_for_each_run_month_and_strategy() -> None:
    series = made_up_series(replications=2, months=12)
    runs = runs_by_strategy(series)
    assert len(runs) == len(runs.drop_duplicates(["replication", "month", "strategy"])) == 2 * 24 * 3
    one = series[(series["replication"] == 1) & (series["month"] == 7) & (series["strategy"] == "service-only")]
    same = runs[(runs["replication"] == 1) & (runs["month"] == 7) & (runs["strategy"] == "service-only")]
    assert same["revenue"].item() == pytest.approx(one["revenue"].item())
