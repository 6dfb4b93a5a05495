"""The options that commands share, each declared once."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

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
Quiet = Annotated[bool, typer.Option("--quiet", help="Says nothing but where the result is.")]
AsJson = Annotated[bool, typer.Option("--json", help="Prints one JSON object and nothing else on stdout.")]


def settings(
    set_values: Sequence[str] | None,
    seed: int | None = None,
    replications: int | None = None,
    months: int | None = None,
    engine: str | None = None,
) -> list[str]:
    """Everything that is laid over a scenario file as KEY=VALUE; the later beats the earlier.

    The options come last, since they beat `--set`.
    """
    options = {"run.seed": seed, "run.replications": replications, "run.months": months, "run.engine": engine}
    given = [f"{key}={_toml(value)}" for key, value in options.items() if value is not None]
    return [*(set_values or []), *given]


def _toml(value: int | str) -> str:
    import json

    return json.dumps(value)
