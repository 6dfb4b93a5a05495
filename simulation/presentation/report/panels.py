"""The few kinds of drawing that the report is made of, small enough to be read on a phone."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulation.presentation.bands import Turn
from simulation.presentation.lines import End, draw_lines, label_ends, mark_turns, months_axis, range_of, value_axis
from simulation.presentation.style import FAINT, INK, QUIET, drawing, readable, text_width
from simulation.presentation.wording import Unit, ticks_worded

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from simulation.presentation.canvas import Picture as Canvas

WIDTH, HEIGHT = 4.7, 3.1
"""Inches of an ordinary picture: a phone shows it at about three quarters, a wide screen at about one and a half."""

SIZE = 9.0
"""Points of its type."""

_SMALL: dict[Any, Any] = {
    "font.size": SIZE,
    "axes.labelsize": SIZE,
    "xtick.labelsize": SIZE,
    "ytick.labelsize": SIZE,
    "grid.linewidth": 0.6,
    "axes.linewidth": 0.6,
    "xtick.major.size": 3,
    "xtick.major.width": 0.6,
    "ytick.major.pad": 4,
    "lines.linewidth": 1.8,
}


@contextmanager
def small(width: float = WIDTH, height: float = HEIGHT) -> Iterator["Canvas"]:
    """An empty figure of that many inches, drawn on in the report's style within the block."""
    import matplotlib

    from simulation.presentation.canvas import Picture as Canvas

    with drawing(), matplotlib.rc_context(_SMALL):
        yield Canvas(figsize=(width, height), dpi=100)


@dataclass(frozen=True)
class Axis:
    """The months that a picture over time spans, and what happens in them."""

    months: int
    first: int
    turns: tuple[Turn, ...] = ()


def lines(
    bands: "pd.DataFrame",
    colours: Mapping[str, str],
    ends: Mapping[str, str],
    unit: Unit,
    axis: Axis,
    zero: bool = False,
) -> "Canvas":
    """Lines with bands over time, each named at its end.

    bands    columns strategy, month, mean, low, high
    colours  strategy -> colour, the highest last
    ends     strategy -> what stands at its end; a line break after the name leaves it more room
    zero     whether the line of nought is drawn, and values carry their signs
    """
    with small() as figure:
        widest = max(text_width(text, SIZE) for text in ends.values()) / 72 / WIDTH
        right = 1 - min(0.34, widest + 0.035)
        axes = figure.add_axes((0.135, 0.14, right - 0.135, 0.82))
        months_axis(axes, axis.months, axis.first, size=SIZE)
        low, high = range_of(bands)
        value_axis(axes, min(low, 0.0) if zero else low, max(high, 0.0) if zero else high, unit, signed=zero)
        if zero:
            axes.axhline(0, color=INK, linewidth=1, zorder=3)
        draw_lines(axes, bands, dict(colours), width=1.9)
        mark_turns(axes, axis.turns, worded=False)
        last = bands.sort_values("month").groupby("strategy", sort=False)["mean"].last()
        label_ends(axes, [End(float(last[name]), ends[name], colours[name]) for name in colours if name in last], SIZE)
        axes.tick_params(labelsize=SIZE)
    return figure


@dataclass(frozen=True)
class Whisker:
    """One row of a picture of intervals.

    low, high  ends of the interval; NaN where there is none
    points     single runs, drawn faintly
    text       beside the row's name, in its second line
    """

    name: str
    estimate: float
    low: float
    high: float
    colour: str
    text: str = ""
    points: tuple[float, ...] = ()


def whiskers(rows: Sequence[Whisker], unit: Unit, signed: bool = True, bounds: tuple[float, float] | None = None) -> "Canvas":
    """Estimates as points with their intervals, one row each, the first on top.

    bounds  ends of the axis; None: what is drawn, and nought
    """
    height = 0.55 + 0.46 * len(rows)
    with small(WIDTH, height) as figure:
        left = room_for([f"{row.name}\n{row.text}" for row in rows])
        axes = figure.add_axes((left, 0.36 / height, 0.94 - left, 1 - 0.42 / height))
        values = [v for r in rows for v in (r.estimate, r.low, r.high, *r.points) if v == v]
        value_axis_below(axes, *(bounds or _padded(min([0.0, *values]), max([0.0, *values]))), unit, signed)
        if bounds is None:
            axes.axvline(0, color=INK, linewidth=1, zorder=1)
        for place, row in enumerate(rows):
            y = len(rows) - 1 - place
            axes.plot(row.points, [y] * len(row.points), "o", color=row.colour, alpha=0.28, markersize=4, linewidth=0, zorder=2)
            if row.low == row.low:
                axes.plot([row.low, row.high], [y, y], color=row.colour, linewidth=2, zorder=3)
            axes.plot([row.estimate], [y], "o", color=row.colour, markersize=7, markeredgecolor="white", zorder=4)
            name_row(axes, y, row.name, row.text, row.colour)
        axes.set_ylim(-0.6, len(rows) - 0.4)
    return figure


