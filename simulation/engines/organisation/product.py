"""What firms hear of needs and how their products follow, each quarter."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation.engines.firm import Firm
from simulation.engines.organisation.programme import DEVELOPMENT
from simulation.engines.units import SCORE
from simulation.randomness import Purpose
from simulation.rules.forms import lag_share, moved
from simulation.rules.knowledge import estimate_error
from simulation.rules.needs import fit_loss
from simulation.rules.product import distance, product_step, release_failure_probability

if TYPE_CHECKING:
    from simulation.engines.market import Market

COMPLAINTS, WANTS, NEEDS = 0, 1, 2
"""What a firm can listen to."""

FAULTY_MONTHS = 3
"""Months for which a failed release is felt."""


def is_quarter(month: int) -> bool:
    """Whether management and product development meet in this month."""
    return month % 3 == 0


def listen_and_release(market: Market) -> None:
    """Each quarter: firms hear of needs in their own way, move their products, and some releases fail."""
    if not is_quarter(market.month):
        for firm in market.firms:
            firm.offer.faulty_months = max(0, firm.offer.faulty_months - 1)
        return
    heard = market.customer_side.heard(market)
    for firm in market.firms:
        _listen(market, firm, heard[firm.place])
        _release(market, firm)
    if market.plan.mechanisms.bond:
        market.customer_side.notice_releases(market)


def start_listening(market: Market) -> None:
    """Before the first month, firms have heard what is to be heard, with the errors of their way of listening."""
    heard = market.customer_side.heard(market)
    for firm in market.firms:
        totals, weight, wants_loss = heard[firm.place]
        firm.offer.wants_loss = wants_loss / SCORE / max(1, market.customer_count(firm.place))
        if weight > 0:
            firm.offer.listened = [total / weight for total in totals]


def _listen(market: Market, firm: Firm, heard: tuple[tuple[int, int, int], int, int]) -> None:
    """What this firm takes its customers' needs to be now, as old and as wrong as its way of listening makes it."""
    plan = market.plan.product
    totals, weight, wants_loss = heard
    customers = market.customer_count(firm.place)
    firm.offer.wants_loss = wants_loss / SCORE / customers if customers else 0.0
    if weight <= 0:
        return
    lags = (plan.complaint_lag_months, plan.wants_lag_months, plan.needs_lag_months)
    errors = (
        plan.complaint_error,
        plan.wants_error,
        estimate_error(market.plan.stocks.knowledge_error, firm.stocks.knowledge, market.plan.stocks.knowledge_half),
    )
    to = firm.policy.listens_to
    share = lag_share(lags[to] / 3.0)
    bells = market.place_bells(Purpose.LISTEN, firm.place)
    for k in range(3):
        signal = totals[k] / weight + errors[to] * bells[k]
        firm.offer.listened[k] = moved(firm.offer.listened[k], signal, share)


def _release(market: Market, firm: Firm) -> None:
    """The product moves towards what was heard, as fast as development allows."""
    plan, offer = market.plan, firm.offer
    offer.faulty_months = max(0, offer.faulty_months - 1)
    effect = firm.stocks.bought[DEVELOPMENT]
    if not plan.mechanisms.listening or effect <= 0.0:
        return
    fastest = plan.product.most_per_quarter * effect
    if firm.policy.co_creation:
        fastest *= plan.product.co_creation_speed
    gap = [goal - at for goal, at in zip(offer.listened, offer.product, strict=True)]
    length = distance(gap[0], gap[1], gap[2])
    step = product_step(length, fastest)
    offer.product = [at + step * g for at, g in zip(offer.product, gap, strict=True)]
    size = step * length / plan.product.most_per_quarter if plan.product.most_per_quarter > 0.0 else 0.0
    chance = release_failure_probability(
        plan.product.release_fails, plan.product.co_creation_failures, firm.policy.co_creation, size
    )
    if market.place_uniforms(Purpose.LISTEN, firm.place)[3] < chance:
        offer.faulty_months = FAULTY_MONTHS


def notice(market: Market) -> None:
    """The market slowly learns where the products have moved."""
    share = market.plan.market.choice.position_learning_per_month
    for firm in market.firms:
        offer = firm.offer
        offer.known_position = [moved(known, at, share) for known, at in zip(offer.known_position, offer.product, strict=True)]
        offer.promise = firm.beliefs.believed


def loss_at(position: list[float], need_1: float, need_2: float, need_3: float) -> float:
    """Fit loss of a product at a position for these needs."""
    return fit_loss(need_1 - position[0], need_2 - position[1], need_3 - position[2])


def spend_weight(spend: float, value_focus: float) -> float:
    """Weight of a customer in what a firm listens to: spending to the power of the value focus."""
    return math.exp(value_focus * math.log(spend))
