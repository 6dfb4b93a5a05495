"""Who the customers are at the start: traits as declared, wealth in few hands, firms that start alike."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from simulation.population.customers import NO_FIRM, dealt, start_customers, steady_prospects
from simulation.population.firms import places
from simulation.randomness import Luck, Purpose
from simulation.rules.attention import entry_rate
from tests.engines.markets import scenario

COUNT = 6_000
FIRMS = [{"name": name, "strategy": "status-quo"} for name in ("A", "B", "C")]


def started(seed=1, replication=0, **words):
    plan = scenario(*FIRMS, customers=COUNT, seed=seed, **words)
    luck = Luck(seed, replication)
    return plan, start_customers(plan, luck, places(plan, luck))


@pytest.fixture(scope="module")
def customers():
    return started()[1]


def test_attention_is_beta_with_mean_a_tenth(customers):
    """Within what chance explains: mean within four standard errors, whole distribution by Kolmogorov and Smirnov."""
    a, b = 0.6, 5.4
    error = math.sqrt(a * b / ((a + b) ** 2 * (a + b + 1.0)) / COUNT)
    assert customers.propensity.mean() == pytest.approx(0.10, abs=4.0 * error)
    assert stats.kstest(customers.propensity, stats.beta(a, b).cdf).pvalue > 0.001


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_top_fifth_of_customers_bring_half_to_four_fifths_of_spending(seed):
    spend = np.sort(started(seed)[1].spend)[::-1]
    top = spend[: COUNT // 5].sum() / spend.sum()
    assert 0.5 <= top <= 0.8
    assert top == pytest.approx(stats.norm.cdf(1.2 - stats.norm.ppf(0.8)), abs=0.06)  # log-normal of spread 1.2
    assert spend.mean() == pytest.approx(50.0, rel=0.15)


def test_ranks_follow_spending(customers):
    assert (np.argsort(customers.rank) == np.argsort(customers.spend)).all()
    assert customers.rank.min() > 0.0
    assert customers.rank.max() < 1.0
    assert customers.rank.mean() == pytest.approx(0.5)
    assert abs(np.corrcoef(customers.rank, customers.rank_error)[0, 1]) < 0.06


def test_judging_kindly_is_skewed_to_the_left_with_the_declared_spread(customers):
    assert customers.leniency.mean() == pytest.approx(0.0, abs=0.6)
    assert customers.leniency.std() == pytest.approx(11.0, rel=0.06)
    assert stats.skew(customers.leniency) < -0.5


def test_needs_lie_around_the_markets_centre_with_the_declared_spread(customers):
    for dimension in range(3):
        assert customers.anchor[:, dimension].mean() == pytest.approx(0.0, abs=0.03)
        assert customers.anchor[:, dimension].std() == pytest.approx(0.5, rel=0.05)


def test_deviations_start_where_the_drift_will_keep_them():
    plan, customers = started()
    needs = plan.market.needs
    step = needs.drift_per_month * math.sqrt(1.0 - needs.common_share)
    expected = step / math.sqrt(1.0 - (1.0 - needs.reversion_per_month) ** 2)
    assert customers.deviation.std() == pytest.approx(expected, rel=0.05)


def test_firms_start_with_equal_customers_and_nearly_equal_revenue():
    for seed in range(1, 6):
        customers = started(seed)[1]
        counts = np.bincount(customers.provider[customers.provider >= 0], minlength=3)
        revenue = np.array([customers.spend[customers.provider == place].sum() for place in range(3)])
        assert np.ptp(counts) <= 1
        assert np.ptp(revenue) / revenue.mean() < 0.06


def test_customers_start_rather_with_a_firm_they_like():
    """With strong tastes the dealt firm is far more often the best liked than one in three."""
    plan, customers = started(values={"market.choice.taste_spread": 3.0})
    everybody = np.arange(COUNT, dtype=np.uint32)
    luck = Luck(plan.run.seed, 0)
    taste = np.stack([luck.uniforms(Purpose.TASTE, 0, everybody, place)[:, 0] for place in range(3)], axis=1)
    has = customers.provider >= 0
    assert np.mean(taste.argmax(axis=1)[has] == customers.provider[has]) > 0.5


@settings(max_examples=60)
@given(
    st.integers(2, 9), st.lists(st.tuples(st.floats(0.01, 1e6), st.booleans()), min_size=1, max_size=80),
    st.integers(0, 2**32 - 1),
)
def test_dealing_out_is_fair_whoever_comes(firms, people, seed):
    """Counts differ by one at most, everybody who gets a firm gets one, and each round holds equal spenders."""
    random = np.random.default_rng(seed)
    spend, has_firm = np.array([p[0] for p in people]), np.array([p[1] for p in people])
    provider = dealt(spend, has_firm, random.random(spend.size), random.random((spend.size, firms)))
    assert ((provider == NO_FIRM) == ~has_firm).all()
    counts = np.bincount(provider[has_firm], minlength=firms)
    assert counts.size == firms
    assert np.ptp(counts) <= 1
    richest = np.sort(spend[has_firm])[::-1][:firms]
    for place in range(firms):
        mine = spend[provider == place]
        assert mine.size == 0 or mine.max() >= richest[-1]


def test_shares_of_segments_prospects_and_uncommitted_are_as_declared():
    segments = [{"name": "a", "share": 0.7}, {"name": "b", "share": 0.3, "need_shift": 2.0, "spend_per_month": 500.0}]
    _, customers = started(segments=segments, values={"market.uncommitted_share": 0.2, "market.prospect_share": 0.1})
    second = customers.segment == 1
    assert second.mean() == pytest.approx(0.3, abs=0.025)
    assert customers.anchor[second, 0].mean() - customers.anchor[~second, 0].mean() == pytest.approx(2.0, abs=0.08)
    assert customers.spend[second].mean() / customers.spend[~second].mean() == pytest.approx(10.0, rel=0.25)
    assert customers.prospect.mean() == pytest.approx(0.1, abs=0.02)
    assert ((customers.provider == NO_FIRM) & ~customers.prospect).mean() == pytest.approx(0.2, abs=0.02)
    assert (customers.provider[customers.prospect] == NO_FIRM).all()


def test_as_many_prospects_enter_as_customers_leave_for_good():
    for exits in (0.0, 0.02, 0.1):
        share = steady_prospects(exits, 0.02, 0.03, 0.38)
        committed = 1.0 - 0.02 - share
        assert 12.0 * entry_rate(0.03, 0.38, committed) * share == pytest.approx(exits * committed, abs=1e-6)


def test_long_customers_are_those_who_rarely_look_around(customers):
    has = customers.provider >= 0
    assert stats.spearmanr(customers.propensity[has], customers.tenure[has]).statistic < -0.3
    assert customers.tenure[has].max() <= 240
    assert (customers.tenure[~has] == 0).all()


def test_more_customers_are_the_same_and_some_more():
    few, many = started()[1], None
    plan = scenario(*FIRMS, customers=2 * COUNT, seed=1)
    luck = Luck(1, 0)
    many = start_customers(plan, luck, places(plan, luck))
    for trait in ("segment", "spend", "propensity", "leniency", "anchor", "deviation", "rank_error", "prospect"):
        assert np.array_equal(getattr(many, trait)[:COUNT], getattr(few, trait))
