"""The gap between two strategies is split into parts that sum to it, each known where it is known."""

import numpy as np
import pandas as pd
import pytest

from simulation import load_scenario
from simulation.studies.comparisons.standard import standard
from simulation.studies.study import run_study
from simulation.studies.why.parts import COSTS, COURSES, GAP, PARTS, asked, parts_by_run, why, why_all

MONTHS = 24
RATE = 0.1
PRESENT = np.exp(-np.arange(1, MONTHS + 1) / 12 * np.log(1 + RATE))


def world(strategy: str, replication: int = 0, **changed: float) -> pd.DataFrame:
    """A world of steady courses: months 0 to MONTHS."""
    at = {"start": 1000.0, "loss": 0.02, "gained": 20.0, "spend": 50.0, "margin": 0.4, "wages": 5000.0} | changed
    customers = [at["start"]]
    for _ in range(MONTHS):
        customers.append(customers[-1] * (1 - at["loss"]) + at["gained"])
    after = np.array(customers)
    before = np.concatenate([[at["start"]], after[:-1]])
    revenue = before * at["spend"]
    lines = {line: 100.0 for part in COSTS.values() for line in part} | {"cost_wages": at["wages"]}
    return pd.DataFrame({
        "replication": replication, "strategy": strategy, "month": np.arange(MONTHS + 1), "customers": after,
        "lost": before * at["loss"], "revenue": revenue, "cost_of_goods": revenue * (1 - at["margin"]), **lines,
    })  # fmt: skip


def split(**changed: float) -> dict[str, float]:
    rows = pd.concat([world("a", **changed), world("b")])
    return why(rows, "a", "b", RATE).set_index("part")["estimate"].to_dict()


def profit(rows: pd.DataFrame) -> float:
    costs = rows[["cost_of_goods", *(line for part in COSTS.values() for line in part)]].sum(axis=1)
    return float(((rows["revenue"] - costs).to_numpy()[1:] * PRESENT).sum())


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"start": 1100.0}, "start"),
        ({"loss": 0.01}, "retention"),
        ({"gained": 30.0}, "acquisition"),
        ({"spend": 60.0}, "spending"),
        ({"margin": 0.5}, "margin"),
        ({"wages": 4000.0}, "wages"),
    ],
)
def test_a_world_that_differs_in_one_thing_differs_through_it_alone(changed, part):
    found = split(**changed)
    gap = profit(world("a", **changed)) - profit(world("b"))
    assert found[GAP] == pytest.approx(gap)
    assert found[part] == pytest.approx(gap)
    assert gap > 0
    assert [name for name in PARTS if name != part and abs(found[name]) > 1e-6] == []


def test_two_changes_share_what_they_do_together_alike():
    found = split(spend=60.0, margin=0.5)
    base, spending, margin, both = (
        profit(world("a", **changed)) for changed in ({}, {"spend": 60.0}, {"margin": 0.5}, {"spend": 60.0, "margin": 0.5})
    )
    together = both - spending - margin + base
    assert together > 0
    assert found["spending"] == pytest.approx(spending - base + together / 2)
    assert found["margin"] == pytest.approx(margin - base + together / 2)


def test_the_other_way_round_it_is_the_same_with_the_sign_turned():
    rows = pd.concat([world("a", loss=0.01, spend=45.0, wages=5500.0), world("b")])
    one, other = (why(rows, *pair, RATE).set_index("part")["estimate"] for pair in (("a", "b"), ("b", "a")))
    np.testing.assert_allclose(one, -other, rtol=1e-9, atol=1e-6)


def test_months_without_a_customer_or_a_sale_leave_nothing_over():
    rows = pd.concat([world("a", start=0.0, gained=0.0), world("b")])
    found = why(rows, "a", "b", RATE).set_index("part")["estimate"]
    assert found[GAP] == pytest.approx(profit(world("a", start=0.0, gained=0.0)) - profit(world("b")))
    idle = world("a").assign(revenue=0.0, cost_of_goods=70.0)
    found = why(pd.concat([idle, world("b")]), "a", "b", RATE).set_index("part")["estimate"]
    assert found[GAP] == pytest.approx(profit(idle) - profit(world("b")))


def test_intervals_are_those_of_paired_runs():
    generator = np.random.default_rng(3)
    frames, differences = [], []
    for replication in range(5):
        shared, own = generator.normal(0, 1000), generator.normal(0, 10)
        frames += [world("a", replication, wages=5000 + shared + own), world("b", replication, wages=5000 + shared)]
        differences.append(-own * PRESENT.sum())
    row = why(pd.concat(frames), "a", "b", RATE).set_index("part").loc["wages"]
    half = 2.7764451 * np.std(differences, ddof=1) / np.sqrt(5)
    assert (row["estimate"], row["high"] - row["low"]) == pytest.approx((np.mean(differences), 2 * half))


def test_fewer_months_count_only_them():
    rows = pd.concat([world("a", wages=4000.0), world("b")])
    found = why(rows, "a", "b", RATE, months=6).set_index("part")["estimate"]
    assert found[GAP] == pytest.approx(1000.0 * PRESENT[:6].sum())


def test_in_the_model_the_parts_sum_to_the_paired_difference_in_every_run():
    scenario = load_scenario("head_to_head").with_values(
        {"market.customers": 200, "run.months": 14, "run.replications": 2, "run.warm_up_months": 2}
    )
    study = run_study([scenario])
    found = standard(study.scenarios[0], study.series, study.twins)
    profits = found.rows[found.rows["month"] == 14].pivot(index="replication", columns="strategy", values="discounted_profit")
    for left, right in (("customer-centric", "service-only"), ("service-only", "none")):
        parts = parts_by_run(found.rows, left, right, scenario.ledger.discount_rate_per_year)
        np.testing.assert_allclose(parts.sum(axis=1), profits[left] - profits[right], rtol=1e-9, atol=0.01)
        assert np.abs(parts[list(COURSES)].to_numpy()).max() > 1.0
    compared = study.comparison.query("kind == 'twin' and measure == 'discounted_profit' and period == 'whole'")
    gaps = study.why[study.why["part"] == GAP].merge(compared, on=["left", "right"])
    assert len(gaps) == len(compared) == 10
    np.testing.assert_allclose(gaps["low_x"], gaps["low_y"], rtol=1e-6, atol=0.01)
    assert asked(study.why, study.scenarios[0]) is not None
    assert asked(study.why, study.scenarios[0])[0] == "customer-centric"


def test_without_the_books_there_is_nothing_to_split():
    scenario = load_scenario("head_to_head")
    rows = world("customer-centric")[["month", "replication", "strategy"]].assign(scenario="head_to_head", firm="Compass")
    twins = rows.assign(world="customer-centric")
    assert len(why_all([scenario], rows, pd.concat([twins, twins.assign(world="none")]))) == 0
