"""Whether two tables are the same to the bit, and where they first differ."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

NAMES = ("scenario", "replication", "world", "month", "year", "firm", "segment", "department", "cohort", "customer")
"""Columns that say which row is meant."""


def first_difference(stored: "pd.DataFrame", found: "pd.DataFrame") -> str | None:
    """Where two tables first differ, in words; None where they are the same to the bit.

    Numbers are compared as they are held: 0.1 + 0.2 is not 0.3; what is missing equals what is missing.
    """
    import numpy as np

    for ours, theirs, words in ((stored, found, "was not there when it was stored"), (found, stored, "is not stored")):
        if extra := [str(name) for name in theirs.columns if name not in ours.columns]:
            return f"column {extra[0]} {words}" if ours is stored else f"column {extra[0]} is stored, but not found again"
    if len(stored) != len(found):
        return f"{len(stored)} rows are stored, {len(found)} are found"
    first: tuple[int, str] | None = None
    for column in stored.columns:
        rows = np.flatnonzero(~_same(stored[column], found[column]))
        if len(rows) and (first is None or rows[0] < first[0]):
            first = (int(rows[0]), str(column))
    if first is None:
        return None
    row, column = first
    where = ", ".join(f"{name} {stored[name].iloc[row]}" for name in _naming(stored.columns, column))
    return f"{where}: {column} is stored as {_said(stored[column].iloc[row])}, found is {_said(found[column].iloc[row])}"


def _naming(columns: Sequence[str], but: str) -> list[str]:
    return [name for name in NAMES if name in columns and name != but and name not in ("scenario", "replication", "world")]


def _same(left: "pd.Series", right: "pd.Series") -> "np.ndarray":
    """For each row whether both hold the same."""
    import numpy as np
    import pandas as pd

    numeric = [pd.api.types.is_numeric_dtype(side) for side in (left, right)]
    if all(numeric):
        ours, theirs = (side.to_numpy(np.float64) for side in (left, right))
        same: np.ndarray = (ours.view(np.int64) == theirs.view(np.int64)) | (np.isnan(ours) & np.isnan(theirs))
        return same
    nothing = left.isna().to_numpy() & right.isna().to_numpy()
    return np.asarray((left.astype(object).to_numpy() == right.astype(object).to_numpy()) | nothing, bool)


def _said(value: Any) -> str:
    return repr(value.item()) if hasattr(value, "item") else repr(value)
