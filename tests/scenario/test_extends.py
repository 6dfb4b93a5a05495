"""A scenario that extends another one says only what differs."""

from pathlib import Path

import pytest

from simulation.scenario import Problem, ScenarioError, load_scenario
from simulation.scenario.loading import load_base
from tests.scenario.examples import VALID, load, problems, write


def test_tables_merge_and_lists_are_replaced_whole(tmp_path: Path) -> None:
    write(tmp_path, VALID, "base.toml")
    text = """
        extends = "base.toml"
        title = "Mine"
        [market]
        switching_cost = 4.0
        [market.needs]
        spread = 0.7
        [[segments]]
        name = "all"
        share = 1.0
    """
    mine, base = load(tmp_path, text), load_scenario(tmp_path / "base.toml")
    assert (mine.title, mine.question, mine.name) == ("Mine", base.question, "mine")
    assert (mine.market.switching_cost, mine.market.customers) == (4.0, 1_000)
    assert (mine.market.needs.spread, mine.market.needs.drift_per_month) == (0.7, 0.05)
    assert [segment.name for segment in mine.segments] == ["all"]
    assert mine.segments[0].spend_per_month == 50.0
    assert mine.firms == base.firms


def test_the_nearest_file_wins_along_a_chain(tmp_path: Path) -> None:
    write(tmp_path, VALID + "\n[journey]\nuse_per_month = 0.1\nbilling_per_month = 0.1\n", "a/one.toml")
    write(tmp_path, 'extends = "../a/one.toml"\n[journey]\nuse_per_month = 0.2\n[run]\nseed = 2\n', "b/two.toml")
    mine = load(tmp_path, 'extends = "b/two.toml"\n[run]\nseed = 3\n')
    assert (mine.journey.billing_per_month, mine.journey.use_per_month, mine.run.seed) == (0.1, 0.2, 3)


def test_a_base_need_not_be_complete(tmp_path: Path) -> None:
    write(tmp_path, "[market]\nswitching_cost = 1.0\n", "base.toml")
    mine = load(tmp_path, 'extends = "base.toml"\n' + VALID.replace("switching_cost = 2.5\n", ""))
    assert mine.market.switching_cost == 1.0
    assert load_base(tmp_path / "mine.toml") is None


def test_the_base_of_a_file(tmp_path: Path) -> None:
    write(tmp_path, VALID, "base.toml")
    mine = write(tmp_path, 'extends = "base.toml"')
    assert load_base(mine) == load_scenario(tmp_path / "base.toml")
    assert load_base(tmp_path / "base.toml") is None


def test_a_mistake_that_is_overwritten_does_not_matter(tmp_path: Path) -> None:
    write(tmp_path, VALID.replace("2.5", "99"), "base.toml")
    mine = load(tmp_path, 'extends = "base.toml"\n[market]\nswitching_cost = 2.0\n')
    assert mine.market.switching_cost == 2.0


def test_the_name_is_not_inherited(tmp_path: Path) -> None:
    write(tmp_path, 'name = "theirs"\n' + VALID, "base.toml")
    assert load(tmp_path, 'extends = "base.toml"').name == "mine"


def only_problem(folder: Path, text: str) -> Problem:
    [problem] = problems(folder, text)
    return problem


def test_missing_base(tmp_path: Path) -> None:
    write(tmp_path, VALID, "base.toml")
    problem = only_problem(tmp_path, '\nextends = "bose.toml"\n' + VALID)
    assert (problem.line, problem.key, problem.nearest) == (2, "extends", "base.toml")
    assert "no such file" in problem.message


@pytest.mark.parametrize("value", ["3", '""', '["base.toml"]', "true", '"nul\\u0000"', '"."', '"' + "x" * 3000 + '"'])
def test_base_that_is_no_name(value: str, tmp_path: Path) -> None:
    problem = only_problem(tmp_path, f"extends = {value}\n" + VALID)
    assert (problem.line, problem.key) == (1, "extends")


def test_circles(tmp_path: Path) -> None:
    assert "circle" in only_problem(tmp_path, 'extends = "mine.toml"').message
    write(tmp_path, 'extends = "b.toml"', "a.toml")
    write(tmp_path, '\nextends = "a.toml"', "b.toml")
    problem = only_problem(tmp_path, 'extends = "./a.toml"')
    assert "circle" in problem.message
    assert (Path(problem.file).name, problem.line) == ("b.toml", 2)
    assert problem.found == "a.toml -> b.toml -> a.toml"


def test_base_that_cannot_be_read(tmp_path: Path) -> None:
    write(tmp_path, "[market", "base.toml")
    problem = only_problem(tmp_path, 'extends = "base.toml"\n' + VALID)
    assert Path(problem.file).name == "base.toml"
    assert problem.line == 1


def test_extends_in_a_table_is_an_unknown_key(tmp_path: Path) -> None:
    problem = only_problem(tmp_path, VALID.replace("seed = 7", 'extends = "base.toml"'))
    assert (problem.key, problem.message) == ("run.extends", "unknown key")


def test_windows_paths(tmp_path: Path) -> None:
    write(tmp_path, VALID, "bases/base.toml")
    assert load(tmp_path, "extends = 'bases\\base.toml'").market.customers == 1_000


def test_extends_cannot_be_set(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="only be said in a file"):
        load(tmp_path, VALID, "extends=base.toml")
