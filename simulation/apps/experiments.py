"""What the commands about experiments have in common: the order in which they work, estimate, progress and ending."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol, TypeVar

import typer

from simulation.apps.guard import RUN_FAILED, Interrupted
from simulation.apps.progress import RunProgress
from simulation.apps.result_names import folder_for
from simulation.apps.run import on_cluster
from simulation.apps.streams import Voice

if TYPE_CHECKING:
    import pandas as pd

    from simulation.studies.sweep.plan import Plan
    from simulation.studies.sweep.runs import Estimate
    from simulation.studies.sweep.study import How

OnlyEstimate = Annotated[bool, typer.Option("--estimate", help="Only says how long it takes and how much memory.")]


class Stored(Protocol):
    """The result of an experiment."""

    @property
    def folder(self) -> Path | None:
        """Where it is stored."""

    @property
    def runs(self) -> "pd.DataFrame":
        """Every run: point, replication, world, seed, status, seconds, error."""


Result = TypeVar("Result", bound=Stored)


@dataclass(frozen=True)
class Asked:
    """How the user wants an experiment carried out, as the options say it."""

    out: Path | None
    jobs: int | None
    only_estimate: bool
    scheduler: str | None
    resume: bool
    force: bool
    voice: Voice


def answer(
    plan: "Plan",
    runs: Callable[[], int],
    asked: Asked,
    study: "Callable[[How], Result]",
    *,
    drawn: "Callable[[Result], list[Path]]",
    reported: "Callable[[Result], None]",
    as_object: "Callable[[Result, list[Path]], dict[str, object]]",
    shown: "Callable[[Result, list[Path]], None]",
) -> None:
    """Estimates, or carries out, draws, reports and tells, in this order.

    runs       how many there are at most, for the estimate
    study      carries it out
    drawn      writes its pictures
    reported   writes its report
    as_object  the result for programs
    shown      tells a reader what was found, below title, question and expectation
    """
    voice = asked.voice
    if asked.only_estimate:
        say_estimate(plan, runs(), asked.jobs, voice)
        return
    result = carry_out(plan, asked, study)
    pictures = drawn(result)
    reported(result)
    voice.object(as_object(result, pictures))
    if voice.quiet:
        voice.answer(str(result.folder))
    elif not voice.as_json:
        say_head(plan, voice)
        shown(result, pictures)
    end(result.runs, voice)


def carry_out(plan: "Plan", asked: Asked, study: "Callable[[How], Result]") -> "Result":
    """Carries an experiment out, with the estimate before it and progress meanwhile."""
    from simulation.studies.sweep.runs import SweepInterrupted
    from simulation.studies.sweep.study import How

    folder = asked.out or folder_for(plan.name)
    processes = asked.jobs or processors()
    try:
        with on_cluster(asked.scheduler) as executor, RunProgress(asked.voice, f"Simulating {plan.name}") as progress:
            how = How(
                folder=folder,
                jobs=processes,
                resume=asked.resume,
                force=asked.force,
                progress=progress,
                executor=executor,
                announce=lambda estimate: asked.voice.note(estimate_in_words(estimate, processes)),
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


def say_head(plan: "Plan", voice: Voice) -> None:
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
