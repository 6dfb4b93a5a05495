"""Pictures of several panels: what management believes against what customers live, and culture by
department.
"""

from typing import TYPE_CHECKING

from simulation.presentation import findings
from simulation.presentation.bands import band
from simulation.presentation.lines import (
    End,
    draw_lines,
    label_ends,
    mark_turns,
    months_axis,
    range_of,
    value_axis,
)
from simulation.presentation.style import (
    INK,
    QUIET,
    colour_key,
    drawing,
    headline,
    new_figure,
    readable,
    strategy_colours,
)
from simulation.presentation.wording import Unit, worded

ALIKE = 0.05
"""Departments whose customer orientation differs by less are not told apart in a title."""

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from simulation.presentation.time_figures import Backdrop


def perception_gap(runs: "pd.DataFrame", backdrop: "Backdrop") -> "Figure":
    """Believed and actual quality, a panel for each strategy.

    runs  one row per replication, strategy and month, with believed_quality and actual_quality
    """
    strategies = [str(name) for name in runs["strategy"].unique()]
    palette = strategy_colours(strategies)
    believed, actual = band(runs, "believed_quality"), band(runs, "actual_quality")
    score = Unit("score")
    means = [mean for bands in (believed, actual) for mean in bands["mean"]]
    shaded = " Shaded grey: warm-up." if backdrop.first_month < 0 else ""
    note = f"Mean of {backdrop.replications} simulated runs. Between the lines: the perception gap.{shaded}"
    with drawing():
        figure = new_figure()
        subject = "Quality of the experience, points of 100: believed by management and lived by customers"
        top = headline(figure, _gap_finding(runs), subject, note) - 0.06
        left, right, between = 0.075, 0.985, 0.075 if len(strategies) <= 4 else 0.055
        width = (right - left - between * len(strategies)) / len(strategies)
        for place, strategy in enumerate(strategies):
            axes = figure.add_axes((left + place * (width + between), 0.15, width, top - 0.15))
            colour = palette[strategy]
            months_axis(axes, backdrop.months, backdrop.first_month, size=17)
            value_axis(axes, min(means), max(means), score)
            above = believed[believed["strategy"] == strategy].sort_values("month")
            below = actual[actual["strategy"] == strategy].sort_values("month")
            both = above[["month", "mean"]].merge(below[["month", "mean"]], on="month")
            axes.fill_between(both["month"], both["mean_x"], both["mean_y"], color=colour, alpha=0.12, linewidth=0)
            axes.plot(above["month"], above["mean"], color=colour, linewidth=4, linestyle=(0, (2.2, 1.2)))
            axes.plot(below["month"], below["mean"], color=colour, linewidth=4)
            mark_turns(axes, backdrop.turns, worded=False)
            ends = [
                End(float(line["mean"].iloc[-1]), worded(float(line["mean"].iloc[-1]), score), colour) for line in (above, below)
            ]
            label_ends(axes, ends, size=17, room=between * 0.8)
            axes.set_title(strategy, loc="left", fontsize=19, fontweight="bold", color=readable(colour), pad=14)
            axes.tick_params(labelsize=16)
            if place > 0:
                axes.tick_params(labelleft=False)
            else:
                _name_lines(axes, above, below)
    return figure


