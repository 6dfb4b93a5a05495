"""Lines and bands over time: what is drawn of many runs.

The line is the mean over the runs; the band holds the middle 95 % of them, so that it shows what luck can
do and does not shrink when more runs are made.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulation.measures.strategies import half_width, per_strategy

if TYPE_CHECKING:
    import pandas as pd

BAND_LOW, BAND_HIGH = 0.025, 0.975

TURN = " → "
"""Stands between the strategies that a firm has one after the other."""


def named_by_course(series: "pd.DataFrame") -> "pd.Series":
    """For each row the strategy of its firm, or its course where the firm goes over to another one during
    the run.

    series   rows of series.parquet
    returns  strings, index of `series`: "service-only", or "service-only → customer-centric"
    """
    course = {}
    for firm, rows in series.sort_values("month", kind="stable").groupby("firm", sort=False):
        strategy, labels = str(rows["strategy"].iloc[0]), rows["policy_label"]
        final = str(labels.iloc[-1])
        left_it = final != strategy and bool((labels == strategy).any())
        course[firm] = f"{strategy}{TURN}{final}" if left_it else strategy
    return series["firm"].map(course).rename("strategy")


def runs_by_strategy(series: "pd.DataFrame") -> "pd.DataFrame":
    """One row per replication, month and strategy (or course, see `named_by_course`): the mean over its
    firms.

    series  rows of series.parquet of one scenario
    """
    return per_strategy(series.assign(strategy=named_by_course(series)))


def band(runs: "pd.DataFrame", measure: str, keys: Iterable[str] = ("strategy", "month")) -> "pd.DataFrame":
    """Mean, middle 95 % and how well the mean is known, over the replications.

    runs     one row per replication and combination of `keys`
    measure  column to summarise; NaN is left out
    returns  columns `keys`, mean, low, high, half (half of the mean's 95 % interval, NaN for a single run);
             combinations without a value are absent, order of first appearance kept
    """
    keys = list(keys)
    known = runs.dropna(subset=[measure])
    grouped = known.groupby(keys, sort=False, observed=True)[measure]
    table = grouped.mean().rename("mean").to_frame()
    quantiles = grouped.quantile([BAND_LOW, BAND_HIGH]).unstack()
    table["low"], table["high"] = quantiles[BAND_LOW], quantiles[BAND_HIGH]
    table["half"] = half_width(grouped.std().to_numpy(), grouped.count().to_numpy())
    return table.reset_index()


@dataclass(frozen=True)
class Turn:
    """A month in which firms start or change what they do."""

    month: int
    label: str


def turns(series: "pd.DataFrame") -> list[Turn]:
    """The months in which a firm's policy label changes, with what happens there in words.

    series   rows of series.parquet
    returns  by month; one entry a month; "strategies start" where several firms start at once
    """
    one = series[series["replication"] == series["replication"].min()]
    found: dict[int, list[tuple[str, str, str]]] = {}
    for firm, rows in one.sort_values("month", kind="stable").groupby("firm", sort=False):
        labels, months = rows["policy_label"].tolist(), rows["month"].tolist()
        for before, after, month in zip(labels, labels[1:], months[1:], strict=False):
            if before != after:
                found.setdefault(int(month), []).append((str(firm), before, after))
    result = []
    for month, changes in sorted(found.items()):
        if len(changes) == 1:
            firm, _, after = changes[0]
            label = f"{firm}: {after}"
        elif len({after for _, _, after in changes}) == 1:
            label = f"{len(changes)} firms: {changes[0][2]}"
        else:
            label = "strategies start" if month <= 1 else f"{len(changes)} firms change"
        result.append(Turn(month, label))
    return result
