"""The report's tables: the books by strategy and by year, the budget by lever, earlier horizons, risks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulation.measures.purchases import PRICE, purchases
from simulation.measures.strategies import LEVEL, WHOLE
from simulation.presentation.findings import capital, spoken
from simulation.presentation.report.amounts import amount_in
from simulation.presentation.report.causes import NAMES
from simulation.presentation.report.risk import risks
from simulation.presentation.wording import MINUS, Unit, interval_worded, unit_of, worded
from simulation.scenario.catalogue import find
from simulation.scenario.policy import PURCHASES
from simulation.scenario.shape import percent
from simulation.studies.comparisons.ledger_lines import COSTS, PROFIT, REVENUE

if TYPE_CHECKING:
    import pandas as pd

    from simulation.presentation.report.scene import Scene

HORIZON_YEARS = 6
"""Columns of years that stand beside each other; of more years the first and the last ones are shown."""


@dataclass(frozen=True)
class Row:
    """A row: its name, its cells, and whether it stands out as a sum."""

    name: str
    cells: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """A table of words and worded numbers.

    caption  what it holds, as a sentence
    heads    of all columns, that of the rows' names first
    note     how to read it; may be empty
    words    places of the cells, from 0, that hold words: they start at the left and are broken
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    words: tuple[int, ...] = ()


def books(scene: "Scene") -> Table:
    """Revenue, costs and profit of every strategy over the whole horizon."""
    whole = scene.summary[scene.summary["period"] == WHOLE].set_index(["measure", "strategy"])
    size = float(whole.loc[REVENUE, "mean"].max())
    strategies = scene.found.strategies
    rows = [
        _line(line, [float(whole.loc[(line, name), "mean"]) for name in strategies], scene, size)
        for line in (REVENUE, *COSTS, PROFIT)
    ]
    if scene.runs > 1:
        cells = [whole.loc[(PROFIT, name)] for name in strategies]
        intervals = tuple(interval_worded(float(c["low"]), float(c["high"]), scene.money) for c in cells)
        rows.append(Row("95 % interval of profit", intervals))
    rows += [_measure(scene, whole, measure, name) for measure, name in BESIDE if measure in whole.index.get_level_values(0)]
    who = f"{scene.scenario.focal.name} with each strategy in turn" if scene.found.kind == "twin" else "Mean per firm"
    return Table(
        caption=f"{who}: the books over {scene.axis.months} months, {scene.currency}, mean of {_runs(scene.runs)}, "
        "not discounted",
        heads=("", *strategies),
        rows=tuple(rows),
    )


BESIDE = (
    ("discounted_profit", "profit, discounted"),
    ("retention_per_year", "customers kept for a year"),
    ("employee_engagement", "employee engagement, 0 to 1"),
    ("satisfaction", "customer satisfaction, of 100"),
    ("market_share", "market share"),
)
"""What stands below the books, and how it is called there."""


def _measure(scene: "Scene", whole: "pd.DataFrame", measure: str, name: str) -> Row:
    unit = unit_of(measure, scene.currency)
    rows = whole.loc[measure]
    half = float(((rows["high"] - rows["low"]) / 2).min())
    size = float(rows["mean"].abs().max())
    cells = tuple(worded(float(rows.loc[s, "mean"]), unit, half, size=size, figures=2) for s in scene.found.strategies)
    return Row(capital(name), cells)


def books_by_year(scene: "Scene", strategy: str) -> Table:
    """Revenue, costs and profit of one strategy, year by year."""
    rows = scene.summary[scene.summary["strategy"] == strategy]
    table = rows.pivot(index="measure", columns="period", values="mean")
    years = [str(period) for period in dict.fromkeys(rows["period"]) if period != WHOLE]
    periods = [*_shown(years), *([WHOLE] if len(years) > 1 else [])]
    size = float(table.loc[REVENUE, periods].max())
    lines = tuple(_line(line, [float(table.loc[line, p]) for p in periods], scene, size) for line in (REVENUE, *COSTS, PROFIT))
    heads = tuple("all years" if period == WHOLE else period for period in periods)
    return Table(
        f"{capital(scene.playing(strategy))}: the books by year, {scene.currency}, mean of {_runs(scene.runs)}",
        ("", *heads),
        lines,
    )


def _shown(years: Sequence[str]) -> list[str]:
    return list(years) if len(years) <= HORIZON_YEARS else [years[0], *years[-(HORIZON_YEARS - 1) :]]


def _line(line: str, amounts: Sequence[float], scene: "Scene", size: float) -> Row:
    """One line of the books, costs as what they are, all in the scale of the largest amount."""
    total = line in (REVENUE, PROFIT)
    return Row(capital(NAMES[line]), tuple(amount_in(amount, scene.money, size) for amount in amounts), strong=total)


def _runs(count: int) -> str:
    return "one run" if count == 1 else f"{count} runs"


