"""Stay, switch, leave or enter: who looks around, what comes to mind, what is chosen, and all moves at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.engines.customer import Customer
from simulation.engines.market_side.service import give_up
from simulation.engines.organisation.product import loss_at
from simulation.randomness import Purpose
from simulation.rules.attention import attention, chance_left, entry_rate, price_attention, remembered_leavers
from simulation.rules.choice import (
    OTHER,
    arrival,
    awareness_rate,
    gumbel,
    leaving_reason,
    no_firm_utility,
    offer_utility,
    satisfaction_utility,
    staying_utility,
    targeting_factor,
)
from simulation.rules.experience import newcomers_expectation
from simulation.rules.forms import half_life_kept
from simulation.rules.journey import AWARENESS, NOTHING
from simulation.rules.support import estimated_rank

if TYPE_CHECKING:
    from simulation.engines.market import Market
    from simulation.engines.market_side.agents import CustomersAsAgents

Move = tuple[Customer, int, int]
"""A customer, the place gone to (or -1), the reason."""


def choose(market: Market, side: CustomersAsAgents) -> None:
    """Everybody decides on last month's world; then all moves happen at once."""
    leavers_for_good, looking = _who_looks(market, side)
    moves = [(customer, -1, OTHER) for customer in leavers_for_good] + _compare(market, side, looking)
    for customer, to, reason in moves:
        _leave(market, side, customer, reason)
        if to >= 0:
            _join(market, customer, to)
    for customer in leavers_for_good:
        customer.prospect = True


def _who_looks(market: Market, side: CustomersAsAgents) -> tuple[list[Customer], list[Customer]]:
    """Who leaves for reasons of the own, and who looks around this month."""
    plan, on = market.plan.market, market.plan.mechanisms
    exit_chance = plan.involuntary_exit_per_year / 12.0
    words, looks = plan.word_of_mouth, plan.attention
    fading = half_life_kept(looks.neighbour_half_life_months)
    price = [price_attention(firm.offer.price_change, looks.price_change_effect) for firm in market.firms]
    gone, looking = [], []
    entering = []
    for customer, chances in zip(side.customers, side.draws.day, strict=True):
        customer.neighbours_left = remembered_leavers(customer.neighbours_left, fading, customer.newly_left)
        customer.newly_left = 0
        chance = chances[2]
        f, reached_out = customer.provider, customer.reached_out
        customer.reached_out = False
        if f >= 0:
            if chance < exit_chance:
                gone.append(customer)
                continue
            factor = price[f] * (looks.outreach_factor if reached_out else 1.0)
            looks_around = attention(
                customer.propensity, factor, customer.memory, looks.memory_effect,
                customer.neighbours_left if on.contagion else 0.0, looks.neighbour_effect,
            )
            if chance_left(chance, exit_chance) < looks_around:
                looking.append(customer)
        elif on.acquisition:
            if not customer.prospect:
                if chance < looks.uncommitted:
                    looking.append(customer)
            else:
                told = customer.told
                adopters = sum(1 for other in told if side.customers[other].provider >= 0) / len(told)
                if chance < entry_rate(words.innovation_per_year, words.imitation_per_year, adopters):
                    entering.append(customer)
    for customer in entering:
        customer.prospect = False
    return gone, looking


def _compare(market: Market, side: CustomersAsAgents, looking: list[Customer]) -> list[Move]:
    """Each of those who look around weighs the own firm, what comes to mind, and none."""
    if not looking:
        return []
    numbers = np.array([customer.number for customer in looking], np.uint32)
    taste_scale = market.plan.market.choice.taste_spread
    of_firms = [
        market.luck.uniforms(Purpose.CONSIDER, market.month, numbers, place).tolist() for place in range(len(market.firms))
    ]
    tastes = [market.luck.uniforms(Purpose.TASTE, 0, numbers, place)[:, 0].tolist() for place in range(len(market.firms))]
    of_none = market.luck.uniforms(Purpose.JOIN, market.month, numbers).tolist()
    moves = []
    for row, customer in enumerate(looking):
        rows = [draws[row] for draws in of_firms]
        luck = [taste_scale * gumbel(tastes[f][row]) + gumbel(rows[f][1]) for f in range(len(rows))]
        move = _weigh(market, side, customer, [r[0] for r in rows], luck, gumbel(of_none[row][2]))
        if move is not None:
            moves.append(move)
    return moves


