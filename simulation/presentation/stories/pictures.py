"""The curves of a story: what is drawn, still for paper and for pages without scripts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulation.presentation.bands import band
from simulation.presentation.report.panels import SIZE, Axis, lines, small
from simulation.presentation.report.picture import inline_svg
from simulation.presentation.stories.words import NAMES, label_of
from simulation.presentation.style import FAINT, INK, QUIET, strategy_colours
from simulation.presentation.wording import Unit, unit_of, worded
from simulation.studies.comparisons.horizons import differences
from simulation.studies.stories.playing import Played
from simulation.studies.stories.story import Curve, Story

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class StoryCurve:
    """One measure of a story over the months.

    title   what is drawn, with its unit
    bands   columns strategy (the side's label), month, mean, low, high, half
    signed  whether it is a difference, around a line of nought
    """

    measure: str
    title: str
    unit: Unit
    bands: "pd.DataFrame"
    signed: bool

    @property
    def order(self) -> tuple[str, ...]:
        """The sides, the one that ends highest last."""
        last = self.bands.sort_values("month").groupby("strategy", sort=False)["mean"].last()
        return tuple(str(name) for name in last.sort_values(kind="stable").index)


def curves(played: Played) -> list[StoryCurve]:
    """What is drawn of a story, in its order."""
    return [curve(played, measure) for measure in played.story.measures]


def curve(played: Played, measure: str) -> StoryCurve:
    """One measure's course on every side."""
    currency = played.scenario.market.currency
    unit = unit_of(measure, currency)
    rows = played.rows[played.rows["month"] >= 0][["replication", "strategy", "month", measure]]
    name = NAMES.get(measure, measure)
    after = {"money": f", {currency}", "share": "", "score": ", points of 100", "number": ", 0 to 1"}.get(unit.kind, "")
    if measure not in played.story.less_last:
        return StoryCurve(measure, f"{name[:1].upper()}{name[1:]}{after}", unit, band(rows, measure), False)
    reference = played.story.sides[-1].label
    bands = band(differences(rows, reference, measure), "difference")
    title = f"{name[:1].upper()}{name[1:]}, more or less than {label_of(reference)}{after}"
    return StoryCurve(measure, title, unit, bands, True)


def colours(story: Story) -> dict[str, str]:
    """A colour for each side, that of the strategy where its label is one."""
    return strategy_colours([side.label for side in story.sides])


def still(curve: StoryCurve, palette: Mapping[str, str], months: int, name: str) -> str:
    """A curve as an `svg` element."""
    last = curve.bands.sort_values("month").groupby("strategy", sort=False).last()
    half, size = float(last["half"].max()), float(last["mean"].abs().max())
    figures = 0 if curve.signed else 2
    ends = {}
    for side in curve.order:
        value = worded(float(last.loc[side, "mean"]), curve.unit, half, signed=curve.signed, size=size, figures=figures)
        ends[side] = f"{label_of(side)}\n{value}"
    figure = lines(curve.bands, {side: palette[side] for side in curve.order}, ends, curve.unit, Axis(months, 0), curve.signed)
    return inline_svg(figure, name)


def paper(
    asked: Curve,
    months: int,
    name: str,
    course: "pd.DataFrame | None" = None,
    colour: str = INK,
    drawn: Sequence[tuple[float, float]] = (),
) -> str:
    """The paper that a prediction is drawn on, as an `svg` element; with what the runs show where `course` is given.

    course  columns month, mean, low, high, in the unit of the paper
    drawn   points (month, value) of a prediction, in order of month
    """
    with small(6.4, 3.4) as figure:
        axes = figure.add_axes((0.1, 0.14, 0.87, 0.82))
        _grid(axes, asked, months)
        if course is not None:
            axes.fill_between(course["month"], course["low"], course["high"], color=colour, alpha=0.18, linewidth=0)
            axes.plot(course["month"], course["mean"], color=colour, linewidth=2.2)
        if drawn:
            axes.plot(*zip(*drawn, strict=True), color=INK, linewidth=1.8, linestyle="--", marker="o", markersize=5)
    return inline_svg(figure, name)


def _grid(axes: "Axes", asked: Curve, months: int) -> None:
    axes.set_xlim(0, months)
    axes.set_ylim(asked.low, asked.high)
    axes.set_xticks(range(0, months + 1, 12 if months >= 24 else 3))
    axes.set_xlabel("month", fontsize=SIZE)
    axes.set_ylabel(asked.unit, fontsize=SIZE, color=QUIET)
    axes.grid(axis="x", color=FAINT, linewidth=0.6)
    if asked.low < 0 < asked.high:
        axes.axhline(0, color=INK, linewidth=1)
    axes.tick_params(labelsize=SIZE)


def course_of(played: Played, asked: Curve) -> "pd.DataFrame":
    """What the runs show of a curve that was to be drawn: columns month, mean, low, high."""
    import numpy as np
    import pandas as pd

    from simulation.studies.stories.answers import drawn_course

    course = drawn_course(played, asked)
    low, high = np.quantile(course, [0.025, 0.975], axis=0)
    months = np.arange(1, course.shape[1] + 1)
    return pd.DataFrame({"month": months, "mean": course.mean(axis=0), "low": low, "high": high})

