"""The report as a file: one page that needs nothing else, escapes every name, and is the same whenever it is made."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from simulation.presentation.report.chapter import Extent, chapter
from simulation.presentation.report.charts import library
from simulation.presentation.report.colours import PAPER_DARK, contrast, on_dark
from simulation.presentation.report.document import LIVE_CHAPTERS, STILL_CHAPTERS, extent, report_html
from simulation.presentation.report.scene import scenes
from simulation.presentation.style import STRATEGY_COLOURS
from simulation.studies.study import StudyResult
from tests.presentation.browser import opened
from tests.presentation.report_material import hostile_scenario, manifest_of, run_really

VOID = {"meta", "input", "br", "hr", "img", "link"}
HEADINGS = (
    "In words",
    "Before you rely on it",
    "What happens over time",
    "Where the difference comes from",
    "What management believes",
    "People",
    "Customers: who left and why",
    "What customers are worth",
    "Money",
    "What could go wrong",
    "What the numbers rest on",
)


class Page(HTMLParser):
    """The elements of a page with their attributes, their texts, and whether all are closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.wrong: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.wrong += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.wrong.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self._open), data))

    def text_of(self, tag: str) -> list[str]:
        """Texts directly within elements of that name."""
        return [" ".join(text.split()) for path, text in self.texts if path and path[-1] == tag and text.strip()]

    def all(self, tag: str) -> list[dict[str, str]]:
        """Attributes of all elements of that name."""
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def study() -> StudyResult:
    return run_really(hostile_scenario())


@pytest.fixture(scope="module")
def html(study: StudyResult) -> str:
    return report_html(study, manifest_of(study))


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_it_is_well_formed(page: Page) -> None:
    assert page.wrong == []
    names = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(names) == len(set(names))


def test_nothing_is_fetched_from_anywhere(html: str, page: Page) -> None:
    targets = [
        (tag, a[key]) for tag, a in page.elements for key in ("href", "src", "xlink:href", "srcset", "data", "action") if key in a
    ]
    assert targets
    assert [target for target in targets if not target[1].startswith("#")] == []
    names = {attributes.get("id") for _, attributes in page.elements}
    assert {target[1:] for _, target in targets} <= names
    own = html.replace(library(), "")
    assert set(re.findall(r"url\(#([^)]*)\)", own)) <= names
    assert re.findall(r"@import|url\((?!#)", own) == []
    assert "default-src 'none'" in page.all("meta")[1]["content"]


def test_it_stays_below_five_megabytes(html: str) -> None:
    assert len(html.encode()) < 5_000_000


def test_hostile_names_are_text(html: str, page: Page) -> None:
    assert page.text_of("h1") == ["<script>alert(1)</script> & {{ 7 * 7 }}"]
    assert len(page.all("script")) == 3
    assert page.all("img") == []
    assert page.all("b") == [{}] * len(page.text_of("b"))
    assert not [attributes for tag, attributes in page.elements if any(name.startswith("on") for name in attributes)]
    assert "Compass'; <svg onload=alert(3)>" in " ".join(text for _, text in page.texts)
    assert "<script>alert" not in html
    assert "</script><b>" not in html


def test_the_same_result_gives_the_same_bytes(study: StudyResult, html: str) -> None:
    assert report_html(study, manifest_of(study)) == html


def test_only_the_time_stamp_tells_when_it_was_run(study: StudyResult, html: str) -> None:
    later = report_html(study, {**manifest_of(study), "end": "2027-12-31T23:59:59+00:00"})
    assert later != html
    stamps = (("2027-12-31T23:59:59+00:00", "2026-01-02T03:05:06+00:00"), ("2027-12-31 23:59:59 UTC", "2026-01-02 03:05:06 UTC"))
    for new, old in stamps:
        later = later.replace(new, old)
    assert later == html


def test_sections_stand_in_the_order_in_which_a_board_asks(page: Page) -> None:
    assert page.text_of("h2") == list(HEADINGS)


def test_the_answer_stands_before_everything_else(html: str) -> None:
    places = [html.index(mark) for mark in ('class="headline"', 'class="sure"', 'class="tiles"', "<nav", "<figure", "<table")]
    assert places == sorted(places)


def test_every_picture_says_what_it_shows(page: Page) -> None:
    figures, captions = page.all("figure"), page.text_of("strong")
    pictures = [attributes for attributes in page.all("div") if attributes.get("role") == "img"]
    assert len(figures) == len(pictures) >= 12
    assert all(len(attributes["aria-label"]) > 60 and re.search(r"\d", attributes["aria-label"]) for attributes in pictures)
    findings = captions[-len(figures) :]
    assert all(len(text) > 20 and text.endswith(".") for text in findings)
    assert len(page.all("svg")) == len(figures)


