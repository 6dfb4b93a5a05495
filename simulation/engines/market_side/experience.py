"""What the month was like: performance, expectation, satisfaction, bond; and what is spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.engines.customer import Customer
from simulation.engines.units import MONEY
from simulation.randomness import Purpose
from simulation.rules.experience import (
    account_performance,
    experiences_with,
    faded,
    new_expectation,
    new_satisfaction,
    performance,
    value_points,
)
from simulation.rules.forms import lag_share
from simulation.rules.spending import paid_at_price, spending

if TYPE_CHECKING:
    from simulation.engines.market import Market
    from simulation.engines.market_side.agents import CustomersAsAgents


def live(market: Market, side: CustomersAsAgents) -> None:
    """Everybody with a firm lives the month, judges it, and adjusts what to expect."""
    plan, on = market.plan.experience, market.plan.mechanisms
    quality = [firm.start.quality for firm in market.firms]
    misfit = [firm.misfit_points for firm in market.firms]
    dear = [value_points(plan.price_points, firm.log_price) for firm in market.firms]
    reputation = market.reputation_of_others()
    loss_ratio = plan.loss_ratio if on.loss_aversion else 1.0
    fading = 1.0 - lag_share(plan.bond_decay_months)
    speed, comparison, gain, kept, noise = (
        plan.expectation_speed_per_month, plan.comparison_speed_per_month, plan.gain_weight, plan.experiences_kept, plan.noise,
    )
    accounts = market.accounts
    for customer, bell in zip(side.customers, side.draws.needs, strict=True):
        f = customer.provider
        if f < 0:
            continue
        if accounts[customer.segment]:
            lived = _account(market, customer, quality[f], misfit[f], dear[f])
        else:
            lived = performance(
                quality[f], customer.leniency, misfit[f], customer.loss, dear[f], noise * bell[3], customer.harm
            )
        customer.lived = lived
        expectation = customer.expectation
        customer.satisfaction = new_satisfaction(
            customer.satisfaction, expectation, lived, gain, loss_ratio, experiences_with(float(customer.tenure)), kept
        )
        customer.expectation = new_expectation(expectation, lived, speed, reputation[f][customer.segment], comparison)
        customer.bond = faded(customer.bond, fading)


def _account(market: Market, customer: Customer, quality: float, misfit: float, dear: float) -> float:
    """An account of several users: each lives a month of his own, one of them met what went wrong."""
    segment = market.plan.segments[customer.segment]
    users = segment.users_per_account
    bells: list[float] = []
    for block in range((users + 3) // 4):
        bells += market.luck.bells(Purpose.USER, market.month, np.array([customer.number], np.uint32), block)[0].tolist()
    total, worst = 0.0, 100.0
    for user in range(users):
        lived = performance(
            quality, customer.leniency, misfit, customer.loss, dear, market.plan.experience.noise * bells[user],
            customer.harm if user == 0 else 0.0,
        )
        total += lived
        worst = min(worst, lived)
    return account_performance(total / users, worst, segment.worst_user_weight)


def spend(market: Market, side: CustomersAsAgents) -> None:
    """Everybody who had a firm this month pays it."""
    plan = market.plan.experience
    slope = plan.spend_slope if market.plan.mechanisms.spending_response else 0.0
    elasticity = plan.spend_price_elasticity if market.plan.mechanisms.spending_response else 0.0
    paid = [paid_at_price(firm.log_price, elasticity) for firm in market.firms]
    totals = [0] * len(market.firms)
    by_segment = [[0] * len(market.firms) for _ in market.plan.segments]
    for customer in side.customers:
        f = customer.provider
        if f >= 0:
            amount = spending(customer.spend, customer.satisfaction, slope, plan.spend_reference, paid[f])
            units = int(amount * MONEY + 0.5)
            totals[f] += units
            by_segment[customer.segment][f] += units
    for firm, total in zip(market.firms, totals, strict=True):
        firm.tally.revenue = total
    market.segment_revenue = by_segment
