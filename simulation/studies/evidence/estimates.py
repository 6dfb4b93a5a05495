"""Intervals for what is measured: over runs, and by drawing whole runs again where single runs give no value."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from simulation.measures.strategies import LEVEL, half_width
from simulation.studies.evidence.finding import NAN, UNKNOWN, Estimate

if TYPE_CHECKING:
    import numpy as np

Part = TypeVar("Part")

RESAMPLES = 400
SEED = 20
"""Of the resampling; it decides no verdict but where an interval ends at the edge of a band."""


def over_runs(values: "Sequence[float] | np.ndarray") -> Estimate:
    """Mean over runs, one value each, with Student's t interval; values that are NaN are left out.

    >>> over_runs([1.0, 2.0, 3.0]).value
    2.0
    """
    import numpy as np

    known = np.asarray(values, dtype=float)
    known = known[np.isfinite(known)]
    if known.size == 0:
        return UNKNOWN
    mean = float(known.mean())
    deviation = float(known.std(ddof=1)) if known.size > 1 else NAN
    half = float(half_width(np.array([deviation]), np.array([known.size]))[0])
    return Estimate(mean, mean - half, mean + half, int(known.size))


def over_parts(parts: Sequence[Part], statistic: Callable[[Sequence[Part]], float], count: int | None = None) -> Estimate:
    """A statistic of all parts together, with a percentile interval from parts drawn with replacement.

    parts      runs or markets: what is independent of each other
    statistic  of a list of parts; a draw for which it is NaN is left out
    count      what to say that it rests on; None: the number of parts
    """
    import numpy as np

    if not parts:
        return UNKNOWN
    size = len(parts)
    value = statistic(parts)
    generator = np.random.default_rng([SEED, size])
    drawn = [statistic([parts[i] for i in generator.integers(0, size, size)]) for _ in range(RESAMPLES if size > 1 else 0)]
    known = [one for one in drawn if not np.isnan(one)]
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(known, [tail, 1 - tail], method="inverted_cdf") if known else (NAN, NAN)
    return Estimate(float(value), float(low), float(high), size if count is None else count)


def correlation(x: "np.ndarray", y: "np.ndarray", ranks: bool = False) -> float:
    """Pearson's correlation (Spearman's with `ranks`); NaN where one side does not vary."""
    import numpy as np
    from scipy import stats

    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    if x.size < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return NAN
    found = stats.spearmanr(x, y) if ranks else stats.pearsonr(x, y)
    return float(found.statistic)
