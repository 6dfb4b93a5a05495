"""A game's course as a picture: how far each team has been ahead of the mean team at the end of every year."""

from typing import TYPE_CHECKING

from simulation.presentation.lines import End, draw_lines, label_ends, months_axis, range_of, value_axis
from simulation.presentation.rounds_words import board_lines
from simulation.presentation.style import INK, drawing, headline, new_figure, strategy_colours
from simulation.presentation.wording import Unit, worded
from simulation.studies.rounds.game import YEAR
from simulation.studies.rounds.standing import leaderboard

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from simulation.studies.rounds.playing import Outcome

MOST = 7
"""Teams that have a line: more could not be told apart by colour."""

SIZE = 19.0


def leads_figure(outcome: "Outcome", currency: str) -> "Figure":
    """A line for each team, the seven best where there are more, with the 95 % interval of its lead as a band.

    returns  a figure of 1920 x 1080 dots; its title says who is ahead and whether the worlds are enough to say so
    """
    board = leaderboard(outcome)
    shown = [one.team for one in board.standings][:MOST]
    bands, colours, unit = leads(outcome, shown), strategy_colours(sorted(shown)), Unit("money", currency)
    note = f"Line: mean lead over {board.worlds} worlds, each with its own luck. Band: its 95 % interval."
    if len(board.standings) > MOST:
        note += f" The {MOST} best of {len(board.standings)} teams are drawn."
    with drawing():
        figure = new_figure()
        top = headline(figure, board_lines(board)[0], f"Profit so far, lead over the mean team, {currency}", note)
        axes = figure.add_axes((0.09, 0.15, 0.715, top - 0.15))
        months_axis(axes, YEAR * outcome.years, 0, size=SIZE)
        low, high = range_of(bands)
        value_axis(axes, min(low, 0.0), max(high, 0.0), unit, signed=True)
        axes.axhline(0, color=INK, linewidth=1, zorder=3)
        draw_lines(axes, bands, {team: colours[team] for team in reversed(shown)})
        last = {one.team: one for one in board.standings}
        ends = []
        for team in shown:
            half = (last[team].lead_high - last[team].lead_low) / 2
            ends.append(End(last[team].lead, f"{team}\n{worded(last[team].lead, unit, half, signed=True)}", colours[team]))
        label_ends(axes, ends, SIZE)
    return figure


def leads(outcome: "Outcome", teams: list[str]) -> "pd.DataFrame":
    """Leads at the start and at the end of every year: columns strategy (the team), month, mean, low, high."""
    import pandas as pd

    rows: list[tuple[str, int, float, float, float]] = [(team, 0, 0.0, 0.0, 0.0) for team in teams]
    for year in range(1, outcome.years + 1):
        for one in leaderboard(outcome, year).standings:
            if one.team in teams:
                rows.append((one.team, YEAR * year, one.lead, one.lead_low, one.lead_high))
    return pd.DataFrame(rows, columns=["strategy", "month", "mean", "low", "high"])
