"""Prints a digest of everything that a small run of each shipped scenario gives: equal digests, equal bits.

`python -m tests.reference` on two machines, two versions of Python or of a library says whether their numbers are the same to
the last bit.. `.ci/run` compares every version of Python that it finds.
"""

import hashlib
import sys

import numpy as np
import pandas as pd

from simulation.engines import simulate
from simulation.scenario.library import shipped_names
from tests.reference.test_reference import small

TABLES = ("series", "market", "segments", "departments", "panel", "cohorts")


def digest(table: pd.DataFrame) -> bytes:
    """Digest of a table's names and values, to the last bit of every number."""
    found = hashlib.sha256()
    for name in table.columns:
        found.update(str(name).encode())
        values = table[name]
        if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
            found.update(np.ascontiguousarray(values.to_numpy(dtype=np.float64)).tobytes())
        else:
            found.update("\n".join(map(str, values)).encode())
    return found.digest()


def main() -> None:
    """Prints a line per shipped scenario."""
    for name in sorted(shipped_names()):
        tables = simulate(small(name), 1)
        whole = hashlib.sha256(b"".join(digest(getattr(tables, table)) for table in TABLES))
        sys.stdout.write(f"{whole.hexdigest()[:32]} {name}\n")


if __name__ == "__main__":
    main()
