"""The same firm with each strategy in turn: paired differences with their intervals, as points with
whiskers.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from simulation.presentation import findings
from simulation.presentation.lines import POINTS_PER_INCH
from simulation.presentation.style import (
    INK,
    QUIET,
    WIDTH_INCHES,
    drawing,
    headline,
    new_figure,
    readable,
    strategy_colours,
    text_width,
)
from simulation.presentation.wording import Unit, explained, ticks_worded, unit_of, worded

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulation.scenario import Scenario

TICK_SIZE = 15.0

PANELS = (
    ("discounted_profit", "Discounted profit"),
    ("revenue", "Revenue"),
    ("retention_per_year", "Yearly retention"),
    ("employee_engagement", "Employee engagement"),
)
"""Measure and heading of each panel."""


def twins(differences: "pd.DataFrame", reference: str, currency: str, subject: str) -> "Figure":
    """Paired difference of each strategy to the reference, a panel for each outcome.

    differences  rows of comparison.csv of one reference (`right`) and one period: columns measure, left,
                 estimate, low, high, replications; one row for each measure and strategy
    subject      who is compared over which time, as the line under the title
    """
    profit = differences[differences["measure"] == PANELS[0][0]]
    return _picture(differences, currency, _finding(profit, reference, currency), subject)


def between_scenarios(comparison: "pd.DataFrame", scenarios: "Sequence[Scenario]") -> "Iterator[tuple[str, Figure]]":
    """For every two scenarios the paired differences of each strategy or firm that is in both.

    comparison  rows of comparison.csv; those of kind "scenario" are drawn
    returns     name and figure, one for each pair, the only one named "scenarios"
    """
    rows = comparison[(comparison["kind"] == "scenario") & (comparison["period"] == "whole")]
    pairs = list(dict.fromkeys(zip(rows["left"], rows["right"], strict=True)))
    for left, right in pairs:
        own = rows[(rows["left"] == left) & (rows["right"] == right)].assign(left=rows["subject"])
        currency = scenarios[0].market.currency
        profit = own[own["measure"] == PANELS[0][0]]
        subject = f"{left} minus {right}, months 1 to {scenarios[0].run.months}"
        figure = _picture(own, currency, _scenario_finding(profit, left, right, currency), subject)
        yield ("scenarios" if len(pairs) == 1 else f"{left}_minus_{right}"), figure


def _picture(differences: "pd.DataFrame", currency: str, finding: str, subject: str) -> "Figure":
    """Point and 95 % interval for each measure and each name in the column `left`."""
    profit = differences[differences["measure"] == PANELS[0][0]]
    order = [str(name) for name in profit.sort_values("estimate")["left"]]
    colours = strategy_colours(order)
    pairs = int(profit["replications"].max())
    note = (
        f"Point: mean of {pairs} pairs of runs on the same luck. Whisker: its 95 % interval. "
        "Hollow: the interval includes no difference."
        if pairs > 1
        else "One pair of runs on the same luck: no interval."
    )
    with drawing():
        figure = new_figure()
        top = headline(figure, finding, subject, note + explained(order)) - 0.07
        left, right = 0.2, 0.985
        step = (right - left) / len(PANELS)
        for place, (measure, heading) in enumerate(PANELS):
            axes = figure.add_axes((left + place * step, 0.16, step - 0.028, top - 0.16))
            own = differences[differences["measure"] == measure].set_index("left")
            _panel(axes, own, order, colours, unit_of(measure, currency))
            axes.set_title(heading, loc="left", fontsize=17.5, fontweight="bold", pad=14)
            if place == 0:
                size = min(19.0, 19.0 * 0.185 * WIDTH_INCHES * 72 / max(text_width(n, 19) for n in order))
                axes.set_yticks(range(len(order)), order, fontsize=size, fontweight="bold")
                for label, name in zip(axes.get_yticklabels(), order, strict=True):
                    label.set_color(readable(colours[name]))
    return figure


def _panel(axes: "Axes", rows: "pd.DataFrame", order: Sequence[str], colours: dict[str, str], unit: Unit) -> None:
    """One outcome: a row for each strategy, its difference written above the point."""
    from matplotlib.ticker import FixedLocator

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
        text = worded(point.estimate, unit, point.half, signed=True, size=max(abs(low), abs(high)))
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
    shown, words = _ticks(axes, unit)
    axes.xaxis.set_major_locator(FixedLocator(shown))
    axes.set_xticklabels(words, fontsize=TICK_SIZE)
    axes.set_yticks([])
    axes.set_xlabel(
        {"share": "percentage points", "money": unit.currency}.get(unit.kind, "on a scale of 0 to 1"),
        fontsize=15,
    )
    axes.xaxis.label.set_color(QUIET)


def _ticks(axes: "Axes", unit: Unit) -> tuple[list[float], list[str]]:
    """As many places on the axis, with their words, as stand beside each other without touching."""
    from matplotlib.ticker import MaxNLocator

    left, right = axes.get_xlim()
    inset = 0.06 * (right - left)
    room = axes.get_position().width * WIDTH_INCHES * POINTS_PER_INCH
    for most in (5, 4, 3, 2, 1):
        places = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(left, right)
        shown = [float(place) for place in places if left + inset <= place <= right - inset]
        words = [word.replace(" %", "") for word in ticks_worded(shown, unit, signed=True)]
        widest = max((text_width(word, TICK_SIZE) for word in words), default=0.0)
        apart = min((b - a for a, b in pairwise(shown)), default=right - left) / (right - left) * room
        if widest * 1.15 <= apart:
            break
    return shown, words


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
        text = f"On equal luck, {findings.spoken(best['left'])} earns {amount} more than {reference}"
        return text + (f"; {findings.listed(rest)} {'earns' if len(rest) == 1 else 'earn'} more too" if rest else "")
    if len(clearly_less) == len(rows):
        below = f"{findings.spoken(best['left'])} comes nearest, {amount} below"
        return f"On equal luck, every strategy earns less than {reference}; {below}"
    if not math.isfinite(float(best["low"])):
        side = "more" if best["estimate"] >= 0 else "less"
        return f"In this one run, {findings.spoken(best['left'])} earns {amount} {side} than {reference}"
    text = f"On equal luck, no strategy earns clearly more than {reference}"
    earn = "earns" if len(clearly_less) == 1 else "earn"
    return text + (f"; {findings.listed(clearly_less)} {earn} less" if clearly_less else "")


def _scenario_finding(profit: "pd.DataFrame", left: str, right: str, currency: str) -> str:
    """Who earns clearly more or less in one scenario than in another."""
    unit = Unit("money", currency)
    parts = []
    for row in profit.sort_values("estimate", ascending=False).itertuples():
        if row.low > 0 or row.high < 0:
            amount = worded(abs(float(row.estimate)), unit, (float(row.high) - float(row.low)) / 2)
            parts.append(f"{findings.spoken(str(row.left))} earns {amount} {'more' if row.estimate > 0 else 'less'}")
    if not parts:
        return f"Nobody earns clearly more or less in {left} than in {right}"
    shown = parts if len(parts) <= 2 else [parts[0], parts[-1]]
    return f"In {left}, {findings.listed(shown)} than in {right}"
