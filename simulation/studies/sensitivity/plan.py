"""What a sensitivity analysis is made of: an experiment file, or a scenario whose deciding values are then varied."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.measures.dictionary import measure as described
from simulation.scenario.errors import Problem, ScenarioError
from simulation.studies.robustness.study import CUSTOMERS_PER_FIRM
from simulation.studies.sweep.design import Row
from simulation.studies.sweep.file import Said, experiment, is_experiment, load_experiment
from simulation.studies.sweep.plan import Plan

if TYPE_CHECKING:
    from simulation.scenario import Scenario

TORNADO, SCREENING, SOBOL = "tornado", "morris", "sobol"

PARAMETERS: tuple[dict[str, Any], ...] = (
    {"key": "market.switching_cost"},
    {"key": "market.needs.drift_per_month"},
    {"key": "market.choice.fit_weight"},
    {"key": "market.choice.satisfaction_steep"},
    {"key": "market.choice.bond_weight"},
    {"key": "market.word_of_mouth.belief_step"},
    {"key": "journey.use_per_month"},
    {"key": "experience.spend_slope"},
    {"key": "experience.bond_step"},
    {"key": "employees.quit_engagement"},
    {"key": "culture.forgetting_per_month"},
    {"key": "stocks.lever_cost"},
    {"key": "stocks.prevention_gain_per_month"},
    {"key": "product.most_per_quarter"},
    {"key": "ledger.coordination"},
    {"key": "ledger.gross_margin", "low": 0.25, "high": 0.65},
)
"""What is varied where no experiment file says it: of each mechanism what most decides its strength, over its likely
range, and the margin.
"""

REPLICATIONS = 4
"""Runs of every point where no experiment file says it: two would hardly tell of luck."""


def load_sensitivity(path: str | Path, said: Said | None = None) -> Plan:
    """The plan of a sensitivity analysis from an experiment file, or from a scenario.

    raises  ScenarioError that tells all mistakes
    """
    said = said or Said()
    return checked_sensitivity(load_experiment(path, said) if is_experiment(path) else default_sensitivity(path, said))


def default_sensitivity(path: str | Path, said: Said) -> Plan:
    """The analysis of a scenario: PARAMETERS, those that it sets itself included, in a small market."""
    from simulation.scenario.loading import load_scenario

    scenario = load_scenario(path)
    return experiment(
        f"sensitivity_of_{scenario.name}",
        said,
        title=f"What drives the result: {scenario.title or scenario.name}",
        question="Which values decide by how much the one strategy earns more than the other?",
        scenario=str(path),
        replications=REPLICATIONS,
        set={"market.customers": CUSTOMERS_PER_FIRM * len(scenario.firms)},
        measures=("discounted_profit",),
        parameters=list(PARAMETERS),
    )


def checked_sensitivity(plan: Plan) -> Plan:
    """The plan with the worlds and the measure that are analysed. Raises ScenarioError where it cannot be made.

    One world: its measure is explained. Two: the difference of the first less the second, on equal luck. More, where
    the file names none: the first two.
    """
    problems = []
    if plan.rows is not None:
        found = plan.file.design.kind
        problems.append(
            Problem("an analysis makes its points itself", plan.origin, None, "design.kind", found, "[[parameters]] with ranges")
        )
    if plan.file.worlds is not None and len(plan.worlds) > 2:
        problems.append(
            Problem("a difference has two sides", plan.origin, None, "worlds", str(len(plan.worlds)), "one strategy or two")
        )
    methods, several = plan.file.sensitivity.methods, len(plan.axes)
    if SOBOL in methods and several > plan.file.sensitivity.strongest and SCREENING not in methods:
        allowed = f'"{SCREENING}" among the methods, or sensitivity.strongest = {several}'
        message = "so many parameters need a screening that chooses the strongest"
        problems.append(Problem(message, plan.origin, None, "sensitivity.methods", ", ".join(methods), allowed))
    for axis in plan.axes:
        if value_at(plan.base, axis.key) is None:
            message = "has no value of its own in the scenario, from which it could be varied"
            problems.append(Problem(message, plan.origin, None, axis.key, "", f"a value for it in [set]: {axis.key} = ..."))
    if problems:
        raise ScenarioError(problems)
    return replace(plan, worlds=plan.worlds[:2])


def base_row(plan: Plan) -> Row:
    """The scenario's own values of what is varied."""
    return tuple(value_at(plan.base, axis.key) for axis in plan.axes)


def value_at(scenario: "Scenario", key: str) -> Any:
    """What a scenario says at a dotted key; entries of lists by their name, names with dots in quotes."""
    value: Any = scenario
    for part in re.findall(r'"[^"]*"|[^.]+', key):
        name = part.strip('"')
        if isinstance(value, tuple):
            value = next(entry for entry in value if entry.name == name)
        elif isinstance(value, dict):
            value = value.get(name)
        else:
            value = getattr(value, name)
    return value


def explained(plan: Plan) -> str:
    """What is explained, in words."""
    measure = plan.file.sensitivity.measure.replace("_", " ")
    over = f"over {plan.horizons[-1]} months" if described(plan.file.sensitivity.measure).over_time != "end" else (
        f"after {plan.horizons[-1]} months"
    )
    who = plan.base.focal.name
    if len(plan.worlds) == 1:
        return f"{measure} of {who} with {plan.worlds[0]} {over}"
    return f"{measure} of {who} with {plan.worlds[0]} less that with {plan.worlds[1]}, {over}"


def most_points(plan: Plan, chosen: Sequence[int] | None = None) -> int:
    """Points that the analyses simulate, those that they share counted twice."""
    settings, several = plan.file.sensitivity, len(plan.axes)
    strongest = min(several, settings.strongest) if chosen is None else len(chosen)
    counts = {
        TORNADO: 1 + 2 * several,
        SCREENING: settings.trajectories * (several + 1),
        SOBOL: settings.samples * (2 + strongest),
    }
    return sum(counts[method] for method in settings.methods)
