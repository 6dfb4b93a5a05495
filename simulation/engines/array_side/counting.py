"""Counting customers at the end of a month, and what firms can hear of them each quarter, over arrays."""

import math

import numpy as np
from numba import njit

from simulation.compiled import COMPILED
from simulation.engines.array_side.draws import BLOCK
from simulation.engines.array_side.lending import lent
from simulation.engines.array_side.state import columns, lasting, needs_of
from simulation.engines.market_side.counting import DETRACTOR_BELOW, PROMOTER_FROM, UNHAPPY_BELOW
from simulation.engines.units import SCORE
from simulation.rules.experience import stronger_bond
from simulation.rules.needs import fit_loss

(CUSTOMERS, SATISFACTION, SQUARED, EXPECTATION, BOND, LOSS, UNHAPPY, PROMOTERS, DETRACTORS, STAYED, FROM_START) = range(11)
"""Columns of the counts, (firms + 1, 11); the last row is of those who have no firm."""

HEADS = tuple((2 * BLOCK) ** place for place in range(5))
"""Places of what is counted by the head, in one number: a block has fewer heads than a place holds, and one addition does
for customers, promoters, detractors, those who stayed a year, and those who are there from the start."""

MOST_YEARS = 64
"""Anniversaries that are counted."""


@njit(**COMPILED)
def count(kept, lo, hi, month, counts, by_segment, anniversaries, nobodys):
    """Ends the month for everybody: tenures grow, and all totals are counted."""
    s = columns(lent(kept))
    units = np.empty((7, BLOCK), np.int64)
    heads = np.empty(counts.shape[0], np.int64)
    for at in range(lo, hi, BLOCK):
        end = min(at + BLOCK, hi)
        _to_units(s, at, end, month, units)
        _add_up(s, at, end, units, heads, counts, by_segment, anniversaries)
        for i in range(at, end):
            nobodys[0] += s.provider[i] < 0
            nobodys[1] += (s.provider[i] < 0) & s.prospect[i]


@njit(**COMPILED)
def _to_units(s, lo, hi, month, units):
    """A block's scores as whole numbers."""
    s = lent(s)
    satisfaction, expectation, bond, loss = s.satisfaction[lo:hi], s.expectation[lo:hi], s.bond[lo:hi], s.loss[lo:hi]
    tenure, provider = s.tenure[lo:hi], s.provider[lo:hi]
    u_satisfaction, u_squared, u_expectation, u_bond = units[0], units[1], units[2], units[3]
    u_loss, u_unhappy, u_heads = units[4], units[5], units[6]
    for j in range(hi - lo):
        score = satisfaction[j]
        u_satisfaction[j] = int(score * SCORE)
        u_squared[j] = int(score * score * SCORE)
        u_expectation[j] = int(expectation[j] * SCORE)
        u_bond[j] = int(bond[j] * SCORE)
        u_loss[j] = int(loss[j] * SCORE)
        below = int((UNHAPPY_BELOW - score) * SCORE)
        u_unhappy[j] = below if score < UNHAPPY_BELOW else 0
        u_heads[j] = 1 + (score >= PROMOTER_FROM) * HEADS[1] + (score < DETRACTOR_BELOW) * HEADS[2]
    for j in range(hi - lo):
        tenure[j] += provider[j] >= 0
        u_heads[j] += (tenure[j] >= 12) * HEADS[3] + (tenure[j] >= month) * HEADS[4]


