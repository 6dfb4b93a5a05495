"""Command `sweep`, and what the commands about experiments have in common."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from simulation.apps.guard import RUN_FAILED, Interrupted, guarded
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
from simulation.apps.progress import RunProgress
from simulation.apps.result_names import folder_for
from simulation.apps.run import on_cluster
from simulation.apps.streams import Voice

if TYPE_CHECKING:
    import pandas as pd

    from simulation.studies.sweep.plan import Plan
    from simulation.studies.sweep.runs import Estimate
    from simulation.studies.sweep.study import How, SweepResult

Result = TypeVar("Result")

OnlyEstimate = Annotated[bool, typer.Option("--estimate", help="Only says how long it takes and how much memory.")]


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
    if only_estimate:
        points = plan.points(plan.design(), plan.file.design.kind)
        say_estimate(plan, len({point.name for point in points}) * plan.replications * len(plan.worlds), jobs, voice)
        return
    result = carry_out(plan, out, jobs, resume, force, voice, lambda how: run_sweep(plan, how), scheduler)
    reported(result)
    _tell(result, voice)
    end(result.runs, voice)


def reported(result: "SweepResult") -> None:
    """Writes the report of a stored sweep."""
    from simulation.presentation.report.experiment import write_sweep
    from simulation.studies.sweep.store import read_experiment_manifest

    assert result.folder is not None
    write_sweep(result, read_experiment_manifest(result.folder))


def carry_out(
    plan: "Plan",
    out: Path | None,
    jobs: int | None,
    resume: bool,
    force: bool,
    voice: Voice,
    study: "Callable[[How], Result]",
    scheduler: str | None = None,
) -> "Result":
    """Carries an experiment out, with the estimate before it and progress meanwhile."""
    from simulation.studies.sweep.runs import SweepInterrupted
    from simulation.studies.sweep.study import How

    folder = out or folder_for(plan.name)
    processes = jobs or processors()
    try:
        with on_cluster(scheduler) as executor, RunProgress(voice, f"Simulating {plan.name}") as progress:
            how = How(
                folder=folder,
                jobs=processes,
                resume=resume,
                force=force,
                progress=progress,
                executor=executor,
                announce=lambda estimate: voice.note(estimate_in_words(estimate, processes)),
            )
            return study(how)
    except SweepInterrupted as interruption:
        raise Interrupted(
            f"Interrupted: {interruption.finished} of {interruption.total} runs are finished and kept in {folder}. "
            "To go on: the same command with --resume (and without --force).",
            results=str(folder),
            runs_finished=interruption.finished,
            runs=interruption.total,
        ) from None


def say_estimate(plan: "Plan", runs: int, jobs: int | None, voice: Voice) -> None:
    """Says what an experiment takes, without carrying it out."""
    from simulation.studies.sweep.runs import estimated

    processes = jobs or processors()
    estimate = estimated(plan, runs, processes)
    voice.answer(estimate_in_words(estimate, processes))
    voice.object({"runs": estimate.runs, "seconds": estimate.seconds, "bytes_per_process": estimate.bytes})


def estimate_in_words(estimate: "Estimate", processes: int) -> str:
    """Runs, time and memory as a sentence."""
    from simulation.scenario.plain_words import about, memory

    several = min(processes, estimate.runs)
    with_processes = f"with {several} processes" if several > 1 else "with one process"
    takes = f"{estimate.runs:,} runs; {about(estimate.seconds)} {with_processes}"
    return f"{takes}, {memory(estimate.bytes)} of memory each." if estimate.bytes else f"{takes}."


def end(runs: "pd.DataFrame", voice: Voice) -> None:
    """Ends with exit code 1 where some run failed, and says which was the first."""
    failed = runs[runs["status"] == "failed"]
    if not len(failed):
        return
    first = failed.iloc[0]
    where = f"point {first['point']}, run {first['replication']}, {first['world']}"
    voice.complain(f"{len(failed)} of {len(runs)} runs failed. The first ({where}): {first['error']}")
    raise typer.Exit(RUN_FAILED)


def head(plan: "Plan", voice: Voice) -> None:
    """Title, question and expectation of an experiment."""
    from rich.text import Text

    lines = [Text(plan.file.title or plan.name, style="bold")]
    said = {"Question": plan.file.question, "Expectation": plan.file.expectation}
    lines += [Text(f"{word}: {text}") for word, text in said.items() if text]
    voice.show(*lines)


def processors() -> int:
    """Processors that this process may use."""
    import os

    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _tell(result: "SweepResult", voice: Voice) -> None:
    """The points and who wins in them, by the first measure after the last horizon."""
    from simulation.presentation.sweep_table import MOST_POINTS, count_table, point_table
    from simulation.presentation.sweep_words import sweep_found

    voice.object(_as_object(result))
    if voice.quiet:
        voice.answer(str(result.folder))
    if voice.quiet or voice.as_json:
        return
    head(result.plan, voice)
    found = sweep_found(result)
    if len(result.points) <= MOST_POINTS:
        voice.show(point_table(result.points, found.means, found.winner, found.unit, found.called))
    else:
        voice.show(f"{found.called}: {len(result.points):,} points", count_table(found.winner))
    voice.show(f"Results in {result.folder}: outcomes.parquet, summary.csv, comparison.csv.")


def _as_object(result: "SweepResult") -> dict[str, object]:
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
