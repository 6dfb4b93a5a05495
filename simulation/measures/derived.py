"""Measures that follow from what was counted: rates, shares, gaps, lifetime value. One measure, one function.

Each takes and gives arrays of (months, firms): a month a row, a firm a column.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Grid = NDArray[np.float64]
"""(months, firms) values of one measure."""

YEAR = 12
"""Months."""


def with_derived(series: pd.DataFrame, discount_rate_per_year: float) -> pd.DataFrame:
    """The series of one run with all derived measures.

    series  rows ordered by month, then firm, with the same firms in the same order in every month
    raises  ValueError where rows of a firm are missing
    """
    firms = max(1, series["firm"].nunique())

    def grid(name: str) -> Grid:
        values: Grid = series[name].to_numpy(np.float64).reshape(-1, firms)
        return values

    customers, lost, start = grid("customers"), grid("lost"), grid("customers_start")
    kept = retention_per_month(lost, start)
    value = customer_lifetime_value(grid("profit"), customers, kept, discount_rate_per_year)
    derived = {
        "retention_per_month": kept,
        "retention_per_year": retention_per_year(grid("stayed_year"), start),
        "market_share": market_share(customers),
        "acquisition_cost": acquisition_cost(grid("cost_acquisition"), grid("gained")),
        "customer_lifetime_value": value,
        "customer_equity": value * customers,
        "perception_gap": grid("believed_quality") - grid("actual_quality"),
    }
    columns = pd.DataFrame({name: measure.ravel() for name, measure in derived.items()}, index=series.index)
    return pd.concat([series, columns], axis=1)


def where_any(counted: Grid) -> Grid:
    """What was counted, with NaN in place of none."""
    return np.where(counted > 0, counted, np.nan)


def retention_per_month(lost: Grid, customers_start: Grid) -> Grid:
    """Share of the customers at the month's start who are not lost in it; NaN where there were none."""
    return 1.0 - lost / where_any(customers_start)


def retention_per_year(stayed_year: Grid, customers_start: Grid) -> Grid:
    """Share of those there twelve months ago who still are; NaN in the first eleven months."""
    ago = np.full_like(customers_start, np.nan)
    ago[YEAR - 1 :] = customers_start[: max(0, len(ago) - YEAR + 1)]
    return stayed_year / where_any(ago)


def market_share(customers: Grid) -> Grid:
    """Share of the customers who have a firm."""
    return customers / where_any(customers.sum(axis=1, keepdims=True))


def acquisition_cost(cost_acquisition: Grid, gained: Grid) -> Grid:
    """Advertising per customer gained, currency; NaN where none was gained."""
    return cost_acquisition / where_any(gained)


def customer_lifetime_value(profit: Grid, customers: Grid, kept_per_month: Grid, discount_rate_per_year: float) -> Grid:
    """Expected present value of a customer's profit at the retention of the last twelve months, currency.

    m (1 + d) / (1 + d - r), with m profit per customer and month, d the monthly discount rate, r monthly retention.

    Source: Gupta & Lehmann (2003), Journal of Interactive Marketing 17(1).
    """
    monthly = (1.0 + discount_rate_per_year) ** (1.0 / 12.0) - 1.0
    margin = profit / where_any(customers)
    smooth, kept = (pd.DataFrame(values).rolling(YEAR, min_periods=1).mean().to_numpy() for values in (margin, kept_per_month))
    with np.errstate(divide="ignore", invalid="ignore"):
        value: Grid = smooth * (1.0 + monthly) / (1.0 + monthly - kept)
    return np.where(np.isfinite(value), value, np.nan)
