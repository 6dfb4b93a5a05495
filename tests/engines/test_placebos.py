"""Placebos: what must not show does not. Contagion runs along the network in which people hear of each other, and no other.

Set beforehand: with a strong effect, whoever heard last month that a contact left leaves at least 1.5 times as often as the
others; along a network that is shuffled for the analysis, the ratio lies within three standard errors of 1.
"""

import math

import numpy as np
import pytest

from tests.engines.markets import scenario

MONTHS, CUSTOMERS, WARM_UP = 24, 500, 2
VALUES = {
    "market.attention.neighbour_effect": 0.5, "market.switching_cost": 0.5, "run.warm_up_months": WARM_UP,
    "employees.per_firm": 12,
}  # fmt: skip


@pytest.fixture(scope="module")
def leaving():
    """Who leaves in each month, (months, customers), and who tells whom, (customers, contacts)."""
    from simulation.engines import Market

    firms = [{"name": name, "strategy": "none"} for name in ("A", "B", "C")]
    market = Market(scenario(*firms, customers=CUSTOMERS, months=MONTHS, engine="agents", values=VALUES), replication=0)
    told = np.array([customer.told for customer in market.customers])
    left = []
    for _ in range(MONTHS + WARM_UP):
        before = np.array([customer.provider for customer in market.customers])
        market.step()
        after = np.array([customer.provider for customer in market.customers])
        left.append((before >= 0) & (after != before))
    return np.array(left), told


def hazard_ratio(left, told):
    """How many times as often those leave who heard last month of a leaver, and the standard error of its logarithm."""
    heard = np.zeros_like(left)
    for month in range(1, len(left)):
        heard[month, np.unique(told[left[month - 1]])] = True
    leaves, stays = left[1:], heard[1:]
    counts = [(leaves & (stays == exposed)).sum() for exposed in (True, False)]
    people = [(stays == exposed).sum() for exposed in (True, False)]
    ratio = (counts[0] / people[0]) / (counts[1] / people[1])
    return ratio, math.sqrt(1 / counts[0] + 1 / counts[1])


def test_leaving_is_contagious_along_the_network(leaving):
    ratio, error = hazard_ratio(*leaving)
    assert ratio > 1.5
    assert math.log(ratio) > 3 * error


def test_along_a_shuffled_network_it_is_not(leaving):
    left, told = leaving
    shuffled = np.random.default_rng(1).permutation(len(told))[told]
    ratio, error = hazard_ratio(left, shuffled)
    assert abs(math.log(ratio)) < 3 * error
