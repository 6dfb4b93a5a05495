"""Contacts with people and what becomes of cases, over arrays."""

from numba import njit

from simulation.compiled import COMPILED, INLINED
from simulation.engines.array_side.draws import uniform, words
from simulation.engines.array_side.lending import lent
from simulation.engines.array_side.state import (
    COMPENSATION,
    FAILURES,
    FELT,
    FIRST_CONTACTS,
    FIRST_RESOLVED,
    FOLLOW_UPS,
    GIVEN_UP,
    OPEN_CASES,
    SERVED,
    SILENT,
    SOLVED,
    TICKET_POINTS,
    WAITED,
    WORK,
    columns,
    rank_by_value,
)
from simulation.engines.units import MONEY, SCORE
from simulation.randomness import Purpose
from simulation.rules.experience import added_memory, forgiven, recovery_gain, repeat_harm, waiting_harm
from simulation.rules.forms import whole_units
from simulation.rules.journey import CONTACT, NOTHING, ROUTINE, harm_done
from simulation.rules.ledger import compensation_paid
from simulation.rules.support import ticket_score, tier

P_SERVICE, P_QUEUE = int(Purpose.SERVICE), int(Purpose.QUEUE)
ONE_CONTACT = 1000


@njit(**INLINED)
def close(s, i):
    """The case is closed."""
    s.case_kind[i] = NOTHING
    s.case_age[i] = 0
    s.case_contacts[i] = 0
    s.case_fresh[i] = False


@njit(**INLINED)
def give_up(s, i, f, tally, experience, on):
    """A case is closed because the customer no longer hopes for anything, or left."""
    tally[f, GIVEN_UP] += 1
    if s.case_kind[i] != ROUTINE and on.failure_memory:
        s.memory[i] = added_memory(s.memory[i], experience.memory_unsolved)
    close(s, i)


@njit(**INLINED)
def solve(s, c, i, f, consistency, follow_up, tally, experience, support, ledger, on):
    """A case is closed because the matter is settled; a failure put right is forgiven in part."""
    tally[f, SOLVED] += 1
    if s.case_kind[i] == ROUTINE:
        s.harm[i] -= experience.routine_solved_points
    else:
        gain = c.firm[f].authority_gain
        if on.recovery:
            s.harm[i] -= recovery_gain(
                experience.recovery_points, experience.later_recovery_share, s.recovered_once[i], gain, uniform(consistency)
            )
        s.recovered_once[i] = True
        paid = compensation_paid(ledger.compensation, s.spend[i], ledger.compensation_authority, gain)
        tally[f, COMPENSATION] += whole_units(paid, MONEY)
        if on.failure_memory:
            _forgive(s, c, i, f, follow_up, tally, experience, support, on)
    close(s, i)


@njit(**INLINED)
def _forgive(s, c, i, f, follow_up, tally, experience, support, on):
    relief = 1.0
    if c.firm[f].relationship and uniform(follow_up) < support.follow_up_share:
        tally[f, FOLLOW_UPS] += 1
        tally[f, WORK] += int(ONE_CONTACT * support.message_time)
        relief = 1.0 - support.follow_up_relief
    left = experience.memory_recovered if on.recovery else experience.memory_silent
    if s.case_fresh[i]:
        s.memory[i] = added_memory(s.memory[i], left * relief)
    else:
        s.memory[i] = forgiven(s.memory[i], experience.memory_silent, left * relief)


@njit(**INLINED)
def _stays_open(s, i, f, tally, experience, on):
    failure = s.case_kind[i] != ROUTINE
    s.harm[i] += waiting_harm(experience.open_case_points, failure)
    if failure and s.case_fresh[i] and on.failure_memory:
        s.memory[i] = added_memory(s.memory[i], experience.memory_silent)
    s.case_fresh[i] = False
    s.case_age[i] += 1
    tally[f, OPEN_CASES] += 1
    tally[f, WAITED] += s.case_age[i]


@njit(**INLINED)
def served(s, c, i, f, w_2, w_3, w_4, tally, experience, support, on):
    """One contact with a person: resolved, not resolved, or a failure of its own; returns whether it settles the matter.

    w_2, w_3, w_4  words of SERVICE
    """
    tally[f, SERVED] += 1
    if s.case_contacts[i] > 0:
        s.harm[i] += repeat_harm(experience.contact_points, experience.repeat_contact_share)
    bad = uniform(w_3) < c.rates[f, CONTACT]
    if bad:
        tally[f, FAILURES + CONTACT] += 1
        tally[f, FELT] += 1
        tally[f, SILENT] += 1
        s.felt[i] += 1
        s.harm[i] += harm_done(experience.severity_contact, uniform(w_4))
        if on.failure_memory:
            s.memory[i] = added_memory(s.memory[i], experience.memory_silent)
    own_cause = s.case_kind[i] == CONTACT or s.case_kind[i] == ROUTINE
    resolved = (not bad) and uniform(w_2) < (c.firm[f].resolves_own if own_cause else c.firm[f].resolves_other)
    if s.case_contacts[i] == 0:
        tally[f, FIRST_CONTACTS] += 1
        if resolved:
            tally[f, FIRST_RESOLVED] += 1
    score = ticket_score(resolved, bad, int(s.case_contacts[i]), experience.repeat_contact_share)
    tally[f, TICKET_POINTS] += int(score * SCORE)
    if not resolved:
        s.case_contacts[i] += 1
        if s.case_contacts[i] >= support.most_contacts:
            give_up(s, i, f, tally, experience, on)
        else:
            _stays_open(s, i, f, tally, experience, on)
    return resolved


@njit(**INLINED)
def _left_waiting(s, c, keys, i, f, tally, experience, support, value, on):
    focus = c.firm[f].value_focus
    if focus > 0.0 and on.value_focus:
        rank = rank_by_value(s, keys, i, c.firm[f].knows)
        if tier(rank, value.top_tier * focus, value.bottom_tier * focus) == 2:
            s.harm[i] += value.resentment_points
    if s.case_age[i] + 1 >= support.most_months:
        give_up(s, i, f, tally, experience, on)
    else:
        _stays_open(s, i, f, tally, experience, on)


@njit(**COMPILED)
def serve(kept, c, keys, month, tally, sections, order, who, work):
    """People serve the queues of firms that cannot serve all; `order` are the places in `who` and `work` of all who wait."""
    s, c, tally = columns(lent(kept)), lent(c), lent(tally)
    given = sections[0]
    experience, support, ledger, value, on = given.experience, given.support, given.ledger, given.value, given.mechanisms
    firms = c.firm.size - 1
    for f in range(firms):
        if c.firm[f].served_share >= 1.0:
            continue
        budget = int(c.firm[f].served_share * tally[f, WORK])
        for k in order:
            if s.provider[who[k]] != f:
                continue
            if work[k] <= budget:
                budget -= work[k]
                _, w_2, w_3, w_4 = words(keys, P_SERVICE, month, who[k], 0)
                if served(s, c, who[k], f, w_2, w_3, w_4, tally, experience, support, on):
                    follow_up = words(keys, P_QUEUE, month, who[k], 0)[1]
                    solve(s, c, who[k], f, w_4, follow_up, tally, experience, support, ledger, on)
            else:
                _left_waiting(s, c, keys, who[k], f, tally, experience, support, value, on)
