"""A map in words: how much of the space each strategy wins."""

from typing import TYPE_CHECKING

from simulation.presentation.findings import listed, spoken
from simulation.scenario.shape import percent
from simulation.studies.map.winners import TOO_CLOSE

if TYPE_CHECKING:
    from rich.table import Table

    from simulation.studies.map.study import MapResult

NEARLY_NOTHING = 0.005


def map_finding(result: "MapResult") -> str:
    """The main finding after the last horizon, in a sentence."""
    horizon = result.plan.horizons[-1]
    rows = result.shares[result.shares["horizon"] == horizon]
    close = float(rows.loc[rows["strategy"] == TOO_CLOSE, "share"].iloc[0])
    clear = rows[rows["strategy"] != TOO_CLOSE].sort_values("clear", ascending=False)
    won = [(str(row["strategy"]), float(row["clear"])) for _, row in clear.iterrows() if row["clear"] >= NEARLY_NOTHING]
    if not won:
        return f"After {horizon} months nobody wins clearly anywhere on this map"
    name, share = won[0]
    text = f"After {horizon} months {spoken(name)} wins {percent(share)} of this space clearly"
    if len(won) > 1:
        text += ", " + listed([f"{spoken(other)} {percent(part)}" for other, part in won[1:]])
    return text + (f"; {percent(close)} is too close to call" if close >= NEARLY_NOTHING else "")


def map_lines(result: "MapResult") -> list[str]:
    """How the map was made, and what it leaves open, a sentence each."""
    nodes = result.nodes[result.nodes["horizon"] == result.plan.horizons[-1]]
    simulated, filled = int(nodes["simulated"].sum()), int((~nodes["simulated"]).sum())
    lines = [f"{simulated} points simulated with {result.plan.replications} runs each, all with the same luck."]
    if filled:
        lines.append(f"{filled} points between them were not: they are the mean of the points around them.")
    lines.append(
        "Ahead: the best mean. Clearly: the 95 % intervals of the paired differences from all others leave out 0. "
        "Intervals of the parts are about luck, not about what lies between the points."
    )
    return lines


def share_table(result: "MapResult") -> "Table":
    """A row per horizon and strategy: part of the space in which it is ahead, 95 % interval, clearly ahead."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from simulation.presentation.style import readable, strategy_colours

    colours = strategy_colours(result.plan.worlds)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("after")
    table.add_column("strategy")
    for heading in ("ahead in", "95 % interval", "clearly ahead in"):
        table.add_column(heading, justify="right")
    for _, row in result.shares.iterrows():
        name = str(row["strategy"])
        horizon = f"{row['horizon']} months"
        if name == TOO_CLOSE:
            table.add_row(horizon, Text(name, style="dim"), percent(row["share"]), "", "")
            continue
        interval = f"{percent(row['low'])} to {percent(row['high'])}" if row["low"] == row["low"] else ""
        table.add_row(horizon, Text(name, style=readable(colours[name])), percent(row["share"]), interval, percent(row["clear"]))
    return table
