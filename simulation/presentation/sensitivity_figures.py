"""What drives the result, as pictures: the tornado, the screening, and the shares of the variance."""

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from simulation.presentation.findings import capital
from simulation.presentation.sensitivity_words import (
    morris_finding,
    sobol_finding,
    tornado_finding,
    unit_explained,
)
from simulation.presentation.style import (
    BLUE,
    INK,
    ORANGE,
    QUIET,
    SKY,
    VERMILLION,
    WIDTH_INCHES,
    drawing,
    headline,
    new_figure,
    text_width,
)
from simulation.presentation.sweep_table import parameter_called, value_worded
from simulation.presentation.wording import Unit, ticks_worded
from simulation.studies.sensitivity.indices import NOISE
from simulation.studies.sensitivity.plan import SCREENING, SOBOL, TORNADO, explained

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulation.studies.sensitivity.study import SensitivityResult

LOW, HIGH = ORANGE, BLUE
MOST_ROWS = 16
GREY = "#9A9A9A"


def sensitivity_figures(result: "SensitivityResult") -> "Iterator[tuple[str, Figure]]":
    """Name and figure of the picture of each method."""
    made = {TORNADO: tornado, SCREENING: morris, SOBOL: sobol}
    for method, table in result.tables.items():
        yield method, made[method](result, table)


def tornado(result: "SensitivityResult", table: "pd.DataFrame") -> "Figure":
    """A bar to each side of the base for each parameter, the widest at the top."""
    unit = unit_explained(result)
    note = "Bars: mean with only this parameter changed. Whiskers: 95\N{NO-BREAK SPACE}% intervals of the change, same luck."
    rows = _shown(table)
    values = {axis.key: (axis.at(0.0), axis.at(1.0)) for axis in result.plan.axes}
    base = float(table["base"].iloc[0])
    with drawing():
        figure, axes = _page(result, tornado_finding(table, unit), note, rows["parameter"])
        reached = [base]
        for y, (_, row) in zip(_heights(len(rows)), rows.iterrows(), strict=True):
            sides = zip(("at_low", "at_high"), (LOW, HIGH), values[row["parameter"]], (y + 0.165, y - 0.165), strict=True)
            for name, colour, value, at in sides:
                change, low, high = (float(row[key]) for key in (name, f"{name}_from", f"{name}_to"))
                axes.barh(at, change, left=base, height=0.33, color=colour, zorder=3)
                if math.isfinite(low):
                    axes.plot([base + low, base + high], [at, at], color=INK, linewidth=1.6, zorder=5)
                ends = [base + end for end in (change, low, high) if math.isfinite(end)]
                reached += ends
                outer = max(ends) if change >= 0 else min(ends)
                axes.annotate(value_worded(value), (outer, at), xytext=(7 if change >= 0 else -7, 0),
                              textcoords="offset points", ha="left" if change >= 0 else "right", va="center",
                              fontsize=14, color=QUIET, zorder=6)  # fmt: skip
        axes.axvline(base, color=INK, linewidth=2, zorder=4)
        _value_axis(axes, min(reached), max(reached), unit, 0.09)
        if min(reached) < 0 < max(reached):
            axes.axvline(0, color=QUIET, linewidth=1.5, linestyle=(0, (4, 3)), zorder=2)
        _key(figure, {"at its lowest value": LOW, "at its highest": HIGH})
    return figure


def morris(result: "SensitivityResult", table: "pd.DataFrame") -> "Figure":
    """How far each parameter moves the result on average, with what luck alone would seem to."""
    unit = unit_explained(result)
    trajectories = result.plan.file.sensitivity.trajectories
    note = (
        f"Mean absolute effect of going through the whole range, {trajectories} ways through the space (Morris). Whiskers: "
        "95\N{NO-BREAK SPACE}% intervals. Red: standard deviation of the effect over the space. Grey: what luck alone would show."
    )
    rows = _shown(table)
    with drawing():
        figure, axes = _page(result, morris_finding(table), note, rows["parameter"])
        for y, (_, row) in zip(_heights(len(rows)), rows.iterrows(), strict=True):
            luck = float(row["luck"]) if math.isfinite(row["luck"]) else 0.0
            clear = row["mu_star_low"] > luck
            axes.barh(y + 0.12, row["mu_star"], height=0.42, color=BLUE if clear else SKY, alpha=1 if clear else 0.5, zorder=3)
            axes.barh(y + 0.12, min(luck, row["mu_star"]), height=0.42, color=GREY, zorder=4)
            axes.barh(y - 0.22, row["sigma"], height=0.14, color=VERMILLION, zorder=3)
            axes.plot([row["mu_star_low"], row["mu_star_high"]], [y + 0.12] * 2, color=INK, linewidth=1.8, zorder=5)
        _value_axis(axes, 0.0, float(rows[["mu_star_high", "sigma"]].max().max()), unit, 0.03, signed=False)
        _key(figure, {"effect": BLUE, "not to be told from luck": SKY, "luck": GREY, "unevenness": VERMILLION})
    return figure


