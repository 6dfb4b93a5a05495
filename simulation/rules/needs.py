"""Latent needs drift, stated wants follow late and with fads, and products fit more or less."""

import math

from simulation.compiled import rule


@rule
def drifted_deviation(deviation: float, reversion_per_month: float, spread: float, bell: float) -> float:
    """A customer's own deviation from the lasting need, a month later.

    v' = (1 - r) v + s z

    deviation            v   fit tolerances
    reversion_per_month  r   1/month, 0 to 1
    spread               s   fit tolerances/month: own part of the drift
    bell                 z   draw, mean 0 and variance 1
    returns              v'  fit tolerances

    >>> round(drifted_deviation(deviation=0.5, reversion_per_month=0.02, spread=0.04, bell=1.0), 6)
    0.53

    Source: design choice; an autoregression around a fixed anchor keeps the spread of needs stationary.
    """
    return (1.0 - reversion_per_month) * deviation + spread * bell


@rule
def drifted_centre(centre: float, spread: float, bell: float) -> float:
    """The part of needs that all customers have in common, a month later: a random walk.

    m' = m + s z

    centre   m   fit tolerances
    spread   s   fit tolerances/month: common part of the drift
    bell     z   draw, mean 0 and variance 1
    returns  m'  fit tolerances

    >>> round(drifted_centre(centre=0.10, spread=0.04, bell=-1.0), 6)
    0.06

    Source: design choice.
    """
    return centre + spread * bell


@rule
def passing_fad(fad: float, persistence_per_month: float, spread: float, bell: float) -> float:
    """The fad in everybody's stated wants, a month later: stationary with the given spread.

    f' = a f + s sqrt(1 - a^2) z

    fad                    f   fit tolerances
    persistence_per_month  a   share/month, 0 to 1
    spread                 s   fit tolerances
    bell                   z   draw, mean 0 and variance 1
    returns                f'  fit tolerances

    >>> round(passing_fad(fad=0.2, persistence_per_month=0.6, spread=0.25, bell=1.0), 6)
    0.32

    Source: design choice.
    """
    return persistence_per_month * fad + spread * math.sqrt(1.0 - persistence_per_month * persistence_per_month) * bell


@rule
def fit_loss(distance_1: float, distance_2: float, distance_3: float) -> float:
    """What a product loses by lying away from a customer's needs.

    L = (d1^2 + d2^2 + d3^2) / 2

    distance_1, distance_2, distance_3  d  fit tolerances, by dimension
    returns                             L  units of fit loss, >= 0

    >>> fit_loss(distance_1=1.0, distance_2=0.0, distance_3=-1.0)
    1.0

    Source: ideal-point model (quadratic loss), design choice.
    """
    return 0.5 * (distance_1 * distance_1 + distance_2 * distance_2 + distance_3 * distance_3)
