"""What an experiment file may say: its tables and keys, each with meaning and range."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from simulation.scenario.parameter import Section, setting

Kind = Literal["grid", "latin-hypercube", "sobol", "list", "csv"]
Method = Literal["tornado", "morris", "sobol"]

MEASURES = (
    *("discounted_profit", "revenue", "retention_per_year", "employee_engagement", "satisfaction"),
    "market_share",
)
"""What is kept of a run where the file names no measures."""


class ParameterRange(Section):
    """A parameter of the scenario that is varied: over values, over a range, or over its likely range."""

    key: str = setting(..., unit="none", meaning="Dotted key of a parameter, as with --set.")
    values: tuple[Any, ...] | None = setting(None, unit="none", meaning="The values that it takes.")
    low: float | None = setting(None, unit="the parameter's", meaning="Lowest value; left out: of its likely range.")
    high: float | None = setting(None, unit="the parameter's", meaning="Highest value; left out: of its likely range.")
    steps: int = setting(5, low=2, high=1000, unit="values", meaning="Values from low to high on a grid.")
    scale: Literal["linear", "log"] = setting("linear", unit="none", meaning="Whether steps are equal, or equal factors.")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        problems = []
        given = self.low is not None or self.high is not None
        if self.values is not None and given:
            problems.append("values: a parameter has either values, or low and high")
        if self.values is not None and not self.values:
            problems.append("values: there must be one at least")
        if given and (self.low is None or self.high is None):
            problems.append("low: low and high go together")
        elif self.low is not None and self.high is not None:
            if self.low >= self.high:
                problems.append("low: must lie below high")
            elif self.scale == "log" and self.low <= 0:
                problems.append("low: must be above 0 where the scale is log")
        if problems:
            raise ValueError("; ".join(problems))
        return self


class DesignSection(Section):
    """Which points are simulated."""

    kind: Kind = setting("grid", unit="none", meaning="How points are chosen.")
    points: int = setting(64, low=1, high=10_000_000, unit="points", meaning="Points of a Latin hypercube or a Sobol sequence.")
    seed: int | None = setting(None, low=0, high=2**63 - 1, unit="none",
        meaning="Number that the points are drawn from; left out: the scenario's seed.")
    file: str | None = setting(None, unit="none", meaning="CSV file with a column per parameter and a row per point.")


class MapSection(Section):
    """How the border between those who win is looked for."""

    measure: str = setting("discounted_profit", unit="none", meaning="The measure that decides who wins.")
    refine: int = setting(1, low=0, high=1, unit="none",
        meaning="1: points are added between neighbours with different leaders until there are none; 0: no point is added.")
    most_added: int = setting(400, low=0, high=1_000_000, unit="points", meaning="Points that are added at most.")


class SensitivitySection(Section):
    """How it is found out which parameters matter."""

    methods: tuple[Method, ...] = Field(("tornado", "morris", "sobol"), min_length=1, description="Which analyses are made.")
    measure: str = setting("discounted_profit", unit="none", meaning="The measure that is explained.")
    trajectories: int = setting(10, low=2, high=10_000, unit="trajectories",
        meaning="Ways through the space of Morris's screening.")
    levels: int = setting(4, low=2, high=100, unit="levels",
        meaning="Values of each parameter in Morris's screening, an even number.")
    samples: int = setting(64, low=2, high=2**24, unit="rows", meaning="Rows behind the Sobol indices, a power of two.")
    strongest: int = setting(6, low=1, high=1000, unit="parameters",
        meaning="Parameters that have Sobol indices: all where there are no more, else the strongest of Morris's screening.")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        problems = []
        if self.levels % 2:
            problems.append("levels: must be even, so that all levels are met equally often")
        if self.samples & (self.samples - 1):
            problems.append("samples: must be a power of two")
        if problems:
            raise ValueError("; ".join(problems))
        return self


class ExperimentFile(Section):
    """An experiment: a scenario, what is varied in it, what is compared and what is measured."""

    title: str = setting("", unit="none", meaning="Title of the experiment.")
    question: str = setting("", unit="none", meaning="What it asks.")
    expectation: str = setting("", unit="none", meaning="What is expected of it, said before it is run.")
    scenario: str = setting(..., unit="none", meaning="File of a scenario, relative to this one, or the name of a shipped one.")
    replications: int = setting(6, low=1, high=100_000, unit="runs", meaning="Runs of every point, each with luck of its own.")
    worlds: tuple[str, ...] | None = setting(None, unit="none",
        meaning="Strategies that the focal firm plays in turn; left out: those of the scenario's firms.")
    measures: tuple[str, ...] = setting(MEASURES, unit="none", meaning="Measures that are kept.")
    horizons: tuple[int, ...] | None = setting(None, unit="months",
        meaning="Months after which results are taken, all from the same runs; left out: the last month.")
    set: dict[str, Any] = setting({}, unit="none", meaning="Values laid over the scenario, by dotted key.")
    parameters: tuple[ParameterRange, ...] = Field((), max_length=300, description="What is varied.")
    points: tuple[dict[str, Any], ...] = setting((), unit="none",
        meaning="The points of a list, each a table of values by dotted key.")
    design: DesignSection = DesignSection()
    map: MapSection = MapSection()
    sensitivity: SensitivitySection = SensitivitySection()