def sobol(result: "SensitivityResult", table: "pd.DataFrame") -> "Figure":
    """Shares of the variance, alone and with interactions; luck as a bar of its own."""
    samples = result.plan.file.sensitivity.samples
    note = (
        f"Shares of the variance of the expected result that these parameters cause over their ranges ({samples} samples); "
        "whiskers: 95\N{NO-BREAK SPACE}% intervals. Luck: the share of a single run's variance that is luck."
    )
    names = table["parameter"]
    with drawing():
        figure, axes = _page(result, sobol_finding(table), note, names)
        for y, (_, row) in zip(_heights(len(table)), table.iterrows(), strict=True):
            if row["parameter"] == NOISE:
                if math.isfinite(row["first"]):
                    axes.barh(y, row["first"], height=0.5, color=GREY, zorder=3)
                    axes.plot([row["first_low"], row["first_high"]], [y, y], color=INK, linewidth=1.8, zorder=5)
                axes.axhline(y + 0.5, color=QUIET, linewidth=1.2)
                continue
            for name, offset, colour in (("total", 0.16, SKY), ("first", -0.16, BLUE)):
                axes.barh(y + offset, max(0.0, row[name]), height=0.3, color=colour, zorder=3)
                ends = [max(0.0, row[f"{name}_low"]), max(0.0, row[f"{name}_high"])]
                axes.plot(ends, [y + offset] * 2, color=INK, linewidth=1.6, zorder=5)
        most = float(table[["total_high", "first_high"]].max().max())
        _value_axis(axes, 0.0, min(max(most, 0.2), 1.2), Unit("share"), 0.03, signed=False)
        _key(figure, {"with interactions": SKY, "alone": BLUE, "luck": GREY})
    return figure


def _shown(table: "pd.DataFrame") -> "pd.DataFrame":
    return table.iloc[:MOST_ROWS]


def _heights(count: int) -> Sequence[float]:
    return [float(count - 1 - place) for place in range(count)]


def _page(result: "SensitivityResult", finding: str, note: str, names: Sequence[str]) -> "tuple[Figure, Axes]":
    """A page with names at the left, the first at the top."""
    figure = new_figure()
    top = headline(figure, finding, capital(explained(result.plan)), note) - 0.045
    called = ["luck" if name == NOISE else parameter_called(name) for name in names]
    size = 17.0 if len(called) <= 12 else 14.5
    room = max(text_width(name, size) for name in called) / 72 / WIDTH_INCHES * 0.93
    axes = figure.add_axes((room + 0.055, 0.16, 0.925 - room, top - 0.16))
    for y, name in zip(_heights(len(called)), called, strict=True):
        axes.annotate(name, (0, y), xycoords=axes.get_yaxis_transform(), xytext=(-10, 0), textcoords="offset points",
                      ha="right", va="center", fontsize=size, annotation_clip=False)  # fmt: skip
    axes.set_ylim(-0.6, len(called) - 0.4)
    axes.set_yticks([])
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.spines["bottom"].set_visible(False)
    return figure, axes


def _value_axis(axes: "Axes", low: float, high: float, unit: Unit, margin: float, signed: bool = True) -> None:
    from matplotlib.ticker import MaxNLocator

    span = (high - low) or 1.0
    left = low - margin * span if low < 0 or signed else 0.0
    axes.set_xlim(left, high + margin * span)
    ticks = [float(t) for t in MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)]
    ticks = [tick for tick in ticks if left <= tick <= high + margin * span]
    axes.set_xticks(ticks, ticks_worded(ticks, unit, signed=signed), fontsize=15)


def _key(figure: "Figure", colours: dict[str, str]) -> None:
    """Names the colours once, in the upper right."""
    from matplotlib.patches import Rectangle

    right, height = 0.972, figure.axes[0].get_position().y1 + 0.028
    for name, colour in reversed(colours.items()):
        width = text_width(name, 16) / 72 / WIDTH_INCHES * 0.93
        figure.text(right, height, name, fontsize=16, va="center", ha="right")
        figure.add_artist(Rectangle((right - width - 0.022, height - 0.012), 0.016, 0.024, color=colour))
        right -= width + 0.045


