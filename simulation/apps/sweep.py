"""Command `sweep`: many points of a scenario's parameters."""

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
    from simulation.studies.sweep.plan import Plan
    from simulation.studies.sweep.study import SweepResult


@guarded
def sweep(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Experiment file.")],
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
    """Simulates a scenario at many points of its parameters: a grid, a sample, a list."""
    from simulation.studies.sweep.file import Said, load_experiment
    from simulation.studies.sweep.study import run_sweep

    voice = Voice(quiet, as_json)
    plan = load_experiment(file, Said(set_values or (), seed, replications, months, engine))
    answer(
        plan,
        lambda: _points(plan) * plan.replications * len(plan.worlds),
        Asked(out, jobs, only_estimate, scheduler, resume, force, voice),
        lambda how: run_sweep(plan, how),
        drawn=lambda result: [],
        reported=reported,
        as_object=_as_object,
        shown=lambda result, _: _tell(result, voice),
    )


def _points(plan: "Plan") -> int:
    """Different points of a plan."""
    return len({point.name for point in plan.points(plan.design(), plan.file.design.kind)})


def reported(result: "SweepResult") -> None:
    """Writes the report of a stored sweep."""
    from simulation.presentation.report.experiment import write_sweep
    from simulation.studies.sweep.store import read_experiment_manifest

    assert result.folder is not None
    write_sweep(result, read_experiment_manifest(result.folder))


def _tell(result: "SweepResult", voice: Voice) -> None:
    """The points and who wins in them, by the first measure after the last horizon."""
    from simulation.presentation.sweep_table import MOST_POINTS, count_table, point_table
    from simulation.presentation.sweep_words import sweep_found

    found = sweep_found(result)
    if len(result.points) <= MOST_POINTS:
        voice.show(point_table(result.points, found.means, found.winner, found.unit, found.called))
    else:
        voice.show(f"{found.called}: {len(result.points):,} points", count_table(found.winner))
    voice.show(f"Results in {result.folder}: outcomes.parquet, summary.csv, comparison.csv.")


def _as_object(result: "SweepResult", _: list[Path]) -> dict[str, object]:
    """A sweep for programs."""
    statuses = result.runs["status"].tolist()
    return {
        "results": str(result.folder),
        "experiment": result.plan.name,
        "points": len(result.points),
        "runs_done": statuses.count("done"),
        "runs_failed": statuses.count("failed"),
        "errors": list(dict.fromkeys(result.failed["error"])),
        "summary": result.summary.to_dict(orient="records") if len(result.points) <= 1000 else [],
    }
