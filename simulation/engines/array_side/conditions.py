"""What this month's firms mean for their customers, laid out for the compiled passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.engines.array_side.state import Conditions
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
    return Conditions(
        rates=np.array([f.failure_rates for f in firms]),
        found_first=np.array([f.found_first for f in firms]),
        false_alarms=np.array([f.false_alarms for f in firms]),
        product=np.array([f.offer.product for f in firms]),
        known=np.array([f.offer.known_position for f in firms]),
        quality=np.array([f.start.quality for f in firms]),
        misfit=np.array([f.misfit_points for f in firms]),
        dear=np.array([value_points(plan.experience.price_points, f.log_price) for f in firms]),
        paid=np.array([paid_at_price(f.log_price, elasticity) for f in firms]),
        log_price=np.array([f.log_price for f in firms]),
        price_attention=np.array([price_attention(f.offer.price_change, looks) for f in firms]),
        reputation=np.array(market.reputation_of_others()),
        beliefs=np.array([f.offer.beliefs for f in firms]),
        promise=np.array([f.offer.promise for f in firms]),
        advertising=np.array([f.offer.advertising for f in firms]),
        machines=np.array([self_service_share(f.technology_used, most) for f in firms]),
        resolves_own=np.array([first_contact(market, f, True) for f in firms]),
        resolves_other=np.array([first_contact(market, f, False) for f in firms]),
        served_share=np.array([f.desk.served_share for f in firms]),
        authority_gain=np.array([f.stocks.authority - plan.stocks.authority_start for f in firms]),
        relationship=np.array([f.policy.relationship for f in firms]),
        value_focus=np.array([f.policy.value_focus for f in firms]),
        knows=np.array([f.knows for f in firms]),
        listens_to=np.array([f.policy.listens_to for f in firms]),
    )
