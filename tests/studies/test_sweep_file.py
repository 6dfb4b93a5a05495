"""Experiment files: what they mean, and that every mistake in them is told before anything is run."""

import pytest

from simulation.scenario.errors import ScenarioError
from simulation.studies.sweep.file import Said, experiment, is_experiment, load_experiment

GOOD = """\
title = "Small"
scenario = "head_to_head"
replications = 3
horizons = [6, 12]

[set]
market.customers = 150
"run.months" = 12

[[parameters]]
key = "market.switching_cost"
low = 1
high = 3
steps = 2

[[parameters]]
key = "market.needs.drift_per_month"
"""


@pytest.fixture
def write(tmp_path):
    def to(text, name="small.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return to


def problems_of(path, said=None):
    def read():
        plan = load_experiment(path, said)
        plan.points(plan.design(), "grid")

    with pytest.raises(ScenarioError) as caught:
        read()
    return [(problem.line, problem.key, problem.message) for problem in caught.value.problems]


def test_a_plan_has_the_scenario_with_all_that_is_laid_over_it(write):
    plan = load_experiment(write(GOOD), Said(["market.customers=200"], seed=9, replications=4))
    assert (plan.base.market.customers, plan.base.run.months, plan.base.run.seed, plan.replications) == (200, 12, 9, 4)
    assert plan.base.run.twin_of == "Compass"
    assert plan.worlds == ("customer-centric", "service-only", "customer-focused")
    assert plan.horizons == (6, 12)


def test_a_parameter_without_a_range_has_its_likely_one(write):
    axes = load_experiment(write(GOOD)).axes
    assert [(axis.low, axis.high) for axis in axes] == [(1.0, 3.0), (0.0, 0.1)]


def test_the_scenario_stands_beside_the_experiment_or_is_shipped(write):
    write('extends = "baseline"\n[market]\nswitching_cost = 3.5\n', "mine.toml")
    plan = load_experiment(write(GOOD.replace("head_to_head", "mine.toml")))
    assert plan.base.market.switching_cost == 3.5


def test_an_experiment_is_told_from_a_scenario(write):
    assert is_experiment(write(GOOD))
    assert not is_experiment("head_to_head")
    assert not is_experiment(write('extends = "baseline"\n', "mine.toml"))


def test_points_of_a_list_and_of_a_file_are_the_same(write, tmp_path):
    head, _, _ = GOOD.partition("[[parameters]]")
    listed = head + '[design]\nkind = "list"\n' + "".join(
        f'[[points]]\nmarket.switching_cost = {cost}\n"firms.Compass.start_month" = {month}\n'
        for cost, month in ((1.5, 1), (2.5, 4))
    )
    write("point,market.switching_cost,firms.Compass.start_month\n0,1.5,1\n1,2.5,4\n", "points.csv")
    from_file = head + '[design]\nkind = "csv"\nfile = "points.csv"\n'
    plans = [load_experiment(write(text)) for text in (listed, from_file)]
    assert plans[0].design() == plans[1].design() == [(1.5, 1), (2.5, 4)]
    assert plans[0].keys == plans[1].keys == ("market.switching_cost", "firms.Compass.start_month")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('scenario = "head_to_head"', 'scenario = "head_to_heat"', [(2, "scenario", "there is no such scenario")]),
        ('scenario = "head_to_head"\n', "", [(None, "scenario", "is missing")]),
        ("replications = 3", "replication = 3", [(3, "replication", "unknown key")]),
        ("replications = 3", "replications = 0", [(3, "replications", "out of range")]),
        ("horizons = [6, 12]", "horizons = [6, 13]", [(4, "horizons", "out of range")]),
        ("horizons = [6, 12]", 'measures = ["revenues"]', [(4, "measures", "is no measure")]),
        ("horizons = [6, 12]", 'worlds = ["centric"]', [(4, "worlds", "is no strategy")]),
        ("horizons = [6, 12]", 'worlds = ["none", "none"]', [(4, "worlds", "must name one strategy or several")]),
        ("customers = 150", "customers = 2", [(7, "market.customers", "out of range")]),
        ("customers = 150", "customer = 150", [(7, "market.customer", "unknown key")]),
        ("switching_cost", "switching_costs", [(11, "market.switching_costs", "there is no such parameter")]),
        ("market.switching_cost", "market.needs", [(11, "market.needs", "is a table")]),
        ("market.switching_cost", "run.seed", [(11, "run.seed", "is not varied by an experiment")]),
        ("market.switching_cost", "firms.Campus.price", [(11, "firms.Campus.price", 'there is no "Campus" in firms')]),
        ("low = 1", "low = -1", [(11, "market.switching_cost", "out of range")]),
        ("low = 1", "low = 5", [(12, "parameters.1.low", "must lie below high")]),
        ("low = 1\n", "", [(10, "parameters.1.low", "low and high go together")]),
        ("low = 1", "values = [1.0]\nlow = 1", [(12, "parameters.1.values", "a parameter has either values")]),
        ("steps = 2", 'scale = "log2"', [(14, "parameters.1.scale", "is not one of the choices")]),
        ("market.needs.drift_per_month", "ledger.gross_margin", [(17, "ledger.gross_margin", "this parameter has no")]),
        ("market.needs.drift_per_month", "market.switching_cost", [(17, "market.switching_cost", "this parameter stands")]),
        ("market.needs.drift_per_month", "firms.Compass.price", [(17, "firms.Compass.price", "this parameter has no")]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_key(write, old, new, found):
    assert old in GOOD
    told = problems_of(write(GOOD.replace(old, new, 1)))
    assert [(line, key, message[: len(words)]) for (line, key, message), (*_, words) in zip(told, found, strict=True)] == found


def test_all_mistakes_are_told_at_once(write):
    text = GOOD.replace("switching_cost", "switching_costs").replace("[6, 12]", "[6, 13]").replace("drift_per", "drift_for")
    assert len(problems_of(write(text))) == 3


def test_a_mistake_of_an_option_is_told_with_the_option(write):
    with pytest.raises(ScenarioError, match=r"--set market\.customers=2"):
        load_experiment(write(GOOD), Said(["market.customers=2"]))


def test_the_focal_firms_own_policy_is_varied_in_its_own_world_only(write):
    own = GOOD.replace('"market.needs.drift_per_month"', '"firms.Compass.levers.advertising"\nvalues = [0.0, 0.2]')
    assert load_experiment(write(own)).worlds[0] == "as in the file"
    told = problems_of(write(own.replace("horizons = [6, 12]", 'worlds = ["customer-centric", "service-only"]')))
    assert [key for _, key, _ in told] == ["firms.Compass.levers.advertising"]


def test_points_that_the_scenario_refuses_are_told_before_anything_runs():
    margin = {"key": "ledger.gross_margin", "low": 0.4, "high": 0.6}
    wages = {"key": "ledger.operations_wages", "low": 0.2, "high": 0.5}
    plan = experiment("margins", scenario="baseline", parameters=[margin, wages])
    with pytest.raises(ScenarioError, match=r"the scenario refuses point 24.*ledger\.gross_margin") as caught:
        plan.points(plan.design(), "grid")
    assert "ledger.operations_wages = 0.5" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has no heading"),
        ("market.switching_cost\n", "has no points"),
        ("market.switching_cost,\n1.0,2\n", "a column has no heading"),
        ("market.switching_cost,market.switching_cost\n1.0,2\n", "this column stands twice"),
        ("market.switching_cost\n1.0,2\n", "this line has another number of cells"),
        ("market.switching_cost\nfast\n", "wrong type"),
        ("market.switching_costs\n1.0\n", "there is no such parameter"),
    ],
)
def test_a_mistake_in_a_file_of_points_is_told(write, text, message):
    head, _, _ = GOOD.partition("[[parameters]]")
    write(text, "points.csv")
    told = problems_of(write(head + '[design]\nkind = "csv"\nfile = "points.csv"\n'))
    assert [found[: len(message)] for *_, found in told] == [message]


