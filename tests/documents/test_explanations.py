"""What the pages on luck and statistics show is so: their examples, and the tables that a command writes."""

import doctest
import re

import pytest

from docs import measure_luck
from tests.documents.commands import ROOT

PAGES = ("luck.md", "statistics.md")


@pytest.mark.parametrize("page", PAGES)
def test_every_example_prints_what_the_page_says(page: str) -> None:
    done = doctest.testfile(str(ROOT / "docs" / page), module_relative=False, encoding="utf-8")
    assert done.attempted > 8
    assert done.failed == 0


def rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]


def stored(page: str, block: str) -> list[list[str]]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return rows(re.findall(rf"<!-- {block} -->\n(.*?)<!-- end of {block} -->", text, re.DOTALL)[0])


def test_the_tables_are_those_that_the_command_makes() -> None:
    """The same rows and columns, from a smaller study."""
    result = measure_luck.studied(customers=300, runs=3, draws=2, months=3)
    for page, block, made in (
        ("luck.md", "pairing", measure_luck.pairing(result.comparison)),
        ("statistics.md", "intervals", measure_luck.intervals(result.comparison)),
    ):
        names = 2 if block == "pairing" else 1
        assert [row[:names] for row in stored(page, block)] == [row[:names] for row in rows(made)]
    kept = stored("statistics.md", "sources")
    assert [row[0] for row in kept] == [row[0] for row in rows(measure_luck.sources(result))]
    assert {row[1].split(" of ")[1] for row in kept[2:]} == {str(measure_luck.DRAWS)}


def test_what_the_tables_are_shown_for_is_in_them() -> None:
    """Pairing makes every interval narrower, and widths with separate luck follow from the variance reduction."""
    reduction = {row[1]: float(row[3]) for row in stored("luck.md", "pairing")[2:] if row[0] == "profit"}
    found = {row[0]: row for row in stored("statistics.md", "intervals")[2:]}
    assert found.keys() == reduction.keys() != set()
    assert min(reduction.values()) > 1.0
    for pair, row in found.items():
        paired, separate = (float(cell.replace(",", "")) for cell in row[3:5])
        assert (separate / paired) ** 2 == pytest.approx(reduction[pair], rel=0.02, abs=0.06)
