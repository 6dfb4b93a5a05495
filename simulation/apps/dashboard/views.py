"""The charts of the page, each made from a session: which measure, on which axis, in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import nan

from simulation.presentation.live_charts import Axis, Line, Look, Mark, Options, axis_for, bar_chart, bar_data
from simulation.presentation.style import QUIET, strategy_colours
from simulation.presentation.wording import Unit, unit_of
from simulation.scenario.policy import DEPARTMENTS
from simulation.studies.live.band import Band
from simulation.studies.live.session import Session

PINNED = "pinned"

REASONS = {
    "lost_failure": "failures they felt",
    "lost_price": "the price",
    "lost_better_offer": "a better offer",
    "lost_neighbour": "people they know",
    "lost_other": "other reasons",
}
"""Columns of leavers by main reason, in words."""


@dataclass(frozen=True)
class View:
    """One chart.

    key      measure of `series`, or the name of a picture in bars
    title    as it stands above it
    unit     what its numbers are, in a few words
    note     one sentence: what it shows
    kind     "lines", "departments" or "reasons"
    low, high  where the measure cannot go beyond
    """

    key: str
    title: str
    unit: str
    note: str
    kind: str = "lines"
    low: float | None = None
    high: float | None = None


MAIN = (
    View("revenue", "Revenue", "a month", "What the firm's customers pay in a month."),
    View("retention_per_year", "Retention", "kept over twelve months",
         "Share of the customers of twelve months ago who still are.", low=0.0, high=1.0),
    View("employee_engagement", "Engagement", "of employees, 0 to 1", "Mean engagement of the firm's people.",
         low=0.0, high=1.0),
)  # fmt: skip
"""Always there, large."""

DETAILS = (
    View("profit", "Profit", "a month", "Revenue less all costs of the month."),
    View("cumulative_profit", "Profit so far", "since month 1", "Profit added up since month 1."),
    View("satisfaction", "Satisfaction", "points of 100", "How satisfied customers are.", low=0.0, high=100.0),
    View("perception_gap", "Perception gap", "points of 100",
         "What managers believe of their quality, less what customers live. Above 0 they think too well of it."),
    View("open_cases", "Waiting cases", "at the month's end", "Cases of customers not closed at the end of the month.", low=0.0),
    View("departments", "Culture by department", "customer orientation, 0 to 1",
         "Mean customer orientation of the people of each department.", "departments", low=0.0, high=1.0),
    View("reasons", "Why customers left", "customers since month 1",
         "Customers lost since month 1, by the main reason.", "reasons", low=0.0),
)  # fmt: skip
"""On demand."""


@cache
def view(key: str) -> View:
    """The view of a key. Raises KeyError where there is none."""
    return {one.key: one for one in (*MAIN, *DETAILS)}[key]


def colours_of(session: Session) -> dict[str, str]:
    """The colour of every world by name."""
    return strategy_colours(list(session.worlds))


def unit_for(shown: View, session: Session) -> Unit:
    """How the values of a view are written."""
    if shown.kind == "departments":
        return Unit("number")
    if shown.kind == "reasons":
        return Unit("count")
    return unit_of(shown.key, session.scenario.market.currency)


def lines_of(shown: View, session: Session, bands: Mapping[str, Band] | None = None) -> list[Line]:
    """The lines of a view: what is pinned, then every world; all months that are available."""
    colours = colours_of(session)
    lines = []
    if session.pinned is not None:
        lines.append(Line(PINNED, PINNED, QUIET, _by_month(session.pinned.series, shown.key, session.last), dashed=True))
    for world in session.worlds:
        series = session.worlds[world].course.tables.series
        values = _by_month(series[series["firm"] == session.firm], shown.key, session.last)
        band = bands.get(world) if bands else None
        marks = tuple(
            Mark(one.month, number, one.words) for number, one in enumerate(session.decisions, 1) if one.world == world
        )
        edges = band.edges(shown.key) if band is not None else None
        lines.append(Line(world, broken_name(world), colours[world], values, edges, marks))
    return lines


def broken_name(name: str) -> str:
    """A strategy's name in two lines where it has a hyphen, as it stands at a line's end.

    >>> broken_name("customer-centric")
    'customer-\\ncentric'
    """
    head, hyphen, tail = name.partition("-")
    return f"{head}{hyphen}\n{tail}" if hyphen and len(name) > 10 else name


def axis_of(shown: View, session: Session, bands: Mapping[str, Band] | None = None) -> Axis:
    """The axis that holds everything that the view will show up to the last month."""
    if shown.kind == "departments":
        return Axis(0.0, 1.0, 0.2)
    if shown.kind == "reasons":
        most = [value for _, _, values in _reasons(session, session.last) for value in values]
        return axis_for([0.0, *most], 0.0, ticks=4)
    values = [value for line in lines_of(shown, session, bands) for value in line.values]
    for band in (bands or {}).values():
        values += [value for edge in band.edges(shown.key) for value in edge]
    return axis_for(values, shown.low, shown.high)


def bars_of(shown: View, session: Session) -> tuple[list[str], list[tuple[str, str, list[float]]]]:
    """Rows and bars of a view at the month that is shown."""
    if shown.kind == "reasons":
        return list(REASONS.values()), _reasons(session, session.month)
    colours, bars = colours_of(session), []
    for world in session.worlds:
        table = session.departments(world)
        now = table[table["month"] == session.month].set_index("department")["customer_orientation"]
        bars.append((world, colours[world], [float(now.get(name, nan)) for name in DEPARTMENTS]))
    return list(DEPARTMENTS), bars


def bar_options(shown: View, session: Session, axis: Axis, look: Look) -> Options:
    """The whole picture in bars."""
    rows, bars = bars_of(shown, session)
    return bar_chart(rows, bars, axis, unit_for(shown, session), look)


def bar_changes(shown: View, session: Session) -> Options:
    """What changes in it with the month."""
    return bar_data(bars_of(shown, session)[1])


def _reasons(session: Session, month: int) -> list[tuple[str, str, list[float]]]:
    colours, bars = colours_of(session), []
    for world in session.worlds:
        series = session.worlds[world].course.tables.series
        rows = series[(series["firm"] == session.firm) & (series["month"] >= 1) & (series["month"] <= month)]
        bars.append((world, colours[world], [float(rows[name].sum()) for name in REASONS]))
    return bars


def _by_month(series: "object", measure: str, last: int) -> list[float]:
    """A measure by month from 0 to the last that is available."""
    rows = series[series["month"].between(0, last)]  # type: ignore[index]
    return [float(value) for value in rows[measure].tolist()]
