"""Measures that follow from what was counted: rates, shares, gaps, lifetime value. One measure, one function."""

import numpy as np
import pandas as pd


def with_derived(series: pd.DataFrame, discount_rate_per_year: float) -> pd.DataFrame:
    """The series of one run with all derived measures; rows ordered by month, then firm, as they came."""
    series = series.copy()
    series["retention_per_month"] = retention_per_month(series)
    series["retention_per_year"] = retention_per_year(series)
    series["market_share"] = market_share(series)
    series["acquisition_cost"] = acquisition_cost(series)
    series["customer_lifetime_value"] = customer_lifetime_value(series, discount_rate_per_year)
    series["customer_equity"] = series["customer_lifetime_value"] * series["customers"]
    series["perception_gap"] = series["believed_quality"] - series["actual_quality"]
    return series


def retention_per_month(series: pd.DataFrame) -> pd.Series:
    """Share of the customers at the month's start who are not lost in it; NaN where there were none."""
    return 1.0 - series["lost"] / series["customers_start"].where(series["customers_start"] > 0)


def retention_per_year(series: pd.DataFrame) -> pd.Series:
    """Share of those there twelve months ago who still are; NaN in the first eleven months."""
    ago = series.groupby("firm", sort=False)["customers_start"].shift(11)
    return series["stayed_year"] / ago.where(ago > 0)


def market_share(series: pd.DataFrame) -> pd.Series:
    """Share of the customers who have a firm."""
    total = series.groupby("month", sort=False)["customers"].transform("sum")
    return series["customers"] / total.where(total > 0)


def acquisition_cost(series: pd.DataFrame) -> pd.Series:
    """Advertising per customer gained, currency; NaN where none was gained."""
    return series["cost_acquisition"] / series["gained"].where(series["gained"] > 0)


def customer_lifetime_value(series: pd.DataFrame, discount_rate_per_year: float) -> pd.Series:
    """Expected present value of a customer's profit at the retention of the last twelve months, currency.

    m (1 + d) / (1 + d - r), with m profit per customer and month, d the monthly discount rate, r monthly retention.

    Source: Gupta & Lehmann (2003), Journal of Interactive Marketing 17(1).
    """
    monthly = (1.0 + discount_rate_per_year) ** (1.0 / 12.0) - 1.0
    margin = series["profit"] / series["customers"].where(series["customers"] > 0)
    firms = series["firm"]
    kept = (
        series["retention_per_month"]
        .groupby(firms, sort=False)
        .transform(lambda r: r.rolling(12, min_periods=1).mean())
    )
    smooth = margin.groupby(firms, sort=False).transform(lambda m: m.rolling(12, min_periods=1).mean())
    value = smooth * (1.0 + monthly) / (1.0 + monthly - kept)
    return value.where(np.isfinite(value))
