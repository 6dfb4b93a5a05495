"""The page on the evidence says what its tables say, and the tables hold every item."""

import json

import pandas as pd
import pytest

from simulation.presentation.scorecard import CARDS, VERDICTS, page
from simulation.studies.evidence.claims import CLAIMS
from simulation.studies.evidence.falsifiers import ITEMS
from simulation.studies.evidence.finding import Finding, findings_in
from tests.documents.commands import ROOT

FOLDER = ROOT / "docs" / "evidence"


@pytest.fixture(scope="module")
def cards() -> dict[str, list[Finding]]:
    return {card: findings_in(pd.read_csv(FOLDER / f"{card}.csv")) for card in CARDS}


def test_the_page_is_made_from_the_tables(cards: dict[str, list[Finding]]) -> None:
    how = json.loads((FOLDER / "made_by.json").read_text(encoding="utf-8"))
    text = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    assert text.startswith(page(cards, how))
    assert "--quick" not in text


def test_every_item_has_a_verdict(cards: dict[str, list[Finding]]) -> None:
    assert [finding.verdict for card in CARDS for finding in cards[card] if finding.verdict not in VERDICTS[card]] == []
    assert {finding.item for finding in cards["falsifiers"]} == {item.item for item in ITEMS}
    assert {finding.item for finding in cards["claims"]} == {claim.item for claim in CLAIMS}
    assert {finding.item for finding in cards["patterns"]} == {*(f"C{n}" for n in range(1, 7)), *(f"K{n}" for n in range(1, 11))}


def test_what_failed_heads_the_list(cards: dict[str, list[Finding]]) -> None:
    worst: dict[str, int] = {}
    for finding in cards["falsifiers"]:
        worst[finding.item] = min(worst.get(finding.item, 9), VERDICTS["falsifiers"].index(finding.verdict))
    assert list(worst.values()) == sorted(worst.values())
