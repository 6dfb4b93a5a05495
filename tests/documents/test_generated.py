"""Documents that are made from the code are up to date, and those that are written by hand are complete."""

import re

import pytest

from docs import generate
from simulation.scenario.catalogue import parameters
from tests.documents.commands import ROOT

RULES = [rule.__name__ for name in generate.IN_THE_MONTHS_ORDER for rule in generate.rules_of(name)]
WORK = re.compile(r"\b([A-Z][A-Za-z]+)[^.;()]{0,60}?\(?((?:19|20)\d\d)\)?")


@pytest.mark.one_python
def test_what_is_made_from_the_code_is_up_to_date() -> None:
    names = [path.name for path in generate.stale()]
    assert names == [], f"run `python docs/generate.py`: {names}"


def test_the_description_of_the_model_names_every_rule_once_at_least() -> None:
    text = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    assert len(RULES) > 60
    assert [rule for rule in RULES if f"(rules.md#{rule})" not in text] == []


def test_every_work_that_is_cited_is_in_the_bibliography() -> None:
    entries = [line for line in (ROOT / "docs" / "bibliography.md").read_text(encoding="utf-8").splitlines() if line[:2] == "- "]
    sources = [entry.source for entry in parameters()]
    for name in generate.IN_THE_MONTHS_ORDER:
        for rule in generate.rules_of(name):
            sources += re.findall(r"^Source: (.*)", rule.__doc__.replace("\n    ", "\n"), re.MULTILINE)
    cited = {work for source in sources for work in WORK.findall(source)}
    assert len(cited) > 15
    missing = [work for work in cited if not any(work[0] in entry and work[1] in entry for entry in entries)]
    assert missing == []


def test_the_glossary_is_in_alphabetical_order() -> None:
    rows = re.findall(r"^\| ([^|]+?) \|", (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
    words = [row.lower().replace("-", " ") for row in rows[1:]]
    assert words == sorted(words)
