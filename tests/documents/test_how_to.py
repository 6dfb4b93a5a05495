"""The worked examples in docs/how_to work: their steps are applied to a copy of the package, and their checks run there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documents.commands import ROOT

PAGES = sorted((ROOT / "docs" / "how_to").glob("add_a_*.md"))
STEP = re.compile(r"<!-- (?P<what>.+?) -->\n```python\n(?P<code>.*?)```", re.DOTALL)
PLACE = re.compile(r'(?P<how>at the end of|before|after|instead of)(?: "(?P<anchor>.+)" in)? (?P<file>\S+)')


def applied(what: str, code: str, package: Path) -> None:
    """Applies a step to the package; fails where the page names a place that is not there exactly once."""
    place = PLACE.fullmatch(what)
    assert place, what
    path = package / place["file"]
    text = path.read_text(encoding="utf-8")
    if place["how"] == "at the end of":
        path.write_text(text + code, encoding="utf-8")
        return
    anchor = place["anchor"]
    assert text.count(anchor) == 1, f"{anchor!r} stands {text.count(anchor)} times in {place['file']}"
    code = code if place["how"] != "instead of" else code.rstrip("\n")
    new = {"before": code + anchor, "after": f"{anchor}\n{code}".rstrip("\n"), "instead of": code}[place["how"]]
    path.write_text(text.replace(anchor, new), encoding="utf-8")


@pytest.mark.one_python
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_worked_example_works(page: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "simulation", tmp_path / "simulation", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    steps = STEP.findall(page.read_text(encoding="utf-8"))
    assert len(steps) >= 3
    assert steps[-1][0] == "check"
    for what, code in steps[:-1]:
        applied(what, code, tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", steps[-1][1]], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_there_is_a_page_for_a_mechanism_a_measure_and_a_strategy() -> None:
    assert [page.stem for page in PAGES] == ["add_a_measure", "add_a_mechanism", "add_a_strategy"]
