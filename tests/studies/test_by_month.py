"""The answer at every month, its risks, and the lines of the books it comes from, on rows made by hand."""

import math

import pandas as pd
import pytest

from simulation.studies.comparisons.horizons import by_month, differences
from simulation.studies.comparisons.ledger_lines import COSTS, LINES, ledger_difference
from simulation.studies.comparisons.risks import risk, runs_with_losses


def rows(own: list[list[float]], other: list[list[float]]) -> pd.DataFrame:
    """Cumulative discounted profit of two strategies: a list a run, a value a month; a warm-up of one month before."""
    return pd.DataFrame(
        [
            {"replication": run, "strategy": name, "month": month, "discounted_profit": value}
            for name, runs in (("own", own), ("other", other))
            for run, values in enumerate(runs)
            for month, value in enumerate([0.0, *values])
        ]
    )


def test_every_month_has_its_own_answer() -> None:
    table = by_month(rows([[-4.0, 10.0], [-2.0, 20.0]], [[0.0, 0.0], [0.0, 0.0]]), "other").set_index("month")
    assert table.index.tolist() == [1, 2]
    assert table["estimate"].tolist() == [-3.0, 15.0]
    assert table["share_ahead"].tolist() == [0.0, 1.0]
    half = 12.706205 * math.sqrt(2.0) / math.sqrt(2)  # t(.975, 1) x standard deviation / root of the runs
    assert table.loc[1, "high"] - table.loc[1, "estimate"] == pytest.approx(half, rel=1e-6)


def test_a_single_run_has_no_interval() -> None:
    table = by_month(rows([[1.0, 2.0]], [[0.0, 0.0]]), "other")
    assert table["low"].isna().all()
    assert table["estimate"].tolist() == [1.0, 2.0]


def test_differences_leave_out_the_warm_up_and_the_reference() -> None:
    table = differences(rows([[1.0, 2.0]], [[0.5, 0.5]]), "other")
    assert table["month"].tolist() == [1, 2]
    assert table["difference"].tolist() == [0.5, 1.5]
    assert set(table["strategy"]) == {"own"}


def test_the_worst_tenth_is_the_mean_of_the_worst_runs() -> None:
    """Of 11 runs the worst tenth is two: -10 and -4."""
    ends = [-10.0, -4.0, 0.0, *range(1, 9)]
    found = risk(rows([[end] for end in ends], [[0.0]] * 11), "own", "other")
    assert found is not None
    assert (found.runs, found.tenth, found.worst) == (11, 2, -10.0)
    assert found.worst_tenth == -7.0
    assert found.lost == 2.5
    assert found.share_lost == pytest.approx(2.5 / 11)


def test_no_common_run_has_no_risk() -> None:
    table = rows([[1.0]], [[0.0]])
    table.loc[table["strategy"] == "other", "replication"] = 7
    assert risk(table, "own", "other") is None


def test_runs_that_end_below_nought_are_losses() -> None:
    assert runs_with_losses(rows([[-1.0], [2.0]], [[0.0], [-3.0]]), ["own", "other"]) == {"own": (1, 2), "other": (1, 2)}


def test_the_lines_of_the_books_add_up_to_the_difference_in_profit() -> None:
    """Higher costs count as losses, so that revenue and costs sum to profit."""
    made = []
    for run in range(3):
        for name, more in (("own", 5.0), ("other", 0.0)):
            for month in (0, 1, 2):
                costs = {cost: 10.0 + place * more + run for place, cost in enumerate(COSTS)}
                revenue = 200.0 + 30.0 * more + run**2
                made.append(
                    {
                        "replication": run,
                        "strategy": name,
                        "month": month,
                        "revenue": revenue,
                        **costs,
                        "profit": revenue - sum(costs.values()),
                    }
                )
    table = ledger_difference(pd.DataFrame(made), "own", "other").set_index("line")
    assert list(table.index) == list(LINES)
    assert table.loc["revenue", "estimate"] == pytest.approx(300.0)
    assert table.loc["cost_wages", "estimate"] == pytest.approx(-10.0)
    assert table["estimate"].drop("profit").sum() == pytest.approx(table.loc["profit", "estimate"])


def books(strategy: str, run: int, month: int, revenue: float, wages: float) -> dict[str, object]:
    """A month in which only wages cost anything."""
    lines = dict.fromkeys(LINES, 0.0) | {"revenue": revenue, "cost_wages": wages, "profit": revenue - wages}
    return {"strategy": strategy, "replication": run, "month": month, **lines}


def test_lines_are_paired_run_by_run_from_the_first_month_on() -> None:
    """Differences in revenue of 10 and 14: mean 12, half the width 12.706 x 2.828 / 1.414. Wages: 1 and 3 more."""
    made = [
        books("own", 0, 1, 60.0, 4.0),
        books("other", 0, 1, 50.0, 3.0),
        books("other", 1, 2, 70.0, 3.0),  # the other side, and this run, in another order
        books("own", 1, 2, 84.0, 6.0),
        *(books("own", run, month, 1e6, 1e6) for run in (0, 1) for month in (-3, 0)),  # warm-up
        books("own", 2, 1, 1e6, 0.0),  # a run that the other has not
        books("other", 3, 1, 1e6, 0.0),  # and the other way round
        books("none", 0, 1, 1e6, 0.0),  # a strategy that nobody asked for
    ]
    table = ledger_difference(pd.DataFrame(made), "own", "other").set_index("line")
    assert list(table.columns) == ["estimate", "low", "high", "replications"]
    assert table["replications"].eq(2).all()
    revenue, wages, profit = (table.loc[line] for line in ("revenue", "cost_wages", "profit"))
    assert (revenue["estimate"], wages["estimate"], profit["estimate"]) == (12.0, -2.0, 10.0)
    assert (revenue["low"], revenue["high"]) == pytest.approx((12.0 - 25.412409, 12.0 + 25.412409), abs=1e-5)
    assert (wages["low"], wages["high"]) == pytest.approx((-2.0 - 12.706205, -2.0 + 12.706205), abs=1e-5)


def test_lines_of_a_single_run_have_no_interval() -> None:
    made = [books("own", 0, 1, 60.0, 4.0), books("other", 0, 1, 50.0, 3.0)]
    table = ledger_difference(pd.DataFrame(made), "own", "other").set_index("line")
    assert table[["low", "high"]].isna().all(axis=None)
    assert table.loc["profit", "estimate"] == 9.0
