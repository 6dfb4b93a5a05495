"""What is kept of a run: a few numbers, taken after one or several months, so that no series is held in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulation.measures.column import END, SUM, weight_in
from simulation.measures.dictionary import measure
from simulation.measures.standing_for import multiplied
from simulation.studies.runs.shared_past import simulate_here

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from simulation.scenario import Scenario
    from simulation.studies.runs.workers import Simulate


@dataclass(frozen=True)
class Measured:
    """Simulates a run and keeps only its outcomes; made so that other processes can import and call it.

    firm      whose outcomes they are
    columns   measure and horizon of each, in the order in which they are returned
    simulate  None: the project's own engines
    """

    firm: str
    columns: tuple[tuple[str, int], ...]
    simulate: "Simulate | None" = None

    def __call__(self, scenario: "Scenario", replication: int, twin: str | None = None) -> Any:
        """The outcomes of a run as a list of floats; NaN where there is nothing to measure."""
        tables = (self.simulate or simulate_here)(scenario, replication, twin=twin)
        if scenario.market.each_stands_for > 1:
            tables = multiplied(tables, scenario.market.each_stands_for)
        return outcomes(tables.series, self.firm, self.columns)


def outcomes(series: "pd.DataFrame", firm: str, columns: Sequence[tuple[str, int]]) -> list[float]:
    """Measures of one firm over months 1 to each horizon: flows summed, stocks at the end, scores averaged.

    series   rows of one run, as in series.parquet
    columns  measure and horizon
    """
    import numpy as np

    rows = series[(series["firm"] == firm) & (series["month"] >= 1)]
    names = {name for name, _ in columns}
    weights = {weight for name in names if (weight := weight_in(measure(name).over_time)) is not None}
    values = {name: rows[name].to_numpy(float) for name in sorted(names | weights) if name in rows.columns}
    months = rows["month"].to_numpy(int)
    found = []
    for name, horizon in columns:
        counted = months <= horizon
        weight = values.get(weight_in(measure(name).over_time) or "", np.ones(len(months)))
        found.append(over_months(values[name][counted], measure(name).over_time, weight[counted]))
    return found


def over_months(values: "np.ndarray", rule: str, weights: "np.ndarray") -> float:
    """One value for several months, as the dictionary of measures says.

    values   one each month; NaN where there is none
    rule     "sum", "end", "mean", or "weighted by ..."
    weights  of the months, for a weighted mean
    """
    import numpy as np

    if rule == END:
        return float(values[-1]) if len(values) else np.nan
    known = np.isfinite(values)
    if not known.any():
        return np.nan
    if rule == SUM:
        return float(values[known].sum())
    if weight_in(rule) is None:
        return float(values[known].mean())
    weighing = np.where(np.isfinite(weights), weights, 0.0)[known]
    total = weighing.sum()
    return float((values[known] * weighing).sum() / total) if total > 0 else np.nan
