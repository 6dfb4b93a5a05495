"""Command `calibrate`: fits named parameters to a table of who stayed, or to other targets, and shows the set that passes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.apps.guard import RUN_FAILED, guarded
from simulation.apps.options import AsJson, Force, Jobs, Out, Quiet, Replications, Seed, SetValues
from simulation.apps.progress import RunProgress
from simulation.apps.result_names import folder_for
from simulation.apps.streams import Voice

if TYPE_CHECKING:
    from simulation.studies.calibration.study import Calibrated

FIGURES, PICTURE = "figures", "calibration"


@guarded
def calibrate(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A calibration file, or a scenario whose attention and switching cost are fitted."),
    ],
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="CSV", help="Table with the columns year and survival (share, or per cent)."),
    ] = None,
    out: Out = None,
    set_values: SetValues = None,
    seed: Seed = None,
    replications: Replications = None,
    jobs: Jobs = None,
    force: Force = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Fits parameters to what was observed; gives the set of values that pass, not one best point."""
    from simulation.presentation.calibration_figure import calibration_figure
    from simulation.presentation.style import drawing, save
    from simulation.studies.calibration.file import load_calibration
    from simulation.studies.calibration.study import calibrated, check_free, planned_points, store
    from simulation.studies.sweep.file import Said

    voice = Voice(quiet, as_json)
    plan = load_calibration(file, data, Said(set_values or (), seed, replications))
    folder = out or folder_for(plan.name)
    check_free(folder, force)
    points, runs = planned_points(plan), planned_points(plan) * plan.base.run.replications
    voice.note(f"{points:,} points, {runs:,} runs of {plan.base.run.months} months at most")
    with RunProgress(voice, f"Calibrating {plan.name}") as progress:
        result = calibrated(plan, jobs or 1, progress)
    store(result, folder)
    with drawing():
        save(calibration_figure(result), folder / FIGURES, PICTURE)
    _tell(result, folder, voice)
    if result.failed:
        voice.complain(f"{len(result.failed)} points could not be simulated. The first: {result.failed[0]}")
        raise typer.Exit(RUN_FAILED)


def _tell(result: "Calibrated", folder: Path, voice: Voice) -> None:
    from rich.text import Text

    from simulation.presentation.calibration_table import parameter_table, sentences, survival_table, target_table

    outcome = result.outcome
    voice.object(
        {
            "results": str(folder), "points": len(outcome.tried), "passing": len(outcome.passing), "failed": len(result.failed),
            "scenario_passes": outcome.own.passes, "parameters": result.parameters().to_dict(orient="records"),
            "targets": result.targets().to_dict(orient="records"), "survival": result.survival().to_dict(orient="records"),
        }
    )  # fmt: skip
    if voice.as_json:
        return
    if voice.quiet:
        voice.answer(str(folder))
        return
    title = result.plan.file.title or f"Calibration of {result.plan.name}"
    voice.show(Text(title, style="bold"), *(Text(line) for line in sentences(result)), "")
    tables = [parameter_table(result), target_table(result)]
    if result.plan.observed:
        tables[1:] = [survival_table(result)] if not result.plan.file.targets else [survival_table(result), tables[1]]
    voice.show(*tables, Text(f"Tables, best values (calibrated.toml) and picture in {folder}."))
