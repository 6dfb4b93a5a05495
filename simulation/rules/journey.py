"""What goes wrong along the customer's journey: one failure kind per stage, owned by a department."""

import math

from simulation.compiled import rule
from simulation.rules.forms import bounded

NOTHING = -1
AWARENESS, PURCHASE, ONBOARDING, USE, BILLING, CONTACT = 0, 1, 2, 3, 4, 5
ROUTINE = 6
"""Kind of a case that is no failure: an ordinary request."""
FALSE_ALARM = 7
"""A proactive contact with a customer who had no problem."""


@rule
def failure_rate(
    base: float,
    level: float,
    skill_effect: float,
    skill_gain: float,
    orientation_effect: float,
    orientation_gain: float,
    prevention_effect: float,
    prevention: float,
    load: float,
) -> float:
    """How often things go wrong at a stage, given who works there.

    f = min(1, f0 l exp(-ks ds - kc dc - kp v) w)

    base                f0  share a month (or a sale, or a contact), 0 to 1
    level               l   lasting difference of this firm, times
    skill_effect        ks  log points per unit of skill
    skill_gain          ds  department's mean skill less its start
    orientation_effect  kc  log points per unit of orientation
    orientation_gain    dc  department's mean customer orientation less its start
    prevention_effect   kp  log points per unit of prevention
    prevention          v   0 to 1
    load                w   work per effective employee against the start, times
    returns             f   the unit of base, 0 to 1

    >>> round(failure_rate(base=0.01, level=1.0, skill_effect=0.4, skill_gain=0.1, orientation_effect=0.8,
    ...     orientation_gain=0.3, prevention_effect=0.7, prevention=0.5, load=1.2), 6)
    0.006391

    Source: design choice (log-linear; differences from the start).
    """
    gain = skill_effect * skill_gain + orientation_effect * orientation_gain + prevention_effect * prevention
    return bounded(base * level * math.exp(-gain) * load, 0.0, 1.0)


@rule
def load_effect(load: float, least: float, most: float) -> float:
    """How a department's load bears on its failures: proportionally, within bounds.

    w = min(max(q, least), most)

    load         q  customers per effective employee against the start, times
    least, most     bounds, times
    returns      w  times

    >>> load_effect(load=3.0, least=0.6, most=2.5)
    2.5

    Source: design choice.
    """
    return bounded(load, least, most)


@rule
def mis_sold_rate(rate: float, loss: float) -> float:
    """Chance that a new customer was sold what does not fit.

    f = min(1, r (.6 + L))

    rate     r  share of sales at a fit loss of .4
    loss     L  fit loss of the product for this customer, >= 0
    returns  f  0 to 1

    >>> round(mis_sold_rate(rate=0.08, loss=0.4), 3)
    0.08

    Source: design choice.
    """
    return bounded(rate * (0.6 + loss), 0.0, 1.0)


@rule
def failure_stage(
    chance: float, purchase: float, onboarding: float, use: float, billing: float, false_alarm: float
) -> int:
    """The stage at which this month's failure happens, if any; at most one a month.

    The first stage whose cumulated rate exceeds the draw; a false alarm of a proactive firm comes after them.

    chance                              draw in (0, 1)
    purchase, onboarding, use, billing  rates this month, 0 to 1 (0 where the stage does not apply)
    false_alarm                         rate of contacts without a cause
    returns                             NOTHING, PURCHASE, ONBOARDING, USE, BILLING or FALSE_ALARM

    >>> failure_stage(chance=0.012, purchase=0.0, onboarding=0.0, use=0.009, billing=0.004, false_alarm=0.0) == BILLING
    True

    Source: design choice.
    """
    edge = purchase
    if chance < edge:
        return PURCHASE
    edge += onboarding
    if chance < edge:
        return ONBOARDING
    edge += use
    if chance < edge:
        return USE
    edge += billing
    if chance < edge:
        return BILLING
    edge += false_alarm
    if chance < edge:
        return FALSE_ALARM
    return NOTHING


@rule
def harm_done(severity: float, chance: float) -> float:
    """What a failure costs in the month it is felt.

    h = s (.6 + .8 u)

    severity  s  points of 100 at this stage
    chance    u  draw in (0, 1)
    returns   h  points of 100

    >>> harm_done(severity=40.0, chance=0.5)
    40.0

    Source: prior (severities differ by 40 % either way).
    """
    return severity * (0.6 + 0.8 * chance)
