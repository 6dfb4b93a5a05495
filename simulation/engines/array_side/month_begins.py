"""First pass of a month: needs drift, failures happen, and who wants something from the firm."""

import numpy as np
from numba import njit

from simulation.compiled import COMPILED, INLINED
from simulation.engines.array_side.draws import bell, uniform, words
from simulation.engines.array_side.service import give_up, served, solve
from simulation.engines.array_side.state import (
    COMPLAINTS,
    CONTACTS,
    FAILURES,
    FELT,
    FOUND_FIRST,
    OPENED,
    OUTREACHES,
    SILENT,
    WORK,
)
from simulation.randomness import Purpose
from simulation.rules.complaints import complaint_probability
from simulation.rules.experience import added_memory, faded, stronger_bond
from simulation.rules.forms import moved
from simulation.rules.journey import (
    BILLING,
    FALSE_ALARM,
    NOTHING,
    ONBOARDING,
    PURCHASE,
    ROUTINE,
    USE,
    failure_stage,
    harm_done,
    mis_sold_rate,
)
from simulation.rules.needs import drifted_deviation, fit_loss
from simulation.rules.support import estimated_rank, queue_rank, tier

P_NEEDS, P_DAY, P_EVENT = int(Purpose.NEEDS), int(Purpose.DAY), int(Purpose.EVENT)
P_SERVICE, P_QUEUE = int(Purpose.SERVICE), int(Purpose.QUEUE)
ONBOARDING_MONTHS = 3
ONE_CONTACT = 1000
PHONE, MESSAGE, MACHINE = 0, 1, 2
BLOCK = 512
"""Customers whose state fits into the cache."""


@njit(**COMPILED)
def drift(s, c, keys, month, lo, hi, day, noise, moving, reversion, spread, learned, centre_1, centre_2, centre_3):
    """Needs drift, wants follow; keeps the draws for the day and for the noise of the experience."""
    for i in range(lo, hi):
        day[i, 0], day[i, 1], day[i, 2], day[i, 3] = words(keys, P_DAY, month, i, 0)
        w_1, w_2, w_3, w_4 = words(keys, P_NEEDS, month, i, 0)
        noise[i] = bell(w_4)
        if moving:
            s.own_1[i] = drifted_deviation(s.own_1[i], reversion, spread, bell(w_1))
            s.own_2[i] = drifted_deviation(s.own_2[i], reversion, spread, bell(w_2))
            s.own_3[i] = drifted_deviation(s.own_3[i], reversion, spread, bell(w_3))
    for i in range(lo, hi):
        need_1 = s.anchor_1[i] + centre_1 + s.own_1[i]
        need_2 = s.anchor_2[i] + centre_2 + s.own_2[i]
        need_3 = s.anchor_3[i] + centre_3 + s.own_3[i]
        s.want_1[i] = moved(s.want_1[i], need_1, learned)
        s.want_2[i] = moved(s.want_2[i], need_2, learned)
        s.want_3[i] = moved(s.want_3[i], need_3, learned)
        f = s.provider[i]
        if f >= 0:
            s.loss[i] = fit_loss(need_1 - c.product[f, 0], need_2 - c.product[f, 1], need_3 - c.product[f, 2])


@njit(**COMPILED)
def meet_failures(s, c, keys, month, lo, hi, day, tally, experience, support, on):
    """Each customer meets at most one new failure."""
    kept = experience.memory_kept_per_month
    for i in range(lo, hi):
        f = s.provider[i]
        if f < 0:
            continue
        s.harm[i] = 0.0
        s.memory[i] = faded(s.memory[i], kept)
        chance = uniform(day[i, 0])
        tenure = s.tenure[i]
        stage = failure_stage(
            chance,
            mis_sold_rate(c.rates[f, PURCHASE], s.loss[i]) if tenure == 0 else 0.0,
            c.rates[f, ONBOARDING] if tenure < ONBOARDING_MONTHS else 0.0,
            c.rates[f, USE],
            c.rates[f, BILLING],
            c.false_alarms[f],
        )
        if stage != NOTHING:
            _meet(s, c, keys, month, i, f, stage, tally, experience, support, on)


