"""Each kind of mistake is reported with its line, key, what stands there, what may, and the nearest name."""

from pathlib import Path
from typing import NamedTuple

import pytest

from simulation.scenario import ScenarioError, load_scenario
from tests.scenario.examples import VALID, line_of, load, problems, write


class Mistake(NamedTuple):
    """A slip in the valid file, and what must be said of it; "" where that is not looked at."""

    right: str
    wrong: str
    key: str
    message: str
    found: str = ""
    allowed: str = ""
    nearest: str = ""


MISTAKES = {
    "unknown key": Mistake("switching_cost", "swiching_cost", "market.swiching_cost", "unknown", "2.5", "", "switching_cost"),
    "key of another table": Mistake(
        "seed = 7", "switching_cost = 7", "run.switching_cost", "unknown", "7", "", "market.switching_cost"
    ),
    "unknown table": Mistake("[market.choice]", "[market.choise]", "market.choise", "unknown", "table", "", "choice"),
    "unknown key in a list": Mistake("start_month", "start_mont", "firms.Compass.start_mont", "unknown", "3", "", "start_month"),
    "unknown key in an inline table": Mistake(
        "employee_empowerment",
        "employe_empowerment",
        "firms.Compass.levers.employe_empowerment",
        "unknown",
        "0.2",
        "",
        "employee_empowerment",
    ),
    "unknown key in a list in a list": Mistake(
        "improvement_budget",
        "improvement_budjet",
        "firms.Compass.changes.1.improvement_budjet",
        "unknown",
        "0.05",
        "",
        "improvement_budget",
    ),
    "unknown key that resembles none": Mistake("seed = 7", "zzz = 7", "run.zzz", "unknown", "7", "months, warm_up_months"),
    "too large": Mistake("2.5", "99", "market.switching_cost", "range", "99", "from 0 to 15 (logits)"),
    "too small": Mistake("1_000", "3", "market.customers", "range", "3", "from 60 to 10,000,000"),
    "number in quotes": Mistake("2.5", '"2.5"', "market.switching_cost", "without quotes", '"2.5"', "a number"),
    "text for a number": Mistake("2.5", '"high"', "market.switching_cost", "wrong type", '"high"', "a number"),
    "truth for a number": Mistake("2.5", "true", "market.switching_cost", "wrong type", "true", "a number"),
    "truth for a whole number": Mistake("1_000", "true", "market.customers", "wrong type", "true", "a whole number"),
    "fraction for a whole number": Mistake("1_000", "1000.5", "market.customers", "wrong type", "1000.5", "a whole number"),
    "list for a number": Mistake("2.5", "[2.5]", "market.switching_cost", "wrong type", "[2.5]", "a number"),
    "date for a number": Mistake("2.5", "2020-01-01", "market.switching_cost", "wrong type", "2020-01-01", "a number"),
    "no number": Mistake("2.5", "nan", "market.switching_cost", "finite", "nan", "a number"),
    "infinite": Mistake("2.5", "inf", "market.switching_cost", "finite", "inf", "a number"),
    "number for text": Mistake('"Two firms"', "2", "title", "wrong type", "2", "text in quotes"),
    "no such choice": Mistake(
        '"service-only"',
        '"service"',
        "firms.Frontline.strategy",
        "choices",
        '"service"',
        "lip-service",
        "service-only",
    ),
    "number for a choice": Mistake('"service-only"', "12345", "firms.Frontline.strategy", "choices", "12345", "service-only"),
    "count of no firm": Mistake("count = 2", "count = 0", "firms.Frontline.count", "range", "0", "from 1 to"),
    "count as text": Mistake("count = 2", 'count = "2"', "firms.Frontline.count", "wrong type", '"2"', "a whole number"),
    "value for a table": Mistake("needs.drift_per_month = 0.05", "needs = 3", "market.needs", "wrong type", "3", "a table"),
    "name without letters": Mistake('"Compass"', '""', "firms.3.name", "name", '""', "printable"),
    "name with a slash": Mistake('"Compass"', '"A/B"', "firms.3.name", "name", "A/B", "without slashes"),
    "name with a control character": Mistake('"Compass"', '"A\\u0007"', "firms.3.name", "name", "A?", "printable"),
    "name that is too long": Mistake(
        '"Compass"',
        '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
        "firms.3.name",
        "name",
        "xxx...",
        "1 to 60",
    ),
    "name that is taken": Mistake('"Compass"', '"Frontline-2"', "firms.3.name", "taken", "Frontline-2"),
    "sum of shares": Mistake("share = 0.25", "share = 0.5", "segments", "sum to 1.25"),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_mistake_is_explained(kind: str, tmp_path: Path) -> None:
    right, wrong, key, message, found, allowed, nearest = MISTAKES[kind]
    assert VALID.count(right) == 1
    text = VALID.replace(right, wrong, 1)
    [problem] = problems(tmp_path, text)
    assert problem.file.endswith("mine.toml")
    assert problem.line == line_of(text, "[[segments]]" if kind == "sum of shares" else wrong)
    assert problem.key == key
    assert message in problem.message
    assert found in problem.found
    assert allowed in problem.allowed
    assert problem.nearest == nearest
    assert f"mine.toml, line {problem.line}: {key}: " in str(problem)


def test_the_valid_file_is_valid(tmp_path: Path) -> None:
    scenario = load(tmp_path, VALID)
    assert scenario.name == "mine"
    assert [firm.name for firm in scenario.firms] == ["Frontline-1", "Frontline-2", "Compass"]
    assert scenario.market.needs.drift_per_month == 0.05
    assert type(scenario.segments[0].spend_per_month) is float


def test_all_mistakes_are_reported_at_once_and_in_order(tmp_path: Path) -> None:
    text = VALID
    for kind in (
        "unknown key",
        "too small",
        "no such choice",
        "unknown table",
        "sum of shares",
        "count of no firm",
    ):
        text = text.replace(MISTAKES[kind][0], MISTAKES[kind][1], 1)
    found = problems(tmp_path, text, "market.needs.spread=x", "nonsense")
    assert [problem.key for problem in found] == [
        "market.customers",
        "market.swiching_cost",
        "market.choise",
        "segments",
        "firms.Frontline.strategy",
        "firms.Frontline.count",
        "",
        "market.needs.spread",
    ]


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ('name = "Compass"\n', "name"),
        ('strategy = "customer-centric"\n', "strategy"),
        ("month = 13\n", "month"),
    ],
)
def test_what_is_missing_is_reported_at_its_table(line: str, missing: str, tmp_path: Path) -> None:
    text = VALID.replace(line, "")
    [problem] = problems(tmp_path, text)
    assert problem.message == "is missing"
    assert problem.key.endswith(f".{missing}")
    table = "[[firms.changes]]" if missing == "month" else "[[firms]]"
    headers = [number for number, one in enumerate(text.split("\n"), start=1) if one == table]
    assert problem.line == headers[-1]


