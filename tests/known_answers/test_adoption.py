"""Bass (1969): where everybody mixes with everybody, entry of prospects gives the S-curve of new products."""

import math

import numpy as np
import pytest

from simulation.engines import simulate
from simulation.rules.attention import entry_rate
from tests.engines.markets import scenario

P, Q = 0.03, 0.38
"""Mean innovation and imitation a year (Sultan, Farley & Lehmann 1990)."""


def bass(p, q, years):
    """Share that has adopted by then."""
    decay = math.exp(-(p + q) * years)
    return (1.0 - decay) / (1.0 + q / p * decay)


def test_with_complete_mixing_the_rule_gives_the_bass_curve():
    """Within two points of the closed form at every month of 20 years, with the peak at ln(q/p)/(p+q)."""
    adopted, curve = 0.0, [0.0]
    for _ in range(240):
        adopted += (1.0 - adopted) * entry_rate(P, Q, adopted)
        curve.append(adopted)
    exact = [bass(P, Q, month / 12.0) for month in range(241)]
    assert np.abs(np.array(curve) - exact).max() < 0.02
    peak = int(np.argmax(np.diff(curve))) / 12.0
    assert peak == pytest.approx(math.log(Q / P) / (P + Q), abs=0.3)


CUSTOMERS, FIRST, RUNS = 2_000, 0.05, 6
"""Customers in the market, the share of them who have a firm at the start, and runs that the mean is over."""


def adopted_by_strangers():
    """Share that has entered, by month, in the mean of markets whose contacts are drawn from everybody.

    Prospects who enter look around a month later, find a firm, and stay for good.
    """
    plan = scenario(
        {"name": "A", "strategy": "none"}, {"name": "B", "strategy": "none"}, customers=CUSTOMERS, months=179, engine="compiled",
        values={
            "market.word_of_mouth.innovation_per_year": P, "market.word_of_mouth.imitation_per_year": Q,
            "market.word_of_mouth.contacts": 32, "market.word_of_mouth.rewired_share": 1.0,
            "market.prospect_share": 1.0 - FIRST, "market.uncommitted_share": 0.0, "market.attention.uncommitted": 1.0,
            "market.choice.none_utility": -20.0, "market.choice.advertising_awareness": 5.0,
            "market.switching_cost": 15.0, "market.involuntary_exit_per_year": 0.0, "mechanisms.failure_memory": False,
            "run.warm_up_months": 1, "employees.per_firm": 12,
        },
    )
    runs = [simulate(plan, replication).market["prospects"].to_numpy() for replication in range(RUNS)]
    return 1.0 - np.mean(runs, axis=0) / CUSTOMERS


@pytest.fixture(scope="module")
def strangers():
    return adopted_by_strangers()


def test_a_market_of_strangers_is_adopted_like_bass(strangers):
    """Within five points of the closed form at every month of fifteen years."""
    begun = bass_time(P, Q, FIRST)
    exact = np.array([bass(P, Q, begun + (month + 1) / 12.0) for month in range(strangers.size)])
    assert np.abs(strangers - exact).max() < 0.05
    assert strangers[-1] > 0.9


def test_what_is_missing_is_the_month_between_hearing_and_having(strangers):
    """Against the same curve with imitation one month late, three points remain to chance."""
    entered = [FIRST]
    for month in range(strangers.size):
        having = entered[month - 1] if month else FIRST
        entered.append(entered[-1] + (1.0 - entered[-1]) * (P + Q * having) / 12.0)
    assert np.abs(strangers - entered[1:]).max() < 0.03


def bass_time(p, q, adopted):
    """Years after which that share has adopted."""
    return math.log((1.0 + adopted * q / p) / (1.0 - adopted)) / (p + q)
