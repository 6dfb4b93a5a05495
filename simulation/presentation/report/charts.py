"""The drawings that answer to mouse and finger: the curves as Bokeh models, the horizon month by month as words."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.presentation.report.over_time import Curve
from simulation.presentation.report.tables import at_month
from simulation.presentation.style import INK
from simulation.presentation.wording import interval_worded, ticks_worded, worded

if TYPE_CHECKING:
    import pandas as pd
    from bokeh.models import Plot

    from simulation.presentation.report.scene import Scene

HEIGHT = 300
"""Pixels of a drawing; its width is that of the page's column."""


def library() -> str:
    """The script that draws: BokehJS, to stand in the page."""
    import bokeh

    path = Path(bokeh.__file__).parent / "server" / "static" / "js" / "bokeh.min.js"
    return path.read_text(encoding="utf-8").strip()


def items(scene: "Scene", curves: Sequence[Curve]) -> list[dict[str, Any]]:
    """What the page's script needs to draw each curve: Bokeh's own JSON, with identifiers counted from 1.

    returns  the drawing's name, its strategies with their colours, and the item that `Bokeh.embed` takes
    """
    from bokeh.embed import json_item

    made = []
    for curve in curves:
        name = f"{scene.prefix}-{curve.name}"
        item = counted(json.loads(json.dumps(json_item(_plot(scene, curve)))))
        lines = [{"name": one, "colour": scene.colours[one].lower()} for one in curve.order[::-1]]
        made.append({"name": name, "strategies": lines, "item": item})
    return made


def horizon(scene: "Scene", curves: Sequence[Curve]) -> dict[str, Any] | None:
    """Every curve's values in every month, and the difference in profit by its end, in words; None without a reference.

    returns  heads of a table; for each strategy, in the order of `names`, the cells of its row in each month from 1
    """
    if scene.months is None:
        return None
    shown = [curve for curve in curves if not curve.signed]
    values = [_by_month(curve) for curve in shown]
    rows = []
    for name in scene.found.strategies:
        own = scene.months[scene.months["strategy"] == name].set_index("month")
        rows.append(
            [
                [*(of.get((name, month), "") for of in values), *_against(scene, own.loc[month] if month in own.index else None)]
                for month in range(1, scene.axis.months + 1)
            ]
        )
    heads = [*(curve.short for curve in shown), f"profit so far against {scene.found.reference}", "95 % interval", "odds"]
    return {
        "prefix": scene.prefix,
        "months": scene.axis.months,
        "names": list(scene.found.strategies),
        "heads": heads,
        "cells": rows,
    }


def _by_month(curve: Curve) -> dict[tuple[str, int], str]:
    """The mean of each strategy and month, in words."""
    half, size = float(curve.bands["half"].max()), float(curve.bands["mean"].abs().max())
    keys = zip(curve.bands["strategy"], curve.bands["month"], curve.bands["mean"], strict=True)
    return {
        (str(name), int(month)): worded(float(mean), curve.unit, half, size=size, figures=2)
        for name, month, mean in keys
        if month >= 1
    }


def _against(scene: "Scene", row: "pd.Series | None") -> tuple[str, str, str]:
    """Difference, interval and odds of one strategy in one month; dashes for the reference itself."""
    if row is None:
        return "–", "–", "–"
    amount, _, interval = at_month(row, scene.money).partition("\n")
    return amount, interval, _odds(row)


def _odds(row: "pd.Series") -> str:
    runs = int(row["replications"])
    return f"ahead in {float(row['share_ahead']) * runs:g} of {runs}"


