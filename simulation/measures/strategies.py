"""What a strategy came to: its firms taken together, by month, by year and over the horizon."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulation.measures.column import END, MEAN, SUM, weight_in
from simulation.measures.dictionary import columns_of, measures

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

WHOLE = "whole"
"""The period from month 1 to the last month."""

LEVEL = 0.95

KEYS = ("scenario", "replication", "month", "strategy")


def per_strategy(series: "pd.DataFrame", keys: Sequence[str] = KEYS) -> "pd.DataFrame":
    """One row for each combination of `keys`: the mean over its firms, weighted where the measure is a rate.

    series   rows of series.parquet (or of twins.parquet, with "world" among the keys)
    returns  columns `keys`, then the measures that `series` has; sorted by `keys`, except that strategies
             (and whatever else is text) stay in order of first appearance. A rate is NaN where no firm has
             a value; where all weights are 0 it is the plain mean.
    """
    names = [name for name in measures() if name in series.columns]
    described = columns_of("series")
    groups = [series[key] for key in keys]
    result = series[names].groupby(groups, sort=False, observed=True).mean()
    for weight in dict.fromkeys(weight_in(described[name].over_firms) for name in names):
        if weight is None or weight not in series.columns:
            continue
        rated = [name for name in names if weight_in(described[name].over_firms) == weight]
        result[rated] = _weighted_mean(series[rated], series[weight], groups).fillna(result[rated])
    return _in_order(result.reset_index(), series, keys)


def periods(months: int) -> dict[str, tuple[int, int]]:
    """The periods that are summarised, with first and last month: every year, and the whole.

    >>> periods(18)
    {'year 1': (1, 12), 'year 2 (months 13-18)': (13, 18), 'whole': (1, 18)}
    """
    result = {}
    for first in range(1, months + 1, 12):
        last = min(first + 11, months)
        year = f"year {first // 12 + 1}"
        result[year if last == first + 11 else f"{year} (months {first}-{last})"] = (first, last)
    result[WHOLE] = (1, months)
    return result


def over_periods(monthly: "pd.DataFrame", keys: Sequence[str]) -> "pd.DataFrame":
    """One row for each combination of `keys` and period; the warm-up is left out.

    monthly  one row for each combination of `keys` and month, sorted by month within them
    keys     columns that name a row, without the month
    returns  columns `keys`, period, then the measures: flows summed, stocks at the period's end, scores
             averaged over its months (NaN left out; NaN where nothing was observed)
    """
    import pandas as pd

    counted = monthly[monthly["month"] >= 1]
    if counted.empty:
        names = [name for name in measures() if name in monthly.columns]
        return monthly.head(0)[list(keys)].assign(period=pd.Series(dtype=str)).join(monthly.head(0)[names])
    parts = []
    for period, (first, last) in periods(int(counted["month"].max())).items():
        within = counted[counted["month"].between(first, last)]
        part = _over_time(within, keys)
        part.insert(len(keys), "period", period)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def summary(series: "pd.DataFrame") -> "pd.DataFrame":
    """What summary.csv holds: per strategy, measure and period the mean over replications with its interval.

    series   rows of series.parquet
    returns  columns scenario, strategy, measure, period, unit, mean, low, high, replications. The interval is
             Student's t at 95 %; low and high are NaN where fewer than two runs have a value.
    """
    import pandas as pd

    values = over_periods(per_strategy(series), ["scenario", "replication", "strategy"])
    names = [name for name in measures() if name in values.columns]
    long = values.melt(["scenario", "strategy", "period"], names, "measure", "value")
    grouped = long.groupby(["scenario", "strategy", "measure", "period"], sort=False, observed=True)["value"]
    table = grouped.agg(mean="mean", deviation="std", replications="count").reset_index()
    half = half_width(table["deviation"].to_numpy(), table["replications"].to_numpy())
    described = columns_of("series")
    return pd.DataFrame(
        {
            "scenario": table["scenario"],
            "strategy": table["strategy"],
            "measure": table["measure"],
            "period": table["period"],
            "unit": [described[name].unit for name in table["measure"]],
            "mean": table["mean"],
            "low": table["mean"] - half,
            "high": table["mean"] + half,
            "replications": table["replications"],
        }
    )


def half_width(deviation: "np.ndarray", count: "np.ndarray", level: float = LEVEL) -> "np.ndarray":
    """Half the width of Student's t interval of a mean.

    deviation  standard deviation of the single values (n - 1 in its denominator)
    count      number of values n
    returns    t(n - 1) x deviation / sqrt(n); NaN where n < 2
    """
    import numpy as np
    from scipy import stats

    count = np.asarray(count, dtype=float)
    enough = count >= 2
    safe = np.where(enough, count, 2.0)
    half = stats.t.ppf((1 + level) / 2, safe - 1) * np.asarray(deviation, dtype=float) / np.sqrt(safe)
    return np.where(enough, half, np.nan)


def _weighted_mean(values: "pd.DataFrame", weight: "pd.Series", groups: Sequence[object]) -> "pd.DataFrame":
    """Weighted mean of every column within `groups`, over what is known; NaN where all weights are 0."""
    weighing = values.notna().mul(weight.fillna(0.0), axis=0)
    total = weighing.groupby(groups, sort=False, observed=True).sum()
    parts = values.fillna(0.0).mul(weighing).groupby(groups, sort=False, observed=True).sum()
    return parts / total.where(total > 0)


def _over_time(within: "pd.DataFrame", keys: Sequence[str]) -> "pd.DataFrame":
    """Takes the months of one period together, each measure as the dictionary says."""
    described = columns_of("series")
    names = [name for name in measures() if name in within.columns]
    by_rule: dict[str, list[str]] = {}
    for name in names:
        by_rule.setdefault(described[name].over_time, []).append(name)
    groups = [within[key] for key in keys]
    grouped = within.groupby(list(keys), sort=False, observed=True)
    parts = []
    for rule, chosen in by_rule.items():
        weight = weight_in(rule)
        if rule == SUM:
            part = grouped[chosen].sum(min_count=1)
        elif rule == END:
            part = grouped.tail(1).set_index(list(keys))[chosen]
        elif rule == MEAN or weight is None or weight not in within:
            part = grouped[chosen].mean()
        else:
            part = _weighted_mean(within[chosen], within[weight], groups)
        parts.append(part)
    joined = parts[0].join(parts[1:]) if parts else grouped.size().to_frame()[[]]
    return joined[names].reset_index()


def _in_order(table: "pd.DataFrame", series: "pd.DataFrame", keys: Sequence[str]) -> "pd.DataFrame":
    """Sorts by `keys`; text in order of first appearance in `series`, numbers by size."""
    import pandas as pd

    ranks = {
        key: table[key]
        if pd.api.types.is_numeric_dtype(table[key])
        else table[key].map({value: rank for rank, value in enumerate(series[key].unique())})
        for key in keys
    }
    order = pd.DataFrame(ranks).sort_values(list(keys), kind="stable").index
    return table.loc[order].reset_index(drop=True)
