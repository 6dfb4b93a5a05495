"""Command `verify`: is a stored result still what was found, and is it found again?"""

from pathlib import Path
from typing import Annotated

import typer

from simulation.apps.guard import RUN_FAILED, guarded
from simulation.apps.options import AsJson, Jobs, Quiet
from simulation.apps.progress import RunProgress
from simulation.apps.streams import Voice

MOST_TOLD = 20
"""Problems that are listed before the rest is only counted."""


@guarded
def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A result folder: of run, compare, sweep, map, ...")],
    sample: Annotated[
        int | None, typer.Option("--sample", metavar="N", min=0, help="Runs that are simulated again; 8 when left out.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Simulates every run again.")] = False,
    jobs: Jobs = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Checks a stored result and simulates a sample of its runs again: every number must be the same to the bit.

    Exit code 0: all is right. 1: something is missing, damaged, changed, or comes out otherwise. 2: no result there.
    """
    from simulation.records.files import StoreError
    from simulation.studies.verify.verification import SAMPLE, Asked
    from simulation.studies.verify.verification import verify as carry_out

    if everything and sample is not None:
        raise StoreError("--all and --sample exclude each other: every run is simulated again, or so many.")
    voice = Voice(quiet, as_json)
    with RunProgress(voice, f"Verifying {folder}") as progress:
        wanted = None if everything else SAMPLE if sample is None else sample
        found = carry_out(folder, Asked(wanted, jobs or 1, progress=progress))
    voice.object(found.to_dict())
    told = found.problems[:MOST_TOLD]
    for problem in told:
        voice.answer(f"- {problem}")
    if len(found.problems) > len(told):
        voice.answer(f"- and {len(found.problems) - len(told)} more")
    for note in found.notes:
        voice.note(note)
    again = f"{found.checked} of {found.runs} runs were simulated again"
    if found.right:
        voice.answer(f"{folder}: verified. Everything is as it was written; {again} and are the same to the bit.")
        return
    voice.answer(f"{folder}: NOT verified, {_count(len(found.problems))}. {again}.")
    raise typer.Exit(RUN_FAILED)


def _count(problems: int) -> str:
    return "1 problem" if problems == 1 else f"{problems} problems"
