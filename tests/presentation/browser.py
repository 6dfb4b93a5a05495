"""A page opened in a real browser without a window and without a network, where one is installed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def opened(html: str, folder: Path, *options: str) -> tuple[str, list[str]]:
    """The page's elements after its scripts have run, and everything that the browser's console complains of.

    html     of the page
    folder   in which it is put, and in which the browser keeps its things
    options  of the browser: --dump-dom for the elements, --screenshot=FILE for a picture
    """
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        pytest.skip("no Chromium is installed to open the page in")
    page = folder / "page.html"
    page.write_text(html, encoding="utf-8")
    command = [
        browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND", "--hide-scrollbars",
        f"--user-data-dir={folder / 'profile'}", "--enable-logging=stderr", "--virtual-time-budget=15000",
        *options, page.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    complaints = [line for line in done.stderr.splitlines() if re.search(r":(WARNING|ERROR):CONSOLE", line)]
    return done.stdout, complaints
