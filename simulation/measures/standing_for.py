"""Counts and amounts of a market in which each simulated customer stands for several real ones."""

from dataclasses import replace
from typing import TYPE_CHECKING

from simulation.measures.column import SUM
from simulation.measures.dictionary import columns_of

if TYPE_CHECKING:
    from simulation.records.tables import RunTables

COUNTED = ("currency", "customers", "failures", "complaints", "contacts", "cases", "messages")
"""Units of what grows with the number of customers, where it adds up over firms."""


def multiplied(tables: "RunTables", factor: int) -> "RunTables":
    """The tables of a run with all counts of customers, of what happens to them, and of money times `factor`.

    Rates, scores, amounts per customer, employees and the single customers of the panel stay as they are.

    factor  real customers that each simulated one stands for, at least 1
    """
    if factor == 1:
        return tables
    changed = {}
    for name, table in tables:
        columns = [
            column.name
            for column in columns_of(name).values()
            if column.over_firms == SUM and column.unit in COUNTED and column.name in table.columns
        ]
        scaled = table.copy()
        for column in columns:
            scaled[column] = table[column] * factor
        changed[name] = scaled
    return replace(tables, **changed)
