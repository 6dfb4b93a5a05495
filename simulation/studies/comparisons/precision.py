"""How precise a comparison is: the smallest difference that so many runs would show, and when an interval is narrow enough."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from simulation.measures.strategies import LEVEL

if TYPE_CHECKING:
    import numpy as np

    from simulation.studies.comparisons.verdict import Verdict

POWER = 0.8
"""Chance with which a difference of the smallest detectable size is found."""

FIRST = 30
"""Runs before an interval is looked at for the first time: with fewer, luck alone would often end a study too early."""

GROWTH = 1.25
"""Each look is after so many times as many runs as the one before."""

MOST = 1_000
"""Runs after which a study ends, however wide its interval is."""


def detectable(deviation: "np.ndarray", count: "np.ndarray", comparisons: int = 1) -> "np.ndarray":
    """The smallest true difference that a paired t test finds with a chance of 80 %.

    deviation    standard deviation of the paired differences (n - 1 in its denominator)
    count        pairs n
    comparisons  among which the level of 5 % is shared (Bonferroni)
    returns      in the unit of the difference; 0 where nothing varies, NaN where n < 2

    The deviation is taken as known, so that this is a property of the design: it says nothing on the difference that was
    found. Source: Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, ch. 2.
    """
    import numpy as np

    shifts = np.array([shift(int(n), comparisons) for n in np.ravel(count)]).reshape(np.shape(count))
    return np.asarray(shifts * np.asarray(deviation, float) / np.sqrt(np.maximum(count, 1)))


@cache
def shift(count: int, comparisons: int) -> float:
    """How many standard errors from 0 a true mean must be for the test to find it with a chance of POWER."""
    from scipy import optimize, stats

    if count < 2:
        return float("nan")
    freedom = count - 1
    critical = stats.t.ppf(1 - (1 - LEVEL) / 2 / comparisons, freedom)

    def lacking(shift: float) -> float:
        # the chance of an error of the third kind, clearly ahead on the wrong side, is nought at any shift looked for here
        return float(stats.nct.sf(critical, freedom, shift) - POWER)

    return float(optimize.brentq(lacking, 0.1, critical * 4 + 10))


def smallest_detectable(verdict: "Verdict") -> tuple[float, int] | None:
    """The smallest difference in discounted profit that a study as large as this one calls with a chance of 80 %.

    returns  the difference for the pair of strategies that is hardest to tell apart, all pairs allowed for, and the number of
             paired runs; None with fewer than two
    """
    known = [(pair.detectable, pair.replications) for pair in verdict.pairs if pair.detectable is not None]
    return max(known) if known else None


def looks(first: int = FIRST, most: int = MOST) -> list[int]:
    """After how many runs an interval is looked at: the same numbers whether or not a study was interrupted.

    >>> looks(30, 100)
    [30, 38, 48, 60, 75, 94, 100]
    """
    found = [min(max(2, first), most)]
    while found[-1] < most:
        found.append(min(most, int(-(-found[-1] * GROWTH // 1))))
    return found


def allowing_for_skewness(
    estimate: "np.ndarray", half: "np.ndarray", count: "np.ndarray", skewness: "np.ndarray"
) -> "tuple[np.ndarray, np.ndarray]":
    """The 95 % interval of a mean difference, moved and stretched towards the side on which differences reach far.

    estimate  mean difference
    half      half the width of Student's t interval
    count     pairs n
    skewness  of the differences
    returns   low and high; Student's t interval where the skewness is 0, NaN where n < 2

    The t statistic of skewed values is itself skewed; a monotone cubic transformation takes that away up to terms of
    the order 1/n. Source: Hall (1992), On the removal of skewness by transformation, Journal of the Royal Statistical
    Society B 54.

    >>> import numpy as np
    >>> low, high = allowing_for_skewness(*(np.array([value]) for value in (10.0, 2.0, 40, 1.5)))
    >>> print(f"{low[0]:.2f} {high[0]:.2f}")
    8.28 12.51
    """
    import numpy as np
    from scipy import stats

    runs = np.maximum(np.asarray(count, float), 2.0)
    quantile = stats.t.ppf((1 + LEVEL) / 2, runs - 1)
    bend = np.asarray(skewness, float) / np.sqrt(runs)
    straight = np.abs(bend) < 1e-6
    bend = np.where(straight, 1.0, bend)

    def back(value: "np.ndarray") -> "np.ndarray":
        return np.where(straight, value, 3.0 / bend * (np.cbrt(1.0 + bend * (value - bend / 6.0)) - 1.0))

    error = half / quantile
    return estimate - error * back(quantile), estimate - error * back(-quantile)


def narrow_enough(widths: "Sequence[float] | np.ndarray", wanted: float) -> bool:
    """Whether every interval is at most `wanted` wide; False where one is not known."""
    return bool(len(widths)) and all(one <= wanted for one in widths)
