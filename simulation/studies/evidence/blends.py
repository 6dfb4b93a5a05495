"""Isn't one enough? A good front line and organisation-wide centricity, alone and together; blends of focus and centricity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulation.scenario.policy import PURCHASES, PolicyFields
from simulation.scenario.presets import BUDGET, PRESETS
from simulation.studies.evidence.estimates import over_runs
from simulation.studies.evidence.finding import Estimate
from simulation.studies.evidence.short_runs import profits
from simulation.studies.runs.replications import Progress
from simulation.studies.runs.workers import Simulate

if TYPE_CHECKING:
    from simulation.scenario import Scenario

FRONT, CENTRIC, FOCUSED, SAVES = "service-only", "customer-centric", "customer-focused", "none"

NEITHER, FRONT_ALONE, CENTRIC_ALONE, BOTH = "neither", "front line", "centricity", "both"
CELLS = (NEITHER, FRONT_ALONE, CENTRIC_ALONE, BOTH)

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Shares of the budget that are spent as customer-centric firms do; the rest as customer-focused ones do."""

ENVIRONMENTS = {
    "ordinary market": "head_to_head",
    "static, known needs": "limits/f03_static_needs",
    "failures at the desk": "limits/f07_failures_at_the_desk",
    "trapped customers": "limits/f02_trapped_customers",
    "thin margins": "limits/f04_thin_margins",
    "home ground": "home_ground",
}


def playing(scenario: "Scenario", fields: str, weights: Mapping[str, float], budget: float) -> "Scenario":
    """The scenario with its focal firm, which it stays, following a policy put together from presets.

    fields   preset whose policy fields it has
    weights  presets and how much of the budget is spent as each does
    budget   share of revenue
    """
    spent = dict.fromkeys(PURCHASES, 0.0)
    for preset, weight in weights.items():
        levers = {name: getattr(PRESETS[preset][1], name) or 0.0 for name in PURCHASES}
        total = sum(levers.values())
        for name, value in levers.items():
            spent[name] += weight * value / total if total else 0.0
    firm = f"firms.{scenario.focal.name}"
    values: dict[str, Any] = {f"{firm}.strategy": fields}
    values |= {f"{firm}.{name}": getattr(PRESETS[fields][0], name) for name in PolicyFields.model_fields}
    values |= {f"{firm}.levers.{name}": value for name, value in spent.items()}
    return scenario.with_values({**values, f"{firm}.improvement_budget": budget, "run.twin_of": scenario.focal.name})


def cells(scenario: "Scenario") -> "dict[str, Scenario]":
    """The 2 x 2: each programme has its own budget, so that both together cost twice one."""
    return {
        NEITHER: scenario.with_twin(SAVES),
        FRONT_ALONE: scenario.with_twin(FRONT),
        CENTRIC_ALONE: scenario.with_twin(CENTRIC),
        BOTH: playing(scenario, CENTRIC, {FRONT: 1.0, CENTRIC: 1.0}, 2.0 * BUDGET),
    }


@dataclass(frozen=True)
class OneOrBoth:
    """Cumulative discounted profit against the firm that saves the budget, and what is more than the sum of its parts.

    gains        by cell, neither first (0)
    interaction  both, less front line alone, less centricity alone, plus neither: above 0 they complement each other
    """

    gains: dict[str, Estimate]
    interaction: Estimate


def one_or_both(
    scenario: "Scenario", runs: int, jobs: int = 1, progress: Progress | None = None, simulate: Simulate | None = None
) -> OneOrBoth:
    """Measures the 2 x 2 on equal luck."""
    found = profits(cells(scenario), runs, jobs, progress, simulate)
    gains = {name: over_runs(found[name] - found[NEITHER]) for name in CELLS}
    return OneOrBoth(gains, over_runs(found[BOTH] - found[FRONT_ALONE] - found[CENTRIC_ALONE] + found[NEITHER]))


@dataclass(frozen=True)
class Blend:
    """One way to spend one budget in one environment.

    share   of the budget spent as customer-centric firms do
    fields  preset whose policy fields the firm has
    gain    against the pure customer-focused firm, in cumulative discounted profit
    """

    environment: str
    share: float
    fields: str
    gain: Estimate


def best_blends(
    environments: "Mapping[str, Scenario]", runs: int, shares: Sequence[float] = SHARES, jobs: int = 1,
    progress: Progress | None = None, simulate: Simulate | None = None,
) -> list[Blend]:  # fmt: skip
    """Every blend in every environment, on equal luck within each."""
    worlds = {
        (place, share, fields): playing(scenario, fields, {FOCUSED: 1.0 - share, CENTRIC: share}, BUDGET)
        for place, scenario in environments.items() for share in shares for fields in (FOCUSED, CENTRIC)
    }  # fmt: skip
    found = profits(worlds, runs, jobs, progress, simulate)
    return [
        Blend(place, share, fields, over_runs(values - found[place, shares[0], FOCUSED]))
        for (place, share, fields), values in found.items()
    ]
