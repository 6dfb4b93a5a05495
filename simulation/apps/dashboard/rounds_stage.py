"""The game of rounds on the teacher's screen: who is in, who has decided, the year played, the leaderboard, its history."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from nicegui import events, ui

from simulation.apps.dashboard.rounds_board import show_board, show_course, show_history
from simulation.apps.dashboard.rounds_setup import play_on, played, set_up
from simulation.records.files import csv_text
from simulation.scenario import ScenarioError
from simulation.scenario.source import LARGEST_FILE
from simulation.studies.rounds.archive import archive
from simulation.studies.rounds.files import team_from_text
from simulation.studies.rounds.game import Game
from simulation.studies.rounds.match import Match

if TYPE_CHECKING:
    from simulation.apps.dashboard.room import Room


class RoundsStage:
    """The whole screen, until it is closed; the game goes on in the room and can be opened again."""

    def __init__(self, room: "Room") -> None:
        self.room, self.client = room, ui.context.client
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

    def tell(self, words: str) -> None:
        """Shows a sentence until it is closed; works from a button that is gone by now."""
        with self.client:
            ui.notify(words, type="warning", multi_line=True, close_button="Close", timeout=0)

    def draw(self) -> None:
        """What is going on."""
        match = self.room.match
        stages: dict[str, Callable[[Match], None]] = {
            "gathering": self._gathering, "deciding": self._deciding, "playing": self._playing, "revealed": self._revealed,
        }  # fmt: skip
        self.body.clear()
        with self.body:
            if match is None:
                set_up(self.room, self.tell)
            else:
                self.title.set_text(f"{match.rules.title}: year {match.year} of {match.rules.years}")
                stages[match.stage](match)

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
            self.tell(str(error))
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
        self.tell(f"Whoever joins as {name} next leads the team.")

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
        """Closes the year and plays it."""
        match = self.room.match
        if match is None or match.stage != "deciding":
            return
        game = match.close()
        self.room.changed()
        await play_on(self.room, match, game, self.tell)

    def _revealed(self, match: Match) -> None:
        outcome = match.outcome
        assert outcome is not None
        year = min(self.year or outcome.years, outcome.years)
        with ui.element("div").classes("game-board"):
            show_board(match, outcome, year, self._show_year)
            with ui.element("div").classes("chips"):
                if match.is_over:
                    ui.button("A new game", icon="replay", on_click=lambda: self.room.open_game(None)).props("flat no-caps")
                else:
                    ui.button(f"Start year {match.year + 1}", icon="play_arrow", on_click=self._begin).props(
                        "no-caps unelevated"
                    ).classes("play")
                ui.button("Save the game", icon="save", on_click=self.save).props("flat no-caps").tooltip(
                    "To go on with it another day; unpacked, centricity rounds game --replay gives every number again"
                )
                ui.button("Play it again and compare", icon="fact_check", on_click=self.replay).props("flat no-caps")
                self.said = ui.label("").classes("quiet").props("aria-live=polite")
            if self.room.course:
                show_course(self.room.course, outcome)
            show_history(match, outcome)

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
        again = await played(self.room, game, before.years)
        if again is not None and not said.is_deleted:
            same = csv_text(again.rows) == csv_text(before.rows)
            said.set_text("Every number is the same." if same else "The numbers differ.")


def show_way_in(room: "Room", small: bool = False) -> None:
    """Address and code, for everybody in the room to read."""
    with ui.element("div").classes("way-in small" if small else "way-in"):
        ui.label("Join at").classes("quiet")
        ui.label(room.addresses[0] if room.addresses else "/join").classes("way-address")
        ui.label("with the code").classes("quiet")
        ui.label(room.door.join_code).classes("way-code")
