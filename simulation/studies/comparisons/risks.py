"""What could go wrong: in how many runs a strategy does worse than another, and how bad the worst of them are."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulation.studies.comparisons.comparison import VERDICT

if TYPE_CHECKING:
    import pandas as pd

TENTH = 0.1


@dataclass(frozen=True)
class Risk:
    """A strategy against another over the paired runs, cumulative discounted profit at the horizon's end.

    runs         paired runs
    lost         of these, in which `left` earns less than `right` (ties count half)
    worst        difference in the worst run, currency
    worst_tenth  mean difference in the worst tenth of the runs, rounded up to whole runs
    tenth        how many runs that are
    differences  of every run, in the order of the replications
    """

    left: str
    right: str
    runs: int
    lost: float
    worst: float
    worst_tenth: float
    tenth: int
    differences: tuple[float, ...]

    @property
    def share_lost(self) -> float:
        """Share of the paired runs that are lost."""
        return self.lost / self.runs


def risk(rows: "pd.DataFrame", left: str, right: str) -> Risk | None:
    """The risk of one strategy against another; None where no run has both.

    rows  a row per replication, strategy and month
    """
    final = rows[rows["month"] == rows["month"].max()].pivot(index="replication", columns="strategy", values=VERDICT)
    found = (final[left] - final[right]).dropna().sort_index()
    if found.empty:
        return None
    tenth = math.ceil(TENTH * len(found))
    ascending = sorted(float(value) for value in found)
    lost = sum(value < 0.0 for value in ascending) + 0.5 * sum(value == 0.0 for value in ascending)
    return Risk(
        left=left,
        right=right,
        runs=len(ascending),
        lost=float(lost),
        worst=ascending[0],
        worst_tenth=math.fsum(ascending[:tenth]) / tenth,
        tenth=tenth,
        differences=tuple(float(value) for value in found),
    )


def runs_with_losses(rows: "pd.DataFrame", strategies: Sequence[str]) -> dict[str, tuple[int, int]]:
    """For each strategy in how many of its runs the firm has lost money by the horizon's end, and of how many.

    rows  a row per replication, strategy and month
    """
    final = rows[rows["month"] == rows["month"].max()]
    own = {name: final.loc[final["strategy"] == name, VERDICT] for name in strategies}
    return {name: (int((values < 0.0).sum()), len(values)) for name, values in own.items()}
