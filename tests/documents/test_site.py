"""The documentation as a site: every page has one place, and everything on it comes from the project."""

import sys
from pathlib import Path

import pytest

from tests.documents.commands import ROOT

sys.path.insert(0, str(ROOT / "docs" / "site"))
import commands
import navigation
import outside


def test_every_page_has_one_place() -> None:
    names = [*navigation.pages(), *(f"_generated/{Path(page).stem}" for page in (*outside.PAGES.values(), "commands.md"))]
    names = sorted(set(names))
    placed = [name for inside in navigation.sections(names).values() for name in inside]
    assert sorted(placed) == names
    assert {"model", "trust", "notebooks/researcher", "how_to/add_a_measure"} <= set(placed)


def test_a_new_page_is_found_without_being_named() -> None:
    found = navigation.sections(["model", "an_idea", "notebooks/new", "teaching/week_1"])
    assert found["Explanation"] == ["model", "an_idea"]
    assert found["Tutorials"] == ["notebooks/new", "teaching/week_1"]


def test_every_command_is_described_with_its_options() -> None:
    page = commands.page()
    for part in ("## `centricity run`", "| `--set KEY=VALUE` |", "## `centricity check`", "| `--from NAME` |"):
        assert part in page


@pytest.mark.one_python
@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("[x](../README.md#start)", "[x](_generated/readme.md#start)"),
        ("[x](model.md)", "[x](model.md)"),
        ("[x](../simulation/rules/forms.py)", "[x](_generated/files/simulation/rules/forms.py.txt)"),
        ("[x](../scenarios/limits)", "[x](_generated/files/scenarios/limits/files.txt)"),
        ("[x](https://example.org/a.md)", "[x](https://example.org/a.md)"),
    ],
)
def test_links_lead_to_what_the_site_has(link: str, leads_to: str) -> None:
    assert outside.led(link, ROOT / "docs", ROOT / "docs") == leads_to
    if "_generated/files" in leads_to:
        assert (ROOT / "docs" / leads_to[4:-1]).stat().st_size > 20


def test_a_link_to_nothing_stops_the_build() -> None:
    with pytest.raises(ValueError, match="leads nowhere"):
        outside.led("[x](nothing.md)", ROOT / "docs", ROOT / "docs")
