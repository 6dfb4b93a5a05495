"""Command `stories`: lists, tells, refuses what is no prediction."""

import json

import pytest
from typer.testing import CliRunner

from simulation.apps.cli import app
from simulation.studies.stories.catalogue import STORIES


def test_all_stories_are_listed_with_their_questions() -> None:
    lines = CliRunner().invoke(app, ["stories"]).stdout.splitlines()
    assert [line.split()[0] for line in lines] == [one.key for one in STORIES]
    assert all(line.endswith("?") for line in lines)


def test_a_story_is_told_and_a_prediction_compared() -> None:
    result = CliRunner().invoke(app, ["stories", "right_customers", "--predict", "80", "--replications", "1"])
    assert result.exit_code == 0
    asked, revealed = result.stdout.index("What share of the firm's revenue"), result.stdout.index("The answer: ")
    assert asked < revealed
    assert "You said 80: " in result.stdout


def test_for_programs_there_is_one_object() -> None:
    result = CliRunner().invoke(app, ["stories", "right_customers", "--replications", "2", "--json", "--quiet"])
    found = json.loads(result.stdout)
    assert (found["story"], found["replications"]) == ("right_customers", 2)
    assert 30 < found["answer"]["value"] < 95
    assert {part["outcome"] for part in found["theory"]} <= {"holds", "reversed", "open"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing"], "no such story"),
        (["right_customers", "--predict", "many"], "a number from 0 to 100"),
        (["right_customers", "--predict", "101"], "a number from 0 to 100"),
        (["right_customers", "--predict", "nan"], "a number from 0 to 100"),
        (["j_curve", "--predict", "12"], "months with values"),
        (["j_curve", "--predict", "12:x"], "months with values"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_run(arguments: list[str], words: str) -> None:
    result = CliRunner().invoke(app, ["stories", *arguments])
    assert result.exit_code == 2
    assert words in result.output
