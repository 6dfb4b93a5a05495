"""What the README shows works: its commands, its Python, its table of the month."""

import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from simulation.apps.cli import app
from simulation.engines.schedule import SCHEDULE
from simulation.scenario import load_scenario
from simulation.scenario.library import shipped_names
from tests.documents.commands import ROOT, blocks, centricity_commands, table_under

README = ROOT / "README.md"
GROUP = typer.main.get_command(app)
SIMULATING = ("run", "compare")
SMALL = [
    *("--months", "1", "--replications", "1", "--set", "market.customers=90"),
    *("--jobs", "1", "--robustness", "2", "--out", "small"),
]


def test_the_two_lines_that_set_everything_up_are_there() -> None:
    lines = [line for block in blocks(README, "sh") for line in block.splitlines()]
    assert lines[0] == (
        "python3 -m venv .venv && .venv/bin/pip install -q -e . && .venv/bin/centricity run scenarios/head_to_head.toml"
    )
    assert lines[1] == (
        "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/python -m pytest -q -n logical"
    )


@pytest.mark.parametrize("arguments", centricity_commands(), ids=" ".join)
def test_every_command_that_is_shown_is_understood(arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    name, *rest = arguments
    command = GROUP.commands[name]
    with command.make_context(name, list(rest)) as context:
        values = context.params
    if name not in SIMULATING:
        return
    monkeypatch.chdir(ROOT)
    for file in [values["file"]] if name == "run" else values["files"]:
        if file != "mine.toml":
            assert load_scenario(file, values["set_values"] or []).firms


def test_the_commands_that_cost_little_run_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    commands = [shlex.split(line)[1:] for block in blocks(README, "sh")[2:] for line in block.splitlines()]
    seen = []
    for arguments in commands:
        if arguments[0] in SIMULATING and arguments != ["run", "mine.toml"]:
            continue
        small = SMALL if arguments[0] == "run" else []
        result = CliRunner().invoke(app, [*arguments, *small])
        assert result.exit_code == 0, f"{arguments}: {result.output}"
        seen.append(arguments[0])
    assert seen == ["new", "check", "run", "explain", "explain", "diff"]
    assert (tmp_path / "small" / "comparison.csv").exists()


def test_the_table_of_commands_names_every_command_once() -> None:
    shown = [shlex.split(row[0].split("`")[1])[1] for row in table_under(README, "Commands")]
    assert sorted(shown) == sorted(GROUP.commands)


def test_the_options_that_it_names_exist() -> None:
    text = README.read_text(encoding="utf-8").split("\n## Commands\n")[1].split("\n## ")[0]
    known = {option for parameter in GROUP.commands["run"].params for option in parameter.opts}
    assert set(re.findall(r"`(--[a-z]+)`", text)) <= known


def test_the_python_that_is_shown_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (block,) = blocks(README, "python")
    names: dict[str, object] = {}
    exec(compile(block, "README.md", "exec"), names)
    assert names["market"].month == -11
    assert (tmp_path / "overview.png").stat().st_size > 10_000


def test_the_month_in_the_readme_is_the_schedule() -> None:
    rows = table_under(README, "A month")
    assert [row[0] for row in rows] == [stage.name for stage in SCHEDULE]
    assert all(row[1].endswith(".") for row in rows)


def test_the_table_of_scenarios_names_all_that_are_shipped() -> None:
    links = {re.search(r"\((.*?)\)", row[0])[1] for row in table_under(README, "Change a scenario")}
    single = {f"scenarios/{name}.toml" for name in shipped_names() if "/" not in name}
    assert links == single | {"scenarios/limits", "scenarios/stories"}
