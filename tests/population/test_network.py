"""Watts & Strogatz (1998): a ring of neighbours, some of them rewired to anybody."""

from collections import deque

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.population.network import contacts
from simulation.randomness import Luck


@settings(max_examples=80)
@given(st.integers(3, 200), st.integers(1, 32), st.floats(0.0, 1.0), st.integers(0, 2**63 - 1), st.integers(0, 1000))
def test_nobody_tells_themselves_and_everybody_told_exists(customers, per_customer, rewired, seed, replication):
    told = contacts(Luck(seed, replication), customers, per_customer, rewired)
    assert told.shape == (customers, per_customer)
    assert (told >= 0).all()
    assert (told < customers).all()
    assert (told != np.arange(customers)[:, None]).all()


def test_without_rewiring_contacts_are_the_nearest_on_the_ring():
    told = contacts(Luck(1, 0), 100, 6, 0.0)
    assert sorted(told[0].tolist()) == [1, 2, 3, 97, 98, 99]
    assert sorted(told[50].tolist()) == [47, 48, 49, 51, 52, 53]


def test_the_declared_share_is_rewired():
    told = contacts(Luck(4, 0), 5_000, 8, 0.1)
    steps = (told - np.arange(5_000)[:, None]) % 5_000
    near = (steps <= 4) | (steps >= 4_996)
    assert (~near).mean() == pytest.approx(0.1, abs=0.01)
    assert steps[~near].mean() == pytest.approx(2_500.0, rel=0.05)  # to anybody, near or far


def mean_distance(told):
    """Mean number of steps from some customers to all others, along who tells whom."""
    found = []
    for start in range(0, len(told), 100):
        distance = {start: 0}
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            for there in told[here]:
                if there not in distance:
                    distance[there] = distance[here] + 1
                    waiting.append(there)
        found.append(np.mean(list(distance.values())))
    return np.mean(found)


def clustering(told):
    """Share of pairs of somebody's contacts of whom the one tells the other."""
    sets = [set(row) for row in told]
    pairs = [(b in sets[a]) for row in told for a in row for b in row if a != b]
    return np.mean(pairs)


def test_a_few_far_contacts_make_the_world_small_and_leave_it_clustered():
    ring, small, random = (contacts(Luck(2, 0), 1_000, 8, share).tolist() for share in (0.0, 0.1, 1.0))
    assert mean_distance(small) < 0.15 * mean_distance(ring)
    assert clustering(small) > 0.5 * clustering(ring)
    assert clustering(random) < 0.05


def test_one_customers_contacts_do_not_depend_on_how_many_others_have():
    few, many = contacts(Luck(2, 0), 300, 4, 0.3), contacts(Luck(2, 0), 300, 8, 0.3)
    assert np.array_equal(few, many[:, :4])
