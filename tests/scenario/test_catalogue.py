"""The catalogue holds every parameter, each fully declared."""

import pytest
from pydantic import BaseModel

from simulation.scenario import Scenario, ScenarioError
from simulation.scenario.catalogue import Parameter, Table, find, markdown, parameters, tables

CATALOGUE = parameters()


def values_of(section: BaseModel) -> int:
    """Number of plain values in a scenario with exactly one entry in each list."""
    count = 0
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            count += values_of(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            count += values_of(value[0])
        else:
            count += 1
    return count


def test_no_parameter_is_missing() -> None:
    firms = [{"name": name, "strategy": "none", "changes": ({"month": 2},)} for name in "AB"]
    assert len(CATALOGUE) == values_of(Scenario.model_validate({"firms": firms}))
    assert len({entry.key for entry in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.key)
def test_each_parameter_is_fully_declared(entry: Parameter) -> None:
    assert entry.meaning.endswith(".")
    assert entry.origin in ("source", "computed", "prior", "design choice", "setting")
    assert bool(entry.source) == (entry.origin in ("source", "computed"))
    if entry.kind in ("a number", "a whole number"):
        assert entry.low is not None
        assert entry.high is not None
        assert entry.unit or entry.key in ("run.seed",) or entry.origin != "setting"
        if entry.default is not None:
            assert entry.low <= entry.default <= entry.high
    if entry.likely is not None:
        low, high = entry.likely
        assert entry.low is not None
        assert entry.high is not None
        assert entry.low <= low <= entry.default <= high <= entry.high
    if entry.choices and entry.default is not None:
        assert entry.default in entry.choices


def test_what_may_be_left_out_without_a_value_has_none_as_its_default() -> None:
    """So that leaving a key out of a written file says None: TOML has no word for it."""
    optional = [name for name, field in Scenario.model_fields.items() if type(None) in getattr(field.annotation, "__args__", ())]
    assert optional
    assert all(Scenario.model_fields[name].default is None for name in optional)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("market.switching_cost", "market.switching_cost"),
        ("switching_cost", "market.switching_cost"),
        ("firms.Compass.start_month", "firms[].start_month"),
        ("firms[].start_month", "firms[].start_month"),
        ("firms.Compass.levers.price", "firms[].levers.price"),
        ("firms.Compass.changes.1.month", "firms[].changes[].month"),
        ("segments.mainstream.share", "segments[].share"),
        ("market.needs", "market.needs"),
        ("firms", "firms[]"),
    ],
)
def test_find(asked: str, key: str) -> None:
    assert find(asked).key == key


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("market.swiching_cost", "market.switching_cost"),
        ("swiching_cost", "market.switching_cost"),
        ("zzzz", ""),
        ("", ""),
    ],
)
def test_find_tells_the_nearest(asked: str, nearest: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        find(asked)
    assert caught.value.problems[0].nearest == nearest


def test_find_tells_where_an_ambiguous_name_stands() -> None:
    with pytest.raises(ScenarioError) as caught:
        find("price")
    assert "lever_effects.price" in caught.value.problems[0].allowed


def test_markdown_has_a_row_for_each_parameter() -> None:
    text = markdown()
    rows = [line for line in text.split("\n") if line.startswith("| `")]
    assert len(rows) == len(CATALOGUE)
    assert all(line.replace("\\|", "").count("|") == 7 for line in rows)
    assert [f"`{table.key}`" in text for table in tables()] == [True] * len(tables())
    assert isinstance(find("market"), Table)
