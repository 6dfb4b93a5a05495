"""Progress: a line now and then where there is no terminal, nothing when quiet."""

import pytest

from simulation.apps.progress import RunProgress, time_left
from simulation.apps.streams import Voice


def test_lines_come_seldom_and_the_last_one_always(capsys: pytest.CaptureFixture[str]) -> None:
    with RunProgress(Voice(), "Simulating") as progress:
        for finished in range(1, 101):
            progress(finished, 100, finished * 1.0)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Simulating: 30 of 100 runs, about 70 s left"
    assert lines[-1] == "Simulating: 100 of 100 runs"
    assert len(lines) == 4


def test_quiet_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    with RunProgress(Voice(quiet=True), "Simulating") as progress:
        progress(1, 1, 100.0)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("finished", "total", "seconds", "words"),
    [
        (1, 2, 10.0, "about 10 s left"),
        (1, 61, 10.0, "about 10 min left"),
        (1, 1001, 10.0, "about 2.8 h left"),
        (0, 10, 1.0, ""),
    ],
)
def test_the_time_left_is_told_in_round_words(finished: int, total: int, seconds: float, words: str) -> None:
    assert time_left(finished, total, seconds) == words
