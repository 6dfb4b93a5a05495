"""Stay or switch: what comes to mind, what it is worth, and all moves at once, over arrays."""

import math

import numpy as np
from numba import njit

from simulation.compiled import COMPILED, INLINED
from simulation.engines.array_side.draws import draw_those, uniform, words
from simulation.engines.array_side.lending import lent
from simulation.engines.array_side.luck_bounds import ROUNDING, least_luck, most_luck
from simulation.engines.array_side.service import give_up
from simulation.engines.array_side.state import (
    FAILURES,
    GAINED,
    LOST,
    OPEN_CASES,
    REASONS,
    WAITED,
    columns,
    needs_of,
    rank_by_value,
)
from simulation.randomness import Purpose
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
from simulation.rules.journey import AWARENESS, NOTHING
from simulation.rules.needs import fit_loss

P_CONSIDER, P_TASTE, P_JOIN = int(Purpose.CONSIDER), int(Purpose.TASTE), int(Purpose.JOIN)
STAYS = -2
"""Marks somebody who looked around and keeps everything as it is."""


GROUP = 256
"""Customers whose draws are made at a time."""

SATISFACTION, LOSS, BOND, MEMORY, NEIGHBOURS_LEFT, NEED_1, NEED_2, NEED_3 = range(8)
"""Rows of what is gathered of a group."""

LEAST_CHANCE = 1.0 - 1e-9
"""Of exp(-rate), the chance above which a firm comes to mind: below it no rounding can make it come to mind after all."""


@njit(**COMPILED)
def compare(
    kept, c, told, keys, month, looking, lo, hi, to, reasons, sections, cost, cost_add, sensitivity, needs
):
    """Each of those who look around weighs the own firm, what comes to mind, and none."""
    s, c = columns(lent(kept)), lent(c)
    given = sections[0]
    choice, looks, value, on = given.choice, given.attention, given.value, given.mechanisms
    firms = c.firm.size - 1
    nothing, who = np.empty((4, GROUP), np.uint32), np.empty(GROUP, np.int64)
    luck, taste = np.empty((firms, 4, GROUP), np.uint32), np.empty((firms, 4, GROUP), np.uint32)
    rates, too_late = _untargeted(c, firms, told.shape[1], choice)
    for at in range(lo, hi, GROUP):
        count = min(GROUP, hi - at)
        for k in range(count):
            who[k] = looking[at + k]
        draw_those(keys, P_JOIN, month, who, count, 0, nothing)
        for f in range(firms):
            draw_those(keys, P_CONSIDER, month, who, count, f, luck[f])
            draw_those(keys, P_TASTE, 0, who, count, f, taste[f])
        _weigh(
            s, c, told, keys, who, count, nothing, luck, taste, rates, too_late, to[at : at + count],
            reasons[at : at + count], choice, looks, value, on, cost, cost_add, sensitivity, needs,
        )


