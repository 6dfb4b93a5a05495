"""What is left of an interrupted or damaged result when its study is continued: which runs need not be run again."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulation.records.digests import not_as_written
from simulation.records.files import TEMPORARY, StoreError
from simulation.records.parts import MARKET, RunKey, RunRow, damaged_parts, read_parts
from simulation.records.result_folder import FILES, PARTS, RUNS, TABLES, read_runs


@dataclass(frozen=True)
class Remains:
    """What can be used of a stored study.

    rows    its runs, but those that must be run again because what they left is damaged
    tables  the merged tables that are as they were written
    notes   what was damaged, a sentence each
    """

    rows: dict[RunKey, RunRow]
    tables: frozenset[str]
    notes: tuple[str, ...]


def remains(folder: Path, manifest: Mapping[str, Any]) -> Remains:
    """Looks through a result that is to be continued; deletes what was half-written and what is damaged of its parts.

    manifest  as stored
    """
    for path in folder.glob(f"{TEMPORARY}*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    notes = []
    for part in damaged_parts(folder / PARTS):
        shutil.rmtree(part)
        notes.append(f"{PARTS}/{part.name}: was damaged; this run is run again.")
    damaged = _damaged_tables(folder, manifest)
    in_parts = {key: row for key, (row, _) in read_parts(folder / PARTS).items()}
    if RUNS in damaged or not (folder / RUNS).exists():
        rows: dict[RunKey, RunRow] = {}
        usable: frozenset[str] = frozenset()
    else:
        rows = {row.key: row for row in read_runs(folder)}
        usable = frozenset(name for name in (*TABLES, "twins") if f"{name}.parquet" not in damaged)
        if not usable.issuperset(TABLES):
            rows = {key: row for key, row in rows.items() if key.world != MARKET}
        if "twins" not in usable:
            rows = {key: row for key, row in rows.items() if key.world == MARKET}
    notes += [f"{name}: {what}; the runs in it are run again." for name, what in damaged.items()]
    return Remains(rows | in_parts, usable, tuple(notes))


def _damaged_tables(folder: Path, manifest: Mapping[str, Any]) -> dict[str, str]:
    """The merged files that cannot be used, and what is wrong with them."""
    names = [RUNS, *(f"{table}.parquet" for table in (*TABLES, "twins"))]
    digests = manifest.get(FILES)
    if isinstance(digests, dict):
        return not_as_written(folder, {name: digests[name] for name in names if name in digests})
    if not (folder / RUNS).exists():
        return {}
    return {name: "cannot be read" for name in names if not _readable(folder / name)}


def _readable(path: Path) -> bool:
    """Whether a file is a whole table, as far as its beginning and end say."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        if path.name == RUNS:
            read_runs(path.parent)
        else:
            parquet.read_metadata(path)
    except (OSError, StoreError, pa.ArrowInvalid):
        return False
    return True
