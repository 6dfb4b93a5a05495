"""Contacts and cases: who gets through, what is resolved, what is put right, who gives up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.engines.customer import Customer
from simulation.engines.firm import Firm
from simulation.engines.organisation.rates import first_contact
from simulation.engines.units import MONEY, SCORE
from simulation.rules.attention import chance_left
from simulation.rules.experience import added_memory, forgiven, recovery_gain, repeat_harm, waiting_harm
from simulation.rules.forms import whole_units
from simulation.rules.journey import CONTACT, NOTHING, ROUTINE, harm_done
from simulation.rules.ledger import compensation_paid
from simulation.rules.support import (
    estimated_rank,
    queue_rank,
    self_service_share,
    ticket_score,
    tier,
)

if TYPE_CHECKING:
    from simulation.engines.market import Market
    from simulation.engines.market_side.agents import CustomersAsAgents

PHONE, MESSAGE, MACHINE = 0, 1, 2
"""Channels of a contact."""

ONE_CONTACT = 1000
"""Work of a contact by phone, in the whole units of the queue."""

Waiting = tuple[int, int, Customer, int]
"""A contact in the queue: place in it, number of the customer, the customer, work in whole units."""


def serve(market: Market, side: CustomersAsAgents) -> None:
    """A month of contacts: machines first, then people in the order of the queue as far as capacity goes."""
    queues = _contacts(market, side)
    for firm, queue in zip(market.firms, queues, strict=True):
        queue.sort(key=lambda waiting: waiting[:2])
        budget = int(firm.desk.served_share * firm.tally.work)
        resolves = first_contact(market, firm, True), first_contact(market, firm, False)
        for _, _, customer, work in queue:
            if work <= budget:
                budget -= work
                _served(market, side, firm, customer, resolves)
            else:
                _left_waiting(market, firm, customer)


def _contacts(market: Market, side: CustomersAsAgents) -> list[list[Waiting]]:
    """Who wants something this month, by which channel; what machines resolve; who waits for people."""
    plan, support = market.plan, market.plan.support
    queues: list[list[Waiting]] = [[] for _ in market.firms]
    machines = [self_service_share(firm.technology_used, support.self_service_share) for firm in market.firms]
    message_work = int(ONE_CONTACT * support.message_time)
    routine = plan.journey.routine_contacts_per_month
    for customer, chances in zip(side.customers, side.draws.day, strict=True):
        f = customer.provider
        if f < 0:
            continue
        if customer.case_kind == NOTHING:
            if chances[1] >= routine:
                continue
            customer.case_kind, customer.case_age, customer.case_contacts, customer.case_fresh = ROUTINE, 0, 0, True
            market.firms[f].tally.opened += 1
            market.note(customer, "asks", ROUTINE)
        firm, tally = market.firms[f], market.firms[f].tally
        channel_chance = side.draws.service[customer.number][0]
        order, _, _, machine_chance = side.draws.queue[customer.number]
        by_machine = machines[f]
        if channel_chance < by_machine:
            tally.contacts[MACHINE] += 1
            simple = customer.case_kind == ROUTINE
            if machine_chance < (support.bot_resolves_simple if simple else support.bot_resolves_failure):
                solve(market, side, firm, customer)
                continue
            customer.harm += support_repeat(market)
            by_message = channel_chance / by_machine < support.message_share
        else:
            by_message = chance_left(channel_chance, by_machine) < support.message_share
        tally.contacts[MESSAGE if by_message else PHONE] += 1
        work = message_work if by_message else ONE_CONTACT
        tally.work += work
        rank = queue_rank(tier_of(market, firm, customer), customer.case_age, int(order * 4294967296.0))
        queues[f].append((rank, customer.number, customer, work))
    return queues


def support_repeat(market: Market) -> float:
    """Points that having to make contact once more costs."""
    return repeat_harm(market.plan.experience.contact_points, market.plan.experience.repeat_contact_share)


def tier_of(market: Market, firm: Firm, customer: Customer) -> int:
    """Tier in which a firm with a value focus serves a customer; 1 for all where it has none."""
    focus = firm.policy.value_focus
    if focus <= 0.0 or not market.plan.mechanisms.value_focus:
        return 1
    value = market.plan.value
    rank = estimated_rank(customer.rank, customer.rank_error, firm.knows)
    return tier(rank, value.top_tier * focus, value.bottom_tier * focus)


def _served(market: Market, side: CustomersAsAgents, firm: Firm, customer: Customer, resolves: tuple[float, float]) -> None:
    """One contact with a person: resolved, not resolved, or a failure of its own."""
    plan, tally = market.plan, firm.tally
    _, resolve_chance, bad_chance, severity_chance = side.draws.service[customer.number]
    tally.served += 1
    if customer.case_contacts > 0:
        customer.harm += support_repeat(market)
    bad = bad_chance < firm.failure_rates[CONTACT]
    if bad:
        tally.failures[CONTACT] += 1
        tally.felt += 1
        tally.silent += 1
        customer.felt += 1
        customer.harm += harm_done(plan.experience.severity_contact, severity_chance)
        if plan.mechanisms.failure_memory:
            customer.memory = added_memory(customer.memory, plan.experience.memory_silent)
        market.note(customer, "meets a bad contact", CONTACT)
    own_cause = customer.case_kind in (CONTACT, ROUTINE)
    resolved = not bad and resolve_chance < resolves[0 if own_cause else 1]
    if customer.case_contacts == 0:
        tally.first_contacts += 1
        tally.first_resolved += resolved
    tally.ticket_points += int(
        ticket_score(resolved, bad, customer.case_contacts, plan.experience.repeat_contact_share) * SCORE
    )
    if resolved:
        solve(market, side, firm, customer)
        return
    customer.case_contacts += 1
    if customer.case_contacts >= plan.support.most_contacts:
        give_up(market, firm, customer)
    else:
        _stays_open(market, firm, customer)


def _left_waiting(market: Market, firm: Firm, customer: Customer) -> None:
    """Nobody had time: the case grows older, the lowest tier resents it, and in the end people give up."""
    if tier_of(market, firm, customer) == 2:
        customer.harm += market.plan.value.resentment_points
    if customer.case_age + 1 >= market.plan.support.most_months:
        give_up(market, firm, customer)
    else:
        _stays_open(market, firm, customer)


def _stays_open(market: Market, firm: Firm, customer: Customer) -> None:
    experience = market.plan.experience
    failure = customer.case_kind != ROUTINE
    customer.harm += waiting_harm(experience.open_case_points, failure)
    if failure and customer.case_fresh and market.plan.mechanisms.failure_memory:
        customer.memory = added_memory(customer.memory, experience.memory_silent)
    customer.case_fresh = False
    customer.case_age += 1
    firm.tally.open_cases += 1
    firm.tally.waited += customer.case_age
    market.note(customer, "waits", customer.case_kind)


def solve(market: Market, side: CustomersAsAgents, firm: Firm, customer: Customer) -> None:
    """A case is closed because the matter is settled; a failure put right is forgiven in part."""
    plan, tally, experience = market.plan, firm.tally, market.plan.experience
    tally.solved += 1
    if customer.case_kind == ROUTINE:
        customer.harm -= experience.routine_solved_points
    else:
        gain = firm.stocks.authority - plan.stocks.authority_start
        consistency = side.draws.service[customer.number][3]
        if plan.mechanisms.recovery:
            customer.harm -= recovery_gain(
                experience.recovery_points, experience.later_recovery_share, customer.recovered_once, gain, consistency
            )
        customer.recovered_once = True
        paid = compensation_paid(plan.ledger.compensation, customer.spend, plan.ledger.compensation_authority, gain)
        tally.compensation += whole_units(paid, MONEY)
        if plan.mechanisms.failure_memory:
            _forgive(market, side, firm, customer)
    market.note(customer, "is helped", customer.case_kind)
    _close(customer)


def _forgive(market: Market, side: CustomersAsAgents, firm: Firm, customer: Customer) -> None:
    """What is left of the memory of a failure that was put right."""
    plan, experience = market.plan, market.plan.experience
    relief = 1.0
    if firm.policy.relationship and side.draws.queue[customer.number][1] < plan.support.follow_up_share:
        firm.tally.follow_ups += 1
        firm.tally.work += int(ONE_CONTACT * plan.support.message_time)
        relief = 1.0 - plan.support.follow_up_relief
    left = experience.memory_recovered if plan.mechanisms.recovery else experience.memory_silent
    if customer.case_fresh:
        customer.memory = added_memory(customer.memory, left * relief)
    else:
        customer.memory = forgiven(customer.memory, experience.memory_silent, left * relief)


def give_up(market: Market, firm: Firm, customer: Customer) -> None:
    """A case is closed because the customer no longer hopes for anything, or left."""
    firm.tally.given_up += 1
    if customer.case_kind != ROUTINE and market.plan.mechanisms.failure_memory:
        customer.memory = added_memory(customer.memory, market.plan.experience.memory_unsolved)
    market.note(customer, "gives up", customer.case_kind)
    _close(customer)


def _close(customer: Customer) -> None:
    customer.case_kind, customer.case_age, customer.case_contacts, customer.case_fresh = NOTHING, 0, 0, False