def test_a_mistake_in_a_base_is_reported_in_the_base(tmp_path: Path) -> None:
    write(tmp_path, "[market]\n\nswitching_cost = -1\n", "base.toml")
    [problem] = problems(tmp_path, 'extends = "base.toml"\n' + VALID.replace("switching_cost = 2.5\n", ""))
    assert (Path(problem.file).name, problem.line, problem.key) == ("base.toml", 3, "market.switching_cost")


def test_one_mistake_in_a_multiplied_firm_is_one_problem(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, VALID.replace("count = 2", "count = 5\nprice = 50"))
    assert problem.key == "firms.Frontline.price"


def test_cross_checks_that_touch_wrong_values_wait_until_these_are_right(tmp_path: Path) -> None:
    wrong = VALID.replace("share = 0.25", 'share = "much"')
    assert [problem.key for problem in problems(tmp_path, wrong)] == ["segments.premium.share"]


CROSS_CHECKS = {
    "market.choice.lower_knee": ("lower_knee = 30.0", "lower_knee = 90.0", "lower_knee"),
    "run.twin_of": ("seed = 7", 'twin_of = "Nobody"', "twin_of"),
    "market.customers": ("count = 2", "count = 28", "customers"),
    "segments": ("share = 0.75", "share = 0.5", "[[segments]]"),
}


@pytest.mark.parametrize("key", CROSS_CHECKS)
def test_what_does_not_fit_together_stands_at_its_key(key: str, tmp_path: Path) -> None:
    right, wrong, place = CROSS_CHECKS[key]
    text = VALID.replace(right, wrong).replace("1_000", "200" if key == "market.customers" else "1_000")
    [problem] = problems(tmp_path, text)
    assert (problem.key, problem.line) == (key, line_of(text, place))
    assert not problem.message.startswith(key)


def test_everything_that_does_not_fit_together_is_told_at_once(tmp_path: Path) -> None:
    text = VALID
    for right, wrong, _ in CROSS_CHECKS.values():
        text = text.replace(right, wrong)
    found = problems(tmp_path, text.replace("1_000", "100").replace("title", "tilte"))
    assert [problem.key for problem in found] == [
        "tilte",
        "run.twin_of",
        "market.customers",
        "market.choice.lower_knee",
        "segments",
    ]


def test_a_scenario_without_firms_says_so(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, "")
    assert (problem.key, problem.message) == ("firms", "is missing")
    assert "2 to 30" in problem.allowed


def test_numbers_that_no_computer_holds_are_refused(tmp_path: Path) -> None:
    for digits in (30, 400, 5000):
        text = VALID.replace("switching_cost = 2.5", f"switching_cost = {'9' * digits}")
        assert len(problems(tmp_path, text)) == 1
        text = VALID.replace("customers = 1_000", f"customers = {'9' * digits}")
        assert len(problems(tmp_path, text)) == 1


def test_an_error_can_travel_between_processes(tmp_path: Path) -> None:
    import pickle

    with pytest.raises(ScenarioError) as caught:
        load_scenario(tmp_path / "missing.toml")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert copy.problems == caught.value.problems
    assert str(copy) == str(caught.value)
