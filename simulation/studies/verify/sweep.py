"""Verification of the result of an experiment: journal, tables that follow from it, and a sample again."""

import struct
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.records.bits import first_difference
from simulation.records.files import StoreError, read_parquet
from simulation.records.lock import FolderLock
from simulation.scenario.errors import ScenarioError
from simulation.scenario.source import Place
from simulation.studies.runs.tasks import AS_IN_FILE
from simulation.studies.runs.workers import RunResult
from simulation.studies.sweep.outcomes import Measured
from simulation.studies.sweep.plan import DIGITS, Plan, Point
from simulation.studies.sweep.rows import csv_points
from simulation.studies.sweep.runs import PointTask, Runs
from simulation.studies.sweep.store import (
    COMPARISON,
    EXPERIMENT,
    JOURNAL,
    OUTCOMES,
    POINTS,
    RUNS,
    SUMMARY,
    Entry,
    Journal,
    Key,
    SweepStore,
    keys_of,
    read_line,
)
from simulation.studies.sweep.study import SWEEP, read_csv
from simulation.studies.sweep.tables import write_tables
from simulation.studies.verify.verification import Asked, Verification, run_again, spread

if TYPE_CHECKING:
    pass


def verify_experiment(found: Verification, manifest: Mapping[str, Any], asked: Asked) -> None:
    """Adds to `found` what is wrong with the experiment in its folder."""
    entries = _entries(found, bool(manifest.get("complete")))
    found.runs = sum(entry.done for entry in entries.values())
    plan = _plan(found, manifest)
    if plan is None:
        return
    _run_sample(found, plan, entries, asked)
    if not manifest.get("complete"):
        found.notes.append(f"The experiment was not finished: {len(entries)} runs are there; --resume continues it.")
        return
    points = _points(found, plan)
    if points is None:
        return
    wanted = {key for point in points for key in keys_of(point.name, point.replications, plan.worlds)}
    if missing := wanted - entries.keys():
        first = min(missing)
        found.problems.append(
            f"{JOURNAL}: {len(missing)} of {len(wanted)} runs are missing, point {first.point}, run {first.replication}, "
            f"{first.world} the first."
        )
    else:
        _check_tables(found, manifest, plan, points)


def _entries(found: Verification, complete: bool) -> dict[Key, Entry]:
    """The runs of the journal; lines that are not whole are told."""
    entries: dict[Key, Entry] = {}
    path = found.folder / JOURNAL
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                entry = read_line(line)
                if entry is not None:
                    entries[entry.key] = entry
                elif line.endswith(b"\n") or complete:
                    found.problems.append(f"{JOURNAL}: line {number} is damaged; it does not count, and its run is lost.")
    except OSError:
        if not any(problem.startswith(JOURNAL) for problem in found.problems):
            found.problems.append(f"{JOURNAL}: is missing; it holds the runs.")
    return entries


def _plan(found: Verification, manifest: Mapping[str, Any]) -> Plan | None:
    from simulation.studies.sweep.file import load_experiment

    try:
        plan = load_experiment(found.folder / EXPERIMENT)
    except ScenarioError as error:
        found.problems.append(f"{EXPERIMENT}: cannot be read: {' '.join(str(error).split())}")
        return None
    if plan.digest() != manifest.get("experiment_digest"):
        reason = "" if found.same_code else " (which may be since the program has been changed)"
        found.problems.append(f"{EXPERIMENT}: with scenario.toml it is not the experiment that was run{reason}.")
    return plan


