"""What a map is made of: an experiment file with a grid, or a scenario, which is then varied in a standard way."""

from pathlib import Path
from typing import Any

from simulation.scenario.errors import Problem, ScenarioError
from simulation.studies.map.grid import Grid
from simulation.studies.robustness.study import CUSTOMERS_PER_FIRM
from simulation.studies.sweep.file import Said, experiment, is_experiment, load_experiment
from simulation.studies.sweep.plan import Plan

FEWEST, MOST = 2, 4
"""Dimensions of a map, the horizon among them where there are several."""

AXES: tuple[dict[str, Any], ...] = (
    {"key": "market.switching_cost", "low": 0.5, "high": 4.0, "steps": 5},
    {"key": "market.needs.drift_per_month", "low": 0.0, "high": 0.1, "steps": 5},
    {"key": "ledger.gross_margin", "values": (0.25, 0.45, 0.65)},
)
"""What is varied where no experiment file says it, beside the horizon."""


def load_map(path: str | Path, said: Said | None = None) -> Plan:
    """The plan of a map from an experiment file, or from a scenario, which is then varied as AXES says.

    raises  ScenarioError that tells all mistakes
    """
    if is_experiment(path):
        return checked_map(load_experiment(path, said))
    return checked_map(default_map(path, said or Said()))


def default_map(path: str | Path, said: Said) -> Plan:
    """The map of a scenario: switching cost x drift of needs x gross margin x horizon."""
    from simulation.scenario.loading import load_scenario

    scenario = load_scenario(path)
    months = said.months or scenario.run.months
    horizons = tuple(sorted({max(1, round(part * months)) for part in (0.2, 0.6, 1.0)}))
    return experiment(
        f"map_of_{scenario.name}",
        said,
        title=f"Who wins where: {scenario.title or scenario.name}",
        question="Where does each strategy earn most?",
        scenario=str(path),
        set={"market.customers": CUSTOMERS_PER_FIRM * len(scenario.firms)},
        horizons=horizons,
        measures=("discounted_profit",),
        parameters=list(AXES),
    )


def checked_map(plan: Plan) -> Plan:
    """The plan, where a map can be made of it. Raises ScenarioError where not."""
    problems = []
    dimensions = len(plan.axes) + (len(plan.horizons) > 1)
    if plan.rows is not None or plan.file.design.kind != "grid":
        problems.append(Problem("a map needs a grid", plan.origin, None, "design.kind", plan.file.design.kind, '"grid"'))
    elif not FEWEST <= dimensions <= MOST:
        found = f"{len(plan.axes)} parameters and {len(plan.horizons)} horizons"
        allowed = f"{FEWEST} to {MOST} dimensions, several horizons being one"
        problems.append(Problem("a map of so many dimensions cannot be drawn", plan.origin, None, "parameters", found, allowed))
    if len(plan.worlds) < 2:
        problems.append(Problem("nobody to win against", plan.origin, None, "worlds", str(len(plan.worlds)), "two or more"))
    if problems:
        raise ScenarioError(problems)
    plan.check_grid()
    return plan


def most_points(plan: Plan) -> int:
    """Points that a map simulates at most: the grid, and what is added at the border."""
    grid = Grid(plan.axes)
    coarse, whole = len(grid.coarse()), len(grid.all_nodes())
    return coarse + (min(whole - coarse, plan.file.map.most_added) if plan.file.map.refine else 0)
