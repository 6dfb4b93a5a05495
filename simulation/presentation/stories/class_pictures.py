"""What a class predicted, beside what the runs show: bars for numbers and hands, lines for lines."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulation.presentation.report.panels import SIZE, small
from simulation.presentation.report.picture import inline_svg
from simulation.presentation.style import FAINT, INK, QUIET
from simulation.studies.stories.predictions import NEAR, Survey, hands_right, near
from simulation.studies.stories.revealing import Revealed
from simulation.studies.stories.story import Number

if TYPE_CHECKING:
    import pandas as pd


def bars(survey: Survey, revealed: Revealed, name: str, colour: str = INK) -> str:
    """How many predictions lie in each part of what could be said, and the answer as a line with its interval; `svg`."""
    edges, counts = survey.edges, survey.parts()
    answer = revealed.answer
    with small(6.4, 3.0) as figure:
        axes = figure.add_axes((0.1, 0.2, 0.87, 0.72))
        axes.bar(edges[:-1], counts, width=edges[1] - edges[0], align="edge", color=FAINT, edgecolor=QUIET)
        for left, right, count in zip(edges, edges[1:], counts, strict=False):
            if count:
                axes.annotate(str(count), ((left + right) / 2, count), ha="center", va="bottom", fontsize=SIZE, color=INK)
        truth = answer.value if answer is not None else revealed.line[-1]
        if math.isfinite(truth):
            if answer is not None and math.isfinite(answer.low):
                axes.axvspan(answer.low, answer.high, color=colour, alpha=0.25, linewidth=0)
            axes.axvline(truth, color=colour, linewidth=3)
            axes.set_xlim(min(edges[0], truth), max(edges[-1], truth))
        else:
            axes.set_xlim(edges[0], edges[-1])
        axes.set_ylim(0, 1.2 * max(1, *counts))
        axes.set_xticks(edges)
        axes.set_xticklabels([f"{edge:.0f}".replace("-", "\u2212") for edge in edges])
        axes.set_yticks([])
        asked = revealed.played.story.prediction
        axes.set_xlabel(asked.unit if isinstance(asked, Number) else f"{asked.unit} at the end", fontsize=SIZE, color=QUIET)
        axes.tick_params(labelsize=SIZE)
    return inline_svg(figure, name)


def lines(
    drawn: "Sequence[Sequence[tuple[float, float]]]", revealed: Revealed, course: "pd.DataFrame", name: str, colour: str = INK
) -> str:
    """Every line that was drawn, thin, on the course of the runs; an `svg` element.

    course  columns month, mean, low, high
    """
    asked, months = revealed.played.story.prediction, revealed.played.months
    with small(6.4, 3.4) as figure:
        axes = figure.add_axes((0.1, 0.14, 0.87, 0.82))
        for points in drawn:
            axes.plot(*zip(*points, strict=True), color=INK, linewidth=1.0, alpha=0.45, linestyle="--")
        axes.fill_between(course["month"], course["low"], course["high"], color=colour, alpha=0.18, linewidth=0)
        axes.plot(course["month"], course["mean"], color=colour, linewidth=3)
        axes.set_xlim(0, months)
        axes.set_ylim(asked.low, asked.high)
        axes.set_xticks(range(0, months + 1, 12 if months >= 24 else 3))
        axes.set_xlabel("month", fontsize=SIZE)
        axes.set_ylabel(asked.unit, fontsize=SIZE, color=QUIET)
        axes.tick_params(labelsize=SIZE)
    return inline_svg(figure, name)


def near_words(survey: Survey, revealed: Revealed) -> list[str]:
    """How near the class came, in sentences."""
    said = list(survey.said.values())
    asked = revealed.played.story.prediction
    found = []
    if said:
        count = near(revealed, said)
        allowed = NEAR * (asked.high - asked.low)
        where = "" if isinstance(asked, Number) else " in the mean month"
        unit = "" if asked.unit == "of 100" else f" {asked.unit}"
        if count is None:
            found.append(f"{len(said)} predicted; the runs have no answer.")
        else:
            found.append(f"{count} of {len(said)} were near: no more than {allowed:.3g}{unit} off{where}.")
    if sum(survey.hands):
        right = hands_right(survey, revealed)
        if right is not None:
            found.append(f"{right} of {sum(survey.hands)} hands were up where the answer lies.")
    return found
