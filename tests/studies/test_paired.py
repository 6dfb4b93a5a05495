"""Paired statistics: coverage on made-up data, known answers, and cases with nothing to estimate."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from simulation.studies.comparisons.paired import (
    CONSTANT,
    EQUAL,
    NO_RUN,
    ONE_RUN,
    SKEWED,
    holm,
    paired,
    payback_interval,
    payback_months,
)

HIGHER = np.array([False])


def column(values):
    return np.array(values, dtype=float)[:, None]


@pytest.mark.parametrize("runs", [3, 10, 40])
def test_the_interval_covers_the_truth_as_often_as_it_says(runs):
    luck = np.random.default_rng([runs, 5])
    truth, studies = 0.7, 20_000
    shared = luck.normal(0, 5, (runs, studies))
    left = shared + luck.normal(0, 1, (runs, studies)) + truth
    right = shared + luck.normal(0, 1, (runs, studies))
    found = paired(left, right, np.zeros(studies, dtype=bool))
    covered = np.mean((found.low <= truth) & (truth <= found.high))
    assert 0.94 < covered < 0.96


def test_without_a_difference_one_in_twenty_is_called_one():
    luck = np.random.default_rng(8)
    left, right = luck.normal(0, 1, (2, 12, 20_000))
    p_value = paired(left, right, np.zeros(20_000, dtype=bool)).p_value
    assert 0.045 < np.mean(p_value < 0.05) < 0.055


def test_the_numbers_are_those_of_the_textbook():
    """Ten patients, hours of sleep gained: Student (1908), The probable error of a mean, Biometrika 6(1)."""
    dextro = column([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    laevo = column([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    found = paired(laevo, dextro, HIGHER)
    assert found.estimate[0] == pytest.approx(1.58)
    assert (found.low[0], found.high[0]) == (pytest.approx(0.70, abs=0.005), pytest.approx(2.46, abs=0.005))
    assert found.p_value[0] == pytest.approx(0.00283, abs=5e-6)
    assert found.share_ahead[0] == pytest.approx(0.95)
    assert found.correlation[0] == pytest.approx(0.795, abs=0.0005)


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=3, max_size=20))
@example([(0.0, 0.0), (0.0, 0.0), (5e-129, 5e-129)])
@example([(0.0, 0.0), (0.0, 0.0), (0.0, 5e-129)])
def test_it_agrees_with_scipy_wherever_there_is_something_to_estimate(pairs):
    left, right = (column(side) for side in zip(*pairs, strict=True))
    difference = left - right
    found = paired(left, right, HIGHER)
    if found.note[0] or np.ptp(difference) < 1e-6 * max(1.0, np.abs(left).max(), np.abs(right).max()):
        return
    test = stats.ttest_rel(left[:, 0], right[:, 0])
    interval = test.confidence_interval(0.95)
    assert found.p_value[0] == pytest.approx(test.pvalue, rel=1e-6)
    assert found.low[0] == pytest.approx(interval.low, rel=1e-6, abs=1e-6)
    assert found.high[0] == pytest.approx(interval.high, rel=1e-6, abs=1e-6)


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), min_size=1, max_size=20))
def test_exchanging_the_sides_turns_the_sign_and_nothing_else(pairs):
    left, right = (column(side) for side in zip(*pairs, strict=True))
    one, other = paired(left, right, HIGHER), paired(right, left, HIGHER)
    np.testing.assert_allclose(one.estimate, -other.estimate)
    np.testing.assert_allclose(one.low, -other.high)
    np.testing.assert_allclose(one.share_ahead, 1 - other.share_ahead)
    np.testing.assert_allclose(one.variance_reduction, other.variance_reduction)
    assert one.note == other.note


def test_shared_luck_is_worth_what_the_variances_say():
    luck = np.random.default_rng(3)
    shared = luck.normal(0, 3, (200_000, 1))
    left, right = (shared + luck.normal(0, 1, shared.shape) for _ in range(2))
    found = paired(left, right, HIGHER)
    assert found.variance_reduction[0] == pytest.approx((10 + 10) / 2, rel=0.02)
    assert found.correlation[0] == pytest.approx(0.9, abs=0.005)


def test_less_is_ahead_where_less_is_better():
    found = paired(column([1, 2, 5, 4]), column([2, 3, 4, 4]), np.array([True]))
    assert found.share_ahead.tolist() == [0.625]
    assert found.estimate.tolist() == [-0.25]


def test_one_pair_has_a_difference_but_no_interval():
    found = paired(column([3]), column([1]), HIGHER)
    assert (found.estimate[0], found.replications[0], found.share_ahead[0]) == (2.0, 1, 1.0)
    assert found.note == [ONE_RUN]
    assert np.isnan([found.low[0], found.high[0], found.p_value[0], found.correlation[0]]).all()


def test_no_pair_has_nothing():
    found = paired(column([np.nan, 1]), column([1, np.nan]), HIGHER)
    assert (found.replications[0], found.note) == (0, [NO_RUN])
    assert np.isnan([found.estimate[0], found.low[0], found.share_ahead[0]]).all()


def test_a_missing_value_costs_its_pair_only():
    with_gap = paired(column([1, np.nan, 3, 7]), column([0, 5, 1, 1]), HIGHER)
    without = paired(column([1, 3, 7]), column([0, 1, 1]), HIGHER)
    assert with_gap.estimate == without.estimate
    assert with_gap.low == without.low
    assert with_gap.replications[0] == 3


def test_equal_sides_are_said_to_be_equal():
    found = paired(column([0.1, 0.7, 0.3]), column([0.1, 0.7, 0.3]), HIGHER)
    assert (found.estimate[0], found.low[0], found.high[0], found.share_ahead[0]) == (0.0, 0.0, 0.0, 0.5)
    assert (found.p_value[0], found.note) == (1.0, [EQUAL])
    assert np.isnan(found.variance_reduction[0])


def test_a_constant_difference_is_certain():
    found = paired(column([0.3, 0.9, 0.6]), column([0.1, 0.7, 0.4]), HIGHER)
    assert (found.low[0], found.high[0]) == (pytest.approx(0.2), pytest.approx(0.2))
    assert (found.p_value[0], found.note) == (0.0, [CONSTANT])


@pytest.mark.parametrize(
    ("course", "month"),
    [
        ([0.0, 0.0, 0.0], 1), ([0.0, -1.0, 0.0], 3), ([-1.0, -2.0, -0.5], np.inf), ([-1.0, 1.0, 2.0], 2),
        ([2.0, -1.0, 2.0], 3), ([-1.0, 1.0, -1.0], np.inf), ([5.0], 1),
    ],
)  # fmt: skip
def test_payback_is_the_month_after_the_last_one_below(course, month):
    assert payback_months(np.array([course])).tolist() == [month]


def test_the_interval_of_the_payback_month_covers_the_truth():
    """A difference that rises through nought after month 23, with luck in its slope."""
    luck = np.random.default_rng(12)
    months = np.arange(1, 61)
    mean = -23.0 + months - 0.5
    hits = 0
    for study in range(200):
        difference = mean + luck.normal(0, 0.5, (25, 1)) * months
        low, high = payback_interval(difference, seed=study, resamples=300)
        hits += low <= 24 <= high
    assert 0.88 < hits / 200 < 0.99


def test_the_interval_of_a_payback_that_may_never_come_is_open():
    luck = np.random.default_rng(2)
    months = np.arange(1, 25)
    difference = -12.0 + months[None, :] * luck.normal(0.55, 0.5, (8, 1))
    low, high = payback_interval(difference, seed=1)
    assert 1 < low <= 24
    assert high == np.inf
    assert np.isnan(payback_interval(difference[:1], seed=1)).all()


def test_holm_gives_the_adjusted_values_of_the_paper():
    """Holm (1979), A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6."""
    adjusted = holm(np.array([0.04, np.nan, 0.01, 0.02, 0.9]))
    assert adjusted[[0, 2, 3, 4]].tolist() == [0.08, 0.04, 0.06, 0.9]
    assert np.isnan(adjusted[1])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_never_makes_a_difference_surer_nor_changes_the_order(values):
    p_values = np.array(values)
    adjusted = holm(p_values)
    assert (adjusted >= p_values).all()
    assert (adjusted <= np.minimum(len(values) * p_values, 1) + 1e-12).all()
    assert (np.diff(adjusted[np.argsort(p_values, kind="stable")]) >= 0).all()


def test_differences_that_are_too_skewed_for_so_few_runs_are_told():
    """Cochran's rule: an exponential distribution, of skewness 2, needs about a hundred runs."""
    generator = np.random.default_rng(8)
    skewed, even = generator.exponential(1.0, (400, 1)), generator.normal(0.0, 1.0, (400, 1))
    nothing, higher = np.zeros((400, 1)), np.array([False])
    assert paired(skewed[:40], nothing[:40], higher).note == [SKEWED]
    assert paired(skewed, nothing, higher).note == paired(even[:40], nothing[:40], higher).note == [""]


def test_a_run_without_a_value_does_not_count_in_the_skewness():
    values = column([1.0, 2.0, 2.0, 9.0, np.nan])
    assert paired(values, np.zeros_like(values), HIGHER).skewness == pytest.approx(stats.skew(values[:4], bias=False))
