"""Command `allocate`: the best division of an improvement budget over what it can buy, and when each part starts."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.apps.experiments import processors
from simulation.apps.guard import Interrupted, guarded
from simulation.apps.options import AsJson, Choice, Engine, Force, Jobs, Months, Out, Quiet, Resume, Seed, SetValues
from simulation.apps.progress import RunProgress
from simulation.apps.result_names import folder_for
from simulation.apps.streams import Voice

if TYPE_CHECKING:
    from simulation.studies.allocation.study import Allocation


@guarded
def allocate(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Scenario file, or a shipped scenario's name.")],
    budget: Annotated[
        float | None,
        typer.Option("--budget", metavar="SHARE", min=0.0001, max=0.3, help="Budget as a share of revenue, instead of the "
        "firm's."),
    ] = None,
    evaluations: Annotated[
        int, typer.Option("--evaluations", metavar="N", min=2, max=100_000, help="Programmes tried in the search.")
    ] = 240,
    replications: Annotated[
        int,
        typer.Option("--replications", metavar="N", min=2, max=10_000, help="Fresh runs on which the best programme is judged."),
    ] = 30,
    search_runs: Annotated[
        int, typer.Option("--search-runs", metavar="N", min=1, max=10_000, help="Runs of each programme in the search.")
    ] = 4,
    out: Out = None,
    set_values: SetValues = None,
    seed: Seed = None,
    months: Months = None,
    engine: Engine = None,
    jobs: Jobs = None,
    resume: Resume = False,
    force: Force = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Searches the best programme for a budget: its shares, and the months in which its parts start."""
    from simulation.presentation.report.allocation import write_allocation
    from simulation.studies.allocation.store import run_allocation
    from simulation.studies.allocation.study import AllocationInterrupted, Effort
    from simulation.studies.company.fit import fitted_to_company

    voice = Voice(quiet, as_json)
    (scenario,) = Choice(set_values or (), seed, None, months, engine).load([file])
    folder = out or folder_for(f"{scenario.name}_programme")
    effort = Effort(evaluations, search_runs, max(3 * search_runs, 2), replications)
    if scenario.company.needs_fit:
        voice.note("Fitting the model to the figures of the company takes about half a minute.")
    try:
        with RunProgress(voice, f"Searching a programme for {scenario.focal.name}") as progress:
            how = {"jobs": jobs or processors(), "resume": resume, "force": force, "progress": progress}
            found, manifest = run_allocation(fitted_to_company(scenario), folder, effort, budget, **how)  # type: ignore[arg-type]
    except AllocationInterrupted:
        raise Interrupted(
            f"Interrupted: what was tried is kept in {folder}. To go on: the same command with --resume (and without --force).",
            results=str(folder),
        ) from None
    write_allocation(folder, found, manifest)
    tell(found, folder, voice)


def tell(found: "Allocation", folder: Path, voice: Voice) -> None:
    """Prints what was found."""
    from rich.text import Text

    from simulation.presentation.allocation_words import headline, sentences

    lines = sentences(found)
    voice.object(
        {
            "results": str(folder),
            "headline": headline(found),
            "shares": found.best.shares,
            "starts": found.best.starts,
            "budget": found.budget,
            "difference": found.gain.difference,
            "low": found.gain.low,
            "high": found.gain.high,
            "against": {one.name: [one.difference, one.low, one.high] for one in found.against},
            "tried": len(found.tried),
            "near": found.near,
            "report": str(folder / "report.html"),
        }
    )
    if voice.quiet:
        voice.answer(str(folder))
    voice.show(Text(headline(found), style="bold"), *(Text(f" - {line}") for line in lines))
    voice.show(f"Results in {folder}; the programme as a scenario: {folder / 'best.toml'}. The report: {folder / 'report.html'}")
