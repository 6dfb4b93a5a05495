"""A class in a real browser: a game of rounds with three tabs, and a story from the question to the talk about it."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from simulation.studies.stories.catalogue import story
from tests.apps.dashboard.test_browser import HOSTILE, Tabs, address, browser, pytestmark, tabs

__all__ = ["address", "browser", "pytestmark", "tabs"]

TOLD = story("right_customers")

RUNS_TAKE = 90_000
"""Milliseconds in which a few runs are finished on a busy machine."""


def test_three_tabs_play_a_round_and_the_saved_game_is_complete(tabs: Tabs, tmp_path: Path) -> None:
    teacher = tabs.open()
    teacher.page.keyboard.press("c")
    teacher.press("A game of rounds")
    for name, option in (("Rounds", "1 year"), ("Played in", "5 worlds")):
        teacher.page.get_by_label(name, exact=True).click()
        teacher.page.get_by_role("option", name=option, exact=True).click()
    teacher.press("Open the game")
    code = teacher.page.locator(".story .way-code").inner_text()
    names = ("Blue", HOSTILE[:40])
    teams = [tabs.guest() for _ in names]
    for team, name in zip(teams, names, strict=True):
        team.page.get_by_label("Code on the screen").fill(code)
        team.page.get_by_label("Name of your team").fill(name)
        team.press("Join")
        team.shows("You are in.")
        expect(teacher.page.locator(".team", has_text=name)).to_be_visible()
    teacher.press("Start year 1")
    slider = teams[0].page.locator("[aria-label='breaking silos'] [tabindex='0']")
    slider.focus()
    teams[0].page.keyboard.press("ArrowRight")
    teams[0].press("Lock in year 1, with 1 change")
    teams[0].shows("Locked in for year 1.")
    teacher.shows("1 of 2 teams have decided")
    teams[0].page.reload()
    teams[0].shows("Locked in for year 1.")
    teacher.press("Close the round and play")
    expect(teacher.page.get_by_label("Leaderboard")).to_be_visible(timeout=RUNS_TAKE)
    for team in teams:
        team.shows("After year 1 of 1")
    assert teacher.page.locator(".rank-span").count() == 2
    expect(teacher.page.get_by_label("Lead of every team over the years")).to_be_visible()
    assert teacher.page.locator("svg text", has_text=HOSTILE[:40]).count() == 1
    assert [tab.page.evaluate("window.hacked") for tab in (teacher, *teams)] == [None] * 3
    with teacher.page.expect_download() as download:
        teacher.press("Save the game")
    file = tmp_path / "game.zip"
    download.value.save_as(file)
    held = zipfile.ZipFile(io.BytesIO(file.read_bytes())).namelist()
    assert {"game/game.toml", "game/teams/01.toml", "game/teams/02.toml", "game/results/history.csv"} <= set(held)
    file.write_bytes(with_another_history(file.read_bytes()))
    teacher.press("A new game")
    teacher.page.locator("input[type=file]").set_input_files(file)
    expect(teacher.page.get_by_label("Leaderboard")).to_be_visible(timeout=RUNS_TAKE)
    teacher.shows("Played again, the years do not give the numbers that were saved.")


def with_another_history(game: bytes) -> bytes:
    """A saved game whose last number is another."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(game)) as before, zipfile.ZipFile(packed, "w") as after:
        for name in before.namelist():
            text = before.read(name).decode()
            after.writestr(name, text.rstrip("\n") + "1\n" if name.endswith("history.csv") else text)
    return packed.getvalue()


@pytest.mark.parametrize("size", [(390, 800), (1280, 720)])
def test_the_page_of_a_team_fits_a_telephone_as_well(tabs: Tabs, size: tuple[int, int]) -> None:
    team = tabs.guest()
    team.page.set_viewport_size({"width": size[0], "height": size[1]})
    expect(team.page.get_by_role("button", name="Join")).to_be_in_viewport()
    assert team.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_story_from_the_question_to_the_talk(tabs: Tabs) -> None:
    teacher = tabs.open()
    teacher.page.keyboard.press("c")
    code = teacher.page.locator(".way-code").inner_text()
    pupil = tabs.guest()
    pupil.page.get_by_label("Code on the screen").fill(code)
    pupil.page.get_by_label("Name of your team").fill("Ada")
    pupil.press("Join")
    pupil.shows("You are in.")
    teacher.page.keyboard.press("s")
    teacher.page.get_by_role("button", name=TOLD.title).click()
    expect(teacher.page.get_by_text(re.compile("^0 of [0-9]+ in the class have predicted"))).to_be_visible()
    start = teacher.page.get_by_role("button", name="Play and reveal")
    expect(start).to_be_disabled()
    for tab, button in ((teacher, start), (pupil, pupil.page.get_by_role("button", name="Send my prediction"))):
        tab.page.locator(".q-slider [tabindex='0']").last.focus()
        tab.page.keyboard.press("ArrowRight")
        expect(button).to_be_enabled()
    pupil.press("Send my prediction")
    expect(teacher.page.get_by_text(re.compile("^1 of [0-9]+ in the class have predicted"))).to_be_visible()
    start.click()
    expect(teacher.page.get_by_text("To talk about")).to_be_visible(timeout=RUNS_TAKE)
    expect(teacher.page.get_by_text("of 1 were near")).to_be_visible()
    assert teacher.page.locator(".story-picture svg").count() == len(TOLD.measures) + 1
    for question in TOLD.debrief:
        teacher.shows(question)
    expect(pupil.page.locator(".headline")).to_contain_text("The answer")
    teacher.press("All stories")
    expect(pupil.page.locator(".headline")).to_have_count(0)
