"""People at work: productivity, skill, engagement, fatigue and quitting."""

import math

from simulation.compiled import rule
from simulation.rules.forms import bounded, logistic


@rule
def learned_share(tenure: float, novice: float, months: float) -> float:
    """Productivity of somebody who is still learning.

    q = 1 - (1 - n) exp(-t / l)

    tenure   t  months, >= 0
    novice   n  productivity on the first day, 0 to 1
    months   l  of learning, > 0
    returns  q  n to 1

    >>> learned_share(tenure=0.0, novice=0.5, months=4.0)
    0.5

    Source: prior (learning curve).
    """
    return 1.0 - (1.0 - novice) * math.exp(-tenure / months)


@rule
def productivity(
    learned: float, engagement_gain: float, engagement_effect: float, skill_gain: float, skill_effect: float, disruption: float
) -> float:
    """Work of a rested employee, against an ordinary one.

    y = q max(.2, 1 + be de + bs ds) (1 - D)

    learned            q   0 to 1
    engagement_gain    de  engagement less the ordinary
    engagement_effect  be  per unit
    skill_gain         ds  skill less the ordinary
    skill_effect       bs  per unit
    disruption         D   0 to 1
    returns            y   times, > 0

    >>> round(productivity(learned=1.0, engagement_gain=0.2, engagement_effect=0.15, skill_gain=0.0,
    ...     skill_effect=0.3, disruption=0.0), 4)
    1.03

    Source: prior.
    """
    return learned * max(0.2, 1.0 + engagement_effect * engagement_gain + skill_effect * skill_gain) * (1.0 - disruption)


@rule
def rested_share(fatigue: float, effect: float) -> float:
    """Share of their work that tired people still do.

    y = max(.2, 1 - b F)

    fatigue  F  lasting overload of the department, >= 0
    effect   b  share per unit
    returns  y  .2 to 1

    >>> round(rested_share(fatigue=0.2, effect=0.3), 3)
    0.94

    Source: Oliva & Sterman (2001) for the form; the value is a prior.
    """
    return max(0.2, 1.0 - effect * fatigue)


@rule
def overload(load: float, ordinary: float) -> float:
    """Workload above the ordinary.

    o = max(0, load / ordinary - 1), at most 2

    load      work over capacity
    ordinary  at the start, > 0
    returns   o  0 to 2

    >>> round(overload(load=1.08, ordinary=0.9), 3)
    0.2

    Source: definition.
    """
    return bounded(load / ordinary - 1.0, 0.0, 2.0)


@rule
def engagement_goal(
    base: float, trait: float, autonomy: float, autonomy_effect: float, recognition: float, recognition_effect: float,
    purpose: float, purpose_effect: float, overloaded: float, overload_effect: float, anger: float, anger_effect: float,
    say_do: float, say_do_effect: float,
) -> float:
    """Engagement that a person's work leads to.

    e* = logistic(b + z + ba A + br R + bp dc - bo O - bg G - bs X)

    base, trait   b, z  logits: ordinary level, lasting difference of this person
    autonomy      A     authority gained, 0 to 1
    recognition   R     for customer-minded work, 0 to 1
    purpose       dc    own customer orientation less the start
    overloaded    O     workload above the ordinary, >= 0
    anger         G     customers' anger met at work, against the start, -1 to 1
    say_do        X     gap between what leaders say and the firm does, 0 to 1
    *_effect            logits per unit
    returns       e*    0 to 1

    >>> round(engagement_goal(0.0, 0.0, 1.0, 0.5, 0.0, 0.3, 0.0, 0.5, 0.5, 1.0, 0.0, 0.8, 0.0, 0.6), 3)
    0.5

    Source: job demands and resources (Bakker & Demerouti 2007) for the form; effects are priors.
    """
    logit = base + trait + autonomy_effect * autonomy + recognition_effect * recognition + purpose_effect * purpose
    logit -= overload_effect * overloaded + anger_effect * anger + say_do_effect * say_do
    return logistic(logit)


@rule
def anger_met(unhappy: float, ordinary: float, exposure: float) -> float:
    """Customers' anger that a department meets, against the start.

    G = x min(1, max(-1, D / D0 - 1))

    unhappy   D   how far below 60 points the firm's customers are, in the mean
    ordinary  D0  the same at the start, > 0
    exposure  x   how much of it the department meets, 0 to 1
    returns   G   -1 to 1

    >>> anger_met(unhappy=1.5, ordinary=1.0, exposure=0.5)
    0.25

    Source: design choice.
    """
    return exposure * bounded(unhappy / ordinary - 1.0, -1.0, 1.0)


@rule
def newcomer_factor(tenure: float, excess: float, half_months: float) -> float:
    """How much more often newcomers quit, before normalisation.

    g = 1 + x 2^(-t / h)

    tenure       t  months, >= 0
    excess       x  times, on the first day
    half_months  h  months in which it halves, > 0
    returns      g  times, >= 1

    >>> newcomer_factor(tenure=12.0, excess=1.0, half_months=12.0)
    1.5

    Source: prior (quit rates fall with tenure: Farber 1994).
    """
    return 1.0 + excess * math.exp(-0.6931471805599453 * tenure / half_months)


@rule
def quit_probability(
    rate_per_year: float, tenure_factor: float, engagement_gain: float, engagement_effect: float, fatigue: float,
    fatigue_effect: float,
) -> float:
    """Chance that an employee quits this month.

    h = min(1, r / 12 g exp(-be de + bf F))

    rate_per_year      r   of an ordinary employee, 1/year
    tenure_factor      g   normalised to mean 1, times
    engagement_gain    de  engagement less the ordinary
    engagement_effect  be  log points per unit
    fatigue            F   built up over months of overload, >= 0
    fatigue_effect     bf  log points per unit
    returns            h   1/month, 0 to 1

    >>> round(quit_probability(rate_per_year=0.36, tenure_factor=1.0, engagement_gain=0.0, engagement_effect=1.6,
    ...     fatigue=0.0, fatigue_effect=0.8), 4)
    0.03

    Source: Harter, Schmidt & Hayes (2002) for the effect of engagement.
    """
    strain = fatigue_effect * fatigue - engagement_effect * engagement_gain
    return min(1.0, rate_per_year / 12.0 * tenure_factor * math.exp(strain))


@rule
def skill_goal(start: float, spread: float, bell: float, training_gain: float, training: float) -> float:
    """Skill that an employee grows towards.

    s = s0 + v z + g d, within 0 to 1

    start          s0  mean at the start
    spread, bell   v, z  lasting difference of this person
    training_gain  g   of full service training
    training       d   effect of service training in this department, 0 to 1
    returns        s   0 to 1

    >>> round(skill_goal(start=0.6, spread=0.1, bell=0.0, training_gain=0.25, training=0.4), 3)
    0.7

    Source: design choice.
    """
    return bounded(start + spread * bell + training_gain * training, 0.0, 1.0)
