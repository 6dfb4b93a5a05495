"""What whoever relies on a result should know first: too few runs, too short a time, values beyond the evidence."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulation.measures.strategies import LEVEL, WHOLE
from simulation.scenario.catalogue import Parameter, parameters
from simulation.studies.comparisons.comparison import NEVER, VERDICT
from simulation.studies.comparisons.precision import smallest_detectable

if TYPE_CHECKING:
    import pandas as pd

    from simulation.scenario import Scenario
    from simulation.studies.comparisons.verdict import Verdict

FEW_RUNS = 10
"""Runs below which no interval is to be trusted."""

HOPELESS = 10_000
"""Runs beyond which it is not worth saying how many would settle a difference."""


@dataclass(frozen=True)
class Undecided:
    """A pair that is too close to call.

    runs_needed  runs that would probably settle it, were the difference as estimated; None where it is too
                 small, or a single run tells nothing
    """

    left: str
    right: str
    runs_needed: int | None


@dataclass(frozen=True)
class Outside:
    """A parameter of the scenario beyond the range in which the catalogue holds it likely."""

    key: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class GuardRails:
    """What limits the claims of one scenario's result.

    runs           paired runs behind the verdict
    undecided      pairs of the verdict that are too close to call
    months         horizon
    not_paid_back  whether the focal firm's plan has not paid back against the reference by the horizon's end
    catching_up    whether it is behind at the end but gained in the last year
    beyond         whether the interval of the payback month reaches beyond the horizon
    compared       differences over the whole horizon that comparison.csv holds for this scenario
    by_luck        of these, how many would look clear by luck alone
    outside        parameters beyond their likely ranges
    failed         runs that failed
    detectable     smallest difference in discounted profit, in currency, that so many paired runs are likely to find, see
                   `precision.smallest_detectable`, and the number of these runs; None where it is not known
    """

    runs: int
    undecided: tuple[Undecided, ...]
    months: int
    not_paid_back: bool
    catching_up: bool
    beyond: bool
    compared: int
    by_luck: int
    outside: tuple[Outside, ...]
    failed: int
    detectable: tuple[float, int] | None = None

    @property
    def few(self) -> bool:
        """Whether there are too few runs for any claim."""
        return self.runs < FEW_RUNS


def guard_rails(
    scenario: "Scenario",
    verdict: "Verdict",
    comparison: "pd.DataFrame",
    months: "pd.DataFrame | None",
    own: str,
    reference: str | None,
    failed: int,
) -> GuardRails:
    """What to know before relying on a result.

    comparison  rows of comparison.csv
    months      of `horizons.by_month` against `reference`; None where there is nothing to compare
    failed      runs of the scenario that failed
    """
    rows = comparison[(comparison["scenario"] == scenario.name) & (comparison["period"] == WHOLE)]
    rows = rows[rows["kind"] == verdict.kind]
    compared = int(rows["p_value"].notna().sum())
    behind, catching_up = _end(months, own)
    beyond = False
    if reference is not None:
        pair = rows[(rows["measure"] == VERDICT) & (rows["left"] == own) & (rows["right"] == reference)]
        if len(pair) and str(pair["payback"].iloc[0]) != NEVER and pair["replications"].iloc[0] > 1:
            beyond = math.isnan(float(pair["payback_high"].iloc[0]))
    return GuardRails(
        runs=max((pair.replications for pair in verdict.pairs), default=0),
        undecided=tuple(_undecided(verdict)),
        months=scenario.run.months,
        not_paid_back=behind,
        catching_up=catching_up,
        beyond=beyond,
        compared=compared,
        by_luck=round(compared * (1 - LEVEL)),
        outside=tuple(outside_likely(scenario)),
        failed=failed,
        detectable=smallest_detectable(verdict),
    )


def _undecided(verdict: "Verdict") -> Iterator[Undecided]:
    """The pairs too close to call, with the runs that would settle them: intervals shrink with their root."""
    for pair in verdict.pairs:
        if pair.ahead is not None or pair.estimate is None:
            continue
        needed = None
        if pair.low is not None and pair.high is not None and pair.estimate != 0.0:
            times = ((pair.high - pair.low) / 2 / abs(pair.estimate)) ** 2
            runs = math.ceil(pair.replications * max(times, 1.0)) + 1
            needed = runs if runs <= HOPELESS else None
        yield Undecided(pair.left, pair.right, needed)


def _end(months: "pd.DataFrame | None", own: str) -> tuple[bool, bool]:
    """Whether a strategy is behind in the last month, and whether it then gained over its last year."""
    if months is None:
        return False, False
    mean = months[months["strategy"] == own].sort_values("month")["estimate"].to_numpy(float)
    if not len(mean) or not mean[-1] < 0.0:
        return False, False
    return True, len(mean) > 12 and bool(mean[-1] > mean[-13])


def outside_likely(scenario: "Scenario", catalogue: Sequence[Parameter] | None = None) -> Iterator[Outside]:
    """The values of a scenario beyond the ranges that the catalogue holds likely.

    catalogue  None: all parameters
    """
    for parameter in parameters() if catalogue is None else catalogue:
        if parameter.likely is None:
            continue
        low, high = parameter.likely
        for key, value in values_of(scenario, parameter.key):
            if isinstance(value, (int, float)) and not low <= value <= high:
                yield Outside(key, float(value), low, high)


def values_of(section: Any, key: str, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Keys and values in a scenario of a key of the catalogue, which has [] for each entry of a list."""
    if section is None:
        return
    first, _, rest = key.partition(".")
    name = first.removesuffix("[]")
    value = getattr(section, name)
    if not rest:
        yield prefix + name, value
    elif first.endswith("[]"):
        for number, entry in enumerate(value, start=1):
            yield from values_of(entry, rest, f"{prefix}{name}.{getattr(entry, 'name', number)}.")
    else:
        yield from values_of(value, rest, f"{prefix}{name}.")
