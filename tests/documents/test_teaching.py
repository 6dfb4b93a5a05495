"""The teacher's pack is what the model gives: pages from their numbers, numbers from the seeded runs."""

import json

import pytest

from simulation.presentation.rounds_words import board_rows
from simulation.presentation.stories import game_lesson
from simulation.presentation.stories.teaching import MEASURE, NUMBERS, PLANS, differing, marked, pages, steps
from simulation.studies.rounds.game import Game
from simulation.studies.rounds.playing import play
from simulation.studies.rounds.standing import leaderboard
from simulation.studies.stories.catalogue import STORIES
from simulation.studies.stories.playing import play as play_story
from tests.documents.commands import ROOT

FOLDER = ROOT / "docs" / "teaching"
AGAIN = "run `centricity stories --teacher-pack docs/teaching --force`"


def found() -> dict:
    return json.loads((FOLDER / NUMBERS).read_text(encoding="utf-8"))


@pytest.mark.one_python
def test_the_pages_are_made_from_their_numbers() -> None:
    made = pages(found())
    assert {name: text for name, text in made.items() if (FOLDER / name).read_text("utf-8") != text} == {}, AGAIN
    assert {path.name for path in FOLDER.glob("*.html")} == set(made)


@pytest.mark.one_python
def test_the_first_run_of_every_story_still_gives_its_numbers() -> None:
    runs = {}
    for story in STORIES:
        played = play_story(story, replications=1)
        runs[story.key] = {side.label: float(played.course(MEASURE, side.label)[0, -1]) for side in story.sides}
    assert differing(found(), runs) == [], AGAIN
    changed = {key: {label: value * 1.001 for label, value in sides.items()} for key, sides in runs.items()}
    assert differing(found(), changed) == [story.key for story in STORIES]


@pytest.mark.parametrize("minutes", PLANS)
def test_a_lesson_lasts_as_long_as_it_says(minutes: int) -> None:
    lengths = [length for length, _, _ in steps(minutes)]
    assert sum(lengths) == minutes
    assert min(lengths) >= 2


def test_every_story_has_a_sheet_and_an_answer() -> None:
    made = pages(found())
    for story in STORIES:
        assert story.title in made["worksheets.html"]
        assert found()[story.key]["answer"].replace("'", "&#39;") in made["answer_key.html"]
        assert found()[story.key]["answer"] not in made["worksheets.html"]


@pytest.mark.one_python
def test_the_first_world_of_the_game_still_gives_its_numbers() -> None:
    game = game_lesson.example()
    first = play(Game(game.rules.model_copy(update={"worlds": 2}), game.teams), game.rules.years)
    kept = found()[game_lesson.KEY]["profits"]
    assert len(kept) == game.rules.worlds * len(game.teams)
    assert game_lesson.kept_game(first)[: len(game.teams)] == kept[: len(game.teams)], AGAIN


def test_the_lesson_of_the_game_lasts_as_long_as_it_says_and_tells_its_leaderboard() -> None:
    assert sum(length for length, _, _ in game_lesson.steps(5)) == game_lesson.MINUTES
    page = pages(found())["lesson_game.html"]
    outcome = game_lesson.outcome_of(found()[game_lesson.KEY]["profits"])
    for year in (1, outcome.years):
        for row in board_rows(leaderboard(outcome, year), "EUR"):
            assert all(f"<td>{cell}</td>" in page for cell in row)
    assert all(f"<b>{name}</b>" in page for name in game_lesson.PLANS)


def test_what_is_marked_is_set_apart_and_everything_else_is_text() -> None:
    assert marked("press **Go** & run `x <y>`") == "press <b>Go</b> &amp; run <code>x &lt;y&gt;</code>"
