"""What an improvement budget builds: stocks with their own delays, decay and limits."""

import math

from simulation.compiled import rule
from simulation.rules.forms import bounded


@rule
def held_effect(effect: float, slack: float, metrics: float) -> float:
    """Effect of a lever that is left where nobody (or everybody) measures it.

    d' = d (1 - s (1 - m))

    effect   d   0 to 1
    slack    s   share that drifts away without metrics, 0 to 1
    metrics  m   effect of metrics and accountability, 0 to 1
    returns  d'  0 to 1

    >>> round(held_effect(effect=0.5, slack=0.3, metrics=0.0), 3)
    0.35

    Source: design choice.
    """
    return effect * (1.0 - slack * (1.0 - metrics))


@rule
def technology_use(least: float, orientation: float) -> float:
    """Share of the technology that people use: more where they care for customers.

    u = u0 + (1 - u0) c

    least        u0  share used without any customer orientation
    orientation  c   mean customer orientation, 0 to 1
    returns      u   0 to 1

    >>> round(technology_use(least=0.3, orientation=0.5), 3)
    0.65

    Source: design choice: technology is worth little unused.
    """
    return least + (1.0 - least) * orientation


@rule
def wall_goal(start: float, share: float, effect: float) -> float:
    """Height of the walls between departments that breaking silos leads to.

    w = w0 (1 - s d)

    start    w0  0 to 1
    share    s   share that can be taken down
    effect   d   of breaking silos, 0 to 1
    returns  w   0 to 1

    >>> round(wall_goal(start=0.7, share=0.8, effect=0.5), 3)
    0.42

    Source: design choice.
    """
    return start * (1.0 - share * effect)


@rule
def authority_goal(start: float, gain: float, effect: float, effort: float) -> float:
    """Authority that empowerment leads to.

    a = min(.95, a0 + g d e)

    start    a0  0 to 1
    gain     g   with full empowerment
    effect   d   of employee empowerment, 0 to 1
    effort   e   management's, times
    returns  a   0 to .95

    >>> round(authority_goal(start=0.2, gain=0.6, effect=0.5, effort=1.0), 3)
    0.5

    Source: design choice.
    """
    return bounded(start + gain * effect * effort, 0.0, 0.95)


@rule
def feedback(survey_weight: float, complaint_share: float, access: float) -> float:
    """Share of what goes wrong that those who could prevent it learn of.

    b = v + (1 - v) s q

    survey_weight    v  of representative surveys, 0 to 1
    complaint_share  s  of felt failures that are spoken of, 0 to 1
    access           q  to other departments' complaints: 1 less the walls; 1 for the own
    returns          b  0 to 1

    >>> round(feedback(survey_weight=0.2, complaint_share=0.25, access=0.3), 3)
    0.26

    Source: design choice.
    """
    return survey_weight + (1.0 - survey_weight) * complaint_share * access


@rule
def new_prevention(prevention: float, gain: float, effect: float, effort: float, learned: float, decay: float) -> float:
    """Prevention in a department after a month of improvement work.

    v' = v + g d e sqrt(b) (1 - v) - f v

    prevention  v   0 to 1
    gain        g   share/month with full work and feedback
    effect      d   of continuous improvement, 0 to 1
    effort      e   management's, times
    learned     b   feedback, 0 to 1
    decay       f   share/month
    returns     v'  0 to 1

    >>> round(new_prevention(prevention=0.2, gain=0.08, effect=0.5, effort=1.0, learned=0.25, decay=0.02), 4)
    0.212

    Source: design choice (half-life learning: Schneiderman 1988 for the form).
    """
    return bounded(
        prevention + gain * effect * effort * math.sqrt(learned) * (1.0 - prevention) - decay * prevention, 0.0, 1.0
    )
