"""Failures along the journey: what each firm's rates are, who meets one, who finds it first, who speaks up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.engines.customer import Customer
from simulation.engines.firm import Firm
from simulation.engines.market_side.service import give_up
from simulation.rules.complaints import complaint_probability
from simulation.rules.experience import added_memory, faded, stronger_bond
from simulation.rules.journey import (
    BILLING,
    FALSE_ALARM,
    NOTHING,
    ONBOARDING,
    PURCHASE,
    USE,
    failure_stage,
    harm_done,
    mis_sold_rate,
)

if TYPE_CHECKING:
    from simulation.engines.market import Market
    from simulation.engines.market_side.agents import CustomersAsAgents

ONBOARDING_MONTHS = 3
"""Months in which a new customer can fail to get started."""


def meet_failures(market: Market, side: CustomersAsAgents) -> None:
    """Each customer meets at most one new failure; some are found first, some are spoken of, most stay silent."""
    kept = market.plan.experience.memory_kept_per_month
    firms = market.firms
    for customer, chances in zip(side.customers, side.draws.day, strict=True):
        f = customer.provider
        if f < 0:
            continue
        customer.harm = 0.0
        customer.memory = faded(customer.memory, kept)
        firm = firms[f]
        rates = firm.failure_rates
        tenure = customer.tenure
        stage = failure_stage(
            chances[0],
            mis_sold_rate(rates[PURCHASE], customer.loss) if tenure == 0 else 0.0,
            rates[ONBOARDING] if tenure < ONBOARDING_MONTHS else 0.0,
            rates[USE],
            rates[BILLING],
            firm.false_alarms,
        )
        if stage != NOTHING:
            _meet(market, side, firm, customer, stage)


def _meet(market: Market, side: CustomersAsAgents, firm: Firm, customer: Customer, stage: int) -> None:
    plan, tally = market.plan, firm.tally
    if stage == FALSE_ALARM:
        tally.outreaches += 1
        customer.reached_out = True
        return
    severity_chance, speaks, found, repaired = side.draws.event[customer.number]
    experience = plan.experience
    tally.failures[stage] += 1
    if stage in (ONBOARDING, USE, BILLING) and found < firm.found_first:
        tally.outreaches += 1
        customer.reached_out = True
        if repaired < plan.support.proactive_repair:
            tally.found_first += 1
            if plan.mechanisms.bond:
                customer.bond = stronger_bond(customer.bond, experience.bond_step, experience.bond_most)
            return
    severity = (
        0.0, experience.severity_purchase, experience.severity_onboarding, experience.severity_use,
        experience.severity_billing,
    )[stage]
    customer.harm += harm_done(severity, severity_chance)
    feel(market, firm, customer)
    money = stage in (PURCHASE, BILLING)
    base = plan.support.complaint_money if money else plan.support.complaint_other
    chance = complaint_probability(base, plan.support.complaint_expectation, customer.expectation)
    if plan.mechanisms.complaints and speaks < chance:
        tally.complaints += 1
        if customer.case_kind != NOTHING:
            give_up(market, firm, customer)
        customer.case_kind, customer.case_age, customer.case_contacts, customer.case_fresh = stage, 0, 0, True
        tally.opened += 1
        market.note(customer, "complains", stage)
    else:
        tally.silent += 1
        if plan.mechanisms.failure_memory:
            customer.memory = added_memory(customer.memory, experience.memory_silent)
        market.note(customer, "suffers in silence", stage)


def feel(market: Market, firm: Firm, customer: Customer) -> None:
    """A failure is felt: counted, and a promise broken if more was promised than was kept."""
    firm.tally.felt += 1
    customer.felt += 1
    if customer.over_promised and market.plan.mechanisms.bond:
        experience = market.plan.experience
        customer.bond = stronger_bond(customer.bond, -experience.bond_step, experience.bond_most)


