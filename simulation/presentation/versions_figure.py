"""Versions of a scenario beside each other: paired differences as points with whiskers, one row each."""

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
from simulation.presentation.wording import Unit, ticks_worded, worded

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

NOTE = (
    "Point: mean of {runs} pairs of runs on the same luck. Whisker: its 95\N{NO-BREAK SPACE}% interval. Blue: clearly "
    "more, red: clearly less, hollow: too close to call."
)


def versions_figure(found: "pd.DataFrame", reference: str, unit: Unit, finding: str, subject: str) -> "Figure":
    """A row for each version: its difference from the reference.

    found      columns version, estimate, low, high, replications
    reference  what the versions are compared with, as the axis says it
    finding    the title; `subject` the line below it
    """
    runs = int(found["replications"].max())
    size = 19.0 if len(found) <= 8 else 16.0
    with drawing():
        figure = new_figure()
        top = headline(figure, finding, subject, NOTE.format(runs=runs)) - 0.02
        room = max(text_width(name, size) for name in found["version"]) / 72 / WIDTH_INCHES
        axes = figure.add_axes((room + 0.06, 0.175, 0.85 - room, top - 0.175))
        ends = [0.0, *(float(end) for name in ("estimate", "low", "high") for end in found[name] if math.isfinite(end))]
        low, high = min(ends), max(ends)
        span = (high - low) or 1.0
        for place, (_, row) in enumerate(found.iterrows()):
            y = len(found) - 1 - place
            side = 1 if row["low"] > 0 else -1 if row["high"] < 0 else 0
            colour = BLUE if side > 0 else VERMILLION if side < 0 else QUIET
            axes.axhline(y, color="#EEEEEE", linewidth=1.2, zorder=0)
            if math.isfinite(row["low"]):
                axes.plot([row["low"], row["high"]], [y, y], color=colour, linewidth=5, zorder=3)
            axes.plot([row["estimate"]], [y], "o", markersize=12, color=colour, markeredgewidth=3, zorder=4,
                      markerfacecolor=colour if side else "white")  # fmt: skip
            half = (float(row["high"]) - float(row["low"])) / 2
            axes.annotate(worded(float(row["estimate"]), unit, half, signed=True, size=max(abs(low), abs(high))),
                          (1, y), xycoords=axes.get_yaxis_transform(), xytext=(10, 0), textcoords="offset points",
                          ha="left", va="center", fontsize=16, fontweight="bold", color=readable(colour),
                          annotation_clip=False)  # fmt: skip
            axes.annotate(str(row["version"]), (0, y), xycoords=axes.get_yaxis_transform(), xytext=(-12, 0),
                          textcoords="offset points", ha="right", va="center", fontsize=size, annotation_clip=False)  # fmt: skip
        axes.axvline(0, color=INK, linewidth=2, zorder=2)
        axes.set_xlim(low - 0.08 * span, high + 0.08 * span)
        axes.set_ylim(-0.6, len(found) - 0.25)
        axes.grid(visible=False)
        axes.set_yticks([])
        ticks = [float(tick) for tick in axes.get_xticks() if low - 0.07 * span <= tick <= high + 0.07 * span]
        axes.set_xticks(ticks, ticks_worded(ticks, unit, signed=True), fontsize=15)
        axes.set_xlabel(f"difference from {reference}", fontsize=17)
    return figure
