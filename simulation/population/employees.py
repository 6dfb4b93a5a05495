"""Who works in the firms at the start, and who is hired: drawn by counter from place, position and generation."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from simulation.compiled import COMPILED
from simulation.randomness import POSITIONS, Luck, Purpose
from simulation.rules.employees import learned_share, newcomer_factor
from simulation.scenario.organisation import Employees

FRONT_LINE = (False, True, True, False, False, True)
"""(6,) departments that meet customers: sales, onboarding, support."""

EXPOSURE = (0.2, 0.5, 0.5, 0.2, 0.2, 1.0)
"""(6,) how much of customers' anger each department meets (design choice)."""

LONGEST_TENURE = 360
"""Months; nobody starts with more."""


class Person(NamedTuple):
    """The lasting traits of one employee: draws of mean 0 and variance 1."""

    skill: float
    orientation: float
    engagement: float
    tenure_chance: float
    """In (0, 1): decides the tenure of those who are there at the start."""


def person(luck: Luck, place: int, position: int, generation: int) -> Person:
    """The employee of this generation on this position (0 is who is there at the start)."""
    who = np.array([POSITIONS * place + position], np.uint32)
    bells = luck.bells(Purpose.EMPLOYEE, 0, who, generation)[0].tolist()
    chance = luck.uniforms(Purpose.EMPLOYEE, 0, who, generation)[0, 3].item()
    return Person(bells[0], bells[1], bells[2], chance)


@dataclass(frozen=True)
class Tenures:
    """The stationary distribution of tenure under a quit rate that falls with it."""

    cumulated: NDArray[np.float64]
    """(LONGEST_TENURE,) share with at most this tenure, months."""
    normaliser: float
    """What the newcomer factor is divided by, so that the mean quit rate is the declared one."""
    mean_learned: float
    """Mean of what is left to learn, as a share of full productivity."""
    mean_skill_growth: float
    """Mean share of the way to their own skill that people have gone."""

    def tenure(self, chance: float) -> int:
        """Tenure in months for a draw in (0, 1)."""
        return int(np.searchsorted(self.cumulated, chance))


@njit(**COMPILED)  # type: ignore[untyped-decorator, unused-ignore]
def _survival(rate_per_year, excess, half_months, longest):  # type: ignore[no-untyped-def]
    """Share of those hired who are still there by month, and the normaliser at which the mean rate is the declared one."""
    factors = np.empty(longest)
    for month in range(longest):
        factors[month] = newcomer_factor(float(month), excess, half_months)
    survival = np.empty(longest)
    normaliser = 1.0
    for _ in range(200):
        left = 1.0
        total = 0.0
        quits = 0.0
        for month in range(longest):
            survival[month] = left
            chance = min(1.0, rate_per_year / 12.0 * factors[month] / normaliser)
            total += left
            quits += left * chance
            left *= 1.0 - chance
        rate = quits / total
        if rate <= 0.0 or rate_per_year <= 0.0:
            break
        normaliser *= rate / (rate_per_year / 12.0)
    return survival, normaliser


@lru_cache(maxsize=64)
def stationary_tenures(staff: Employees, rate_per_year: float, hiring_months: int) -> Tenures:
    """The stationary tenures of a department whose ordinary people quit at a yearly rate.

    Without the normalisation, turnover would feed on the newcomers that it brings.
    """
    survival, normaliser = _survival(
        rate_per_year, staff.quit_newcomer, float(staff.quit_newcomer_months), LONGEST_TENURE
    )
    months = range(LONGEST_TENURE)
    weights = survival / survival.sum()
    learned = np.array([learned_share(float(m), staff.novice_productivity, staff.learning_months) for m in months])
    grown = np.array([learned_share(float(m), 0.0, staff.skill_months) for m in months])
    return Tenures(np.cumsum(weights), normaliser, float(weights @ learned), float(weights @ grown))