def _points(found: Verification, plan: Plan) -> list[Point] | None:
    """The points that the folder lists, with the runs that it says there are of each."""
    try:
        keys, rows = csv_points(found.folder / POINTS, Place(POINTS))
        listed = read_csv(found.folder / POINTS)
        runs = read_csv(found.folder / RUNS, ("error",))
        counts = runs.groupby("point")["replication"].agg(lambda numbers: tuple(sorted(set(numbers)))).to_dict()
        if set(keys) != set(plan.keys) or len(rows) != len(listed):
            raise StoreError(f"{POINTS}: does not list the points of this experiment.")
        order = [keys.index(key) for key in plan.keys]
        turned = [tuple(row[place] for place in order) for row in rows]
        return [
            Point(row, tuple(int(n) for n in counts.get(number, ())), str(part), plan.scenario_at(row).digest()[:DIGITS])
            for number, (row, part) in enumerate(zip(turned, listed["part"], strict=True))
        ]
    except (StoreError, ScenarioError, KeyError, ValueError) as error:
        message = " ".join(str(error).split()).removeprefix(f"{found.folder}/")
        found.problems.append(message if message.startswith((POINTS, RUNS)) else f"{POINTS}: {message}")
        return None


def _check_tables(found: Verification, manifest: Mapping[str, Any], plan: Plan, points: list[Point]) -> None:
    """Every table is what the journal gives."""
    with tempfile.TemporaryDirectory(prefix="centricity-") as temporary:
        again = Path(temporary)
        store = SweepStore(again, dict(manifest), FolderLock(again))
        store.journal = Journal(found.folder / JOURNAL)
        store.journal.open(writing=False)
        try:
            write_tables(Runs(plan, store), points, found.kind == SWEEP)
        finally:
            store.journal.close()
        for name in (POINTS, RUNS, SUMMARY, COMPARISON):
            if not (again / name).exists():
                continue
            if not (found.folder / name).is_file():
                found.problems.append(f"{name}: is missing.")
            elif (found.folder / name).read_bytes() != (again / name).read_bytes():
                found.problems.append(f"{name}: is not what follows from {JOURNAL}.")
        try:
            different = first_difference(read_parquet(found.folder / OUTCOMES), read_parquet(again / OUTCOMES))
        except StoreError as error:
            found.problems.append(str(error).removeprefix(f"{found.folder}/"))
        else:
            if different is not None:
                found.problems.append(f"{OUTCOMES}: is not what follows from {JOURNAL}: {different}.")


def _run_sample(found: Verification, plan: Plan, entries: Mapping[Key, Entry], asked: Asked) -> None:
    names = _names(found, plan)
    known = sorted(key for key, entry in entries.items() if entry.done and key.point in names)
    if len(known) < found.runs:
        found.problems.append(
            f"{found.runs - len(known)} of {found.runs} runs in {JOURNAL} belong to no point of this experiment"
            + ("." if found.same_code else " (which may be since the program has been changed).")
        )
    tasks = []
    for key in spread(known, asked.sample, lambda key: key.world, plan.seed):
        scenario = plan.scenario_at(names[key.point])
        world = None if key.world == AS_IN_FILE else key.world
        tasks.append(PointTask(scenario, key.replication, world, key.point, key.world))

    def compare(result: RunResult) -> str | None:
        task = result.task
        assert isinstance(task, PointTask)
        values: Any = result.tables
        for (name, horizon), stored, again in zip(plan.columns, entries[task.run].outcomes, values, strict=True):
            if _bits(stored) != _bits(again):
                at = ", ".join(f"{key} = {value}" for key, value in zip(plan.keys, names[task.name], strict=True))
                return f"at {at or 'the only point'}, {name} over {horizon} months is stored as {stored!r}, found is {again!r}"
        return None

    run_again(found, tasks, asked, Measured(plan.base.focal.name, plan.columns, asked.simulate), compare)


def _names(found: Verification, plan: Plan) -> dict[str, tuple[Any, ...]]:
    """The points by name: those that are listed, else those that the design asks for."""
    try:
        keys, rows = csv_points(found.folder / POINTS, Place(POINTS))
        order = [keys.index(key) for key in plan.keys]
        rows = tuple(tuple(row[place] for place in order) for row in rows)
    except (ScenarioError, ValueError):
        rows = tuple(plan.design())
    found_names = {}
    for row in rows:
        try:
            found_names[plan.scenario_at(row).digest()[:DIGITS]] = row
        except ScenarioError:
            continue
    return found_names


def _bits(value: float) -> bytes:
    """A number as it is held; everything that is no number counts as the same."""
    return b"" if value != value else struct.pack("<d", value)
