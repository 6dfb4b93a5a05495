"""One tab of the classroom page: a session of its own, its charts, its clock."""

import asyncio
import time
from collections.abc import Callable

from nicegui import background_tasks, run, ui

from simulation.apps.dashboard import keyboard, legend, views
from simulation.apps.dashboard.cards import Card
from simulation.apps.dashboard.panels import PANELS, Panel
from simulation.apps.dashboard.room import Room
from simulation.apps.dashboard.transport import Transport
from simulation.presentation.live_charts import Look
from simulation.studies.live.band import Band
from simulation.studies.live.session import Session

SPEEDS = (1, 2, 5, 10, 20)
"""Months a second that can be chosen."""

USUAL_SPEED = 10

MOST_DETAILS = 3
"""Charts on demand that are open at a time."""

Heard = Callable[[], None]


class Page:
    """A tab. Nothing in it is shared with another tab but simulated months, which never change.

    session   what is shown; replace it with `open_session`
    room      the class that has joined at this server
    on_month  called after every month that is shown; a panel or a story appends its own
    on_change called when the session was replaced, decided in, or its runs changed
    """

    session: Session
    transport: Transport

    def __init__(self, session: Session, title: str = "", dark: bool = False, room: Room | None = None) -> None:
        self.session = session
        self.room = room or Room()
        self.title = title or session.scenario.title or session.scenario.name
        self.speed = USUAL_SPEED
        self.playing = False
        self.bands: dict[str, Band] = {}
        self.look = Look(dark)
        self.on_month: list[Heard] = []
        self.on_change: list[Heard] = []
        self.main: list[Card] = []
        self.details: list[Card] = []
        self.panel: Panel | None = None
        self.gone = False
        self._goal: int | None = None
        self._clock: asyncio.Task[None] | None = None
        self._working: asyncio.Task[None] | None = None
        self._panel_listeners: tuple[int, int] = (0, 0)

    def build(self) -> None:
        """Lays the page out in the tab that is being opened."""
        self.client = ui.context.client
        self.client.on_delete(self._leave)
        self.dark = ui.dark_mode(self.look.dark)
        ui.page_title("Centricity")
        ui.on("centricity-key", lambda event: keyboard.press(self, str(event.args["key"])))
        ui.on("centricity-width", lambda event: self._resize(int(event.args["width"])))
        with ui.header().classes("top"):
            self._top()
        self.drawer = ui.right_drawer(value=False, fixed=True).props("width=410 bordered :breakpoint=900").classes("drawer")
        with ui.element("main").classes("stage"):
            self.legend_row = ui.element("div").classes("legend")
            with ui.element("section").classes("charts").props('aria-label="Charts"'):
                self.main = [Card(self, view) for view in views.MAIN]
            self.more = ui.element("section").classes("details empty").props('aria-label="More charts"')
        with ui.footer().classes("transport"):
            self.transport = Transport(self)
        ui.run_javascript("window.dispatchEvent(new Event('centricity-ready'))")
        self._begin()

    def _top(self) -> None:
        from simulation.apps.dashboard.opening import choose

        with ui.element("div").classes("top-left"):
            self.heading = ui.button(self.title, icon="menu_book", on_click=lambda: choose(self)).props("flat no-caps")
            self.heading.classes("title").tooltip("Open another scenario")
        self.month_label = ui.label(f"Month {self.session.month}").classes("month").props('aria-live="polite"')
        with ui.element("div").classes("top-right"):
            for panel in PANELS:
                ui.button(panel.name, icon=panel.icon, on_click=lambda one=panel: self.toggle_panel(one)).props("flat no-caps")
            ui.button(icon="contrast", on_click=self.switch_look).props('flat round aria-label="Light or dark"')
            ui.button(icon="keyboard", on_click=lambda: keyboard.tell_keys()).props('flat round aria-label="Keys"')

    # ------------------------------------------------------------------------------------------------------ the session

    def open_session(self, session: Session, title: str = "") -> None:
        """Shows another session from its month on; what was decided in the old one is gone with it."""
        self.pause()
        self.session, self._goal = session, None
        self.transport.show_luck()
        self.title = title or session.scenario.title or session.scenario.name
        self.heading.set_text(self.title)
        self.bands = {}
        self._begin()

    def with_strategies(self, strategies: list[str]) -> None:
        """The same scenario with other strategies of the focal firm, from the start."""
        try:
            self.open_session(self.session.with_strategies(strategies), self.title)
        except ValueError as error:
            ui.notify(str(error), type="warning")

    def _begin(self) -> None:
        """Draws a session that is new to the page, or waits for its first months."""
        for card in (*self.main, *self.details):
            card.forget_axis()
        self.worlds_changed()

    def worlds_changed(self) -> None:
        """To be called after worlds were added or taken away, or live on other luck."""
        legend.show(self)
        self.changed()

    def changed(self) -> None:
        """To be called after the session was decided in, undone, pinned or given other luck: draws and simulates anew."""
        self.redraw()
        self._tell(self.on_change)
        if self.session.available < self.session.last:
            self._work()

    def redraw(self) -> None:
        """Draws everything from the session as it is."""
        if self.session.available < self.session.month:
            return
        for card in (*self.main, *self.details):
            card.draw()
        self._show_month()

    def _work(self) -> None:
        """Simulates ahead in a thread, with progress; the page stays free."""
        if self._working is None or self._working.done():
            self._working = background_tasks.create(self._simulate())

    async def _simulate(self) -> None:
        while not self.gone and self.session.available < self.session.last:
            session, told = self.session, time.monotonic()
            job = asyncio.ensure_future(run.io_bound(session.prepare, None, None, self._wants(session)))
            while not job.done():
                await asyncio.wait([job], timeout=0.1)
                if not job.done() and session is self.session and time.monotonic() - told > 0.3:
                    self.transport.tell_progress(session.available, session.last)
                if not job.done() and session is self.session:
                    if session.available >= session.month and not self.playing:
                        self.redraw()
                    self._reach_goal()
            await job
        if not self.gone:
            self.transport.tell_progress(None)
            self.redraw()
            self._reach_goal()

    def _wants(self, session: Session) -> Callable[[], bool]:
        """Whether a session is still to be simulated for this tab."""
        return lambda: session is self.session and not self.gone

    def _reach_goal(self) -> None:
        """Goes where the user wanted to go before it was simulated."""
        if self._goal is not None and self.session.available >= self._goal:
            self.go_to(self._goal)

    # -------------------------------------------------------------------------------------------------------- the clock

    def play(self) -> None:
        """Plays on to the last month, `speed` months a second; from the start where the end was reached."""
        if self.playing:
            return
        if self.session.month >= self.session.last:
            self.go_to(0)
        self.playing = True
        self.transport.show_playing(True)
        self._clock = background_tasks.create(self._run_clock())

    def pause(self) -> None:
        """Stops where it is."""
        self.playing = False
        self.transport.show_playing(False)

    def toggle(self) -> None:
        """Plays or pauses."""
        if self.playing:
            self.pause()
        else:
            self.play()

    async def _run_clock(self) -> None:
        due = time.monotonic()
        while self._plays() and self.session.month < self.session.last:
            due += 1.0 / self.speed
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            while self._plays() and self.session.available <= self.session.month:
                await asyncio.sleep(0.02)
                due = time.monotonic()
            if self._plays():
                self._move(self.session.month + 1)
        if self._plays():
            self.pause()

    def _plays(self) -> bool:
        return self.playing and not self.gone

    def go_to(self, month: int) -> None:
        """Shows the end of a month, earlier or later; where it is not simulated yet, as soon as it is."""
        month = max(0, min(month, self.session.last))
        self._goal = month if month > self.session.available else None
        if self._goal is None:
            self._move(month)

    def one_month(self) -> None:
        """One month more, and stops."""
        self.pause()
        self.go_to((self._goal or self.session.month) + 1)

    def back(self) -> None:
        """One month back, and stops."""
        self.pause()
        self.go_to(self.session.month - 1)

    def reset(self) -> None:
        """Everything back to the start: month 0, nothing decided."""
        self.pause()
        self._goal = None
        self.session.reset()
        self.bands = {}
        self.changed()

    def _move(self, month: int) -> None:
        self.session.go_to(month)
        for card in (*self.main, *self.details):
            card.show()
        self._show_month()

    def _show_month(self) -> None:
        self.month_label.set_text(f"Month {self.session.month}")
        self.transport.show_month()
        self._tell(self.on_month)

    @staticmethod
    def _tell(listeners: list[Heard]) -> None:
        for heard in list(listeners):
            heard()

    # ------------------------------------------------------------------------------------------------ around the charts

    def toggle_detail(self, key: str) -> None:
        """Opens or closes a chart on demand; the oldest makes room."""
        shown = [card.view.key for card in self.details]
        keys = [one for one in shown if one != key] if key in shown else [*shown, key][-MOST_DETAILS:]
        self.more.clear()
        self.more.classes(remove="empty") if keys else self.more.classes(add="empty")
        with self.more:
            self.details = [Card(self, views.view(one)) for one in keys]
        for card in self.details:
            card.draw()
        self.transport.show_details(keys)

    def toggle_panel(self, panel: Panel) -> None:
        """Opens a panel, or closes it where it is open."""
        months, changes = self._panel_listeners
        if self.panel is not None:
            del self.on_month[months:], self.on_change[changes:]
        self.drawer.clear()
        if self.panel is panel:
            self.panel = None
            self.drawer.hide()
            return
        self.panel = panel
        self._set_width()
        self._panel_listeners = len(self.on_month), len(self.on_change)
        with self.drawer, ui.element("section").classes("panel").props(f'aria-label="{panel.name}"'):
            panel.build(self)
        self.drawer.show()

    def switch_look(self) -> None:
        """Light to dark and back."""
        self.look = Look(not self.look.dark, self.look.size)
        self.dark.set_value(self.look.dark)
        legend.show(self)
        self.redraw()
        self._tell(self.on_change)

    def _resize(self, width: int) -> None:
        size = max(14, min(24, round(width * 0.0125)))
        if size != self.look.size:
            self.look = Look(self.look.dark, size)
            self._set_width()
            self.redraw()

    def _set_width(self) -> None:
        """The panel's width grows with the type."""
        rem = 34 if self.panel is not None and self.panel.wide else 25.6
        self.drawer.props(f"width={round(rem * self.look.size)}")

    def change_speed(self, steps: int) -> None:
        """The next faster or slower speed."""
        at = SPEEDS.index(self.speed) + steps
        self.speed = SPEEDS[max(0, min(at, len(SPEEDS) - 1))]
        self.transport.show_speed()

    def _leave(self) -> None:
        self.gone = True
        self.playing = False

