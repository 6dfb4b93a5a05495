"""What this month's firms mean for their customers, laid out for the compiled passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.engines.array_side.state import FIRM, Conditions
from simulation.engines.organisation.rates import first_contact
from simulation.rules.attention import price_attention
from simulation.rules.experience import value_points
from simulation.rules.spending import paid_at_price
from simulation.rules.support import self_service_share

if TYPE_CHECKING:
    from simulation.engines.market import Market


def conditions(market: Market) -> Conditions:
    """The conditions as they are now; firms by place."""
    plan, firms = market.plan, market.firms
    elasticity = plan.experience.spend_price_elasticity if plan.mechanisms.spending_response else 0.0
    looks = plan.market.attention.price_change_effect
    most = plan.support.self_service_share
    each = np.zeros(len(firms), FIRM)
    for row, f in zip(each, firms, strict=True):
        row["found_first"], row["false_alarms"] = f.found_first, f.false_alarms
        row["quality"], row["misfit"] = f.start.quality, f.misfit_points
        row["dear"] = value_points(plan.experience.price_points, f.log_price)
        row["paid"], row["log_price"] = paid_at_price(f.log_price, elasticity), f.log_price
        row["price_attention"] = price_attention(f.offer.price_change, looks)
        row["promise"], row["advertising"] = f.offer.promise, f.offer.advertising
        row["machines"] = self_service_share(f.technology_used, most)
        row["resolves_own"], row["resolves_other"] = first_contact(market, f, True), first_contact(market, f, False)
        row["served_share"] = f.desk.served_share
        row["authority_gain"] = f.stocks.authority - plan.stocks.authority_start
        row["value_focus"], row["knows"] = f.policy.value_focus, f.knows
        row["relationship"], row["listens_to"] = f.policy.relationship, f.policy.listens_to
    return Conditions(
        firm=each,
        rates=np.array([f.failure_rates for f in firms]),
        product=np.array([f.offer.product for f in firms]),
        known=np.array([f.offer.known_position for f in firms]),
        reputation=np.array(market.reputation_of_others()),
        beliefs=np.array([f.offer.beliefs for f in firms]),
    )
