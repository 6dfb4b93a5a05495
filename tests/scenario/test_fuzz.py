"""Whatever is done to a file, it is a scenario or it is refused: nothing else happens."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.scenario import ScenarioError, load_scenario
from tests.scenario.examples import VALID, write

SNIPPETS = (
    "true", "nan", "-inf", "1e400", "9999999999999999999999999", "-1", "0", '""', "''", '"\\uFFFF"',
    "[]", "{}", "[[", "]]", "=", ".", "#", "\n", '"""', "'''", "1979-05-27T07:32:00Z", "count = 3",
    "[firms]", "[[market]]", "[[firms.changes]]", "[firms.levers]", "name = 1", 'extends = "mine.toml"',
    "[[firms]]", "firms = 3", "segments = []", "firms = [1, 2]", "changes = [[1]]", "{ month = 1 }",
    "\x00", "\ufeff", "é", "\u202e", "[run.run]", "market.needs.x.y = 1", "levers.price = {}",
    "'Compass' = 2",
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The valid file after a few random changes of characters, words and lines."""
    text = VALID
    for _ in range(draw(st.integers(1, 4))):
        luck = random.Random(draw(st.integers(0, 2**32)))
        start = luck.randrange(len(text) + 1)
        end = min(len(text), start + luck.choice((0, 1, 5, 40)))
        lines = text.split("\n")
        number = luck.randrange(len(lines))
        match luck.randrange(6):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:start] + luck.choice(SNIPPETS) + text[end:]
            case 2:
                text = text[:end] + text[start:]
            case 3:
                text = "\n".join([*lines[:number], luck.choice(SNIPPETS), *lines[number:]])
            case 4:
                luck.shuffle(lines)
                text = "\n".join(lines)
            case _:
                key, equals, _ = lines[number].partition("=")
                lines[number] = f"{key}{equals} {luck.choice(SNIPPETS)}"
                text = "\n".join(lines)
    return text


def refusal(content: str, *settings: str) -> ScenarioError | None:
    """Why a text is no scenario; None where it is one. Any other error goes through."""
    with TemporaryDirectory() as folder:
        try:
            load_scenario(write(Path(folder), content), settings)
        except ScenarioError as error:
            return error
        return None


def check(error: ScenarioError | None) -> None:
    """A refusal says where and what, and can be printed on any terminal."""
    problems = error.problems if error is not None else ()
    assert (error is None) == (not problems)
    assert all(problem.message and problem.file for problem in problems)
    assert str(error).replace("\n", "").isprintable()


@given(mutated())
@settings(max_examples=300)
def test_mutated_files(text: str) -> None:
    check(refusal(text))


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    check(refusal(text.encode("utf-8", "replace").decode("utf-8")))


KEYS = (
    "market",
    "market.needs",
    "firms",
    "firms.Compass",
    "firms.Compass.changes.1",
    "firms.Frontline.count",
    "segments.premium",
    "run.seed",
)


@given(
    st.lists(st.sampled_from(KEYS) | st.text(max_size=8), max_size=3),
    st.sampled_from(SNIPPETS) | st.text(max_size=8),
)
@settings(max_examples=200)
def test_any_setting(keys: list[str], value: str) -> None:
    check(refusal(VALID, f"{'.'.join(keys)}={value}", f"{'.'.join(keys)}.x={value}"))
