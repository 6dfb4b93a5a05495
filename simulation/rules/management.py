"""What managers believe and what they do about it, each quarter."""

import math

from simulation.compiled import rule
from simulation.rules.forms import bounded


@rule
def believed_quality(
    survey_weight: float, best: float, points: float, escalations: float, survey: float, optimism: float
) -> float:
    """Quality that managers believe their customers see.

    B = (1 - v) (b - k e) + v m + o, within 0 to 100

    survey_weight  v  of representative surveys, 0 to 1
    best           b  assumed when nobody escalates, points of 100
    points         k  per escalation per 100 customers and year
    escalations    e  seen, per 100 customers and year
    survey         m  result of the survey, points of 100
    optimism       o  points of 100
    returns        B  0 to 100

    >>> round(believed_quality(survey_weight=0.5, best=92.0, points=6.0, escalations=1.0, survey=74.0, optimism=1.5), 3)
    81.5

    Source: complaint filter of TARP (1986); form and values are design choices.
    """
    seen = (1.0 - survey_weight) * (best - points * escalations) + survey_weight * survey
    return bounded(seen + optimism, 0.0, 100.0)


@rule
def survey_result(truth: float, spread: float, size: float, bell: float, bias: float) -> float:
    """Result of a representative survey.

    m = t + s z / sqrt(n) + x

    truth    t  mean satisfaction, points of 100
    spread   s  between customers, points of 100
    size     n  answers, > 0
    bell     z  draw, mean 0 and variance 1
    bias     x  points of 100
    returns  m  points of 100

    >>> survey_result(truth=75.0, spread=12.0, size=144.0, bell=1.0, bias=0.0)
    76.0

    Source: sampling error of a mean.
    """
    return truth + spread * bell / math.sqrt(size) + bias


@rule
def management_effort(reaction: float, aspiration: float, believed: float) -> float:
    """How hard managers push prevention and authority, given the shortfall that they see.

    e = min(1.5, max(.5, 1 + r (A - B)))

    reaction    r  share per point
    aspiration  A  quality aimed at, points of 100
    believed    B  points of 100
    returns     e  .5 to 1.5

    >>> management_effort(reaction=0.05, aspiration=80.0, believed=76.0)
    1.2

    Source: Cyert & March (1963): search follows the shortfall from the aspiration.
    """
    return bounded(1.0 + reaction * (aspiration - believed), 0.5, 1.5)


@rule
def staffing_factor(
    pressure: float, lower: float, upper: float, cut: float, added: float, reaction: float, aspiration: float, believed: float
) -> float:
    """Change of support's positions that managers decide in a quarter.

    f = max(.1, 1 + (u if p > upper, -d if p < lower) + r min(10, max(-10, A - B)))

    pressure      p  work pressure of the own staff, required/actual
    lower, upper     marks
    cut, added    d, u  share/quarter
    reaction      r  share per point
    aspiration    A  points of 100
    believed      B  points of 100
    returns       f  times, at least .1: whatever is cut, a tenth stays

    >>> round(staffing_factor(pressure=1.1, lower=0.86, upper=1.03, cut=0.05, added=0.08, reaction=0.003,
    ...     aspiration=80.0, believed=80.0), 3)
    1.08

    Source: design choice.
    """
    factor = 1.0 + reaction * bounded(aspiration - believed, -10.0, 10.0)
    if pressure > upper:
        factor += added
    elif pressure < lower:
        factor -= cut
    return max(0.1, factor)


@rule
def work_called_for(customers: float, customers_start: float, exponent: float) -> float:
    """Work that a number of customers calls for, against the start.

    w = (N / N0)^x, N / N0 within .02 and 50

    customers        N   >= 0
    customers_start  N0  > 0
    exponent         x   elasticity, 0 to 1; below 1 there are economies of scale
    returns          w   times

    >>> round(work_called_for(customers=121.0, customers_start=100.0, exponent=0.5), 6)
    1.1

    Source: prior (economies of scale).
    """
    return math.exp(exponent * math.log(bounded(customers / customers_start, 0.02, 50.0)))


@rule
def department_load(work: float, effective: float, effective_start: float) -> float:
    """How loaded a department is whose work is that of the customers: who has the people that it calls for, as at the start.

    q = w / max(.02, e / e0)

    work             w   called for, against the start, times
    effective        e   effective employees, >= 0
    effective_start  e0  > 0
    returns          q   times

    >>> department_load(work=1.2, effective=8.0, effective_start=10.0)
    1.5

    Source: known answer: neither growing nor shrinking loads anybody whose positions follow at once and in full.
    """
    return work / max(0.02, effective / effective_start)


@rule
def positions_wanted(start: float, decided: float, work: float) -> float:
    """Positions that a number of customers calls for.

    n = n0 f w

    start            n0  positions at the start
    decided          f   factor that managers decided, times
    work             w   called for, against the start, times
    returns          n   positions

    >>> positions_wanted(start=10.0, decided=1.0, work=1.5)
    15.0

    Source: positions follow the work.
    """
    return start * decided * work
