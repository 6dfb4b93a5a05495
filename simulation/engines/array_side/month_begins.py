"""First pass of a month: needs drift, failures happen, and who wants something from the firm.

Customers are worked on in blocks. What concerns everybody is a simple loop over a block, without branches, so that it is
vectorised; what concerns few first lists them, draws for them, and then goes through them one by one.
"""

import numpy as np
from numba import njit

from simulation.compiled import COMPILED, INLINED
from simulation.engines.array_side.draws import BLOCK, bell, draw_block, draw_those, uniform
from simulation.engines.array_side.lending import lent
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
    columns,
    lasting,
    rank_by_value,
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
from simulation.rules.support import queue_rank, tier

P_NEEDS, P_DAY, P_EVENT = int(Purpose.NEEDS), int(Purpose.DAY), int(Purpose.EVENT)
P_SERVICE, P_QUEUE = int(Purpose.SERVICE), int(Purpose.QUEUE)
ONBOARDING_MONTHS = 3
ONE_CONTACT = 1000
PHONE, MESSAGE, MACHINE = 0, 1, 2


@njit(**COMPILED)
def drift(s, c, lo, hi, needs_words, places, shift, moving, reversion, spread, learned, needs):
    """Needs drift, wants follow, and the own firm's product fits as well as it does."""
    s, c = lent(s), lent(c)
    centre_1, centre_2, centre_3, lasting_spread = needs.centre_1, needs.centre_2, needs.centre_3, needs.spread
    w_1, w_2, w_3 = needs_words[0], needs_words[1], needs_words[2]
    at_1, at_2, at_3 = places[0], places[1], places[2]
    own_1, own_2, own_3 = s.own_1[lo:hi], s.own_2[lo:hi], s.own_3[lo:hi]
    anchor_1, anchor_2, anchor_3 = s.anchor_1[lo:hi], s.anchor_2[lo:hi], s.anchor_3[lo:hi]
    want_1, want_2, want_3 = s.want_1[lo:hi], s.want_2[lo:hi], s.want_3[lo:hi]
    provider, segment, loss = s.provider[lo:hi], s.segment[lo:hi], s.loss[lo:hi]
    count = hi - lo
    if moving:
        for j in range(count):
            own_1[j] = drifted_deviation(own_1[j], reversion, spread, bell(w_1[j]))
            own_2[j] = drifted_deviation(own_2[j], reversion, spread, bell(w_2[j]))
            own_3[j] = drifted_deviation(own_3[j], reversion, spread, bell(w_3[j]))
    for j in range(count):
        f = provider[j]
        at_1[j], at_2[j], at_3[j] = c.product[f, 0], c.product[f, 1], c.product[f, 2]
        shift[j] = needs.shift[segment[j]]
    for j in range(count):
        need_1 = lasting(anchor_1[j], lasting_spread) + shift[j] + centre_1 + own_1[j]
        need_2 = lasting(anchor_2[j], lasting_spread) + centre_2 + own_2[j]
        need_3 = lasting(anchor_3[j], lasting_spread) + centre_3 + own_3[j]
        want_1[j] = moved(want_1[j], need_1, learned)
        want_2[j] = moved(want_2[j], need_2, learned)
        want_3[j] = moved(want_3[j], need_3, learned)
        now = fit_loss(need_1 - at_1[j], need_2 - at_2[j], need_3 - at_3[j])
        loss[j] = now if provider[j] >= 0 else loss[j]


@njit(**COMPILED)
def list_those_at_risk(s, c, lo, hi, day, kept, who):
    """A new month for everybody who has a firm; returns how many may meet a failure, their numbers go into `who`."""
    s, c = lent(s), lent(c)
    provider, tenure, harm, memory = s.provider[lo:hi], s.tenure[lo:hi], s.harm[lo:hi], s.memory[lo:hi]
    firms = c.firm.size
    most = np.empty(firms)
    for f in range(firms):
        most[f] = c.rates[f, USE] + c.rates[f, BILLING] + c.firm[f].false_alarms
    for j in range(hi - lo):
        has_firm = provider[j] >= 0
        harm[j] = 0.0 if has_firm else harm[j]
        memory[j] = faded(memory[j], kept) if has_firm else memory[j]
    found = 0
    for j in range(hi - lo):
        f = provider[j]
        who[found] = lo + j
        found += (f >= 0) & ((tenure[j] < ONBOARDING_MONTHS) | (uniform(day[j]) < most[f]))
    return found


@njit(**COMPILED)
def meet_failures(s, c, keys, month, lo, day, who, count, event, tally, experience, support, on):
    """Each customer meets at most one new failure; `who` are those who may."""
    s, c, tally = lent(s), lent(c), lent(tally)
    draw_those(keys, P_EVENT, month, who, count, 0, event)
    for k in range(count):
        i = who[k]
        f = s.provider[i]
        tenure = s.tenure[i]
        stage = failure_stage(
            uniform(day[i - lo]),
            mis_sold_rate(c.rates[f, PURCHASE], s.loss[i]) if tenure == 0 else 0.0,
            c.rates[f, ONBOARDING] if tenure < ONBOARDING_MONTHS else 0.0,
            c.rates[f, USE],
            c.rates[f, BILLING],
            c.firm[f].false_alarms,
        )
        if stage != NOTHING:
            _meet(s, c, i, f, stage, event[0, k], event[1, k], event[2, k], event[3, k], tally, experience, support, on)


