"""Several scenarios beside each other: the same strategy, or the same firm, in one against the other."""

from typing import TYPE_CHECKING

from simulation.measures.strategies import WHOLE
from simulation.presentation.findings import capital
from simulation.presentation.report.panels import Whisker, whiskers
from simulation.presentation.report.picture import Picture, inline_svg
from simulation.presentation.report.tables import Row, Table, at_month
from simulation.presentation.style import strategy_colours
from simulation.presentation.wording import Unit, worded
from simulation.studies.comparisons.comparison import VERDICT

if TYPE_CHECKING:
    import pandas as pd


def scenario_differences(comparison: "pd.DataFrame") -> "pd.DataFrame":
    """Discounted profit over the whole horizon, every later scenario minus every earlier one."""
    rows = comparison[(comparison["kind"] == "scenario") & (comparison["measure"] == VERDICT) & (comparison["period"] == WHOLE)]
    return rows.reset_index(drop=True)


MOST_PAIRS = 10
"""Pairs of scenarios up to which each has a picture; of more, those with the first scenario have one."""


def difference_pictures(rows: "pd.DataFrame", currency: str) -> list[Picture]:
    """One picture for each pair of scenarios, at most MOST_PAIRS."""
    unit = Unit("money", currency)
    pictures = []
    pairs = list(rows.groupby(["left", "right"], sort=False))
    if len(pairs) > MOST_PAIRS:
        first = rows["right"].iloc[0]
        pairs = [(pair, own) for pair, own in pairs if pair[1] == first][:MOST_PAIRS]
    for place, ((left, right), own) in enumerate(pairs):
        colours = strategy_colours([str(name) for name in own["subject"]])
        table = [
            Whisker(
                str(row["subject"]),
                float(row["estimate"]),
                float(row["low"]),
                float(row["high"]),
                colours[str(row["subject"])],
                _odds(row),
            )
            for _, row in own.iterrows()
        ]
        name = f"between-{place + 1}"
        values = "; ".join(f"{row.name} {worded(row.estimate, unit, signed=True)}, {row.text}" for row in table)
        pictures.append(
            Picture(
                name=name,
                finding=f"{capital(_finding(own, str(left), str(right), unit))}.",
                reading=f"Discounted profit per firm in {left}, more or less than in {right}, on the same luck: mean "
                "and 95 % interval.",
                alternative=f"A point with an interval for each strategy. {values}.",
                svg=inline_svg(whiskers(table, unit), name),
            )
        )
    return pictures


def difference_table(rows: "pd.DataFrame", currency: str) -> Table:
    """All differences between scenarios."""
    unit = Unit("money", currency)
    lines = tuple(
        Row(str(row["subject"]), (str(row["left"]), str(row["right"]), at_month(row, unit), _odds(row)))
        for _, row in rows.iterrows()
    )
    return Table(
        "The same strategy, or firm, in two scenarios: discounted profit", ("", "in", "against", "more or less", "odds"), lines
    )


def _odds(row: "pd.Series") -> str:
    runs = int(row["replications"])
    return f"ahead in {float(row['share_ahead']) * runs:g} of {runs}"


def _finding(rows: "pd.DataFrame", left: str, right: str, unit: Unit) -> str:
    """Who earns clearly more or less in one scenario than in the other."""
    clear = rows[(rows["low"] > 0) | (rows["high"] < 0)]
    if rows["low"].isna().all():
        return f"one run each: how {left} and {right} differ cannot be told from luck"
    if clear.empty:
        return f"nobody earns clearly more or less in {left} than in {right}"
    parts = []
    for _, row in clear.sort_values("estimate", ascending=False, kind="stable").iterrows():
        half = (float(row["high"]) - float(row["low"])) / 2
        side = "more" if row["estimate"] > 0 else "less"
        parts.append(f"{row['subject']} {worded(abs(float(row['estimate'])), unit, half)} {side}")
    return f"in {left}, compared with {right}, clearly different: {', '.join(parts)}"
