"""A whole scenario is written and read back equal, takes other values, and is told apart from others."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

from simulation.scenario import Scenario, ScenarioError, load_scenario
from simulation.scenario.market import Needs
from simulation.scenario.values import digest, to_toml, with_values
from tests.scenario.examples import VALID, load, write
from tests.scenario.generated import scenarios


@given(scenarios())
@settings(max_examples=60)
def test_what_is_written_loads_back_equal(scenario: Scenario) -> None:
    with TemporaryDirectory() as folder:
        again = load_scenario(write(Path(folder), to_toml(scenario)))
    assert again == scenario
    assert digest(again) == digest(scenario)
    assert to_toml(again) == to_toml(scenario)


def test_the_written_file_is_complete(tmp_path: Path) -> None:
    text = load(tmp_path, VALID).to_toml()
    for key in (
        f"fad_persistence_per_month = {Needs().fad_persistence_per_month!r}",
        "warm_up_months = 12",
        'name = "Frontline-2"',
        "[mechanisms]",
    ):
        assert key in text


def test_every_number_is_a_number_of_its_kind(tmp_path: Path) -> None:
    scenario = load(tmp_path, VALID)
    assert "spend_per_month = 50.0" in scenario.to_toml()
    assert "customers = 1000\n" in scenario.to_toml()


def test_other_values(tmp_path: Path) -> None:
    scenario = load(tmp_path, VALID)
    other = scenario.with_values({
        "market.switching_cost": 3,
        "firms.Compass.start_month": 25,
        "firms.Frontline.price": 0.9,
        "segments.premium.spend_per_month": 80,
        "mechanisms.bond": False,
    })  # fmt: skip
    assert other.market.switching_cost == 3.0
    assert type(other.market.switching_cost) is float
    assert [(firm.price, firm.start_month) for firm in other.firms] == [(0.9, 1), (0.9, 1), (1.0, 25)]
    assert other.segments[1].spend_per_month == 80.0
    assert not other.mechanisms.bond
    assert scenario == load(tmp_path, VALID)
    assert other.name == scenario.name


def test_another_strategy_brings_its_own_policy(tmp_path: Path) -> None:
    scenario = load(tmp_path, VALID).with_values({"firms.Frontline-1.strategy": "customer-centric"})
    assert scenario.firms[0].at(1).policy.proactive


def test_no_values_change_nothing(tmp_path: Path) -> None:
    scenario = load(tmp_path, VALID)
    assert scenario.with_values({}) == scenario


def test_numbers_of_numpy_are_numbers(tmp_path: Path) -> None:
    np = pytest.importorskip("numpy")
    values = {
        "market.switching_cost": np.float64(3.0),
        "market.customers": np.int64(500),
        "mechanisms.bond": np.bool_(False),
    }
    other = load(tmp_path, VALID).with_values(values)
    assert (other.market.switching_cost, other.market.customers, other.mechanisms.bond) == (3.0, 500, False)
    assert type(other.market.customers) is int


def test_whole_lists(tmp_path: Path) -> None:
    scenario = load(tmp_path, VALID)
    firms = [{"name": "A", "strategy": "none", "count": 2}, *scenario.firms[2:]]
    assert [firm.name for firm in scenario.with_values({"firms": firms}).firms] == ["A-1", "A-2", "Compass"]


@pytest.mark.parametrize(
    ("values", "keys"),
    [
        ({"market.swiching_cost": 3}, ["market.swiching_cost"]),
        ({"market.switching_cost": "3"}, ["market.switching_cost"]),
        ({"market.switching_cost": None}, ["market.switching_cost"]),
        ({"market.switching_cost": float("nan")}, ["market.switching_cost"]),
        ({"market.switching_cost": object()}, ["market.switching_cost"]),
        ({"firms.Nobody.price": 1.0}, ["firms.Nobody.price"]),
        ({"firms.Compass.name": "Frontline-1"}, ["firms.3.name"]),
        ({"segments.premium.share": 0.5}, ["segments"]),
        (
            {"market.switching_cost": 99, "market.customers": 0, "": 1},
            ["market.switching_cost", "market.customers", ""],
        ),
    ],
)
def test_wrong_values_are_all_told(values: dict[str, Any], keys: list[str], tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        with_values(load(tmp_path, VALID), values)
    assert sorted(problem.key for problem in caught.value.problems) == sorted(keys)


SAME_NUMBERS = {
    "run.replications": 7,
    "title": "Another",
    "question": "?",
    "expectation": "!",
    "expected_winner": "none",
    "expected_by_month": 3,
}


@pytest.mark.parametrize("key", SAME_NUMBERS)
def test_the_digest_leaves_out_what_decides_no_number(key: str, tmp_path: Path) -> None:
    scenario = load(tmp_path, VALID)
    assert scenario.with_values({key: SAME_NUMBERS[key]}).digest() == scenario.digest()


@pytest.mark.parametrize("key", ["run.seed", "run.months", "market.customers", "firms.Compass.start_month"])
def test_the_digest_tells_worlds_apart(key: str, tmp_path: Path) -> None:
    scenario = load(tmp_path, VALID)
    assert scenario.with_values({key: 999 if key == "market.customers" else 17}).digest() != scenario.digest()


def test_the_digest_is_the_same_in_every_process(tmp_path: Path) -> None:
    path = write(tmp_path, VALID)
    code = f"from simulation.scenario import load_scenario; print(load_scenario({str(path)!r}).digest())"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == load_scenario(path).digest()
    assert len(load_scenario(path).digest()) == 64
