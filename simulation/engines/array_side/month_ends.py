"""Second pass of a month: it is lived, judged and paid for; customers talk; some look around."""

from numba import njit

from simulation.compiled import COMPILED
from simulation.engines.array_side.draws import bell, uniform, words
from simulation.engines.array_side.state import NEGATIVE, POSITIVE, REVENUE
from simulation.engines.units import MONEY, SCORE
from simulation.randomness import Purpose
from simulation.rules.attention import attention, chance_left, entry_rate, remembered_leavers
from simulation.rules.experience import account_performance, faded, new_expectation, new_satisfaction, performance
from simulation.rules.spending import spending
from simulation.rules.word_of_mouth import sending_rate

P_QUEUE, P_USER = int(Purpose.QUEUE), int(Purpose.USER)


BLOCK = 512
"""Customers whose state fits into the cache."""


@njit(**COMPILED)
def live(s, c, lo, hi, noise, experience, loss_ratio, fading, accounts):
    """Performance, satisfaction, expectation and bond; accounts of several users bring their own performance."""
    for i in range(lo, hi):
        f = s[i].provider
        if f < 0 or accounts[s[i].segment]:
            continue
        lived = performance(
            c.firm[f].quality, s[i].leniency, c.firm[f].misfit, s[i].loss, c.firm[f].dear, experience.noise * noise[i], s[i].harm
        )
        _judge(s, c, i, f, lived, experience, loss_ratio, fading)


@njit(error_model="numpy", inline="always")
def _judge(s, c, i, f, lived, experience, loss_ratio, fading):
    expectation = s[i].expectation
    s[i].satisfaction = new_satisfaction(
        s[i].satisfaction, expectation, lived, experience.gain_weight, loss_ratio, float(s[i].experiences),
        experience.experiences_kept,
    )
    s[i].expectation = new_expectation(
        expectation, lived, experience.expectation_speed_per_month, c.reputation[f, s[i].segment],
        experience.comparison_speed_per_month,
    )
    if s[i].experiences < 30_000:
        s[i].experiences += 1
    s[i].bond = faded(s[i].bond, fading)


@njit(**COMPILED)
def live_accounts(s, c, keys, month, lo, hi, experience, loss_ratio, fading, users_of, worst_weight):
    """The same for accounts of several users: each lives a month, one of them met what went wrong."""
    for i in range(lo, hi):
        f = s[i].provider
        users = users_of[s[i].segment]
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
            lived = performance(
                c.firm[f].quality, s[i].leniency, c.firm[f].misfit, s[i].loss, c.firm[f].dear, experience.noise * bell(word),
                s[i].harm if user == 0 else 0.0,
            )
            total += lived
            worst = min(worst, lived)
        lived = account_performance(total / users, worst, worst_weight[s[i].segment])
        _judge(s, c, i, f, lived, experience, loss_ratio, fading)


@njit(**COMPILED)
def spend(s, c, lo, hi, tally, revenue_by_segment, slope, reference):
    """Everybody who had a firm this month pays it."""
    for i in range(lo, hi):
        f = s[i].provider
        if f >= 0:
            units = int(spending(s[i].spend, s[i].satisfaction, slope, reference, c.firm[f].paid) * MONEY + 0.5)
            tally[f, REVENUE] += units
            revenue_by_segment[s[i].segment, f] += units


@njit(**COMPILED)
def talk(s, told, segment_of, keys, month, lo, hi, day, tally, messages, said, words_plan):
    """Customers tell a contact about their firm."""
    contacts = told.shape[1]
    for i in range(lo, hi):
        f = s[i].provider
        if f < 0:
            continue
        satisfaction = s[i].satisfaction
        rate = sending_rate(
            satisfaction, words_plan.base_rate_per_month, words_plan.curvature, words_plan.turning_point,
            words_plan.dissatisfied_factor, words_plan.most_per_month,
        )
        if uniform(day[i, 3]) < rate:
            to = told[i, int(uniform(words(keys, P_QUEUE, month, i, 0)[2]) * contacts)]
            messages[f, segment_of[to]] += 1
            said[f, segment_of[to]] += int(satisfaction * SCORE)
            if satisfaction >= words_plan.turning_point:
                tally[f, POSITIVE] += 1
            else:
                tally[f, NEGATIVE] += 1


@njit(**COMPILED)
def look_around(
    s, c, told, provider_of, lo, hi, day, looks, words_plan, on, exit_chance, fading, gone, looking, gone_at, looking_at
):
    """Who leaves for good and who looks around; numbers go into `gone` and `looking` from the given places on."""
    leavers = 0
    lookers = 0
    contacts = told.shape[1]
    for i in range(lo, hi):
        s[i].neighbours_left = remembered_leavers(s[i].neighbours_left, fading, s[i].newly_left)
        s[i].newly_left = 0
        chance = uniform(day[i, 2])
        f = s[i].provider
        provider_of[i] = f
        reached_out = s[i].reached_out
        s[i].reached_out = False
        if f >= 0:
            if chance < exit_chance:
                gone[gone_at + leavers] = i
                leavers += 1
                continue
            factor = c.firm[f].price_attention * (looks.outreach_factor if reached_out else 1.0)
            near = s[i].neighbours_left if on.contagion else 0.0
            looks_around = attention(
                s[i].propensity, factor, s[i].memory, looks.memory_effect, near, looks.neighbour_effect
            )
            if chance_left(chance, exit_chance) < looks_around:
                looking[looking_at + lookers] = i
                lookers += 1
        elif on.acquisition:
            if not s[i].prospect:
                if chance < looks.uncommitted:
                    looking[looking_at + lookers] = i
                    lookers += 1
            else:
                adopters = 0
                for k in range(contacts):
                    if s[told[i, k]].provider >= 0:
                        adopters += 1
                if chance < entry_rate(
                    words_plan.innovation_per_year, words_plan.imitation_per_year, adopters / contacts
                ):
                    s[i].prospect = False
    return leavers, lookers


@njit(**COMPILED)
def walk(
    s, c, told, provider_of, segment_of, keys, month, lo, hi, day, noise, tally, revenue_by_segment, messages, said,
    experience, loss_ratio, bond_kept,
    accounts, users_of, worst_weight, slope, reference, words_plan, talking, looks, on, exit_chance, near_kept, gone, looking,
):
    """All parts of the pass for a block of customers at a time; returns how many leave for good and look around."""
    leavers = 0
    lookers = 0
    for at in range(lo, hi, BLOCK):
        end = min(at + BLOCK, hi)
        live(s, c, at, end, noise, experience, loss_ratio, bond_kept, accounts)
        if users_of.max() > 1:
            live_accounts(s, c, keys, month, at, end, experience, loss_ratio, bond_kept, users_of, worst_weight)
        spend(s, c, at, end, tally, revenue_by_segment, slope, reference)
        if talking:
            talk(s, told, segment_of, keys, month, at, end, day, tally, messages, said, words_plan)
        left, looked = look_around(
            s, c, told, provider_of, at, end, day, looks, words_plan, on, exit_chance, near_kept, gone, looking, lo + leavers,
            lo + lookers,
        )
        leavers += left
        lookers += looked
    return leavers, lookers