def levers(scene: "Scene") -> Table | None:
    """What the improvement budget buys with each strategy: share of the budget and money; None where nobody buys."""
    focal = scene.scenario.focal
    columns = {}
    for name in scene.found.strategies:
        if scene.found.kind == "twin":
            rows = scene.twins[(scene.twins["world"] == scene.given[name]) & (scene.twins["firm"] == focal.name)]
            firm = focal if name == scene.found.own else focal.playing(scene.given[name])
        else:
            firm = next(one for one in scene.scenario.firms if one.strategy == scene.given[name])
            rows = scene.series[scene.series["firm"] == firm.name]
        columns[name] = purchases(rows, firm).set_index("purchase")
    bought = [name for name in PURCHASES if any(name in table.index for table in columns.values())]
    if not bought:
        return None
    size = max(float(table["amount"].max()) for table in columns.values() if len(table))
    rows = []
    for purchase in bought:
        cells = []
        for table in columns.values():
            if purchase not in table.index:
                cells.append("–")
                continue
            share, amount = (float(table.loc[purchase, key]) for key in ("share", "amount"))
            cells.append(f"{percent(share)} · {amount_in(amount, scene.money, size)}")
        rows.append(Row(capital(purchase.replace("_", " ")), tuple(cells)))
    totals = tuple(amount_in(float(table["amount"].sum()), scene.money, size) for table in columns.values())
    rows.append(Row("The whole budget", totals, strong=True))
    shares = tuple(percent(float(table['budget'].sum()), 1) for table in columns.values())
    rows.append(Row("Its share of revenue", shares))
    note = " A lower price is no payment: what stands there is revenue given up." if PRICE in bought else ""
    return Table(
        caption=f"Where the improvement budget goes: share of the budget, and money over {scene.axis.months} months",
        heads=("", *columns),
        rows=tuple(rows),
        note=f"The shares are those of the scenario file or of the strategy's preset; all of them can be set.{note}",
    )


def horizons(scene: "Scene") -> Table | None:
    """The answer had one stopped after each year; None without a reference."""
    if scene.months is None:
        return None
    table, last = scene.months, scene.axis.months
    years = list(range(12, last + 1, 12)) or [last]
    stops = [int(year) for year in _shown([str(year) for year in (years if years[-1] == last else [*years, last])])]
    rows = []
    for name in [name for name in scene.found.strategies if name != scene.found.reference]:
        own = table[table["strategy"] == name].set_index("month")
        rows.append(Row(name, tuple(at_month(own.loc[month], scene.money) for month in stops)))
    return Table(
        caption=f"Had one stopped earlier: cumulative discounted profit, more or less than {scene.found.reference}, "
        "with 95 % interval",
        heads=("", *(f"month {month}" for month in stops)),
        rows=tuple(rows),
        note="An interval that contains 0 is too close to call.",
    )


def at_month(row: "pd.Series", unit: Unit) -> str:
    """A difference with its interval, as one cell."""
    low, high, estimate = (float(row[key]) for key in ("low", "high", "estimate"))
    if low != low:
        return worded(estimate, unit, signed=True)
    if low == high == 0:
        return "no difference"
    amount = worded(estimate, unit, (high - low) / 2, signed=True, size=max(abs(low), abs(high)))
    return f"{amount}\n{interval_worded(low, high, unit, signed=True)}"


def risk_table(scene: "Scene") -> Table | None:
    """How often and how badly the focal firm's plan loses; None where it stands alone."""
    found = risks(scene)
    if not found:
        return None
    rows = []
    size = max(max(abs(one.worst), abs(one.worst_tenth)) for one in found)
    for one in found:
        runs = f"{one.lost:g} of {one.runs} ({percent(one.share_lost)})"
        worst = [amount_in(value, scene.money, size, figures=3, signed=True) for value in (one.worst_tenth, one.worst)]
        rows.append(Row(f"against {one.right}", (runs, *worst)))
    tenth = found[0].tenth
    what = "the worst run" if tenth == 1 else f"the worst {tenth} runs, mean"
    return Table(
        caption=f"What could go wrong with {spoken(scene.found.own)}: discounted profit after {scene.axis.months} "
        "months, run by run",
        heads=("", "runs lost", f"worst tenth ({what})", "worst run"),
        rows=tuple(rows),
        note=f"Fewer than ten runs have no tenth of their own: the worst one stands for it. A minus ({MINUS}) means: earns less.",
    )


def drivers(scene: "Scene") -> Table | None:
    """The uncertain values that go most with the lead of the strategy that wins most often; None where not studied."""
    found = scene.robustness
    if found is None or found.leader is None or not found.drivers:
        return None
    rows = []
    for one in found.drivers:
        known = find(one.parameter)
        correlation = f"{one.correlation:+.2f}".replace("-", MINUS)
        direction = "larger lead" if one.correlation > 0 else "smaller lead"
        chance = "more than chance" if one.p_adjusted < 1 - LEVEL else "may be chance"
        rows.append(Row(f"{known.meaning}\n{one.parameter}", (direction, correlation, chance)))
    some = any(one.p_adjusted < 1 - LEVEL for one in found.drivers)
    subject = f"the uncertain values that go most with the lead of {spoken(found.leader)} over the best other"
    return Table(
        caption=f"What matters most: {subject}" if some else f"What may matter most: {subject}; none stands out from chance",
        heads=("", "the higher it is", "rank correlation", "sure?"),
        rows=tuple(rows),
        note=f"{len(found.varied)} values drawn at once, {len(found.draws)} draws. Few draws leave most of them to chance.",
    )
