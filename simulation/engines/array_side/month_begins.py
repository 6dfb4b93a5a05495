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
from simulation.rules.attention import chance_left
from simulation.rules.complaints import complaint_probability
from simulation.rules.experience import added_memory, faded, repeat_harm, stronger_bond
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
            s[i].own_1 = drifted_deviation(s[i].own_1, reversion, spread, bell(w_1))
            s[i].own_2 = drifted_deviation(s[i].own_2, reversion, spread, bell(w_2))
            s[i].own_3 = drifted_deviation(s[i].own_3, reversion, spread, bell(w_3))
    for i in range(lo, hi):
        need_1 = s[i].anchor_1 + centre_1 + s[i].own_1
        need_2 = s[i].anchor_2 + centre_2 + s[i].own_2
        need_3 = s[i].anchor_3 + centre_3 + s[i].own_3
        s[i].want_1 = moved(s[i].want_1, need_1, learned)
        s[i].want_2 = moved(s[i].want_2, need_2, learned)
        s[i].want_3 = moved(s[i].want_3, need_3, learned)
        f = s[i].provider
        if f >= 0:
            s[i].loss = fit_loss(need_1 - c.product[f, 0], need_2 - c.product[f, 1], need_3 - c.product[f, 2])


@njit(**COMPILED)
def meet_failures(s, c, keys, month, lo, hi, day, tally, experience, support, on):
    """Each customer meets at most one new failure."""
    kept = experience.memory_kept_per_month
    for i in range(lo, hi):
        f = s[i].provider
        if f < 0:
            continue
        s[i].harm = 0.0
        s[i].memory = faded(s[i].memory, kept)
        chance = uniform(day[i, 0])
        tenure = s[i].tenure
        stage = failure_stage(
            chance,
            mis_sold_rate(c.rates[f, PURCHASE], s[i].loss) if tenure == 0 else 0.0,
            c.rates[f, ONBOARDING] if tenure < ONBOARDING_MONTHS else 0.0,
            c.rates[f, USE],
            c.rates[f, BILLING],
            c.firm[f].false_alarms,
        )
        if stage != NOTHING:
            _meet(s, c, keys, month, i, f, stage, tally, experience, support, on)


@njit(**INLINED)
def _meet(s, c, keys, month, i, f, stage, tally, experience, support, on):
    if stage == FALSE_ALARM:
        tally[f, OUTREACHES] += 1
        s[i].reached_out = True
        return
    w_1, w_2, w_3, w_4 = words(keys, P_EVENT, month, i, 0)
    tally[f, FAILURES + stage] += 1
    if stage in (ONBOARDING, USE, BILLING) and uniform(w_3) < c.firm[f].found_first:
        tally[f, OUTREACHES] += 1
        s[i].reached_out = True
        if uniform(w_4) < support.proactive_repair:
            tally[f, FOUND_FIRST] += 1
            if on.bond:
                s[i].bond = stronger_bond(s[i].bond, experience.bond_step, experience.bond_most)
            return
    severity = experience.severity_purchase
    if stage == ONBOARDING:
        severity = experience.severity_onboarding
    elif stage == USE:
        severity = experience.severity_use
    elif stage == BILLING:
        severity = experience.severity_billing
    s[i].harm += harm_done(severity, uniform(w_1))
    tally[f, FELT] += 1
    s[i].felt += 1
    if s[i].over_promised and on.bond:
        s[i].bond = stronger_bond(s[i].bond, -experience.bond_step, experience.bond_most)
    base = support.complaint_money if stage in (PURCHASE, BILLING) else support.complaint_other
    if on.complaints and uniform(w_2) < complaint_probability(base, support.complaint_expectation, s[i].expectation):
        tally[f, COMPLAINTS] += 1
        if s[i].case_kind != NOTHING:
            give_up(s, i, f, tally, experience, on)
        s[i].case_kind = stage
        s[i].case_age = 0
        s[i].case_contacts = 0
        s[i].case_fresh = True
        tally[f, OPENED] += 1
    else:
        tally[f, SILENT] += 1
        if on.failure_memory:
            s[i].memory = added_memory(s[i].memory, experience.memory_silent)


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
        f = s[i].provider
        if f < 0:
            continue
        if s[i].case_kind == NOTHING:
            if uniform(day[i, 1]) >= routine:
                continue
            s[i].case_kind = ROUTINE
            s[i].case_age = 0
            s[i].case_contacts = 0
            s[i].case_fresh = True
            tally[f, OPENED] += 1
        channel = uniform(words(keys, P_SERVICE, month, i, 0)[0])
        q_1, _, _, q_4 = words(keys, P_QUEUE, month, i, 0)
        by_machine = c.firm[f].machines
        if channel < by_machine:
            tally[f, CONTACTS + MACHINE] += 1
            resolves = support.bot_resolves_simple if s[i].case_kind == ROUTINE else support.bot_resolves_failure
            if uniform(q_4) < resolves:
                solve(s, c, keys, month, i, f, tally, experience, support, ledger, on)
                continue
            s[i].harm += repeat_harm(experience.contact_points, experience.repeat_contact_share)
            by_message = channel / by_machine < support.message_share
        else:
            by_message = chance_left(channel, by_machine) < support.message_share
        tally[f, CONTACTS + (MESSAGE if by_message else PHONE)] += 1
        load = message_work if by_message else ONE_CONTACT
        tally[f, WORK] += load
        if c.firm[f].served_share >= 1.0:
            served(s, c, keys, month, i, f, tally, experience, support, ledger, on)
            continue
        ranks[at + waiting] = queue_rank(tier_of(s, c, i, f, value, on), int(s[i].case_age), np.int64(q_1))
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
    focus = c.firm[f].value_focus
    if focus <= 0.0 or not on.value_focus:
        return 1
    rank = estimated_rank(s[i].rank, s[i].rank_error, c.firm[f].knows)
    return tier(rank, value.top_tier * focus, value.bottom_tier * focus)
