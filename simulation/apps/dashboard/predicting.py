"""A prediction before a story is played: sliders that must be moved, the tab of a pupil, a show of hands."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from nicegui import ui

from simulation.presentation.stories import words
from simulation.studies.stories.predictions import Survey
from simulation.studies.stories.revealing import compared
from simulation.studies.stories.story import Number

if TYPE_CHECKING:
    from simulation.apps.dashboard.room import Room


class Sliders:
    """A slider for a number, or one for every year of a line: their knobs are the line.

    moved  whether any was moved: a prediction is made, not found
    """

    def __init__(self, survey: Survey, on_move: Callable[[], object]) -> None:
        self.survey, self._on_move = survey, on_move
        self.moved = False
        self.sliders: dict[int, ui.slider] = {}
        asked = survey.story.prediction
        if isinstance(asked, Number):
            slider = self._slider(survey.knots[0], "Your prediction")
            with ui.element("div").classes("story-said"):
                ui.label().bind_text_from(slider, "value", lambda value: f"{whole(value)} {asked.unit}")
            return
        with ui.element("div").classes("story-line"):
            for month in survey.knots:
                with ui.element("div").classes("story-knot"):
                    slider = self._slider(month, f"Month {month}").props("vertical reverse")
                    ui.label().bind_text_from(slider, "value", whole).classes("story-value")
                    ui.label(f"Month {month}").classes("quiet")
        unit = "" if asked.unit == "of 100" else f" {asked.unit}"
        ui.label(f"From {whole(asked.low)} at the foot to {whole(asked.high)}{unit} at the top.").classes("quiet")

    def _slider(self, month: int, name: str) -> ui.slider:
        asked = self.survey.story.prediction
        start = 0.0 if asked.low < 0 else asked.low + (asked.high - asked.low) / 2
        slider = ui.slider(min=asked.low, max=asked.high, step=1, value=start, on_change=self._move)
        self.sliders[month] = slider.props(f'aria-label="{name}"').mark("prediction")
        return slider

    def _move(self) -> None:
        self.moved = True
        self._on_move()

    def values(self) -> dict[int, object]:
        """What the sliders say, by month."""
        return {month: slider.value for month, slider in self.sliders.items()}

    def disable(self) -> None:
        """They stay as they are."""
        for slider in self.sliders.values():
            slider.disable()


def show_survey(room: "Room", survey: Survey, name: str) -> None:
    """The story in a pupil's tab: the prediction, then how it compares."""
    story = survey.story
    ui.label(story.title).classes("story-question")
    if survey.revealed is not None:
        ui.label(words.answer_words(survey.revealed)).classes("headline")
        said = survey.said.get(name)
        if said is not None:
            ui.label(words.compared_words(survey.revealed, said, compared(survey.revealed, said))).classes("story-setting")
        return
    if survey.closed or name in survey.said:
        ui.label("Your prediction is in." if name in survey.said else "The story is being played.").classes("story-setting")
        ui.label("Look at the screen.").classes("quiet")
        if not survey.closed:
            ui.button("Predict again", icon="undo", on_click=lambda: _again(room, survey, name)).props("flat no-caps")
        return
    ui.label(story.setting).classes("sentence")
    ui.label(story.prediction.ask).classes("story-setting")
    sliders = Sliders(survey, lambda: send.enable())
    problem = ui.label("").classes("guest-problem").props("role=alert")

    def say() -> None:
        try:
            survey.take(name, sliders.values())
        except ValueError as error:
            problem.set_text(str(error))
            return
        room.changed()

    send = ui.button("Send my prediction", icon="send", on_click=say).props("no-caps unelevated").classes("play")
    send.disable()


def _again(room: "Room", survey: Survey, name: str) -> None:
    if not survey.closed:
        survey.said.pop(name, None)
        room.changed()


def show_of_hands(survey: Survey, on_change: Callable[[], None]) -> None:
    """A place to write down how many hands were up for each part of what can be said."""
    asked, edges = survey.story.prediction, survey.edges
    unit = "" if asked.unit == "of 100" else f" {asked.unit}"
    with ui.expansion("Count hands instead", icon="back_hand").classes("hands"):
        if not isinstance(asked, Number):
            ui.label("Where does the line end?").classes("quiet")
        with ui.element("div").classes("hand-row"):
            for place in range(len(edges) - 1):
                said = f"{whole(edges[place])} to {whole(edges[place + 1])}{unit}"

                def count(event: object, at: int = place) -> None:
                    value = getattr(event, "value", None)
                    fits = isinstance(value, (int, float)) and 0 <= value <= 1_000
                    survey.hands[at] = int(value) if fits and value is not None else 0
                    on_change()

                ui.number(said, value=None, min=0, max=1_000, precision=0, on_change=count).props(
                    f'dense outlined aria-label="Hands for {said}"'
                ).mark(f"hands-{place}")


def whole(value: float) -> str:
    """A slider's value as it is read."""
    return f"{value:.0f}".replace("-", "\u2212")