@dataclass(frozen=True)
class Dots:
    """One row of a picture of points: a value, and perhaps an earlier one, for each strategy."""

    name: str
    of: Mapping[str, float]
    before: Mapping[str, float] | None = None
    bold: bool = False


def dots(
    rows: Sequence[Dots], colours: Mapping[str, str], unit: Unit, from_nought: bool = False, width: float = WIDTH
) -> "Canvas":
    """Rows of points, one for each strategy, side by side; a thin mark where each stood before.

    from_nought  whether the axis begins at 0, as amounts do
    width        inches; less where several pictures stand side by side
    """
    step = 0.2 + 0.085 * len(colours)
    height = 0.5 + step * len(rows)
    with small(width, height) as figure:
        left = room_for([row.name for row in rows], width)
        axes = figure.add_axes((left, 0.36 / height, 0.97 - left, 1 - 0.42 / height))
        drawn = [v for row in rows for v in (*row.of.values(), *(row.before or {}).values()) if v == v]
        value_axis_below(axes, *_padded(min([0.0, *drawn]) if from_nought else min(drawn), max(drawn)), unit, False, width=width)
        apart = 0.62 / max(len(colours), 1)
        for place, row in enumerate(rows):
            y = len(rows) - 1 - place
            if place % 2 == 0:
                axes.axhspan(y - 0.5, y + 0.5, color="#F2F2F2", linewidth=0, zorder=0)
            for rank, (name, colour) in enumerate(colours.items()):
                value = row.of.get(name, float("nan"))
                at = y + apart * ((len(colours) - 1) / 2 - rank)
                before = (row.before or {}).get(name, float("nan"))
                if before == before:
                    axes.plot([before, value], [at, at], color=colour, linewidth=1, alpha=0.6, zorder=2)
                    axes.plot([before], [at], "|", color=colour, markersize=5, markeredgewidth=1.2, zorder=3)
                if from_nought and before != before:
                    axes.plot([0, value], [at, at], color=colour, linewidth=1, alpha=0.6, zorder=2)
                axes.plot([value], [at], "o", color=colour, markersize=5.5, zorder=4)
            name_row(axes, y, row.name, "", INK, bold=row.bold)
        axes.set_ylim(-0.5, len(rows) - 0.5)
    return figure


@dataclass(frozen=True)
class Pair:
    """Two values of one strategy: what management believes, and what customers live."""

    name: str
    believed: float
    lived: float
    colour: str
    text: str


def pairs(rows: Sequence[Pair], unit: Unit) -> "Canvas":
    """Two points joined by a line, one row for each strategy: hollow what is believed, filled what is lived."""
    height = 0.75 + 0.46 * len(rows)
    with small(WIDTH, height) as figure:
        left = room_for([f"{row.name}\n{row.text}" for row in rows])
        axes = figure.add_axes((left, 0.36 / height, 0.97 - left, 1 - 0.62 / height))
        values = [value for row in rows for value in (row.believed, row.lived)]
        value_axis_below(axes, *_padded(min(values), max(values), 0.12), unit, signed=False)
        for place, row in enumerate(rows):
            y = len(rows) - 1 - place
            axes.plot([row.lived, row.believed], [y, y], color=row.colour, linewidth=2, zorder=2)
            axes.plot([row.lived], [y], "o", color=row.colour, markersize=7.5, zorder=3)
            axes.plot([row.believed], [y], "o", markerfacecolor="white", markeredgecolor=row.colour, markersize=7.5,
                      markeredgewidth=1.8, zorder=3)  # fmt: skip
            name_row(axes, y, row.name, row.text, row.colour)
        top = rows[0]
        for value, word in ((top.lived, "lived"), (top.believed, "believed")):
            axes.annotate(word, (value, len(rows) - 1), xytext=(0, 8), textcoords="offset points", ha="center", color=QUIET)
        axes.set_ylim(-0.6, len(rows) - 0.25)
    return figure


