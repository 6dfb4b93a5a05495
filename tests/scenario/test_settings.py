"""`--set KEY=VALUE` wins over everything that files say."""

from pathlib import Path
from typing import Any

import pytest

from simulation.scenario import Scenario
from tests.scenario.examples import VALID, load, problems, write


def value(scenario: Scenario, key: str) -> Any:
    """What stands at a dotted key of attributes, list entries by number from 0."""
    found: Any = scenario
    for part in key.split("."):
        found = found[int(part)] if part.isdecimal() else getattr(found, part)
    return found


# How a value is set, and where it must be found.
SETTINGS = [
    ("market.switching_cost=4", "market.switching_cost", 4.0),
    ("market.switching_cost = 4.5", "market.switching_cost", 4.5),
    ("market.customers=2_000", "market.customers", 2_000),
    ("market.needs.spread=0.7", "market.needs.spread", 0.7),
    ("market.choice.lower_knee=35", "market.choice.lower_knee", 35.0),
    ("mechanisms.bond=false", "mechanisms.bond", False),
    ("title=Just words = and signs", "title", "Just words = and signs"),
    ('title="In quotes"', "title", "In quotes"),
    ("segments.premium.spend_per_month=80", "segments.1.spend_per_month", 80.0),
    ("firms.Compass.start_month=25", "firms.2.start_month", 25),
    ("firms.Compass.strategy=lip-service", "firms.2.strategy", "lip-service"),
    ("firms.Compass.levers.employee_empowerment=0.3", "firms.2.levers.employee_empowerment", 0.3),
    ("firms.Compass.levers.advertising=0.3", "firms.2.levers.employee_empowerment", 0.2),
    ("firms.Compass.changes.1.month=20", "firms.2.changes.0.month", 20),
    ("firms.Frontline.price=0.9", "firms.0.price", 0.9),
    ("firms.Frontline.price=0.9", "firms.1.price", 0.9),
    ("firms.Frontline-2.price=0.9", "firms.0.price", 1.0),
    ("firms.Frontline-2.price=0.9", "firms.1.price", 0.9),
    ("firms.'Compass'.price=0.9", "firms.2.price", 0.9),
    ("firms.Compass.name=North Star", "firms.2.name", "North Star"),
    ("market={switching_cost = 1.0}", "market.switching_cost", 1.0),
    ("market={switching_cost = 1.0}", "market.customers", 1_000),
    ('segments=[{name = "all", share = 1.0}]', "segments.0.name", "all"),
    ('firms=[{name="A", strategy="none", count=3}]', "firms.2.name", "A-3"),
    ("employees.per_firm=40", "employees.per_firm", 40),
]


@pytest.mark.parametrize(("setting", "key", "expected"), SETTINGS)
def test_set(setting: str, key: str, expected: Any, tmp_path: Path) -> None:
    assert value(load(tmp_path, VALID, setting), key) == expected


def test_count_can_be_set_and_its_copies_addressed_whatever_the_order(tmp_path: Path) -> None:
    scenario = load(tmp_path, VALID, "firms.Compass-3.price=0.8", "firms.Compass.count=3", "firms.Frontline.count=1")
    assert [(firm.name, firm.price) for firm in scenario.firms] == [
        ("Frontline", 1.0),
        ("Compass-1", 1.0),
        ("Compass-2", 1.0),
        ("Compass-3", 0.8),
    ]


def test_the_later_setting_wins(tmp_path: Path) -> None:
    scenario = load(
        tmp_path,
        VALID,
        "firms.Frontline-1.price=0.8",
        "firms.Frontline.price=0.9",
        "run.seed=1",
        "run.seed=2",
    )
    assert scenario.firms[0].price == 0.9
    assert scenario.run.seed == 2


def test_settings_win_over_a_base(tmp_path: Path) -> None:
    write(tmp_path, VALID, "base.toml")
    assert load(tmp_path, 'extends = "base.toml"', "market.switching_cost=1").market.switching_cost == 1.0


def test_names_with_dots_can_be_addressed(tmp_path: Path) -> None:
    scenario = load(
        tmp_path,
        VALID.replace('"Compass"', '"A.B Ltd."'),
        "firms.A.B Ltd..price=0.9",
        'firms."A.B Ltd.".start_month=9',
    )
    assert (scenario.firms[2].price, scenario.firms[2].start_month) == (0.9, 9)


def test_segments_that_the_file_does_not_name_can_be_set(tmp_path: Path) -> None:
    text = VALID[: VALID.index("[[segments]]")] + VALID[VALID.index("[[firms]]") :]
    assert load(tmp_path, text, "segments.everyone.spend_per_month=70").segments[0].spend_per_month == 70.0


# What is set, and what must be said of it: key, part of the message, what is allowed, nearest known name.
WRONG = [
    ("nonsense", "", "KEY=VALUE", "market.switching_cost=3.0", ""),
    ("=3", "", "KEY=VALUE", "", ""),
    ("market.switching_cost=", "", "KEY=VALUE", "", ""),
    ("market.swiching_cost=3", "market.swiching_cost", "unknown key", "", "switching_cost"),
    ("markt.switching_cost=3", "markt", "unknown key", "", "market"),
    ("market.switching_cost=99", "market.switching_cost", "range", "from 0 to 15", ""),
    ("market.switching_cost=high", "market.switching_cost", "wrong type", "a number", ""),
    ("market.switching_cost.x=3", "market.switching_cost.x", "holds one value", "", ""),
    ("market.switching_cost=[1,", "market.switching_cost", "not a value", "", ""),
    ('title="open', "title", "not a value", "", ""),
    ("title=1\nx = 2", "title", "not a value", "", ""),
    ("market=3", "market", "wrong type", "a table", ""),
    ("market..x=3", "market..x", "is not a key", "", ""),
    ("firms.Compas.price=1", "firms.Compas.price", 'no "Compas"', '"Compass"', "Compass"),
    ("firms.Compass=3", "firms.Compass", "whole entry", "", ""),
    ("firms.Compass.pric=1", "firms.Compass.pric", "unknown key", "", "price"),
    ("firms.Compass.changes.2.month=1", "firms.Compass.changes.2.month", 'no "2"', '"1"', ""),
    ("firms.Frontline.count=none", "firms.Frontline.count", "wrong type", "a whole number", ""),
    ("segments.premium.share=0.5", "segments", "sum to 1.25", "", ""),
    ("run.twin_of=Nobody", "run.twin_of", "Nobody", "", ""),
]


@pytest.mark.parametrize(("setting", "key", "message", "allowed", "nearest"), WRONG)
def test_wrong_setting(setting: str, key: str, message: str, allowed: str, nearest: str, tmp_path: Path) -> None:
    [problem] = problems(tmp_path, VALID, setting)
    assert problem.key == key
    assert message in problem.message
    assert allowed in problem.allowed
    assert problem.nearest == nearest
    if key != "segments":
        assert problem.file == f"--set {setting}"
        assert problem.line is None
