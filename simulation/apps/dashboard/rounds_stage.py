"""The game of rounds on the teacher's screen: who is in, who has decided, the year played, the leaderboard, its history."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from nicegui import events, run, ui

from simulation.presentation.rounds_words import HEADS, board_lines, board_rows
from simulation.records.files import csv_text
from simulation.scenario import ScenarioError
from simulation.scenario.source import LARGEST_FILE
from simulation.studies.rounds.files import archive, team_from_text
from simulation.studies.rounds.game import Game, Rules
from simulation.studies.rounds.match import Match, decision_words
from simulation.studies.rounds.playing import Outcome, play
from simulation.studies.rounds.standing import Standing, leaderboard

if TYPE_CHECKING:
    from simulation.apps.dashboard.room import Room

WORLDS = (5, 10, 20, 50)
BUDGETS = (0.01, 0.02, 0.03, 0.05, 0.08)


class RoundsStage:
    """The whole screen, until it is closed; the game goes on in the room and can be opened again."""

    def __init__(self, room: "Room") -> None:
        self.room = room
        self.year: int | None = None
        """The year whose leaderboard is shown; None: the newest."""
        self.dialog = ui.dialog().props("maximized")
        self.dialog.on("hide", self._leave)
        with self.dialog, ui.card().classes("story").props('aria-label="A game of rounds"'):
            with ui.element("div").classes("story-head"):
                self.title = ui.label("A game of rounds").classes("title")
                ui.button("Back to the market", icon="close", on_click=self.dialog.close).props("flat no-caps")
            self.body = ui.element("div").classes("story-body")
        room.listeners.append(self.draw)
        ui.context.client.on_delete(self._forget)
        self.draw()
        self.dialog.open()

    def _leave(self) -> None:
        self._forget()
        self.dialog.delete()

    def _forget(self) -> None:
        if self.draw in self.room.listeners:
            self.room.listeners.remove(self.draw)

    def draw(self) -> None:
        """What is going on."""
        match = self.room.match
        stages: dict[str, Callable[[Match], None]] = {
            "gathering": self._gathering, "deciding": self._deciding, "playing": self._playing, "revealed": self._revealed,
        }  # fmt: skip
        self.body.clear()
        with self.body:
            if match is None:
                self._set_up()
            else:
                self.title.set_text(f"{match.rules.title}: year {match.year} of {match.rules.years}")
                stages[match.stage](match)

    def _set_up(self) -> None:
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
                self.room.open_game(Match(Rules(years=int(years.value), worlds=int(worlds.value), budget=float(budget.value))))

            ui.button("Open the game", icon="groups", on_click=start).props("no-caps unelevated").classes("play")

    def _gathering(self, match: Match) -> None:
        with ui.element("div").classes("story-ask"):
            show_way_in(self.room)
            count = len(match.teams)
            ui.label(f"{count} team{'' if count == 1 else 's'} in" if count else "Nobody is in yet").classes("story-question")
            with ui.element("div").classes("teams").props('aria-label="Teams"'):
                for name in match.teams:
                    with ui.element("span").classes("team"):
                        ui.label(name + (" (file)" if name in match.by_file else ""))
                        ui.button(icon="close", on_click=lambda one=name: self.room.send_away(one)).props(
                            'flat round dense aria-label="Send away"'
                        )
            start = ui.button("Start year 1", icon="play_arrow", on_click=self._begin).props("no-caps unelevated").classes("play")
            start.set_enabled(bool(match.teams))
            ui.upload(
                label="Or add a team by its decision file (.toml)", auto_upload=True, max_file_size=LARGEST_FILE,
                on_upload=self._by_file, on_rejected=lambda: ui.notify("Only a .toml file of a team.", type="warning"),
            ).props("accept=.toml flat bordered").style("width:100%")  # fmt: skip

    async def _by_file(self, event: events.UploadEventArguments) -> None:
        content = await event.file.read()
        match = self.room.match
        try:
            team = team_from_text(event.file.name, content)
            if match is not None:
                match.join(team, by_file=True)
        except (ScenarioError, ValueError) as error:
            ui.notify(str(error), type="warning", multi_line=True, close_button="Close", timeout=0)
            return
        self.room.changed()

    def _begin(self) -> None:
        assert self.room.match is not None
        self.room.match.begin()
        self.year = None
        self.room.changed()

    def _deciding(self, match: Match) -> None:
        decided = sum(match.has_decided(name) for name in match.teams)
        with ui.element("div").classes("story-ask"):
            ui.label(f"Year {match.year}: what does your budget buy?").classes("story-question")
            ui.label(f"{decided} of {len(match.teams)} teams have decided").classes("story-said")
            with ui.element("div").classes("teams").props('aria-label="Teams"'):
                for name in match.teams:
                    with ui.element("span").classes("team done" if match.has_decided(name) else "team"):
                        ui.icon("check_circle" if match.has_decided(name) else "hourglass_empty")
                        ui.label(name)
                        if name not in match.by_file:
                            ui.button(icon="restart_alt", on_click=lambda one=name: self._let_in_again(one)).props(
                                'flat round dense aria-label="Let in again"'
                            ).tooltip("Lost its tab? Whoever joins under this name next leads the team")
            close = ui.button("Close the round and play", icon="play_arrow", on_click=self.play)
            close.props("no-caps unelevated").classes("play")
            ui.label("A team that has not decided goes on as before.").classes("quiet")
            show_way_in(self.room, small=True)

    def _let_in_again(self, name: str) -> None:
        self.room.send_away(name)
        ui.notify(f"Whoever joins as {name} next leads the team.")

    def _playing(self, match: Match) -> None:
        with ui.element("div").classes("story-ask"):
            ui.label(f"Year {match.year} is played in {match.rules.worlds} worlds ...").classes("story-question")
            with ui.element("div").classes("story-progress").props("aria-live=polite"):
                bar = ui.linear_progress(0.0, show_value=False).props('aria-label="Progress" instant-feedback')
                count = ui.label("").classes("quiet")

            def show() -> None:
                done, total = self.room.progress
                bar.set_value(done / total)
                count.set_text(f"Run {done} of {total}")

            ui.timer(0.2, show)

    async def play(self) -> None:
        """Closes the year and plays it off the page's clock."""
        match = self.room.match
        if match is None or match.stage != "deciding":
            return
        game, room = match.close(), self.room
        room.changed()
        try:
            outcome = await self._played(game, match.year)
        except RuntimeError as error:
            match.give_up()
            room.changed()
            ui.notify(f"The year could not be played: {error}", type="negative")
            return
        if outcome is not None:
            match.reveal(outcome)
            room.changed()

    async def _played(self, game: Game, years: int) -> Outcome | None:
        room = self.room
        room.progress = (0, game.rules.worlds * len(game.teams))

        def tell(finished: int, total: int, seconds: float) -> None:
            room.progress = (finished, total)

        jobs = max(1, (os.cpu_count() or 1) - 1)
        return await run.io_bound(lambda: play(game, years, jobs=jobs, progress=tell))

    def _revealed(self, match: Match) -> None:
        outcome = match.outcome
        assert outcome is not None
        year = min(self.year or outcome.years, outcome.years)
        board = leaderboard(outcome, year)
        currency = match.game.market.market.currency
        with ui.element("div").classes("game-board"):
            with ui.element("div").classes("chips"):
                ui.label("After year").classes("quiet")
                for one in range(1, outcome.years + 1):
                    chip = ui.button(str(one), on_click=lambda at=one: self._show_year(at)).props("flat no-caps")
                    chip.classes("on" if one == year else "").props(f'aria-label="After year {one}"')
            with ui.element("table").classes("plain board").props('aria-label="Leaderboard"'):
                with ui.element("tr"):
                    for head in HEADS:
                        with ui.element("th"):
                            ui.label(head)
                for standing, row in zip(board.standings, board_rows(board, currency), strict=True):
                    with ui.element("tr"):
                        for head, cell in zip(HEADS, row, strict=True):
                            with ui.element("td"):
                                ui.label(cell)
                                if head == HEADS[2]:
                                    rank_bar(standing, len(board.standings))
            for line in board_lines(board):
                ui.label(line).classes("story-setting")
            with ui.element("div").classes("chips"):
                if match.is_over:
                    ui.button("A new game", icon="replay", on_click=lambda: self.room.open_game(None)).props("flat no-caps")
                else:
                    ui.button(f"Start year {match.year + 1}", icon="play_arrow", on_click=self._begin).props(
                        "no-caps unelevated"
                    ).classes("play")
                ui.button("Save the game", icon="save", on_click=self.save).props("flat no-caps").tooltip(
                    "Decision files: unpack them, and centricity rounds game --replay gives every number again"
                )
                ui.button("Play it again and compare", icon="fact_check", on_click=self.replay).props("flat no-caps")
                self.said = ui.label("").classes("quiet").props("aria-live=polite")
            ui.label("What was decided").classes("story-question")
            self._history(match, outcome)

    @staticmethod
    def _history(match: Match, outcome: Outcome) -> None:
        boards = {year: leaderboard(outcome, year) for year in range(1, outcome.years + 1)}
        for name in outcome.teams:
            ui.label(name).classes("guest-group")
            for year, board in boards.items():
                rank = next(one.rank for one in board.standings if one.team == name)
                words = decision_words(match.teams[name].decisions.get(year, {}))
                ui.label(f"Year {year}, place {rank}: {words}").classes("sentence")

    def _show_year(self, year: int) -> None:
        self.year = year
        self.draw()

    def save(self) -> None:
        """Hands the game over as decision files."""
        match = self.room.match
        assert match is not None
        ui.download.content(archive(match.game, match.outcome), "game.zip")

    async def replay(self) -> None:
        """Plays everything again and says whether every number is the same."""
        match, said = self.room.match, self.said
        assert match is not None
        assert match.outcome is not None
        before = match.outcome
        said.set_text("Playing again ...")
        game = Game(match.rules, tuple(match.teams[name] for name in before.teams))
        again = await self._played(game, before.years)
        if again is not None and not said.is_deleted:
            same = csv_text(again.rows) == csv_text(before.rows)
            said.set_text("Every number is the same." if same else "The numbers differ.")


def rank_bar(standing: Standing, count: int) -> None:
    """The interval of a rank as a bar on the line from first to last."""
    width = 100 / count
    with ui.element("div").classes("rank-track").props('aria-hidden="true"'):
        ui.element("div").classes("rank-span").style(
            f"left:{(standing.best - 1) * width:.2f}%;width:{(standing.worst - standing.best + 1) * width:.2f}%"
        )
        ui.element("div").classes("rank-dot").style(f"left:{(standing.rank - 0.5) * width:.2f}%")


def show_way_in(room: "Room", small: bool = False) -> None:
    """Address and code, for everybody in the room to read."""
    with ui.element("div").classes("way-in small" if small else "way-in"):
        ui.label("Join at").classes("quiet")
        ui.label(room.addresses[0] if room.addresses else "/join").classes("way-address")
        ui.label("with the code").classes("quiet")
        ui.label(room.door.join_code).classes("way-code")
