"""The stories on the page: a question, a prediction, the runs, the reveal and what to talk about, each on the whole screen."""

import threading
from typing import TYPE_CHECKING

from nicegui import run, ui

from simulation.apps.dashboard.panels import PANELS, Panel
from simulation.presentation.stories import words
from simulation.presentation.stories.live import knots_of
from simulation.presentation.stories.pictures import colours, course_of, curves, paper, still
from simulation.studies.stories.catalogue import STORIES
from simulation.studies.stories.playing import play, story_scenario
from simulation.studies.stories.revealing import Revealed, compared, reveal
from simulation.studies.stories.story import Number, Story

if TYPE_CHECKING:
    from simulation.apps.dashboard.page import Page

RUNS = 10
"""Runs of every side that a class waits for."""

_AT_WORK = threading.Lock()
"""One story is played at a time, whatever the number of tabs."""

Said = float | list[tuple[float, float]]
"""A prediction: a number, or points (month, value)."""


class StoryPanel:
    """The list of stories; one that is chosen fills the screen until it is closed."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        ui.html("<h2>Stories</h2>", sanitize=False)
        with ui.element("div").classes("sentence"):
            ui.label("Each asks the class for a prediction, then plays the runs, about ten seconds, and shows what comes out.")
        for story in STORIES:
            chosen = ui.button(on_click=lambda one=story: StoryStage(one)).props("flat no-caps align=left").classes("source")
            with chosen.mark(story.key):
                ui.label(story.title).classes("source-title")
                ui.label(story.question).classes("source-question")


class StoryStage:
    """A story as a class goes through it: nothing of what comes out is shown before a prediction is made."""

    def __init__(self, story: Story) -> None:
        self.dialog = ui.dialog().props("maximized")
        self.dialog.on("hide", self.dialog.delete)
        with self.dialog, ui.card().classes("story").props(f'aria-label="{story.title}"'):
            with ui.element("div").classes("story-head"):
                self.title = ui.label().classes("title")
                ui.button("All stories", icon="close", on_click=self.dialog.close).props("flat no-caps")
            self.body = ui.element("div").classes("story-body")
        self.ask(story)
        self.dialog.open()

    def ask(self, story: Story) -> None:
        """Situation, question and prediction."""
        self.story = story
        self.title.set_text(story.title)
        self.body.clear()
        with self.body, ui.element("div").classes("story-ask"):
            ui.label(story.setting).classes("story-setting")
            ui.label(story.question).classes("story-question")
            ui.label(f"Your prediction. {story.prediction.ask}").classes("story-setting")
            self.sliders: dict[int, ui.slider] = {}
            if isinstance(story.prediction, Number):
                self._number(story.prediction.unit)
            else:
                self._line()
            self.button = ui.button("Play and reveal", icon="play_arrow", on_click=self.play).props("no-caps unelevated")
            self.button.classes("play")
            self.progress = ui.element("div").classes("story-progress").props("aria-live=polite")

    def _number(self, unit: str) -> None:
        slider = self._slider(0, "Your prediction")
        with ui.element("div").classes("story-said"):
            ui.label().bind_text_from(slider, "value", lambda value: f"{_whole(value)} {unit}")

    def _line(self) -> None:
        """A slider for every year: their knobs are the line."""
        with ui.element("div").classes("story-line"):
            for month in knots_of(story_scenario(self.story).run.months):
                with ui.element("div").classes("story-knot"):
                    slider = self._slider(month, f"Month {month}").props("vertical reverse")
                    ui.label().bind_text_from(slider, "value", _whole).classes("story-value")
                    ui.label(f"Month {month}").classes("quiet")
        asked = self.story.prediction
        unit = "" if asked.unit == "of 100" else f" {asked.unit}"
        ui.label(f"From {_whole(asked.low)} at the foot to {_whole(asked.high)}{unit} at the top.").classes("quiet")

    def _slider(self, month: int, name: str) -> ui.slider:
        asked = self.story.prediction
        start = 0.0 if asked.low < 0 else asked.low + (asked.high - asked.low) / 2
        slider = ui.slider(min=asked.low, max=asked.high, step=1, value=start).props(f'aria-label="{name}"')
        self.sliders[month] = slider.mark("prediction")
        return slider

    async def play(self) -> None:
        """Plays the story off the page's clock and reveals it; a stage that was left is not written to."""
        story, here = self.story, self.progress
        points = [(float(month), float(slider.value)) for month, slider in self.sliders.items()]
        said: Said = points[0][1] if isinstance(story.prediction, Number) else points
        self.button.disable()
        for slider in self.sliders.values():
            slider.disable()
        done = [0, RUNS * len(story.sides)]

        def tell(finished: int, total: int, seconds: float) -> None:
            done[:] = finished, total

        def show() -> None:
            bar.set_value(done[0] / done[1])
            count.set_text(f"Run {done[0]} of {done[1]}")

        with here:
            bar = ui.linear_progress(0.0, show_value=False).props('aria-label="Progress" instant-feedback')
            count = ui.label("Waiting for the first run").classes("quiet")
            clock = ui.timer(0.2, show)

        def played() -> Revealed:
            with _AT_WORK:
                return reveal(play(story, replications=RUNS, progress=tell))

        shown = await run.io_bound(played)
        if shown is None or here.is_deleted:
            return
        clock.cancel()
        self.body.clear()
        with self.body:
            self.show(shown, said)

    def show(self, shown: Revealed, said: Said) -> None:
        """The answer beside the prediction, the pictures, the theory, what to talk about."""
        story, palette = shown.played.story, colours(shown.played.story)
        with ui.element("div").classes("story-shown"):
            with ui.element("div").classes("story-text"):
                ui.label(story.question).classes("story-question")
                with ui.element("div").classes("story-answer"):
                    ui.label(words.answer_words(shown)).classes("headline" if isinstance(said, float) else "story-setting")
                    ui.label(words.compared_words(shown, said, compared(shown, said)))
                ui.label(f"{words.headline(shown)} {words.also(shown)}").classes("story-setting")
                for line in words.fact_lines(shown):
                    ui.label(line)
                ui.label("To talk about").classes("story-question")
                with ui.element("ol"):
                    for question in words.debrief(shown):
                        with ui.element("li"):
                            ui.label(question)
                ui.label("The theory, part by part").classes("story-question")
                with ui.element("ul"):
                    for held in shown.held:
                        with ui.element("li"):
                            ui.label(words.held_words(held, shown.played.scenario.market.currency))
                ui.label("In brackets: the 95 % interval of the mean over the runs.").classes("quiet")
                self._onwards()
            with ui.element("div"):
                if not isinstance(said, float):
                    self._drawn(shown, said)
                for curve in curves(shown.played):
                    ui.label(curve.title).classes("story-caption")
                    self._picture(still(curve, palette, shown.played.months, f"panel-{story.key}-{curve.measure}"), curve.title)
                runs = shown.played.replications
                ui.label(f"Lines: the mean of {runs} runs. Bands: the middle 95 % of the runs.").classes("quiet")

    def _drawn(self, shown: Revealed, said: list[tuple[float, float]]) -> None:
        """The line that the class drew, on the runs."""
        asked, months = shown.played.story.prediction, shown.played.months
        assert not isinstance(asked, Number)
        title = "Your line (dashed) and the runs"
        ui.label(title).classes("story-caption")
        colour = colours(shown.played.story)[asked.left]
        name = f"panel-{shown.played.story.key}-drawn"
        self._picture(paper(asked, months, name, course_of(shown.played, asked), colour, said), title)

    @staticmethod
    def _picture(svg: str, title: str) -> None:
        ui.html(svg, sanitize=False).classes("story-picture").props(f'role="img" aria-label="{title}"')

    def _onwards(self) -> None:
        story = self.story
        with ui.element("div").classes("chips"):
            ui.button("Predict again", icon="replay", on_click=lambda: self.ask(story)).props("flat no-caps")
            after = STORIES.index(story) + 1
            if after < len(STORIES):
                following = STORIES[after]
                ui.button(f"Next: {following.title}", icon="arrow_forward", on_click=lambda: self.ask(following)).props(
                    "flat no-caps"
                )


def _whole(value: float) -> str:
    return f"{value:.0f}".replace("-", "\u2212")


PANELS.append(Panel("Stories", "auto_stories", "s", "the stories", StoryPanel, wide=True))
"""Stories on the page: asked, predicted, played, revealed."""
