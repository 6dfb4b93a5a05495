"""What a scenario file says, and what lies in a folder, moves nothing outside the result's own folder."""

import os
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from simulation.apps.result_names import folder_for
from simulation.compile_cache import _is_the_users_own
from tests.apps.conftest import SMALL, start
from tests.scenario.examples import VALID, problems

NAMES = ("..", ".", "../..", "../../outside", "..\\outside", "/etc/passwd", "C:\\x", "~root", "-rf", "con", "NUL.txt", "a/b",
         "\x00", "", "x" * 5000, "...", " ", "a\nb", "$(id)", "`id`", "\u202egnp", "<b>")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_result_lies_in_a_folder_of_its_own_below_results(name: str) -> None:
    folder = folder_for(name)
    assert folder.parent == Path("results")
    assert folder.name not in ("", ".", "..")
    assert folder.name[0] not in ".-"
    assert len(folder.name) <= 101
    assert folder.name.isprintable()


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")'])
def test_a_name_that_a_spreadsheet_would_compute_is_refused(tmp_path: Path, name: str) -> None:
    found = problems(tmp_path, VALID.replace('"Frontline"', f"'{name}'"))
    assert {problem.message for problem in found} == {"is no usable name"}


class Elements(HTMLParser):
    """Counts the elements of a page, and gathers attributes that run or load something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.counts: dict[str, int] = {}
        self.dangerous: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Counts a start tag."""
        self.counts[tag] = self.counts.get(tag, 0) + 1
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith(("javascript:", "http:", "https:", "//")):
                self.dangerous.append(f"{tag} {name}={value}")


def report_of(folder: Path, text: str) -> Elements:
    """The elements of the report of a small run."""
    folder.mkdir()
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    options = ("--months", 1, "--replications", 1, "--robustness", 0, "--jobs", 1, "--quiet", "--out", folder / "out")
    outcome = start("run", folder / "mine.toml", *options)
    assert outcome.code == 0, outcome.err
    for picture in (folder / "out" / "figures").glob("*.svg"):
        drawn = Elements(picture.read_text(encoding="utf-8"))
        assert not {"script", "img", "iframe", "foreignobject"} & set(drawn.counts)
        assert not [one for one in drawn.dangerous if " on" in one]
    return Elements((folder / "out" / "report.html").read_text(encoding="utf-8"))


@pytest.mark.one_python
def test_names_and_texts_stay_text_in_report_and_pictures(tmp_path: Path) -> None:
    nasty = SMALL.replace('"Frontline"', "'<img src=x onerror=alert(1)>'").replace('"Compass"', "'<svg onload=alert(1)>'")
    nasty = nasty.replace('"Small"', "'</title></style></script><script>alert(1)</script>'")
    nasty = nasty.replace('"Does it pay?"', "'<iframe src=javascript:alert(1)></iframe>{{ 7*7 }}'")
    found, usual = report_of(tmp_path / "nasty", nasty), report_of(tmp_path / "usual", SMALL)
    assert set(found.dangerous) <= set(usual.dangerous)
    for tag in ("script", "img", "iframe", "style", "title", "object", "embed", "form", "link", "base", "meta"):
        assert found.counts.get(tag, 0) == usual.counts.get(tag, 0), tag


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_in_a_result_folder_leads_nobody_out(tmp_path: Path) -> None:
    folder, outside = tmp_path / "out", tmp_path / "outside"
    (tmp_path / "mine.toml").write_text(SMALL, encoding="utf-8")
    options = ("--months", 1, "--replications", 1, "--robustness", 0, "--jobs", 1, "--quiet", "--out", folder)
    assert start("run", tmp_path / "mine.toml", *options).code == 0
    outside.mkdir()
    (outside / "kept.txt").write_text("kept", encoding="utf-8")
    for path in (folder / "figures").iterdir():
        path.unlink()
    (folder / "figures").rmdir()
    (folder / "figures").symlink_to(outside, target_is_directory=True)
    (folder / "report.html").unlink()
    (folder / "report.html").symlink_to(outside / "kept.txt")
    assert start("run", tmp_path / "mine.toml", *options, "--force").code == 0
    assert [path.name for path in outside.iterdir()] == ["kept.txt"]
    assert (outside / "kept.txt").read_text(encoding="utf-8") == "kept"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="other rights there")
def test_compiled_code_is_kept_only_where_nobody_else_can_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert _is_the_users_own(tmp_path)
    for mode in (0o770, 0o707, 0o777):
        tmp_path.chmod(mode)
        assert not _is_the_users_own(tmp_path)
    tmp_path.chmod(0o700)
