"""Fader & Hardie (2007): if only a lasting propensity decides, survival is shifted-beta-geometric.

A market in which whoever looks around leaves: no switching cost, having no firm is far better than any, nobody comes
back, and nothing else makes anybody look around. Survival of the customers there at the start must then be that of
coins whose chances follow Beta(.6, 5.4), within the band that 99.9 of 100 samples of this size keep
(Dvoretzky-Kiefer-Wolfowitz); retention must rise with tenure although no customer changes.
"""

import math

import numpy as np
import pytest

from simulation.engines import simulate
from tests.engines.markets import scenario

ALPHA, BETA = 0.6, 5.4
MONTHS = 36

ONLY_ATTENTION = {
    "mechanisms.acquisition": False, "mechanisms.contagion": False, "mechanisms.failure_memory": False,
    "mechanisms.proactive": False, "market.switching_cost": 0.0, "market.involuntary_exit_per_year": 0.0,
    "market.choice.none_utility": 20.0, "market.choice.fit_weight": 0.0, "market.choice.rivals_considered": 0,
    "market.choice.bond_weight": 0.0, "market.choice.taste_spread": 0.0, "market.attention.price_change_effect": 0.0,
    "market.uncommitted_share": 0.0, "market.prospect_share": 0.0, "run.warm_up_months": 1, "employees.per_firm": 12,
    **{f"mechanisms.stage_{stage}": False for stage in ("awareness", "purchase", "onboarding", "use", "billing", "contact")},
    "journey.routine_contacts_per_month": 0.0,
}


def shifted_beta_geometric(alpha, beta, months):
    """Share that is left after 0, 1, ... months."""
    kept = [1.0]
    for month in range(1, months + 1):
        kept.append(kept[-1] * (beta + month - 1.0) / (alpha + beta + month - 1.0))
    return np.array(kept)


def survived():
    """Share of a market's customers that is left after 0, 1, ... months."""
    plan = scenario(
        {"name": "A", "strategy": "none"}, {"name": "B", "strategy": "none"}, customers=20_000, months=MONTHS - 1,
        values=ONLY_ATTENTION, engine="compiled",
    )
    left = simulate(plan, 0).market["customers"].to_numpy()
    return np.concatenate([[1.0], left / 20_000])


@pytest.fixture(scope="module")
def survival():
    return survived()


def test_survival_is_shifted_beta_geometric(survival):
    band = math.sqrt(math.log(2.0 / 0.001) / (2.0 * 20_000))
    assert np.abs(survival - shifted_beta_geometric(ALPHA, BETA, MONTHS)).max() < band


def test_identical_coins_would_not_survive_like_this(survival):
    """The same mean propensity for everybody misses by far more: what is seen is sorting."""
    alike = (1.0 - ALPHA / (ALPHA + BETA)) ** np.arange(MONTHS + 1)
    assert np.abs(survival - alike).max() > 0.15


def test_retention_rises_with_tenure_though_nobody_changes(survival):
    yearly = survival[12::12] / survival[:-12:12]
    expected = shifted_beta_geometric(ALPHA, BETA, MONTHS)
    assert yearly == pytest.approx(expected[12::12] / expected[:-12:12], abs=0.03)
    assert yearly[0] < yearly[1] < yearly[2]


def test_the_published_survival_follows_from_the_published_parameters():
    """Survival of the two published data sets, years 0 to 7, at their fitted parameters."""
    high_end = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1]
    regular = [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1]
    for published, alpha, beta in ((high_end, 0.668, 3.806), (regular, 0.704, 1.182)):
        assert np.abs(100.0 * shifted_beta_geometric(alpha, beta, 7) - published).max() < 2.0