def test_it_is_complete_without_scripts(html: str) -> None:
    still = re.sub(r"<script.*?</script>", "", html, flags=re.S)
    page = Page(still)
    assert page.wrong == []
    assert len(page.all("svg")) == len(Page(html).all("svg"))
    hidden = [tag for tag, attributes in page.elements if "hidden" in attributes]
    assert hidden == ["div"]
    assert "month 12" in " ".join(page.text_of("th")).replace("\N{NO-BREAK SPACE}", " ")


def test_dark_paper_has_colours_that_can_be_read_on_it(html: str) -> None:
    dark = re.search(r"prefers-color-scheme: dark\) \{ :root \{ ([^}]*)\}", html)
    assert dark is not None
    for hexes in (dark[1].split(";")[1:-1], [f"x:{on_dark(colour)}" for colour in STRATEGY_COLOURS.values()]):
        for colour in (one.split(":")[1] for one in hexes):
            parts = [[int(text[place : place + 2], 16) for place in (1, 3, 5)] for text in (colour, PAPER_DARK)]
            assert contrast(*parts) >= 4.5
    assert len({on_dark(colour) for colour in STRATEGY_COLOURS.values()}) == len(STRATEGY_COLOURS)


def test_every_variable_of_a_picture_is_defined_on_dark_paper(html: str) -> None:
    dark = re.search(r"prefers-color-scheme: dark\) \{ :root \{ ([^}]*)\}", html)
    assert dark is not None
    used = set(re.findall(r"var\((--c-[0-9a-f]{6})", html))
    assert used <= set(re.findall(r"--c-[0-9a-f]{6}", dark[1]))


def test_a_result_without_a_finished_run_says_so(study: StudyResult) -> None:
    tables = {name: table.head(0) for name, table in study.tables.items()}
    empty = replace(study, tables=tables, comparison=study.comparison.head(0))
    text = report_html(empty, {**manifest_of(empty), "complete": False})
    page = Page(text)
    assert page.wrong == []
    assert f"None of {len(study.runs)} runs is finished" in text
    assert "The study was interrupted" in text
    assert len(page.all("script")) == 0


def test_several_scenarios_are_told_apart_and_compared() -> None:
    one = hostile_scenario(months=6, replications=2).model_copy(update={"title": "One"})
    other = one.with_values({"market.switching_cost": 4.0}).model_copy(update={"name": "other", "title": "Other"})
    study = run_really(one, other)
    text = report_html(study, manifest_of(study))
    page = Page(text)
    assert page.wrong == []
    assert page.text_of("h1") == ["2 scenarios compared"]
    assert "One scenario against another" in page.text_of("h2")
    names = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(names) == len(set(names))
    assert "centricity compare scenarios/01.toml scenarios/02.toml" in text
    assert library()[:100] in text


def test_the_more_scenarios_the_less_is_told_of_each(study: StudyResult) -> None:
    """Forty scenarios would still stay below five megabytes."""
    assert [extent(count).name for count in (1, LIVE_CHAPTERS, LIVE_CHAPTERS + 1, STILL_CHAPTERS, STILL_CHAPTERS + 1)] == [
        *("LIVE", "LIVE", "STILL", "STILL", "SHORT")
    ]
    (scene,) = scenes(study)
    long, short = chapter(scene, Extent.STILL), chapter(scene, Extent.SHORT)
    assert long.items == short.items == []
    assert [section.heading for section in short.sections] == ["What happens over time", "Money"]
    assert sum(len(picture.svg) for section in long.sections for picture in section.pictures) * STILL_CHAPTERS < 4_000_000
    assert sum(len(picture.svg) for section in short.sections for picture in section.pictures) < 60_000


@pytest.mark.one_python
def test_a_real_browser_opens_it_without_network_and_without_complaint(html: str, tmp_path: Path) -> None:
    dom, complaints = opened(html, tmp_path, "--dump-dom")
    assert complaints == []
    assert 'class="drawn"' in dom
    assert dom.count("bk-") > 10            # the curves are drawn again by the script
    assert "<img" not in dom


@pytest.mark.one_python
@pytest.mark.parametrize("width", [390, 820, 1440])
def test_it_is_readable_without_scripts_at_every_width(html: str, tmp_path: Path, width: int) -> None:
    picture = tmp_path / "page.png"
    still = re.sub(r"<script.*?</script>", "", html, flags=re.S)
    _, complaints = opened(still, tmp_path, f"--screenshot={picture}", f"--window-size={width},1000")
    assert complaints == []
    assert picture.stat().st_size > 20_000  # an empty page takes a few thousand bytes
