"""Needs drift, wants follow; what firms can hear of them; needs met unasked."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from simulation.engines.customer_side import Heard
from simulation.engines.organisation.product import COMPLAINTS, WANTS, loss_at, spend_weight
from simulation.engines.units import SCORE
from simulation.rules.experience import stronger_bond
from simulation.rules.forms import lag_share, moved
from simulation.rules.needs import drifted_deviation, fit_loss

if TYPE_CHECKING:
    from simulation.engines.market import Market
    from simulation.engines.market_side.agents import CustomersAsAgents

def drift(market: Market, side: CustomersAsAgents) -> None:
    """A month of drift: the common walk, everybody's own, and what customers could state of it."""
    market.move_centre()
    plan = market.plan.market.needs
    spread = plan.drift_per_month * sqrt(1.0 - plan.common_share)
    reversion, learned = plan.reversion_per_month, lag_share(plan.wants_lag_months)
    moving = market.plan.mechanisms.needs_drift
    centre_1, centre_2, centre_3 = market.centre
    products = [firm.offer.product for firm in market.firms]
    for customer, bell in zip(side.customers, side.draws.needs, strict=True):
        if moving:
            customer.own_1 = drifted_deviation(customer.own_1, reversion, spread, bell[0])
            customer.own_2 = drifted_deviation(customer.own_2, reversion, spread, bell[1])
            customer.own_3 = drifted_deviation(customer.own_3, reversion, spread, bell[2])
        anchor = customer.anchor
        need_1 = anchor[0] + centre_1 + customer.own_1
        need_2 = anchor[1] + centre_2 + customer.own_2
        need_3 = anchor[2] + centre_3 + customer.own_3
        customer.want_1 = moved(customer.want_1, need_1, learned)
        customer.want_2 = moved(customer.want_2, need_2, learned)
        customer.want_3 = moved(customer.want_3, need_3, learned)
        if customer.provider >= 0:
            product = products[customer.provider]
            customer.loss = fit_loss(need_1 - product[0], need_2 - product[1], need_3 - product[2])


def heard(market: Market, side: CustomersAsAgents) -> list[Heard]:
    """What each firm's customers would tell it in its way of listening: weighted sums, weights, loss against wants.

    All in fixed point, by place: those who complain of misfit are heard in proportion to it; wants are heard from
    everybody, with the fad; needs from everybody, weighted by spending to the power of the value focus.
    """
    count = len(market.firms)
    sums = [[0, 0, 0] for _ in range(count)]
    weights, wants_loss = [0] * count, [0] * count
    listens = [firm.policy.listens_to for firm in market.firms]
    focus = [firm.policy.value_focus for firm in market.firms]
    products = [firm.offer.product for firm in market.firms]
    centre_1, centre_2, centre_3 = market.centre
    fad_1, fad_2, fad_3 = market.fad
    for customer in side.customers:
        f = customer.provider
        if f < 0:
            continue
        stated = (customer.want_1 + fad_1, customer.want_2 + fad_2, customer.want_3 + fad_3)
        wants_loss[f] += int(loss_at(products[f], *stated) * SCORE)
        if listens[f] == WANTS:
            point, weight = stated, 1.0
        else:
            anchor = customer.anchor
            point = (
                anchor[0] + centre_1 + customer.own_1,
                anchor[1] + centre_2 + customer.own_2,
                anchor[2] + centre_3 + customer.own_3,
            )
            weight = customer.loss if listens[f] == COMPLAINTS else spend_weight(customer.spend, focus[f])
        total = sums[f]
        total[0] += int(weight * point[0] * SCORE)
        total[1] += int(weight * point[1] * SCORE)
        total[2] += int(weight * point[2] * SCORE)
        weights[f] += int(weight * SCORE)
    return [((s[0], s[1], s[2]), w, loss) for s, w, loss in zip(sums, weights, wants_loss, strict=True)]


def notice_releases(market: Market, side: CustomersAsAgents) -> None:
    """Customers whose need was met before they could have asked for it grow a bond.

    A release counts as unasked where it takes clearly more misfit away from what is needed than from what is stated.
    """
    plan = market.plan.experience
    centre_1, centre_2, centre_3 = market.centre
    fad_1, fad_2, fad_3 = market.fad
    before = market.products_before
    products = [firm.offer.product for firm in market.firms]
    changed = [old != new for old, new in zip(before, products, strict=True)]
    for customer in side.customers:
        f = customer.provider
        if f < 0 or not changed[f]:
            continue
        anchor = customer.anchor
        loss = loss_at(
            products[f], anchor[0] + centre_1 + customer.own_1, anchor[1] + centre_2 + customer.own_2,
            anchor[2] + centre_3 + customer.own_3,
        )
        gain = customer.loss - loss
        if gain > 0.0:
            wants = (customer.want_1 + fad_1, customer.want_2 + fad_2, customer.want_3 + fad_3)
            stated_gain = loss_at(before[f], *wants) - loss_at(products[f], *wants)
            if gain - stated_gain > plan.unasked_gain:
                customer.bond = stronger_bond(customer.bond, plan.bond_step, plan.bond_most)
