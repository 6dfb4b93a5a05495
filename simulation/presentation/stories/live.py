"""Drawings of a story that answer to mouse and finger: Bokeh's own JSON, filled with other worlds by the page's script."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simulation.presentation.stories.pictures import StoryCurve
from simulation.presentation.stories.words import label_of
from simulation.presentation.style import QUIET
from simulation.presentation.wording import Unit
from simulation.studies.stories.story import Curve

if TYPE_CHECKING:
    import pandas as pd
    from bokeh.models import Plot

HEIGHT = 320
DASHES = ("solid", "dashed", "dotted", "dotdash")
"""A side is told by its line as well as by its colour."""

_SHOWN = {"share": (100.0, "%"), "money": (0.001, "thousand")}
FIGURES = 5
NAN = float("nan")


def shown_as(unit: Unit) -> tuple[float, str]:
    """What a measure's values are multiplied by on the axis, and the axis' unit."""
    factor, name = _SHOWN.get(unit.kind, (1.0, "points of 100" if unit.kind == "score" else ""))
    return factor, f"{name} {unit.currency}".strip() if unit.kind == "money" else name


def columns(curve: StoryCurve, labels: Sequence[str]) -> dict[str, list[float | None]]:
    """Lines and bands of every side: m0, l0, h0 for the first, and so on; as many values as there are months from 0."""
    factor, _ = shown_as(curve.unit)
    months = list(range(int(curve.bands["month"].max()) + 1))
    found: dict[str, list[float | None]] = {}
    for place, label in enumerate(labels):
        own = curve.bands[curve.bands["strategy"] == label].set_index("month").reindex(months)
        for key, name in (("m", "mean"), ("l", "low"), ("h", "high")):
            found[f"{key}{place}"] = [_number(factor * float(value)) for value in own[name]]
    return found


def range_over(worlds: Sequence[Mapping[str, Sequence[float | None]]], signed: bool) -> tuple[float, float]:
    """An axis on which every world has room, so that it stays where it is when a slider moves."""
    values = [value for world in worlds for column in world.values() for value in column if value is not None]
    low, high = min(values), max(values)
    if signed:
        low, high = min(low, 0.0), max(high, 0.0)
    room = 0.05 * ((high - low) or 1.0)
    return low - room, high + room


def drawing(
    name: str, curve: StoryCurve, labels: Sequence[str], first: Mapping[str, Any], bounds: tuple[float, float], months: int
) -> dict[str, Any]:
    """The item that `Bokeh.embed` takes for a measure.

    first   columns of the world that is shown first
    bounds  of the vertical axis
    """
    from bokeh.models import ColumnDataSource, HoverTool, Span  # type: ignore[attr-defined]

    _, unit = shown_as(curve.unit)
    plot = _plot(name, bounds, months, unit)
    # A value that there is none of: null in the page's data, where JSON knows no NaN; NaN in a drawing, which takes null for 0.
    known = {key: [NAN if value is None else value for value in column] for key, column in first.items()}
    source = ColumnDataSource({"month": list(range(months + 1)), **known}, name="world")
    if curve.signed:
        plot.add_layout(Span(location=0, dimension="width", line_color=QUIET, name="nought"))
    drawn = [(place, label) for place, label in enumerate(labels) if any(v is not None for v in first[f"m{place}"])]
    for place, _ in drawn:
        plot.varea("month", f"l{place}", f"h{place}", source=source, alpha=0.16, name=f"band{place}", level="underlay")  # type: ignore[attr-defined]
    lines = [
        plot.line("month", f"m{place}", source=source, line_width=3, line_dash=DASHES[place % 4], name=f"line{place}")  # type: ignore[attr-defined]
        for place, _ in drawn
    ]
    tips = [("month", "@month"), *((label_of(label), f"@m{place}{{0,0.[00]}} {unit}") for place, label in drawn)]
    plot.add_tools(HoverTool(renderers=lines[:1], mode="vline", tooltips=tips, line_policy="nearest"))
    return _item(plot)


def paper(name: str, asked: Curve, months: int) -> dict[str, Any]:
    """The paper on which a class draws its prediction; what the runs show is put on it when it is revealed."""
    from bokeh.events import Pan, PanStart, Tap
    from bokeh.models import ColumnDataSource, CustomJS, Span  # type: ignore[attr-defined]

    plot = _plot(name, (asked.low, asked.high), months, asked.unit)
    if asked.low < 0 < asked.high:
        plot.add_layout(Span(location=0, dimension="width", line_color=QUIET, name="nought"))
    every = list(range(1, months + 1))
    empty = [NAN] * months
    found = ColumnDataSource({"month": every, "m0": empty, "l0": empty, "h0": empty}, name="found")
    plot.varea("month", "l0", "h0", source=found, alpha=0.18, name="band0", level="underlay")  # type: ignore[attr-defined]
    plot.line("month", "m0", source=found, line_width=3, name="line0")  # type: ignore[attr-defined]
    knots = knots_of(months)
    start = max(asked.low, 0.0) if asked.low < 0 else (asked.low + asked.high) / 2
    drawn = ColumnDataSource({"month": knots, "value": [start] * len(knots)}, name="drawn")
    plot.line("month", "value", source=drawn, line_width=3, line_dash="dashed", name="mine")  # type: ignore[attr-defined]
    plot.scatter("month", "value", source=drawn, size=13, name="points")  # type: ignore[attr-defined]
    move = CustomJS(
        args={"name": name},
        code="if (cb_obj.x == null) return; document.dispatchEvent(new CustomEvent('drawn', "
        "{ detail: { paper: name, month: cb_obj.x, value: cb_obj.y } }));",
    )
    for event in (Tap, PanStart, Pan):
        plot.js_on_event(event, move)
    return _item(plot)


def knots_of(months: int) -> list[int]:
    """Months at which a drawn line has its points: the start, the end of every year, the end."""
    step = 12 if months >= 24 else max(1, months // 4)
    return sorted({0, *range(step, months, step), months})


def found_columns(course: "pd.DataFrame") -> dict[str, list[float | None]]:
    """What the runs show of a line that was to be drawn."""
    return {key: [_number(float(v)) for v in course[name]] for key, name in (("m0", "mean"), ("l0", "low"), ("h0", "high"))}


def _plot(name: str, bounds: tuple[float, float], months: int, unit: str) -> "Plot":
    from bokeh.models import FixedTicker, Range1d
    from bokeh.plotting import figure

    plot = figure(
        height=HEIGHT, sizing_mode="stretch_width", toolbar_location=None, tools="", name=name,
        x_range=Range1d(start=0, end=months), y_range=Range1d(start=bounds[0], end=bounds[1]),
        x_axis_label="month", y_axis_label=unit or None, output_backend="svg",
    )  # fmt: skip
    step = next(s for s in (1, 3, 6, 12, 24, 60) if months / s <= 8 or s == 60)
    plot.xaxis.ticker = FixedTicker(ticks=list(range(0, months + 1, step)))
    plot.xgrid.visible = False
    return plot


def _item(plot: "Plot") -> dict[str, Any]:
    from bokeh.embed import json_item

    from simulation.presentation.report.charts import counted

    return counted(json.loads(json.dumps(json_item(plot))))


def _number(value: float) -> float | None:
    return None if value != value else float(f"{value:.{FIGURES}g}")
