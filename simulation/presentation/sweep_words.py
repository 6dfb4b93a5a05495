"""What a sweep found by its first measure after the last horizon, for terminal and page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulation.presentation.findings import listed
from simulation.presentation.wording import Unit, unit_of, worded
from simulation.studies.map.winners import TOO_CLOSE, winners

if TYPE_CHECKING:
    import pandas as pd

    from simulation.studies.sweep.study import SweepResult


@dataclass(frozen=True)
class SweepFound:
    """Means by point and world, and who wins in each point.

    called    what is measured, as a phrase
    headline  a sentence
    """

    means: "pd.DataFrame"
    winner: "pd.Series"
    unit: Unit
    called: str
    headline: str


def sweep_found(result: "SweepResult") -> SweepFound:
    """The finding of a sweep."""
    import pandas as pd

    plan = result.plan
    measure, horizon = plan.measures[0], plan.horizons[-1]
    done = result.outcomes[(result.outcomes["measure"] == measure) & (result.outcomes["horizon"] == horizon)]
    wide = done.pivot(index=["point", "replication"], columns="world", values="value")
    numbers = [result.points["point"].tolist(), range(plan.replications)]
    every = pd.MultiIndex.from_product(numbers, names=["point", "replication"])
    wide = wide.reindex(every, columns=list(plan.worlds))
    means = wide.groupby("point", sort=False).mean()
    values = wide.to_numpy(float).reshape(len(result.points), plan.replications, len(plan.worlds))
    unit = unit_of(measure, plan.base.market.currency)
    called = f"{measure.replace('_', ' ')} of {plan.base.focal.name} over {horizon} months, mean of {plan.replications} runs"
    if len(plan.worlds) > 1:
        winner = winners(values, plan.worlds, measure)["winner"]
        return SweepFound(means, winner, unit, called, _who_wins(winner))
    winner = means.iloc[:, 0].map(lambda _: "")
    low, high = (worded(float(edge), unit) for edge in (means.iloc[:, 0].min(), means.iloc[:, 0].max()))
    name = measure.replace("_", " ").capitalize()
    return SweepFound(means, winner, unit, called, f"{name} runs from {low} to {high} over {len(means):,} points.")


def _who_wins(winner: "pd.Series") -> str:
    counts = winner[winner != TOO_CLOSE].value_counts()
    total = len(winner)
    close = int((winner == TOO_CLOSE).sum())
    if counts.empty:
        return f"Nobody wins clearly in any of {total:,} points."
    parts = [f"{name} in {count:,}" for name, count in counts.items()]
    end = f"; {close:,} are too close to call" if close else ""
    return f"Of {total:,} points, clearly ahead are {listed(parts)}{end}."
