"""A plan: an experiment with everything resolved, ready to be carried out."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulation.scenario.errors import Problem, ScenarioError
from simulation.scenario.toml_text import toml_text
from simulation.studies.sweep.design import Axis, Row, grid, latin_hypercube, sobol

if TYPE_CHECKING:
    from simulation.scenario import Scenario
    from simulation.studies.sweep.sections import ExperimentFile

MOST_POINTS = 1_000_000
"""Points of a grid; a machine's memory holds that many, and nobody waits for more."""

MOST_PROBLEMS = 5
"""Refused points of which a message tells."""

SCENARIO_FILE, POINTS_FILE = "scenario.toml", "points.csv"
DIGITS = 20
"""Hex digits that name a point: two of a billion points share a name with a chance below one in a million."""


@dataclass(frozen=True)
class Point:
    """One point of a design, and which runs of it are wanted.

    row           its values, in the order of the plan's axes
    replications  numbers of the runs; equal numbers have equal luck at all points
    part          which part of the study it belongs to: "grid", "border", "morris", ...
    name          digest of the scenario at this point
    """

    row: Row
    replications: tuple[int, ...]
    part: str
    name: str


@dataclass(frozen=True)
class Plan:
    """What is run, compared and measured.

    name      of the experiment: the stem of its file
    origin    its file, for messages
    file      what the experiment file says
    base      the scenario that is varied: its focal firm is named, its engine chosen
    axes      what is varied
    rows      the points where the file lists them; None where a design makes them
    worlds    the strategies that the focal firm plays in turn
    measures  that are kept
    horizons  months after which results are taken, ascending
    """

    name: str
    origin: str
    file: "ExperimentFile"
    base: "Scenario"
    axes: tuple[Axis, ...]
    rows: tuple[Row, ...] | None
    worlds: tuple[str, ...]
    measures: tuple[str, ...]
    horizons: tuple[int, ...]

    @property
    def replications(self) -> int:
        """Runs of every point in every world."""
        return self.base.run.replications

    @property
    def seed(self) -> int:
        """Number that designs and bootstrap samples are drawn from."""
        return self.base.run.seed if self.file.design.seed is None else self.file.design.seed

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of what is varied."""
        return tuple(axis.key for axis in self.axes)

    @property
    def columns(self) -> tuple[tuple[str, int], ...]:
        """Measure and horizon of every number that is kept of a run, in the order in which they are kept."""
        return tuple((measure, horizon) for horizon in self.horizons for measure in self.measures)

    def design(self) -> list[Row]:
        """The points that the experiment's design asks for. Raises ScenarioError where a grid has too many."""
        if self.rows is not None:
            return list(self.rows)
        kind, points = self.file.design.kind, self.file.design.points
        if kind == "latin-hypercube":
            return latin_hypercube(self.axes, points, self.seed)
        if kind == "sobol":
            return sobol(self.axes, points, self.seed)
        self.check_grid()
        return grid(self.axes)

    def check_grid(self) -> None:
        """Raises ScenarioError where the grid of the axes has too many points."""
        count = math.prod(len(axis.values) or axis.steps for axis in self.axes)
        if count > MOST_POINTS:
            allowed = f"at most {MOST_POINTS:,}"
            raise ScenarioError([Problem("the grid has too many points", self.origin, None, "parameters", f"{count:,}", allowed)])

    def scenario_at(self, values: Sequence[Any]) -> "Scenario":
        """The scenario at a point. Raises ScenarioError where it refuses the values."""
        return self.base.with_values(dict(zip(self.keys, values, strict=True))) if self.axes else self.base

    def points(self, rows: Sequence[Row], part: str, replications: Sequence[int] | None = None) -> list[Point]:
        """The points of some rows.

        replications  None: as many as the plan says
        raises        ScenarioError where the scenario refuses some of them; nothing has been run then
        """
        wanted = tuple(range(self.replications)) if replications is None else tuple(replications)
        found, problems = [], []
        for number, row in enumerate(rows):
            try:
                name = self.scenario_at(row).digest()[:DIGITS]
            except ScenarioError as error:
                problems.append((number, row, error.problems[0]))
                continue
            found.append(Point(row, wanted, part, name))
        if problems:
            raise ScenarioError([self._refused(*one, count=len(problems)) for one in problems[:MOST_PROBLEMS]])
        return found

    def _refused(self, number: int, row: Row, problem: Problem, count: int) -> Problem:
        values = ", ".join(f"{key} = {value}" for key, value in zip(self.keys, row, strict=True))
        others = f" ({count} points are refused)" if count > 1 else ""
        message = f"the scenario refuses point {number}{others}: {problem.key}: {problem.message}"
        return Problem(message, file=self.origin, found=values, allowed=problem.allowed)

    def digest(self) -> str:
        """SHA-256 of everything that decides which numbers a study finds, but the number of replications."""
        design = self.file.design
        drawn = [design.kind, design.points, self.seed]
        content = {
            "base": self.base.digest(),
            "axes": [repr(axis) for axis in self.axes],
            "rows": None if self.rows is None else [list(row) for row in self.rows],
            "kept": [self.worlds, self.measures, self.horizons],
            "design": drawn if self.rows is None else "written down",
            "analyses": self.file.model_dump(mode="json", include={"map", "sensitivity"}),
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def to_toml(self) -> str:
        """The experiment as a file that repeats it, beside the scenario and the points that it was made with."""
        file = self.file
        parameters = [] if self.rows is not None else [_parameter(axis) for axis in self.axes]
        design: dict[str, Any] = {"kind": file.design.kind, "points": file.design.points, "seed": self.seed}
        if self.rows is not None:
            design = {"kind": "csv", "file": POINTS_FILE}
        content: dict[str, Any] = {
            "title": file.title,
            "question": file.question,
            "expectation": file.expectation,
            "scenario": SCENARIO_FILE,
            "replications": self.replications,
            "worlds": self.worlds,
            "measures": self.measures,
            "horizons": self.horizons,
            "parameters": parameters,
            "design": design,
            "map": file.map.model_dump(),
            "sensitivity": file.sensitivity.model_dump(),
        }
        return toml_text(content)


def _parameter(axis: Axis) -> Mapping[str, Any]:
    if axis.values:
        return {"key": axis.key, "values": axis.values}
    low, high = (int(axis.low), int(axis.high)) if axis.whole else (axis.low, axis.high)
    return {"key": axis.key, "low": low, "high": high, "steps": axis.steps, "scale": "log" if axis.log else "linear"}
