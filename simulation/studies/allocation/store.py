"""The result folder of a search for the best programme: what was tried is kept at once, and found again."""

import json
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.records.files import StoreError, explained, read_csv, write_csv, write_text
from simulation.records.lock import FolderLock
from simulation.records.provenance import new_manifest, now
from simulation.scenario.scenario import Scenario
from simulation.studies.allocation.programme import STARTS, with_programme
from simulation.studies.allocation.study import Allocation, AllocationInterrupted, Effort, Progress, Trials, allocate
from simulation.studies.runs.workers import Simulate

if TYPE_CHECKING:
    import pandas as pd

FILE = "allocation.json"
"""What says that a folder holds such a result, and what it was asked for."""

TRIALS, PROGRAMMES, JUDGED, WORTH, BEST, SCENARIO = (
    "trials.csv", "programmes.csv", "judged.csv", "worth.csv", "best.toml", "scenario.toml",
)  # fmt: skip

IDENTITY = ("scenario_digest", "code_digest", "effort", "budget", "starts")


def run_allocation(
    scenario: Scenario,
    folder: Path,
    effort: Effort = Effort(),  # noqa: B008 (frozen)
    budget: float | None = None,
    starts: Sequence[int] = STARTS,
    *,
    jobs: int = 1,
    resume: bool = False,
    force: bool = False,
    simulate: Simulate | None = None,
    progress: Progress | None = None,
) -> tuple[Allocation, dict[str, Any]]:
    """Searches, judges and stores; returns what was found and the manifest.

    budget  share of revenue instead of the focal firm's own
    resume  go on with the same search where it was left
    force   replace the result that lies in the folder
    raises  StoreError where the folder cannot be used, AllocationInterrupted after Ctrl-C with what was tried kept
    """
    manifest: dict[str, Any] = new_manifest([scenario])
    manifest |= {"effort": asdict(effort), "budget": budget, "starts": list(starts)}
    known: dict[tuple[str, int], float] = {}
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder)
    lock.acquire()
    try:
        if any(path.name != ".lock" for path in folder.iterdir()):
            known = _what_is_there(folder, manifest, resume, force)
        with explained(folder):
            write_text(folder / FILE, _json(manifest))
            write_text(folder / SCENARIO, scenario.to_toml())
        trials = Trials(scenario, budget, jobs, simulate, progress, known)

        def keep() -> None:
            with explained(folder):
                write_csv(folder / TRIALS, _trials_table(trials.known))

        trials.keep = keep
        found = allocate(trials, effort, starts)
        manifest |= {"end": now(), "complete": True, "runs_done": len(trials.known)}
        with explained(folder):
            _write(folder, found, manifest)
    finally:
        lock.release()
    return found, manifest


def load_allocation(folder: Path) -> tuple[Allocation, dict[str, Any]]:
    """A stored result, without simulating. Raises StoreError where the search was not finished."""
    from simulation.scenario import load_scenario

    manifest = _manifest(folder)
    if not manifest.get("complete"):
        raise StoreError(f"{folder}: the search is not finished; the same command with --resume goes on.")
    scenario = load_scenario(folder / SCENARIO)

    def never(*args: object, **kwargs: object) -> Any:
        raise StoreError(f"{folder}: {TRIALS} lacks runs; it seems damaged.")

    trials = Trials(scenario, manifest["budget"], 1, never, None, _read_trials(folder))
    before = len(trials.known)
    found = allocate(trials, Effort(**manifest["effort"]), manifest["starts"])
    if len(trials.known) > before:
        raise StoreError(f"{folder}: {TRIALS} lacks runs, or the program has been changed since; it cannot be read again.")
    return found, manifest


def is_allocation(folder: Path) -> bool:
    """Whether a folder holds a search for the best programme."""
    return (folder / FILE).is_file()


