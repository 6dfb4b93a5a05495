"""The set that passes: found where it is known, with what is not identified told as such. The markets are made up."""

import math

import pytest

from simulation.studies.calibration.outcome import NARROWED, OPEN, PINNED, outcome_of
from simulation.studies.calibration.search import CLOSE, EVEN, SEARCH, START, Effort, searched
from simulation.studies.calibration.targets import Target
from simulation.studies.sweep.design import Axis

AXES = (Axis("a", low=0.0, high=4.0), Axis("b", low=0.0, high=4.0), Axis("idle", low=0.0, high=1.0))
TRUTH = (1.3, 2.0, 0.4)
EFFORT = Effort(points=256, generations=6, close=256, seed=1)


def observed(name, value, tolerance=0.2):
    return Target(name, value, value - tolerance, value + tolerance, tolerance)


def each(rows):
    """What is seen of a and b one by one; nothing is seen of the third."""
    return [{"a": row[0], "b": row[1]} for row in rows]


def their_product(rows):
    return [{"product": row[0] * row[1]} for row in rows]


@pytest.fixture(scope="module")
def both():
    tried = searched(AXES, [observed("a", TRUTH[0]), observed("b", TRUTH[1])], each, TRUTH, EFFORT)
    return outcome_of(AXES, tried)


def test_known_values_lie_in_the_set_that_passes(both):
    for found, truth in zip(both.parameters, TRUTH, strict=True):
        assert found.low <= truth <= found.high
    assert both.own.passes
    assert both.best.row[:2] == pytest.approx(TRUTH[:2], abs=0.1)


def test_what_nothing_is_seen_of_is_not_identified(both):
    assert [one.words for one in both.parameters] == [PINNED, PINNED, OPEN]
    assert both.together == ()


def test_what_is_seen_only_as_a_product_is_identified_only_together():
    axes = AXES[:2]
    tried = searched(axes, [observed("product", 2.6)], their_product, TRUTH[:2], EFFORT)
    found = outcome_of(axes, tried)
    ((a, b, r),) = found.together
    assert {a, b} == {"a", "b"}
    assert r < -0.8
    assert all(one.words in (NARROWED, OPEN) for one in found.parameters)
    assert all(abs(one.row[0] * one.row[1] - 2.6) <= 0.2 for one in found.passing)


def test_where_targets_contradict_each_other_nothing_passes():
    tried = searched(AXES, [observed("a", 1.0), Target("a", None, 2.0, math.inf, 0.5)], each, TRUTH, EFFORT)
    found = outcome_of(AXES, tried)
    assert found.passing == ()
    assert all(math.isnan(one.low) for one in found.parameters)
    assert found.best.worst > 1.0


def test_the_optimiser_comes_closer_than_the_first_design():
    tried = searched(AXES, [observed("a", TRUTH[0]), observed("b", TRUTH[1])], each, TRUTH, Effort(16, 12, 16, 1))
    nearest = {part: min(one.distance for one in tried if one.part == part) for part in (EVEN, SEARCH)}
    assert nearest[SEARCH] < 0.5 * nearest[EVEN]
    assert {one.part for one in tried} == {START, EVEN, SEARCH, CLOSE}


def test_the_same_calibration_tries_the_same_points():
    one, other = (searched(AXES, [observed("a", 1.0)], each, TRUTH, Effort(8, 2, 8, 5)) for _ in range(2))
    assert [tried.row for tried in one] == [tried.row for tried in other]
    different = searched(AXES, [observed("a", 1.0)], each, TRUTH, Effort(8, 2, 8, 6))
    assert [tried.row for tried in one] != [tried.row for tried in different]


def test_a_point_that_cannot_be_simulated_never_passes():
    tried = searched(AXES, [observed("a", TRUTH[0])], lambda rows: [None for _ in rows], TRUTH, Effort(8, 1, 8, 1))
    assert not any(one.passes for one in tried)
