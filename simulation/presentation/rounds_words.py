"""A game's leaderboard in words and as a table."""

from typing import TYPE_CHECKING

from simulation.presentation.wording import Unit, interval_worded, rounded, unit_of, worded

if TYPE_CHECKING:
    from rich.table import Table

    from simulation.studies.rounds.playing import Outcome
    from simulation.studies.rounds.standing import Leaderboard

HEADS = ("rank", "team", "rank, 95 % interval", "profit so far", "lead over the mean team", "first in")


def board_rows(board: "Leaderboard", currency: str) -> list[tuple[str, ...]]:
    """The leaderboard, a row a team, as text; the columns are `HEADS`."""
    unit = Unit("money", currency)
    rows: list[tuple[str, ...]] = []
    for one in board.standings:
        interval = f"{one.best}" if one.best == one.worst else f"{one.best} to {one.worst}"
        half = (one.lead_high - one.lead_low) / 2
        lead = worded(one.lead, unit, half, signed=True)
        if half == half:
            lead += f" ({interval_worded(one.lead_low, one.lead_high, unit, signed=True)})"
        firsts = f"{rounded(100 * one.first_in, 0)} % of the worlds"
        rows.append((str(one.rank), one.team, interval, worded(one.profit, unit), lead, firsts))
    return rows


def board_lines(board: "Leaderboard") -> list[str]:
    """What the leaderboard says of skill and luck, in sentences."""
    first, *others = board.standings
    if not others:
        return [f"{first.team} plays alone."]
    level = [one.team for one in others if one.best == 1]
    lines = []
    if level:
        names = f"{', '.join(level[:-1])} and {level[-1]}" if len(level) > 1 else level[0]
        lines.append(f"{first.team} is ahead, but {names} could be as good: {board.worlds} worlds do not tell them apart.")
    else:
        lines.append(f"{first.team} is ahead of all others, and {board.worlds} worlds are enough to say so.")
    lines.append(f"In one world alone it would have come first in {rounded(100 * board.crowned, 0)} % of the cases.")
    if board.decisions == board.decisions:
        shares = [rounded(100 * share, 0) for share in (board.decisions, board.luck, board.both)]
        lines.append(
            f"Of all differences between results {shares[0]} % are due to decisions, {shares[1]} % to luck that hits all teams "
            f"alike, {shares[2]} % to luck that hits one and not another."
        )
    return lines


def board_table(board: "Leaderboard", currency: str) -> "Table":
    """The leaderboard for the command line; names of teams stand as text, whatever is in them."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=f"After year {board.year}", title_justify="left")
    for head in HEADS:
        table.add_column(head, justify="left" if head == "team" else "right")
    for row in board_rows(board, currency):
        table.add_row(*(Text(cell) for cell in row))
    return table


def rank_words(board: "Leaderboard", team: str) -> str:
    """Where a team stands, with the interval of its rank, in a sentence. Raises StopIteration for an unknown team."""
    own = next(one for one in board.standings if one.team == team)
    count = len(board.standings)
    if own.best == own.worst:
        return f"Place {own.rank} of {count}, and {board.worlds} worlds are enough to say so."
    return f"Place {own.rank} of {count}; anything from {own.best} to {own.worst} could be true."


def results_rows(outcome: "Outcome", team: str, currency: str) -> tuple[list[str], list[list[str]]]:
    """A team's years: the heads of the columns, and a row for every measure with its mean over the worlds."""
    mine = outcome.rows[outcome.rows["team"] == team]
    means = mine.groupby("year").mean(numeric_only=True)
    years = [int(year) for year in means.index]
    names = {"discounted_profit": "profit so far", "retention_per_year": "retention", "employee_engagement": "engagement"}
    rows = []
    for measure in [name for name in means.columns if name != "world"]:
        unit = unit_of(str(measure), currency)
        values = [float(means.loc[year, measure]) for year in years]
        words = [rounded(value, 2) if unit.kind == "number" else worded(value, unit) for value in values]
        rows.append([names.get(str(measure), str(measure).replace("_", " ")), *words])
    return [f"year {year}" for year in years], rows
