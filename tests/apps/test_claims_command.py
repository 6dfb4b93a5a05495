"""The command `claims`, from start to end in tiny markets."""

import json
from pathlib import Path

import pandas as pd
import pytest

from simulation.apps.claims import written
from simulation.studies.evidence.finding import COLUMNS, Finding, table_of
from tests.apps.conftest import start


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the falsifiers, measured in tiny markets."""
    folder = tmp_path_factory.mktemp("evidence")
    outcome = start("claims", "--quick", "--only", "falsifiers", "--out", folder)
    assert outcome.code == 0, outcome.err
    assert "Where customer centricity must not pay" in outcome.out
    assert "F10" in outcome.out
    return folder


def test_it_writes_table_page_and_picture(evidence: Path) -> None:
    table = pd.read_csv(evidence / "evidence" / "falsifiers.csv")
    assert list(table.columns) == list(COLUMNS)
    assert set(table["item"]) == {*(f"F{number}" for number in range(1, 11)), "H"}
    assert set(table["verdict"]) <= {"holds", "fails", "too close to call"}
    page = (evidence / "evidence.md").read_text(encoding="utf-8")
    assert "Measured by `centricity claims --only falsifiers --quick`" in page
    assert (evidence / "evidence" / "scorecard.png").stat().st_size > 10_000
    html = (evidence / "evidence" / "report.html").read_text(encoding="utf-8")
    assert "<h2>Falsifiers</h2>" in html
    assert start("report", evidence).code == 0
    assert (evidence / "evidence" / "report.html").read_text(encoding="utf-8") == html


def test_nothing_is_replaced_unless_asked(evidence: Path) -> None:
    outcome = start("claims", "--quick", "--only", "falsifiers", "--out", evidence)
    assert outcome.code == 2
    assert "--force" in outcome.err


def test_a_card_that_there_is_not_is_bad_input(tmp_path: Path) -> None:
    outcome = start("claims", "--only", "dreams", "--out", tmp_path)
    assert outcome.code == 2
    assert "falsifiers, patterns, claims" in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_one_card_is_measured_and_the_others_stay(evidence: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = Finding("Q9", "share of messages", "as set", 0.56, 0.56, 0.56, "share", "0.45 to 0.65", "input", "somebody")
    monkeypatch.setattr("simulation.apps.claims._measured", lambda card, markets: [line])
    outcome = start("claims", "--only", "claims", "--out", evidence, "--json")
    assert outcome.object["claims"][0]["verdict"] == "input"
    page = (evidence / "evidence.md").read_text(encoding="utf-8")
    assert "| Q9 | share of messages |" in page
    assert "| F10 |" in page
    how = json.loads((evidence / "evidence" / "made_by.json").read_text(encoding="utf-8"))
    assert set(how) == {"falsifiers", "claims"}


def test_the_page_follows_from_the_tables(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    line = Finding("C1", "a rise", "ordinary firms", 0.2, 0.1, 0.3, "share", "at least 0", "inside", "built in", note="a note")
    table_of([line]).to_csv(tmp_path / "evidence" / "patterns.csv", index=False)
    (tmp_path / "evidence" / "made_by.json").write_text("{}", encoding="utf-8")
    assert written(tmp_path)["patterns"][0].note == "a note"
    assert "- C1, a rise: a note." in (tmp_path / "evidence.md").read_text(encoding="utf-8")
