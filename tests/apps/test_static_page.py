"""The page for a course site: one file that asks nothing from anywhere, and says what its runs show."""

import json
import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from simulation.apps.cli import app
from simulation.apps.static_page import write_static
from simulation.apps.streams import Voice
from simulation.presentation.stories import words
from simulation.studies.stories.catalogue import story
from simulation.studies.stories.grid import Size, places, values_at
from simulation.studies.stories.playing import play
from simulation.studies.stories.revealing import reveal

SMALL = {"market.customers": 120, "run.months": 14, "run.warm_up_months": 2}
TOLD = tuple(replace(story(key), sliders=story(key).sliders[:1]) for key in ("right_customers", "lip_service"))
BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")

FOUND_ON_PAPER = """() => Bokeh.documents.map(one => one.roots()[0]).find(plot => plot.name === "lip_service-paper")
    .select_one("line0").data_source.data.m0.filter(value => !Number.isNaN(value))"""


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("static") / "stories.html"
    write_static(out, Voice(quiet=True), Size(2, SMALL), stories=TOLD)
    return out


def data_of(page: Path) -> list[dict[str, Any]]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page.read_text("utf-8"), re.S)
    assert found
    return list(json.loads(found[1]))


def test_the_file_asks_nothing_from_anywhere(page: Path) -> None:
    class Asking(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.asked: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found = [str(value) for name, value in attrs if name in ("src", "href")]
            self.asked += [f"{tag} {value}" for value in found if not value.startswith("#")]

    parser = Asking()
    parser.feed(page.read_text("utf-8"))
    assert parser.asked == []
    assert "default-src 'none'" in page.read_text("utf-8")


def test_without_scripts_every_story_is_there_with_its_reveal(page: Path) -> None:
    text = page.read_text("utf-8").split('<script type="application/json"')[0]
    assert text.count("<section ") == len(TOLD)
    assert text.count('class="still"') == sum(len(one.measures) for one in TOLD)
    for one in TOLD:
        shown = reveal(play(one, values=SMALL, replications=2))
        assert words.headline(shown) in text
        assert all(words.held_words(held, "EUR").replace("'", "&#39;") in text for held in shown.held)


def test_every_world_says_what_its_own_runs_show(page: Path) -> None:
    found = data_of(page)[0]
    assert set(found["worlds"]) == {",".join(map(str, place)) for place in places(TOLD[0])}
    place = (2,)
    shown = reveal(play(TOLD[0], values={**SMALL, **values_at(TOLD[0], place)}, replications=2))
    world = found["worlds"]["2"]
    assert world["head"] == words.headline(shown)
    assert world["value"] == pytest.approx(shown.answer.value)
    mean = shown.played.course("revenue", "best customers first") - shown.played.course("revenue", "all alike")
    assert world["curves"]["revenue"]["m0"][1:] == pytest.approx((mean.mean(axis=0) / 1000).tolist(), rel=1e-4, abs=1e-9)
    assert len({json.dumps(one["curves"]) for one in found["worlds"].values()}) == len(found["worlds"])


def test_equal_runs_give_an_equal_file(page: Path, tmp_path: Path) -> None:
    write_static(tmp_path / "again.html", Voice(quiet=True), Size(2, SMALL), stories=TOLD)
    assert (tmp_path / "again.html").read_bytes() == page.read_bytes()


def test_a_file_that_is_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text("mine", encoding="utf-8")
    for out, reason in (("mine.html", "--force"), ("nowhere/page.html", "does not exist"), (".", "--force")):
        result = CliRunner().invoke(app, ["dashboard", "--static", str(tmp_path / out)])
        assert (result.exit_code, reason in result.output) == (2, True)
    assert (tmp_path / "mine.html").read_text("utf-8") == "mine"
    assert CliRunner().invoke(app, ["dashboard", "--static", "x.html", "--replications", "1"]).exit_code == 2


@pytest.mark.one_python
@pytest.mark.skipif(BROWSER is None, reason="needs Chromium, which is not installed")
def test_in_a_browser_a_prediction_is_compared_and_a_slider_changes_the_world(page: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    wrong: list[str] = []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1280, "height": 720})
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        tab.on("request", lambda asked: None if asked.url.startswith(("file:", "data:")) else wrong.append(asked.url))
        tab.goto(page.as_uri())
        section = tab.locator("section.open")
        assert section.get_attribute("id") == "right_customers"
        assert not section.locator(".headline").is_visible()
        section.locator("form.number [type=number]").fill("91")
        section.locator("form.number [type=number]").press("Enter")
        section.locator(".headline").wait_for(state="visible")
        assert "You said 91." in section.locator("[data-part=mine]").inner_text()
        worlds = data_of(page)[0]["worlds"]
        assert section.locator("[data-part=answer]").inner_text() == worlds["1"]["answer"]
        tab.wait_for_function("document.querySelectorAll('section.open .live .bk-Figure').length >= 4")
        section.locator("form.world input").first.press("ArrowRight")
        playwright.expect(section.locator("[data-part=answer]")).to_have_text(worlds["2"]["answer"])
        section.locator("button.back").click()
        playwright.expect(section.locator("[data-part=answer]")).to_have_text(worlds["1"]["answer"])
        tab.locator("nav a").nth(1).press("Enter")
        tab.locator("section.open#lip_service .paper .bk-Figure").wait_for()
        assert tab.evaluate(FOUND_ON_PAPER) == []  # no line at nought before anything is revealed
        slider = tab.locator("section.open form.line input").nth(1)
        before = slider.input_value()
        moved: list[str] = []
        for _ in range(50):  # a figure stands still and answers to the mouse a moment after it is there
            box = tab.locator("section.open .paper").bounding_box()
            tab.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.2)
            tab.wait_for_timeout(100)
            moved = [one.input_value() for one in tab.locator("section.open form.line input").all()]
            if any(value != before for value in moved):
                break
        assert any(value != before for value in moved)
        tab.locator("section.open summary").first.click()
        tab.wait_for_function(f"({FOUND_ON_PAPER})().length === {SMALL['run.months']}")
        wide = tab.evaluate("document.documentElement.scrollWidth")
        assert wide <= 1280
        browser.close()
    assert wrong == []
