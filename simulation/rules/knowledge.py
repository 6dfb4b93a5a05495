"""What a firm knows of its customers, and how far off its estimates are."""

import math

from simulation.compiled import rule


@rule
def new_knowledge(knowledge: float, kept: float, gain: float, effect: float, technology_used: float) -> float:
    """Knowledge stock after a month: old knowledge goes stale, data work adds.

    K' = k K + g d (.6 + .4 T)

    knowledge        K   units, >= 0
    kept             k   share/month
    gain             g   units/month
    effect           d   of data-driven decisions, 0 to 1
    technology_used  T   0 to 1
    returns          K'  units

    >>> round(new_knowledge(knowledge=1.0, kept=0.98, gain=0.12, effect=0.5, technology_used=0.5), 4)
    1.028

    Source: design choice.
    """
    return kept * knowledge + gain * effect * (0.6 + 0.4 * technology_used)


@rule
def known_share(knowledge: float, half: float) -> float:
    """Share of what can be known that is known.

    k = K / (K + h)

    knowledge  K  units, >= 0
    half       h  units at which half is known, > 0
    returns    k  0 to 1

    >>> known_share(knowledge=1.0, half=1.0)
    0.5

    Source: design choice.
    """
    return knowledge / (knowledge + half)


@rule
def estimate_error(start: float, knowledge: float, half: float) -> float:
    """Error of the estimate of customers' latent needs.

    s = s0 / sqrt(1 + K / h)

    start      s0  fit tolerances, without knowledge
    knowledge  K   units, >= 0
    half       h   units, > 0
    returns    s   fit tolerances

    >>> estimate_error(start=0.4, knowledge=3.0, half=1.0)
    0.2

    Source: error of a mean falls with the root of the information.
    """
    return start / math.sqrt(1.0 + knowledge / half)
