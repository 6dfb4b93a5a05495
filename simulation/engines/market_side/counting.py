"""Counting customers at the end of a month: whole numbers, by firm and by segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.engines.customer_side import Sample
from simulation.engines.units import SCORE

if TYPE_CHECKING:
    from simulation.engines.market import Market
    from simulation.engines.market_side.agents import CustomersAsAgents

UNHAPPY_BELOW = 60.0
"""Satisfaction below which customers are angry to deal with."""

PROMOTER_FROM, DETRACTOR_BELOW = 85.0, 65.0
"""Satisfaction that stands for 9-10 and for 0-6 on the scale of the Net Promoter Score; fixed before any run."""


def count(market: Market, side: CustomersAsAgents) -> None:
    """Ends the month for everybody: tenures grow, and all totals are counted."""
    segments = len(market.plan.segments)
    by_segment = [[[0, 0] for _ in market.firms] for _ in range(segments)]
    firms = len(market.firms)
    customers, satisfaction, squared = [0] * firms, [0] * firms, [0] * firms
    expectation, bond, loss, unhappy = [0] * firms, [0] * firms, [0] * firms, [0] * firms
    promoters, detractors, stayed = [0] * firms, [0] * firms, [0] * firms
    anniversaries: list[dict[int, int]] = [{} for _ in market.firms]
    uncommitted = prospects = 0
    month = market.month
    from_start = [0] * firms
    for customer in side.customers:
        f = customer.provider
        if f < 0:
            uncommitted += 1
            prospects += customer.prospect
            continue
        customer.tenure += 1
        tenure, score = customer.tenure, customer.satisfaction
        customers[f] += 1
        satisfaction[f] += int(score * SCORE)
        squared[f] += int(score * score * SCORE)
        expectation[f] += int(customer.expectation * SCORE)
        bond[f] += int(customer.bond * SCORE)
        loss[f] += int(customer.loss * SCORE)
        if score < UNHAPPY_BELOW:
            unhappy[f] += int((UNHAPPY_BELOW - score) * SCORE)
        if score >= PROMOTER_FROM:
            promoters[f] += 1
        elif score < DETRACTOR_BELOW:
            detractors[f] += 1
        if tenure >= 12:
            stayed[f] += 1
        if tenure % 12 == 0 and tenure > 0:
            anniversaries[f][tenure // 12] = anniversaries[f].get(tenure // 12, 0) + 1
        if tenure >= month:
            from_start[f] += 1
        cell = by_segment[customer.segment][f]
        cell[0] += 1
        cell[1] += int(score * SCORE)
    for firm in market.firms:
        f, tally = firm.place, firm.tally
        tally.customers, tally.satisfaction, tally.satisfaction_squared = customers[f], satisfaction[f], squared[f]
        tally.expectation, tally.bond, tally.loss, tally.unhappy = expectation[f], bond[f], loss[f], unhappy[f]
        tally.promoters, tally.detractors, tally.stayed_year = promoters[f], detractors[f], stayed[f]
    market.segment_counts = by_segment
    market.uncommitted, market.prospects = uncommitted, prospects
    market.anniversaries, market.there_since_start = anniversaries, from_start


PANEL_SIZE = 10_000
"""Customers of the yearly panel at most."""


def sample(side: CustomersAsAgents) -> Sample:
    """The yearly panel: the first customers by number, a random sample since numbers carry no meaning."""
    asked = [customer for customer in side.customers[:PANEL_SIZE] if customer.provider >= 0]
    columns = {
        "customer": "number", "segment": "segment", "place": "provider", "tenure_months": "tenure",
        "satisfaction": "satisfaction", "expectation": "expectation", "bond": "bond", "spend_per_month": "spend",
        "felt_failures": "felt", "fit_loss": "loss",
    }
    return {column: np.array([getattr(customer, name) for customer in asked]) for column, name in columns.items()}
