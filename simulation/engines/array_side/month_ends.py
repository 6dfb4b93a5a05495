"""Second pass of a month: it is lived, judged and paid for; customers talk; some look around.

Customers are worked on in blocks, as in the first pass.
"""

import numpy as np
from numba import njit

from simulation.compiled import COMPILED
from simulation.engines.array_side.draws import BLOCK, bell, draw_those, uniform, words
from simulation.engines.array_side.lending import lent
from simulation.engines.array_side.state import NEGATIVE, POSITIVE, columns
from simulation.engines.units import MONEY, SCORE
from simulation.randomness import Purpose
from simulation.rules.attention import attention, chance_left, entry_rate, remembered_leavers
from simulation.rules.experience import (
    account_performance,
    experiences_with,
    faded,
    new_expectation,
    new_satisfaction,
    performance,
)
from simulation.rules.spending import spending
from simulation.rules.word_of_mouth import sending_rate

P_QUEUE, P_USER = int(Purpose.QUEUE), int(Purpose.USER)
LIVED, MISFIT, DEAR, PAID, QUALITY, REPUTATION, PRICE_ATTENTION, TALKS, LOOKS, LOOK = range(10)
"""Rows of what is worked with in a block."""


@njit(**COMPILED)
def meet_conditions(s, c, lo, hi, work):
    """What the own firm means for each customer, laid out by customer."""
    s, c = lent(s), lent(c)
    provider, segment = s.provider[lo:hi], s.segment[lo:hi]
    quality, misfit, dear = work[QUALITY], work[MISFIT], work[DEAR]
    paid, reputation, price = work[PAID], work[REPUTATION], work[PRICE_ATTENTION]
    for j in range(hi - lo):
        f = provider[j]
        firm = c.firm[f]
        quality[j], misfit[j], dear[j] = firm.quality, firm.misfit, firm.dear
        paid[j], price[j] = firm.paid, firm.price_attention
        reputation[j] = c.reputation[f, segment[j]]


@njit(**COMPILED)
def live(s, lo, hi, noise, work, experience):
    """Performance as it is lived by customers who are their own users."""
    s = lent(s)
    leniency, loss, harm = s.leniency[lo:hi], s.loss[lo:hi], s.harm[lo:hi]
    lived, quality, misfit, dear = work[LIVED], work[QUALITY], work[MISFIT], work[DEAR]
    for j in range(hi - lo):
        lived[j] = performance(
            quality[j], leniency[j], misfit[j], loss[j], dear[j], experience.noise * bell(noise[j]), harm[j]
        )


