"""Stories: played small, each reveals what its runs show, and says so when its theory does not come true."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy import stats

from simulation.presentation.stories import words
from simulation.scenario.errors import ScenarioError
from simulation.studies.stories.catalogue import STORIES, story
from simulation.studies.stories.grid import own_place, places, values_at
from simulation.studies.stories.playing import Played, play, side_scenario, story_scenario
from simulation.studies.stories.revealing import compared, reveal
from simulation.studies.stories.story import Curve, Number, Story

SMALL = {"market.customers": 240, "run.months": 26, "run.warm_up_months": 6}
EVERY = pytest.mark.parametrize("told", STORIES, ids=lambda one: one.key)


@cache
def played(key: str) -> Played:
    return play(story(key), values=SMALL, replications=3)


def test_there_are_six_stories_or_more_each_with_its_own_name_and_world() -> None:
    assert len(STORIES) >= 6
    assert len({one.key for one in STORIES}) == len({one.scenario for one in STORIES}) == len(STORIES)


@EVERY
def test_a_story_asks_before_it_shows(told: Story) -> None:
    assert told.question.endswith("?")
    assert story_scenario(told).question.endswith("?")
    assert told.prediction.ask
    assert len(told.debrief) >= 3
    assert told.if_held != told.if_not


@EVERY
def test_the_text_of_a_story_holds_no_result(told: Story) -> None:
    for fact in told.facts:
        assert fact.says.count("{value}") == 1
        bare = fact.says.replace("{value}", "").replace("100", "").replace("80 points", "")
        assert not any(digit.isdigit() for digit in bare)
    for claim in told.claims:
        assert not any(digit.isdigit() for digit in claim.says)


@EVERY
def test_sides_differ_in_the_focal_firm_only(told: Story) -> None:
    world = story_scenario(told)
    lives = [side_scenario(world, side) for side in told.sides]
    firms = [life.firm(world.focal.name) for life in lives]
    assert len({str(firm) for firm in firms}) == len(firms)
    for life in lives:
        assert life.focal.name == world.focal.name
        assert [firm for firm in life.firms if firm.name != world.focal.name] == [
            firm for firm in world.firms if firm.name != world.focal.name
        ]
        assert life.market == world.market


@EVERY
def test_a_sliders_own_value_is_that_of_the_story(told: Story) -> None:
    world = story_scenario(told)
    for slider in told.sliders:
        assert len(slider.values) == len(slider.words) >= 3
        assert world.with_values({slider.key: slider.values[slider.own]}).digest() == world.digest()
    assert values_at(told, own_place(told)) == {}
    for place in places(told):
        assert story_scenario(told, values_at(told, place)).digest() != world.digest() or place == own_place(told)


@EVERY
def test_the_reveal_is_made_of_the_run(told: Story) -> None:
    def everything(run: Played) -> list[str]:
        shown = reveal(run)
        return [words.answer_words(shown), *(words.held_words(held, "EUR") for held in shown.held), *words.fact_lines(shown)]

    run = played(told.key)
    firsts, measures = run.rows["strategy"] == told.sides[0].label, run.rows.select_dtypes("number").columns[2:]
    other = run.rows.astype(dict.fromkeys(measures, float))
    other.loc[firsts, measures] *= 0.5
    before, after = everything(run), everything(replace(run, rows=other, facts=run.facts.assign(superior=0.01, best=0.99)))
    assert len(before) == len(after)
    told_by_one_side = [text for text, changed in zip(before, after, strict=True) if text == changed]
    assert len(told_by_one_side) < len(before) / 2


@EVERY
def test_the_stated_direction_holds_or_the_text_says_that_it_does_not(told: Story) -> None:
    shown = reveal(played(told.key))
    rows = shown.played.rows.set_index(["strategy", "month"])
    claim = told.claims[0]
    months = {"end": [26], "first": [12], "year": range(15, 27), "whole": range(1, 27)}[claim.at]

    def means(label: str | None) -> np.ndarray:
        if label is None:
            return np.zeros(3)
        part = rows.loc[[(label, month) for month in months]]
        return part.groupby("replication")[claim.measure].mean().to_numpy()

    gap = (means(claim.left) - means(claim.right)) * (1 if claim.more else -1)
    low, high = stats.t.interval(0.95, 2, gap.mean(), gap.std(ddof=1) / np.sqrt(3))
    expected = "holds" if low > 0 else "reversed" if high < 0 else "open"
    assert shown.direction == expected
    text = words.headline(shown)
    assert claim.says in text
    assert ("does not show it" in text, "the opposite" in text) == (expected == "open", expected == "reversed")
    assert words.debrief(shown)[-1] == (told.if_held if expected == "holds" else told.if_not)


def test_a_theory_that_the_runs_contradict_is_said_to_be_contradicted() -> None:
    told = story("lip_service")
    turned = replace(told, claims=tuple(replace(claim, more=not claim.more) for claim in told.claims))
    before, after = reveal(played("lip_service")), reveal(replace(played("lip_service"), story=turned))
    assert before.direction == "holds"
    assert "shows the opposite" in words.headline(after)
    assert words.held_words(after.held[0], "EUR").count("the opposite is shown") == 1


def test_a_number_is_held_against_the_answer() -> None:
    shown = reveal(played("right_customers"))
    assert isinstance(story("right_customers").prediction, Number)
    assert shown.answer is not None
    near, far = compared(shown, shown.answer.value), compared(shown, shown.answer.value - 20.0)
    assert (near.off, near.inside) == (0.0, 1.0)
    assert far.off == pytest.approx(20.0)
    assert "20 too low" in words.compared_words(shown, shown.answer.value - 20.0, far)
    with pytest.raises(ValueError, match="a number"):
        compared(shown, [(12.0, 1.0)])


def test_a_drawn_line_is_held_against_the_course() -> None:
    shown = reveal(played("j_curve"))
    asked = story("j_curve").prediction
    assert isinstance(asked, Curve)
    exact = [(month + 1, value) for month, value in enumerate(shown.line)]
    assert compared(shown, exact).off == pytest.approx(0.0)
    above = compared(shown, [(month, value + 5.0) for month, value in reversed(exact)])
    assert (above.off, above.end) == (pytest.approx(5.0), pytest.approx(5.0))
    with pytest.raises(ValueError, match="a drawn line"):
        compared(shown, 3.0)
    with pytest.raises(ValueError, match="a drawn line"):
        compared(shown, [])


def test_a_misspelt_story_is_told_with_the_nearest_name() -> None:
    with pytest.raises(ScenarioError, match="perception_gap"):
        story("perception_gapp")
