"""The options that commands share, each declared once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from simulation.scenario import Problem, Scenario

Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Result folder; results/NAME when left out.")]
SetValues = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Sets one value: market.switching_cost=3, firms.Compass.start_month=25, ... Repeatable.",
    ),
]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help="Number that all luck is derived from.")]
Replications = Annotated[int | None, typer.Option("--replications", metavar="N", help="Runs, each with luck of its own.")]
Months = Annotated[int | None, typer.Option("--months", metavar="N", help="Months simulated after the warm-up.")]
Engine = Annotated[str | None, typer.Option("--engine", metavar="NAME", help="How the model is computed.")]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", metavar="N", min=1, help="Processes at work; as many as processors when left out."),
]
Resume = Annotated[bool, typer.Option("--resume", help="Continues the same study where it was left.")]
Force = Annotated[bool, typer.Option("--force", help="Replaces the result that lies in the folder.")]
Excel = Annotated[bool, typer.Option("--excel", help="Also writes the result as one workbook, result.xlsx.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Says nothing but where the result is.")]
AsJson = Annotated[bool, typer.Option("--json", help="Prints one JSON object and nothing else on stdout.")]


Scheduler = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="ADDRESS", help="Dask scheduler that carries out the runs; needs the extra `cluster`."),
]
UntilWidth = Annotated[
    float | None,
    typer.Option(
        "--until-width",
        metavar="W",
        help="Goes on until the 95 % interval of every paired difference of --measure is at most W wide; 30 runs or more.",
    ),
]
Measure = Annotated[
    str | None, typer.Option("--measure", metavar="NAME", help="Measure of --until-width; discounted_profit when left out.")
]
Most = Annotated[
    int | None, typer.Option("--most", metavar="N", min=2, help="Runs after which --until-width gives up; 1000 when left out.")
]


@dataclass(frozen=True)
class Choice:
    """What the options lay over scenario files: `--set` first, then the options that beat it."""

    set_values: Sequence[str] = ()
    seed: int | None = None
    replications: int | None = None
    months: int | None = None
    engine: str | None = None

    @property
    def settings(self) -> list[str]:
        """All of it as KEY=VALUE; the later beats the earlier."""
        return [*self.set_values, *self._of_options]

    @property
    def _of_options(self) -> dict[str, str]:
        """KEY=VALUE -> the option as it was typed."""
        keys = ("seed", "replications", "months", "engine")
        given = {key: getattr(self, key) for key in keys if getattr(self, key) is not None}
        return {f"run.{key}={json.dumps(value)}": f"--{key} {value}" for key, value in given.items()}

    def load(self, files: Sequence[str]) -> "list[Scenario]":
        """The scenarios of the files under this choice. Raises ScenarioError with the mistakes of all of them."""
        from simulation.scenario import ScenarioError, load_scenario

        loaded: list[Scenario] = []
        problems: list[Problem] = []
        for file in files:
            try:
                loaded.append(load_scenario(file, self.settings))
            except ScenarioError as error:
                problems += [self._as_typed(problem) for problem in error.problems]
        if problems:
            raise ScenarioError(dict.fromkeys(problems))
        return loaded

    def _as_typed(self, problem: "Problem") -> "Problem":
        """A problem of an option, which is passed on as a setting, with the option's own name."""
        typed = {f"--set {setting}": option for setting, option in self._of_options.items()}
        return replace(problem, file=typed[problem.file]) if problem.file in typed else problem
