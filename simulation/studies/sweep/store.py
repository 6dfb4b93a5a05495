"""Where the outcomes of an experiment are kept while it runs: a line for each run, written at once.

A line is whole or it does not count: it carries a checksum, so that a process killed in the middle of writing,
or a disk that lost the end of the file, costs one run and never a wrong number.
"""

import json
import math
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from simulation.records.files import TEMPORARY, StoreError, explained, write_text
from simulation.records.lock import FolderLock
from simulation.records.provenance import MANIFEST, now, write_manifest
from simulation.records.result_folder import delete_result, occupied

JOURNAL = "journal.jsonl"
RUNS, POINTS, OUTCOMES = "runs.csv", "points.csv", "outcomes.parquet"
SUMMARY, COMPARISON = "summary.csv", "comparison.csv"
EXPERIMENT, SCENARIO, FIGURES = "experiment.toml", "scenario.toml", "figures"
DATA = (EXPERIMENT, SCENARIO, JOURNAL, RUNS, POINTS, OUTCOMES)
"""Files whose digests the manifest holds once the experiment is finished; the others follow from them."""

KINDS = ("sweep", "map", "sensitivity", "why")

IDENTITY = {
    "kind": "it holds a {stored}, not a {wanted}",
    "seed": "its seed is {stored}, not {wanted}",
    "experiment_digest": "its experiment differs",
    "code_digest": "the program has been changed since",
}
"""What must be equal for an experiment to be continued, and how a difference is told."""


class Key(NamedTuple):
    """What names a run: the digest of the scenario at its point, the replication, the world."""

    point: str
    replication: int
    world: str


@dataclass(frozen=True)
class Entry:
    """A run in the journal: the outcomes of a finished one, the error of a failed one."""

    key: Key
    seconds: float
    outcomes: tuple[float, ...] = ()
    error: str = ""

    @property
    def done(self) -> bool:
        """Whether it came to its end."""
        return not self.error


class Journal:
    """The lines of all runs; only where they begin is held in memory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.places: dict[Key, int] = {}
        self.failed: set[Key] = set()
        self._file: BinaryIO | None = None

    def open(self, writing: bool = True) -> None:
        """Finds all whole lines, and closes a line that was cut off.

        writing  False: only reads, and changes nothing
        """
        if writing:
            self.path.touch()
        end, whole = 0, True
        with self.path.open("rb") as file:
            for line in file:
                entry = read_line(line)
                if entry is not None:
                    self._note(entry, end)
                end += len(line)
                whole = line.endswith(b"\n")
        self._file = self.path.open("r+b" if writing else "rb")
        self._file.seek(end)
        if writing and end and not whole:
            self._file.write(b"\n")  # closes a line that was cut off; it does not count

    def add(self, entry: Entry) -> None:
        """Writes a run and hands it to the system at once."""
        assert self._file is not None
        place = self._file.tell()
        self._file.write(write_line(entry))
        self._file.flush()
        self._note(entry, place)

    def get(self, key: Key) -> Entry | None:
        """A run, or None where it is not there."""
        place = self.places.get(key)
        if place is None or self._file is None:
            return None
        end = self._file.seek(0, 2)
        self._file.seek(place)
        entry = read_line(self._file.readline())
        self._file.seek(end)
        if entry is None or entry.key != key:
            raise StoreError(f"{self.path}: has been changed while it was in use.")
        return entry

    def close(self) -> None:
        """Leaves the file. A line that could not be written (full disk) has been told then, and does not count."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._file = None

    def _note(self, entry: Entry, place: int) -> None:
        self.places[entry.key] = place
        (self.failed.discard if entry.done else self.failed.add)(entry.key)


def write_line(entry: Entry) -> bytes:
    """A run as a line: checksum and JSON; numbers with all digits, null for what there is not."""
    values = [value if math.isfinite(value) else None for value in entry.outcomes]
    text = json.dumps([*entry.key, entry.seconds, entry.error, values]).encode("ascii")
    return b"%08x %s\n" % (zlib.crc32(text), text)


def read_line(line: bytes) -> Entry | None:
    """The run of a line; None where it is not whole."""
    checksum, _, text = line.rstrip(b"\n").partition(b" ")
    if not line.endswith(b"\n") or checksum != b"%08x" % zlib.crc32(text):
        return None
    point, replication, world, seconds, error, values = json.loads(text)
    kept = tuple(math.nan if value is None else float(value) for value in values)
    return Entry(Key(point, replication, world), seconds, kept, error)


