"""The band of other luck: the same worlds and decisions on many lucks, and how far their courses spread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulation.scenario import Scenario
from simulation.studies.live.course import compiled

if TYPE_CHECKING:
    import pandas as pd

LOW, HIGH = 0.1, 0.9
"""Shares of the runs below the band's edges: the middle 80 % of them lie within."""


@dataclass(frozen=True)
class Band:
    """How far a world's course spreads over lucks.

    runs   number of runs
    low    a row per month from 0, a column per measure: below which a tenth of the runs lies
    high   the same, above which a tenth lies
    """

    runs: int
    low: "pd.DataFrame"
    high: "pd.DataFrame"

    def edges(self, measure: str) -> tuple[list[float], list[float]]:
        """Low and high of a measure by month from 0. Raises KeyError for an unknown measure."""
        return self.low[measure].tolist(), self.high[measure].tolist()


def band(
    scenario: Scenario,
    firm: str,
    runs: int,
    measures: Sequence[str],
    done: Callable[[int], None] | None = None,
    wanted: Callable[[], bool] | None = None,
) -> Band | None:
    """Simulates a world on the lucks 0, 1, ... and measures the spread of one firm's course. Safe in a thread.

    scenario  the world with everything decided in it
    runs      at least 2
    done      told after every run how many are finished
    wanted    asked before every run whether to go on
    returns   None where it was not wanted any more
    raises    ValueError for fewer than two runs
    """
    import pandas as pd

    from simulation.engines.simulation_run import simulate

    if runs < 2:
        raise ValueError(f"a band needs 2 runs or more, not {runs}")
    scenario, found = compiled(scenario), []
    for replication in range(runs):
        if wanted is not None and not wanted():
            return None
        series = simulate(scenario, replication).series
        rows = series[(series["firm"] == firm) & (series["month"] >= 0)]
        found.append(rows.set_index("month")[list(measures)])
        if done is not None:
            done(replication + 1)
    together = pd.concat(found).groupby(level="month")
    return Band(runs, together.quantile(LOW), together.quantile(HIGH))
