"""What a calibration found: the set of points that pass, and which parameters the data tell something about."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from simulation.studies.calibration.search import CLOSE, START, Tried
from simulation.studies.sweep.design import Axis

if TYPE_CHECKING:
    import numpy as np

PINNED, NARROWED, OPEN, UNKNOWN = "pinned down", "narrowed", "not identified", "too few points pass"
"""By the part of its range that a parameter takes in the points that pass. A few points can show that it is not identified;
that it is narrowed or pinned down takes `FEWEST` of them, else too few pass to say."""

PINNED_TO, NARROWED_TO = 0.35, 0.75
FEWEST = 8
TOGETHER = 0.6
"""Rank correlation in the passing points from which two parameters are only identified together."""


@dataclass(frozen=True)
class Identified:
    """What the data say about one parameter.

    own         the scenario's own value
    low, high   of the points that pass; NaN where none does
    middle      their median
    part        (high - low) over the whole range, on the axis's scale
    """

    axis: Axis
    own: float
    low: float
    middle: float
    high: float
    part: float
    words: str


@dataclass(frozen=True)
class Outcome:
    """The verdict of a calibration.

    tried      every point
    best       the point nearest to what was observed
    own        the scenario's own values
    passing    points that meet every target
    close      share of the points of the second, even design that pass
    together   pairs of parameters that are identified only together, with their rank correlation
    """

    tried: tuple[Tried, ...]
    best: Tried
    own: Tried
    passing: tuple[Tried, ...]
    close: float
    parameters: tuple[Identified, ...]
    together: tuple[tuple[str, str, float], ...]


def outcome_of(axes: Sequence[Axis], tried: Sequence[Tried]) -> Outcome:
    """Reads what was found off all points that were tried."""
    own = next(one for one in tried if one.part == START)
    searched = [one for one in tried if one.part != START]
    passing = [one for one in searched if one.passes]
    close = [one for one in tried if one.part == CLOSE]
    places = _array([one.place for one in passing], len(axes))
    return Outcome(
        tuple(tried),
        min(searched, key=lambda one: one.distance),
        own,
        tuple(passing),
        sum(one.passes for one in close) / max(1, len(close)),
        tuple(_identified(axis, number, places, own) for number, axis in enumerate(axes)),
        tuple(_together(axes, places)),
    )


def _array(places: Sequence[Sequence[float]], width: int) -> "np.ndarray":
    import numpy as np

    return np.array(places, dtype=float).reshape(len(places), width)


def _identified(axis: Axis, number: int, places: "np.ndarray", own: Tried) -> Identified:
    import numpy as np

    value = float(own.row[number])
    if not len(places):
        return Identified(axis, value, float("nan"), float("nan"), float("nan"), float("nan"), UNKNOWN)
    column = places[:, number]
    low, middle, high = float(column.min()), float(np.median(column)), float(column.max())
    part = high - low
    words = PINNED if part <= PINNED_TO else NARROWED if part <= NARROWED_TO else OPEN
    ends = (float(axis.at(low)), float(axis.at(middle)), float(axis.at(high)))
    return Identified(axis, value, *ends, part, words if len(places) >= FEWEST or words == OPEN else UNKNOWN)


def _together(axes: Sequence[Axis], places: "np.ndarray") -> list[tuple[str, str, float]]:
    from simulation.studies.evidence.estimates import correlation

    found = []
    if len(places) >= FEWEST:
        for a, b in combinations(range(len(axes)), 2):
            r = correlation(places[:, a], places[:, b], ranks=True)
            if abs(r) >= TOGETHER:
                found.append((axes[a].key, axes[b].key, r))
    return sorted(found, key=lambda pair: -abs(pair[2]))
