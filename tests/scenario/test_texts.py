"""Texts may hold whatever people write, but nothing that steers a terminal."""

from pathlib import Path

import pytest

from tests.scenario.examples import VALID, load, problems


@pytest.mark.parametrize("text", ["שלום", "قيمة", "naïve\\u00a0– “quoted”", "a\\u200db", "two\\nlines", "👩"])
def test_what_people_write_is_taken(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, VALID.replace("Two firms", text)).title


@pytest.mark.parametrize("code", ["0000", "0007", "001b", "007f", "009b", "2028", "202e", "2066"])
def test_what_steers_a_terminal_is_refused_with_its_line(tmp_path: Path, code: str) -> None:
    [problem] = problems(tmp_path, VALID.replace("Who is ahead?", f"Who \\u{code} is ahead?"))
    assert (problem.line, problem.key) == (2, "question")
    assert f"U+{code.upper()}" in problem.message
    assert str(problem).replace("\n", "").isprintable()
