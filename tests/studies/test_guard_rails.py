"""What limits the claims of a result."""

from dataclasses import replace

import pandas as pd
import pytest

from simulation.scenario import Scenario
from simulation.studies.comparisons.comparison import compare_all
from simulation.studies.comparisons.guard_rails import GuardRails, guard_rails, outside_likely
from simulation.studies.comparisons.horizons import by_month
from simulation.studies.comparisons.standard import standard
from simulation.studies.comparisons.verdict import verdict

FIRMS = [{"name": "Frontline", "strategy": "service-only"}, {"name": "Compass", "strategy": "customer-centric"}]


def scenario(**words: object) -> Scenario:
    return Scenario.model_validate({"name": "s", "firms": FIRMS, "run": {"months": 24}, **words})


def twins(own: list[float], other: float = 0.0, months: int = 24) -> pd.DataFrame:
    """Worlds of the focal firm in which its own plan ends a run at each value of `own`, growing evenly; others at `other`."""
    made = []
    for run, end in enumerate(own):
        for world, final in (("customer-centric", end), ("service-only", other), ("status-quo", other), ("none", other)):
            for month in range(months + 1):
                made.append(
                    {
                        "scenario": "s",
                        "replication": run,
                        "world": world,
                        "month": month,
                        "firm": "Compass",
                        "strategy": world,
                        "policy_label": world,
                        "discounted_profit": final * month / months,
                    }
                )
    return pd.DataFrame(made)


def rails(rows: pd.DataFrame, told: Scenario | None = None, failed: int = 0) -> GuardRails:
    told = told or scenario()
    comparison = compare_all(rows.head(0), rows, [told])
    found = standard(told, rows.head(0), rows)
    assert found.reference is not None
    return guard_rails(
        told, verdict(comparison, told), comparison, by_month(found.rows, found.reference), found.own, found.reference, failed
    )


def test_fewer_than_ten_runs_are_few() -> None:
    assert rails(twins([1.0] * 9)).few
    assert not rails(twins([1.0] * 10)).few


def test_what_is_clear_needs_no_more_runs() -> None:
    assert rails(twins([10.0 + run for run in range(12)])).undecided == ()


def test_an_interval_twice_the_difference_needs_about_four_times_the_runs() -> None:
    """Of 20 runs half end at 0 and half at 2: mean 1, interval about +-0.48; at mean .24 it takes four times as many."""
    values = [value - 0.76 for value in [0.0, 2.0] * 10]
    (pair,) = rails(twins(values)).undecided
    assert pair.runs_needed == pytest.approx(80, abs=6)


def test_no_difference_is_not_settled_by_more_runs() -> None:
    (pair,) = rails(twins([0.0] * 12)).undecided
    assert pair.runs_needed is None


def test_a_plan_that_is_behind_but_gaining_may_need_longer() -> None:
    rows = twins([-10.0] * 12)
    own = rows["world"] == "customer-centric"
    assert rails(rows).not_paid_back
    assert not rails(rows).catching_up
    late = own & (rows["month"] > 12)
    rows.loc[late, "discounted_profit"] = -5.0 + 0.1 * (rows.loc[late, "month"] - 12)
    assert rails(rows).catching_up


def test_a_plan_that_is_ahead_needs_no_longer_horizon() -> None:
    found = rails(twins([10.0] * 12))
    assert not found.not_paid_back
    assert not found.catching_up
    assert not found.beyond


def test_one_in_twenty_differences_looks_clear_by_luck() -> None:
    found = rails(twins([float(run) for run in range(12)]))
    assert found.compared == 6
    assert replace(found, compared=260).compared == 260
    assert found.by_luck == 0


def test_failed_runs_are_kept_in_mind() -> None:
    assert rails(twins([1.0] * 10), failed=3).failed == 3


def test_default_values_lie_within_their_likely_ranges() -> None:
    assert list(outside_likely(scenario())) == []


def test_values_beyond_their_likely_ranges_are_named_with_them() -> None:
    extreme = scenario(market={"switching_cost": 9.0, "needs": {"drift_per_month": 0.19}})
    found = {one.key: one for one in outside_likely(extreme)}
    assert set(found) == {"market.switching_cost", "market.needs.drift_per_month"}
    assert found["market.switching_cost"].value == 9.0
    assert found["market.switching_cost"].high < 9.0