def _name_lines(axes: object, above: "pd.DataFrame", below: "pd.DataFrame") -> None:
    """Writes "believed" and "lived" at the two lines of the first panel."""
    for line, name, shift, side in ((above, "believed", 14, "bottom"), (below, "lived", -14, "top")):
        row = line.iloc[len(line) * 3 // 5]
        axes.annotate(  # type: ignore[attr-defined]
            name,
            (row["month"], row["mean"]),
            xytext=(0, shift),
            textcoords="offset points",
            fontsize=17,
            color=INK,
            ha="center",
            va=side,
        )


def _gap_finding(runs: "pd.DataFrame") -> str:
    """How far management's picture is from the customers', for the widest and the narrowest gap."""
    ends = findings.endings(runs, "perception_gap")
    gaps = {str(name): findings.gap(ends[name]) for name in ends.columns}
    widest = max(gaps, key=lambda name: abs(gaps[name].mean))
    narrowest = min(gaps, key=lambda name: abs(gaps[name].mean))
    half = max((gap.high - gap.low) / 2 for gap in gaps.values())
    amounts = {name: worded(abs(gap.mean), Unit("score"), half) for name, gap in gaps.items()}
    side = "better" if gaps[widest].mean >= 0 else "worse"
    text = f"{widest} management thinks the experience {amounts[widest]} points {side} than customers find it"
    if narrowest != widest:
        text += f"; at {narrowest} the gap is {amounts[narrowest]}"
    return findings.capital(text)


def culture(departments: "pd.DataFrame", backdrop: "Backdrop") -> "Figure":
    """Customer orientation of employees over time, a panel for each department, a line for each strategy.

    departments  rows of departments.parquet, `strategy` naming firms as in the other pictures
    """
    keys = ["replication", "strategy", "department", "month"]
    runs = departments.groupby(keys, sort=False, observed=True)["customer_orientation"].mean().reset_index()
    bands = band(runs, "customer_orientation", ("strategy", "department", "month"))
    names = [str(name) for name in departments["department"].unique()]
    colours = strategy_colours([str(name) for name in departments["strategy"].unique()])
    number = Unit("number")
    with drawing():
        figure = new_figure()
        subject = "Customer orientation of employees, 0 to 1, by department"
        top = headline(figure, _culture_finding(runs), subject, backdrop.reading)
        colour_key(figure, colours, top - 0.005)
        top -= 0.09
        columns = 3 if len(names) > 4 else max(1, len(names))
        rows = -(-len(names) // columns)
        foot, between, width, step = 0.13, 0.095, 0.21, 0.32
        height = (top - foot - between * (rows - 1)) / rows
        for place, name in enumerate(names):
            row, column = divmod(place, columns)
            bottom = foot + (rows - 1 - row) * (height + between)
            axes = figure.add_axes((0.062 + column * step, bottom, width, height))
            own = bands[bands["department"] == name]
            months_axis(axes, backdrop.months, backdrop.first_month, size=15)
            value_axis(axes, *range_of(bands), number, ticks=4)
            draw_lines(axes, own, colours, width=3.5)
            mark_turns(axes, backdrop.turns, worded=False)
            last = own.sort_values("month").groupby("strategy", sort=False)["mean"].last()
            label_ends(axes, [End(float(v), f"{v:.2f}", colours[str(s)]) for s, v in last.items()], 15, room=0.06)
            axes.set_title(name, loc="left", fontsize=18, fontweight="bold", pad=8)
            axes.tick_params(labelsize=15)
            if row < rows - 1 and place + columns < len(names):
                axes.set_xlabel("")
                axes.tick_params(labelbottom=False)
            axes.xaxis.label.set_color(QUIET)
    return figure


def _culture_finding(runs: "pd.DataFrame") -> str:
    """Which strategy's employees end most customer-minded, and how unlike its departments are."""
    late = runs[runs["month"] > runs["month"].max() - findings.LAST_MONTHS]
    ends = late.pivot_table(index="strategy", columns="department", values="customer_orientation", observed=True)
    start = float(runs.loc[runs["month"] <= 0, "customer_orientation"].mean())
    best = ends.mean(axis=1).sort_values(ascending=False, kind="stable")
    name, row = str(best.index[0]), ends.loc[best.index[0]]
    text = f"{findings.capital(name)}: customer orientation goes from {start:.2f} to {best.iloc[0]:.2f}"
    if len(row) > 1 and row.max() - row.min() < ALIKE:
        text += ", alike in all departments"
    elif len(row) > 1:
        text += f", most in {row.idxmax()} ({row.max():.2f}), least in {row.idxmin()} ({row.min():.2f})"
    if len(best) > 1:
        text += f"; {best.index[-1]} ends at {best.iloc[-1]:.2f}"
    return text
