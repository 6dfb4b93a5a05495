"""The page of a team: join with code and name, decide for a year, wait, and see what came of it. Nothing else."""

from typing import TYPE_CHECKING

from nicegui import ui

from simulation.apps.dashboard.door import address_of
from simulation.apps.dashboard.predicting import show_survey
from simulation.apps.dashboard.team_deciding import TeamDeciding
from simulation.apps.dashboard.team_results import show_results
from simulation.scenario import ScenarioError
from simulation.studies.rounds.game import LONGEST_NAME

if TYPE_CHECKING:
    from simulation.apps.dashboard.room import Guest, Room

REMEMBER = "sessionStorage.setItem('centricity-team', {token})"
COME_BACK = (
    "const token = sessionStorage.getItem('centricity-team'); if (token) emitEvent('centricity-token', { token: token })"
)
"""A tab that is loaded anew says who it is; the token stays in that tab."""


class GuestPage:
    """A tab of the class; it follows the room and holds nothing but what its team has not yet decided."""

    def __init__(self, room: "Room") -> None:
        self.room = room
        self.guest: Guest | None = None
        self.shown: object = None

    def build(self) -> None:
        """Lays the page out in the tab that is being opened."""
        client = ui.context.client
        self.address = address_of(client.request.scope)
        ui.page_title("Centricity: join")
        ui.on("centricity-token", lambda event: self._come_back(event.args.get("token")))
        self.body = ui.element("main").classes("guest")
        self.room.listeners.append(self.follow)
        client.on_delete(lambda: self.room.listeners.remove(self.follow))
        self.follow()
        ui.run_javascript(COME_BACK)

    def follow(self) -> None:
        """Shows what is going on; what the guest is doing is left alone while that stays the same."""
        if self.guest is not None and self.room.back(self.guest.token) is None:
            self.guest = None
        if self.guest is None:
            self._show("join", self._ask_to_join)
            return
        guest, match, survey = self.guest, self.room.match, self.room.survey
        if survey is not None:
            state = "revealed" if survey.revealed else "closed" if survey.closed else "open"
            self._show((survey, state, guest.name in survey.said), lambda: show_survey(self.room, survey, guest.name))
            return
        out = match is not None and match.is_over and not self.room.plays(guest)
        if match is None or out or match.stage == "gathering":
            self._show(("in", match is None), lambda: self._wait("You are in.", "Wait for the first question on the screen."))
        elif not self.room.plays(guest):
            self._show("beside", lambda: self._wait("The game is full.", f"It has {len(match.teams)} teams. Watch the screen."))
        elif match.stage == "deciding":
            if match.has_decided(guest.name):
                self._show(("locked", match.year), self._locked)
            else:
                self._show(("deciding", match.year), lambda: TeamDeciding(match, guest.name, self.room.changed))
        elif match.stage == "playing":
            self._show("playing", lambda: self._wait(f"Year {match.year} is played.", "Look at the screen."))
        else:
            self._show(("revealed", match.year), lambda: show_results(match, guest.name, self.room.course))

    def _show(self, what: object, build: "object") -> None:
        if self.shown is not None and self.shown == what:
            return
        self.shown = what
        self.body.clear()
        with self.body:
            if self.guest is not None:
                ui.label(self.guest.name).classes("guest-name")
            build()  # type: ignore[operator]

    def _ask_to_join(self) -> None:
        ui.label("Join the class").classes("story-question")
        code = ui.input("Code on the screen").props('outlined maxlength=20 autocomplete=off autocapitalize=characters')
        name = ui.input("Name of your team").props(f"outlined maxlength={LONGEST_NAME} autocomplete=off")
        said = ui.label("").classes("guest-problem").props("role=alert")

        def join() -> None:
            try:
                if not self.room.door.joins(code.value, self.address):
                    said.set_text("This is not the code on the screen.")
                    return
                guest = self.room.join(name.value)
            except (ScenarioError, PermissionError) as error:
                said.set_text(_plain(error))
                return
            self._enter(guest)

        ui.button("Join", on_click=join).props("no-caps unelevated").classes("play")
        name.on("keydown.enter", join)

    def _enter(self, guest: "Guest") -> None:
        self.guest = guest
        ui.run_javascript(REMEMBER.format(token=f"'{guest.token}'"))
        self.follow()

    def _come_back(self, token: object) -> None:
        guest = self.room.back(token)
        if guest is not None and self.guest is None:
            self.guest = guest
            self.follow()

    def _locked(self) -> None:
        match, guest = self.room.match, self.guest
        assert match is not None
        assert guest is not None
        self._wait(f"Locked in for year {match.year}.", "Wait until the round is closed.")

        def again() -> None:
            if match.stage == "deciding":
                match.unlock(guest.name)
                self.room.changed()

        ui.button("Decide again", icon="undo", on_click=again).props("flat no-caps")

    @staticmethod
    def _wait(first: str, then: str) -> None:
        ui.label(first).classes("story-question")
        ui.label(then).classes("story-setting")


def _plain(error: Exception) -> str:
    if not isinstance(error, ScenarioError):
        return str(error)
    one = error.problems[0]
    return f"{one.message}: {one.allowed}." if one.allowed else f"{one.message}."
