"""One table made of the same table of many runs, with only a few of them in memory at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.records.files import read_arrow, replace_file
from simulation.records.parts import RunKey, table_in

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

TOGETHER = 50
"""Runs that are in memory at once, and whose rows stand together in the file."""


class Blocks:
    """One table, run by run, of an earlier session and of the parts that were stored since.

    merged  what an earlier session has brought together
    parts   folders of runs that are stored as parts; a run that is in both is taken from here
    """

    def __init__(self, table: str, merged: "Mapping[RunKey, pd.DataFrame]", parts: Mapping[RunKey, Path]) -> None:
        self._merged = merged
        paths = {key: table_in(folder, table) for key, folder in parts.items()}
        self._paths = {key: path for key, path in paths.items() if path.exists()}

    def __contains__(self, key: RunKey) -> bool:
        return key in self._paths or key in self._merged

    def __iter__(self) -> Iterator[RunKey]:
        return iter(dict.fromkeys((*self._merged, *self._paths)))

    def __getitem__(self, key: RunKey) -> "pd.DataFrame":
        return read_arrow(self._paths[key]) if key in self._paths else self._merged[key]


def write_joined(path: Path, order: Sequence[RunKey], block: "Callable[[RunKey], pd.DataFrame]") -> bool:
    """Writes the blocks of all runs below each other, in that order; returns whether there was one.

    block  gives the rows of a run; may be asked for the same run again
    """
    if not order:
        return False

    def write(temporary: Path) -> None:
        schema = None
        while (wider := _write_as(schema, temporary, _tables(order, block))) is not None:
            schema = wider  # some run has decimals or words where the ones before had none: once more, with room for both

    replace_file(path, write)
    return True


def _tables(order: Sequence[RunKey], block: "Callable[[RunKey], pd.DataFrame]") -> "Iterator[pa.Table]":
    """The blocks, some together; those without rows only where they stand alone."""
    import pandas as pd
    import pyarrow as pa

    for first in range(0, len(order), TOGETHER):
        blocks = [block(key) for key in order[first : first + TOGETHER]]
        filled = [block for block in blocks if len(block)] or blocks[:1]
        yield pa.Table.from_pandas(pd.concat(filled, ignore_index=True), preserve_index=False)


def _write_as(schema: "pa.Schema | None", path: Path, tables: "Iterable[pa.Table]") -> "pa.Schema | None":
    """Writes tables with the columns of `schema`, or of the first that has rows.

    returns  None where all fit in; else a schema into which the first that did not fits as well
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    writer, empty = None, None
    try:
        for table in tables:
            if not len(table):
                empty = empty or table.schema
                continue
            schema = schema or table.schema
            kinds = [each.remove_metadata() for each in (schema, table.schema)]
            common = pa.unify_schemas(kinds, promote_options="permissive")
            if common != kinds[0]:
                return common.with_metadata(schema.metadata)
            writer = writer or pq.ParquetWriter(path, schema)
            writer.write_table(table.cast(schema))
        if writer is None and empty is not None:
            writer = pq.ParquetWriter(path, empty)
            writer.write_table(empty.empty_table())
        return None
    finally:
        if writer is not None:
            writer.close()