def _what_is_there(folder: Path, wanted: dict[str, Any], resume: bool, force: bool) -> dict[tuple[str, int], float]:
    """What is known from an earlier search in the folder; raises StoreError where it must not be touched."""
    if not is_allocation(folder):
        raise StoreError(f"{folder}: holds something else than a search for a programme; choose another folder with --out.")
    if force:
        with explained(folder):
            (folder / TRIALS).unlink(missing_ok=True)
        return {}
    if not resume:
        raise StoreError(f"{folder}: holds a result already; --resume goes on with it, --force replaces it.")
    stored = _manifest(folder)
    differing = [key for key in IDENTITY if stored.get(key) != wanted[key]]
    if differing:
        words = {"scenario_digest": "its scenario differs", "code_digest": "the program has been changed since",
                 "effort": "other numbers of programmes or runs were asked for", "budget": "its budget differs",
                 "starts": "its months of start differ"}  # fmt: skip
        raise StoreError(f"{folder}: cannot be resumed: {', '.join(words[key] for key in differing)}. --force replaces it.")
    return _read_trials(folder)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise StoreError(f"{folder / FILE}: cannot be read; it seems damaged.") from None
    if not isinstance(content, dict):
        raise StoreError(f"{folder / FILE}: cannot be read; it seems damaged.")
    return content


def _read_trials(folder: Path) -> dict[tuple[str, int], float]:
    path = folder / TRIALS
    if not path.exists():
        return {}
    try:
        table = read_csv(path, ("world",))
        return {(str(w), int(r)): float(p) for w, r, p in zip(table["world"], table["run"], table["profit"], strict=True)}
    except (OSError, ValueError, KeyError):
        raise StoreError(f"{path}: cannot be read as a table; it seems damaged.") from None


def _trials_table(known: dict[tuple[str, int], float]) -> "pd.DataFrame":
    import pandas as pd

    rows = [(world, run, profit) for (world, run), profit in known.items()]
    return pd.DataFrame(rows, columns=["world", "run", "profit"])


def _write(folder: Path, found: Allocation, manifest: dict[str, Any]) -> None:
    import pandas as pd

    purchases = list(found.ranges)
    rows = []
    for programme, lead in found.tried:
        rows.append({
            "lead_in_search": lead,
            **{f"share_{name}": programme.shares.get(name, 0.0) for name in purchases},
            **{f"start_{name}": programme.starts.get(name) for name in purchases},
        })  # fmt: skip
    write_csv(folder / PROGRAMMES, pd.DataFrame(rows))
    columns = ("name", "profit", "difference", "low", "high", "ahead")
    judged = [{**{key: getattr(one, key) for key in columns}, "against": "the plan in the file"} for one in found.judged]
    judged += [{**{key: getattr(one, key) for key in columns}, "name": "the best found", "against": one.name}
               for one in found.against]  # fmt: skip
    write_csv(folder / JUDGED, pd.DataFrame(judged))
    write_csv(folder / WORTH, pd.DataFrame([asdict(one) for one in found.worth]))
    write_text(folder / BEST, best_text(found))
    write_text(folder / FILE, _json(manifest))


def best_text(found: Allocation) -> str:
    """The scenario in which the focal firm follows the best programme, as a file that can be run and edited."""
    best = with_programme(found.scenario, found.best, found.budget)
    words = {"name": f"{found.scenario.name}_best", "title": f"{found.scenario.title or found.scenario.name}: the best "
    "programme found",
             "expectation": "The programme was searched for under these values; that it does better here is no test of it."}
    said = f"The best programme found for {found.scenario.focal.name}: {found.best.words()}."
    head = textwrap.fill(said, 100, initial_indent="# ", subsequent_indent="# ") + "\n"
    keep = {"expected_winner": None, "expected_by_month": None}
    return head + best.model_copy(update={**words, **keep}).to_toml()


def _json(manifest: dict[str, Any]) -> str:
    return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"


__all__ = ["AllocationInterrupted", "is_allocation", "load_allocation", "run_allocation"]
