"""The month's books: every cost by kind, in whole money units, so that they balance exactly."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Any

from simulation.engines.firm import Firm
from simulation.engines.organisation.programme import EACH, OPERATIONS, PRICE, SUPPORT
from simulation.engines.units import MONEY, share_units
from simulation.rules.forms import whole_units
from simulation.rules.ledger import coordination_cost, cost_scale, discounted, materials, overhead_cost

if TYPE_CHECKING:
    from simulation.engines.market import Market

COSTS = (
    "cost_of_goods",
    "cost_wages",
    "cost_hiring_training",
    "cost_contacts_compensation",
    "cost_acquisition",
    "cost_programme",
    "cost_surveys",
    "cost_coordination",
    "cost_overhead",
)
"""Kinds of cost; they sum to the cost."""

STAFF = ("positions", "start_positions", "employed", "heads", "hires")
"""What the books need to know of the departments."""


def close(market: Market) -> None:
    """Books of the month: revenue less every cost is profit, to the unit."""
    staff = [market.departments[name].tolist() for name in STAFF]
    for firm in market.firms:
        firm.costs = _costs(market, firm, staff)
        profit = firm.tally.revenue - sum(firm.costs.values())
        if market.month > 0:
            firm.cumulative_profit += profit
            rate = market.plan.ledger.discount_rate_per_year
            firm.discounted_profit += share_units(discounted(float(profit), rate, float(market.month)))


def _costs(market: Market, firm: Firm, staff: list[list[Any]]) -> dict[str, int]:
    """What a firm's month cost, by kind; `staff` are the columns STAFF of all departments."""
    plan, ledger, tally = market.plan, market.plan.ledger, firm.tally
    start, revenue = float(firm.revenue_start), float(tally.revenue)
    scale = cost_scale(ledger.gross_margin, ledger.margin_share, ledger.ordinary_improvement)
    usage = revenue / firm.offer.price
    positions, at_start, held, simulated, hired = (column[EACH * firm.place : EACH * (firm.place + 1)] for column in staff)
    wages, replaced = [], 0.0
    for d, share in enumerate(market.wage_shares):
        wages.append(share * start * positions[d] / at_start[d] * held[d] / max(1, simulated[d]))
        each = positions[d] / max(1, simulated[d])
        replaced += scale * ledger.replacement_cost * (share * start * 12.0 / at_start[d]) * hired[d] * each
    heads = fsum(positions) / market.start_positions
    phone, message, machine = tally.contacts
    contacts = phone + tally.follow_ups + ledger.message_cost * message + ledger.self_service_cost * machine
    unit = market.mean_spend * MONEY * scale
    served = ledger.contact_cost * contacts * unit + ledger.outreach_cost * tally.outreaches * unit
    fixed_support = ledger.support_other * scale * start * positions[SUPPORT] / at_start[SUPPORT]
    programme = firm.policy.improvement_budget * (1.0 - firm.policy.allocation[PRICE]) * firm.revenue_before
    coordination = 0.0
    if plan.mechanisms.coordination_cost:
        coordination = coordination_cost(ledger.coordination, revenue, firm.stocks.walls, market.start_walls)
    amounts = (
        materials(ledger.gross_margin, ledger.operations_wages) * usage + wages[OPERATIONS],
        fsum(wages[d] for d in range(len(wages)) if d != OPERATIONS),
        ledger.training * scale * start * heads + replaced,
        served + fixed_support + scale * tally.compensation,
        ledger.media * scale * revenue,
        programme,
        ledger.survey_cost * revenue * firm.beliefs.survey_weight,
        coordination,
        overhead_cost(ledger.overhead * scale, revenue, start, ledger.overhead_fixed),
    )
    return {name: whole_units(amount, 1.0) for name, amount in zip(COSTS, amounts, strict=True)}
