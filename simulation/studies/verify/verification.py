"""Verification: is a stored result still what was found, and is it found again?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from simulation.records.digests import not_as_written
from simulation.records.files import StoreError
from simulation.records.lock import FolderLock
from simulation.records.provenance import MANIFEST, code_digest, packages
from simulation.records.result_folder import CONTENTS, FILES
from simulation.studies.runs.replications import Progress, run_tasks
from simulation.studies.runs.workers import RunResult, Simulate

if TYPE_CHECKING:
    from simulation.studies.runs.tasks import Task

SAMPLE = 8
"""Runs that are simulated again where nothing else is asked for."""

Thing = TypeVar("Thing")


@dataclass
class Verification:
    """What a verification found.

    folder    that was looked at
    kind      study, sweep, map, sensitivity
    runs      finished runs that are stored
    checked   runs that were simulated again
    problems  what is missing, damaged, changed or not found again, a sentence each
    notes     what the reader of the result should know besides
    same_code whether this program is the one that made the result
    """

    folder: Path
    kind: str
    runs: int = 0
    checked: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    same_code: bool = True

    @property
    def right(self) -> bool:
        """Whether everything that was looked at is as it was stored, and was found again."""
        return not self.problems

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values, ready for JSON."""
        return {
            "folder": str(self.folder),
            "kind": self.kind,
            "verified": self.right,
            "runs": self.runs,
            "checked": self.checked,
            "same_code": self.same_code,
            "problems": self.problems,
            "notes": self.notes,
        }


@dataclass(frozen=True)
class Asked:
    """How a verification is carried out.

    sample    runs that are simulated again; None: all
    jobs      processes, at least 1
    simulate  None: the project's own engines
    progress  told after every run
    """

    sample: int | None = SAMPLE
    jobs: int = 1
    simulate: Simulate | None = None
    progress: Progress | None = None


def verify(folder: Path | str, asked: Asked | None = None) -> Verification:
    """Looks through a result folder of any kind and simulates a sample of its runs again.

    raises  StoreError where `folder` holds nothing of a result, or a process is writing to it
    """
    from simulation.studies.sweep.store import KINDS
    from simulation.studies.verify.study import verify_study
    from simulation.studies.verify.sweep import verify_experiment

    folder, asked = Path(folder), asked or Asked()
    FolderLock(folder).check_free()
    manifest = _manifest(folder)
    if isinstance(manifest, Verification):
        return manifest
    found = Verification(folder, str(manifest.get("kind", "study")))
    _note_origin(found, manifest)
    for name, what in not_as_written(folder, manifest.get(FILES) or {}).items():
        found.problems.append(f"{name}: {what}.")
    (verify_experiment if found.kind in KINDS else verify_study)(found, manifest, asked)
    return found


def _manifest(folder: Path) -> "dict[str, Any] | Verification":
    """The manifest of a result; a verification that has failed where a result is there without a whole one."""
    import json

    from simulation.studies.sweep.store import JOURNAL

    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(content, dict) and {"schema_version", "code_digest", "start"} <= content.keys():
            return content
        problem = "is that of something else, or has been cut short"
    except (FileNotFoundError, NotADirectoryError):
        if not any((folder / name).exists() for name in (*CONTENTS, JOURNAL)):
            raise StoreError(f"{folder}: is not a result folder (it has no {MANIFEST}).") from None
        problem = "is missing; without it nothing says how the result was made"
    except (OSError, ValueError):
        problem = "cannot be read; it is damaged"
    return Verification(folder, "unknown", problems=[f"{MANIFEST}: {problem}."])


def _note_origin(found: Verification, manifest: dict[str, Any]) -> None:
    """Tells whether another program, or other packages, made the result."""
    found.same_code = manifest["code_digest"] == code_digest()
    if not found.same_code:
        found.notes.append(
            f"The program has been changed since this result was made by version {manifest.get('version')}: numbers "
            "that differ may differ because the model changed, not because the result was damaged."
        )
    here, there = packages(), manifest.get("packages") or {}
    others = [f"{name} {there[name]} (here {here.get(name)})" for name in there if there[name] != here.get(name)]
    if others:
        found.notes.append(f"It was made with other packages: {', '.join(others)}.")


def spread(things: Sequence[Thing], count: int | None, group: Callable[[Thing], object], seed: int) -> list[Thing]:
    """A sample that every group has a part in: one of each in turn, within a group by lot.

    count  how many; None: all
    seed   of the study: the same sample every time, and the smaller one lies in the larger one

    >>> sorted(name[0] for name in spread(["a1", "a2", "b1", "a3"], 2, lambda name: name[0], seed=1))
    ['a', 'b']
    """
    import numpy as np

    if count is None or count >= len(things):
        return list(things)
    order = np.random.default_rng(seed).permutation(len(things)).tolist()
    groups: dict[object, list[int]] = {}
    for index in order:
        groups.setdefault(group(things[index]), []).append(index)
    ranked = sorted((rank, place, index) for place, one in enumerate(groups.values()) for rank, index in enumerate(one))
    return [things[index] for index in sorted(index for _, _, index in ranked[:count])]


def run_again(
    found: Verification,
    tasks: "Sequence[Task]",
    asked: Asked,
    simulate: Simulate | None,
    compare: Callable[[RunResult], str | None],
) -> None:
    """Simulates tasks again and notes which of them come out otherwise.

    simulate  in place of that of `asked`
    compare   says what differs, or None
    """

    def receive(result: RunResult) -> None:
        what = f"now fails: {result.error}" if result.tables is None else compare(result)
        found.checked += 1
        if what is not None:
            scenario, replication, world = result.task.key
            found.problems.append(f"{scenario}, run {replication}, {world}: {what}.")

    outcome = run_tasks(tasks, jobs=asked.jobs, simulate=simulate, receive=receive, progress=asked.progress)
    if outcome.interrupted:
        raise KeyboardInterrupt
