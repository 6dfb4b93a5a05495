"""Finished runs on their way into a result: each stored alone and at once, merged when the study ends."""

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from simulation.records.digests import digest_of, digest_of_text
from simulation.records.files import TEMPORARY, read_arrow, write_arrow

if TYPE_CHECKING:
    import pandas as pd

MARKET = "market"
"""The world in which every firm does what the file says."""


SAYS = "run.json"
"""The file of a part that says which run it is, and what its tables must be."""


class RunKey(NamedTuple):
    """What names a run: scenario, replication, and MARKET or the strategy that the focal firm was given."""

    scenario: str
    replication: int
    world: str


class RunRow(NamedTuple):
    """A row of runs.csv."""

    scenario: str
    replication: int
    world: str
    seed: int
    status: str
    seconds: float
    error: str

    @property
    def key(self) -> RunKey:
        """What names the run."""
        return RunKey(self.scenario, self.replication, self.world)


def table_in(folder: Path, table: str) -> Path:
    """The file of one table in the folder of a part."""
    return folder / f"{table}.arrow"


def write_part(parts: Path, place: int, row: RunRow, tables: Mapping[str, "pd.DataFrame"]) -> None:
    """Stores a run in a folder of its own, which appears in one step.

    parts   the folder of all parts
    place   number of the scenario in the study, so that names need not serve as names of folders
    tables  empty for a failed run
    """
    name = f"{row.replication:06d}_{place}_{re.sub(r'[^a-z-]', '-', row.world.lower())}"
    final, temporary = parts / name, parts / (TEMPORARY + name)
    shutil.rmtree(temporary, ignore_errors=True)
    try:
        temporary.mkdir(parents=True)
        for table, frame in tables.items():
            write_arrow(table_in(temporary, table), frame)
        files = {path.name: digest_of(path) for path in sorted(temporary.iterdir())}
        said = json.dumps({**row._asdict(), "files": files})
        (temporary / SAYS).write_text(f"{said}\n{digest_of_text(said)}\n", encoding="utf-8")
        if final.exists():
            shutil.rmtree(final)
        temporary.replace(final)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def read_parts(parts: Path) -> dict[RunKey, tuple[RunRow, Path]]:
    """The runs stored in `parts`, with their folders; what was cut off while it was written or deleted does
    not count.
    """
    found = {}
    for folder in part_folders(parts):
        said = _said(folder)
        if said is not None and all((folder / name).exists() for name in said[1]):
            found[said[0].key] = (said[0], folder)
    return found


def damaged_parts(parts: Path) -> list[Path]:
    """The folders of parts that are not as they were written: every file is read."""
    return [folder for folder in part_folders(parts) if not _whole(folder)]


def part_folders(parts: Path) -> list[Path]:
    """The folders of all parts, whole or not, in the order of their names."""
    return sorted(parts.glob("[0-9]*")) if parts.is_dir() else []


def _said(folder: Path) -> tuple[RunRow, dict[str, str]] | None:
    """What a part says of itself: its row, and the digests of its tables; None where it cannot be read."""
    try:
        said, _, digest = (folder / SAYS).read_text(encoding="utf-8").partition("\n")
        if digest.strip() != digest_of_text(said):
            return None
        content = json.loads(said)
        files = content.pop("files", {})
        return RunRow(**content), dict(files)
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _whole(folder: Path) -> bool:
    said = _said(folder)
    try:
        return said is not None and all(digest_of(folder / name) == digest for name, digest in said[1].items())
    except OSError:
        return False


def blocks_of(frame: "pd.DataFrame | None") -> dict[RunKey, "pd.DataFrame"]:
    """A merged table run by run; those of MARKET where it has no column `world`."""
    if frame is None:
        return {}
    keys = frame[["scenario", "replication"]].assign(world=frame.get("world", MARKET))
    places = keys.groupby(["scenario", "replication", "world"], sort=False).indices
    return {RunKey(str(s), int(r), str(w)): frame.iloc[rows] for (s, r, w), rows in places.items()}


def blocks_in(table: str, folders: Mapping[RunKey, Path]) -> dict[RunKey, "pd.DataFrame"]:
    """One table of every run that is stored as a part."""
    paths = {key: table_in(folder, table) for key, folder in folders.items()}
    return {key: read_arrow(path) for key, path in paths.items() if path.exists()}
