"""The page in a real browser: what a class does with it, that nothing leaves the machine, and that nothing goes wrong."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from simulation.engines.simulation_run import simulate
from simulation.presentation.wording import Unit, worded
from simulation.scenario import load_scenario

CHROMIUM = os.environ.get("CENTRICITY_BROWSER") or shutil.which("chromium") or "/usr/bin/chromium"

pytestmark = [
    pytest.mark.one_python,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists(),
        reason=f"no Chromium at {CHROMIUM}; install it (apt-get install chromium) or name one in CENTRICITY_BROWSER",
    ),
]

LAST = 24
HOSTILE = "<img src=x onerror='window.hacked=1'> & more"
FILE = f'''
title = "{HOSTILE}"
question = "{HOSTILE}?"
extends = "baseline.toml"
[run]
months = {LAST}
warm_up_months = 12
[market]
customers = 300
'''


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page served by the command itself, in a folder with one good file and one broken one."""
    folder = tmp_path_factory.mktemp("class")
    (folder / "mine.toml").write_text(FILE, encoding="utf-8")
    (folder / "broken.toml").write_text('extends = "baseline.toml"\n[market]\ncustomer = 3\n', encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "simulation.apps.cli", "dashboard", "mine.toml", "--port", str(port), "--no-browser"]
    path = os.pathsep.join([str(Path(__file__).parents[3]), os.environ.get("PYTHONPATH", "")])
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")} | {"PYTHONPATH": path}
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=own
    ) as server:
        assert server.stdout is not None
        lines = []
        for line in server.stdout:
            lines.append(line)
            if "The page is at" in line:
                break
        else:
            pytest.fail("the page did not start: " + "".join(lines))
        yield f"127.0.0.1:{port}"
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM)
        yield started
        started.close()


@dataclass
class Tab:
    """A tab, and what must never happen in one."""

    page: Page
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def shows(self, text: str) -> None:
        expect(self.page.get_by_text(text, exact=True).first).to_be_visible(timeout=15_000)

    def series(self, chart: int = 0) -> dict[str, int]:
        """How many points each line of a chart has, as the chart itself says."""
        script = f"""() => {{ const box = document.querySelectorAll('.nicegui-echart')[{chart}];
            const drawn = getElement(parseInt(box.id.slice(1))).chart.getOption().series;
            return Object.fromEntries(drawn.map(one => [one.id, one.data.length])); }}"""
        return dict(self.page.evaluate(script))

    def axis(self, chart: int = 0) -> tuple[float, float]:
        """The value axis of a chart, as the chart itself says."""
        script = f"""() => {{ const box = document.querySelectorAll('.nicegui-echart')[{chart}];
            const axis = getElement(parseInt(box.id.slice(1))).chart.getOption().yAxis[0]; return [axis.min, axis.max]; }}"""
        low, high = self.page.evaluate(script)
        return low, high


class Tabs:
    """Opens tabs and, when the test is over, holds all of them to what must never happen."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.opened: list[Tab] = []

    def open(self) -> Tab:
        """A teacher's tab."""
        tab = self._at("/")
        expect(tab.page.locator("canvas")).to_have_count(3)
        return tab

    def guest(self) -> Tab:
        """A tab of the class."""
        tab = self._at("/join")
        expect(tab.page.get_by_label("Code on the screen")).to_be_visible()
        return tab

    def _at(self, path: str) -> Tab:
        tab = Tab(self.context.new_page())
        tab.page.on("console", lambda one: tab.errors.append(one.text) if one.type in ("error", "warning") else None)
        tab.page.on("pageerror", lambda error: tab.errors.append(str(error)))
        here = re.compile(rf"^(https?|wss?)://{re.escape(self.address)}/|^(data|blob):")
        tab.page.on("request", lambda request: None if here.match(request.url) else tab.elsewhere.append(request.url))
        tab.page.on("websocket", lambda ws: None if here.match(ws.url) else tab.elsewhere.append(ws.url))
        tab.page.goto(f"http://{self.address}{path}")
        self.opened.append(tab)
        return tab


@pytest.fixture
def tabs(browser: Browser, address: str) -> Iterator[Tabs]:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    opened = Tabs(context, address)
    yield opened
    for tab in opened.opened:
        assert tab.errors == []
        assert tab.elsewhere == []
    context.close()