@njit(**COMPILED)
def live_accounts(s, c, keys, month, lo, hi, lived, experience, users_of, worst_weight):
    """Performance of accounts of several users: each lives a month, one of them met what went wrong."""
    s, c = lent(s), lent(c)
    for i in range(lo, hi):
        f = s.provider[i]
        users = users_of[s.segment[i]]
        if f < 0 or users <= 1:
            continue
        total = 0.0
        worst = 100.0
        for user in range(users):
            w = words(keys, P_USER, month, i, user // 4)
            word = w[0]
            if user % 4 == 1:
                word = w[1]
            elif user % 4 == 2:
                word = w[2]
            elif user % 4 == 3:
                word = w[3]
            one = performance(
                c.firm[f].quality, s.leniency[i], c.firm[f].misfit, s.loss[i], c.firm[f].dear, experience.noise * bell(word),
                s.harm[i] if user == 0 else 0.0,
            )
            total += one
            worst = min(worst, one)
        lived[i - lo] = account_performance(total / users, worst, worst_weight[s.segment[i]])


@njit(**COMPILED)
def judge(s, lo, hi, work, experience, loss_ratio, bond_kept):
    """Satisfaction, expectation and bond after what was lived."""
    s = lent(s)
    provider, tenure = s.provider[lo:hi], s.tenure[lo:hi]
    satisfaction, expectation, bond = s.satisfaction[lo:hi], s.expectation[lo:hi], s.bond[lo:hi]
    lived, reputation = work[LIVED], work[REPUTATION]
    for j in range(hi - lo):
        has_firm = provider[j] >= 0
        expected = expectation[j]
        satisfied = new_satisfaction(
            satisfaction[j], expected, lived[j], experience.gain_weight, loss_ratio, experiences_with(tenure[j]),
            experience.experiences_kept,
        )
        expects = new_expectation(
            expected, lived[j], experience.expectation_speed_per_month, reputation[j], experience.comparison_speed_per_month
        )
        satisfaction[j] = satisfied if has_firm else satisfaction[j]
        expectation[j] = expects if has_firm else expected
        bond[j] = faded(bond[j], bond_kept) if has_firm else bond[j]


@njit(**COMPILED)
def spend(s, lo, hi, work, units, revenue, slope, reference):
    """Everybody who had a firm this month pays it; the last column of the revenue is of those who had none."""
    s = lent(s)
    ordinary, satisfaction = s.spend[lo:hi], s.satisfaction[lo:hi]
    provider, segment = s.provider[lo:hi], s.segment[lo:hi]
    paid = work[PAID]
    for j in range(hi - lo):
        units[j] = int(spending(ordinary[j], satisfaction[j], slope, reference, paid[j]) * MONEY + 0.5)
    for j in range(hi - lo):
        revenue[segment[j], provider[j]] += units[j]


@njit(**COMPILED)
def list_talkers(s, lo, hi, talk, work, words_plan, who):
    """Returns how many talk about their firm; their numbers go into `who`."""
    s = lent(s)
    provider, satisfaction, rate = s.provider[lo:hi], s.satisfaction[lo:hi], work[TALKS]
    for j in range(hi - lo):
        rate[j] = sending_rate(
            satisfaction[j], words_plan.base_rate_per_month, words_plan.curvature, words_plan.turning_point,
            words_plan.dissatisfied_factor, words_plan.most_per_month,
        )
    found = 0
    for j in range(hi - lo):
        who[found] = lo + j
        found += (provider[j] >= 0) & (uniform(talk[j]) < rate[j])
    return found


@njit(**COMPILED)
def talk(s, told, keys, month, who, count, queue, tally, messages, said, words_plan):
    """Customers tell a contact about their firm."""
    s, tally = lent(s), lent(tally)
    contacts = told.shape[1]
    segments = messages.shape[1]
    if segments > 1:
        draw_those(keys, P_QUEUE, month, who, count, 0, queue)
    for k in range(count):
        i = who[k]
        f = s.provider[i]
        satisfaction = s.satisfaction[i]
        to = np.int64(0)
        if segments > 1:
            to = np.int64(s.segment[told[i, int(uniform(queue[2, k]) * contacts)]])
        messages[f, to] += 1
        said[f, to] += int(satisfaction * SCORE)
        if satisfaction >= words_plan.turning_point:
            tally[f, POSITIVE] += 1
        else:
            tally[f, NEGATIVE] += 1


@njit(**COMPILED)
def weigh_looking(s, lo, hi, look, work, looks, contagion, exit_chance, near_kept):
    """Chance of looking around, and what the draw leaves for it; contacts who left are remembered for a while."""
    s = lent(s)
    memory, propensity, reached_out = s.memory[lo:hi], s.propensity[lo:hi], s.reached_out[lo:hi]
    neighbours_left, newly_left = s.neighbours_left[lo:hi], s.newly_left[lo:hi]
    price, chance, left = work[PRICE_ATTENTION], work[LOOKS], work[LOOK]
    effect = looks.neighbour_effect
    for j in range(hi - lo):
        near = remembered_leavers(neighbours_left[j], near_kept, newly_left[j])
        neighbours_left[j] = near
        factor = price[j] * (looks.outreach_factor if reached_out[j] else 1.0)
        chance[j] = attention(
            propensity[j], factor, memory[j], looks.memory_effect, near if contagion else 0.0, effect
        )
        left[j] = chance_left(uniform(look[j]), exit_chance)
    for j in range(hi - lo):
        newly_left[j] = 0
        reached_out[j] = False


@njit(**COMPILED)
def look_around(s, told, lo, hi, look, work, looks, words_plan, acquisition, exit_chance, gone, looking, gone_at, looking_at):
    """Who leaves for good and who looks around; numbers go into `gone` and `looking` from the given places on."""
    s = lent(s)
    provider, chance, left = s.provider[lo:hi], work[LOOKS], work[LOOK]
    leavers = 0
    lookers = 0
    contacts = told.shape[1]
    for j in range(hi - lo):
        i = lo + j
        if provider[j] >= 0:
            leaves = uniform(look[j]) < exit_chance
            if leaves:
                gone[gone_at + leavers] = i
                leavers += 1
            looking[looking_at + lookers] = i
            lookers += (not leaves) & (left[j] < chance[j])
        elif acquisition:
            if not s.prospect[i]:
                if uniform(look[j]) < looks.uncommitted:
                    looking[looking_at + lookers] = i
                    lookers += 1
            else:
                adopters = 0
                for k in range(contacts):
                    if s.provider[told[i, k]] >= 0:
                        adopters += 1
                if uniform(look[j]) < entry_rate(
                    words_plan.innovation_per_year, words_plan.imitation_per_year, adopters / contacts
                ):
                    s.prospect[i] = False
    return leavers, lookers


@njit(**COMPILED)
def walk(
    kept, c, told, keys, month, lo, hi, today, tally, revenue, messages, said, sections, loss_ratio, bond_kept, accounts,
    users_of, worst_weight, slope, exit_chance, near_kept, gone, looking,
):
    """All parts of the pass for a block of customers at a time; returns how many leave for good and look around."""
    s, c, tally = columns(lent(kept)), lent(c), lent(tally)
    given = sections[0]
    experience, words_plan, looks, on = given.experience, given.word_of_mouth, given.attention, given.mechanisms
    reference = experience.spend_reference
    leavers = 0
    lookers = 0
    work, units = np.empty((10, BLOCK)), np.empty(BLOCK, np.int64)
    those, queue = np.empty(BLOCK, np.int64), np.empty((4, BLOCK), np.uint32)
    for at in range(lo, hi, BLOCK):
        end = min(at + BLOCK, hi)
        meet_conditions(s, c, at, end, work)
        live(s, at, end, today.noise[at:end], work, experience)
        if accounts:
            live_accounts(s, c, keys, month, at, end, work[LIVED], experience, users_of, worst_weight)
        judge(s, at, end, work, experience, loss_ratio, bond_kept)
        spend(s, at, end, work, units, revenue, slope, reference)
        if on.word_of_mouth:
            found = list_talkers(s, at, end, today.talk[at:end], work, words_plan, those)
            talk(s, told, keys, month, those, found, queue, tally, messages, said, words_plan)
        look = today.look[at:end]
        weigh_looking(s, at, end, look, work, looks, on.contagion, exit_chance, near_kept)
        left, looked = look_around(
            s, told, at, end, look, work, looks, words_plan, on.acquisition, exit_chance, gone, looking, lo + leavers,
            lo + lookers,
        )
        leavers += left
        lookers += looked
    return leavers, lookers
