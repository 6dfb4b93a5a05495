"""Titles say what the data show, and call nothing a difference that may be luck."""

import numpy as np
import pandas as pd

from simulation.presentation.findings import gap, leader, level_at_the_top
from simulation.presentation.wording import Unit

MONEY = Unit("money", "EUR")


def runs(levels: dict[str, list[float]]) -> pd.DataFrame:
    """Twelve months at each strategy's level, one level for each run."""
    return pd.DataFrame(
        [
            {"replication": run, "month": month, "strategy": strategy, "revenue": level}
            for strategy, values in levels.items()
            for run, level in enumerate(values)
            for month in range(1, 13)
        ]
    )


def test_a_clear_leader_is_named_with_its_lead() -> None:
    table = runs({"low": [90.0, 91.0, 92.0], "top": [120.0, 121.5, 122.0], "mid": [100.0, 101.0, 102.5]})
    title = leader(table, "revenue", "revenue", MONEY, relative=True)
    assert title == "Top ends ahead in revenue: 19.8 % above mid, 33.2 % above low"


def test_what_may_be_luck_is_too_close_to_call() -> None:
    table = runs({"a": [100.0, 120.0, 80.0], "b": [110.0, 90.0, 101.0]})
    assert leader(table, "revenue", "revenue", MONEY) == "Revenue: b and a end too close to call"


def test_those_level_at_the_top_are_told_from_those_behind() -> None:
    table = runs({"a": [100.0, 102.0, 98.0], "b": [102.0, 99.0, 100.0], "c": [50.0, 51.0, 49.0]})
    title = leader(table, "revenue", "revenue", MONEY)
    assert title.startswith("B and a end level in revenue; c ends ")
    assert level_at_the_top(table, "revenue") == ("b", "a")


def test_one_run_claims_nothing_about_luck() -> None:
    title = leader(runs({"a": [100.0], "b": [90.0]}), "revenue", "revenue", MONEY)
    assert "a single run" in title


def test_the_gap_is_students_t_interval() -> None:
    found = gap(pd.Series([1.0, 2.0, 3.0, 4.0, np.nan]))
    assert found.mean == 2.5
    np.testing.assert_allclose([found.low, found.high], [0.4457397, 4.5542603], rtol=1e-6)
    assert found.clear
