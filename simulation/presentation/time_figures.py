"""Revenue, retention and engagement over time, each alone and all three in one picture."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulation.presentation import findings
from simulation.presentation.bands import TURN, Turn, band
from simulation.presentation.lines import (
    End,
    draw_lines,
    label_ends,
    mark_turns,
    months_axis,
    range_of,
    value_axis,
)
from simulation.presentation.style import colour_key, drawing, headline, new_figure, strategy_colours
from simulation.presentation.wording import Unit, worded

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulation.presentation.canvas import Picture


@dataclass(frozen=True)
class Subject:
    """A measure as a picture names it.

    measure   column of the series
    noun      in a sentence
    heading   with its unit, as the line under the title
    short     in two words, above one panel of several
    unit      how its values are written
    relative  whether leads are said in per cent of the second
    """

    measure: str
    noun: str
    heading: str
    short: str
    unit: Unit
    relative: bool = False

    def in_currency(self, currency: str) -> "Subject":
        """The same subject with the currency in heading and unit."""
        return replace(
            self,
            heading=self.heading.replace("CURRENCY", currency),
            unit=replace(self.unit, currency=currency),
        )


REVENUE = Subject("revenue", "revenue", "Revenue per firm and month, CURRENCY", "Revenue a month", Unit("money"), True)
RETENTION = Subject(
    "retention_per_year",
    "yearly retention",
    "Retention: share of customers of twelve months ago who are customers still",
    "Yearly retention",
    Unit("share"),
)
ENGAGEMENT = Subject(
    "employee_engagement",
    "employee engagement",
    "Employee engagement, mean of all employees, 0 to 1",
    "Employee engagement",
    Unit("number"),
)
OUTCOMES = (REVENUE, RETENTION, ENGAGEMENT)


@dataclass(frozen=True)
class Backdrop:
    """What every picture of one study shares.

    currency      code of the currency
    months        last month
    first_month   first recorded month (negative with a warm-up)
    replications  how many runs the bands are made of
    turns         where firms start or change what they do
    """

    currency: str
    months: int
    first_month: int
    replications: int
    turns: tuple[Turn, ...] = ()

    @property
    def reading(self) -> str:
        """How lines, bands and shading are to be read."""
        return self.reading_without_warm_up + (" Shaded: warm-up." if self.first_month < 0 else "")

    @property
    def reading_without_warm_up(self) -> str:
        """How lines and bands are to be read."""
        if self.replications < 2:
            return "One simulated run: no band."
        return f"Line: mean of {self.replications} simulated runs. Band: the middle 95 % of them."


def over_time(runs: "pd.DataFrame", subject: Subject, backdrop: Backdrop) -> "Figure":
    """One measure over time by strategy.

    runs     one row per replication, strategy and month
    returns  a figure of 1920 x 1080 dots; its title says who ends ahead and by how much
    """
    subject = subject.in_currency(backdrop.currency)
    with drawing():
        figure = new_figure()
        finding = findings.leader(runs, subject.measure, subject.noun, subject.unit, subject.relative)
        top = headline(figure, finding, subject.heading, backdrop.reading)
        axes = figure.add_axes((0.09, 0.15, 0.715, top - 0.15))
        _panel(axes, runs, subject, backdrop, size=20)
    return figure


def overview(runs: "pd.DataFrame", backdrop: Backdrop, finding: str = "") -> "Picture":
    """Revenue, retention and engagement beside each other, as far as they are known: retention needs a year to look back on.

    finding  the title; without it, who leads in each of them
    """
    known = [subject for subject in OUTCOMES if runs[subject.measure].notna().any()]
    with drawing():
        figure = new_figure()
        top = headline(figure, finding or _leaders(runs, known), "", backdrop.reading)
        colour_key(figure, strategy_colours([str(name) for name in runs["strategy"].unique()]), top - 0.02)
        foot, left, step = 0.15, 0.062, 0.975 / len(known)
        width = step - 0.125
        for place, subject in enumerate(known):
            subject = subject.in_currency(backdrop.currency)
            axes = figure.add_axes((left + place * step, foot, width, top - 0.135 - foot))
            _panel(axes, runs, subject, backdrop, size=17, named=False, worded_turns=place == 0)
            axes.set_title(subject.short, loc="left", fontsize=19, fontweight="bold", pad=14)
    return figure


def _panel(
    axes: "Axes",
    runs: "pd.DataFrame",
    subject: Subject,
    backdrop: Backdrop,
    size: float,
    named: bool = True,
    worded_turns: bool = True,
) -> None:
    """One measure's lines with axes, markers and last values.

    size   of the type at the lines' ends, in points
    named  whether the strategies' names stand there too
    """
    bands = band(runs, subject.measure)
    palette = strategy_colours([str(name) for name in runs["strategy"].unique()])
    colours = {str(name): palette[str(name)] for name in findings.endings(runs, subject.measure).columns[::-1]}
    months_axis(axes, backdrop.months, backdrop.first_month, size=size - 1)
    value_axis(axes, *range_of(bands), subject.unit)
    draw_lines(axes, bands, colours, width=4)
    mark_turns(axes, backdrop.turns, worded=worded_turns, size=size - 3)
    between = "" if not named else "\n" if len(colours) <= 5 else "  "
    label_ends(axes, _ends(bands, subject, colours, between), size, None if named else 0.08)
    axes.tick_params(labelsize=size - 1)


def _ends(bands: "pd.DataFrame", subject: Subject, colours: dict[str, str], between: str) -> list[End]:
    """Last value of each line, after its name and `between` where that is not empty.

    The values are rounded alike, to what the least known of the means is good for.
    """
    last = bands.sort_values("month").groupby("strategy", sort=False).last()
    half = float(last["half"].max())
    turn = TURN.lstrip() if between == "\n" else TURN
    broken = "\n" if between == "\n" else ""
    return [
        End(
            float(row["mean"]),
            (str(name).replace(TURN, broken + turn) + between if between else "")
            + worded(float(row["mean"]), subject.unit, half, figures=2),
            colours[str(name)],
        )
        for name, row in last.iterrows()
    ]


def _leaders(runs: "pd.DataFrame", known: list[Subject]) -> str:
    """Who ends ahead of all others in which of the outcomes, and what is open between whom."""
    everyone = runs["strategy"].nunique()
    nouns_of: dict[tuple[str, ...], list[str]] = {}
    for subject in known:
        names = findings.level_at_the_top(runs, subject.measure)
        nouns_of.setdefault(names if len(names) < everyone or everyone == 1 else (), []).append(subject.noun)
    parts = []
    for names, nouns in sorted(nouns_of.items(), key=lambda item: (not item[0], len(item[0]))):
        noun = findings.listed(nouns)
        if everyone == 1:
            parts.append(f"{names[0]}: {noun}")
        elif not names:
            parts.append(f"{noun} {'is' if len(nouns) == 1 else 'are'} too close to call")
        elif len(names) == 1:
            parts.append(f"{names[0]} ends ahead in {noun}")
        else:
            parts.append(f"{noun} {'is' if len(nouns) == 1 else 'are'} open between {findings.listed(list(names))}")
    return findings.capital("; ".join(parts))
