"""A market of ordinary firms goes on as it began: no trend in retention, in engagement or in the standard of support.

Set beforehand: over 60 months, yearly retention within .01 of its mean, engagement within .03 and the standard for the
time per case within 5 % of where they start; and no result depends on how many customers stand for the market.
"""

import pandas as pd
import pytest

from simulation.engines import simulate
from tests.engines.markets import scenario

RUNS = 12
ORDINARY = tuple({"name": name, "strategy": "status-quo"} for name in ("A", "B", "C"))


def ordinary_market(customers):
    """Means over firms, by run and month."""
    plan = scenario(*ORDINARY, customers=customers, months=60, engine="compiled")
    runs = [simulate(plan, replication).series.groupby("month").mean(numeric_only=True) for replication in range(RUNS)]
    return pd.concat(runs, keys=range(RUNS))


@pytest.fixture(scope="module")
def runs():
    return ordinary_market(6_000)


@pytest.fixture(scope="module")
def large(runs):
    """Means over runs, by month."""
    return runs.groupby(level=1).mean()


@pytest.fixture(scope="module")
def small():
    return ordinary_market(900).groupby(level=1).mean()


def test_retention_stays(large):
    yearly = large["retention_per_year"].loc[12::12]
    assert (yearly - yearly.mean()).abs().max() <= 0.01
    assert 0.80 <= yearly.mean() <= 0.87


def test_engagement_stays(large):
    engagement = large["employee_engagement"].loc[0:]
    assert (engagement - engagement.loc[0]).abs().max() <= 0.03


def test_the_standard_stays(runs):
    """Not below 5 % by more than two standard errors of the mean over runs."""
    last = runs["service_standard"].xs(60, level=1)
    assert last.mean() + 2.0 * last.std() / RUNS**0.5 >= 0.95


def test_profit_and_customers_stay(large):
    first, last = large.loc[1:12], large.loc[49:60]
    assert last["customers"].mean() == pytest.approx(first["customers"].mean(), rel=0.02)
    margin = [part["profit"].sum() / part["revenue"].sum() for part in (first, last)]
    assert margin[1] == pytest.approx(margin[0], abs=0.01)
    assert margin[0] == pytest.approx(0.22 * 0.45, abs=0.02)


@pytest.mark.parametrize(("column", "room"), [
    ("satisfaction", 1.0), ("retention_per_month", 0.0015), ("employee_engagement", 0.012), ("resolved_first_contact", 0.02),
    ("service_standard", 0.03), ("believed_quality", 1.0), ("net_promoter_score", 4.0),
])
def test_small_markets_are_like_large_ones(large, small, column, room):
    """Means over five years; the room is what chance leaves between twelve runs of each."""
    assert small[column].loc[1:].mean() == pytest.approx(large[column].loc[1:].mean(), abs=room)
