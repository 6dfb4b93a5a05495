"""A game's course as a picture: how far each team has been ahead of the mean team at the end of every year."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulation.presentation.lines import End, draw_lines, label_ends, months_axis, range_of, value_axis
from simulation.presentation.report.panels import Axis, lines
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
    board, course = leaderboard(outcome), _course(outcome, currency)
    with drawing():
        figure = new_figure()
        top = headline(figure, board_lines(board)[0], f"Profit so far, lead over the mean team, {currency}", reading(outcome))
        axes = figure.add_axes((0.09, 0.15, 0.715, top - 0.15))
        months_axis(axes, YEAR * outcome.years, 0, size=SIZE)
        low, high = range_of(course.bands)
        value_axis(axes, min(low, 0.0), max(high, 0.0), course.unit, signed=True)
        axes.axhline(0, color=INK, linewidth=1, zorder=3)
        draw_lines(axes, course.bands, course.colours)
        last = {one.team: one.lead for one in board.standings}
        label_ends(axes, [End(last[team], course.ends[team], course.colours[team]) for team in course.colours], SIZE)
    return figure


def leads_panel(outcome: "Outcome", currency: str) -> "Figure":
    """The same as a small figure, for a page that says the title and how to read it beside it."""
    course = _course(outcome, currency)
    return lines(course.bands, course.colours, course.ends, course.unit, Axis(YEAR * outcome.years, 0), zero=True)


def reading(outcome: "Outcome") -> str:
    """How the picture is to be read, and which teams it leaves out."""
    words = f"Line: mean lead over {outcome.worlds} worlds, each with its own luck. Band: its 95 % interval."
    if len(outcome.teams) > MOST:
        words += f" The {MOST} best of {len(outcome.teams)} teams are drawn."
    return words


@dataclass(frozen=True)
class _Course:
    """What is drawn: leads, and by team, the best last, its colour and what stands at its line's end."""

    bands: "pd.DataFrame"
    colours: dict[str, str]
    ends: dict[str, str]
    unit: Unit


def _course(outcome: "Outcome", currency: str) -> _Course:
    shown = leaderboard(outcome).standings[:MOST][::-1]
    unit, teams = Unit("money", currency), [one.team for one in shown]
    colours = strategy_colours(sorted(teams))
    ends = {
        one.team: f"{one.team}\n{worded(one.lead, unit, (one.lead_high - one.lead_low) / 2, signed=True)}" for one in shown
    }
    return _Course(leads(outcome, teams), {team: colours[team] for team in teams}, ends, unit)


def leads(outcome: "Outcome", teams: list[str]) -> "pd.DataFrame":
    """Leads at the start and at the end of every year: columns strategy (the team), month, mean, low, high."""
    import pandas as pd

    rows: list[tuple[str, int, float, float, float]] = [(team, 0, 0.0, 0.0, 0.0) for team in teams]
    for year in range(1, outcome.years + 1):
        for one in leaderboard(outcome, year).standings:
            if one.team in teams:
                rows.append((one.team, YEAR * year, one.lead, one.lead_low, one.lead_high))
    return pd.DataFrame(rows, columns=["strategy", "month", "mean", "low", "high"])
