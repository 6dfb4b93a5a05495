"""What came of a team's years, for the team itself: its rank with its interval, and how it stands year by year."""

from typing import TYPE_CHECKING

from nicegui import ui

from simulation.apps.dashboard.rounds_board import show_course
from simulation.presentation.rounds_words import rank_words, results_rows
from simulation.studies.rounds.match import decision_words
from simulation.studies.rounds.standing import leaderboard

if TYPE_CHECKING:
    from simulation.studies.rounds.match import Match


def show_results(match: "Match", team: str, course: str) -> None:
    """The newest standing, a column for every year, and all teams' course as a picture."""
    outcome = match.outcome
    assert outcome is not None
    if team not in outcome.teams:
        ui.label("You came after this year was played.").classes("story-question")
        return
    board = leaderboard(outcome)
    ui.label(f"After year {outcome.years} of {match.rules.years}").classes("story-question")
    ui.label(rank_words(board, team)).classes("headline")
    years, rows = results_rows(outcome, team, match.game.market.market.currency)
    table(["", *years], rows, "results")
    words = f"Each number is the mean over {outcome.worlds} worlds with different luck; all teams lived in the same ones."
    ui.label(words).classes("sentence")
    if course:
        show_course(course, outcome)
    ui.label("What you decided").classes("guest-group")
    for year in range(1, outcome.years + 1):
        ui.label(f"Year {year}: {decision_words(match.teams[team].decisions.get(year, {}))}").classes("sentence")


def table(heads: list[str], rows: list[list[str]], name: str) -> None:
    """A plain table; every cell is text, whatever is in it."""
    with ui.element("div").classes("guest-scroll"), ui.element("table").classes("plain").props(f'aria-label="{name}"'):
        with ui.element("tr"):
            for head in heads:
                with ui.element("th"):
                    ui.label(head)
        for row in rows:
            with ui.element("tr"):
                for cell in row:
                    with ui.element("td"):
                        ui.label(cell)
