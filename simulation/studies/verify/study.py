"""Verification of the result of `run` and `compare`: tables against runs, what follows from them, and a sample again."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.measures.dictionary import dictionary_frame
from simulation.records.bits import first_difference
from simulation.records.digests import not_as_written
from simulation.records.files import StoreError, csv_text, read_parquet
from simulation.records.panel import quota, sampled
from simulation.records.parts import MARKET, RunKey, blocks_in, blocks_of, damaged_parts, read_parts
from simulation.records.result_folder import PARTS, RUNS, TABLES, read_runs, read_scenarios
from simulation.scenario.errors import ScenarioError
from simulation.studies.runs.tasks import Task, own_world, tasks_for
from simulation.studies.runs.workers import RunResult
from simulation.studies.study import PAGES, VERDICT_FILE, WHY_FILE, load_study
from simulation.studies.verify.verification import Asked, Verification, run_again, spread

if TYPE_CHECKING:
    import pandas as pd

    from simulation.scenario import Scenario

Blocks = dict[str, dict[RunKey, "pd.DataFrame"]]


def verify_study(found: Verification, manifest: Mapping[str, Any], asked: Asked) -> None:
    """Adds to `found` what is wrong with the study in its folder."""
    scenarios = _scenarios(found, manifest)
    for part in damaged_parts(found.folder / PARTS):
        found.problems.append(f"{PARTS}/{part.name}: is not what was written: changed, cut off or damaged.")
    try:
        rows = read_runs(found.folder)
    except StoreError as error:
        found.problems.append(str(error))
        rows = []
    done = [row.key for row in rows if row.status == "done"]
    found.runs = len(done)
    merged = (found.folder / RUNS).exists()
    tables = (*TABLES, *(("twins",) if any(key.world != MARKET for key in done) else ())) if merged else ()
    blocks = {table: _blocks(found, table) for table in tables}
    parts = {key: folder for key, (_, folder) in read_parts(found.folder / PARTS).items()}
    for table in TABLES:
        blocks[table] = blocks.get(table, {}) | blocks_in(table, {k: v for k, v in parts.items() if k.world == MARKET})
    blocks["twins"] = blocks.get("twins", {}) | blocks_in("series", {k: v for k, v in parts.items() if k.world != MARKET})
    _check_tables(found, done, blocks, {s.name: own_world(s) for s in scenarios})
    _check_completeness(found, manifest, scenarios, [row.key for row in rows])
    if not scenarios:
        return
    if merged and done and not found.problems:
        _check_what_follows(found)
    _check_pages(found, manifest)
    _run_sample(found, scenarios, done, blocks, asked)


def _scenarios(found: Verification, manifest: Mapping[str, Any]) -> "tuple[Scenario, ...]":
    try:
        scenarios = read_scenarios(found.folder)
    except (StoreError, ScenarioError, ValueError, KeyError, TypeError, OSError) as error:
        found.problems.append(f"The scenario cannot be read: {' '.join(str(error).split())}")
        return ()
    for scenario, said in zip(scenarios, manifest["scenarios"], strict=False):
        if scenario.digest() != said["digest"]:
            found.problems.append(f"The stored scenario {scenario.name} is not the one that was run.")
    return scenarios


def _blocks(found: Verification, table: str) -> "dict[RunKey, pd.DataFrame]":
    try:
        return blocks_of(read_parquet(found.folder / f"{table}.parquet"))
    except (StoreError, KeyError) as error:
        message = str(error) if isinstance(error, StoreError) else f"{table}.parquet: lacks the column {error}."
        if not any(problem.startswith(f"{table}.parquet:") for problem in found.problems):
            found.problems.append(message)
        return {}


def _check_tables(found: Verification, done: list[RunKey], blocks: Blocks, own: Mapping[str, str]) -> None:
    """Every finished run has its rows in its tables, and no table has rows of a run that is not there."""
    wanted = {table: {key for key in done if (key.world == MARKET) == (table != "twins")} for table in blocks}
    for table, held in blocks.items():
        repeated = {key for key in held if table == "twins" and own.get(key.scenario) == key.world}
        # a run so short that a table has no row of it leaves none there
        missing = wanted[table] - held.keys() if table in ("series", "twins", "market") else set()
        unknown = held.keys() - wanted[table] - repeated
        for what, keys in (("has no rows of", missing), ("has rows, but runs.csv does not know of", unknown)):
            if keys:
                first = min(keys)
                several = f" and {len(keys) - 1} more" if len(keys) > 1 else ""
                found.problems.append(f"{table}: {what} {first.scenario}, run {first.replication}, {first.world}{several}.")
        for key in repeated:
            market = blocks["series"].get(key._replace(world=MARKET))
            if market is not None and first_difference(_plain(market), _plain(held[key])):
                found.problems.append(f"twins: {key.scenario}, run {key.replication}, {key.world} is not the same as in series.")


def _check_completeness(
    found: Verification, manifest: Mapping[str, Any], scenarios: "tuple[Scenario, ...]", rows: list[RunKey]
) -> None:
    """The runs that the study consists of are there; where it was not finished, that is told."""
    twins = any(key.world != MARKET for key in rows)
    wanted = {RunKey(*task.key) for task in tasks_for(scenarios, twins)}
    missing = wanted - set(rows)
    if not manifest.get("complete"):
        found.notes.append(f"The study was not finished: {len(rows)} of {len(wanted)} runs are there; --resume continues it.")
    elif missing:
        first = min(missing)
        named = f"{first.scenario}, run {first.replication}, {first.world}"
        found.problems.append(f"{len(missing)} of {len(wanted)} runs are missing, {named} the first.")
    failed = manifest.get("runs_failed")
    if failed:
        found.notes.append(f"{failed} runs had failed; they are not part of the result.")


def _check_what_follows(found: Verification) -> None:
    """Summary, comparison, verdict and dictionary are what the tables give."""
    study = load_study(found.folder)
    verdicts = {one.scenario: one.to_dict() for one in study.verdicts}
    texts = {
        "summary.csv": csv_text(study.summary),
        "comparison.csv": csv_text(study.comparison),
        WHY_FILE: csv_text(study.why),
        "why.csv": csv_text(study.why),
        "dictionary.csv": csv_text(dictionary_frame()),
        VERDICT_FILE: json.dumps(verdicts, indent=2, ensure_ascii=False) + "\n",
    }
    for name, text in texts.items():
        path = found.folder / name
        if not path.is_file():
            found.problems.append(f"{name}: is missing.")
        elif path.read_bytes() != text.encode("utf-8"):
            found.problems.append(f"{name}: is not what follows from the tables.")


def _check_pages(found: Verification, manifest: Mapping[str, Any]) -> None:
    """Pictures and report are as they were made."""
    for name, what in not_as_written(found.folder, manifest.get(PAGES) or {}).items():
        found.problems.append(f"{name}: {what}; centricity report {found.folder} makes it again.")


def _run_sample(
    found: Verification, scenarios: "tuple[Scenario, ...]", done: list[RunKey], blocks: Blocks, asked: Asked
) -> None:
    by_name = {scenario.name: scenario for scenario in scenarios}
    places = {name: place for place, name in enumerate(by_name)}
    known = [key for key in sorted(done) if key.scenario in by_name]
    chosen = spread(known, asked.sample, lambda key: (key.scenario, key.world), scenarios[0].run.seed)
    tasks = [Task(by_name[key.scenario], key.replication, None if key.world == MARKET else key.world) for key in chosen]

    def compare(result: RunResult) -> str | None:
        key = RunKey(*result.task.key)
        scenario = by_name[key.scenario]
        limit = quota(places[key.scenario], len(places))
        for table in TABLES if key.world == MARKET else ("twins",):
            stored = blocks.get(table, {}).get(key)
            again = getattr(result.tables, "series" if table == "twins" else table)
            if table == "panel":
                again = sampled(again, quota(key.replication, scenario.run.replications, limit), scenario.run.seed)
            if stored is None:
                if len(again) and (found.folder / f"{table}.parquet").exists():
                    return f"{table} has no rows of it"
                continue
            if table == "panel":  # a part holds the sample of the number of runs that was planned when it was stored
                stored = sampled(stored, quota(key.replication, scenario.run.replications, limit), scenario.run.seed)
            different = first_difference(_plain(stored), _plain(again))
            if different is not None:
                return f"in {table}, {different}"
        return None

    run_again(found, tasks, asked, asked.simulate, compare)


def _plain(frame: "pd.DataFrame") -> "pd.DataFrame":
    """A block as a run leaves it: without the column `world`, which a run does not know."""
    return frame.drop(columns="world", errors="ignore").reset_index(drop=True)


def page_digests(folder: Path) -> dict[str, str]:
    """Digests of the pictures and the report in a folder."""
    from simulation.records.digests import digests_of

    return digests_of(folder, ("figures", "report.html"))
