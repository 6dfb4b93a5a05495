"""Stay or switch: what comes to mind, what it is worth, and all moves at once, over arrays."""

import numpy as np
from numba import njit

from simulation.compiled import COMPILED, INLINED
from simulation.engines.array_side.draws import uniform, words
from simulation.engines.array_side.service import give_up
from simulation.engines.array_side.state import FAILURES, GAINED, LOST, OPEN_CASES, REASONS, WAITED
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
from simulation.rules.support import estimated_rank

P_CONSIDER, P_TASTE, P_JOIN = int(Purpose.CONSIDER), int(Purpose.TASTE), int(Purpose.JOIN)
STAYS = -2
"""Marks somebody who looked around and keeps everything as it is."""


@njit(**INLINED)
def _luck(keys, month, i, f, taste_spread):
    """Lasting taste and this month's luck for one firm, logits."""
    taste = words(keys, P_TASTE, 0, i, f)[0]
    return taste_spread * gumbel(uniform(taste)) + gumbel(uniform(words(keys, P_CONSIDER, month, i, f)[1]))


@njit(**COMPILED)
def compare(
    s, c, told, provider_of, keys, month, looking, lo, hi, to, reasons, choice, looks, value, on, cost, cost_add, sensitivity,
    need_spread, centre_1, centre_2, centre_3,
):
    """Each of those who look around weighs the own firm, what comes to mind, and none."""
    firms = c.firm.size
    contacts = told.shape[1]
    shares = np.zeros(firms, np.int64)
    times = np.empty(firms)
    offers = np.empty(firms)
    for k in range(lo, hi):
        i = looking[k]
        own = int(s[i].provider)
        segment = s[i].segment
        price_weight = choice.price_weight * sensitivity[segment]
        shares[:] = 0
        for n in range(contacts):
            provider = provider_of[told[i, n]]
            if provider >= 0:
                shares[provider] += 1
        for f in range(firms):
            times[f] = 2.0
            if f == own:
                continue
            targeting = 1.0
            if c.firm[f].value_focus > 0.0 and on.value_focus:
                rank = estimated_rank(s[i].rank, s[i].rank_error, c.firm[f].knows)
                targeting = targeting_factor(c.firm[f].value_focus, value.targeting, c.firm[f].knows, rank)
            rate = awareness_rate(
                choice.advertising_awareness, c.firm[f].advertising, choice.advertising_exponent, choice.network_awareness,
                shares[f] / contacts, targeting,
            )
            times[f] = arrival(rate, uniform(words(keys, P_CONSIDER, month, i, f)[0]))
        best = -1
        best_utility = no_firm_utility(choice.none_utility, choice.fit_weight, need_spread) + gumbel(
            uniform(words(keys, P_JOIN, month, i, 0)[2])
        )
        own_offer = 0.0
        if own >= 0:
            quality = satisfaction_utility(
                s[i].satisfaction, choice.satisfaction_steep, choice.satisfaction_flat, choice.lower_knee, choice.upper_knee
            )
            own_offer = offer_utility(choice.fit_weight, s[i].loss, quality, price_weight, c.firm[own].log_price)
            utility = own_offer + _luck(keys, month, i, own, choice.taste_spread) + staying_utility(
                cost + cost_add[segment], choice.bond_weight, s[i].bond, choice.memory_weight, s[i].memory
            )
            if utility > best_utility:
                best = own
                best_utility = utility
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
                s[i].anchor_1 + centre_1 + s[i].own_1 - c.known[f, 0],
                s[i].anchor_2 + centre_2 + s[i].own_2 - c.known[f, 1],
                s[i].anchor_3 + centre_3 + s[i].own_3 - c.known[f, 2],
            )
            offers[f] = offer_utility(choice.fit_weight, loss, quality, price_weight, c.firm[f].log_price)
            utility = offers[f] + _luck(keys, month, i, f, choice.taste_spread)
            if utility > best_utility:
                best = f
                best_utility = utility
        reasons[k] = OTHER
        if best == own:
            to[k] = STAYS
            continue
        to[k] = best
        if own < 0:
            continue
        by_price = price_weight * (c.firm[own].log_price - c.firm[best].log_price) if best >= 0 else 0.0
        by_offer = offers[best] - own_offer - by_price if best >= 0 else 0.0
        near = looks.neighbour_effect * s[i].neighbours_left if on.contagion else 0.0
        reasons[k] = leaving_reason(choice.memory_weight * s[i].memory, by_price, by_offer, near)


@njit(**COMPILED)
def move(
    s, c, told, keys, month, who, to, reasons, count, tally, lost_by_segment, experience, on, over_promise_points, centre_1,
    centre_2, centre_3,
):
    """All moves at once: the last firm loses a customer, contacts hear of it, the next firm gains one."""
    contacts = told.shape[1]
    for k in range(count):
        if to[k] == STAYS:
            continue
        i = who[k]
        f = s[i].provider
        if f >= 0:
            if s[i].case_kind != NOTHING:
                tally[f, OPEN_CASES] -= 1
                tally[f, WAITED] -= s[i].case_age
                give_up(s, i, f, tally, experience, on)
            tally[f, LOST] += 1
            tally[f, REASONS + reasons[k]] += 1
            lost_by_segment[s[i].segment, f] += 1
            s[i].provider = -1
            s[i].tenure = -1
            if on.contagion:
                for n in range(contacts):
                    s[told[i, n]].newly_left += 1
        if to[k] >= 0:
            _join(s, c, keys, month, i, to[k], tally, over_promise_points, centre_1, centre_2, centre_3)


@njit(**INLINED)
def _join(s, c, keys, month, i, f, tally, over_promise_points, centre_1, centre_2, centre_3):
    belief = c.beliefs[f, s[i].segment]
    s[i].provider = f
    s[i].tenure = -1
    s[i].prospect = False
    s[i].satisfaction = belief
    s[i].experiences = 2
    s[i].bond = 0.0
    s[i].memory = 0.0
    s[i].harm = 0.0
    s[i].felt = 0
    s[i].recovered_once = False
    s[i].loss = fit_loss(
        s[i].anchor_1 + centre_1 + s[i].own_1 - c.product[f, 0],
        s[i].anchor_2 + centre_2 + s[i].own_2 - c.product[f, 1],
        s[i].anchor_3 + centre_3 + s[i].own_3 - c.product[f, 2],
    )
    promised = uniform(words(keys, P_JOIN, month, i, 0)[0]) < c.rates[f, AWARENESS]
    s[i].over_promised = promised
    s[i].expectation = newcomers_expectation(belief, c.firm[f].promise, over_promise_points if promised else 0.0)
    if promised:
        tally[f, FAILURES + AWARENESS] += 1
    tally[f, GAINED] += 1
