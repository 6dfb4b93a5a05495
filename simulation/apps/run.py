"""Commands `run` and `compare`: simulate, compare, and keep the result."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand

from simulation.apps.guard import RUN_FAILED, Interrupted, guarded
from simulation.apps.options import (
    AsJson,
    Choice,
    Engine,
    Excel,
    Force,
    Jobs,
    Measure,
    Months,
    Most,
    Out,
    Quiet,
    Replications,
    Resume,
    Scheduler,
    Seed,
    SetValues,
    UntilWidth,
)
from simulation.apps.progress import RunProgress
from simulation.apps.result_names import folder_for
from simulation.apps.streams import Voice

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from simulation.scenario import Scenario

ROBUSTNESS = "--robustness"
DRAWS = 60
"""Draws of the uncertain values where nothing else is asked for."""

MANY_DRAWS = 400
"""Draws where `--robustness` names no number."""


class Until(NamedTuple):
    """What --until-width, --measure and --most say."""

    width: float | None
    measure: str | None
    most: int | None

    def check(self) -> None:
        """Raises ScenarioError where one of them stands without a width."""
        from simulation.scenario import Problem, ScenarioError

        if self.width is None and (self.measure is not None or self.most is not None):
            option = "--measure" if self.measure is not None else "--most"
            raise ScenarioError([Problem("says how precise a study must be, and needs --until-width W", file=option)])


@contextmanager
def on_cluster(scheduler: str | None) -> "Iterator[Executor | None]":
    """The cluster that --scheduler names; None where it is left out."""
    if scheduler is None:
        yield None
        return
    from simulation.studies.runs.cluster import cluster

    with cluster(scheduler) as executor:
        yield executor


class RunCommand(TyperCommand):
    """The command `run`, whose option --robustness may stand with or without a number."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Gives --robustness its usual number where none follows."""
        completed = []
        for place, word in enumerate(args):
            completed.append(word)
            following = args[place + 1] if place + 1 < len(args) else ""
            if word == ROBUSTNESS and not following.isdigit():
                completed.append(str(MANY_DRAWS))
        return super().parse_args(ctx, completed)


@guarded
def run(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Scenario file, or a shipped scenario's name.")],
    out: Out = None,
    set_values: SetValues = None,
    seed: Seed = None,
    replications: Replications = None,
    months: Months = None,
    engine: Engine = None,
    jobs: Jobs = None,
    robustness: Annotated[
        int,
        typer.Option(
            ROBUSTNESS,
            metavar="[N]",
            min=0,
            help=(
                f"Says who wins in N draws of the uncertain parameters: {DRAWS} where it is not given, "
                f"{MANY_DRAWS} without a number, 0 for none."
            ),
            show_default=False,
        ),
    ] = DRAWS,
    until_width: UntilWidth = None,
    measure: Measure = None,
    most: Most = None,
    scheduler: Scheduler = None,
    watch: Annotated[
        bool,
        typer.Option("--watch", help="Simulates again, with few runs, whenever the file is saved; the open report follows."),
    ] = False,
    excel: Excel = False,
    resume: Resume = False,
    force: Force = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Simulates a scenario, says who wins and by how much, and writes results, pictures and report."""
    choice = Choice(set_values or (), seed, replications, months, engine)
    until = Until(until_width, measure, most)
    if watch:
        _watch(file, choice, out, jobs, robustness, Voice(quiet, as_json))
        return
    _study(choice.load([file]), out, jobs, robustness, resume, force, Voice(quiet, as_json), until, scheduler, excel)


@guarded
def compare(
    files: Annotated[list[str], typer.Argument(metavar="FILE FILE...", help="Two or more scenarios.")],
    out: Out = None,
    set_values: SetValues = None,
    seed: Seed = None,
    replications: Replications = None,
    months: Months = None,
    engine: Engine = None,
    jobs: Jobs = None,
    until_width: UntilWidth = None,
    measure: Measure = None,
    most: Most = None,
    scheduler: Scheduler = None,
    excel: Excel = False,
    resume: Resume = False,
    force: Force = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Simulates several scenarios on the same luck and compares them pair by pair."""
    from simulation.scenario import Problem, ScenarioError

    if len(files) < 2:
        raise ScenarioError([Problem("one scenario alone cannot be compared", allowed="two or more files")])
    choice = Choice(set_values or (), seed, replications, months, engine)
    until = Until(until_width, measure, most)
    _study(choice.load(files), out, jobs, 0, resume, force, Voice(quiet, as_json), until, scheduler, excel)


def _study(
    scenarios: "Sequence[Scenario]",
    out: Path | None,
    jobs: int | None,
    robustness: int,
    resume: bool,
    force: bool,
    voice: Voice,
    until: "Until",
    scheduler: str | None,
    excel: bool,
) -> None:
    """Simulates, stores and tells; exit code 1 where some run failed."""
    from simulation import api
    from simulation.apps.outcome import tell

    until.check()
    folder = out or folder_for("_vs_".join(s.name for s in scenarios))
    title = " and ".join(scenario.name for scenario in scenarios)
    if any(scenario.company.needs_fit for scenario in scenarios):
        voice.note("Fitting the model to the figures of the company takes about half a minute.")
    try:
        with on_cluster(scheduler) as executor, RunProgress(voice, f"Simulating {title}") as progress:
            result = api.compare(
                scenarios,
                jobs=jobs or _processors(),
                out=folder,
                robustness=robustness,
                progress=progress,
                resume=resume,
                force=force,
                executor=executor,
                until_width=until.width,
                measure=until.measure,
                most=until.most,
            )
    except api.StudyInterrupted as interruption:
        raise Interrupted(
            f"Interrupted: {interruption.finished} of {interruption.total} runs are finished and kept in "
            f"{folder}. To go on: the same command with --resume (and without --force).",
            results=str(folder),
            runs_finished=interruption.finished,
            runs=interruption.total,
        ) from None
    if excel and result.folder is not None:
        from simulation.presentation.workbook import write_workbook

        write_workbook(result.folder, result.study)
    tell(result, voice)
    if any(row.status == "failed" for row in result.runs):
        raise typer.Exit(RUN_FAILED)


def _watch(file: str, choice: Choice, out: Path | None, jobs: int | None, robustness: int, voice: Voice) -> None:
    """Simulates now and whenever the file is saved, into a folder of its own."""
    from dataclasses import replace

    from simulation.apps.watch import FEW_RUNS, watch
    from simulation.scenario import Problem, ScenarioError

    if not Path(file).is_file():
        message = "only a file of your own can be watched"
        raise ScenarioError([Problem(message, file=file, allowed="for instance one made with centricity new mine.toml")])
    few = replace(choice, replications=choice.replications or FEW_RUNS)
    folder = out or folder_for(f"{Path(file).stem}_watched")
    watch(file, few, folder, jobs or _processors(), 0 if robustness == DRAWS else robustness, voice)


def _processors() -> int:
    """Processors that this process may use."""
    import os

    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
