"""What firms are at the start: places that differ a little by luck, and departments of a size."""

import math
from typing import NamedTuple

import numpy as np

from simulation.randomness import Luck, Purpose
from simulation.scenario.policy import DEPARTMENTS
from simulation.scenario.scenario import Scenario


class Place(NamedTuple):
    """What one firm's place in the market brings, whoever takes it: the luck of the start."""

    failure_levels: tuple[float, ...]
    """(6,) lasting level of failures by stage, times; 1 is ordinary."""
    quality: float
    """Performance with perfect fit and no trouble, points of 100."""
    product: tuple[float, float, float]
    """Position of the product, fit tolerances from the centre of needs."""


def place_of(firm: int, replication: int, firms: int) -> int:
    """The place that the firm of this number takes: places rotate with the replication, so that none is favoured."""
    return (firm + replication) % firms


def places(scenario: Scenario, luck: Luck) -> list[Place]:
    """The places of a market, by number."""
    count = len(scenario.firms)
    numbers = np.arange(count, dtype=np.uint32)
    first = luck.bells(Purpose.FIRM, 0, numbers, 0)
    second = luck.bells(Purpose.FIRM, 0, numbers, 1)
    offset = luck.bells(Purpose.FIRM, 0, numbers, 2)
    found = []
    for place in range(count):
        bells = [*first[place].tolist(), *second[place].tolist()[:2]]
        levels = tuple(math.exp(scenario.journey.firm_failure_spread * bell) for bell in bells)
        quality = scenario.experience.base_quality + scenario.journey.firm_quality_spread * second[place, 2].item()
        direction = offset[place].tolist()[:3]
        length = math.sqrt(direction[0] * direction[0] + direction[1] * direction[1] + direction[2] * direction[2])
        scale = scenario.product.start_offset / length if length > 0.0 else 0.0
        found.append(Place(levels, quality, (direction[0] * scale, direction[1] * scale, direction[2] * scale)))
    return found


def department_sizes(scenario: Scenario) -> tuple[int, ...]:
    """(6,) positions by department: largest remainders of the shares, at least one each; they sum to the firm's."""
    staff = scenario.employees
    exact = [staff.per_firm * getattr(staff, f"{name}_share") for name in DEPARTMENTS]
    sizes = [max(1, int(size)) for size in exact]
    by_remainder = sorted(range(len(exact)), key=lambda d: (sizes[d] - exact[d], d))
    turn = 0
    while sum(sizes) < staff.per_firm:
        sizes[by_remainder[turn % len(sizes)]] += 1
        turn += 1
    while sum(sizes) > staff.per_firm:
        largest = max(range(len(sizes)), key=lambda d: (sizes[d], -d))
        sizes[largest] -= 1
    return tuple(sizes)
