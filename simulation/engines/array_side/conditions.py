"""What this month's firms mean for their customers, laid out for the compiled passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.engines.array_side.state import FIRM, Conditions
from simulation.engines.organisation.rates import first_contact
from simulation.rules.attention import price_attention
from simulation.rules.experience import value_points
from simulation.rules.spending import paid_at_price
from simulation.rules.support import self_service_share

if TYPE_CHECKING:
    from simulation.engines.market import Market


NOBODYS = (0.0,) * 17 + (False, 0)
"""The row of FIRM that stands for no firm."""


def conditions(market: Market) -> Conditions:
    """The conditions as they are now; firms by place."""
    plan, firms = market.plan, market.firms
    elasticity = plan.experience.spend_price_elasticity if plan.mechanisms.spending_response else 0.0
    looks = plan.market.attention.price_change_effect
    most = plan.support.self_service_share
    rows = [
        (
            f.found_first, f.false_alarms, f.start.quality, f.misfit_points,
            value_points(plan.experience.price_points, f.log_price), paid_at_price(f.log_price, elasticity), f.log_price,
            price_attention(f.offer.price_change, looks), f.offer.promise, f.offer.advertising,
            self_service_share(f.technology_used, most), first_contact(market, f, True), first_contact(market, f, False),
            f.desk.served_share, f.stocks.authority - plan.stocks.authority_start, f.policy.value_focus, f.knows,
            f.policy.relationship, f.policy.listens_to,
        )
        for f in firms
    ]
    return Conditions(
        firm=np.array([*rows, NOBODYS], FIRM),
        rates=with_nobodys([f.failure_rates for f in firms]),
        product=with_nobodys([f.offer.product for f in firms]),
        known=with_nobodys([f.offer.known_position for f in firms]),
        reputation=with_nobodys(market.reputation_of_others()),
        beliefs=beliefs(market),
    )


def beliefs(market: Market) -> NDArray[np.float64]:
    """(firms + 1, segments) what segments believe of the firms now, points of 100."""
    return with_nobodys([f.offer.beliefs for f in market.firms])


def with_nobodys(rows: list[list[float]]) -> NDArray[np.float64]:
    """The rows of all firms, and one of zeros for those who have none."""
    return np.array([*rows, [0.0] * len(rows[0])])
