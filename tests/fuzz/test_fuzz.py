"""A few inputs of every kind: accepted or refused, and nothing else. `python -m tests.fuzz` tries ten thousand."""

from collections import Counter

import pytest

from tests.fuzz.inputs import SHARES, Input, made
from tests.fuzz.trial import run, tried

SOME = 200


def test_whatever_is_given_is_accepted_or_refused() -> None:
    trials = list(run(seed=7, numbers=range(SOME)))
    assert [trial for trial in trials if trial.fault] == []
    assert len(trials) == SOME
    assert len({trial.kind for trial in trials}) == len(SHARES)
    outcomes = Counter(trial.outcome for trial in trials)
    assert min(outcomes["accepted"], outcomes["refused"]) > SOME / 20


def test_the_same_number_is_the_same_input() -> None:
    assert [made(7, number) for number in range(50)] == [made(7, number) for number in range(50)]


@pytest.mark.parametrize(
    ("one", "word"),
    [
        (Input("broken", commands=[["check", "nowhere.toml"], ["schema", "--out", "../beside.json"]]), "outside"),
        (Input("broken", commands=[["schema", "--out", "left.json"]]), "left"),
        (Input("broken", commands=[["check", "--help"], ["run", "--out", "x", "baseline", "--months"]]), ""),
    ],
)
def test_the_trial_sees_what_is_written(one: Input, word: str) -> None:
    fault = tried(one, 0).fault
    assert word in fault
    assert bool(fault) == bool(word)
