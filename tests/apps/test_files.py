"""Commands about scenario files."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.apps.conftest import Centricity


def test_check_accepts_what_is_right(small: Path, centricity: Centricity) -> None:
    outcome = centricity("check", small)
    assert outcome.code == 0
    assert outcome.out.startswith(f"{small}: ok (2 firms, 6 months")


def test_check_tells_the_mistakes_of_all_files(small: Path, centricity: Centricity, tmp_path: Path) -> None:
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    one.write_text("titel = 'x'\n" + small.read_text(encoding="utf-8"), encoding="utf-8")
    two.write_text("this is not TOML", encoding="utf-8")
    outcome = centricity("check", one, small, two)
    assert outcome.code == 2
    assert '"title"' in outcome.err
    assert "one.toml, line 1" in outcome.err
    assert "two.toml" in outcome.err


def test_check_answers_programs_too(small: Path, centricity: Centricity, tmp_path: Path) -> None:
    assert centricity("check", small, "--json").object["ok"] is True
    outcome = centricity("check", tmp_path / "none.toml", "--json")
    assert outcome.code == 2
    assert outcome.object["problems"][0]["file"] == str(tmp_path / "none.toml")


def test_new_makes_a_scenario_that_is_right(centricity: Centricity, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    assert centricity("new", path, "--from", "head_to_head").code == 0
    assert (tmp_path / "schema.json").exists()
    assert centricity("check", path).code == 0


def test_new_overwrites_nothing(small: Path, centricity: Centricity) -> None:
    before = small.read_bytes()
    outcome = centricity("new", small, "--from", "baseline")
    assert outcome.code == 2
    assert small.read_bytes() == before


def test_new_names_the_shipped_scenarios_where_there_is_none_of_that_name(centricity: Centricity, tmp_path: Path) -> None:
    outcome = centricity("new", tmp_path / "mine.toml", "--from", "head_to_hed")
    assert outcome.code == 2
    assert 'did you mean "head_to_head"' in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_explain_a_parameter(centricity: Centricity) -> None:
    outcome = centricity("explain", "market.switching_cost")
    assert outcome.code == 0
    assert "logits" in outcome.out
    assert centricity("explain", "market.switching_cost", "--json").object["text"] in outcome.out


def test_explain_names_the_nearest_parameter(centricity: Centricity) -> None:
    outcome = centricity("explain", "market.swiching_cost")
    assert outcome.code == 2
    assert "market.switching_cost" in outcome.err


@pytest.mark.parametrize("what", ["small.toml", "head_to_head"])
def test_explain_a_scenario_with_what_it_takes(
    small: Path, centricity: Centricity, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.parent)
    outcome = centricity("explain", what)
    assert outcome.code == 0
    assert "Compass" in outcome.out
    assert "memory" in outcome.out


def test_diff_says_what_differs(small: Path, centricity: Centricity, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('extends = "small.toml"\n[market]\nswitching_cost = 4.0\n', encoding="utf-8")
    outcome = centricity("diff", small, other)
    assert outcome.code == 0
    assert "market.switching_cost" in outcome.out
    assert "-> 4" in outcome.out


def test_schema_is_printed_and_stored(centricity: Centricity, tmp_path: Path) -> None:
    printed = json.loads(centricity("schema").out)
    jsonschema.Draft7Validator.check_schema(printed)
    path = tmp_path / "schema.json"
    assert centricity("schema", "--out", path).code == 0
    assert json.loads(path.read_text(encoding="utf-8")) == printed
    assert centricity("schema", "--out", tmp_path / "no" / "such" / "folder.json").code == 2
