"""Command `why`: which part of a programme, or which mechanism, brings the gap about."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.apps.experiments import Asked, OnlyEstimate, answer
from simulation.apps.guard import guarded
from simulation.apps.options import (
    AsJson,
    Engine,
    Force,
    Jobs,
    Months,
    Out,
    Quiet,
    Replications,
    Resume,
    Scheduler,
    Seed,
    SetValues,
)
from simulation.apps.streams import Voice

if TYPE_CHECKING:
    from simulation.studies.why.switched import SwitchedResult


class By(StrEnum):
    """What is switched."""

    programme = "programme"
    mechanisms = "mechanisms"


@guarded
def why(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Scenario file, or a shipped scenario's name.")],
    by: Annotated[By, typer.Option("--by", help="Switches parts of the programme, or mechanisms of the model.")] = By.programme,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="STRATEGY", help="Held against; left out: the first other strategy of the file."),
    ] = None,
    out: Out = None,
    set_values: SetValues = None,
    seed: Seed = None,
    replications: Replications = None,
    months: Months = None,
    engine: Engine = None,
    jobs: Jobs = None,
    only_estimate: OnlyEstimate = False,
    scheduler: Scheduler = None,
    resume: Resume = False,
    force: Force = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Says which part of the programme, or which mechanism, earns the focal firm's plan more or less than another."""
    from simulation.studies.sweep.file import Said
    from simulation.studies.why.switched import load_why, run_why

    voice = Voice(quiet, as_json)
    said = Said(set_values or (), seed, replications, months, engine)
    switching = load_why(file, by.value, against, said)
    plan = switching.plan
    answer(
        plan,
        lambda: len(plan.design()) * plan.replications * len(plan.worlds),
        Asked(out, jobs, only_estimate, scheduler, resume, force, voice),
        lambda how: run_why(switching, how),
        drawn=_drawn,
        reported=lambda result: None,
        as_object=as_object,
        shown=lambda result, pictures: _tell(result, pictures, voice),
    )


def _drawn(result: "SwitchedResult") -> list[Path]:
    """The picture of a stored result."""
    from simulation.presentation.style import save
    from simulation.presentation.why_figure import why_figure
    from simulation.records.files import explained
    from simulation.studies.sweep.store import FIGURES

    assert result.folder is not None
    switching = result.switching
    plan = switching.plan
    subject = f"{plan.base.focal.name}: discounted profit over {plan.horizons[-1]} months, {switching.left} less "
    subject += f"{switching.right}, {plan.replications} runs of every combination"
    figure = why_figure(result.parts, switching.left, switching.right, plan.base.market.currency, subject)
    with explained(result.folder):
        return save(figure, result.folder / FIGURES, WHY)


def _tell(result: "SwitchedResult", pictures: list[Path], voice: Voice) -> None:
    from simulation.presentation.why_words import part_table, why_finding

    switching = result.switching
    currency = switching.plan.base.market.currency
    finding = why_finding(result.parts, switching.left, switching.right, currency)
    voice.show(f"{finding}.", part_table(result.parts, currency))
    voice.show(f"Results in {result.folder}: why.csv; the picture: {pictures[0]}.")


def as_object(result: "SwitchedResult", pictures: list[Path]) -> dict[str, object]:
    """The result for programs."""
    statuses = result.runs["status"].tolist()
    return {
        "results": str(result.folder),
        "by": result.switching.by,
        "left": result.switching.left,
        "right": result.switching.right,
        "runs_done": statuses.count("done"),
        "runs_failed": statuses.count("failed"),
        "parts": result.parts.to_dict(orient="records"),
        "figures": [str(path) for path in pictures],
    }


WHY = "why"