@njit(**COMPILED)
def _add_up(s, lo, hi, units, heads, counts, by_segment, anniversaries):
    """Adds a block's whole numbers to the counts of the firms; `heads` is worked with."""
    s = lent(s)
    for f in range(heads.size):
        heads[f] = 0
    provider, segment, tenures = s.provider[lo:hi], s.segment[lo:hi], s.tenure[lo:hi]
    for j in range(hi - lo):
        f = provider[j]
        tenure = tenures[j]
        row = counts[f]
        heads[f] += units[6, j]
        row[SATISFACTION] += units[0, j]
        row[SQUARED] += units[1, j]
        row[EXPECTATION] += units[2, j]
        row[BOND] += units[3, j]
        row[LOSS] += units[4, j]
        row[UNHAPPY] += units[5, j]
        by_segment[segment[j], f, 0] += 1
        by_segment[segment[j], f, 1] += units[0, j]
        if tenure >= 12 and tenure % 12 == 0 and f >= 0:
            anniversaries[f, min(tenure // 12, MOST_YEARS - 1)] += 1
    for f in range(heads.size):
        row, packed = counts[f], heads[f]
        row[CUSTOMERS] += packed % HEADS[1]
        row[PROMOTERS] += packed // HEADS[1] % HEADS[1]
        row[DETRACTORS] += packed // HEADS[2] % HEADS[1]
        row[STAYED] += packed // HEADS[3] % HEADS[1]
        row[FROM_START] += packed // HEADS[4]


@njit(**COMPILED)
def heard(kept, c, lo, hi, needs, fad_1, fad_2, fad_3, sums):
    """Weighted sums of what each firm's customers tell it: (firms, 5) needs in three dimensions, weight, wants' loss."""
    s, c = columns(lent(kept)), lent(c)
    for i in range(lo, hi):
        f = s.provider[i]
        if f < 0:
            continue
        stated_1 = s.want_1[i] + fad_1
        stated_2 = s.want_2[i] + fad_2
        stated_3 = s.want_3[i] + fad_3
        wants_loss = fit_loss(stated_1 - c.product[f, 0], stated_2 - c.product[f, 1], stated_3 - c.product[f, 2])
        sums[f, 4] += int(wants_loss * SCORE)
        if c.firm[f].listens_to == 1:
            point_1, point_2, point_3, weight = stated_1, stated_2, stated_3, 1.0
        else:
            point_1, point_2, point_3 = needs_of(s, i, needs)
            weight = s.loss[i]
            if c.firm[f].listens_to != 0:
                focus = c.firm[f].value_focus
                weight = math.exp(focus * math.log(s.spend[i])) if focus != 0.0 else 1.0
        sums[f, 0] += int(weight * point_1 * SCORE)
        sums[f, 1] += int(weight * point_2 * SCORE)
        sums[f, 2] += int(weight * point_3 * SCORE)
        sums[f, 3] += int(weight * SCORE)


@njit(**COMPILED)
def notice_releases(kept, before, now, lo, hi, needs, fad_1, fad_2, fad_3, gain_from, step, most):
    """Customers whose need was met before they could have asked for it grow a bond.

    before, now  (firms + 1, 3) products; the last row, the same in both, is of those who have no firm
    """
    s = columns(lent(kept))
    work, old, unasked = np.empty((11, BLOCK)), np.empty((3, BLOCK)), np.empty(BLOCK)
    changed = np.empty(now.shape[0])
    for f in range(now.shape[0]):
        changed[f] = before[f, 0] != now[f, 0] or before[f, 1] != now[f, 1] or before[f, 2] != now[f, 2]
    for at in range(lo, hi, BLOCK):
        end = min(at + BLOCK, hi)
        _lay_out(s, at, end, now, needs, fad_1, fad_2, fad_3, work)
        _weigh_releases(s, at, end, before, changed, work, old, unasked)
        for j in range(end - at):
            if unasked[j] > gain_from:
                s.bond[at + j] = stronger_bond(s.bond[at + j], step, most)


@njit(**COMPILED)
def _lay_out(s, lo, hi, product, needs, fad_1, fad_2, fad_3, work):
    """Needs, what is stated of them, and the own firm's product, three rows of `work` each."""
    s = lent(s)
    provider, segment = s.provider[lo:hi], s.segment[lo:hi]
    own_1, own_2, own_3 = s.own_1[lo:hi], s.own_2[lo:hi], s.own_3[lo:hi]
    anchor_1, anchor_2, anchor_3 = s.anchor_1[lo:hi], s.anchor_2[lo:hi], s.anchor_3[lo:hi]
    want_1, want_2, want_3 = s.want_1[lo:hi], s.want_2[lo:hi], s.want_3[lo:hi]
    need_1, need_2, need_3, said_1, said_2, said_3 = work[0], work[1], work[2], work[3], work[4], work[5]
    at_1, at_2, at_3, shift = work[6], work[7], work[8], work[9]
    centre_1, centre_2, centre_3, spread = needs.centre_1, needs.centre_2, needs.centre_3, needs.spread
    for j in range(hi - lo):
        f = provider[j]
        at_1[j], at_2[j], at_3[j] = product[f, 0], product[f, 1], product[f, 2]
        shift[j] = needs.shift[segment[j]]
    for j in range(hi - lo):
        need_1[j] = lasting(anchor_1[j], spread) + shift[j] + centre_1 + own_1[j]
        need_2[j] = lasting(anchor_2[j], spread) + centre_2 + own_2[j]
        need_3[j] = lasting(anchor_3[j], spread) + centre_3 + own_3[j]
        said_1[j], said_2[j], said_3[j] = want_1[j] + fad_1, want_2[j] + fad_2, want_3[j] + fad_3


@njit(**COMPILED)
def _weigh_releases(s, lo, hi, before, changed, work, old, unasked):
    """By how much more a block's needs are met now than what was stated of them; below any number where they are not."""
    s = lent(s)
    provider, losses, released = s.provider[lo:hi], s.loss[lo:hi], work[10]
    need_1, need_2, need_3, said_1, said_2, said_3 = work[0], work[1], work[2], work[3], work[4], work[5]
    at_1, at_2, at_3, old_1, old_2, old_3 = work[6], work[7], work[8], old[0], old[1], old[2]
    for j in range(hi - lo):
        f = provider[j]
        old_1[j], old_2[j], old_3[j], released[j] = before[f, 0], before[f, 1], before[f, 2], changed[f]
    for j in range(hi - lo):
        gain = losses[j] - fit_loss(need_1[j] - at_1[j], need_2[j] - at_2[j], need_3[j] - at_3[j])
        then = fit_loss(said_1[j] - old_1[j], said_2[j] - old_2[j], said_3[j] - old_3[j])
        after = fit_loss(said_1[j] - at_1[j], said_2[j] - at_2[j], said_3[j] - at_3[j])
        unasked[j] = gain - (then - after) if (gain > 0.0) & (released[j] > 0.5) else -np.inf
