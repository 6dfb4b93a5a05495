"""A sweep: the points of a design, each simulated with the same luck, in every world that is compared."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.records.digests import digests_of
from simulation.records.files import StoreError, explained, read_parquet
from simulation.records.provenance import new_manifest, now
from simulation.records.result_folder import FILES
from simulation.studies.runs.replications import Progress
from simulation.studies.runs.workers import Simulate
from simulation.studies.sweep.plan import Plan, Point
from simulation.studies.sweep.runs import Estimate, Runs, estimated
from simulation.studies.sweep.store import (
    COMPARISON,
    DATA,
    EXPERIMENT,
    OUTCOMES,
    POINTS,
    RUNS,
    SCENARIO,
    SUMMARY,
    SweepStore,
    keys_of,
)
from simulation.studies.sweep.tables import write_tables

if TYPE_CHECKING:
    import pandas as pd

SWEEP = "sweep"

Announce = Callable[[Estimate], None]
"""Told what an experiment takes, before it begins."""


@dataclass(frozen=True)
class How:
    """How an experiment is carried out.

    folder         where it is stored; None: nowhere
    jobs           processes, at least 1
    resume, force  continue the same experiment in `folder`, or replace what is there
    command        how it was called; None: the command line
    simulate       None: the project's own engines
    progress       told after every run
    announce       told time and memory before the first run; None: they are not measured
    executor       carries out the runs in place of processes of this computer; it is not shut down
    """

    folder: Path | str | None = None
    jobs: int = 1
    resume: bool = False
    force: bool = False
    command: str | None = None
    simulate: Simulate | None = None
    progress: Progress | None = None
    announce: Announce | None = None
    executor: Executor | None = None


@dataclass(frozen=True)
class SweepResult:
    """What a sweep found.

    points      point, part, and a column per parameter
    outcomes    point, replication, world, measure, horizon, value
    summary     mean and 95 % interval for each point, world, measure and horizon
    comparison  paired difference of every two worlds for each point, measure and horizon; None with one world
    runs        every run: point, replication, world, seed, status, seconds, error
    folder      where it is stored; None: nowhere
    """

    plan: Plan
    points: "pd.DataFrame"
    outcomes: "pd.DataFrame"
    summary: "pd.DataFrame"
    comparison: "pd.DataFrame | None"
    runs: "pd.DataFrame"
    folder: Path | None

    @property
    def failed(self) -> "pd.DataFrame":
        """The runs that failed, with their errors."""
        return self.runs[self.runs["status"] == "failed"]


def run_sweep(plan: Plan, how: How | None = None) -> SweepResult:
    """Carries a sweep out, stores every run at once, and reads the tables back.

    raises  ScenarioError where the scenario refuses a point, StoreError where the folder cannot be used: both
            with nothing run; SweepInterrupted after Ctrl-C, with what finished kept
    """
    how = how or How()
    points = plan.points(plan.design(), plan.file.design.kind)
    with opened(plan, SWEEP, points, how) as runs:
        runs.carry_out(points)
        finish(runs, points)
        return read_sweep(plan, runs.store.folder, how.folder is not None)


@contextmanager
def opened(plan: Plan, kind: str, points: Sequence[Point], how: How) -> Iterator[Runs]:
    """The runs of an experiment in its folder, or in a temporary one.

    points  that are known beforehand, for the estimate
    """
    if how.folder is None:
        with tempfile.TemporaryDirectory(prefix="centricity-") as temporary, _store(plan, kind, Path(temporary), how) as store:
            yield _runs(plan, store, points, how)
    else:
        with _store(plan, kind, Path(how.folder), how) as store:
            yield _runs(plan, store, points, how)


def _store(plan: Plan, kind: str, folder: Path, how: How) -> SweepStore:
    manifest: dict[str, Any] = {"kind": kind, **new_manifest([plan.base], how.command)}
    manifest |= {
        "experiment": plan.name,
        "experiment_digest": plan.digest(),
        "worlds": list(plan.worlds),
        "outcomes": [list(column) for column in plan.columns],
        "focal": plan.base.focal.name,
    }
    texts = {SCENARIO: plan.base.to_toml(), EXPERIMENT: plan.to_toml()}
    return SweepStore.begin(folder, manifest, texts, resume=how.resume, force=how.force)


def _runs(plan: Plan, store: SweepStore, points: Sequence[Point], how: How) -> Runs:
    kept = how.folder is not None
    runs = Runs(
        plan, store, jobs=how.jobs, simulate=how.simulate, progress=how.progress, kept=kept, executor=how.executor
    )
    left = sum(1 for _ in runs.missing(points))
    if how.announce is not None and left:
        how.announce(estimated(plan, left, how.jobs, how.simulate))
    return runs


def finish(runs: Runs, points: Sequence[Point], summarised: bool = True) -> None:
    """Writes the tables of an experiment whose points have all been tried, and says so in its manifest."""
    write_tables(runs, points, summarised)
    store = runs.store
    wanted = {key for point in points for key in keys_of(point.name, point.replications, runs.plan.worlds)}
    failed = len(wanted & store.journal.failed)
    store.manifest |= {
        "end": now(),
        "complete": True,
        "points": len(points),
        "runs_done": len(wanted) - failed,
        "runs_failed": failed,
    }
    with explained(store.folder):
        store.manifest[FILES] = digests_of(store.folder, DATA)
        store.write_manifest()


def read_sweep(plan: Plan, folder: Path, kept: bool = True) -> SweepResult:
    """The tables of a finished sweep. Raises StoreError where one is missing or damaged."""
    several = len(plan.worlds) > 1
    return SweepResult(
        plan=plan,
        points=read_csv(folder / POINTS),
        outcomes=read_parquet(folder / OUTCOMES),
        summary=read_csv(folder / SUMMARY),
        comparison=read_csv(folder / COMPARISON, ("ahead",)) if several else None,
        runs=read_csv(folder / RUNS, ("error",)),
        folder=folder if kept else None,
    )


def read_csv(path: Path, texts: Sequence[str] = ()) -> "pd.DataFrame":
    """A table of a result, numbers with all their digits; empty cells of the columns `texts` stay empty text.

    raises  StoreError where it is missing or damaged
    """
    from pyarrow import csv

    try:
        given = csv.ConvertOptions(null_values=[""], strings_can_be_null=False)
        table: pd.DataFrame = csv.read_csv(path, convert_options=given).to_pandas()
    except FileNotFoundError as error:
        raise StoreError(f"{path}: there is no such table; the result is incomplete.") from error
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read as a table; it seems damaged.") from error
    return table.assign(**{name: table[name].astype(object).fillna("") for name in texts})
