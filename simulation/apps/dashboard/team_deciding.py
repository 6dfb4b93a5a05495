"""What a team decides for a year: every control with its value and one sentence, and a button that locks it in."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nicegui import ui

from simulation.scenario import ScenarioError
from simulation.scenario.policy import LEVERS, PURCHASES
from simulation.studies.live import controls

if TYPE_CHECKING:
    from simulation.studies.rounds.match import Match


class TeamDeciding:
    """The form of one year; only what was moved is decided."""

    def __init__(self, match: "Match", team: str, done: Callable[[], None]) -> None:
        self.match, self.team, self.done = match, team, done
        self.settings = match.settings(team)
        self.planned: dict[str, Any] = {}
        self.shares: dict[str, ui.label] = {}
        ui.label(f"Year {match.year} of {match.rules.years}").classes("story-question")
        ui.label(
            f"Every team spends {100 * match.rules.budget:.3g} % of its revenue. You decide what it buys; what you leave alone "
            "goes on as before."
        ).classes("sentence")
        for key in controls.CHOICES:
            self._choice(controls.control(key))
        ui.label("The eight levers").classes("guest-group")
        for name in PURCHASES:
            if name == PURCHASES[len(LEVERS)]:
                ui.label("What companies buy anyway").classes("guest-group")
            self._weight(controls.purchase(name))
        self.button = ui.button(on_click=self.lock).props("no-caps unelevated").classes("play")
        self.said = ui.label("").classes("guest-problem").props("role=alert")
        self._show()

    def _choice(self, one: controls.Control) -> None:
        with ui.element("div").classes("setting"):
            ui.label(one.label).classes("setting-name")
            toggle = ui.toggle(list(one.choices), value=self.settings[one.key], on_change=lambda e: self.plan(one, e.value))
            toggle.props(f'no-caps unelevated toggle-color=primary aria-label="{one.label}"')
            ui.label(one.sentence).classes("sentence")

    def _weight(self, one: controls.Control) -> None:
        value = float(self.settings[one.key])
        with ui.element("div").classes("setting"):
            with ui.element("div").classes("setting-head"):
                ui.label(one.label).classes("setting-name")
                self.shares[one.key] = ui.label("").classes("setting-value")
            ui.slider(
                min=one.low, max=max(one.high, value), step=one.step, value=value, on_change=lambda e: self.plan(one, e.value)
            ).props(f'aria-label="{one.label}"').style("padding:0 .5rem")
            ui.label(one.sentence).classes("sentence")

    def plan(self, one: controls.Control, value: Any) -> None:
        """Notes what was moved; a guest's browser may send anything, so only what can be is noted."""
        before = self.settings[one.key]
        if one.kind == "choice":
            if value in one.choices:
                self.planned[one.key] = value
        elif isinstance(value, (int, float)) and math.isfinite(value) and 0.0 <= value <= 1.0:
            self.planned[one.key] = round(float(value), 6)
        if self.planned.get(one.key) == before or (
            one.kind != "choice" and abs(float(self.planned.get(one.key, before)) - before) < one.step / 2
        ):
            self.planned.pop(one.key, None)
        self._show()

    def _show(self) -> None:
        weights = {key: float(self.planned.get(key, self.settings[key])) for key in self.shares}
        total = sum(weights.values())
        for key, label in self.shares.items():
            share = 100 * weights[key] / total if total > 0 else 0.0
            label.set_text(f"{share:.0f} % of the budget")
            label.classes(add="changed") if key in self.planned else label.classes(remove="changed")
        count = len(self.planned)
        changes = f"with {count} change{'s' if count > 1 else ''}" if count else "as before"
        self.button.set_text(f"Lock in year {self.match.year}, {changes}")

    def lock(self) -> None:
        """Puts the decision down."""
        try:
            self.match.lock(self.team, self.planned)
        except (ScenarioError, ValueError, KeyError) as error:
            self.said.set_text(str(error))
            return
        self.done()
