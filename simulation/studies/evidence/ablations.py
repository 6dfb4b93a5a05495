"""What becomes of the verdict where one part of the model is taken out: mechanisms, levers, the effect of orientation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulation.scenario.policy import PURCHASES, Mechanisms
from simulation.studies.evidence.estimates import over_runs
from simulation.studies.evidence.finding import Estimate
from simulation.studies.evidence.short_runs import profits, winner
from simulation.studies.runs.replications import Progress
from simulation.studies.runs.workers import Simulate

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from simulation.scenario import Scenario

STRATEGIES = ("customer-centric", "customer-focused", "service-only")
WHOLE = "the whole model"
CLOSE = "too close to call"

Values = Mapping[str, Any]


def parts() -> dict[str, tuple[str, Values]]:
    """Everything that is taken out in turn: by name, its kind and the values that take it out."""
    found: dict[str, tuple[str, Values]] = {WHOLE: ("", {})}
    for name in Mechanisms.model_fields:
        found[name.replace("_", " ")] = ("mechanism", {f"mechanisms.{name}": False})
    for name in PURCHASES:
        found[f"{name.replace('_', ' ')} (effect)"] = ("purchase", {f"lever_effects.{name}": 0.0})
    found["orientation on failures"] = ("effect", {"journey.orientation_effect": 0.0})
    found["skill on failures"] = ("effect", {"journey.skill_effect": 0.0})
    found["prevention on failures"] = ("effect", {"journey.prevention_effect": 0.0})
    return found


@dataclass(frozen=True)
class Ablation:
    """What is left of the verdict without one part.

    lead    of customer-centric over service-only, in cumulative discounted profit
    change  of that lead by taking the part out; 0 for the whole model
    wins    who earns most, or `CLOSE`
    """

    name: str
    kind: str
    lead: Estimate
    change: Estimate
    wins: str


def ablations(
    scenario: "Scenario", runs: int, jobs: int = 1, progress: Progress | None = None, simulate: Simulate | None = None
) -> list[Ablation]:
    """Takes each part out of a scenario; the focal firm plays every strategy on the same luck.

    returns  the whole model first, then the parts by how much the lead changes
    """
    taken = parts()
    worlds = {
        (name, strategy): scenario.with_values(dict(values)).with_twin(strategy)
        for name, (_, values) in taken.items() for strategy in STRATEGIES
    }  # fmt: skip
    found = profits(worlds, runs, jobs, progress, simulate)

    def lead_without(name: str) -> "np.ndarray":
        lead: np.ndarray = found[name, "customer-centric"] - found[name, "service-only"]
        return lead

    whole = lead_without(WHOLE)
    rows = []
    for name, (kind, _) in taken.items():
        best, surely = winner({strategy: found[name, strategy] for strategy in STRATEGIES})
        change = over_runs(lead_without(name) - whole)
        rows.append(Ablation(name, kind, over_runs(lead_without(name)), change, best if surely else CLOSE))
    return [rows[0], *sorted(rows[1:], key=lambda row: row.change.value)]


def table_of(rows: list[Ablation]) -> "pd.DataFrame":
    """A row for each part: lead and its change with their intervals, and who wins."""
    import pandas as pd

    return pd.DataFrame(
        {
            "without": row.name, "kind": row.kind, "lead": row.lead.value, "lead_low": row.lead.low, "lead_high": row.lead.high,
            "change": row.change.value, "change_low": row.change.low, "change_high": row.change.high, "wins": row.wins,
        }
        for row in rows
    )  # fmt: skip
