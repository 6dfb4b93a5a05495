"""The stories on the page: a question, a prediction, the runs, the reveal and what to talk about, each on the whole screen."""

import threading
from typing import TYPE_CHECKING

from nicegui import run, ui

from simulation.apps.dashboard.panels import PANELS, Panel
from simulation.apps.dashboard.predicting import Sliders, show_of_hands
from simulation.apps.dashboard.rounds_stage import show_way_in
from simulation.presentation.stories import words
from simulation.presentation.stories.class_pictures import bars, near_words
from simulation.presentation.stories.class_pictures import lines as class_lines
from simulation.presentation.stories.live import knots_of
from simulation.presentation.stories.pictures import colours, course_of, curves, paper, still
from simulation.studies.stories.catalogue import STORIES
from simulation.studies.stories.playing import play, story_scenario
from simulation.studies.stories.predictions import Said, Survey
from simulation.studies.stories.revealing import Revealed, compared, reveal
from simulation.studies.stories.story import Number, Story

if TYPE_CHECKING:
    from simulation.apps.dashboard.page import Page
    from simulation.apps.dashboard.room import Room

RUNS = 10
"""Runs of every side that a class waits for."""

_AT_WORK = threading.Lock()
"""One story is played at a time, whatever the number of tabs."""

class StoryPanel:
    """The list of stories; one that is chosen fills the screen until it is closed."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        ui.html("<h2>Stories</h2>", sanitize=False)
        with ui.element("div").classes("sentence"):
            ui.label("Each asks the class for a prediction, then plays the runs, about ten seconds, and shows what comes out.")
        for story in STORIES:
            chosen = ui.button(on_click=lambda one=story: StoryStage(one, page.room)).props("flat no-caps align=left")
            chosen.classes("source")
            with chosen.mark(story.key):
                ui.label(story.title).classes("source-title")
                ui.label(story.question).classes("source-question")


class StoryStage:
    """A story as a class goes through it: nothing of what comes out is shown before a prediction is made."""

    def __init__(self, story: Story, room: "Room") -> None:
        self.room = room
        self.dialog = ui.dialog().props("maximized")
        self.dialog.on("hide", self._leave)
        ui.context.client.on_delete(self._forget)
        with self.dialog, ui.card().classes("story").props(f'aria-label="{story.title}"'):
            with ui.element("div").classes("story-head"):
                self.title = ui.label().classes("title")
                ui.button("All stories", icon="close", on_click=self.dialog.close).props("flat no-caps")
            self.body = ui.element("div").classes("story-body")
        self.ask(story)
        room.listeners.append(self.count)
        self.dialog.open()

    def ask(self, story: Story) -> None:
        """Situation, question and prediction; the class is asked for its own."""
        self.story = story
        self.title.set_text(story.title)
        single = isinstance(story.prediction, Number)
        knots = (0,) if single else tuple(knots_of(story_scenario(story).run.months))
        self.survey = Survey(story, knots)
        self.body.clear()
        with self.body, ui.element("div").classes("story-ask"):
            ui.label(story.setting).classes("story-setting")
            ui.label(story.question).classes("story-question")
            ui.label(f"Your prediction. {story.prediction.ask}").classes("story-setting")
            self.sliders = Sliders(self.survey, self.count)
            self.button = ui.button("Play and reveal", icon="play_arrow", on_click=self.play).props("no-caps unelevated")
            self.button.classes("play").tooltip("Predict first: move the slider")
            self.said = ui.label("").classes("quiet").props("aria-live=polite").style("text-align:center")
            self.progress = ui.element("div").classes("story-progress").props("aria-live=polite")
            show_of_hands(self.survey, self.count)
            if self.room.guests:
                show_way_in(self.room, small=True)
        self.count()
        self.room.open_survey(self.survey)

    def count(self) -> None:
        """Who has predicted; nothing is played before somebody has."""
        if self.survey.closed or self.button.is_deleted:
            return
        self.button.set_enabled(self.sliders.moved or self.survey.count > 0)
        if self.room.guests:
            self.said.set_text(f"{len(self.survey.said)} of {len(self.room.guests)} in the class have predicted")
        else:
            made = self.sliders.moved or self.survey.count
            self.said.set_text("" if made else "Predict first: move the slider, or count hands.")

    def _leave(self) -> None:
        self._forget()
        self.dialog.delete()

    def _forget(self) -> None:
        if self.count in self.room.listeners:
            self.room.listeners.remove(self.count)
        if self.room.survey is self.survey:
            self.room.open_survey(None)

    async def play(self) -> None:
        """Plays the story off the page's clock and reveals it; a stage that was left is not written to."""
        story, here = self.story, self.progress
        survey = self.survey
        if survey.closed:
            return
        said: Said | None = None
        if self.sliders.moved:
            own = Survey(story, survey.knots)
            own.take("", self.sliders.values())
            said = own.said[""]
        self.button.disable()
        self.sliders.disable()
        survey.closed = True
        self.room.changed()
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
        if shown is None:
            return
        survey.revealed = shown
        self.room.changed()
        if here.is_deleted:
            return
        clock.cancel()
        self.body.clear()
        with self.body:
            self.show(shown, said, survey)

    def show(self, shown: Revealed, said: Said | None, survey: Survey) -> None:
        """The answer beside the prediction, the pictures, the theory, what to talk about."""
        story, palette = shown.played.story, colours(shown.played.story)
        with ui.element("div").classes("story-shown"):
            with ui.element("div").classes("story-text"):
                ui.label(story.question).classes("story-question")
                with ui.element("div").classes("story-answer"):
                    ui.label(words.answer_words(shown)).classes("headline" if shown.answer is not None else "story-setting")
                    if said is not None:
                        ui.label(words.compared_words(shown, said, compared(shown, said)))
                    for line in near_words(survey, shown):
                        ui.label(line)
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
                if said is not None and not isinstance(said, float):
                    self._drawn(shown, said)
                self._class(shown, survey)
                for curve in curves(shown.played):
                    ui.label(curve.title).classes("story-caption")
                    self._picture(still(curve, palette, shown.played.months, f"panel-{story.key}-{curve.measure}"), curve.title)
                runs = shown.played.replications
                ui.label(f"Lines: the mean of {runs} runs. Bands: the middle 95 % of the runs.").classes("quiet")

    def _drawn(self, shown: Revealed, said: tuple[tuple[float, float], ...]) -> None:
        """The line that the class drew, on the runs."""
        asked, months = shown.played.story.prediction, shown.played.months
        assert not isinstance(asked, Number)
        title = "Your line (dashed) and the runs"
        ui.label(title).classes("story-caption")
        colour = colours(shown.played.story)[asked.left]
        name = f"panel-{shown.played.story.key}-drawn"
        self._picture(paper(asked, months, name, course_of(shown.played, asked), colour, said), title)

    def _class(self, shown: Revealed, survey: Survey) -> None:
        """What the class predicted."""
        story, palette = shown.played.story, colours(shown.played.story)
        asked = story.prediction
        drawn = [said for said in survey.said.values() if not isinstance(said, float)]
        if drawn and not isinstance(asked, Number):
            title = "The lines of the class (dashed) and the runs"
            ui.label(title).classes("story-caption")
            svg = class_lines(drawn, shown, course_of(shown.played, asked), f"class-{story.key}", palette[asked.left])
            self._picture(svg, title)
        elif survey.count:
            title = "What the class predicted, and the answer (line) with its interval"
            ui.label(title).classes("story-caption")
            self._picture(bars(survey, shown, f"class-{story.key}", palette[story.sides[0].label]), title)

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


PANELS.append(Panel("Stories", "auto_stories", "s", "the stories", StoryPanel, wide=True))
"""Stories on the page: asked, predicted, played, revealed."""
