"""The pictures of people: what management believes, and the departments' engagement, orientation and quits."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulation.measures.departments import by_department
from simulation.presentation import findings
from simulation.presentation.bands import band
from simulation.presentation.findings import capital
from simulation.presentation.report.over_time import Curve, draw_curve
from simulation.presentation.report.panels import Dots, Pair, dots, pairs
from simulation.presentation.report.picture import Picture, inline_svg
from simulation.presentation.wording import Unit, worded

if TYPE_CHECKING:
    import pandas as pd

    from simulation.presentation.report.scene import Scene

SCORE, NUMBER, COUNT = Unit("score"), Unit("number"), Unit("count")
NARROW = 3.7
"""Inches of the pictures of departments, three of which stand side by side."""

ALIKE = 0.05
"""Departments that differ by less are not told apart."""


def perception(scene: "Scene") -> list[Picture]:
    """Believed and lived quality in the last year, and the gap between them over time."""
    rows = scene.found.rows
    if rows["believed_quality"].isna().all():
        return []
    believed, lived = (findings.endings(rows, name).mean() for name in ("believed_quality", "actual_quality"))
    gaps = findings.endings(rows, "perception_gap")
    table = []
    for name in scene.found.strategies:
        gap = findings.gap(gaps[name])
        text = f"gap {worded(gap.mean, SCORE, gap.half, signed=True)}"
        table.append(Pair(name, float(believed[name]), float(lived[name]), scene.colours[name], text))
    finding = _gap_finding({name: findings.gap(gaps[name]) for name in scene.found.strategies})
    name = f"{scene.prefix}-perception"
    values = "; ".join(f"{row.name}: believed {row.believed:.0f}, lived {row.lived:.0f}" for row in table)
    picture = Picture(
        name=name,
        finding=f"{finding}.",
        reading="Quality of the experience, points of 100, in the last year. Hollow: what management believes; "
        "filled: what customers live.",
        alternative=f"Two points for each strategy. {values}.",
        svg=inline_svg(pairs(table, SCORE), name),
    )
    title = "Perception gap: believed minus lived quality, points of 100"
    curve = Curve("gap", title, SCORE, band(rows, "perception_gap"), _course(rows, scene.found.own), signed=True)
    return [picture, draw_curve(scene, curve)]


def _gap_finding(gaps: "dict[str, findings.Gap]") -> str:
    """How far the picture of management is from what customers live: widest and narrowest gap."""
    widest = max(gaps, key=lambda name: abs(gaps[name].mean))
    narrowest = min(gaps, key=lambda name: abs(gaps[name].mean))
    amounts = {name: worded(abs(gap.mean), SCORE, gap.half) for name, gap in gaps.items()}
    side = "better" if gaps[widest].mean >= 0 else "worse"
    text = f"With {widest}, management thinks the experience {amounts[widest]} points {side} than customers find it"
    return text + (f"; with {narrowest} the gap is {amounts[narrowest]}" if narrowest != widest else "")


def _course(rows: "pd.DataFrame", own: str) -> str:
    """How the gap of the focal firm's plan changes from the first month to the last year."""
    mine = rows[rows["strategy"] == own]
    first = mine[mine["month"] == mine["month"].min()]["perception_gap"].mean()
    last = findings.gap(findings.endings(mine, "perception_gap")[own])
    return f"{own}: the gap goes from {worded(float(first), SCORE, last.half)} to {worded(last.mean, SCORE, last.half)} points"


@dataclass(frozen=True)
class Column:
    """One figure of the departments, and how it is told."""

    name: str
    noun: str
    reading: str
    unit: Unit
    from_nought: bool = False


COLUMNS = (
    Column(
        "customer_orientation",
        "customer orientation",
        "Customer orientation of employees, 0 to 1, mean of the last year. The small bar: before the strategies start.",
        NUMBER,
    ),
    Column(
        "engagement",
        "employee engagement",
        "Employee engagement, 0 to 1, mean of the last year. The small bar: before the strategies start.",
        NUMBER,
    ),
    Column("quits", "quits", "Quits per hundred employees and year, over all months.", COUNT, from_nought=True),
)


def departments(scene: "Scene") -> list[Picture]:
    """Orientation, engagement and quits by department, in the market as in the file."""
    rows = scene.departments
    if rows.empty:
        return []
    named = rows.assign(strategy=rows["firm"].map(scene.courses))
    table = by_department(named)
    return [
        _by_department(scene, table, column) for column in COLUMNS if column.name in table and table[column.name].notna().any()
    ]


def _by_department(scene: "Scene", table: "pd.DataFrame", column: Column) -> Picture:
    strategies = [str(name) for name in table["strategy"].unique()]
    names = [str(name) for name in table["department"].unique()]
    wide = table.pivot(index="department", columns="strategy", values=column.name)
    before = f"{column.name}_before"
    earlier = table.pivot(index="department", columns="strategy", values=before) if before in table else None
    rows = [
        Dots(
            name,
            {s: float(wide.loc[name, s]) for s in strategies},
            None if earlier is None else {s: float(earlier.loc[name, s]) for s in strategies},
        )
        for name in names
    ]
    colours = {name: scene.colours[name] for name in strategies}
    title = f"{scene.prefix}-{column.name.replace('_', '-')}"
    values = "; ".join(f"{n}: " + ", ".join(f"{s} {_shown(wide.loc[n, s], column)}" for s in strategies) for n in names)
    finding = _quits_finding(wide, strategies) if column.from_nought else _score_finding(wide, earlier, strategies, column)
    return Picture(
        name=title,
        finding=f"{capital(finding)}.",
        reading=f"{column.reading} Firms side by side in the market as in the file.",
        alternative=f"A point for each strategy in each department. {values}.",
        svg=inline_svg(dots(rows, colours, column.unit, column.from_nought, NARROW), title),
    )


def _shown(value: float, column: Column) -> str:
    return f"{value:.0f}" if column.from_nought else f"{value:.2f}"


def _score_finding(wide: "pd.DataFrame", earlier: "pd.DataFrame | None", strategies: list[str], column: Column) -> str:
    """Where the highest strategy comes from and goes to, and how unlike its departments are."""
    means = wide[strategies].mean().sort_values(ascending=False, kind="stable")
    best, own = str(means.index[0]), wide[means.index[0]]
    start = "" if earlier is None else f" from {earlier[best].mean():.2f}"
    text = f"{best}: {column.noun} goes{start} to {means.iloc[0]:.2f}"
    if own.max() - own.min() < ALIKE:
        text += ", alike in all departments"
    else:
        text += f", most in {own.idxmax()} ({own.max():.2f}), least in {own.idxmin()} ({own.min():.2f})"
    return text + (f"; {means.index[-1]} ends at {means.iloc[-1]:.2f}" if len(means) > 1 else "")


def _quits_finding(wide: "pd.DataFrame", strategies: list[str]) -> str:
    """In which department most people leave, and with which strategy fewest there."""
    worst = str(wide[strategies].mean(axis=1).idxmax())
    row = wide.loc[worst, strategies].sort_values(kind="stable")
    text = f"most people leave {worst}: {row.iloc[0]:.0f} of a hundred a year with {row.index[0]}"
    return text + (f", {row.iloc[-1]:.0f} with {row.index[-1]}" if len(row) > 1 else "")