class SweepStore:
    """An open folder of an experiment, held by this process. Made by `SweepStore.begin`."""

    def __init__(self, folder: Path, manifest: dict[str, Any], lock: FolderLock) -> None:
        self.folder = folder
        self.manifest = manifest
        self.journal = Journal(folder / JOURNAL)
        self._lock = lock

    @classmethod
    def begin(
        cls,
        folder: Path,
        manifest: dict[str, Any],
        texts: dict[str, str],
        *,
        resume: bool = False,
        force: bool = False,
    ) -> "SweepStore":
        """Prepares a folder for an experiment, or continues the one that it holds.

        manifest  with kind, seed, experiment_digest and code_digest
        texts     files that say what is run, by name
        raises    StoreError, with nothing written, where the folder holds something else, another experiment,
                  or is being written to; or where it cannot be written to
        """
        with explained(folder):
            stored = _usable(folder, manifest, resume, force)
            existed = folder.exists()
            folder.mkdir(parents=True, exist_ok=True)
        lock = FolderLock(folder)
        try:
            lock.acquire()
            with explained(folder):
                stored = _usable(folder, manifest, resume, force)
                if force:
                    delete_experiment(folder)
                    stored = None
                if stored is not None:
                    manifest |= {"start": stored["start"], "resumed": [*stored.get("resumed", []), now()]}
                store = cls(folder, manifest, lock)
                store.write_manifest()  # first: a folder with anything in it but no manifest belongs to somebody else
                for name, text in texts.items():
                    write_text(folder / name, text)
                store.journal.open()
        except BaseException:
            lock.release()
            if not existed and folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
            raise
        return store

    def __enter__(self) -> "SweepStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.journal.close()
        self._lock.release()

    def write_manifest(self) -> None:
        """Writes the manifest as it is now."""
        write_manifest(self.folder, self.manifest)

    def replace(self, name: str, write: Callable[[Path], object]) -> None:
        """Has `write` fill a file of the folder, which appears when it is complete. Raises StoreError."""
        from simulation.records.files import replace_file

        with explained(self.folder):
            replace_file(self.folder / name, write)


def read_experiment_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of an experiment. Raises StoreError where the folder holds none."""
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise StoreError(f"{folder}: is not a result folder (it has no {MANIFEST}).") from error
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read; it seems damaged.") from error
    if not isinstance(content, dict) or content.get("kind") not in KINDS or "start" not in content:
        raise StoreError(f"{folder}: does not hold an experiment; choose another folder with --out DIR.")
    return content


def delete_experiment(folder: Path) -> None:
    """Deletes what an experiment consists of, the manifest last, and leaves whatever else lies there."""
    experiments_own = (JOURNAL, POINTS, OUTCOMES, EXPERIMENT, "shares.csv", "winners.csv")
    for path in (*folder.glob(f"{TEMPORARY}*"), *folder.glob("indices_*.csv"), *(folder / name for name in experiments_own)):
        path.unlink(missing_ok=True)
    delete_result(folder)


def _usable(folder: Path, wanted: dict[str, Any], resume: bool, force: bool) -> dict[str, Any] | None:
    """The stored manifest where there is one; raises StoreError where the folder must not be written to."""
    if resume and force:
        raise StoreError("--resume and --force exclude each other: continue a result, or replace it.")
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder}: is a file, not a folder; choose another folder for the result.")
    if not occupied(folder):
        return None
    stored = read_experiment_manifest(folder)
    if force:
        return stored
    other = "--force replaces it, --out DIR chooses another folder."
    if not resume:
        raise StoreError(f"{folder}: holds a result already; --resume continues it, {other}")
    reasons = [
        words.format(stored=stored.get(name), wanted=wanted[name])
        for name, words in IDENTITY.items()
        if stored.get(name) != wanted[name]
    ]
    if reasons:
        raise StoreError(f"{folder}: cannot be continued, since {', and '.join(reasons)}; {other}")
    return stored


def keys_of(point: str, replications: Sequence[int], worlds: Sequence[str]) -> list[Key]:
    """The runs of a point, in their order."""
    return [Key(point, replication, world) for replication in replications for world in worlds]
