"""What a picture shows, said in a sentence: the titles of figures, computed from the data.

A difference is called one only where the 95 % interval of the paired differences over the runs leaves out
nought; otherwise the sentence says that it is too close to call.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulation.measures.strategies import half_width
from simulation.presentation.wording import Unit, worded

if TYPE_CHECKING:
    import pandas as pd

LAST_MONTHS = 12
"""Titles compare the mean of the last year, so that a single month decides nothing."""


@dataclass(frozen=True)
class Gap:
    """A paired difference: mean, ends of its 95 % interval (NaN with fewer than two runs)."""

    mean: float
    low: float
    high: float

    @property
    def half(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out nought."""
        return self.low > 0 or self.high < 0


def endings(runs: "pd.DataFrame", measure: str, months: int = LAST_MONTHS) -> "pd.DataFrame":
    """Mean of the last `months` months: a row per replication, a column per strategy, best strategy first."""
    known = runs.dropna(subset=[measure])
    late = known[known["month"] > known["month"].max() - months]
    table = late.pivot_table(index="replication", columns="strategy", values=measure, aggfunc="mean", observed=True)
    order = table.mean().sort_values(ascending=False, kind="stable").index
    return table[order]


def gap(differences: "pd.Series") -> Gap:
    """Mean and 95 % interval (Student's t) of paired differences."""
    import numpy as np

    values = differences.dropna()
    mean = float(values.mean())
    half = float(half_width(np.asarray(values.std(ddof=1)), np.asarray(len(values))))
    return Gap(mean, mean - half, mean + half)


def capital(text: str) -> str:
    """The text with its first letter a capital."""
    return text[:1].upper() + text[1:]


def spoken(name: str) -> str:
    """A strategy's or world's name as the subject of a sentence."""
    return {"none": "saving the budget", "as in the file": "the plan in the file"}.get(name, name)


def listed(names: list[str]) -> str:
    """Names joined as in a sentence: "a", "a and b", "a, b and c"."""
    names = [spoken(name) for name in names]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def leader(runs: "pd.DataFrame", measure: str, noun: str, unit: Unit, relative: bool = False) -> str:
    """Who ends highest in a measure, by how much over the second, and whether that is more than luck.

    runs      one row per replication, strategy and month
    noun      the measure in a sentence: "revenue per firm"
    relative  the lead in per cent of the second instead of in the measure's unit
    """
    ends = endings(runs, measure)
    names = [str(name) for name in ends.columns]
    if len(names) == 1:
        return f"{capital(names[0])} ends at {worded(float(ends.iloc[:, 0].mean()), unit)} {noun}"
    first, second, last = ends.iloc[:, 0], ends.iloc[:, 1], ends.iloc[:, -1]
    top = gap(first - second)
    bottom = gap(first - last)
    if len(ends) < 2:
        lead = _difference(top, float(second.mean()), unit, relative)
        return f"{capital(names[0])} ends {lead} above {names[1]} in {noun} (a single run: luck is not known)"
    if top.clear:
        half = max(top.half, bottom.half)
        lead = _difference(top, float(second.mean()), unit, relative, half)
        text = f"{capital(names[0])} ends ahead in {noun}: {lead} above {names[1]}"
        if len(names) > 2:
            text += f", {_difference(bottom, float(last.mean()), unit, relative, half)} above {names[-1]}"
        return text
    level = list(level_at_the_top(runs, measure))
    if len(level) == len(names):
        return f"{capital(noun)}: {listed(names)} end too close to call"
    behind = next(name for name in reversed(names) if name not in level)
    amount = _difference(gap(first - ends[behind]), float(ends[behind].mean()), unit, relative)
    return f"{capital(listed(level))} end level in {noun}; {behind} ends {amount} behind"


def level_at_the_top(runs: "pd.DataFrame", measure: str) -> tuple[str, ...]:
    """The strategy that ends highest and those of which it is not clearly ahead, best first."""
    ends = endings(runs, measure)
    first = ends.iloc[:, 0]
    return tuple(str(n) for place, n in enumerate(ends.columns) if place == 0 or not gap(first - ends[n]).clear)


def _difference(difference: Gap, base: float, unit: Unit, relative: bool, half_width: float | None = None) -> str:
    """A lead in words: "12 %" of the base, or in the unit, with shares in points.

    half_width  what the rounding goes by; None: the difference's own interval
    """
    half = difference.half if half_width is None else half_width
    if relative and base > 0:
        return worded(difference.mean / base, Unit("share"), half / base)
    text = worded(abs(difference.mean), unit, half)
    return text.replace(" %", " points") if unit.kind == "share" else text
