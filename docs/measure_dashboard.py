"""Measures the classroom page in a real browser, and prints what docs/dashboard.md tells.

    python docs/measure_dashboard.py [FILE] [--tabs N]

Starts `centricity dashboard`, opens it in Chromium, and measures: how soon a new tab is ready, how long 60 months take at
10 months a second, how soon a click is answered while nothing plays and while it plays, how many pictures a second the
browser draws meanwhile, and how soon a decision has been worked out to the last month. Needs `.[test]` and a Chromium
(/usr/bin/chromium, or the one that CENTRICITY_BROWSER names).
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = os.environ.get("CENTRICITY_BROWSER") or shutil.which("chromium") or "/usr/bin/chromium"
LAST = "Month 60"

WAIT_FOR_TEXT = """text => new Promise(done => {
    const label = document.querySelector('.month'), start = performance.now();
    const look = () => label.textContent === text ? done(performance.now() - start) : requestAnimationFrame(look);
    look(); })"""

CLICK = """([name, text]) => new Promise(done => {
    const button = [...document.querySelectorAll('button')].find(one => one.textContent.endsWith(name));
    const label = document.querySelector('.month'), start = performance.now();
    const look = () => label.textContent === text ? done(performance.now() - start) : requestAnimationFrame(look);
    button.click(); look(); })"""

PAUSE = """() => new Promise(done => {
    const button = [...document.querySelectorAll('button')].find(one => one.textContent.endsWith('Pause'));
    const start = performance.now();
    const look = () => button.textContent.endsWith('Play') ? done(performance.now() - start) : requestAnimationFrame(look);
    button.click(); look(); })"""

COUNT_FRAMES = """() => { window.frames_drawn = 0;
    const count = () => { window.frames_drawn += 1; requestAnimationFrame(count); }; requestAnimationFrame(count); }"""


def open_tab(page: Page, address: str) -> float:
    """Seconds from the address to a page whose three charts are drawn and whose button can be pressed."""
    start = time.perf_counter()
    page.goto(address)
    page.get_by_role("button", name="Play", exact=True).wait_for()
    page.wait_for_function("() => document.querySelectorAll('canvas').length >= 3")
    return time.perf_counter() - start


def clicks(page: Page, count: int) -> list[float]:
    """Milliseconds from a click on "One month" to the month shown, again and again."""
    shown = int(page.locator(".month").inner_text().split()[1])
    return [float(page.evaluate(CLICK, ["One month", f"Month {shown + step}"])) for step in range(1, count + 1)]


def measure(address: str, tabs: int) -> None:
    """Prints all figures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        # One window for each: a tab behind another is slowed down by the browser, which no pupil's tab would be.
        first, *pages = [browser.new_context(viewport={"width": 1280, "height": 720}).new_page() for _ in range(tabs + 1)]
        open_tab(first, address)
        first.close()
        ready = [open_tab(page, address) for page in pages]
        print(f"a new tab is ready after           {statistics.median(ready):6.2f} s")
        page = pages[0]
        answered = clicks(page, 20)
        print(f"a click is answered after          {statistics.median(answered):6.0f} ms, slowest {max(answered):.0f} ms")
        page.get_by_role("button", name="Reset", exact=True).click()
        page.wait_for_function("() => document.querySelector('.month').textContent === 'Month 0'")
        page.evaluate(COUNT_FRAMES)
        start = time.perf_counter()
        for other in pages:
            other.get_by_role("button", name="Play", exact=True).click()
        page.evaluate(WAIT_FOR_TEXT, LAST)
        seconds = time.perf_counter() - start
        frames = page.evaluate("window.frames_drawn") / seconds
        print(f"60 months at 10 a second take      {seconds:6.2f} s, at {frames:.0f} pictures a second, in {tabs} tab(s) at once")
        page.get_by_role("button", name="Play", exact=True).click()
        page.wait_for_function("() => document.querySelector('.month').textContent === 'Month 20'")
        print(f"pausing while it plays is answered {float(page.evaluate(PAUSE)):6.0f} ms after the click")
        page.get_by_role("button", name="Decide", exact=True).click()
        slider = page.locator("[aria-label='improvement budget'] [tabindex='0']")
        slider.focus()
        page.keyboard.press("ArrowRight")
        button = page.get_by_role("button", name="Decide 1 change")
        button.wait_for()
        start = time.perf_counter()
        button.click()
        page.get_by_text("customer-centric: improvement budget").first.wait_for()
        print(f"a decision is in the history after {1000 * (time.perf_counter() - start):6.0f} ms")
        page.keyboard.press("End")
        page.evaluate(WAIT_FOR_TEXT, LAST)
        print(f"and lived to the last month after  {1000 * (time.perf_counter() - start):6.0f} ms")
        browser.close()


def main() -> None:
    """Starts the page, measures it and ends it."""
    parser = argparse.ArgumentParser(description="Measures the classroom page in a real browser.")
    parser.add_argument("file", nargs="?", default="head_to_head", help="scenario; 60 months")
    parser.add_argument("--tabs", type=int, default=1, help="tabs that play at once")
    asked = parser.parse_args()
    if not Path(CHROMIUM).exists():
        sys.exit(f"There is no Chromium at {CHROMIUM}; name one in CENTRICITY_BROWSER.")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "simulation.apps.cli", "dashboard", asked.file, "--port", str(port), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        for line in server.stdout:
            if "The page is at" in line:
                break
        try:
            measure(f"http://127.0.0.1:{port}", asked.tabs)
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
