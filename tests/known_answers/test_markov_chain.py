"""McFadden (1974): where utilities do not change, shares follow the Markov chain of logit choices.

Two firms of different price and nobody else's influence: whoever looks around knows both, and stays, switches or goes
without by known chances. Flows and shares are held against chances computed here by hand.
"""

import math

import numpy as np
import pytest

from simulation.engines import simulate
from tests.engines.markets import scenario

PRICE = {"Cheap": 0.8, "Dear": 1.0}
SWITCHING_COST, NONE, PRICE_WEIGHT, LOOKING = 1.0, -2.0, 3.0, 0.5
MONTHS = 40

CUSTOMERS = 6_000
PLAIN = {
    "market.switching_cost": SWITCHING_COST, "market.choice.none_utility": NONE, "market.choice.price_weight": PRICE_WEIGHT,
    "market.choice.fit_weight": 0.0, "market.choice.taste_spread": 0.0, "market.choice.satisfaction_steep": 0.0,
    "market.choice.satisfaction_flat": 0.0, "market.choice.bond_weight": 0.0, "market.choice.memory_weight": 0.0,
    "market.choice.advertising_awareness": 5.0, "market.choice.network_awareness": 0.0,
    "market.attention.shape_a": 50.0, "market.attention.shape_b": 50.0, "market.attention.memory_effect": 0.0,
    "market.attention.uncommitted": LOOKING, "market.attention.price_change_effect": 0.0, "mechanisms.contagion": False,
    "market.involuntary_exit_per_year": 0.0, "market.prospect_share": 0.0, "run.warm_up_months": 1, "employees.per_firm": 12,
}
AWARE = 1.0 - math.exp(-5.0)


def chances(own):
    """Chances of a customer of `own` (or of nobody) to be with Cheap, with Dear and without a firm a month later."""
    stays = {"Cheap": 0.0, "Dear": 0.0, None: 0.0}
    worth = {firm: -PRICE_WEIGHT * math.log(price) + (SWITCHING_COST if firm == own else 0.0) for firm, price in PRICE.items()}
    worth[None] = NONE
    others = [firm for firm in PRICE if firm != own]
    for known in range(2 ** len(others)):
        aware = [firm for bit, firm in enumerate(others) if known >> bit & 1]
        weight = AWARE ** len(aware) * (1.0 - AWARE) ** (len(others) - len(aware))
        choices = [*aware, *([own] if own else []), None]
        total = sum(math.exp(worth[choice]) for choice in choices)
        for choice in choices:
            stays[choice] += weight * math.exp(worth[choice]) / total
    return [LOOKING * stays[to] + (1.0 - LOOKING) * (to == own) for to in ("Cheap", "Dear", None)]


CHAIN = np.array([chances("Cheap"), chances("Dear"), chances(None)])


def two_firms():
    """A run of the market of two firms."""
    firms = [{"name": name, "strategy": "none", "price": price} for name, price in PRICE.items()]
    return simulate(scenario(*firms, customers=CUSTOMERS, months=MONTHS - 1, values=PLAIN, engine="compiled"), 0)


@pytest.fixture(scope="module")
def tables():
    return two_firms()


def test_the_chances_are_chances():
    assert CHAIN.sum(axis=1) == pytest.approx(1.0)
    assert (CHAIN > 0.0).all()


def test_as_many_leave_a_firm_as_logit_choice_says(tables):
    """Share lost a month, over all months: within three and a half standard errors."""
    for row, name in enumerate(PRICE):
        firm = tables.series[tables.series["firm"] == name]
        exposed = firm["customers_start"].sum()
        expected = 1.0 - CHAIN[row, row]
        error = math.sqrt(expected * (1.0 - expected) / exposed)
        assert firm["lost"].sum() / exposed == pytest.approx(expected, abs=3.5 * error)


def test_shares_settle_where_the_chain_does(tables):
    """Mean of the last 20 months within two points of the stationary shares."""
    values, vectors = np.linalg.eig(CHAIN.T)
    stationary = np.real(vectors[:, np.argmax(np.real(values))])
    stationary = stationary / stationary.sum()
    late = tables.series[tables.series["month"] > MONTHS - 21].groupby("firm")["customers"].mean() / CUSTOMERS
    assert late["Cheap"] == pytest.approx(stationary[0], abs=0.02)
    assert late["Dear"] == pytest.approx(stationary[1], abs=0.02)
    assert stationary[0] > 1.3 * stationary[1]


def test_shares_get_there_along_the_chain(tables):
    """From equal shares, every month within three points (more than four standard deviations of a share)."""
    series = tables.series.pivot(index="month", columns="firm", values="customers") / CUSTOMERS
    start = tables.series[tables.series["month"] == tables.series["month"].min()].set_index("firm")["customers_start"] / CUSTOMERS
    state = np.array([start["Cheap"], start["Dear"], 1.0 - start.sum()])
    for _, seen in series.iterrows():
        state = state @ CHAIN
        assert seen["Cheap"] == pytest.approx(state[0], abs=0.03)
        assert seen["Dear"] == pytest.approx(state[1], abs=0.03)


def test_who_leaves_for_the_cheaper_firm_is_said_to_leave_for_the_price(tables):
    dear = tables.series[tables.series["firm"] == "Dear"]
    to_cheap = CHAIN[1, 0] / (CHAIN[1, 0] + CHAIN[1, 2])
    assert dear["lost_price"].sum() / dear["lost"].sum() == pytest.approx(to_cheap, abs=0.05)
    assert tables.series.loc[tables.series["firm"] == "Cheap", "lost_price"].sum() == 0
