"""What a strategy earns more or less than the same firm with the ordinary mix, added up over time."""

import math
from typing import TYPE_CHECKING

from simulation.presentation import findings
from simulation.presentation.bands import band
from simulation.presentation.lines import (
    End,
    draw_lines,
    label_ends,
    mark_turns,
    months_axis,
    range_of,
    value_axis,
)
from simulation.presentation.style import INK, drawing, headline, new_figure, readable, strategy_colours
from simulation.presentation.wording import Unit, explained, worded
from simulation.studies.comparisons.paired import payback_months

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulation.presentation.time_figures import Backdrop

MEASURE = "discounted_profit"


def differences_between_worlds(twins: "pd.DataFrame", focal: str, reference: str) -> "pd.DataFrame":
    """Discounted profit of the focal firm in each world minus that in the reference world, run by run.

    twins     rows of twins.parquet
    focal     the firm that plays each strategy in turn
    reference  the world that the others are compared with
    returns   columns replication, strategy (the world), month (from 1), difference
    """
    own = twins[(twins["firm"] == focal) & (twins["month"] >= 1)]
    wide = own.pivot_table(index=["replication", "month"], columns="world", values=MEASURE, observed=True, sort=False)
    return _long(wide, reference)


def differences_in_market(runs: "pd.DataFrame", reference: str) -> "pd.DataFrame":
    """Discounted profit per firm of each strategy minus that of the reference strategy in the same market.

    runs     one row per replication, strategy and month
    returns  as `differences_between_worlds`
    """
    counted = runs[runs["month"] >= 1]
    wide = counted.pivot_table(index=["replication", "month"], columns="strategy", values=MEASURE, observed=True, sort=False)
    return _long(wide, reference)


def profit(
    differences: "pd.DataFrame",
    reference: str,
    backdrop: "Backdrop",
    subject: str,
    finding: str | None = None,
) -> "Figure":
    """Cumulative discounted profit against the reference, with the month marked in which it is paid back.

    differences  columns replication, strategy, month, difference
    subject      who is compared with whom, as the line under the title
    finding      the title; None: who earns more and less, and from when
    """
    unit = Unit("money", backdrop.currency)
    bands = band(differences, "difference")
    payback = paid_back(bands)
    order = bands.sort_values("month").groupby("strategy")["mean"].last().sort_values()
    palette = strategy_colours([str(name) for name in order.index])
    colours = {str(name): palette[str(name)] for name in order.index}
    with drawing():
        figure = new_figure()
        finding = finding or _finding(differences, reference, payback, unit)
        top = headline(figure, finding, subject, f"{backdrop.reading_without_warm_up}{explained(colours)}")
        axes = figure.add_axes((0.09, 0.15, 0.715, top - 0.15))
        months_axis(axes, backdrop.months, 0, size=19)
        low, high = range_of(bands)
        value_axis(axes, min(low, 0.0), max(high, 0.0), unit, signed=True)
        axes.axhline(0, color=INK, linewidth=2, zorder=3)
        draw_lines(axes, bands, colours, width=4)
        _mark_payback(axes, payback, colours)
        mark_turns(axes, [turn for turn in backdrop.turns if turn.month > 1], size=17)
        label_ends(axes, [*_ends(bands, colours, unit), End(0.0, reference, INK)], size=20)
        axes.tick_params(labelsize=19)
    return figure


def paid_back(bands: "pd.DataFrame") -> dict[str, float]:
    """The month from which each strategy's mean difference stays at or above nought; 1: always, infinity:
    never.
    """
    wide = bands.pivot(index="strategy", columns="month", values="mean").sort_index(axis=1)
    return dict(zip(map(str, wide.index), map(float, payback_months(wide.to_numpy(float))), strict=True))


def _long(wide: "pd.DataFrame", reference: str) -> "pd.DataFrame":
    others = wide.drop(columns=reference).sub(wide[reference], axis=0)
    others.columns.name = "strategy"
    return others.reset_index().melt(["replication", "month"], value_name="difference")


def _ends(bands: "pd.DataFrame", colours: dict[str, str], unit: Unit) -> list[End]:
    last = bands.sort_values("month").groupby("strategy", sort=False).last()
    half = float(last["half"].max())
    between = "\n" if len(colours) <= 5 else "  "
    return [
        End(value, f"{name}{between}{worded(value, unit, half, signed=True)}", colours[str(name)])
        for name, value in ((str(name), float(value)) for name, value in last["mean"].items())
    ]


def _mark_payback(axes: "Axes", payback: "Mapping[str, float]", colours: dict[str, str]) -> None:
    """A point where each line comes back to nought for good, with its month."""
    marked = sorted((month, name) for name, month in payback.items() if 1 < month < math.inf)
    left, right = axes.get_xlim()
    for place, (month, name) in enumerate(marked):
        late = month > left + 0.75 * (right - left)
        axes.plot(
            [month],
            [0],
            "o",
            markersize=14,
            color=colours[name],
            markeredgecolor="white",
            markeredgewidth=2,
            zorder=8,
        )
        axes.annotate(
            f"paid back in month {month:.0f}",
            (month, 0),
            xytext=(-12 if late else -4, -26 - 26 * place),
            textcoords="offset points",
            fontsize=17,
            color=readable(colours[name]),
            fontweight="bold",
            ha="right" if late else "left",
            va="top",
            zorder=8,
        )


def _finding(differences: "pd.DataFrame", reference: str, payback: "Mapping[str, float]", unit: Unit) -> str:
    """Who earns more and less than the reference at the end, and from when the best is ahead."""
    last = differences[differences["month"] == differences["month"].max()]
    ends = last.pivot(index="replication", columns="strategy", values="difference")
    gaps = {str(name): findings.gap(ends[name]) for name in ends.mean().sort_values(ascending=False).index}
    best, top = next(iter(gaps.items()))
    if len(ends) < 2:
        return f"{findings.capital(findings.spoken(best))} ends {_amount(top, unit)} {reference} in this one run"
    more = [name for name, difference in gaps.items() if difference.low > 0]
    less = [name for name, difference in gaps.items() if difference.high < 0]
    if not more:
        if len(less) == len(gaps):
            return f"Nothing beats {reference}: even {findings.spoken(best)} ends {_amount(top, unit)} it"
        text = f"No strategy earns clearly more than {reference} by month {int(differences['month'].max())}"
        earn = "earns" if len(less) == 1 else "earn"
        return text + (f"; {findings.listed(less)} {earn} less" if less else "")
    month = payback[best]
    text = f"{findings.capital(findings.spoken(best))} earns {_amount(top, unit)} {reference}"
    if 1 < month < math.inf:
        text += f" and is paid back in month {month:.0f}"
    rest = [name for name in more if name != best]
    if rest:
        text += f"; so {'does' if len(rest) == 1 else 'do'} {findings.listed(rest)}, by less"
    elif less:
        text += f"; {findings.listed(less)} {'earns' if len(less) == 1 else 'earn'} less"
    return text


def _amount(difference: findings.Gap, unit: Unit) -> str:
    half = (difference.high - difference.low) / 2
    amount = worded(abs(difference.mean), unit, half)
    return f"{amount} {'more than' if difference.mean >= 0 else 'less than'}"
