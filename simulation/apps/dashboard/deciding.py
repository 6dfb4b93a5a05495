"""The panel in which the firm is steered: every control with its value, its unit and one sentence; undo, history, save."""

from typing import TYPE_CHECKING, Any

from nicegui import ui

from simulation.apps.dashboard import steering, views
from simulation.apps.dashboard.notebook import notebook_text
from simulation.apps.dashboard.panels import PANELS, Panel
from simulation.scenario import ScenarioError
from simulation.scenario.policy import LEVERS
from simulation.scenario.shape import listed
from simulation.studies.live import controls
from simulation.studies.live.controls import Control

if TYPE_CHECKING:
    from simulation.apps.dashboard.page import Page

CHOICE_WORDS = {
    "reactive": "waits for complaints", "proactive": "looks for failures first",
    "complaints": "complaints", "wants": "what customers say they want", "needs": "what customers need",
}  # fmt: skip


class Deciding:
    """What is being decided for one world, until it is put into force."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        names = list(page.session.worlds)
        self.world = page.session.decisions[-1].world if page.session.decisions else names[0]
        self.planned: dict[str, Any] = {}
        self.body = ui.element("div").style("width:100%")
        self.build()
        page.on_change.append(self.build)
        page.on_month.append(self.show_month)

    def build(self) -> None:
        """The whole panel, from the session as it is."""
        session = self.page.session
        if self.world not in session.worlds:
            self.world = next(iter(session.worlds))
        self.settings = session.settings(self.world)
        self.planned = {key: value for key, value in self.planned.items() if value != self.settings[key]}
        colours, look = views.colours_of(session), self.page.look
        self.body.clear()
        with self.body:
            with ui.element("div").classes("sticky"):
                ui.label(f"Decide for {session.firm}").style("font-size:1.4rem;font-weight:700")
                with ui.element("div").classes("chips"):
                    for name in session.worlds:
                        chip = ui.button(name, on_click=lambda one=name: self.choose(one)).props("flat no-caps")
                        chip.style(f"color:{look.type(colours[name])} !important;font-weight:700")
                        if name == self.world:
                            chip.style(f"box-shadow:inset 0 0 0 2px {look.line(colours[name])}")
                        chip.props(f"aria-pressed={'true' if name == self.world else 'false'}")
                self.decide_button = ui.button(on_click=self.decide).props("no-caps unelevated").classes("decide")
                with ui.element("div").classes("chips"):
                    undo = ui.button("Undo", icon="undo", on_click=lambda: steering.undo(self.page)).props("flat no-caps")
                    undo.set_enabled(bool(session.decisions))
                    redo = ui.button("Redo", icon="redo", on_click=lambda: steering.redo(self.page)).props("flat no-caps")
                    redo.set_enabled(session.can_redo)
                    ui.button("Save", icon="save", on_click=self.save).props("flat no-caps").tooltip(
                        "This world as a scenario file: centricity run gives the same numbers"
                    )
                    ui.button("Notebook", icon="code", on_click=self.notebook).props("flat no-caps").tooltip(
                        "A notebook that lives this world again, month by month"
                    )
            self.history()
            self.values: dict[str, ui.label] = {}
            for one in controls.controls():
                if one.key == f"{controls.LEVER_PREFIX}{LEVERS[0]}":
                    ui.label("The eight levers").style("font-size:1.1rem;font-weight:650;margin-top:1rem")
                    ui.label(self._other_purchases()).classes("sentence")
                self.setting(one)
        self.show_plan()

    def _other_purchases(self) -> str:
        session = self.page.session
        firm = session.scenario_of(self.world).firm(session.firm)
        others = controls.other_purchases(firm, min(session.month + 1, session.last))
        words = listed([f"{name.replace('_', ' ')} {100 * share:.0f}" for name, share in others.items()], last="and")
        buys = f" Beside them the budget buys {words}." if others else ""
        return f"Weights: the budget is shared out in their proportion.{buys}"

    def setting(self, one: Control) -> None:
        """One control."""
        with ui.element("div").classes("setting"):
            with ui.element("div").classes("setting-head"):
                ui.label(one.label).classes("setting-name")
                self.values[one.key] = ui.label("").classes("setting-value")
            value = self.planned.get(one.key, self.settings[one.key])
            if one.kind == "choice":
                ui.toggle(
                    {word: word for word in one.choices}, value=value, on_change=lambda e, one=one: self.plan(one, e.value)
                ).props(f'no-caps unelevated toggle-color=primary aria-label="{one.label}"')
            else:
                high = max(one.high, float(value))
                ui.slider(
                    min=one.low, max=high, step=one.step, value=value, on_change=lambda e, one=one: self.plan(one, e.value)
                ).props(f'aria-label="{one.label}"').style("padding:0 .5rem")
            ui.label(one.sentence).classes("sentence")

    def plan(self, one: Control, value: Any) -> None:
        """Notes what a control was moved to; nothing changes until it is decided."""
        before = self.settings[one.key]
        if one.kind != "choice":
            value = round(float(value), 6)
        if value == before or (one.kind != "choice" and abs(value - before) < one.step / 2):
            self.planned.pop(one.key, None)
        else:
            self.planned[one.key] = value
        self.show_plan()

    def show_plan(self) -> None:
        """The value of every control, and what the button would decide."""
        weights = {key: self.planned.get(key, value) for key, value in self.settings.items() if key.startswith("levers.")}
        session = self.page.session
        firm = session.scenario_of(self.world).firm(session.firm)
        others = sum(controls.other_purchases(firm, min(session.month + 1, session.last)).values())
        total = sum(weights.values()) + others
        for one in controls.controls():
            value = self.planned.get(one.key, self.settings[one.key])
            words = CHOICE_WORDS[value] if one.kind == "choice" else controls.value_in_words(one.key, value)
            if one.kind == "lever":
                share = 100 * value / total if total > 0 else 0.0
                words = f"weight {100 * value:.0f}: {share:.0f} % of the budget"
            self.values[one.key].set_text(words)
            changed = one.key in self.planned
            self.values[one.key].classes(add="changed") if changed else self.values[one.key].classes(remove="changed")
        self.show_month()

    def show_month(self) -> None:
        """The month from which a decision would hold."""
        session, count = self.page.session, len(self.planned)
        over = session.month >= session.last
        if over:
            text = "The end: go back to decide"
        elif count == 0:
            text = f"Move something, for month {session.month + 1} on"
        else:
            text = f"Decide {count} change{'s' if count > 1 else ''} from month {session.month + 1}"
        self.decide_button.set_text(text)
        self.decide_button.set_enabled(bool(count) and not over)

    def choose(self, world: str) -> None:
        """Decides for another world."""
        self.world, self.planned = world, {}
        self.build()

    def decide(self) -> None:
        """Puts what was planned into force from the next month on."""
        changes, self.planned = self.planned, {}
        try:
            decision = self.page.session.decide(self.world, changes)
        except (ScenarioError, ValueError) as error:
            ui.notify(str(error), type="warning", multi_line=True)
            return
        ui.notify(f"From month {decision.month} on: {decision.words}", position="top")
        self.page.bands.pop(self.world, None)
        self.page.changed()

    def history(self) -> None:
        """All decisions so far, each of which can be taken back."""
        session, look, colours = self.page.session, self.page.look, views.colours_of(self.page.session)
        if not session.decisions:
            ui.label("Nothing has been decided yet.").classes("sentence").style("padding:.5rem 0")
        for number, one in enumerate(session.decisions):
            with ui.element("div").classes("entry"):
                ui.label(str(number + 1)).classes("number").style(f"border-color:{look.line(colours[one.world])}")
                ui.label(f"Month {one.month}, {one.world}: {one.words}").classes("entry-text")
                ui.button(icon="close", on_click=lambda at=number: self.take_back(at)).props(
                    f'flat round dense aria-label="Take back decision {number + 1}"'
                )

    def take_back(self, number: int) -> None:
        """Takes one decision of the history back."""
        decision = self.page.session.take_back(number)
        self.page.bands.pop(decision.world, None)
        self.page.changed()

    def save(self) -> None:
        """Hands this world over as a scenario file."""
        session = self.page.session
        ui.download.content(session.export(self.world).encode(), f"{file_stem(session.scenario.name, self.world)}.toml")

    def notebook(self) -> None:
        """Hands this world over as a notebook that holds the scenario and lives it again."""
        session = self.page.session
        stem = file_stem(session.scenario.name, self.world)
        ui.download.content(notebook_text(session, self.world, f"{stem}.toml").encode(), f"{stem}.ipynb")


def file_stem(scenario: str, world: str) -> str:
    """A file name that every system takes, from names that a user may have written."""
    kept = "".join(sign if sign.isalnum() and sign.isascii() else "_" for sign in f"{scenario}_{world}")
    return kept.strip("_")[:80] or "scenario"


PANELS.append(Panel("Decide", "tune", "d", "the decisions", Deciding))
