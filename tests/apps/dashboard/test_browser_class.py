"""A class in a real browser: a game of rounds with three tabs, and a story from the question to the talk about it."""

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.apps.dashboard.test_browser import HOSTILE, Tabs, address, browser, pytestmark, tabs

__all__ = ["address", "browser", "pytestmark", "tabs"]

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
    assert [tab.page.evaluate("window.hacked") for tab in (teacher, *teams)] == [None] * 3
    with teacher.page.expect_download() as download:
        teacher.press("Save the game")
    file = tmp_path / "game.zip"
    download.value.save_as(file)
    held = zipfile.ZipFile(io.BytesIO(file.read_bytes())).namelist()
    assert {"game/game.toml", "game/teams/01.toml", "game/teams/02.toml", "game/results/history.csv"} <= set(held)


@pytest.mark.parametrize("size", [(390, 800), (1280, 720)])
def test_the_page_of_a_team_fits_a_telephone_as_well(tabs: Tabs, size: tuple[int, int]) -> None:
    team = tabs.guest()
    team.page.set_viewport_size({"width": size[0], "height": size[1]})
    expect(team.page.get_by_role("button", name="Join")).to_be_in_viewport()
    assert team.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
