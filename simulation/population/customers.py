"""Who the customers are at the start, drawn by counter: traits, needs, spending, provider, tenure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from simulation.population.firms import Place
from simulation.randomness import Luck, Purpose, bell, bell_of, byte_sum
from simulation.scenario.scenario import Scenario

NO_FIRM = -1
"""Provider of somebody without a firm."""


@dataclass(frozen=True)
class CustomerStart:
    """Customers at the start: arrays of one entry a customer (of three, where dimensions of needs are meant)."""

    segment: NDArray[np.int64]
    spend: NDArray[np.float64]
    """Currency a month at ordinary satisfaction and price."""
    order: NDArray[np.int64]
    """Number of customers who spend less."""
    rank_error: NDArray[np.float64]
    """What an uninformed estimate of the rank would say, 0 to 1."""
    propensity: NDArray[np.float64]
    """Share of months in which the customer looks around."""
    leniency: NDArray[np.float64]
    """Points of 100."""
    anchor: NDArray[np.float64]
    """(customers, 3) lasting needs, fit tolerances."""
    anchor_total: NDArray[np.int16]
    """(customers, 3) sum of the bytes of the words that drew them, see `randomness.byte_sum`."""
    deviation: NDArray[np.float64]
    """(customers, 3) own deviation from them, fit tolerances."""
    provider: NDArray[np.int64]
    """Place of the firm, or NO_FIRM."""
    prospect: NDArray[np.bool_]
    """Whether somebody without a firm has yet to hear of the market."""
    tenure: NDArray[np.int64]
    """Months with the firm."""
    satisfaction: NDArray[np.float64]
    """Points of 100."""
    loss: NDArray[np.float64]
    """Fit loss of the own firm's product."""

    @property
    def rank(self) -> NDArray[np.float64]:
        """(customers,) rank by spending in the market, 0 to 1."""
        return (self.order + 0.5) / self.order.size


def steady_prospects(exit_per_year: float, uncommitted: float, innovation: float, imitation: float) -> float:
    """Share of prospects at which as many enter the market as leave it for good.

    exit_per_year          1/year
    uncommitted            share of customers who know the market but have no firm
    innovation, imitation  Bass p and q, 1/year
    returns                share of all customers, 0 to 1
    """
    share = 0.0
    for _ in range(60):
        committed = max(0.0, 1.0 - uncommitted - share)
        entry = innovation + imitation * committed
        share = 0.0 if exit_per_year == 0.0 else min(0.95 - uncommitted, exit_per_year * committed / max(entry, 1e-9))
    return share


