"""The same firm with each strategy in turn: paired differences with their intervals, as points with
whiskers.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulation.presentation import findings
from simulation.presentation.style import (
    INK,
    QUIET,
    drawing,
    headline,
    new_figure,
    readable,
    strategy_colours,
)
from simulation.presentation.wording import Unit, ticks_worded, unit_of, worded

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANELS = (
    ("discounted_profit", "Discounted profit"),
    ("revenue", "Revenue"),
    ("retention_per_year", "Yearly retention"),
    ("employee_engagement", "Employee engagement"),
)
"""Measure and heading of each panel."""


def twins(differences: "pd.DataFrame", reference: str, currency: str, subject: str, note: str) -> "Figure":
    """Point and 95 % interval of the paired difference of each strategy to the reference, a panel for each
    outcome.

    differences  rows of comparison.csv of one reference (`right`) and one period: columns measure, left,
                 estimate, low, high; one row for each measure and strategy
    subject      who is compared over which time, as the line under the title
    note         how points and whiskers are to be read
    """
    profit = differences[differences["measure"] == PANELS[0][0]]
    order = [str(name) for name in profit.sort_values("estimate")["left"]]
    colours = strategy_colours(order)
    with drawing():
        figure = new_figure()
        top = headline(figure, _finding(profit, reference, currency), subject, note) - 0.07
        left, right = 0.2, 0.985
        step = (right - left) / len(PANELS)
        for place, (measure, heading) in enumerate(PANELS):
            axes = figure.add_axes((left + place * step, 0.16, step - 0.028, top - 0.16))
            own = differences[differences["measure"] == measure].set_index("left")
            _panel(axes, own, order, colours, unit_of(measure, currency))
            axes.set_title(heading, loc="left", fontsize=17.5, fontweight="bold", pad=14)
            if place == 0:
                axes.set_yticks(range(len(order)), order, fontsize=19, fontweight="bold")
                for label, name in zip(axes.get_yticklabels(), order, strict=True):
                    label.set_color(readable(colours[name]))
    return figure


def _panel(
    axes: "Axes", rows: "pd.DataFrame", order: Sequence[str], colours: dict[str, str], unit: Unit
) -> None:
    """One outcome: a row for each strategy, its difference written above the point."""
    from matplotlib.ticker import FixedLocator, MaxNLocator

    points = [_point(rows, name) for name in order]
    ends = [end for point in points for end in (point.estimate, point.low, point.high) if math.isfinite(end)]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    span = (high - low) or 1.0
    axes.set_xlim(low - 0.16 * span, high + 0.16 * span)
    axes.set_ylim(-0.6, len(order) - 0.35)
    axes.grid(visible=False)
    axes.axvline(0, color=INK, linewidth=2, zorder=2)
    for place, (name, point) in enumerate(zip(order, points, strict=True)):
        if not math.isfinite(point.estimate):
            continue
        axes.axhline(place, color="#EEEEEE", linewidth=1.2, zorder=0)
        if math.isfinite(point.low):
            axes.plot([point.low, point.high], [place, place], color=colours[name], linewidth=5, zorder=3)
        face = colours[name] if point.clear else "white"
        axes.plot(
            point.estimate,
            place,
            "o",
            markersize=11,
            color=colours[name],
            markerfacecolor=face,
            markeredgewidth=3,
            zorder=4,
        )
        text = worded(point.estimate, unit, point.half, signed=True)
        axes.annotate(
            text.replace(" %", " pts") if unit.kind == "share" else text,
            (point.estimate, place),
            xytext=(0, 14),
            textcoords="offset points",
            fontsize=16,
            fontweight="bold",
            color=readable(colours[name]),
            ha="center",
            va="bottom",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
            zorder=3,
        )
    places = [
        float(place) for place in MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]).tick_values(*axes.get_xlim())
    ]
    left, right = axes.get_xlim()
    inset = 0.06 * (right - left)
    shown = [place for place in places if left + inset <= place <= right - inset]
    axes.xaxis.set_major_locator(FixedLocator(shown))
    words = ticks_worded(shown, unit, signed=True)
    axes.set_xticklabels([word.replace(" %", "") for word in words], fontsize=15)
    axes.set_yticks([])
    axes.set_xlabel(
        {"share": "percentage points", "money": unit.currency}.get(unit.kind, "on a scale of 0 to 1"),
        fontsize=15,
    )
    axes.xaxis.label.set_color(QUIET)


@dataclass(frozen=True)
class _Point:
    estimate: float
    low: float
    high: float

    @property
    def half(self) -> float:
        return (self.high - self.low) / 2

    @property
    def clear(self) -> bool:
        return self.low > 0 or self.high < 0


def _point(rows: "pd.DataFrame", name: str) -> _Point:
    if name not in rows.index:
        return _Point(math.nan, math.nan, math.nan)
    row = rows.loc[name]
    return _Point(float(row["estimate"]), float(row["low"]), float(row["high"]))


def _finding(profit: "pd.DataFrame", reference: str, currency: str) -> str:
    """Which strategies earn clearly more, and which clearly less, than the reference."""
    unit = Unit("money", currency)
    rows = profit.sort_values("estimate", ascending=False)
    clearly_more = [str(row.left) for row in rows.itertuples() if row.low > 0]
    clearly_less = [str(row.left) for row in rows.itertuples() if row.high < 0]
    best = rows.iloc[0]
    amount = worded(abs(float(best["estimate"])), unit, (float(best["high"]) - float(best["low"])) / 2)
    if clearly_more:
        rest = clearly_more[1:]
        text = f"On equal luck, {best['left']} earns {amount} more than {reference}"
        return text + (
            f"; {findings.listed(rest)} {'earns' if len(rest) == 1 else 'earn'} more too" if rest else ""
        )
    if len(clearly_less) == len(rows):
        below = f"{best['left']} comes nearest, {amount} below"
        return f"On equal luck, every strategy earns less than {reference}; {below}"
    if not math.isfinite(float(best["low"])):
        side = "more" if best["estimate"] >= 0 else "less"
        return f"In this one run, {best['left']} earns {amount} {side} than {reference}"
    return f"On equal luck, no strategy earns clearly more than {reference}"
