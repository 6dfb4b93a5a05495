"""What `explain` and `diff` say of shipped scenarios, word for word: a change of wording is seen and read before it goes out.

After reading a change and finding it right, write the texts again: python -m tests.scenario.test_golden_texts
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from simulation.scenario import load_scenario
from simulation.scenario.plain_words import diff_words, explain_scenario

FOLDER = Path(__file__).with_name("golden")

TEXTS: dict[str, Callable[[], str]] = {
    "explain_lip_service": lambda: explain_scenario(load_scenario("lip_service")),
    "explain_late_convert": lambda: explain_scenario(load_scenario("late_convert")),
    "diff_head_to_head_lip_service": lambda: diff_words(load_scenario("head_to_head"), load_scenario("lip_service")),
}


@pytest.mark.one_python
@pytest.mark.parametrize("name", TEXTS)
def test_the_text_is_the_one_that_was_read(name: str) -> None:
    assert f"{TEXTS[name]()}\n" == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    for name, made in TEXTS.items():
        (FOLDER / f"{name}.txt").write_text(f"{made()}\n", encoding="utf-8", newline="\n")