def test_a_missing_file_of_points_is_told(write):
    head, _, _ = GOOD.partition("[[parameters]]")
    assert "cannot be read" in problems_of(write(head + '[design]\nkind = "csv"\nfile = "nowhere.csv"\n'))[0][2]
    assert problems_of(write(head + '[design]\nkind = "csv"\n'))[0][1:] == ("design.file", "is missing")


def test_a_sobol_sequence_needs_a_power_of_two(write):
    assert problems_of(write(GOOD + '[design]\nkind = "sobol"\npoints = 12\n'))[0][1] == "design.points"


def test_a_plan_written_as_a_file_is_the_same_plan(write, tmp_path):
    for text in (GOOD, GOOD + '[design]\nkind = "sobol"\npoints = 4\n'):
        plan = load_experiment(write(text))
        (tmp_path / "again").mkdir(exist_ok=True)
        write(plan.base.to_toml(), "again/scenario.toml")
        again = load_experiment(write(plan.to_toml(), "again/small.toml"))
        assert again.design() == plan.design()
        assert again.digest() == plan.digest()


def test_a_grid_that_no_memory_holds_is_refused_before_it_is_made(write):
    axes = "".join(
        f'[[parameters]]\nkey = "{key}"\nsteps = 1000\n'
        for key in ("market.needs.spread", "market.needs.drift_per_month", "market.needs.fad_spread")
    )
    plan = load_experiment(write(f'scenario = "head_to_head"\n{axes}'))
    with pytest.raises(ScenarioError, match="the grid has too many points") as caught:
        plan.design()
    assert caught.value.problems[0].key == "parameters"


@pytest.mark.parametrize(("file", "word"), [("/dev/zero", "ordinary"), ("x\\u0000y", "control"), ("points.csv", "no table")])
def test_points_that_are_no_table_are_refused(write, file, word):
    write('"' + "x" * 200_000, "points.csv")
    problems = problems_of(write(f'scenario = "head_to_head"\n[design]\nkind = "csv"\nfile = "{file}"\n'))
    assert word in problems[0][2]