@njit(**INLINED)
def _meet(s, c, i, f, stage, w_1, w_2, w_3, w_4, tally, experience, support, on):
    if stage == FALSE_ALARM:
        tally[f, OUTREACHES] += 1
        s.reached_out[i] = True
        return
    tally[f, FAILURES + stage] += 1
    if stage in (ONBOARDING, USE, BILLING) and uniform(w_3) < c.firm[f].found_first:
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
def list_those_with_a_matter(s, lo, hi, day, routine, who):
    """Returns how many want something from their firm this month; their numbers go into `who`."""
    s = lent(s)
    provider, case_kind = s.provider[lo:hi], s.case_kind[lo:hi]
    found = 0
    for j in range(hi - lo):
        who[found] = lo + j
        found += (provider[j] >= 0) & ((case_kind[j] != NOTHING) | (uniform(day[j]) < routine))
    return found


@njit(**COMPILED)
def make_contact(
    s, c, keys, month, those, count, contact, queue, tally, experience, support, ledger, value, on, ranks, who, work, at
):
    """By which channel people come; what machines resolve, and people where nobody has to wait.

    Returns how many have to queue; they are put into `ranks`, `who` and `work` from `at` on.
    """
    s, c, tally = lent(s), lent(c), lent(tally)
    waiting = 0
    message_work = int(ONE_CONTACT * support.message_time)
    draw_those(keys, P_SERVICE, month, those, count, 0, contact)
    draw_those(keys, P_QUEUE, month, those, count, 0, queue)
    for k in range(count):
        i = those[k]
        f = s.provider[i]
        if s.case_kind[i] == NOTHING:
            s.case_kind[i] = ROUTINE
            s.case_age[i] = 0
            s.case_contacts[i] = 0
            s.case_fresh[i] = True
            tally[f, OPENED] += 1
        settled = False
        channel = uniform(contact[0, k])
        by_machine = c.firm[f].machines
        if channel < by_machine:
            tally[f, CONTACTS + MACHINE] += 1
            resolves = support.bot_resolves_simple if s.case_kind[i] == ROUTINE else support.bot_resolves_failure
            settled = uniform(queue[3, k]) < resolves
            if not settled:
                s.harm[i] += repeat_harm(experience.contact_points, experience.repeat_contact_share)
            by_message = channel / by_machine < support.message_share
        else:
            by_message = chance_left(channel, by_machine) < support.message_share
        load = message_work if by_message else ONE_CONTACT
        if not settled:
            tally[f, CONTACTS + (MESSAGE if by_message else PHONE)] += 1
            tally[f, WORK] += load
            if c.firm[f].served_share >= 1.0:
                settled = served(s, c, i, f, contact[1, k], contact[2, k], contact[3, k], tally, experience, support, on)
                if not settled:
                    continue
        if settled:
            solve(s, c, i, f, contact[3, k], queue[1, k], tally, experience, support, ledger, on)
            continue
        ranks[at + waiting] = queue_rank(tier_of(s, c, keys, i, f, value, on), int(s.case_age[i]), np.int64(queue[0, k]))
        who[at + waiting] = i
        work[at + waiting] = load
        waiting += 1
    return waiting


@njit(**COMPILED)
def walk(
    kept, c, keys, month, lo, hi, today, tally, sections, ranks, who, work, moving, reversion, spread, learned, needs
):
    """All parts of the pass for a block of customers at a time, so that their state stays in the processor's cache."""
    s, c, tally = columns(lent(kept)), lent(c), lent(tally)
    given = sections[0]
    experience, support, ledger, value, on = given.experience, given.support, given.ledger, given.value, given.mechanisms
    routine = given.journey.routine_contacts_per_month
    waiting = 0
    day, other, more = np.empty((4, BLOCK), np.uint32), np.empty((4, BLOCK), np.uint32), np.empty((4, BLOCK), np.uint32)
    places, shift, those = np.empty((3, BLOCK)), np.empty(BLOCK), np.empty(BLOCK, np.int64)
    for at in range(lo, hi, BLOCK):
        end = min(at + BLOCK, hi)
        count = end - at
        draw_block(keys, P_DAY, month, at, count, day)
        draw_block(keys, P_NEEDS, month, at, count, other)
        today.look[at:end] = day[2, :count]
        today.talk[at:end] = day[3, :count]
        today.noise[at:end] = other[3, :count]
        drift(s, c, at, end, other, places, shift, moving, reversion, spread, learned, needs)
        found = list_those_at_risk(s, c, at, end, day[0], experience.memory_kept_per_month, those)
        meet_failures(s, c, keys, month, at, day[0], those, found, other, tally, experience, support, on)
        found = list_those_with_a_matter(s, at, end, day[1], routine, those)
        waiting += make_contact(
            s, c, keys, month, those, found, other, more, tally, experience, support, ledger, value, on, ranks, who, work,
            lo + waiting,
        )
    return waiting


@njit(**INLINED)
def tier_of(s, c, keys, i, f, value, on):
    """Tier in which a firm with a value focus serves a customer; 1 for all where it has none."""
    focus = c.firm[f].value_focus
    if focus <= 0.0 or not on.value_focus:
        return 1
    return tier(rank_by_value(s, keys, i, c.firm[f].knows), value.top_tier * focus, value.bottom_tier * focus)
