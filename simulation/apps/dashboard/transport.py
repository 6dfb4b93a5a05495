"""The bar below: play, one month, back, reset, the months, speed, and what can be laid over the charts."""

import asyncio
from typing import TYPE_CHECKING

from nicegui import background_tasks, run, ui

from simulation.apps.dashboard import legend, steering, views
from simulation.studies.live.band import band

if TYPE_CHECKING:
    from simulation.apps.dashboard.page import Page

LUCKS = 20
"""Lucks that can be chosen: those of a band."""

BAND_RUNS = 20
"""Runs of a band: enough for a tenth on either side."""


class Transport:
    """The controls at the foot of a page."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self._band: asyncio.Task[None] | None = None
        self._moving = False
        with ui.element("div").classes("keys"):
            self._small("Reset", "first_page", page.reset, "Back to the start, nothing decided")
            self._small("Back", "navigate_before", page.back, "One month back")
            self.play = ui.button("Play", icon="play_arrow", on_click=page.toggle).props("no-caps unelevated").classes("play")
            self._small("One month", "navigate_next", page.one_month, "One month more")
        self.slider = ui.slider(min=0, max=page.session.last, step=1, value=0, on_change=self._slide)
        self.slider.props('aria-label="Month" snap').style("padding:0 .8rem")
        with ui.element("div").classes("keys"):
            self._extras()
        with ui.element("div").classes("below"):
            with ui.element("div").classes("chips"):
                ui.label("Also show").classes("quiet")
                self.chips = {
                    view.key: ui.button(view.title, on_click=lambda key=view.key: page.toggle_detail(key)).props("flat no-caps")
                    for view in views.DETAILS
                }
            self.busy = ui.element("span").classes("busy")
            with self.busy:
                ui.spinner(size="1.3rem")
                self.busy_words = ui.label("")
            self.busy.set_visibility(False)

    def _extras(self) -> None:
        """What is laid over the charts, and the speed."""
        from simulation.apps.dashboard.page import SPEEDS

        self.pin_button = self._small("Pin", "push_pin", self.pin, "Keep this run as a dashed baseline")
        self.band_button = self._small("Band", "blur_on", self.band, f"How far {BAND_RUNS} runs on other luck spread")
        self.luck = ui.select(
            {luck: f"Luck {luck + 1}" for luck in range(LUCKS)}, value=self.page.session.replication, on_change=self._luck
        ).props('dense borderless options-dense aria-label="Luck"').classes("luck-choice").tooltip(
            "The same firm, strategies and decisions with other chances: who meets whom, what fails, who hears of it"
        )
        self.speed = ui.select(
            {speed: f"{speed} months a second" if speed > 1 else "1 month a second" for speed in SPEEDS},
            value=self.page.speed, on_change=self._speed,
        ).props('dense borderless options-dense aria-label="Speed"').classes("speed")  # fmt: skip

    def _luck(self) -> None:
        if int(self.luck.value) != self.page.session.replication:
            steering.with_luck(self.page, int(self.luck.value))

    def next_luck(self) -> None:
        """The next of the lucks that can be chosen; after the last the first again."""
        self.luck.set_value((self.page.session.replication + 1) % LUCKS)

    def show_luck(self) -> None:
        """Shows the luck of a session that is new to the page."""
        self.luck.set_value(self.page.session.replication)

    @staticmethod
    def _small(name: str, icon: str, does: object, hint: str) -> ui.button:
        return ui.button(name, icon=icon, on_click=does).props("flat no-caps").tooltip(hint)  # type: ignore[arg-type]

    def _slide(self) -> None:
        if not self._moving and int(self.slider.value) != self.page.session.month:
            self.page.go_to(int(self.slider.value))

    def _speed(self) -> None:
        self.page.speed = int(self.speed.value)

    def show_speed(self) -> None:
        """Shows the speed that was chosen by key."""
        self.speed.set_value(self.page.speed)

    def show_playing(self, playing: bool) -> None:
        """Play or pause on the large button."""
        self.play.set_text("Pause" if playing else "Play")
        self.play.props(f"icon={'pause' if playing else 'play_arrow'}")

    def show_month(self) -> None:
        """Moves the slider without being moved by it."""
        self._moving = True
        self.slider.props(f"max={self.page.session.last}")
        self.slider.set_value(self.page.session.month)
        self._moving = False

    def show_details(self, keys: list[str]) -> None:
        """Marks which charts on demand are open."""
        for key, chip in self.chips.items():
            chip.classes(add="on") if key in keys else chip.classes(remove="on")
            chip.props(f"aria-pressed={'true' if key in keys else 'false'}")

    def tell_progress(self, done: int | None, of: int = 0, what: str = "Simulating, month") -> None:
        """What is being worked at; None: nothing any more."""
        self.busy.set_visibility(done is not None)
        if done is not None:
            self.busy_words.set_text(f"{what} {max(0, done)} of {of}")

    def pin(self) -> None:
        """Pins the first world as the baseline, or lets go of what is pinned."""
        session = self.page.session
        if session.pinned is None:
            session.pin(self._to_pin())
        else:
            session.unpin()
        self.pin_button.set_text("Pin" if session.pinned is None else "Unpin")
        self.page.changed()

    def _to_pin(self) -> str:
        """The world that was decided in last, else the first."""
        session = self.page.session
        return session.decisions[-1].world if session.decisions else next(iter(session.worlds))

    def band(self) -> None:
        """Simulates other luck and lays the band over the charts; a second call stops or removes it."""
        if self._band is not None and not self._band.done():
            self._band.cancel()
            self.tell_progress(None)
            return
        if self.page.bands:
            self.page.bands = {}
            self.band_button.set_text("Band")
            self.page.redraw()
            legend.show(self.page)
            return
        self._band = background_tasks.create(self._simulate_band())

    async def _simulate_band(self) -> None:
        page, session = self.page, self.page.session
        wanted, finished = True, 0
        measures = [view.key for view in (*views.MAIN, *views.DETAILS) if view.kind == "lines"]
        total = BAND_RUNS * len(session.worlds)
        self.band_button.set_text("Stop")

        def done(_: int) -> None:
            nonlocal finished
            finished += 1

        try:
            for world in list(session.worlds):
                job = asyncio.ensure_future(
                    run.io_bound(
                        band, session.scenario_of(world), session.firm, BAND_RUNS, measures, done,
                        lambda: wanted and not page.gone and page.session is session,
                    )
                )  # fmt: skip
                while not job.done():
                    await asyncio.wait([job], timeout=0.2)
                    self.tell_progress(finished, total, "Other luck, run")
                found = await job
                if found is None:
                    return
                page.bands[world] = found
                page.redraw()
                legend.show(page)
        finally:
            wanted = False
            self.tell_progress(None)
            self.band_button.set_text("Hide band" if page.bands else "Band")
