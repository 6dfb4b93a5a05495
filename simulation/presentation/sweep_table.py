"""Tables for the terminal: what a sweep found, point by point where there are few, and in how many who wins."""

from typing import TYPE_CHECKING, Any

from simulation.presentation.style import readable, strategy_colours
from simulation.presentation.wording import Unit, worded

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

MOST_POINTS = 30
"""Points up to which each has a row."""


def point_table(points: "pd.DataFrame", means: "pd.DataFrame", winner: "pd.Series", unit: Unit, measure: str) -> "Table":
    """A row per point: its values, every world's mean, who wins.

    points  point, part, and a column per parameter
    means   a row per point, a column per world
    winner  a name per point
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    keys = [name for name in points.columns if name not in ("point", "part")]
    colours = strategy_colours([str(name) for name in means.columns])
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", title=measure.replace("_", " "), title_justify="left")
    for key in keys:
        table.add_column(key.rsplit(".", 1)[-1], justify="right")
    for world in means.columns:
        table.add_column(Text(str(world), style=readable(colours[str(world)])), justify="right")
    table.add_column("wins")
    for place in range(len(points)):
        cells = [value_worded(points[key].iloc[place]) for key in keys]
        cells += [worded(float(value), unit) for value in means.iloc[place]]
        name = str(winner.iloc[place])
        table.add_row(*cells, Text(name, style=readable(colours[name]) if name in colours else "dim"))
    return table


def count_table(winner: "pd.Series") -> "Table":
    """In how many points who wins."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("wins")
    table.add_column("points", justify="right")
    for name, count in winner.value_counts().items():
        table.add_row(str(name), f"{count:,}")
    return table


def value_worded(value: Any) -> str:
    """A parameter's value, numbers to four figures.

    >>> value_worded(0.30000000000000004), value_worded(1500.0), value_worded("all"), value_worded(True)
    ('0.3', '1,500', 'all', 'true')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "true" if value else "false"
    number = float(f"{float(value):.4g}")
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:g}"


def parameter_called(key: str) -> str:
    """A parameter as a label: the last part of its key in words.

    >>> parameter_called("market.needs.drift_per_month"), parameter_called("firms.Compass.start_month")
    ('drift per month of needs', 'start month of Compass')
    """
    *tables, last = key.split(".")
    words = last.replace("_", " ")
    of = tables[-1].replace("_", " ") if len(tables) > 1 else ""
    return f"{words} of {of}" if of else words
