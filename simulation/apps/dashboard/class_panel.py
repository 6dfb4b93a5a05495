"""The panel of the class: how one joins, who is in, and the game of rounds."""

from typing import TYPE_CHECKING

from nicegui import ui

from simulation.apps.dashboard.door import JOIN
from simulation.apps.dashboard.panels import PANELS, Panel
from simulation.apps.dashboard.rounds_stage import RoundsStage, show_way_in

if TYPE_CHECKING:
    from simulation.apps.dashboard.page import Page


class ClassPanel:
    """Shown to the teacher; those who join have a page of their own."""

    def __init__(self, page: "Page") -> None:
        self.room = page.room
        ui.label("The class").style("font-size:1.4rem;font-weight:700")
        show_way_in(self.room, small=True)
        with ui.element("div").classes("chips"):
            ui.button("A game of rounds", icon="emoji_events", on_click=lambda: RoundsStage(self.room)).props(
                "no-caps unelevated"
            )
            ui.button("A team's tab here", icon="open_in_new", on_click=lambda: ui.navigate.to(JOIN, new_tab=True)).props(
                "flat no-caps"
            )
        if len(self.room.addresses) == 1 and "127.0.0.1" in self.room.addresses[0]:
            ui.label(
                "Only tabs of this machine can join. To let a class in over the local network, start the page with --host and "
                "this machine's address."
            ).classes("sentence")
        self.body = ui.element("div").style("width:100%")
        self.room.listeners.append(self.draw)
        ui.context.client.on_delete(self._forget)
        self.draw()

    def _forget(self) -> None:
        if self.draw in self.room.listeners:
            self.room.listeners.remove(self.draw)

    def draw(self) -> None:
        """Who is in."""
        if self.body.is_deleted:
            self._forget()
            return
        self.body.clear()
        with self.body:
            count = len(self.room.guests)
            ui.label(f"{count} in the class" if count else "Nobody is in yet.").classes("guest-group")
            for guest in list(self.room.guests.values()):
                with ui.element("div").classes("entry"):
                    ui.label(guest.name).classes("entry-text")
                    ui.button(icon="close", on_click=lambda one=guest.name: self.room.send_away(one)).props(
                        'flat round dense aria-label="Send away"'
                    )


PANELS.append(Panel("Class", "groups", "c", "the class: join code, game of rounds", ClassPanel))
"""The class that has joined."""
