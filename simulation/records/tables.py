"""What a run leaves behind: tidy tables."""

from dataclasses import dataclass, fields

import pandas as pd


@dataclass(frozen=True)
class RunTables:
    """The tables of one run; every row carries scenario and replication."""

    series: pd.DataFrame
    """A row per month and firm: the measures."""
    market: pd.DataFrame
    """A row per month: totals of the market."""
    segments: pd.DataFrame
    """A row per month, segment and firm."""
    departments: pd.DataFrame
    """A row per month, firm and department."""
    panel: pd.DataFrame
    """A row per year and sampled customer."""
    cohorts: pd.DataFrame
    """A row per firm and month of joining: how many joined, how many stayed."""

    def __iter__(self):  # type: ignore[no-untyped-def]
        """Pairs of name and table."""
        return ((field.name, getattr(self, field.name)) for field in fields(self))
