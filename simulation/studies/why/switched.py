"""Why, by switching: which part of a programme, or which mechanism of the model, brings a gap about.

The gap in discounted profit between the focal firm's own plan and another strategy is simulated again with parts
switched, in every combination, on the same luck. What a part adds is the mean over all orders in which the parts can
be switched on (Shapley value), so that interactions are shared alike and no order is preferred.

- by programme: a firm that plays the other strategy takes over parts of the own plan. With none it is the other, with
  all the own: the parts sum to the gap.
- by mechanism: groups of the model's mechanisms are taken out of the world in which both strategies are compared. What
  the gap is with all of them out is a part of its own ("without any"): with it the parts sum to the gap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from simulation.scenario.errors import Problem, ScenarioError, shown
from simulation.scenario.policy import PURCHASES
from simulation.scenario.presets import PRESETS
from simulation.studies.comparisons.paired import paired
from simulation.studies.robustness.study import CUSTOMERS_PER_FIRM, contenders
from simulation.studies.runs.tasks import AS_IN_FILE
from simulation.studies.sweep.file import Said, experiment
from simulation.studies.sweep.plan import Plan
from simulation.studies.sweep.store import RUNS
from simulation.studies.sweep.study import How, finish, opened, read_csv
from simulation.studies.why.parts import GAP
from simulation.studies.why.shapley import coalitions, shapley

if TYPE_CHECKING:
    import pandas as pd

    from simulation.scenario import Scenario

By = Literal["programme", "mechanisms"]
WHY = "why"
WITHOUT_ANY = "without any"
WHY_FILE = "why.csv"
REPLICATIONS = 8
MEASURE = "discounted_profit"

PROGRAMME: dict[str, tuple[str, ...]] = {
    "where the budget goes": ("improvement_budget", *(f"levers.{name}" for name in PURCHASES)),
    "how far it reaches": ("scope",),
    "finding failures first": ("approach",),
    "what products follow": ("listens_to", "co_creation"),
    "relationships and value": ("focus", "value_focus"),
    "what is measured and rewarded": ("measures", "alignment"),
}
"""The parts of a policy, each with its fields."""

MECHANISMS: dict[str, tuple[str, ...]] = {
    "failures and their repair": (
        *("stage_awareness", "stage_purchase", "stage_onboarding", "stage_use", "stage_billing", "stage_contact"),
        *("proactive", "complaints", "recovery", "failure_memory", "work_pressure", "eroding_standard"),
    ),
    "needs and products": ("needs_drift", "listening", "knowledge"),
    "people and culture": ("culture", "fatigue", "quitting", "management"),
    "bonds and talk": ("bond", "word_of_mouth", "contagion"),
    "spending follows satisfaction": ("spending_response",),
    "costs of change": ("coordination_cost", "disruption"),
}
"""Groups of mechanisms; acquisition, loss aversion and value focus stay in."""


@dataclass(frozen=True)
class Switching:
    """What is switched between what: the own plan of the focal firm (left) and another strategy (right)."""

    plan: Plan
    by: By
    left: str
    right: str


@dataclass(frozen=True)
class SwitchedResult:
    """What was found by switching.

    parts   columns part, estimate, low, high (95 %, paired over runs), replications: each part, then GAP
    runs    every run: point, replication, world, seed, status, seconds, error
    folder  where it is stored; None: nowhere
    """

    switching: Switching
    parts: "pd.DataFrame"
    runs: "pd.DataFrame"
    folder: Path | None


def load_why(path: str | Path, by: By = "programme", against: str | None = None, said: Said | None = None) -> Switching:
    """What is switched in a scenario, in a small market unless it is said otherwise.

    against  a strategy; None: the first other one of the scenario's firms
    raises   ScenarioError that tells all mistakes
    """
    from simulation.scenario.loading import load_scenario

    scenario = load_scenario(path)
    own, *others = contenders(scenario)
    right = against or others[0]
    if right not in PRESETS or right == own:
        allowed = ", ".join(name for name in PRESETS if name != own)
        message = "is no strategy that the own plan can be held against"
        raise ScenarioError([Problem(message, key="--against", found=shown(right), allowed=allowed)])
    points = _by_programme(scenario, right) if by == "programme" else _by_mechanism()
    what = "part of the programme" if by == "programme" else "mechanism"
    plan = experiment(
        f"why_{scenario.name}_by_{by}",
        said or Said(),
        title=f"Why: {scenario.title or scenario.name}",
        question=f"What does {own} earn more or less than {right}, and through which {what}?",
        scenario=str(path),
        set={"market.customers": CUSTOMERS_PER_FIRM * len(scenario.firms)},
        replications=REPLICATIONS,
        worlds=(AS_IN_FILE,) if by == "programme" else (own, right),
        measures=(MEASURE,),
        design={"kind": "list"},
        points=tuple(points),
    )
    return Switching(plan, by, own, right)


def _by_programme(scenario: "Scenario", right: str) -> list[dict[str, Any]]:
    """Values of every combination: those parts of the own plan, the rest of the other strategy."""
    focal = scenario.focal
    fields, levers = PRESETS[str(focal.strategy)]
    own = _values(fields.model_copy(update=focal.overrides().model_dump(exclude_none=True)),
                  levers.model_copy(update=focal.levers.model_dump(exclude_none=True)))  # fmt: skip
    other = _values(*PRESETS[right])
    if focal.improvement_budget is not None and right != "none":
        other["improvement_budget"] = focal.improvement_budget
    prefix = f'firms."{focal.name}"' if "." in focal.name else f"firms.{focal.name}"
    found = []
    for taken in coalitions(tuple(PROGRAMME)):
        row = {f"{prefix}.{key}": (own if part in taken else other)[key] for part, keys in PROGRAMME.items() for key in keys}
        found.append(row)
    return found


def _values(fields: Any, levers: Any) -> dict[str, Any]:
    """A policy as values by the keys of PROGRAMME."""
    weights = {f"levers.{name}": float(getattr(levers, name) or 0.0) for name in PURCHASES}
    return {name: getattr(fields, name) for keys in PROGRAMME.values() for name in keys if "." not in name} | weights


def _by_mechanism() -> list[dict[str, Any]]:
    """Values of every combination: those groups of mechanisms on, the others off."""
    return [
        {f"mechanisms.{key}": group in on for group, keys in MECHANISMS.items() for key in keys}
        for on in coalitions(tuple(MECHANISMS))
    ]


def run_why(switching: Switching, how: How | None = None) -> SwitchedResult:
    """Simulates every combination and splits the gap; every run is stored at once. Raises as `run_sweep`."""
    how = how or How()
    plan, by = switching.plan, switching.by
    players = tuple(PROGRAMME if by == "programme" else MECHANISMS)
    points = plan.points(plan.design(), by)
    with opened(plan, WHY, points, how) as runs:
        runs.carry_out(points)
        finish(runs, points)
        values = runs.values(points)[..., plan.columns.index((MEASURE, plan.horizons[-1]))]
        worth = values[..., 0] - values[..., 1] if by == "mechanisms" else values[..., 0]
        parts = split(dict(zip(coalitions(players), worth, strict=True)), players, with_rest=by == "mechanisms")
        runs.store.replace(WHY_FILE, lambda path: parts.to_csv(path, index=False, lineterminator="\n"))
        entries = read_csv(runs.store.folder / RUNS, ("error",))
        return SwitchedResult(switching, parts, entries, runs.store.folder if how.folder is not None else None)


def split(worth: "Mapping[frozenset[str], Any]", players: Sequence[str], with_rest: bool) -> "pd.DataFrame":
    """The parts of the worth of all players, with paired intervals over the runs that all combinations have.

    worth      an array of runs for every set of players; NaN where a run failed
    with_rest  whether the worth without any player is a part too, else it is taken off
    returns    columns part, estimate, low, high, replications, GAP last
    """
    import numpy as np
    import pandas as pd

    known = np.isfinite(np.stack(list(worth.values()))).all(axis=0)
    kept = {names: np.asarray(values)[known] for names, values in worth.items()}
    parts = shapley(kept, players)
    if with_rest:
        parts[WITHOUT_ANY] = kept[frozenset()]
    values = np.column_stack([*parts.values(), np.sum(list(parts.values()), axis=0)])
    found = paired(values, np.zeros_like(values), np.zeros(values.shape[1], dtype=bool))
    columns = {name: getattr(found, name) for name in ("estimate", "low", "high", "replications")}
    return pd.DataFrame({"part": [*parts, GAP], **columns})