def _weigh(
    market: Market, side: CustomersAsAgents, customer: Customer, arrivals: list[float], luck: list[float], luck_of_none: float
) -> Move | None:
    """The customer's choice, or None where everything stays as it is."""
    plan, segment, own = market.plan.market.choice, market.plan.segments[customer.segment], customer.provider
    price_weight = plan.price_weight * segment.price_sensitivity
    offers: dict[int, tuple[float, float]] = {}
    best, best_utility = -1, no_firm_utility(plan.none_utility, plan.fit_weight, market.plan.market.needs.spread) + luck_of_none
    own_offer = 0.0
    if own >= 0:
        firm = market.firms[own]
        quality = satisfaction_utility(
            customer.satisfaction, plan.satisfaction_steep, plan.satisfaction_flat, plan.lower_knee, plan.upper_knee
        )
        own_offer = offer_utility(plan.fit_weight, customer.loss, quality, price_weight, firm.log_price)
        utility = own_offer + luck[own] + staying_utility(
            market.plan.market.switching_cost + segment.switching_cost_add, plan.bond_weight, customer.bond,
            plan.memory_weight, customer.memory,
        )
        if utility > best_utility:
            best, best_utility = own, utility
    for place in _in_mind(market, side, customer, arrivals):
        firm = market.firms[place]
        quality = satisfaction_utility(
            firm.offer.beliefs[customer.segment], plan.satisfaction_steep, plan.satisfaction_flat, plan.lower_knee,
            plan.upper_knee,
        )
        anchor, centre = customer.anchor, market.centre
        loss = loss_at(
            firm.offer.known_position, anchor[0] + centre[0] + customer.own_1, anchor[1] + centre[1] + customer.own_2,
            anchor[2] + centre[2] + customer.own_3,
        )
        offer = offer_utility(plan.fit_weight, loss, quality, price_weight, firm.log_price)
        offers[place] = (offer, firm.log_price)
        if offer + luck[place] > best_utility:
            best, best_utility = place, offer + luck[place]
    if best == own:
        return None
    if own < 0:
        return (customer, best, OTHER)
    by_price = price_weight * (market.firms[own].log_price - offers[best][1]) if best >= 0 else 0.0
    by_offer = offers[best][0] - own_offer - by_price if best >= 0 else 0.0
    reason = leaving_reason(
        plan.memory_weight * customer.memory, by_price, by_offer,
        market.plan.market.attention.neighbour_effect * customer.neighbours_left if market.plan.mechanisms.contagion else 0.0,
    )
    return (customer, best, reason)


def _in_mind(market: Market, side: CustomersAsAgents, customer: Customer, chances: list[float]) -> list[int]:
    """Places of the other firms that come to mind this month: the earliest, at most as many as are compared."""
    plan, own = market.plan.market.choice, customer.provider
    shares = [0] * len(market.firms)
    for other in customer.told:
        provider = side.customers[other].provider
        if provider >= 0:
            shares[provider] += 1
    arrived = []
    for firm in market.firms:
        if firm.place == own:
            continue
        targeting = 1.0
        if firm.policy.value_focus > 0.0 and market.plan.mechanisms.value_focus:
            rank = estimated_rank(customer.rank, customer.rank_error, firm.knows)
            targeting = targeting_factor(firm.policy.value_focus, market.plan.value.targeting, firm.knows, rank)
        rate = awareness_rate(
            plan.advertising_awareness, firm.offer.advertising, plan.advertising_exponent, plan.network_awareness,
            shares[firm.place] / len(customer.told), targeting,
        )
        time = arrival(rate, chances[firm.place])
        if time < 1.0:
            arrived.append((time, firm.place))
    arrived.sort()
    return [place for _, place in arrived[: plan.rivals_considered]]


def _leave(market: Market, side: CustomersAsAgents, customer: Customer, reason: int) -> None:
    """The customer's last firm loses it; contacts hear of it."""
    if customer.provider < 0:
        return
    firm = market.firms[customer.provider]
    if customer.case_kind != NOTHING:
        firm.tally.open_cases -= 1
        firm.tally.waited -= customer.case_age
        give_up(market, firm, customer)
    firm.tally.lost += 1
    firm.tally.reasons[reason] += 1
    market.segment_lost[customer.segment][firm.place] += 1
    market.note(customer, "leaves", reason)
    customer.provider = -1
    customer.tenure = -1
    if market.plan.mechanisms.contagion:
        for other in customer.told:
            side.customers[other].newly_left += 1


def _join(market: Market, customer: Customer, place: int) -> None:
    """A new customer starts with what is believed and what was promised, not with what is true."""
    firm, plan = market.firms[place], market.plan
    belief = firm.offer.beliefs[customer.segment]
    customer.provider, customer.tenure, customer.prospect = place, -1, False
    customer.satisfaction = belief
    customer.bond = customer.memory = customer.harm = 0.0
    customer.felt = 0
    customer.recovered_once = False
    anchor, centre = customer.anchor, market.centre
    customer.loss = loss_at(
        firm.offer.product, anchor[0] + centre[0] + customer.own_1, anchor[1] + centre[1] + customer.own_2,
        anchor[2] + centre[2] + customer.own_3,
    )
    chance = market.luck.uniforms(Purpose.JOIN, market.month, np.array([customer.number], np.uint32))[0, 0]
    customer.over_promised = chance < firm.failure_rates[AWARENESS]
    customer.expectation = newcomers_expectation(
        belief, firm.offer.promise, plan.journey.over_promise_points if customer.over_promised else 0.0
    )
    if customer.over_promised:
        firm.tally.failures[AWARENESS] += 1
    firm.tally.gained += 1
    market.note(customer, "joins", place)
