"""A story's runs: the focal firm lives every side on the same luck."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulation.studies.evidence.cuts import SUPERIOR
from simulation.studies.runs.replications import Progress, run_tasks
from simulation.studies.runs.tasks import Task
from simulation.studies.runs.workers import RunResult, Simulate
from simulation.studies.stories.story import Side, Story

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from simulation.scenario import Scenario

BEST = 0.2
"""Share of the customers who count as the most valuable."""


@dataclass(frozen=True)
class Played:
    """A story's runs.

    story     what was played
    scenario  as it was played
    rows      a row per replication, side and month of the focal firm: replication, strategy (the side's label), month,
              then the measures of series
    facts     a row per replication and side of what only the last yearly picture of the customers shows: superior (share
              of the firm's customers with an experience of `SUPERIOR` points or more), best (share of spending that the
              `BEST` who spend most bring)
    """

    story: Story
    scenario: "Scenario"
    rows: "pd.DataFrame"
    facts: "pd.DataFrame"

    @property
    def months(self) -> int:
        """Months from 1 on."""
        return self.scenario.run.months

    @property
    def replications(self) -> int:
        """Runs of each side."""
        return int(self.rows["replication"].nunique())

    def course(self, measure: str, label: str) -> "np.ndarray":
        """A measure of one side from month 1 on, (replications, months)."""
        import numpy as np

        mine = (self.rows["strategy"] == label) & (self.rows["month"] >= 1)
        return np.asarray(self.rows[mine].pivot(index="replication", columns="month", values=measure).to_numpy(float))


def play(
    story: Story,
    *,
    values: Mapping[str, Any] | None = None,
    replications: int | None = None,
    jobs: int = 1,
    simulate: Simulate | None = None,
    progress: Progress | None = None,
) -> Played:
    """Runs every side of a story on the same luck.

    values        of the scenario, set otherwise, by dotted key
    replications  None: as many as the scenario says
    jobs          processes, at least 1
    progress      told after every run
    raises        ScenarioError for values that the scenario refuses, KeyboardInterrupt after Ctrl-C, RuntimeError where a
                  run fails
    """
    import pandas as pd

    world = story_scenario(story, values)
    count = replications or world.run.replications
    lives = {side.label: _named(side_scenario(world, side), side.label) for side in story.sides}
    focal = world.focal.name
    found: list[tuple[int, int, pd.DataFrame, dict[str, float]]] = []
    order = list(lives)

    def receive(result: RunResult) -> None:
        if result.tables is None:
            raise RuntimeError(result.error)
        label, replication = result.task.scenario.name, result.task.replication
        series = result.tables.series[result.tables.series["firm"] == focal].drop(columns=["scenario", "firm", "policy_label"])
        panel = result.tables.panel
        last = panel[(panel["firm"] == focal) & (panel["year"] == panel["year"].max())]
        found.append((replication, order.index(label), series.assign(strategy=label), _facts(last)))

    tasks = [Task(life, replication) for replication in range(count) for life in lives.values()]
    outcome = run_tasks(tasks, jobs=jobs, simulate=simulate, receive=receive, progress=progress)
    if outcome.interrupted:
        raise KeyboardInterrupt
    found.sort(key=lambda one: one[:2])
    rows = pd.concat([series for _, _, series, _ in found], ignore_index=True)
    facts = pd.DataFrame([{"replication": r, "strategy": order[place], **facts} for r, place, _, facts in found])
    return Played(story, world, rows, facts)


def story_scenario(story: Story, values: Mapping[str, Any] | None = None) -> "Scenario":
    """The world of a story. Raises ScenarioError for values that it refuses."""
    from simulation.scenario import load_scenario

    scenario = load_scenario(story.scenario)
    return scenario.with_values(values) if values else scenario


def side_scenario(world: "Scenario", side: Side) -> "Scenario":
    """The world in which the focal firm lives a side; rivals and luck stay."""
    focal = world.focal.name
    lived = world if side.preset is None else world.with_twin(side.preset)
    if not side.changes:
        return lived
    return lived.with_values({f"firms.{focal}.{name}": value for name, value in side.changes.items()})


def _named(scenario: "Scenario", name: str) -> "Scenario":
    return scenario.model_copy(update={"name": name})


def _facts(customers: "pd.DataFrame") -> dict[str, float]:
    """What the last yearly picture shows of the focal firm's customers; NaN where it has none."""
    if customers.empty:
        return {"superior": float("nan"), "best": float("nan")}
    spent = customers["spend_per_month"].sort_values(ascending=False)
    first = max(1, round(BEST * len(spent)))
    return {
        "superior": float((customers["satisfaction"] >= SUPERIOR).mean()),
        "best": float(spent.iloc[:first].sum() / spent.sum()),
    }
