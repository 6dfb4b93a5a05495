"""What firms are at the start: departments of a size, and places that differ a little by luck."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.engines import simulate
from simulation.population.firms import department_sizes, place_of, places
from simulation.randomness import Luck
from tests.engines.markets import scenario

FIRMS = [{"name": f"Firm {number}", "strategy": "status-quo"} for number in range(12)]


@given(st.integers(12, 5_000))
def test_departments_add_up_and_none_is_empty(heads):
    sizes = department_sizes(scenario(values={"employees.per_firm": heads}))
    assert sum(sizes) == heads
    assert min(sizes) >= 1
    if heads >= 40:
        shares = (0.075, 0.125, 0.10, 0.425, 0.10, 0.175)
        assert all(abs(size - heads * share) < 1.0 for size, share in zip(sizes, shares, strict=True))


@given(st.integers(2, 30), st.integers(0, 10_000))
def test_each_place_is_taken_once(firms, replication):
    assert sorted(place_of(firm, replication, firms) for firm in range(firms)) == list(range(firms))


@pytest.fixture(scope="module")
def drawn():
    plan = scenario(*FIRMS, customers=300)
    return [place for seed in range(40) for place in places(plan, Luck(seed, 0))]


def test_products_start_at_the_declared_distance_in_any_direction(drawn):
    products = np.array([place.product for place in drawn])
    assert np.linalg.norm(products, axis=1) == pytest.approx(0.10)
    assert np.abs(products.mean(axis=0)).max() < 0.02


def test_failure_levels_are_log_normal_and_quality_differs_by_points(drawn):
    logs = np.log(np.array([place.failure_levels for place in drawn]))
    assert logs.shape == (480, 6)
    assert np.abs(logs.mean(axis=0)).max() < 4.0 * 0.3 / math.sqrt(480)
    assert logs.std() == pytest.approx(0.3, rel=0.06)
    quality = np.array([place.quality for place in drawn])
    assert quality.mean() == pytest.approx(85.0, abs=0.6)
    assert quality.std() == pytest.approx(3.0, rel=0.12)


def test_a_place_is_the_same_however_many_firms_there_are():
    few, many = scenario(*FIRMS[:3], customers=300), scenario(*FIRMS, customers=300)
    assert places(few, Luck(7, 2)) == places(many, Luck(7, 2))[:3]


def test_equal_firms_differ_by_a_few_points_of_satisfaction():
    """Between-firm standard deviation over places, in the mean of runs (ACSI: 3 to 6 points)."""
    plan = scenario(*FIRMS[:6], customers=600, months=12)
    spreads = []
    for replication in range(5):
        series = simulate(plan, replication).series
        spreads.append(series[series["month"] == 12]["satisfaction"].std())
    assert 2.0 <= np.mean(spreads) <= 7.0