@dataclass(frozen=True)
class Step:
    """One step on the way from nought to a sum; `total` for the sum itself."""

    name: str
    amount: float
    text: str
    colour: str
    total: bool = False


def waterfall(steps: Sequence[Step], unit: Unit) -> "Canvas":
    """Steps that add up to the last row, each beginning where the one above it ends."""
    height = 0.5 + 0.3 * len(steps)
    with small(WIDTH, height) as figure:
        left = room_for([step.name for step in steps])
        axes = figure.add_axes((left, 0.36 / height, 0.97 - left, 1 - 0.42 / height))
        begin, ends = 0.0, []
        for step in steps:
            begin = 0.0 if step.total else begin
            ends.append((begin, begin + step.amount))
            begin += step.amount
        values = [0.0, *(value for pair in ends for value in pair)]
        low, high = _padded(min(values), max(values), 0.04)
        room = max(text_width(step.text, SIZE) for step in steps) / 72 / WIDTH / (0.97 - left)
        high += room / (1 - room) * (high - low)
        value_axis_below(axes, low, high, unit, signed=True, most=4)
        axes.axvline(0, color=INK, linewidth=1, zorder=3)
        for place, (step, (start, end)) in enumerate(zip(steps, ends, strict=True)):
            y = len(steps) - 1 - place
            axes.barh(y, end - start, left=start, height=0.62, color=step.colour, zorder=2)
            if place + 1 < len(steps):
                axes.plot([end, end], [y - 0.31, y - 0.69], color=QUIET, linewidth=0.8, zorder=1)
            right_of = max(start, end)
            axes.annotate(step.text, (right_of, y), xytext=(5, 0), textcoords="offset points", va="center_baseline",
                          fontsize=SIZE - 0.5, fontweight="bold" if step.total else "normal", zorder=5,
                          bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})  # fmt: skip
            name_row(axes, y, step.name, "", INK, bold=step.total)
        axes.set_ylim(-0.6, len(steps) - 0.4)
    return figure


def room_for(names: Sequence[str], width: float = WIDTH) -> float:
    """Share of the width that names at the left need."""
    widest = max((text_width(name, SIZE) for name in names if name.strip()), default=0.0)
    return min(0.48, widest / 72 / width + 0.03)


def name_row(axes: "Axes", y: float, name: str, text: str, colour: str, bold: bool = True) -> None:
    """Writes a row's name, and a second line in quiet type, left of the axes."""
    transform = axes.get_yaxis_transform()
    style: dict[str, Any] = {"xycoords": transform, "textcoords": "offset points", "ha": "right", "annotation_clip": False}
    axes.annotate(name, (0, y), xytext=(-6, 5 if text else 0), va="center_baseline", color=readable(colour),
                  fontweight="bold" if bold else "normal", **style)  # fmt: skip
    if text:
        axes.annotate(text, (0, y), xytext=(-6, -6), va="center_baseline", color=QUIET, fontsize=SIZE - 0.5, **style)


def _padded(low: float, high: float, share: float = 0.06) -> tuple[float, float]:
    span = (high - low) or abs(high) or 1.0
    return low - share * span, high + share * span


def value_axis_below(
    axes: "Axes", low: float, high: float, unit: Unit, signed: bool, most: int = 5, width: float = WIDTH
) -> None:
    """A horizontal axis of values with worded ticks that do not touch."""
    from matplotlib.ticker import FixedLocator, MaxNLocator

    axes.set_xlim(low, high)
    room = axes.get_position().width * width * 72
    shown: list[float] = []
    words: list[str] = []
    for count in range(most, 0, -1):
        places = MaxNLocator(nbins=count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
        shown = [float(place) for place in places if low <= place <= high]
        words = ticks_worded(shown, unit, signed)
        if sum(text_width(word, SIZE) for word in words) * 1.25 <= room:
            break
    axes.xaxis.set_major_locator(FixedLocator(shown))
    axes.set_xticklabels(words)
    axes.set_yticks([])
    axes.grid(visible=True, axis="x", color=FAINT, linewidth=0.6)
    axes.grid(visible=False, axis="y")
