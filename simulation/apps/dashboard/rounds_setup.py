"""How a game of rounds begins on the page: its rules are chosen, or a saved game is gone on with."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from nicegui import events, run, ui

from simulation.presentation.report.picture import inline_svg
from simulation.presentation.rounds_figure import leads_panel
from simulation.records.files import csv_text
from simulation.scenario import ScenarioError
from simulation.scenario.source import LARGEST_FILE
from simulation.studies.rounds.archive import opened
from simulation.studies.rounds.game import Game, Rules
from simulation.studies.rounds.match import Match
from simulation.studies.rounds.playing import Outcome, play

if TYPE_CHECKING:
    from simulation.apps.dashboard.room import Room

Tell = Callable[[str], None]
"""Shows a sentence on the teacher's screen, whatever has become of the part of the page that was pressed."""

WORLDS = (5, 10, 20, 50)
BUDGETS = (0.01, 0.02, 0.03, 0.05, 0.08)


def set_up(room: "Room", tell: Tell) -> None:
    """The rules of a new game, and the place to hand a saved one over."""
    usual = Rules()
    with ui.element("div").classes("story-ask"):
        ui.label("Who leads the same firm best?").classes("story-question")
        ui.label(
            "Every team leads the same firm, with the same budget, in the same worlds. Each year it decides what the budget "
            "buys. Then all worlds are played, and the teams are compared over all of them, so that luck does not decide."
        ).classes("story-setting")
        with ui.element("div").classes("game-rules"):
            years = ui.select({n: f"{n} year{'s' if n > 1 else ''}" for n in range(1, 11)}, value=usual.years, label="Rounds")
            worlds = ui.select({n: f"{n} worlds" for n in WORLDS}, value=usual.worlds, label="Played in")
            budget = ui.select(
                {one: f"{100 * one:.0f} % of revenue" for one in BUDGETS}, value=usual.budget, label="Budget of every team"
            )
        words = "More worlds tell teams apart better and take longer: each team takes a part of a second in each world."
        ui.label(words).classes("quiet")

        def start() -> None:
            room.open_game(Match(Rules(years=int(years.value), worlds=int(worlds.value), budget=float(budget.value))))

        async def go_on(event: events.UploadEventArguments) -> None:
            await open_saved(room, event.file.name, await event.file.read(), tell)

        ui.button("Open the game", icon="groups", on_click=start).props("no-caps unelevated").classes("play")
        ui.upload(
            label="Or go on with a saved game (.zip)", auto_upload=True, max_file_size=LARGEST_FILE, on_upload=go_on,
            on_rejected=lambda: ui.notify("Only the file that \"Save the game\" gives.", type="warning"),
        ).props("accept=.zip flat bordered").style("width:100%")  # fmt: skip


async def open_saved(room: "Room", name: str, content: bytes, tell: Tell) -> None:
    """Goes on with a saved game: its years are played again, and revealed as they were."""
    try:
        saved = await run.io_bound(opened, name, content)
    except ScenarioError as error:
        tell(str(error))
        return
    if saved is None:
        return
    match = Match.of_saved(saved.game, saved.years)
    room.open_game(match)
    if saved.years:
        outcome = await play_on(room, match, saved.game, tell)
        room.let_in()    # nobody could join while its years were played
        if outcome is not None and csv_text(outcome.rows) != saved.history:
            tell("Played again, the years do not give the numbers that were saved.")


async def play_on(room: "Room", match: Match, game: Game, tell: Tell) -> Outcome | None:
    """Plays a game up to the year that is closed, off the page's clock, and reveals it; None where that failed."""
    try:
        outcome = await played(room, game, match.year)
        course = await run.io_bound(drawn, outcome, game.market.market.currency) if outcome is not None else None
    except RuntimeError as error:
        match.give_up()
        room.changed()
        tell(f"The year could not be played: {error}")
        return None
    if outcome is not None:
        room.course = course or ""
        match.reveal(outcome)
        room.changed()
    return outcome


async def played(room: "Room", game: Game, years: int) -> Outcome | None:
    """What the first years of a game give, with progress in the room; None where the page is closing."""
    room.progress = (0, game.rules.worlds * len(game.teams))

    def count(finished: int, total: int, seconds: float) -> None:
        room.progress = (finished, total)

    jobs = max(1, (os.cpu_count() or 1) - 1)
    return await run.io_bound(lambda: play(game, years, jobs=jobs, progress=count))


def drawn(outcome: Outcome, currency: str) -> str:
    """The course of a game as an `svg` element."""
    return inline_svg(leads_panel(outcome, currency), "course")
