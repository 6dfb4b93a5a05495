"""The schema accepts what the loader accepts, refuses common mistakes, and is stored as it is made."""

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from simulation.scenario import Scenario
from simulation.scenario.catalogue import parameters
from simulation.scenario.schema import STORED_SCHEMA, schema, schema_text, write_schema
from simulation.scenario.values import to_toml
from tests.scenario.examples import VALID
from tests.scenario.generated import scenarios
from tests.scenario.test_mistakes import MISTAKES

SCHEMA = jsonschema.Draft7Validator(schema())


def test_it_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(schema())


def test_the_stored_schema_is_the_one_that_is_made() -> None:
    assert STORED_SCHEMA.read_text(encoding="utf-8") == schema_text()


def test_it_can_be_written(tmp_path: Path) -> None:
    assert json.loads(write_schema(tmp_path / "schema.json").read_text(encoding="utf-8")) == schema()


def test_it_accepts_the_valid_file() -> None:
    SCHEMA.validate(tomllib.loads(VALID))


@given(scenarios())
@settings(max_examples=20)
def test_it_accepts_what_is_written(scenario: Scenario) -> None:
    SCHEMA.validate(tomllib.loads(to_toml(scenario)))


@pytest.mark.parametrize("text", ["", 'extends = "baseline.toml"', "[market]\nswitching_cost = 1"])
def test_every_table_and_key_may_be_left_out(text: str) -> None:
    SCHEMA.validate(tomllib.loads(text))


BEYOND_A_SCHEMA = ("name", "sum of shares", "no number", "infinite", "date for a number")


@pytest.mark.parametrize("kind", [kind for kind in MISTAKES if not kind.startswith(BEYOND_A_SCHEMA)])
def test_it_refuses_mistakes(kind: str) -> None:
    right, wrong, *_ = MISTAKES[kind]
    assert not SCHEMA.is_valid(tomllib.loads(VALID.replace(right, wrong, 1)))


def described(node: dict[str, Any], key: str) -> dict[str, Any]:
    """What the schema says at a key of the catalogue."""
    for part in key.split("."):
        node = node["properties"][part.removesuffix("[]")]
        node = node["items"] if part.endswith("[]") else node
        if "$ref" in node:
            node = schema()["definitions"][node["$ref"].rsplit("/", 1)[-1]]
    return node


def test_each_parameter_is_described_with_its_range() -> None:
    root = schema()
    for entry in parameters():
        node = described(root, entry.key)
        assert node["description"].startswith(entry.meaning)
        assert node.get("minimum") == entry.low
        assert node.get("maximum") == entry.high
        assert node.get("enum", []) == list(entry.choices)
        assert node.get("default") == entry.default