@njit(**INLINED)
def _meet(s, c, keys, month, i, f, stage, tally, experience, support, on):
    if stage == FALSE_ALARM:
        tally[f, OUTREACHES] += 1
        s.reached_out[i] = True
        return
    w_1, w_2, w_3, w_4 = words(keys, P_EVENT, month, i, 0)
    tally[f, FAILURES + stage] += 1
    if stage in (ONBOARDING, USE, BILLING) and uniform(w_3) < c.found_first[f]:
        tally[f, OUTREACHES] += 1
        s.reached_out[i] = True
        if uniform(w_4) < support.proactive_repair:
            tally[f, FOUND_FIRST] += 1
            if on.bond:
                s.bond[i] = stronger_bond(s.bond[i], experience.bond_step, experience.bond_most)
            return
    severity = experience.severity_purchase
    if stage == ONBOARDING:
        severity = experience.severity_onboarding
    elif stage == USE:
        severity = experience.severity_use
    elif stage == BILLING:
        severity = experience.severity_billing
    s.harm[i] += harm_done(severity, uniform(w_1))
    tally[f, FELT] += 1
    s.felt[i] += 1
    if s.over_promised[i] and on.bond:
        s.bond[i] = stronger_bond(s.bond[i], -experience.bond_step, experience.bond_most)
    base = support.complaint_money if stage in (PURCHASE, BILLING) else support.complaint_other
    if on.complaints and uniform(w_2) < complaint_probability(base, support.complaint_expectation, s.expectation[i]):
        tally[f, COMPLAINTS] += 1
        if s.case_kind[i] != NOTHING:
            give_up(s, i, f, tally, experience, on)
        s.case_kind[i] = stage
        s.case_age[i] = 0
        s.case_contacts[i] = 0
        s.case_fresh[i] = True
        tally[f, OPENED] += 1
    else:
        tally[f, SILENT] += 1
        if on.failure_memory:
            s.memory[i] = added_memory(s.memory[i], experience.memory_silent)


@njit(**COMPILED)
def make_contact(
    s, c, keys, month, lo, hi, day, tally, experience, support, ledger, value, on, routine, ranks, who, work, at
):
    """Who wants something this month, by which channel; what machines resolve, and people where nobody has to wait.

    Returns how many have to queue; they are put into `ranks`, `who` and `work` from `at` on.
    """
    waiting = 0
    message_work = int(ONE_CONTACT * support.message_time)
    for i in range(lo, hi):
        f = s.provider[i]
        if f < 0:
            continue
        if s.case_kind[i] == NOTHING:
            if uniform(day[i, 1]) >= routine:
                continue
            s.case_kind[i] = ROUTINE
            s.case_age[i] = 0
            s.case_contacts[i] = 0
            s.case_fresh[i] = True
            tally[f, OPENED] += 1
        channel = uniform(words(keys, P_SERVICE, month, i, 0)[0])
        q_1, _, _, q_4 = words(keys, P_QUEUE, month, i, 0)
        by_machine = c.machines[f]
        if channel < by_machine:
            tally[f, CONTACTS + MACHINE] += 1
            resolves = support.bot_resolves_simple if s.case_kind[i] == ROUTINE else support.bot_resolves_failure
            if uniform(q_4) < resolves:
                solve(s, c, keys, month, i, f, tally, experience, support, ledger, on)
                continue
            s.harm[i] += experience.repeat_contact_share * experience.contact_points
            by_message = channel / by_machine < support.message_share
        else:
            by_message = (channel - by_machine) / (1.0 - by_machine) < support.message_share
        tally[f, CONTACTS + (MESSAGE if by_message else PHONE)] += 1
        load = message_work if by_message else ONE_CONTACT
        tally[f, WORK] += load
        if c.served_share[f] >= 1.0:
            served(s, c, keys, month, i, f, tally, experience, support, ledger, on)
            continue
        ranks[at + waiting] = queue_rank(tier_of(s, c, i, f, value, on), int(s.case_age[i]), np.int64(q_1))
        who[at + waiting] = i
        work[at + waiting] = load
        waiting += 1
    return waiting


@njit(**COMPILED)
def walk(
    s, c, keys, month, lo, hi, day, noise, tally, experience, support, ledger, value, on, routine, ranks, who, work,
    moving, reversion, spread, learned, centre_1, centre_2, centre_3,
):
    """All parts of the pass for a block of customers at a time, so that their state stays in the processor's cache."""
    waiting = 0
    for at in range(lo, hi, BLOCK):
        end = min(at + BLOCK, hi)
        drift(s, c, keys, month, at, end, day, noise, moving, reversion, spread, learned, centre_1, centre_2, centre_3)
        meet_failures(s, c, keys, month, at, end, day, tally, experience, support, on)
        waiting += make_contact(
            s, c, keys, month, at, end, day, tally, experience, support, ledger, value, on, routine, ranks, who, work,
            lo + waiting,
        )
    return waiting


@njit(**INLINED)
def tier_of(s, c, i, f, value, on):
    """Tier in which a firm with a value focus serves a customer; 1 for all where it has none."""
    focus = c.value_focus[f]
    if focus <= 0.0 or not on.value_focus:
        return 1
    rank = estimated_rank(s.rank[i], s.rank_error[i], c.knows[f])
    return tier(rank, value.top_tier * focus, value.bottom_tier * focus)
