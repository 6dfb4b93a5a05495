"""What the user says: declared parameters, scenario files, their checks, and explanations of all of it."""

from simulation.scenario.errors import Problem, ScenarioError
from simulation.scenario.loading import load_scenario
from simulation.scenario.scenario import Scenario

__all__ = ["Problem", "Scenario", "ScenarioError", "load_scenario"]
