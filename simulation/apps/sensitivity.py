"""Command `sensitivity`: what drives the result."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.apps.experiments import Asked, OnlyEstimate, answer
from simulation.apps.guard import RUN_FAILED, guarded
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
    from simulation.studies.sensitivity.study import SensitivityResult


@guarded
def sensitivity(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="Experiment file; or a scenario, whose deciding values are then varied."),
    ],
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
    """Says what drives the result: one at a time (tornado), Morris's screening, Sobol's indices, and the part of luck."""
    from simulation.studies.sensitivity.indices import MissingOutput
    from simulation.studies.sensitivity.plan import load_sensitivity, most_points
    from simulation.studies.sensitivity.study import run_sensitivity
    from simulation.studies.sweep.file import Said

    voice = Voice(quiet, as_json)
    plan = load_sensitivity(file, Said(set_values or (), seed, replications, months, engine))
    try:
        answer(
            plan,
            lambda: most_points(plan) * plan.replications * len(plan.worlds),
            Asked(out, jobs, only_estimate, scheduler, resume, force, voice),
            lambda how: run_sensitivity(plan, how),
            drawn=_drawn,
            reported=reported,
            as_object=as_object,
            shown=lambda result, pictures: _tell(result, pictures, voice),
        )
    except MissingOutput as error:
        voice.error(f"{plan.name}: {error} All finished runs are kept; the same command with --resume tries failed ones again.")
        raise typer.Exit(RUN_FAILED) from None


def reported(result: "SensitivityResult") -> None:
    """Writes the report of a stored analysis."""
    from simulation.presentation.report.experiment import write_sensitivity
    from simulation.studies.sweep.store import read_experiment_manifest

    assert result.folder is not None
    write_sensitivity(result, read_experiment_manifest(result.folder))


def _drawn(result: "SensitivityResult") -> list[Path]:
    """The pictures of a stored analysis."""
    from simulation.presentation.sensitivity_figures import sensitivity_figures
    from simulation.presentation.style import save
    from simulation.records.files import explained
    from simulation.studies.sweep.store import FIGURES

    assert result.folder is not None
    written: list[Path] = []
    with explained(result.folder):
        for name, figure in sensitivity_figures(result):
            written += save(figure, result.folder / FIGURES, name)
    return written


def _tell(result: "SensitivityResult", pictures: list[Path], voice: Voice) -> None:
    from simulation.presentation.findings import capital
    from simulation.presentation.sensitivity_words import sensitivity_lines, sensitivity_tables

    voice.show(*sensitivity_lines(result))
    voice.show(*(capital(note) for note in result.notes))
    for finding, table in sensitivity_tables(result):
        voice.show("", f"{finding}.", table)
    voice.show(f"Results in {result.folder}: indices_*.csv; pictures in {pictures[0].parent}.")


def as_object(result: "SensitivityResult", pictures: list[Path]) -> dict[str, object]:
    """An analysis for programs."""
    statuses = result.runs["status"].tolist()
    return {
        "results": str(result.folder),
        "experiment": result.plan.name,
        "points": result.points,
        "runs_done": statuses.count("done"),
        "runs_failed": statuses.count("failed"),
        "notes": list(result.notes),
        **{method: table.to_dict(orient="records") for method, table in result.tables.items()},
        "figures": [str(path) for path in pictures],
    }
