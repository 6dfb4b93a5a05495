"""When a customer looks around, and when somebody enters the market."""

from simulation.compiled import rule


@rule
def attention(
    propensity: float, factor: float, memory: float, memory_effect: float, neighbours_left: float, neighbour_effect: float
) -> float:
    """Chance that a customer looks around this month.

    a = 1 - (1 - min(1, f a0)) (1 - cm m) / (1 + cn n)

    propensity        a0  share of months, 0 to 1
    factor            f   raised by an outreach or a price change, times
    memory            m   of felt failures, 0 to 1
    memory_effect     cm  0 to 1
    neighbours_left   n   recent leavers among the contacts, fading
    neighbour_effect  cn  per leaver
    returns           a   0 to 1

    >>> round(attention(propensity=0.1, factor=1.0, memory=1.0, memory_effect=0.25, neighbours_left=1.0,
    ...     neighbour_effect=0.08), 3)
    0.375

    Source: design choice; the effects are checked against Nitzan & Libai (2011) and hazards after failures.
    """
    base = min(1.0, factor * propensity)
    return 1.0 - (1.0 - base) * (1.0 - memory_effect * memory) / (1.0 + neighbour_effect * neighbours_left)


@rule
def remembered_leavers(before: float, kept: float, new: int) -> float:
    """Recent leavers among a customer's contacts: they fade, new ones come on top.

    n' = k n + x

    before   n  contacts
    kept     k  share/month
    new      x  contacts who left this month
    returns  n' contacts

    >>> remembered_leavers(before=2.0, kept=0.5, new=1)
    2.0

    Source: Nitzan & Libai (2011) for the short half-life.
    """
    return before * kept + new


@rule
def chance_left(chance: float, used: float) -> float:
    """One draw used for two events in turn: what is left of it for the second, where the first did not happen.

    u' = (u - p) / (1 - p)

    chance   u  draw in (p, 1)
    used     p  probability of the first event, below 1
    returns  u' draw in (0, 1)

    >>> chance_left(chance=0.6, used=0.2)
    0.5

    Source: conditional distribution of a uniform draw.
    """
    return (chance - used) / (1.0 - used)


@rule
def price_attention(change: float, effect: float) -> float:
    """How many times as attentive customers are in the month of a price change.

    f = 1 + e |dp / p|

    change   dp/p  relative change
    effect   e     times per unit
    returns  f     times, >= 1

    >>> price_attention(change=-0.02, effect=10.0)
    1.2

    Source: prior.
    """
    return 1.0 + effect * abs(change)


@rule
def entry_rate(innovation_per_year: float, imitation_per_year: float, adopters: float) -> float:
    """Chance that a prospect enters the market this month.

    h = (p + q F) / 12, at most 1

    innovation_per_year  p  1/year
    imitation_per_year   q  1/year
    adopters             F  share of the contacts who have a firm, 0 to 1
    returns              h  1/month, 0 to 1

    >>> round(entry_rate(innovation_per_year=0.03, imitation_per_year=0.38, adopters=0.5), 5)
    0.01833

    Source: Bass (1969), Management Science 15(5).
    """
    return min(1.0, (innovation_per_year + imitation_per_year * adopters) / 12.0)
