"""K4: the standard for the time per case is a ratchet. The rules alone, with new cases only, as in the published model."""

from math import exp

from simulation.rules.support import softened_standard, time_per_case, work_pressure
from simulation.studies.evidence.finding import BUILT_IN, Band, Estimate, Finding, in_band
from simulation.studies.evidence.markets import Markets

WEEKS_DOWN, ELASTICITY, FLOOR = 18.8, 0.64, 0.5
OVERLOAD, OVERLOADED, AFTER = 1.15, 26, 52
POINTS = 0.02

PUBLISHED = (
    ("time per case at once", -0.086),
    ("time per case in week 26", -0.112),
    ("standard after week 26", -0.078),
    ("time per case 52 weeks later", -0.029),
)
"""Oliva & Sterman (2001), relative to before; computed from their equations."""


def weeks(load: float, standard: float, count: int) -> tuple[list[float], float]:
    """Time per case in each week at a load of so many times the capacity, and the standard after them; both 1 before."""
    share = 1.0 - exp(-1.0 / WEEKS_DOWN)
    times = []
    for _ in range(count):
        times.append(time_per_case(standard, work_pressure(load, standard, 1.0), ELASTICITY))
        standard = softened_standard(standard, times[-1], share, 0.0, FLOOR)
    return times, standard


def standard_is_a_ratchet(markets: Markets) -> list[Finding]:
    """K4; nothing in it is luck, so that there is no interval."""
    during, standard = weeks(OVERLOAD, 1.0, OVERLOADED)
    after, _ = weeks(1.0, standard, AFTER)
    values = (during[0], during[-1], standard, after[-1])
    return [
        in_band("K4", what, "rules alone", Estimate(value - 1.0, value - 1.0, value - 1.0, 1), "share",
                Band(round(published - POINTS, 3), round(published + POINTS, 3)), BUILT_IN)
        for (what, published), value in zip(PUBLISHED, values, strict=True)
    ]  # fmt: skip