def test_a_class_plays_to_the_end_on_axes_that_do_not_jump(tabs: Tabs) -> None:
    tab = tabs.open()
    tab.shows("Month 0")
    axes = [tab.axis(chart) for chart in range(3)]
    tab.press("Play")
    tab.shows(f"Month {LAST}")
    expect(tab.page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    for chart in range(3):
        assert tab.series(chart)["customer-centric"] == tab.series(chart)["service-only"] == LAST + 1
    assert [tab.axis(chart) for chart in range(3)] == axes


def test_a_decision_mid_run_changes_what_follows_and_the_saved_file_reproduces_it(tabs: Tabs, tmp_path: Path) -> None:
    tab = tabs.open()
    for _ in range(6):
        tab.press("One month")
    tab.shows("Month 6")
    tab.press("Pin")
    tab.press("Decide")
    slider = tab.page.locator("[aria-label='improvement budget'] [tabindex='0']")
    slider.focus()
    for percent in ("3.5", "4", "4.5", "5", "5.5", "6", "6.5", "7", "7.5", "8"):    # at the pace of somebody who looks
        tab.page.keyboard.press("ArrowRight")
        expect(tab.page.get_by_text(f"{percent} % of revenue", exact=True)).to_be_visible()
    tab.press("reactive")
    tab.press("Decide 2 changes from month 7")
    expect(tab.page.get_by_text("Month 7, customer-centric: improvement budget: 8 % of revenue")).to_be_visible()
    tab.press("Play")
    tab.shows(f"Month {LAST}")
    assert tab.series()["pinned"] == LAST + 1
    assert tab.series()["customer-centric-marks"] == 1
    with tab.page.expect_download() as download:
        tab.press("Save")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    series = simulate(load_scenario(file), 0).series
    revenue = float(series.query(f"firm == 'Compass' and month == {LAST}")["revenue"].iloc[0])
    assert file.name == "mine_customer_centric.toml"
    tab.shows(worded(revenue, Unit("money", "EUR")))


def test_four_tabs_keep_worlds_of_their_own(tabs: Tabs) -> None:
    opened = [tabs.open() for _ in range(4)]
    for steps, tab in enumerate(opened):
        for _ in range(steps):
            tab.press("One month")
    opened[3].press("service-only: change the strategy")
    opened[3].page.get_by_text("lip-service instead").click()
    for steps, tab in enumerate(opened[:3]):
        tab.shows(f"Month {steps}")
        assert "service-only" in tab.series()
    opened[3].shows("Month 0")
    expect(opened[3].page.get_by_text("lip-service", exact=True).first).to_be_visible()
    opened[3].page.wait_for_function("() => document.querySelectorAll('canvas').length == 3")


def test_everything_important_works_by_keyboard(tabs: Tabs) -> None:
    tab = tabs.open()
    keys = tab.page.keyboard
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    tab.shows("Month 2")
    keys.press("ArrowLeft")
    tab.shows("Month 1")
    keys.press("End")
    tab.shows(f"Month {LAST}")
    keys.press("Home")
    tab.shows("Month 0")
    keys.press("Space")
    tab.shows("Pause")
    keys.press("Space")
    tab.shows("Play")
    keys.press("d")
    expect(tab.page.get_by_text("The eight levers")).to_be_visible()
    keys.press("?")
    expect(tab.page.get_by_text("band of other luck")).to_be_visible()


def test_one_sees_why_a_customer_left(tabs: Tabs) -> None:
    tab = tabs.open()
    tab.page.keyboard.press("End")
    tab.press("Look inside")
    expect(tab.page.get_by_text(re.compile(r"Customer \d+ left Compass in month \d+, mainly for"))).to_be_visible(timeout=20_000)
    for view in ("An employee", "Managers", "Word of mouth"):
        tab.press(view)
        expect(tab.page.locator("canvas")).to_have_count(4)


def test_hostile_text_is_only_text_and_a_broken_file_tells_what_check_tells(tabs: Tabs, tmp_path: Path) -> None:
    tab = tabs.open()
    expect(tab.page.get_by_role("button", name=HOSTILE)).to_be_visible()
    tab.page.get_by_role("button", name=HOSTILE).first.click()
    expect(tab.page.get_by_text("Your files")).to_be_visible()
    tab.page.get_by_role("button", name="broken").click()
    expect(tab.page.get_by_text('did you mean "customers"?')).to_be_visible()
    assert tab.page.evaluate("window.hacked") is None


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (820, 1180)])
def test_nothing_sticks_out_at_the_sides(tabs: Tabs, size: tuple[int, int]) -> None:
    tab = tabs.open()
    tab.page.set_viewport_size({"width": size[0], "height": size[1]})
    for view in ("Profit", "Culture by department", "Light or dark"):
        tab.press(view)
    time.sleep(0.4)
    assert tab.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    expect(tab.page.get_by_role("button", name="Play", exact=True)).to_be_in_viewport()


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 200), ({"Host": "evil.example"}, 403), ({"Origin": "http://evil.example"}, 403), ({"Origin": "null"}, 403)],
)
def test_only_this_machine_is_answered(address: str, headers: dict[str, str], status: int) -> None:
    connection = http.client.HTTPConnection(address, timeout=20)
    connection.request("GET", "/", headers=headers)
    assert connection.getresponse().status == status
    connection.close()
