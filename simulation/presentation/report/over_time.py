"""The pictures over time: revenue, retention and engagement, and profit against the reference."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulation.presentation import findings
from simulation.presentation.bands import band
from simulation.presentation.findings import capital
from simulation.presentation.report.panels import Axis, lines
from simulation.presentation.report.picture import Picture, inline_svg
from simulation.presentation.time_figures import OUTCOMES, Subject
from simulation.presentation.wording import Unit, interval_worded, worded
from simulation.studies.comparisons.horizons import differences

if TYPE_CHECKING:
    import pandas as pd

    from simulation.presentation.report.scene import Scene

MANY = 5
"""Strategies beyond which a line's name and its value stand in one line."""


@dataclass(frozen=True)
class Curve:
    """What one picture over time shows, for the drawing inside the page and for the one that answers to the mouse.

    bands   columns strategy, month, mean, low, high, half
    signed  whether it shows differences, around a line of nought
    short   what it shows, as the head of a column
    """

    name: str
    title: str
    unit: Unit
    bands: "pd.DataFrame"
    finding: str
    signed: bool = False
    short: str = ""

    @property
    def order(self) -> tuple[str, ...]:
        """The strategies, the one that ends highest last."""
        last = self.bands.sort_values("month").groupby("strategy", sort=False)["mean"].last()
        return tuple(str(name) for name in last.sort_values(kind="stable").index)


def curves(scene: "Scene") -> list[Curve]:
    """The three outcomes and the profit, as far as there is something to show."""
    rows = scene.found.rows
    found = []
    for subject in (subject.in_currency(scene.currency) for subject in OUTCOMES):
        if rows[subject.measure].notna().any():
            finding = findings.leader(rows, subject.measure, subject.noun, subject.unit, subject.relative)
            bands = band(rows, subject.measure)
            found.append(Curve(subject.measure, _title(subject), subject.unit, bands, finding, short=subject.short.lower()))
    reference = scene.found.reference
    if reference is not None:
        bands = band(differences(rows, reference), "difference")
        title = f"Cumulative discounted profit, more or less than {reference}"
        found.append(Curve("profit", title, scene.money, bands, profit_finding(scene), signed=True))
    return found


def _title(subject: Subject) -> str:
    return {
        "revenue": "Revenue per month",
        "retention_per_year": "Retention: customers of a year ago who are customers still",
        "employee_engagement": "Employee engagement, 0 to 1",
    }[subject.measure]


def profit_finding(scene: "Scene") -> str:
    """What the focal firm's plan has earned more or less than the reference by the end, and how sure that is."""
    months, own, reference = scene.months, scene.found.own, scene.found.reference
    assert months is not None
    rows = months[(months["strategy"] == own) & (months["month"] == months["month"].max())]
    if rows.empty:
        return f"Nothing stands beside {reference}"
    row = rows.iloc[0]
    low, high, estimate = float(row["low"]), float(row["high"]), float(row["estimate"])
    side = "more" if estimate >= 0 else "less"
    start = f"By month {int(row['month'])}, {own} has earned"
    if low != low:
        return f"{start} {worded(abs(estimate), scene.money)} {side} than {reference} in this one run"
    if low == high == 0:
        return f"By month {int(row['month'])}, {own} and {reference} have earned the same in every run"
    amount = worded(abs(estimate), scene.money, (high - low) / 2, size=max(abs(low), abs(high)))
    call = "" if low > 0 or high < 0 else ": too close to call"
    interval = interval_worded(low, high, scene.money, signed=True)
    return f"{start} {amount} {side} than {reference} (95 % interval {interval}){call}"


def over_time(scene: "Scene") -> list[Picture]:
    """The pictures of `curves`."""
    return [draw_curve(scene, curve) for curve in curves(scene)]


def draw_curve(scene: "Scene", curve: Curve) -> Picture:
    """The picture of a curve."""
    colours = {name: scene.colours[name] for name in curve.order}
    ends = _ends(curve)
    between = "\n" if len(colours) <= MANY else " "
    texts = {name: f"{name}{between}{value}" for name, value in ends.items()}
    axis = scene.axis if not curve.signed else _from_month_one(scene)
    shaded = " Shaded: warm-up, before the strategies start." if axis.first < 0 else ""
    figure = lines(curve.bands, colours, texts, curve.unit, axis, zero=curve.signed)
    name = f"{scene.prefix}-{curve.name}"
    return Picture(
        name=name,
        finding=f"{capital(curve.finding)}.",
        reading=f"{curve.title}. {reading(scene)}{shaded}",
        alternative=_alternative(scene, curve, ends),
        svg=inline_svg(figure, name),
    )


def _from_month_one(scene: "Scene") -> Axis:
    return Axis(scene.axis.months, 0, tuple(turn for turn in scene.axis.turns if turn.month > 1))


def reading(scene: "Scene") -> str:
    """How lines and bands are to be read."""
    if scene.runs < 2:
        return "One simulated run: no band."
    return f"Line: mean of {scene.runs} runs. Band: the middle 95 % of them."


def _ends(curve: Curve) -> dict[str, str]:
    """Last value of each line, all rounded alike."""
    last = curve.bands.sort_values("month").groupby("strategy", sort=False).last()
    half, size = float(last["half"].max()), float(last["mean"].abs().max())
    figures = 0 if curve.signed else 2
    return {
        str(name): worded(float(value), curve.unit, half, signed=curve.signed, size=size, figures=figures)
        for name, value in last["mean"].items()
    }


def _alternative(scene: "Scene", curve: Curve, ends: "dict[str, str]") -> str:
    values = "; ".join(f"{name} {ends[name]}" for name in reversed(curve.order))
    first = 1 if curve.signed else scene.axis.first
    months = f"months {first} to {scene.axis.months}".replace("-", "−")
    return f"Lines over {months}. {curve.title}. In the last month: {values}."