def _plot(scene: "Scene", curve: Curve) -> "Plot":
    """Lines with bands, the axis of the static picture, and one hidden line that answers to the mouse for all."""
    from bokeh.models import BoxAnnotation, ColumnDataSource, FixedTicker, HoverTool, Range1d, Span  # type: ignore[attr-defined]
    from bokeh.plotting import figure
    from matplotlib.ticker import MaxNLocator

    low, high = _range(curve)
    first = 0 if curve.signed else scene.axis.first
    ticks = [float(t) for t in MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high) if low <= t <= high]
    plot = figure(
        height=HEIGHT,
        sizing_mode="stretch_width",
        toolbar_location=None,
        tools="",
        x_range=Range1d(start=first, end=scene.axis.months),
        y_range=Range1d(start=low, end=high),
        x_axis_label="month",
        output_backend="svg",
        name=curve.name,
    )
    plot.yaxis.ticker = FixedTicker(ticks=ticks)
    plot.yaxis.major_label_overrides = dict(zip(ticks, ticks_worded(ticks, curve.unit, signed=curve.signed), strict=True))
    step = next(s for s in (1, 3, 6, 12, 24, 60) if scene.axis.months / s <= 9 or s == 60)
    plot.xaxis.ticker = FixedTicker(ticks=list(range(0, scene.axis.months + 1, step)))
    plot.xgrid.visible = False
    if first < 0:
        plot.add_layout(BoxAnnotation(right=0.5, fill_color="#F2F2F2", fill_alpha=1.0, level="image", name="warm-up"))
    shown = [turn for turn in scene.axis.turns if turn.month > first + 1]
    for turn in shown:
        plot.add_layout(Span(location=turn.month - 0.5, dimension="height", line_color=INK, line_dash="dashed", name="turn"))
    if curve.signed:
        plot.add_layout(Span(location=0, dimension="width", line_color=INK, name="turn"))
    plot.add_layout(Span(location=scene.axis.months, dimension="height", line_color=INK, line_width=2, name="horizon"))
    source = ColumnDataSource(_columns(curve))
    faintness = 0.15 if len(curve.order) <= 3 else 0.08
    for place, name in enumerate(curve.order[::-1]):
        colour = scene.colours[name]
        plot.varea(
            "month",
            f"low{place}",
            f"high{place}",
            source=source,
            color=colour,
            alpha=faintness,
            name=f"band{place}",
            level="underlay",
        )
        plot.line("month", f"mean{place}", source=source, color=colour, line_width=2.6, name=f"line{place}")
    answering = plot.line("month", "middle", source=source, line_alpha=0.0, name="answering")
    plot.add_tools(
        HoverTool(renderers=[answering], mode="vline", tooltips="", line_policy="nearest", attachment="horizontal", name="hover")
    )
    return plot


def _range(curve: Curve) -> tuple[float, float]:
    low = float(curve.bands[["low", "mean"]].min().min())
    high = float(curve.bands[["high", "mean"]].max().max())
    if curve.signed:
        low, high = min(low, 0.0), max(high, 0.0)
    span = (high - low) or max(abs(high), 1.0) * 0.1
    return low - 0.05 * span, high + 0.08 * span


def _columns(curve: Curve) -> dict[str, list[Any]]:
    """Months, and for each strategy its line, its band and what is said of them; numbers to six figures."""
    months = sorted(int(month) for month in curve.bands["month"].unique())
    columns: dict[str, list[Any]] = {"month": months}
    half = float(curve.bands["half"].max())
    size = float(curve.bands["mean"].abs().max())
    for place, name in enumerate(curve.order[::-1]):
        own = curve.bands[curve.bands["strategy"] == name].set_index("month").reindex(months)
        for key in ("mean", "low", "high"):
            columns[f"{key}{place}"] = [_number(value) for value in own[key]]
        columns[f"says{place}"] = [
            "" if mean != mean else _said(curve, float(mean), float(low), float(high), half, size)
            for mean, low, high in zip(own["mean"], own["low"], own["high"], strict=True)
        ]
    low, high = _range(curve)
    columns["middle"] = [_number((low + high) / 2)] * len(months)
    return columns


def _said(curve: Curve, mean: float, low: float, high: float, half: float, size: float) -> str:
    text = worded(mean, curve.unit, half, signed=curve.signed, size=size, figures=2)
    return text if low == high else f"{text} (runs: {interval_worded(low, high, curve.unit, signed=curve.signed, size=size)})"


def _number(value: float) -> float | None:
    return None if value != value else float(f"{value:.6g}")


def counted(item: dict[str, Any]) -> dict[str, Any]:
    """The same item with its identifiers counted from 1 in their order, so that equal drawings give equal text."""
    names: dict[str, str] = {}

    def collect(part: Any) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("id"), str):
                names.setdefault(part["id"], f"m{len(names) + 1}")
            for value in part.values():
                collect(value)
        elif isinstance(part, list):
            for value in part:
                collect(value)

    def renamed(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: names.get(value, value) if key in ("id", "root_id") else renamed(value) for key, value in part.items()}
        return [renamed(value) for value in part] if isinstance(part, list) else part

    collect(item)
    return dict(renamed(item))
