"""Looks for the values that agree with what was observed: an even design, an optimiser, an even design where it is close.

The optimiser is scipy's differential evolution. Luck is the same at every point, so that nothing here is left to chance.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulation.studies.calibration.targets import Target, misses
from simulation.studies.sweep.design import Axis, Row, rows_at, sobol_unit

if TYPE_CHECKING:
    import numpy as np

Found = Mapping[str, float]
Measure = Callable[[Sequence[Row]], Sequence[Found | None]]
"""Simulates points and gives every quantity of each; None where a point cannot be simulated."""

START, EVEN, SEARCH, CLOSE = "as in the scenario", "even", "search", "close"
"""Parts of a calibration: the scenario's own values, the first design, the optimiser, the second design."""

POPULATION = 16
NEAR = 2.0
"""Points whose worst target is off by no more than so many times what passes span the second design."""
FEWEST_NEAR = 12
PADDING = 0.1
FAR = 100.0
OPTIMISER = 7
"""Sets the optimiser's generator apart from others that are seeded from the same study."""


@dataclass(frozen=True)
class Effort:
    """How much is simulated.

    points       of the first, even design, a power of two
    generations  of the optimiser, of `POPULATION` points each; 0: none
    close        of the second even design, where it is close, a power of two
    seed         that designs and optimiser are drawn from
    """

    points: int
    generations: int
    close: int
    seed: int


@dataclass(frozen=True)
class Tried:
    """A point that was simulated.

    place   in the unit cube; the scenario's own values may lie outside
    found   every quantity by name; empty where it could not be simulated
    misses  how far each target is off, at most 1 where it passes
    """

    part: str
    row: Row
    place: tuple[float, ...]
    found: Found
    misses: tuple[float, ...]

    @property
    def worst(self) -> float:
        """How far the target is off that is off most."""
        return max(self.misses, default=0.0)

    @property
    def passes(self) -> bool:
        """Whether every target is met."""
        return self.worst <= 1.0

    @property
    def distance(self) -> float:
        """Root mean square of the misses: what the optimiser makes small."""
        return float((sum(miss * miss for miss in self.misses) / max(1, len(self.misses))) ** 0.5)


@dataclass
class Search:
    """All points tried so far."""

    axes: tuple[Axis, ...]
    targets: tuple[Target, ...]
    measure: Measure
    tried: list[Tried] = field(default_factory=list)

    def at(self, part: str, places: "np.ndarray") -> list[Tried]:
        """Simulates places of the unit cube."""
        return self._tried(part, rows_at(self.axes, places), places)

    def row(self, part: str, row: Row) -> Tried:
        """Simulates one point by its values, in or outside the ranges."""
        import numpy as np

        return self._tried(part, [row], np.array([[unit_of(axis, value) for axis, value in zip(self.axes, row, strict=True)]]))[0]

    def _tried(self, part: str, rows: Sequence[Row], places: "np.ndarray") -> list[Tried]:
        new = []
        for row, place, found in zip(rows, places, self.measure(rows), strict=True):
            off = misses(self.targets, found) if found is not None else (FAR,) * len(self.targets)
            new.append(Tried(part, row, tuple(map(float, place)), found or {}, off))
        self.tried += new
        return new

    @property
    def in_range(self) -> list[Tried]:
        """Everything but the scenario's own values."""
        return [one for one in self.tried if one.part != START]


def unit_of(axis: Axis, value: Any) -> float:
    """The place of a value on its axis: 0 at the lowest, 1 at the highest.

    >>> unit_of(Axis("a", low=1.0, high=100.0, log=True), 10.0)
    0.5
    """
    from math import log

    if axis.log:
        return log(max(float(value), 1e-300) / axis.low) / log(axis.high / axis.low)
    return (float(value) - axis.low) / (axis.high - axis.low)


def searched(axes: Sequence[Axis], targets: Sequence[Target], measure: Measure, own: Row, effort: Effort) -> list[Tried]:
    """Everything that a calibration tries.

    own  the scenario's own values
    """
    search = Search(tuple(axes), tuple(targets), measure)
    search.row(START, own)
    search.at(EVEN, sobol_unit(len(axes), effort.points, effort.seed))
    if effort.generations:
        _optimise(search, effort)
    search.at(CLOSE, _close(search, sobol_unit(len(axes), effort.close, effort.seed + 1)))
    return search.tried


def _optimise(search: Search, effort: Effort) -> None:
    """Differential evolution from the best points so far; every point that it tries is kept."""
    import numpy as np
    from scipy import optimize

    best = sorted(search.in_range, key=lambda one: one.distance)[:POPULATION]
    start = np.array([one.place for one in best])
    if len(start) < 5:
        return

    def together(_: Any, places: Any) -> list[float]:
        return [one.distance for one in search.at(SEARCH, np.array(list(places)))]

    optimize.differential_evolution(
        lambda place: 0.0, [(0.0, 1.0)] * len(search.axes), init=start, maxiter=effort.generations, tol=0.0, polish=False,
        updating="deferred", workers=together, rng=np.random.default_rng([effort.seed, OPTIMISER]),
    )  # fmt: skip


def _close(search: Search, unit: "np.ndarray") -> "np.ndarray":
    """Places spread evenly over the box around the points that are close, a little wider than they need it.

    The box lies along the main directions of these points: where two parameters make up for each other, it is long and thin.
    Places outside the ranges are moved to their edge.

    unit  in the unit cube
    """
    import numpy as np

    ranked = sorted(search.in_range, key=lambda one: one.worst)
    near = [one for one in ranked if one.worst <= NEAR]
    places = np.array([one.place for one in (near if len(near) >= FEWEST_NEAR else ranked[:FEWEST_NEAR])])
    middle = places.mean(axis=0)
    directions = np.linalg.svd(places - middle, full_matrices=True)[2]
    along = (places - middle) @ directions.T
    low, high = along.min(axis=0), along.max(axis=0)
    room = PADDING * (high - low) + 0.01
    return np.asarray(np.clip(middle + (low - room + unit * (high - low + 2.0 * room)) @ directions, 0.0, 1.0))
