"""Per-strategy means, periods and summaries, worked by hand on small tables."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simulation.measures.strategies import half_width, over_periods, per_strategy, periods, summary


def two_firms(**columns: list[float]) -> pd.DataFrame:
    """One month of two firms with one strategy, A before B."""
    base = {"scenario": "s", "replication": 0, "month": 1, "firm": ["A", "B"], "strategy": "service-only"}
    return pd.DataFrame({**base, **columns})


def test_amounts_are_shown_per_firm():
    assert per_strategy(two_firms(revenue=[100.0, 300.0]))["revenue"].tolist() == [200.0]


def test_rates_are_weighted_by_those_they_are_rates_of():
    table = per_strategy(two_firms(customers=[100.0, 300.0], satisfaction=[60.0, 80.0], employees=[9.0, 1.0],
                                   employee_engagement=[0.5, 0.6]))  # fmt: skip
    assert table["satisfaction"].tolist() == [75.0]
    assert table["employee_engagement"].tolist() == [pytest.approx(0.51)]


def test_retention_of_a_strategy_is_that_of_its_customers_together():
    table = two_firms(customers=[95.0, 240.0], gained=[5.0, 0.0], lost=[10.0, 60.0])
    started = np.array([100.0, 300.0])
    table["customers_start"] = started
    table["retention_per_month"] = 1 - table["lost"] / started
    assert per_strategy(table)["retention_per_month"].tolist() == [pytest.approx(1 - 70 / 400)]


def test_a_firm_without_customers_has_no_say_in_satisfaction():
    table = two_firms(customers=[0.0, 300.0], satisfaction=[np.nan, 80.0])
    assert per_strategy(table)["satisfaction"].tolist() == [80.0]


def test_without_any_weight_the_plain_mean_stands():
    table = two_firms(contacts=[0.0, 0.0], waiting_time=[0.2, 0.4])
    assert per_strategy(table)["waiting_time"].tolist() == [pytest.approx(0.3)]


def test_strategies_stay_in_the_order_of_the_file():
    table = two_firms(revenue=[1.0, 2.0]).assign(strategy=["service-only", "customer-centric"])
    assert per_strategy(table)["strategy"].tolist() == ["service-only", "customer-centric"]


@given(st.permutations(range(6)))
def test_the_order_of_rows_does_not_matter_to_the_values(order):
    table = pd.concat(
        [
            two_firms(customers=[10.0 * m, 30.0], satisfaction=[60.0 + m, 80.0]).assign(month=m)
            for m in (1, 2, 3)
        ],
        ignore_index=True,
    )
    shuffled = table.iloc[list(order)].reset_index(drop=True)
    pd.testing.assert_frame_equal(per_strategy(shuffled), per_strategy(table))


def months(values: dict[str, list[float]], first: int = 1) -> pd.DataFrame:
    """One strategy's months in a row."""
    count = len(next(iter(values.values())))
    keys = {
        "scenario": "s",
        "replication": 0,
        "strategy": "service-only",
        "month": range(first, first + count),
    }
    return pd.DataFrame({**keys, **values})


KEYS = ["scenario", "replication", "strategy"]


def test_flows_are_summed_stocks_end_scores_are_averaged():
    table = months(
        {"revenue": [1.0] * 24, "customers": list(range(24)), "satisfaction": [70.0] * 12 + [80.0] * 12}
    )
    years = over_periods(table, KEYS).set_index("period")
    assert years["revenue"].tolist() == [12.0, 12.0, 24.0]
    assert years["customers"].tolist() == [11, 23, 23]
    assert years["satisfaction"].tolist() == [70.0, 80.0, 75.0]


def test_the_warm_up_does_not_count():
    table = months({"revenue": [5.0] * 24}, first=-11)
    assert over_periods(table, KEYS).set_index("period")["revenue"].to_dict() == {
        "year 1": 60.0,
        "whole": 60.0,
    }


def test_acquisition_cost_of_a_year_is_weighted_by_those_gained():
    table = months({"acquisition_cost": [10.0, np.nan, 40.0], "gained": [30.0, 0.0, 10.0]})
    whole = over_periods(table, KEYS).set_index("period").loc["whole"]
    assert whole["acquisition_cost"] == pytest.approx(700 / 40)


def test_a_measure_never_observed_stays_empty():
    table = months({"revenue": [np.nan] * 12, "retention_per_year": [np.nan] * 12})
    assert over_periods(table, KEYS)[["revenue", "retention_per_year"]].isna().all(axis=None)


def test_periods_cover_the_months_once():
    for count in range(1, 80):
        spans = periods(count)
        covered = [m for name, (a, b) in spans.items() if name != "whole" for m in range(a, b + 1)]
        assert covered == list(range(1, count + 1))
        assert spans["whole"] == (1, count)


def test_summary_gives_the_t_interval_over_replications():
    values = [10.0, 12.0, 17.0, 11.0]
    series = pd.concat([two_firms(revenue=[v, v]).assign(replication=r) for r, v in enumerate(values)])
    row = summary(series).query("measure == 'revenue' and period == 'whole'").iloc[0]
    low, high = stats.t.interval(0.95, 3, np.mean(values), stats.sem(values))
    assert (row["mean"], row["low"], row["high"]) == (12.5, pytest.approx(low), pytest.approx(high))
    assert (row["replications"], row["unit"], row["strategy"]) == (4, "currency", "service-only")


def test_one_replication_has_no_interval():
    row = summary(two_firms(revenue=[1.0, 3.0])).iloc[0]
    assert (row["mean"], row["replications"]) == (2.0, 1)
    assert np.isnan(row["low"])
    assert np.isnan(row["high"])


def test_half_width_of_a_constant_is_nought():
    assert half_width(np.array([0.0]), np.array([5])).tolist() == [0.0]
