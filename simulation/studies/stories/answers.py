"""What answers a question of a story: quantities of its runs, each with its interval."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import sqrt
from typing import TYPE_CHECKING, Any

from simulation.measures.strategies import LEVEL
from simulation.studies.comparisons.paired import payback_months
from simulation.studies.evidence.cuts import SUPERIOR
from simulation.studies.evidence.estimates import over_parts, over_runs
from simulation.studies.evidence.finding import NAN, Estimate
from simulation.studies.stories.playing import Played
from simulation.studies.stories.story import Claim, Curve

if TYPE_CHECKING:
    import numpy as np

YEAR = 12
HALF = 0.5
SMOOTH = 3
"""Months over which a course is averaged before it is asked when it has passed a mark."""

Quantity = Callable[..., Estimate]


def period(course: "np.ndarray", at: str) -> "np.ndarray":
    """One value a run: of the last month, the last twelve, month 12, or all months; NaN left out.

    course  (replications, months)
    """
    import warnings

    import numpy as np

    if at == "end":
        return np.asarray(course[:, -1])
    if at == "first":
        return np.asarray(course[:, min(YEAR, course.shape[1]) - 1])
    part = course[:, -YEAR:] if at == "year" else course
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)     # a run without any value has none over the period either
        return np.asarray(np.nanmean(part, axis=1))


def difference(played: Played, claim: Claim) -> Estimate:
    """Left less right (or less nought), run by run."""
    left = period(played.course(claim.measure, claim.left), claim.at)
    right = period(played.course(claim.measure, claim.right), claim.at) if claim.right else 0.0
    return over_runs(left - right)


def _of_hundred(shares: "np.ndarray") -> Estimate:
    """Mean of shares over runs, as so many of 100; few runs that differ much give an interval beyond what a share can be."""
    found = over_runs(100.0 * shares)
    return replace(found, low=max(found.low, 0.0), high=min(found.high, 100.0))


def share_of(played: Played, side: str, part: str, whole: str) -> Estimate:
    """Of 100 of `whole` that a side counted from month 1 on, how many are `part`."""
    shares = played.course(part, side).sum(axis=1) / played.course(whole, side).sum(axis=1)
    return _of_hundred(shares)


def customers_who_agree(played: Played, side: str) -> Estimate:
    """Of 100 customers of a side in the last yearly picture, how many have a superior experience."""
    return _of_hundred(played.facts.loc[played.facts["strategy"] == side, "superior"].to_numpy(float))


def managers_who_believe(played: Played, side: str) -> Estimate:
    """Of 100 firms of a side in the last year, how many are led by managers who believe the experience to be superior."""
    believed = played.course("believed_quality", side)[:, -YEAR:]
    return _of_hundred((believed >= SUPERIOR).mean(axis=1))


def spending_of_the_best(played: Played, side: str) -> Estimate:
    """Share of spending, in %, that the fifth of the customers brings who spend most, in the last yearly picture."""
    return _of_hundred(played.facts.loc[played.facts["strategy"] == side, "best"].to_numpy(float))


def in_percent(played: Played, measure: str, left: str, right: str, at: str = "end") -> Estimate:
    """By how many % left differs from the mean of right."""
    one, other = (period(played.course(measure, label), at) for label in (left, right))
    return over_runs(100.0 * (one - other) / abs(other.mean()))


def level(played: Played, measure: str, side: str, at: str = "year", times: float = 1.0) -> Estimate:
    """A measure of one side, times a factor."""
    return over_runs(times * period(played.course(measure, side), at))


def half_time(played: Played, measure: str, left: str, right: str, since: int) -> Estimate:
    """Months after which half of a difference of the last year has shown for good; NaN where there is no such difference.

    since  month in which the sides part
    """
    pairs = list(zip(played.course(measure, left), played.course(measure, right), strict=True))
    last = over_runs([float((one - other)[-YEAR:].mean()) for one, other in pairs])
    if not (last.low > 0 or last.high < 0):
        return Estimate(NAN, NAN, NAN, len(pairs))

    def months(parts: "Sequence[tuple[np.ndarray, np.ndarray]]") -> float:
        import numpy as np

        mean = np.mean([one - other for one, other in parts], axis=0)[since - 1 :]
        smooth = np.convolve(mean, np.ones(SMOOTH) / SMOOTH, mode="valid")
        end = float(mean[-YEAR:].mean())
        sign = 1.0 if end > 0 else -1.0
        return float(payback_months(np.array([sign * (smooth - HALF * end)]))[0])

    return over_parts(pairs, months)


def lowest_month(played: Played, measure: str, left: str, right: str) -> Estimate:
    """Month in which the mean difference is at its lowest."""
    import numpy as np

    pairs = list(played.course(measure, left) - played.course(measure, right))
    return over_parts(pairs, lambda parts: float(np.mean(parts, axis=0).argmin()) + 1.0)


def payback(played: Played, measure: str, left: str, right: str) -> Estimate:
    """First month from which the mean difference stays at or above nought; infinity where it does not."""
    import numpy as np

    pairs = list(played.course(measure, left) - played.course(measure, right))
    return over_parts(pairs, lambda parts: float(payback_months(np.mean(parts, axis=0)[None, :])[0]))


def ahead(played: Played, measure: str, left: str, right: str) -> Estimate:
    """In how many of 100 runs left ends above right, ties counted half; Wilson's interval."""
    from scipy import stats

    gain = played.course(measure, left)[:, -1] - played.course(measure, right)[:, -1]
    runs = len(gain)
    share = float((gain > 0).mean() + 0.5 * (gain == 0).mean())
    z = float(stats.norm.ppf((1 + LEVEL) / 2))
    middle = (share + z * z / (2 * runs)) / (1 + z * z / runs)
    half = z * sqrt(share * (1 - share) / runs + z * z / (4 * runs * runs)) / (1 + z * z / runs)
    return Estimate(100.0 * share, 100.0 * (middle - half), 100.0 * (middle + half), runs)


QUANTITIES: Mapping[str, Quantity] = {
    quantity.__name__: quantity
    for quantity in (
        share_of, customers_who_agree, managers_who_believe, spending_of_the_best, in_percent, level, half_time, lowest_month,
        payback, ahead,
    )
}  # fmt: skip


def measured(played: Played, quantity: str, arguments: Mapping[str, Any]) -> Estimate:
    """A quantity by its name."""
    return QUANTITIES[quantity](played, **arguments)


def drawn_course(played: Played, curve: Curve) -> "np.ndarray":
    """The course that a class was asked to draw, from month 1 on, in the unit of its paper: (replications, months)."""
    left = played.course(curve.measure, curve.left)
    course = left if curve.right is None else left - played.course(curve.measure, curve.right)
    return course * curve.scale
