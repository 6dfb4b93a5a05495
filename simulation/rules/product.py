"""How the product moves, and what its releases break."""

import math

from simulation.compiled import rule


@rule
def product_step(distance: float, most: float) -> float:
    """Share of the way to its goal that a product goes in a quarter.

    q = min(1, v / |g - x|)

    distance  |g - x|  to the goal, fit tolerances, >= 0
    most      v        fastest move, fit tolerances/quarter, >= 0
    returns   q        0 to 1

    >>> product_step(distance=0.5, most=0.1)
    0.2

    Source: design choice.
    """
    if distance <= most:
        return 1.0
    return most / distance


@rule
def distance(step_1: float, step_2: float, step_3: float) -> float:
    """Length of a step in the space of needs.

    |s| = sqrt(s1^2 + s2^2 + s3^2)

    step_1, step_2, step_3  s  fit tolerances, by dimension
    returns                    fit tolerances

    >>> distance(step_1=3.0, step_2=4.0, step_3=0.0)
    5.0

    Source: definition.
    """
    return math.sqrt(step_1 * step_1 + step_2 * step_2 + step_3 * step_3)


@rule
def release_failure_probability(base: float, co_creation_factor: float, co_creation: bool, size: float) -> float:
    """Chance that this quarter's release brings faults: the more of the product it changes, the likelier.

    p = b (c if customers took part) min(1, z)

    base                b  share of full-sized releases
    co_creation_factor  c  times
    co_creation            whether customers took part
    size                z  move made against the fastest possible, >= 0
    returns             p  0 to 1

    >>> release_failure_probability(base=0.25, co_creation_factor=0.4, co_creation=True, size=1.0)
    0.1

    Source: prior.
    """
    chance = base * min(1.0, size)
    if co_creation:
        chance = chance * co_creation_factor
    return chance
