"""What this month's stocks, people, prices and advertising mean for customers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

from simulation.compiled import COMPILED
from simulation.engines.firm import Firm
from simulation.engines.organisation.programme import ADVERTISING, SUPPORT
from simulation.rules.experience import misfit_points
from simulation.rules.journey import BILLING, USE, failure_rate, load_effect
from simulation.rules.ledger import cost_scale
from simulation.rules.proactive import false_alarm_rate, found_first_share, outreach_precision
from simulation.rules.support import first_contact_probability

if TYPE_CHECKING:
    from simulation.engines.market import Market


def set_conditions(market: Market) -> None:
    """Prices, advertising and personalisation of this month."""
    plan, ledger = market.plan, market.plan.ledger
    media = ledger.media * cost_scale(ledger.gross_margin, ledger.margin_share, ledger.ordinary_improvement)
    ordinary = media + market.start_bought[ADVERTISING]
    for firm in market.firms:
        firm.log_price = math.log(firm.offer.price)
        firm.offer.advertising = (media + firm.stocks.bought[ADVERTISING]) / ordinary if ordinary > 0.0 else 1.0
        firm.misfit_points = misfit_points(
            plan.experience.fit_points, plan.experience.personalisation, firm.technology_used, firm.knows
        )


def set_rates(market: Market) -> None:
    """How often things go wrong at each stage of each firm this month, and what a proactive firm finds first."""
    plan, journey = market.plan, market.plan.journey
    base = (
        journey.over_promise_per_sale, journey.mis_sold_per_sale, journey.onboarding_per_month, journey.use_per_month,
        journey.billing_per_month, journey.contact_per_contact,
    )
    on = plan.mechanisms
    switches = (on.stage_awareness, on.stage_purchase, on.stage_onboarding, on.stage_use, on.stage_billing, on.stage_contact)
    levels = np.array([firm.start.failure_levels for firm in market.firms])
    prevention = np.array([firm.stocks.prevention for firm in market.firms])
    rates = np.empty(levels.shape)
    _set_rates(
        market.departments, np.array(base), levels, prevention, market.sections, rates
    )
    by_firm: Any = rates.tolist()
    for firm, own in zip(market.firms, by_firm, strict=True):
        if firm.offer.faulty_months > 0:
            own[USE] = min(1.0, own[USE] * plan.product.release_failure_factor)
        firm.failure_rates = [rate if here else 0.0 for rate, here in zip(own, switches, strict=True)]
        firm.found_first = firm.false_alarms = 0.0
        if firm.policy.proactive and on.proactive:
            support = plan.support
            firm.found_first = found_first_share(
                firm.technology_used, firm.knows, support.proactive_recall, support.proactive_recall_most
            )
            precision = outreach_precision(support.proactive_precision, support.proactive_precision_knowledge, firm.knows)
            findable = firm.failure_rates[USE] + firm.failure_rates[BILLING]
            firm.false_alarms = false_alarm_rate(findable, firm.found_first, precision)


@njit(**COMPILED)
def _set_rates(departments, base, levels, prevention, sections, rates):  # type: ignore[no-untyped-def]
    """(firms, 6) rates by stage, before failed releases."""
    journey, orientation_start = sections[0].journey, sections[0].culture.orientation_start
    firms, stages = rates.shape
    for place in range(firms):
        for stage in range(stages):
            department = departments[stages * place + stage]
            rates[place, stage] = failure_rate(
                base[stage], levels[place, stage], journey.skill_effect, department.skill - department.start_skill,
                journey.orientation_effect, department.orientation - orientation_start, journey.prevention_effect,
                prevention[place, stage], load_effect(department.load, journey.load_least, journey.load_most),
            )


def first_contact(market: Market, firm: Firm, own_cause: bool) -> float:
    """Chance that a served contact is resolved at once, where support itself has what it takes or not."""
    plan, support, stocks = market.plan, market.plan.support, firm.stocks
    return first_contact_probability(
        support.first_contact, firm.desk.time, support.first_contact_time,
        firm.departments[SUPPORT].skill - firm.desk.start_skill, support.first_contact_skill,
        stocks.authority - plan.stocks.authority_start, support.first_contact_authority,
        firm.technology_used - firm.desk.start_technology, support.first_contact_technology,
        stocks.walls - plan.stocks.silo_start, support.first_contact_silo, own_cause,
    )