@njit(**COMPILED)
def _weigh(
    s, c, told, keys, who, count, nothing, luck, taste, rates, too_late, to, reasons, choice, looks, value, on, cost, cost_add,
    sensitivity, needs,
):
    """The choices of a group whose draws are made."""
    s, c = lent(s), lent(c)
    firms = c.firm.size - 1
    contacts = told.shape[1]
    numbers, own_firms, segments = np.empty((8, GROUP)), np.empty(GROUP, np.int64), np.empty(GROUP, np.int64)
    users = np.empty((GROUP, firms + 1), np.int64)
    _gather(s, told, who, count, needs, numbers, own_firms, segments, users)
    times = np.empty(firms)
    offers = np.empty(firms)
    outside = no_firm_utility(choice.none_utility, choice.fit_weight, needs.spread)
    for k in range(count):
        own, segment, shares = own_firms[k], segments[k], users[k]
        bond, memory = numbers[BOND, k], numbers[MEMORY, k]
        price_weight = choice.price_weight * sensitivity[segment]
        for f in range(firms):
            times[f] = 2.0
            if f == own:
                continue
            chance = uniform(luck[f, 0, k])
            rate = rates[f, shares[f]]
            if c.firm[f].value_focus > 0.0 and on.value_focus:
                rank = rank_by_value(s, keys, who[k], c.firm[f].knows)
                rate = awareness_rate(
                    choice.advertising_awareness, c.firm[f].advertising, choice.advertising_exponent, choice.network_awareness,
                    shares[f] / contacts, targeting_factor(c.firm[f].value_focus, value.targeting, c.firm[f].knows, rank),
                )
            elif chance < too_late[f, shares[f]]:
                continue  # most firms do not come to mind, which can be told without a logarithm
            times[f] = arrival(rate, chance)
        best = own
        best_utility = own_least = -np.inf
        own_offer = stays_for = 0.0
        if own >= 0:
            quality = satisfaction_utility(
                numbers[SATISFACTION, k], choice.satisfaction_steep, choice.satisfaction_flat, choice.lower_knee,
                choice.upper_knee,
            )
            own_offer = offer_utility(choice.fit_weight, numbers[LOSS, k], quality, price_weight, c.firm[own].log_price)
            stays_for = staying_utility(
                cost + cost_add[segment], choice.bond_weight, bond, choice.memory_weight, memory
            )
            own_least = own_offer + _least_chance(luck, taste, own, k, choice.taste_spread) + stays_for - ROUNDING
        exact = own < 0  # the own firm is weighed to the last bit only where something could be better
        for _ in range(min(firms, choice.rivals_considered)):
            f = -1
            for g in range(firms):
                if times[g] < 1.0 and (f < 0 or times[g] < times[f]):
                    f = g
            if f < 0:
                break
            times[f] = 2.0
            quality = satisfaction_utility(
                c.beliefs[f, segment], choice.satisfaction_steep, choice.satisfaction_flat, choice.lower_knee,
                choice.upper_knee,
            )
            loss = fit_loss(
                numbers[NEED_1, k] - c.known[f, 0], numbers[NEED_2, k] - c.known[f, 1], numbers[NEED_3, k] - c.known[f, 2]
            )
            offers[f] = offer_utility(choice.fit_weight, loss, quality, price_weight, c.firm[f].log_price)
            if offers[f] + _most_chance(luck, taste, f, k, choice.taste_spread) < own_least:
                continue
            if not exact:
                exact = True
                best_utility = own_offer + _chance(luck, taste, own, k, choice.taste_spread) + stays_for
            utility = offers[f] + _chance(luck, taste, f, k, choice.taste_spread)
            if utility > best_utility:
                best = f
                best_utility = utility
        if outside + most_luck(nothing[2, k]) >= max(best_utility, own_least):
            if not exact:
                best_utility = own_offer + _chance(luck, taste, own, k, choice.taste_spread) + stays_for
            if outside + gumbel(uniform(nothing[2, k])) >= best_utility:
                best = -1
        reasons[k] = OTHER
        if best == own:
            to[k] = STAYS
            continue
        to[k] = best
        if own < 0:
            continue
        by_price = price_weight * (c.firm[own].log_price - c.firm[best].log_price) if best >= 0 else 0.0
        by_offer = offers[best] - own_offer - by_price if best >= 0 else 0.0
        near = looks.neighbour_effect * numbers[NEIGHBOURS_LEFT, k] if on.contagion else 0.0
        reasons[k] = leaving_reason(choice.memory_weight * memory, by_price, by_offer, near)


@njit(**COMPILED)
def _gather(s, told, who, count, needs, numbers, own_firms, segments, users):
    """What is known of each of a group, side by side: who look around lie far apart, and so memory is asked for all at once.

    numbers    (8, GROUP) rows named above
    users      (GROUP, firms + 1) contacts who are customers of each firm, and of none
    """
    s = lent(s)
    for k in range(count):
        i = who[k]
        own_firms[k], segments[k] = s.provider[i], s.segment[i]
        numbers[SATISFACTION, k], numbers[LOSS, k], numbers[BOND, k] = s.satisfaction[i], s.loss[i], s.bond[i]
        numbers[MEMORY, k], numbers[NEIGHBOURS_LEFT, k] = s.memory[i], s.neighbours_left[i]
    for k in range(count):
        numbers[NEED_1, k], numbers[NEED_2, k], numbers[NEED_3, k] = needs_of(s, who[k], needs)
    for k in range(count):
        for f in range(users.shape[1]):
            users[k, f] = 0
        for n in range(told.shape[1]):
            users[k, s.provider[told[who[k], n]]] += 1


