"""Tables for the terminal: each strategy year by year, and the firm that plays each strategy in turn."""

from typing import TYPE_CHECKING, NamedTuple

from simulation.presentation.style import readable, strategy_colours
from simulation.presentation.wording import Unit, interval_worded, unit_of, worded

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table
    from rich.text import Text

WHOLE = "whole"

SHOWN = (
    ("discounted_profit", "Profit so far, discounted"),
    ("revenue", "Revenue"),
    ("retention_per_year", "Customers kept for a year"),
    ("employee_engagement", "Employee engagement, 0 to 1"),
    ("satisfaction", "Customer satisfaction, of 100"),
    ("market_share", "Market share"),
)
"""Measures of the comparison table and how they are called there."""

MOST_YEARS = 5
"""Columns of years that fit beside the whole; of more years the first and the last ones are shown."""


class Row(NamedTuple):
    """What a table uses of a row of summary.csv."""

    strategy: str
    mean: float
    low: float
    high: float


def strategy_table(summary: "pd.DataFrame", currency: str) -> "Table":
    """Every strategy in the main measures: each year's mean, and the whole horizon with its 95 % interval.

    summary  rows of summary.csv of one scenario
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    years = [str(period) for period in dict.fromkeys(summary["period"]) if period != WHOLE]
    if len(years) == 1:
        years = []
    elif len(years) > MOST_YEARS:
        years = [years[0], *years[-(MOST_YEARS - 1) :]]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("mean per firm")
    for year in years:
        table.add_column(year.split(" (")[0], justify="right", no_wrap=True)
    table.add_column("whole", justify="right", no_wrap=True, style="bold")
    table.add_column("95 % interval", no_wrap=True)
    for measure, heading in SHOWN:
        rows = summary[summary["measure"] == measure]
        if rows.empty or rows["mean"].isna().all():
            continue
        unit = unit_of(measure, currency)
        table.add_row(Text(heading, style="bold"))
        columns = [_column(rows[rows["period"] == period], unit) for period in (*years, WHOLE)]
        intervals = _intervals(rows[rows["period"] == WHOLE], unit)
        for strategy in dict.fromkeys(map(str, rows["strategy"])):
            cells = [column.get(strategy, "-") for column in columns]
            table.add_row(_name(strategy), *cells, intervals.get(strategy, ""))
    return table


def _column(rows: "pd.DataFrame", unit: Unit) -> dict[str, str]:
    """The means of one measure and period by strategy: all in one scale, rounded to what the widest interval
    allows.
    """
    half = float(((rows["high"] - rows["low"]) / 2).max())
    size = float(rows["mean"].abs().max())
    words = {str(row.strategy): worded(float(row.mean), unit, half, size=size) for row in _tuples(rows)}
    return {strategy: "-" if text == "n/a" else text for strategy, text in words.items()}


def _intervals(rows: "pd.DataFrame", unit: Unit) -> dict[str, str]:
    """The intervals of one measure by strategy, all in one scale; "" where one run alone gives none."""
    size = float(rows["mean"].abs().max())
    words = {str(row.strategy): interval_worded(float(row.low), float(row.high), unit, size=size) for row in _tuples(rows)}
    return {strategy: "" if text == "n/a" else text for strategy, text in words.items()}


def _tuples(rows: "pd.DataFrame") -> "list[Row]":
    return [Row(*values) for values in zip(*(rows[name] for name in Row._fields), strict=True)]


def twin_table(comparison: "pd.DataFrame", reference: str, currency: str) -> "Table":
    """What each strategy earns more than the reference in the same firm: difference, interval, odds, payback.

    comparison  the rows of comparison.csv of `gallery.against`
    """
    from rich import box
    from rich.table import Table

    rows = comparison[comparison["measure"] == "discounted_profit"].sort_values("estimate", ascending=False)
    unit = Unit("money", currency)
    size = float(rows[["low", "high", "estimate"]].abs().max().max())
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column(f"against {reference}, same luck")
    table.add_column("more profit", justify="right")
    table.add_column("95 % interval")
    table.add_column("ahead in", justify="right")
    table.add_column("paid back")
    for _, row in rows.iterrows():
        table.add_row(_name(str(row["left"])), *_difference(row, unit, size), _payback(row))
    return table


def _difference(row: "pd.Series", unit: Unit, size: float) -> tuple[str, str, str]:
    """A paired difference, its interval, and in how many of the runs the left side is ahead."""
    low, high, runs = float(row["low"]), float(row["high"]), int(row["replications"])
    interval = interval_worded(low, high, unit, signed=True, size=size)
    return (
        worded(float(row["estimate"]), unit, (high - low) / 2, signed=True, size=size),
        "one run" if interval == "n/a" else "no difference" if low == high == 0 else interval,
        f"{float(row['share_ahead']) * runs:g} of {runs}",
    )


def _payback(row: "pd.Series") -> str:
    word = str(row["payback"])
    if word == "pays back":
        return f"month {float(row['payback_month']):.0f}"
    return word if word and word != "nan" else ""


def _name(strategy: str) -> "Text":
    from rich.text import Text

    colour = readable(strategy_colours([strategy])[strategy])
    return Text(f"  {strategy}", style=f"bold {colour}" if colour not in ("#000000", "#555555") else "bold")


def scenario_table(comparison: "pd.DataFrame", currency: str) -> "Table":
    """How strategies and firms that are in two scenarios do in one against the other.

    comparison  rows of comparison.csv of kind "scenario"
    """
    from rich import box
    from rich.table import Table

    rows = comparison[(comparison["measure"] == "discounted_profit") & (comparison["period"] == WHOLE)]
    unit = Unit("money", currency)
    size = float(rows[["low", "high", "estimate"]].abs().max().max())
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for heading in ("same luck", "scenario", "against", "more profit", "95 % interval", "ahead in"):
        table.add_column(heading, justify="right" if heading in ("more profit", "ahead in") else "left")
    for _, row in rows.iterrows():
        names = (_name(str(row["subject"])), str(row["left"]), str(row["right"]))
        table.add_row(*names, *_difference(row, unit, size))
    return table
