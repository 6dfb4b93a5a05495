"""A valid scenario file that the tests change, and ways to load changed ones."""

from pathlib import Path

from simulation.scenario import Problem, Scenario, ScenarioError, load_scenario

VALID = """\
title = "Two firms"
question = "Who is ahead?"

[run]
months = 24
seed = 7

[market]
customers = 1_000
switching_cost = 2.5
needs.drift_per_month = 0.05

[market.choice]
lower_knee = 30.0

[[segments]]
name = "mainstream"
share = 0.75
spend_per_month = 50

[[segments]]
name = "premium"
share = 0.25

[[firms]]
name = "Frontline"
strategy = "service-only"
count = 2

[[firms]]
name = "Compass"
strategy = "customer-centric"
start_month = 3
levers = { employee_empowerment = 0.2 }

[[firms.changes]]
month = 13
improvement_budget = 0.05
"""


def write(folder: Path, text: str, name: str = "mine.toml") -> Path:
    """A file with that text in the folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def load(folder: Path, text: str, *settings: str) -> Scenario:
    """The scenario of a text."""
    return load_scenario(write(folder, text), settings)


def problems(folder: Path, text: str, *settings: str) -> tuple[Problem, ...]:
    """What is wrong with a text."""
    try:
        load(folder, text, *settings)
    except ScenarioError as error:
        return error.problems
    return ()


def line_of(text: str, part: str) -> int:
    """Line, from 1, of the first line that contains `part`."""
    return next(number for number, line in enumerate(text.split("\n"), start=1) if part in line)
