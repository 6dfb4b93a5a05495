"""Files of a result: written whole or not at all, with one sentence where that fails."""

import errno
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.records.interrupts import heard_afterwards

if TYPE_CHECKING:
    import pandas as pd

TEMPORARY = ".writing-"
"""How the names of files begin that are not finished."""


class StoreError(Exception):
    """A result cannot be stored or read; the message is one or two sentences for the user."""


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turns what the operating system refuses inside the block into a StoreError."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
            reason = "the disk is full"
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            reason = "it may not be written to"
        else:
            reason = (error.strerror or str(error)).strip().rstrip(".").lower()
        raise StoreError(f"{folder}: {reason}; what was finished before is kept.") from error


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Has `write` fill a temporary file beside `path`, which then takes its place in one step; Ctrl-C waits for its end."""
    temporary = path.with_name(TEMPORARY + path.name)
    with heard_afterwards():
        try:
            write(temporary)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Writes a text file (UTF-8, line ends as given)."""
    replace_file(path, lambda temporary: temporary.write_bytes(text.encode("utf-8")))


def csv_text(frame: "pd.DataFrame") -> str:
    """A table as CSV with as many digits as give the same numbers back."""
    text: str = frame.to_csv(index=False, lineterminator="\n")
    return text


def write_csv(path: Path, frame: "pd.DataFrame") -> None:
    """Writes a table as CSV."""
    write_text(path, csv_text(frame))


def read_csv(path: Path, words: Sequence[str]) -> "pd.DataFrame":
    """Reads a table that `write_csv` wrote, every number exactly as it was.

    words  columns that hold text; all others are numbers
    """
    import pandas as pd

    frame = pd.read_csv(path, dtype=str)
    numbers = {column: frame[column].map(float) for column in frame.columns if column not in words}
    return frame.assign(**numbers)


def write_parquet(path: Path, frame: "pd.DataFrame") -> None:
    """Writes a table as Parquet; equal tables give equal bytes."""
    replace_file(path, lambda temporary: frame.to_parquet(temporary, engine="pyarrow", index=False))


def write_arrow(path: Path, frame: "pd.DataFrame") -> None:
    """Writes a table as Arrow has it in memory (Feather): larger than Parquet, written in a third of the time."""
    from pyarrow import feather

    replace_file(path, lambda temporary: feather.write_feather(frame, temporary, compression="uncompressed"))


def read_arrow(path: Path) -> "pd.DataFrame":
    """Reads a table that `write_arrow` wrote. Raises StoreError where it is missing or damaged."""
    from pyarrow import feather

    with _reading(path):
        frame: pd.DataFrame = feather.read_feather(path, memory_map=False, use_threads=False)
    return frame


def read_parquet(path: Path, rows: Sequence[tuple[str, str, object]] | None = None) -> "pd.DataFrame":
    """Reads a table written as Parquet. Raises StoreError where it is missing or damaged.

    rows  only those for which all of these hold: (column, "in" or a comparison, value)
    """
    import pandas as pd
    from pyarrow import parquet

    with _reading(path):
        if rows and parquet.read_metadata(path).num_rows == 0:
            rows = None     # columns of an empty table have no type, and not every pyarrow compares with that
        return pd.read_parquet(path, engine="pyarrow", filters=rows)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Turns what keeps a table from being read inside the block into a StoreError."""
    import pyarrow as pa

    try:
        yield
    except FileNotFoundError as error:
        raise StoreError(f"{path}: there is no such table; the result is incomplete.") from error
    except (OSError, pa.ArrowInvalid) as error:
        raise StoreError(f"{path}: cannot be read as a table; it seems damaged.") from error
