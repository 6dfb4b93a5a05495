"""Why one strategy earns more than another: a waterfall from part to part, each with its interval."""

import math
from typing import TYPE_CHECKING

from simulation.presentation.style import (
    BLUE,
    INK,
    QUIET,
    VERMILLION,
    WIDTH_INCHES,
    drawing,
    headline,
    new_figure,
    readable,
    text_width,
)
from simulation.presentation.why_words import called, why_finding
from simulation.presentation.wording import Unit, ticks_worded, worded
from simulation.studies.why.parts import GAP

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MORE, LESS = BLUE, VERMILLION
NOTE = (
    "Each bar begins where the one above ends. Blue: more profit, red: less; whiskers: 95\N{NO-BREAK SPACE}% intervals over "
    "pairs of runs on the same luck; pale: the interval includes 0. The parts sum to the gap."
)


def why_figure(parts: "pd.DataFrame", left: str, right: str, currency: str, subject: str) -> "Figure":
    """A waterfall of the parts of a gap in discounted profit.

    parts    rows of why.csv of one pair
    subject  who is compared over which time, as the line under the title
    """
    shown = parts[(parts["estimate"] != 0) | (parts["part"] == GAP)].reset_index(drop=True)
    unit = Unit("money", currency)
    with drawing():
        figure = new_figure()
        top = headline(figure, why_finding(parts, left, right, currency), subject, NOTE)
        room = max(text_width(called(part), 18) for part in shown["part"]) / 72 / WIDTH_INCHES
        axes = figure.add_axes((room + 0.06, 0.15, 0.925 - room, top - 0.16))
        _bars(axes, shown, unit)
    return figure


def _bars(axes: "Axes", parts: "pd.DataFrame", unit: Unit) -> None:
    estimates = parts["estimate"].to_numpy(float)
    steps = len(parts) - 1
    begins = [0.0, *estimates[:-1].cumsum()[: steps - 1], 0.0][: len(parts)]
    ends = [begin + estimate for begin, estimate in zip(begins, estimates, strict=True)]
    reached = [0.0, *ends]
    for place, row in parts.iterrows():
        begin, end = begins[int(place)], ends[int(place)]
        for edge in (row["low"], row["high"]):
            if math.isfinite(edge):
                reached.append(begin + float(edge))
        y = steps - int(place)
        clear = not math.isfinite(row["low"]) or row["low"] > 0 or row["high"] < 0
        colour = MORE if end >= begin else LESS
        total = row["part"] == GAP
        axes.barh(y, end - begin, left=begin, height=0.62, color=colour, alpha=1.0 if clear else 0.35, zorder=3)
        if math.isfinite(row["low"]):
            axes.plot([begin + row["low"], begin + row["high"]], [y, y], color=INK, linewidth=2.0, zorder=4)
        if place < steps:
            axes.plot([end, end], [y - 0.31, y - 0.69], color=QUIET, linewidth=1.2, zorder=2)
        half = (float(row["high"]) - float(row["low"])) / 2
        text = worded(float(row["estimate"]), unit, half, signed=True, size=max(abs(estimates)))
        right = max(begin, end, begin + (float(row["high"]) if math.isfinite(row["high"]) else 0.0))
        axes.annotate(text, (right, y), xytext=(8, 0), textcoords="offset points", va="center", fontsize=16,
                      fontweight="bold", color=readable(colour) if clear else QUIET, zorder=5,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0})  # fmt: skip
        axes.annotate(called(str(row["part"])), (0, y), xycoords=axes.get_yaxis_transform(), xytext=(-10, 0),
                      textcoords="offset points", ha="right", va="center", fontsize=17, annotation_clip=False,
                      fontweight="bold" if total else "normal")  # fmt: skip
    axes.axhline(0.5, color=QUIET, linewidth=1.2)
    axes.axvline(0, color=INK, linewidth=1.6, zorder=2)
    low, high = min(reached), max(reached)
    span = (high - low) or 1.0
    axes.set_xlim(low - 0.03 * span, high + 0.14 * span)
    axes.set_ylim(-0.6, steps + 0.6)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    ticks = [float(tick) for tick in axes.get_xticks() if low <= tick <= high + 0.1 * span]
    axes.set_xticks(ticks, ticks_worded(ticks, unit, signed=True), fontsize=15)
