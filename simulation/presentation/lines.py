"""Lines with bands, named at their ends: the one way in which a measure over time is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulation.presentation.bands import Turn
from simulation.presentation.style import INK, QUIET, readable, text_width
from simulation.presentation.wording import Unit, ticks_worded

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

POINTS_PER_INCH = 72


def draw_lines(axes: "Axes", bands: "pd.DataFrame", colours: dict[str, str], width: float = 3.5) -> None:
    """Draws each strategy's line and band.

    bands    columns strategy, month, mean, low, high
    colours  strategy -> colour; later ones lie on top, so that the order of `colours` decides
    """
    faintness = 0.16 if len(colours) <= 3 else 0.09
    for place, (strategy, colour) in enumerate(colours.items()):
        rows = bands[bands["strategy"] == strategy].sort_values("month")
        if rows.empty:
            continue
        axes.fill_between(rows["month"], rows["low"], rows["high"], color=colour, alpha=faintness, linewidth=0, zorder=2)
        axes.plot(rows["month"], rows["mean"], color=colour, linewidth=width, zorder=4 + place / 100)


@dataclass(frozen=True)
class End:
    """What stands at the right end of a line."""

    value: float
    text: str
    colour: str


def label_ends(axes: "Axes", ends: Sequence[End], size: float = 18, room: float | None = None) -> None:
    """Writes a text beside the right edge at each line's last value, moved apart where they would touch.

    room  width for the texts, as a share of the figure's; None: up to its right edge. The type shrinks
          where the widest text needs more

    Call it when the limits of the axes are final.
    """
    if not ends:
        return
    figure = axes.get_figure(root=True)
    assert figure is not None
    ends = sorted(ends, key=lambda end: end.value)
    low, high = axes.get_ylim()
    left, right = axes.get_xlim()
    box = axes.get_position()
    inches_wide, inches_high = figure.get_size_inches()
    gap = 0.011 / box.width
    width = (1 - box.x1 - 0.011 - 0.008 if room is None else room) * inches_wide * POINTS_PER_INCH
    size = min(size, size * width / max(text_width(end.text, size) for end in ends))
    lines = max(end.text.count("\n") + 1 for end in ends)
    step = (high - low) * size * 1.28 * lines / (box.height * inches_high * POINTS_PER_INCH)
    places = apart([end.value for end in ends], step, low, high)
    for end, place in zip(ends, places, strict=True):
        if abs(place - end.value) > step / 4:
            reach = right + (right - left) * gap * 0.85
            axes.plot([right, reach], [end.value, place], color=end.colour, linewidth=1.5, clip_on=False, zorder=3)
        axes.text(
            right + (right - left) * gap,
            place,
            end.text,
            color=readable(end.colour),
            fontsize=size,
            fontweight="bold",
            linespacing=1.15,
            va="center_baseline" if lines == 1 else "center",
            ha="left",
            clip_on=False,
        )


def apart(values: Sequence[float], step: float, low: float, high: float) -> list[float]:
    """Positions as near as possible to ascending `values`, at least `step` from each other, within `low`
    and `high`.

    Neighbours that are too close form a block around their common mean (pool adjacent violators). Where
    they cannot all fit, they are spread evenly over the range.

    >>> apart([1.0, 1.1, 5.0], 1.0, 0.0, 10.0)
    [0.55, 1.55, 5.0]
    """
    count = len(values)
    if count > 1 and step * (count - 1) >= high - low:
        return [low + (high - low) * place / (count - 1) for place in range(count)]
    blocks: list[tuple[float, int]] = []
    for place, value in enumerate(values):
        blocks.append((value - place * step, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (first, first_size), (second, second_size) = blocks[-2], blocks[-1]
            size = first_size + second_size
            blocks[-2:] = [((first * first_size + second * second_size) / size, size)]
    bottom, top = low, high - (count - 1) * step
    starts = [min(max(start, bottom), top) for start, size in blocks for _ in range(size)]
    return [start + place * step for place, start in enumerate(starts)]


def months_axis(axes: "Axes", months: int, first: int, size: float = 18) -> None:
    """Prepares the axis of months: ticks at whole years, warm-up shaded.

    months  last month
    first   first month shown, at most 0 when there is a warm-up
    """
    step = 24 if months > 84 else 12 if months > 30 else 6 if months > 12 else 3 if months > 6 else 1
    ticks = [0, *range(step, months + 1, step)] if first <= 0 else list(range(step, months + 1, step))
    axes.set_xticks(ticks)
    axes.set_xlim(first, months)
    if first < 0:
        axes.axvspan(first, 0.5, color="#F2F2F2", linewidth=0, zorder=0)
    axes.set_xlabel("month", fontsize=size)


def mark_turns(axes: "Axes", marks: Sequence[Turn], worded: bool = True, size: float = 15) -> None:
    """Draws a thin line where firms start or change what they do, with a word at its top where `worded`."""
    left, right = axes.get_xlim()
    shown = [mark for mark in marks if left <= mark.month <= right]
    for place, mark in enumerate(shown):
        axes.axvline(mark.month - 0.5, color=INK, linewidth=1.2, linestyle=(0, (4, 3)), zorder=1)
        if worded:
            flip = mark.month > left + 0.75 * (right - left)
            axes.annotate(
                mark.label,
                (mark.month - 0.5, 1.0),
                xycoords=axes.get_xaxis_transform(),
                xytext=(-6 if flip else 6, -2 - (place % 3) * (size + 5)),
                textcoords="offset points",
                ha="right" if flip else "left",
                va="top",
                fontsize=size,
                color=QUIET,
                zorder=6,
            )


def value_axis(axes: "Axes", low: float, high: float, unit: Unit, ticks: int = 6, signed: bool = False) -> None:
    """Fits the vertical axis to what is shown, with a little room, and words its ticks.

    low, high  smallest and largest value drawn; the axis does not start at nought where values do not come
               near it
    ticks      at most so many
    """
    from matplotlib.ticker import FixedLocator, MaxNLocator

    span = (high - low) or max(abs(high), 1.0) * 0.1
    low, high = low - 0.05 * span, high + 0.12 * span
    places = MaxNLocator(nbins=ticks, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    shown = [float(place) for place in places if low <= place <= high]
    axes.set_ylim(low, high)
    axes.yaxis.set_major_locator(FixedLocator(shown))
    axes.set_yticklabels(ticks_worded(shown, unit, signed))


def range_of(bands: "pd.DataFrame") -> tuple[float, float]:
    """Smallest and largest value of lines and bands."""
    return float(bands[["low", "mean"]].min().min()), float(bands[["high", "mean"]].max().max())
