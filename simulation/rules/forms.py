"""Forms that several mechanisms share: lags, saturation, bounds, and money and scores as whole numbers."""

import math

from simulation.compiled import rule


@rule
def lag_share(months: float) -> float:
    """Share of a gap that closes in one month under a first-order lag.

    w = 1 - exp(-1/tau)

    months   tau  time constant, months, > 0
    returns  w    0 to 1

    >>> round(lag_share(months=4.0), 4)
    0.2212

    Source: exact solution of a first-order lag over one month (never a plain Euler step).
    """
    return 1.0 - math.exp(-1.0 / months)


@rule
def half_life_kept(months: float) -> float:
    """Share that is left after one month of something that halves every so many months.

    k = exp(-ln 2 / h)

    months   h  half-life, months, > 0
    returns  k  0 to 1

    >>> half_life_kept(months=1.0)
    0.5

    Source: definition of the half-life.
    """
    return math.exp(-0.6931471805599453 / months)


@rule
def moved(level: float, goal: float, share: float) -> float:
    """A level that moves a share of the way to its goal.

    x' = x + w (g - x)

    level    x   any unit
    goal     g   the same unit
    share    w   0 to 1
    returns  x'  the same unit

    >>> moved(level=10.0, goal=20.0, share=0.25)
    12.5

    Source: first-order adjustment.
    """
    return level + share * (goal - level)


@rule
def bounded(value: float, low: float, high: float) -> float:
    """A value kept between two bounds.

    value      any
    low, high  bounds, low <= high
    returns    low to high

    >>> bounded(value=1.7, low=0.0, high=1.0)
    1.0

    Source: definition.
    """
    if value < low:
        return low
    if value > high:
        return high
    return value


@rule
def logistic(logit: float) -> float:
    """A share from its logit.

    p = 1 / (1 + exp(-x))

    logit    x  any
    returns  p  0 to 1

    >>> logistic(logit=0.0)
    0.5

    Source: definition.
    """
    return 1.0 / (1.0 + math.exp(-bounded(logit, -700.0, 700.0)))


@rule
def saturating(spending: float, cost: float) -> float:
    """Effect of spending with diminishing returns.

    d = 1 - exp(-s / b)

    spending  s  share of revenue, >= 0
    cost      b  spending that buys 63 % of the full effect, share of revenue, > 0
    returns   d  0 to 1

    >>> round(saturating(spending=0.004, cost=0.004), 3)
    0.632

    Source: design choice; the saturating response of advertising models (Little 1979).
    """
    return 1.0 - math.exp(-spending / cost)


@rule
def whole_units(amount: float, per_unit: float) -> int:
    """An amount as a whole number of small units, so that sums do not depend on their order.

    n = floor(x u + 1/2)

    amount    x  any unit
    per_unit  u  small units in one unit
    returns   n  small units

    >>> whole_units(amount=12.34, per_unit=10000.0)
    123400

    Source: fixed-point arithmetic.
    """
    return math.floor(amount * per_unit + 0.5)
