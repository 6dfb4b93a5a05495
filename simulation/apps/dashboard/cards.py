"""A card of the page: title, the values of the month that is shown, and the chart."""

from typing import TYPE_CHECKING

from nicegui import ui

from simulation.apps.dashboard import views
from simulation.presentation import live_charts
from simulation.presentation.live_charts import Axis, Line, widened

if TYPE_CHECKING:
    from simulation.apps.dashboard.page import Page


ONCE = "(() => { let told = false; return () => { if (!told) { told = true; emit(); } }; })()"
"""A JavaScript handler that tells of the first event only."""


class Card:
    """One chart with its title; `draw` makes it anew, `show` moves it to the month that is shown."""

    def __init__(self, page: "Page", view: views.View) -> None:
        self.page, self.view = page, view
        self.axis: Axis | None = None
        self.lines: list[Line] = []
        self.named = view in views.MAIN
        with ui.element("article").classes("card").props(f'aria-label="{view.title}"'):
            self.head = ui.element("div").classes("card-head")
            with self.head:
                ui.label(view.title).classes("card-title").tooltip(view.note)
                self.unit = ui.label(view.unit).classes("card-unit")
            self.values: dict[str, ui.label] = {}
            self.is_ready = False
            self.chart = ui.echart({}).classes("chart").props(f'role="img" aria-label="Chart: {view.title}. {view.note}"')
            self.chart.on("chart:finished", self._ready, js_handler=ONCE)

    def _ready(self) -> None:
        """The browser has drawn the chart once, so that from now on changes alone will do."""
        self.is_ready = True

    def forget_axis(self) -> None:
        """The next drawing may choose the axis freely: another world is shown."""
        self.axis = None

    def draw(self) -> None:
        """The whole chart; its axis stays unless something lies beyond it."""
        page, session = self.page, self.page.session
        if session.available < 0:
            return
        self.axis = widened(self.axis, views.axis_of(self.view, session, page.bands))
        unit = views.unit_for(self.view, session)
        if self.view.kind == "lines":
            self.lines = views.lines_of(self.view, session, page.bands)
            options = live_charts.line_chart(self.lines, session.month, session.last, self.axis, unit, page.look, self.named)
            self._name_values()
            self._show_values()
        else:
            options = views.bar_options(self.view, session, self.axis, page.look)
        self.chart.options.clear()
        self.chart.options.update(options)
        self.chart.update()

    def show(self) -> None:
        """The month that is shown, in the chart as it is."""
        session = self.page.session
        if not self.is_ready:
            self.draw()
            return
        if self.view.kind == "lines":
            changes = live_charts.line_data(self.lines, session.month, self.page.look, self.named)
            self._show_values()
        else:
            changes = views.bar_changes(self.view, session)
        self.chart.run_chart_method("setOption", changes)

    def _name_values(self) -> None:
        for label in self.values.values():
            label.delete()
        with self.head:
            self.unit.move(self.head)
            small = ";font-size:1.1rem" if len(self.lines) > 2 else ""
            self.values = {
                line.key: ui.label("").classes("card-value").style(f"color:{self.page.look.type(line.colour)}{small}")
                for line in self.lines
                if not line.dashed
            }

    def _show_values(self) -> None:
        session = self.page.session
        unit = views.unit_for(self.view, session)
        for line in self.lines:
            if line.key in self.values:
                self.values[line.key].set_text(live_charts.now_in_words(line, session.month, unit))


