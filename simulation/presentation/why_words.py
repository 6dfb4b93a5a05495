"""Why one strategy earns more than another, in words."""

from typing import TYPE_CHECKING

from simulation.presentation.findings import capital, spoken
from simulation.presentation.wording import Unit, interval_worded, worded
from simulation.studies.why.parts import GAP

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

NAMES = {
    "start": "customers at the start",
    "retention": "customers kept",
    "acquisition": "customers won",
    "spending": "spending per customer",
    "margin": "margin on sales",
    "contacts": "contacts and compensation",
    "wages": "wages",
    "turnover": "hiring and training",
    "advertising": "advertising",
    "programme": "programme and surveys",
    "coordination": "coordination",
    "overhead": "overhead",
    GAP: "discounted profit",
}
"""What the parts are called."""

MOST_NAMED = 2


def called(part: str) -> str:
    """What a part is called; parts that are words already keep their name."""
    return NAMES.get(part, part)


def why_finding(parts: "pd.DataFrame", left: str, right: str, currency: str) -> str:
    """Who earns more and through what most, in a sentence.

    parts  rows of why.csv of one pair
    """
    unit = Unit("money", currency)
    rows = parts.set_index("part")
    gap = rows.loc[GAP]
    runs = int(gap["replications"])
    clear = bool(gap["low"] > 0 or gap["high"] < 0)
    word = "more" if gap["estimate"] >= 0 else "less"
    if clear:
        head = f"{capital(spoken(left))} earns {_amount(gap, unit)} {word} than {right}"
    elif runs < 2:
        head = f"In this one run {spoken(left)} earns {_amount(gap, unit)} {word} than {right}"
    else:
        head = f"{capital(spoken(left))} and {right} earn too alike to call"
    others = rows.drop(index=GAP)
    known = others if runs < 2 else others[(others["low"] > 0) | (others["high"] < 0)]
    gains = _named(known[known["estimate"] > 0], unit)
    losses = _named(known[known["estimate"] < 0], unit)
    told = [f"through {gains}"] if gains else []
    told += [f"in spite of {losses}" if gains else f"through {losses}"] if losses else []
    if word == "less" and gains and losses:
        told = [f"through {losses}", f"in spite of {gains}"]
    if not told:
        return f"{head}; no part of the gap is clear"
    return f"{head}{':' if clear or runs < 2 else '; clear are'} {', '.join(told) if clear or runs < 2 else _both(gains, losses)}"


def _both(gains: str, losses: str) -> str:
    return " and ".join(part for part in (gains, losses) if part)


def _named(rows: "pd.DataFrame", unit: Unit) -> str:
    """The largest parts with their amounts."""
    order = rows["estimate"].abs().sort_values(ascending=False, kind="stable").index[:MOST_NAMED]
    return " and ".join(f"{called(part)} ({_amount(rows.loc[part], unit, signed=True)})" for part in order)


def _amount(row: "pd.Series", unit: Unit, signed: bool = False) -> str:
    value, half = float(row["estimate"]), (float(row["high"]) - float(row["low"])) / 2
    return worded(value if signed else abs(value), unit, half, signed=signed)


def part_table(parts: "pd.DataFrame", currency: str) -> "Table":
    """A row per part with its 95 % interval, the gap last."""
    from rich import box
    from rich.table import Table

    unit = Unit("money", currency)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("through")
    table.add_column("earns", justify="right")
    table.add_column("95 % interval", justify="right")
    size = float(parts["estimate"].abs().max())
    for _, row in parts.iterrows():
        if row["part"] == GAP:
            table.add_section()
        half = (float(row["high"]) - float(row["low"])) / 2
        amount = worded(float(row["estimate"]), unit, half, signed=True, size=size)
        interval = interval_worded(float(row["low"]), float(row["high"]), unit, signed=True, size=size)
        table.add_row(called(str(row["part"])), amount, interval)
    return table
