"""The dictionary of every column of every table of a result: meaning, unit, and how it is aggregated."""

from functools import cache
from typing import TYPE_CHECKING

from simulation.measures.column import Column
from simulation.measures.firm_columns import FIRM_COLUMNS
from simulation.measures.table_columns import TABLE_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: tuple[Column, ...] = (*FIRM_COLUMNS, *TABLE_COLUMNS)
"""Every column, table by table, in the order of the tables."""


@cache
def columns_of(table: str) -> dict[str, Column]:
    """The described columns of a table by name; those of `twins` are those of `series` and `world`.

    table   name of a table of the result folder without its ending
    raises  KeyError where no such table is described
    """
    found = {column.name: column for column in COLUMNS if column.table == table}
    if table == "twins":
        return columns_of("series") | found
    if not found:
        raise KeyError(f"no table {table!r} in the dictionary; there are {', '.join(tables())}")
    return found


def tables() -> tuple[str, ...]:
    """The names of the described tables."""
    return tuple(dict.fromkeys(column.table for column in COLUMNS))


def measure(name: str) -> Column:
    """The description of a measure of `series`.

    raises  KeyError where `name` is no column of `series`
    """
    return columns_of("series")[name]


@cache
def measures() -> tuple[str, ...]:
    """The names of all measures of `series`, without the columns that name rows."""
    return tuple(name for name, column in columns_of("series").items() if column.is_measure)


def check_complete(frame: "pd.DataFrame", table: str = "series") -> list[str]:
    """The columns of `frame` that the dictionary lacks for `table`, in their order; empty when complete."""
    described = columns_of(table)
    return [str(name) for name in frame.columns if name not in described]


def dictionary_frame() -> "pd.DataFrame":
    """What dictionary.csv holds: table, column, meaning, unit, over_firms, over_time, better."""
    import pandas as pd

    rows = [
        (table, c.name, c.meaning, c.unit, c.over_firms, c.over_time, c.better)
        for table in tables()
        for c in columns_of(table).values()
    ]
    names = ["table", "column", "meaning", "unit", "over_firms", "over_time", "better"]
    return pd.DataFrame(rows, columns=names)
