"""The teacher's pack: plans for 45 and 75 minutes, worksheets and answer keys, as pages to print.

What the runs show is kept in one file of numbers and words; every page is made from it and from the stories' text alone.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simulation.presentation.stories import game_lesson, words
from simulation.presentation.stories.pictures import course_of, paper
from simulation.presentation.stories.static_page import environment, text_of
from simulation.studies.stories.catalogue import STORIES
from simulation.studies.stories.playing import Played
from simulation.studies.stories.revealing import reveal
from simulation.studies.stories.story import Curve, Number, Story

if TYPE_CHECKING:
    from markupsafe import Markup

NUMBERS = "numbers.json"
PLANS = {45: ("service_and_centricity", "j_curve"), 75: ("service_and_centricity", "perception_gap", "j_curve", "not_worth_it")}
"""Stories of a lesson of so many minutes."""

MEASURE = "discounted_profit"
"""What is kept of the first run of every side, to see whether the model still gives it."""

_ROUNDED = 4

OPENS = (
    "What is good service? Collect three examples. Which of them happened because somebody answered well, and which because "
    "nothing went wrong?"
)
PREDICTS = (
    "Hand out the worksheet. Everybody reads the situation and writes or draws a prediction, alone and in silence. Nothing is "
    "shown yet."
)
PLAYS = (
    "Collect predictions: on the page (`centricity dashboard`, **Stories**), where each student can send one or you count hands, "
    "or on the board: lowest, highest, middle. Then play the story there, with `centricity stories {key}`, or on the page for a "
    "course site."
)
TALKS = (
    "Reveal the answer and what became of the theory. Ask the questions of the answer key; begin with whoever was furthest off."
)
TRIES = (
    "Move one slider of the last story on the page for a course site. Who can name a world in which its end turns round, before "
    "it is shown?"
)
CLOSES = (
    "Everybody writes one sentence: what would I have believed yesterday that I do not believe now, and what about this model "
    "would I not believe?"
)
"""What is said and done in the steps of a lesson; `commands` and **buttons** are marked."""


def kept(played: Played) -> dict[str, Any]:
    """What the pack keeps of a story's runs: words, the drawn course where there is one, and the first run's profit."""
    shown, story = reveal(played), played.story
    currency = played.scenario.market.currency
    course = None
    if isinstance(story.prediction, Curve):
        found = course_of(played, story.prediction)
        course = {name: [round(float(value), _ROUNDED) for value in found[name]] for name in found.columns}
    return {
        "runs": played.replications,
        "months": played.months,
        "seed": played.scenario.run.seed,
        "first_run": {side.label: float(played.course(MEASURE, side.label)[0, -1]) for side in story.sides},
        "headline": words.headline(shown),
        "also": words.also(shown),
        "answer": words.answer_words(shown),
        "held": [[held.outcome, words.held_words(held, currency)] for held in shown.held],
        "facts": words.fact_lines(shown),
        "debrief": words.debrief(shown),
        "course": course,
    }


def numbers_text(found: Mapping[str, Mapping[str, Any]]) -> str:
    """The file of numbers: what was kept of every story, by its key."""
    return json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def pages(found: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Every page by the name of its file; equal numbers give equal text.

    found  what was kept of every story, and of the game
    """
    told = [(story, found[story.key], _papers(story, found[story.key])) for story in STORIES]
    by_key = {one[0].key: one for one in told}
    common: dict[str, Any] = {
        "style": text_of("teaching.css"), "is_number": lambda asked: isinstance(asked, Number), "label_of": words.label_of,
    }  # fmt: skip

    def made(template: str, **more: Any) -> str:
        filled = environment()
        filled.filters["marked"] = marked
        return filled.get_template(template).render(**common, **more)

    made_of = {}
    for minutes, keys in PLANS.items():
        chosen = [by_key[key] for key in keys]
        made_of[f"lesson_{minutes}.html"] = made("lesson.html.j2", minutes=minutes, told=chosen, steps=steps(minutes))
    return {
        "index.html": made("teaching.html.j2", told=told, plans=PLANS, game_minutes=game_lesson.MINUTES),
        **made_of,
        "lesson_game.html": made("lesson_game.html.j2", **game_lesson.page_parts(found[game_lesson.KEY]["profits"])),
        "worksheets.html": made("worksheets.html.j2", told=told),
        "answer_key.html": made("answer_key.html.j2", told=told),
    }


def marked(text: str) -> "Markup":
    """A text in which `commands` and **buttons** are set apart; everything else stands as text."""
    from markupsafe import Markup, escape

    plain = str(escape(text))
    return Markup(re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", re.sub(r"`(.+?)`", r"<code>\1</code>", plain)))


def steps(minutes: int) -> list[tuple[int, str, str]]:
    """A lesson's steps: minutes, what the class does, what the teacher says or shows; the minutes sum to the lesson's."""
    keys = PLANS[minutes]
    titles = {story.key: story.title for story in STORIES}
    each = (minutes - 10 - (5 if minutes > 60 else 0)) // len(keys)
    plan = [(5, "Opens", OPENS)]
    for key in keys:
        plan += [
            (3, f"{titles[key]}: predicts", PREDICTS),
            (each - 3 - each // 2, f"{titles[key]}: compares and plays", PLAYS.format(key=key)),
            (each // 2, f"{titles[key]}: talks", TALKS),
        ]
    if minutes > 60:
        plan.append((5, "Tries it out", TRIES))
    plan.append((minutes - sum(step[0] for step in plan), "Closes", CLOSES))
    return plan


def _papers(story: Story, kept_of: Mapping[str, Any]) -> tuple[str, str]:
    """The empty paper of a drawn prediction, and the same with what the runs show; "" where a number is asked."""
    if not isinstance(story.prediction, Curve):
        return "", ""
    import pandas as pd

    months = int(kept_of["months"])
    empty = paper(story.prediction, months, f"{story.key}-empty")
    full = paper(story.prediction, months, f"{story.key}-full", pd.DataFrame(kept_of["course"]))
    return empty, full


def differing(found: Mapping[str, Mapping[str, Any]], first_runs: Mapping[str, Mapping[str, float]]) -> Sequence[str]:
    """Stories whose first run no longer gives what was kept of it."""
    return [
        key for key, runs in first_runs.items()
        if any(abs(value - found[key]["first_run"].get(label, float("inf"))) > 1e-6 * abs(value) for label, value in runs.items())
    ]  # fmt: skip
