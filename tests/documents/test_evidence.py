"""The page on the evidence says what its tables say, the tables hold every item, and stored calibrations are those shipped."""

import json

import pandas as pd
import pytest

from simulation.presentation.scorecard import CARDS, VERDICTS, page
from simulation.studies.calibration.file import load_calibration
from simulation.studies.evidence.claims import CLAIMS
from simulation.studies.evidence.falsifiers import ITEMS
from simulation.studies.evidence.finding import Finding, findings_in
from simulation.studies.evidence.retention import HIGH_END, REGULAR
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


def test_the_shipped_defaults_are_those_of_the_stored_calibration_and_pass() -> None:
    folder = ROOT / "docs" / "calibration" / "defaults"
    stored = pd.read_csv(folder / "parameters.csv").set_index("parameter")["in_scenario"].to_dict()
    plan = load_calibration(ROOT / "experiments" / "calibration" / "defaults.toml")
    assert stored == dict(zip((axis.key for axis in plan.axes), plan.own, strict=True))
    points = pd.read_csv(folder / "points.csv").set_index("part")
    assert bool(points.loc["as in the scenario", "passes"])
    targets = pd.read_csv(folder / "targets.csv")
    assert targets["target"].tolist() == [target.name for target in plan.targets]
    assert (targets["scenario_miss"] <= 1.0).all()


@pytest.mark.parametrize("name", ["high_end", "regular"])
def test_the_stored_fits_are_of_the_published_tables(name: str) -> None:
    plan = load_calibration(ROOT / "experiments" / "calibration" / f"{name}.toml")
    stored = pd.read_csv(ROOT / "docs" / "calibration" / name / "survival.csv").set_index("year")
    assert stored["observed"].to_dict() == pytest.approx(plan.observed)
    assert stored.index[stored["fitted"]].tolist() == list(range(1, 8))
    fitted = stored[stored["fitted"]]
    assert (fitted["best_error"].abs() <= plan.file.data.tolerance).all()
    published = {"high_end": HIGH_END, "regular": REGULAR}[name]
    assert [100 * share for share in plan.observed.values()] == pytest.approx(published[1:])