def start_customers(scenario: Scenario, luck: Luck, places: list[Place]) -> CustomerStart:
    """Draws the customers of a market and deals them out to the firms so that all start with equal revenue."""
    market = scenario.market
    count = market.customers
    everybody = np.arange(count, dtype=np.uint32)
    traits = luck.uniforms(Purpose.TRAITS, 0, everybody)
    worth = luck.uniforms(Purpose.SPEND, 0, everybody)
    anchor_words = luck.words(Purpose.ANCHOR, 0, everybody)
    deviation_words = luck.words(Purpose.DEVIATION, 0, everybody)

    edges = np.cumsum([segment.share for segment in scenario.segments])
    segment = np.minimum(np.searchsorted(edges, worth[:, 2], side="right"), len(scenario.segments) - 1).astype(np.int64)
    mean = np.array([s.spend_per_month for s in scenario.segments])[segment]
    spread = np.array([s.spend_spread for s in scenario.segments])[segment]
    spend = mean * np.exp(spread * special.ndtri(worth[:, 0]) - 0.5 * spread * spread)
    order = np.empty(count, np.int64)
    order[np.lexsort((everybody, spend))] = np.arange(count)

    propensity = special.betaincinv(market.attention.shape_a, market.attention.shape_b, traits[:, 0])
    skewed = 0.6 * special.ndtri(traits[:, 1]) + 0.8 * (1.0 + np.log(traits[:, 2]))
    leniency = scenario.experience.leniency_spread * skewed

    shift = np.array([s.need_shift for s in scenario.segments])[segment]
    anchor_total = byte_sum(anchor_words[:, :3])
    anchor = market.needs.spread * bell_of(anchor_total)
    anchor[:, 0] += shift
    own = market.needs.drift_per_month * np.sqrt(1.0 - market.needs.common_share)
    kept = 1.0 - market.needs.reversion_per_month
    deviation = own / np.sqrt(max(1.0 - kept * kept, 1e-12)) * bell(deviation_words)[:, :3]

    prospects = market.prospect_share
    if prospects is None:
        words = market.word_of_mouth
        prospects = steady_prospects(
            market.involuntary_exit_per_year, market.uncommitted_share, words.innovation_per_year, words.imitation_per_year
        )
    place = deviation_words[:, 3] / 2.0**32
    prospect = place < prospects
    has_firm = place >= prospects + market.uncommitted_share
    provider = dealt(spend, has_firm, worth[:, 1], _liking(scenario, luck, everybody, len(places)))

    hazard = np.clip(0.15 * propensity + market.involuntary_exit_per_year / 12.0, 1e-6, 0.999)
    tenure = np.where(has_firm, np.minimum(np.log(worth[:, 3]) / np.log1p(-hazard), 240.0), 0.0).astype(np.int64)

    product = np.array([p.product for p in places] + [(0.0, 0.0, 0.0)])[provider]
    quality = np.array([p.quality for p in places] + [scenario.experience.base_quality])[provider]
    gap = anchor + deviation - product
    loss = 0.5 * (gap * gap).sum(axis=1)
    satisfaction = np.clip(quality + leniency - scenario.experience.fit_points * loss - 4.0, 5.0, 98.0)
    return CustomerStart(
        segment, spend, order, traits[:, 3], propensity, leniency, anchor, anchor_total.astype(np.int16), deviation, provider,
        prospect, tenure, satisfaction, loss,
    )


def _liking(scenario: Scenario, luck: Luck, everybody: NDArray[np.uint32], firms: int) -> NDArray[np.float64]:
    """(customers, firms) how much customers like each firm's place: lasting taste, twice, and luck.

    Twice, since a long past of choices between equal firms leaves shares that go with exp(2 u): good matches are
    both entered more and left less.
    """
    liking = np.empty((everybody.size, firms))
    for place in range(firms):
        draws = luck.uniforms(Purpose.TASTE, 0, everybody, place)
        gumbels = -np.log(-np.log(draws[:, :2]))
        liking[:, place] = 2.0 * scenario.market.choice.taste_spread * gumbels[:, 0] + gumbels[:, 1]
    return liking


def dealt(
    spend: NDArray[np.float64], has_firm: NDArray[np.bool_], chance: NDArray[np.float64], liking: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Places dealt to customers in rounds of equal spenders, each taking the place liked best that is left.

    So all firms start with the same number of customers (to one) and nearly the same revenue.

    spend     (customers,) currency/month
    has_firm  (customers,) whether the customer gets a firm
    chance    (customers,) draws that decide who chooses first in a round
    liking    (customers, firms)
    returns   (customers,) places, NO_FIRM where there is none
    """
    firms = liking.shape[1]
    provider = np.full(spend.size, NO_FIRM, np.int64)
    who = np.flatnonzero(has_firm)
    who = who[np.lexsort((who, -spend[who]))]
    round_of = np.arange(who.size) // firms
    who = who[np.lexsort((chance[who], round_of))]
    taken = np.zeros((who.size // firms + 1, firms), bool)
    for turn in range(firms):
        now = who[turn::firms]
        rounds = np.arange(now.size)
        best = np.where(taken[: now.size], -np.inf, liking[now]).argmax(axis=1)
        provider[now] = best
        taken[rounds, best] = True
    return provider
