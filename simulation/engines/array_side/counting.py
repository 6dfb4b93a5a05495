"""Counting customers at the end of a month, and what firms can hear of them each quarter, over arrays."""

import math

from numba import njit

from simulation.compiled import COMPILED
from simulation.engines.market_side.counting import DETRACTOR_BELOW, PROMOTER_FROM, UNHAPPY_BELOW
from simulation.engines.units import SCORE
from simulation.rules.experience import stronger_bond
from simulation.rules.needs import fit_loss

(CUSTOMERS, SATISFACTION, SQUARED, EXPECTATION, BOND, LOSS, UNHAPPY, PROMOTERS, DETRACTORS, STAYED, FROM_START) = range(11)
"""Columns of the counts, (firms, 11)."""

MOST_YEARS = 64
"""Anniversaries that are counted."""


@njit(**COMPILED)
def count(s, lo, hi, month, counts, by_segment, anniversaries, nobodys):
    """Ends the month for everybody: tenures grow, and all totals are counted."""
    for i in range(lo, hi):
        f = s[i].provider
        if f < 0:
            nobodys[0] += 1
            if s[i].prospect:
                nobodys[1] += 1
            continue
        s[i].tenure += 1
        tenure = s[i].tenure
        score = s[i].satisfaction
        fixed = int(score * SCORE)
        counts[f, CUSTOMERS] += 1
        counts[f, SATISFACTION] += fixed
        counts[f, SQUARED] += int(score * score * SCORE)
        counts[f, EXPECTATION] += int(s[i].expectation * SCORE)
        counts[f, BOND] += int(s[i].bond * SCORE)
        counts[f, LOSS] += int(s[i].loss * SCORE)
        if score < UNHAPPY_BELOW:
            counts[f, UNHAPPY] += int((UNHAPPY_BELOW - score) * SCORE)
        if score >= PROMOTER_FROM:
            counts[f, PROMOTERS] += 1
        elif score < DETRACTOR_BELOW:
            counts[f, DETRACTORS] += 1
        if tenure >= 12:
            counts[f, STAYED] += 1
            if tenure % 12 == 0:
                anniversaries[f, min(tenure // 12, MOST_YEARS - 1)] += 1
        if tenure >= month:
            counts[f, FROM_START] += 1
        by_segment[s[i].segment, f, 0] += 1
        by_segment[s[i].segment, f, 1] += fixed


@njit(**COMPILED)
def heard(s, c, lo, hi, centre_1, centre_2, centre_3, fad_1, fad_2, fad_3, sums):
    """Weighted sums of what each firm's customers tell it: (firms, 5) needs in three dimensions, weight, wants' loss."""
    for i in range(lo, hi):
        f = s[i].provider
        if f < 0:
            continue
        stated_1 = s[i].want_1 + fad_1
        stated_2 = s[i].want_2 + fad_2
        stated_3 = s[i].want_3 + fad_3
        wants_loss = fit_loss(stated_1 - c.product[f, 0], stated_2 - c.product[f, 1], stated_3 - c.product[f, 2])
        sums[f, 4] += int(wants_loss * SCORE)
        if c.firm[f].listens_to == 1:
            point_1, point_2, point_3, weight = stated_1, stated_2, stated_3, 1.0
        else:
            point_1 = s[i].anchor_1 + centre_1 + s[i].own_1
            point_2 = s[i].anchor_2 + centre_2 + s[i].own_2
            point_3 = s[i].anchor_3 + centre_3 + s[i].own_3
            weight = s[i].loss if c.firm[f].listens_to == 0 else math.exp(c.firm[f].value_focus * math.log(s[i].spend))
        sums[f, 0] += int(weight * point_1 * SCORE)
        sums[f, 1] += int(weight * point_2 * SCORE)
        sums[f, 2] += int(weight * point_3 * SCORE)
        sums[f, 3] += int(weight * SCORE)


@njit(**COMPILED)
def notice_releases(s, before, now, lo, hi, centre_1, centre_2, centre_3, fad_1, fad_2, fad_3, gain_from, step, most):
    """Customers whose need was met before they could have asked for it grow a bond."""
    for i in range(lo, hi):
        f = s[i].provider
        if f < 0 or (before[f, 0] == now[f, 0] and before[f, 1] == now[f, 1] and before[f, 2] == now[f, 2]):
            continue
        loss = fit_loss(
            s[i].anchor_1 + centre_1 + s[i].own_1 - now[f, 0],
            s[i].anchor_2 + centre_2 + s[i].own_2 - now[f, 1],
            s[i].anchor_3 + centre_3 + s[i].own_3 - now[f, 2],
        )
        gain = s[i].loss - loss
        if gain > 0.0:
            stated_1, stated_2, stated_3 = s[i].want_1 + fad_1, s[i].want_2 + fad_2, s[i].want_3 + fad_3
            old = fit_loss(stated_1 - before[f, 0], stated_2 - before[f, 1], stated_3 - before[f, 2])
            new = fit_loss(stated_1 - now[f, 0], stated_2 - now[f, 1], stated_3 - now[f, 2])
            if gain - (old - new) > gain_from:
                s[i].bond = stronger_bond(s[i].bond, step, most)
