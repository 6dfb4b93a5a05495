"""The standard comparison of a scenario: whose rows stand beside each other, and what is held against what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from simulation.measures.strategies import per_strategy
from simulation.studies.runs.tasks import BASELINES, STATUS_QUO, ordered_worlds, own_world, strategies_of

if TYPE_CHECKING:
    import pandas as pd

    from simulation.scenario import Scenario


@dataclass(frozen=True)
class Standard:
    """The rows that the verdict on a scenario rests on.

    kind        "twin": the focal firm with each strategy in turn; "market": side by side in one market
    rows        columns scenario, replication, month, strategy (the world, where twins), policy_label where
                twins, then the measures: one row per replication, strategy and month
    strategies  all that have rows, in the order of the comparison: the focal firm's own first
    own         the focal firm's own plan among them
    reference   what the others are held against: the same budget on the ordinary mix where it was run; None
                with one strategy alone
    """

    kind: Literal["twin", "market"]
    rows: "pd.DataFrame"
    strategies: tuple[str, ...]
    own: str
    reference: str | None

    @property
    def rivals(self) -> tuple[str, ...]:
        """Every strategy but the focal firm's own."""
        return tuple(name for name in self.strategies if name != self.own)


def rows_of(table: "pd.DataFrame", scenario: str) -> "pd.DataFrame":
    """The rows of one scenario; the table itself, not a copy, where it has no others."""
    own = table["scenario"] == scenario
    return table if own.all() else table[own]


def standard(scenario: "Scenario", series: "pd.DataFrame", twins: "pd.DataFrame") -> Standard:
    """The standard comparison: twins where they were run, else the strategies side by side.

    series  rows of series.parquet of this scenario
    twins   rows of twins.parquet of this scenario; may be empty
    """
    focal = scenario.focal
    if len(twins) and twins["world"].nunique() > 1:
        rows = twins[twins["firm"] == focal.name]
        rows = rows.drop(columns=["strategy", "firm"]).rename(columns={"world": "strategy"})
        return _standard("twin", rows, ordered_worlds(scenario), own_world(scenario))
    file = strategies_of(scenario)
    own = str(focal.strategy)
    names = tuple(dict.fromkeys((own, *(n for n in file if n not in BASELINES), *(b for b in BASELINES if b in file))))
    return _standard("market", per_strategy(series), names, own)


def _standard(kind: Literal["twin", "market"], rows: "pd.DataFrame", order: Sequence[str], own: str) -> Standard:
    present = set(rows["strategy"].unique())
    names = tuple(name for name in order if name in present)
    others = [name for name in names if name != own]
    reference = STATUS_QUO if STATUS_QUO in others else (others[-1] if others else None)
    return Standard(kind, rows[rows["strategy"].isin(names)].reset_index(drop=True), names, own, reference)
