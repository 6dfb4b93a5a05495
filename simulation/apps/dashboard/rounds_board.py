"""What the teacher's screen shows when a year is revealed: the leaderboard, its course over the years, what was decided."""

from collections.abc import Callable

from nicegui import ui

from simulation.presentation.rounds_figure import reading
from simulation.presentation.rounds_words import HEADS, board_lines, board_rows
from simulation.studies.rounds.match import Match, decision_words
from simulation.studies.rounds.playing import Outcome
from simulation.studies.rounds.standing import Standing, leaderboard


def show_board(match: Match, outcome: Outcome, year: int, show_year: Callable[[int], None]) -> None:
    """The leaderboard at the end of a year, and a button for every other year."""
    board = leaderboard(outcome, year)
    with ui.element("div").classes("chips"):
        ui.label("After year").classes("quiet")
        for one in range(1, outcome.years + 1):
            chip = ui.button(str(one), on_click=lambda at=one: show_year(at)).props("flat no-caps")
            chip.classes("on" if one == year else "").props(f'aria-label="After year {one}"')
    with ui.element("table").classes("plain board").props('aria-label="Leaderboard"'):
        with ui.element("tr"):
            for head in HEADS:
                with ui.element("th"):
                    ui.label(head)
        for standing, row in zip(board.standings, board_rows(board, match.game.market.market.currency), strict=True):
            with ui.element("tr"):
                for head, cell in zip(HEADS, row, strict=True):
                    with ui.element("td"):
                        ui.label(cell)
                        if head == HEADS[2]:
                            rank_bar(standing, len(board.standings))
    for line in board_lines(board):
        ui.label(line).classes("story-setting")


def rank_bar(standing: Standing, count: int) -> None:
    """The interval of a rank as a bar on the line from first to last."""
    width = 100 / count
    with ui.element("div").classes("rank-track").props('aria-hidden="true"'):
        ui.element("div").classes("rank-span").style(
            f"left:{(standing.best - 1) * width:.2f}%;width:{(standing.worst - standing.best + 1) * width:.2f}%"
        )
        ui.element("div").classes("rank-dot").style(f"left:{(standing.rank - 0.5) * width:.2f}%")


def show_course(svg: str, outcome: Outcome) -> None:
    """How the teams have stood to each other over the years."""
    ui.label("Lead over the mean team, year by year").classes("story-question")
    ui.html(svg, sanitize=False).classes("story-picture").props('role="img" aria-label="Lead of every team over the years"')
    ui.label(reading(outcome)).classes("quiet")


def show_history(match: Match, outcome: Outcome) -> None:
    """What every team decided in every year, and its place at the year's end."""
    ui.label("What was decided").classes("story-question")
    boards = {year: leaderboard(outcome, year) for year in range(1, outcome.years + 1)}
    for name in outcome.teams:
        ui.label(name).classes("guest-group")
        for year, board in boards.items():
            rank = next(one.rank for one in board.standings if one.team == name)
            words = decision_words(match.teams[name].decisions.get(year, {}))
            ui.label(f"Year {year}, place {rank}: {words}").classes("sentence")