@njit(**COMPILED)
def _untargeted(c, firms, contacts, choice):
    """Rates at which firms that target nobody come to mind, by how many contacts use them, and draws that are too low for it.

    returns  (firms, contacts + 1) each
    """
    c = lent(c)
    rates, too_late = np.empty((firms, contacts + 1)), np.empty((firms, contacts + 1))
    for f in range(firms):
        for users in range(contacts + 1):
            rates[f, users] = awareness_rate(
                choice.advertising_awareness, c.firm[f].advertising, choice.advertising_exponent, choice.network_awareness,
                users / contacts, 1.0,
            )
            too_late[f, users] = math.exp(-rates[f, users]) * LEAST_CHANCE
    return rates, too_late


@njit(**INLINED)
def _chance(luck, taste, f, k, taste_spread):
    """Lasting taste and this month's luck for one firm, logits."""
    return taste_spread * gumbel(uniform(taste[f, 0, k])) + gumbel(uniform(luck[f, 1, k]))


@njit(**INLINED)
def _most_chance(luck, taste, f, k, taste_spread):
    """More than `_chance` can be."""
    return taste_spread * most_luck(taste[f, 0, k]) + most_luck(luck[f, 1, k])


@njit(**INLINED)
def _least_chance(luck, taste, f, k, taste_spread):
    """Less than `_chance` can be."""
    return taste_spread * least_luck(taste[f, 0, k]) + least_luck(luck[f, 1, k])


@njit(**COMPILED)
def move(
    kept, c, told, keys, month, gone, leavers, looking, lookers, to, reasons, tally, lost_by_segment, sections, needs
):
    """All moves at once: the last firm loses a customer, contacts hear of it, the next firm gains one."""
    s, c, tally = columns(lent(kept)), lent(c), lent(tally)
    experience, on = sections[0].experience, sections[0].mechanisms
    over_promise_points = sections[0].journey.over_promise_points
    for k in range(leavers):
        _leave(s, told, gone[k], OTHER, tally, lost_by_segment, experience, on)
    for k in range(lookers):
        if to[k] == STAYS:
            continue
        _leave(s, told, looking[k], reasons[k], tally, lost_by_segment, experience, on)
        if to[k] >= 0:
            _join(s, c, keys, month, looking[k], to[k], tally, over_promise_points, needs)
    for k in range(leavers):
        s.prospect[gone[k]] = True


@njit(**INLINED)
def _leave(s, told, i, reason, tally, lost_by_segment, experience, on):
    """Nothing happens to those who have no firm."""
    f = s.provider[i]
    if f >= 0:
        if s.case_kind[i] != NOTHING:
            tally[f, OPEN_CASES] -= 1
            tally[f, WAITED] -= s.case_age[i]
            give_up(s, i, f, tally, experience, on)
        tally[f, LOST] += 1
        tally[f, REASONS + reason] += 1
        lost_by_segment[s.segment[i], f] += 1
        s.provider[i] = -1
        s.tenure[i] = -1
        if on.contagion:
            for n in range(told.shape[1]):
                s.newly_left[told[i, n]] += 1


@njit(**INLINED)
def _join(s, c, keys, month, i, f, tally, over_promise_points, needs):
    belief = c.beliefs[f, s.segment[i]]
    s.provider[i] = f
    s.tenure[i] = -1
    s.prospect[i] = False
    s.satisfaction[i] = belief
    s.bond[i] = 0.0
    s.memory[i] = 0.0
    s.harm[i] = 0.0
    s.felt[i] = 0
    s.recovered_once[i] = False
    need_1, need_2, need_3 = needs_of(s, i, needs)
    s.loss[i] = fit_loss(need_1 - c.product[f, 0], need_2 - c.product[f, 1], need_3 - c.product[f, 2])
    promised = uniform(words(keys, P_JOIN, month, i, 0)[0]) < c.rates[f, AWARENESS]
    s.over_promised[i] = promised
    s.expectation[i] = newcomers_expectation(belief, c.firm[f].promise, over_promise_points if promised else 0.0)
    if promised:
        tally[f, FAILURES + AWARENESS] += 1
    tally[f, GAINED] += 1
