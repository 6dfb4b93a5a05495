"""Command `report`: report, pictures, summary and comparison of a stored result, made again without simulating."""

from pathlib import Path
from typing import Annotated

import typer

from simulation.apps.guard import guarded
from simulation.apps.options import AsJson, Excel, Quiet
from simulation.apps.streams import Voice


@guarded
def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A result folder.")],
    excel: Excel = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Rebuilds report, pictures, summary and comparison from a stored result, without simulating."""
    from simulation.studies.allocation.store import is_allocation

    voice = Voice(quiet, as_json)
    if is_allocation(folder):
        from simulation.apps.allocate import tell as tell_allocation
        from simulation.presentation.report.allocation import write_allocation
        from simulation.studies.allocation.store import load_allocation

        found, manifest = load_allocation(folder)
        write_allocation(folder, found, manifest)
        tell_allocation(found, folder, voice)
        return
    from simulation.api import rebuild
    from simulation.apps.outcome import tell
    from simulation.apps.rebuilding import rebuilt_evidence, rebuilt_experiment

    if rebuilt_experiment(folder, voice) or rebuilt_evidence(folder, voice):
        return
    result = rebuild(folder)
    if excel:
        from simulation.presentation.workbook import write_workbook

        write_workbook(folder, result.study)
    tell(result, voice)
