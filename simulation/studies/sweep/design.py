"""Designs: which points of the space of some parameters are simulated."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

DESIGN = 5
"""Sets a design's generator apart from others that are seeded from the same study."""

STEPS = 5
"""Values of a range on a grid where none are named."""

Row = tuple[Any, ...]
"""The values of one point, in the order of the axes."""


@dataclass(frozen=True)
class Axis:
    """One parameter that a design varies.

    key        dotted, as with `--set`
    values     the only values that it takes; empty where it takes all from `low` to `high`
    low, high  ends of its range, both included
    steps      values on a grid, at least 2
    log        whether equal steps are equal factors
    whole      whether it takes whole numbers only
    """

    key: str
    values: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 1.0
    steps: int = STEPS
    log: bool = False
    whole: bool = False

    def at(self, unit: float) -> Any:
        """The value at a place from 0 (lowest) to 1 (highest); each of several values has an equal part.

        >>> Axis("a", low=1.0, high=100.0, log=True).at(0.5), Axis("a", values=("x", "y")).at(0.5)
        (10.0, 'y')
        """
        if self.values:
            return self.values[min(int(unit * len(self.values)), len(self.values) - 1)]
        if self.whole:
            count = self.high - self.low + 1
            return int(min(self.low + math.floor(unit * count), self.high))
        return self._between(unit)

    def on_grid(self) -> tuple[Any, ...]:
        """The values on a grid, each once, lowest first.

        >>> Axis("a", low=0.0, high=1.0, steps=3).on_grid(), Axis("a", low=1, high=3, whole=True).on_grid()
        ((0.0, 0.5, 1.0), (1, 2, 3))
        """
        if self.values:
            return self.values
        found = [self._between(step / (self.steps - 1)) for step in range(self.steps)]
        return tuple(dict.fromkeys(round(value) for value in found) if self.whole else found)

    def _between(self, unit: float) -> float:
        if unit in (0.0, 1.0):
            return float(self.high if unit else self.low)
        if self.log:
            value = self.low * math.exp(unit * math.log(self.high / self.low))
            return float(f"{value:.12g}")
        return float(f"{self.low + unit * (self.high - self.low):.12g}")


def grid(axes: Sequence[Axis]) -> list[Row]:
    """Every combination of the axes' values, the last axis changing fastest."""
    return list(itertools.product(*(axis.on_grid() for axis in axes)))


def latin_hypercube(axes: Sequence[Axis], points: int, seed: int) -> list[Row]:
    """As many points as asked for, each axis cut into that many parts of which every one is met once."""
    import numpy as np
    from scipy.stats import qmc

    unit = qmc.LatinHypercube(len(axes), rng=np.random.default_rng([seed, DESIGN])).random(points)
    return rows_at(axes, unit)


def sobol(axes: Sequence[Axis], points: int, seed: int) -> list[Row]:
    """A scrambled Sobol sequence: spread more evenly than luck would.

    points  a power of two
    """
    return rows_at(axes, sobol_unit(len(axes), points, seed))


def sobol_unit(dimensions: int, points: int, seed: int) -> "np.ndarray":
    """A scrambled Sobol sequence in the unit cube: points x dimensions.

    raises  ValueError where `points` is no power of two
    """
    import numpy as np
    from scipy.stats import qmc

    if not is_power_of_two(points):
        raise ValueError(f"points: found {points}, must be a power of two")
    generator = np.random.default_rng([seed, DESIGN])
    return np.asarray(qmc.Sobol(dimensions, rng=generator).random(points))


def is_power_of_two(number: int) -> bool:
    """Whether a number is 1, 2, 4, 8, ..."""
    return number >= 1 and number & (number - 1) == 0


def rows_at(axes: Sequence[Axis], unit: "np.ndarray") -> list[Row]:
    """The points at places in the unit cube: points x axes."""
    return [tuple(axis.at(float(u)) for axis, u in zip(axes, place, strict=True)) for place in unit]
