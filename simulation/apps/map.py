"""Command `map`: who wins where."""

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
    from simulation.studies.map.study import MapResult


@guarded
def map_(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="Experiment file with a grid; or a scenario, mapped over a standard one."),
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
    """Shows who wins where: each strategy's part of the space of two to four parameters, and the border between."""
    from simulation.studies.map.plan import load_map, most_points
    from simulation.studies.map.study import run_map
    from simulation.studies.sweep.file import Said

    voice = Voice(quiet, as_json)
    plan = load_map(file, Said(set_values or (), seed, replications, months, engine))
    answer(
        plan,
        lambda: most_points(plan) * plan.replications * len(plan.worlds),
        Asked(out, jobs, only_estimate, scheduler, resume, force, voice),
        lambda how: run_map(plan, how),
        drawn=_drawn,
        reported=reported,
        as_object=as_object,
        shown=lambda result, pictures: _tell(result, pictures, voice),
    )


def reported(result: "MapResult") -> None:
    """Writes the report of a stored map."""
    from simulation.presentation.report.experiment import write_map
    from simulation.studies.sweep.store import read_experiment_manifest

    assert result.folder is not None
    write_map(result, read_experiment_manifest(result.folder))


def _drawn(result: "MapResult") -> list[Path]:
    """The pictures of a stored map."""
    from simulation.presentation.map_figure import map_figure
    from simulation.presentation.style import save
    from simulation.records.files import explained
    from simulation.studies.sweep.store import FIGURES

    assert result.folder is not None
    with explained(result.folder):
        return save(map_figure(result), result.folder / FIGURES, "map")


def _tell(result: "MapResult", pictures: list[Path], voice: Voice) -> None:
    from simulation.presentation.map_words import map_finding, map_lines, share_table

    voice.show(f"{map_finding(result)}.", share_table(result), *map_lines(result))
    voice.show(f"Results in {result.folder}: winners.csv, shares.csv; the map: {pictures[0]}.")


def as_object(result: "MapResult", pictures: list[Path]) -> dict[str, object]:
    """A map for programs."""
    statuses = result.runs["status"].tolist()
    failed = result.runs.loc[result.runs["status"] == "failed", "error"]
    return {
        "results": str(result.folder),
        "experiment": result.plan.name,
        "points": int(result.nodes.groupby("horizon")["simulated"].sum().iloc[0]),
        "runs_done": statuses.count("done"),
        "runs_failed": statuses.count("failed"),
        "errors": list(dict.fromkeys(failed)),
        "shares": result.shares.to_dict(orient="records"),
        "winners": result.nodes.to_dict(orient="records") if len(result.nodes) <= 1000 else [],
        "figures": [str(path) for path in pictures],
    }
