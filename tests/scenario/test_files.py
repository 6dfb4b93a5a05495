"""Whatever a path leads to, what cannot be read as a scenario is refused in one clear sentence."""

import os
from pathlib import Path

import pytest

from simulation.scenario import Problem, ScenarioError, load_scenario
from simulation.scenario.source import LARGEST_FILE
from tests.scenario.examples import VALID, line_of, load, problems, write


def refusal(path: Path) -> Problem:
    """The one problem of a file."""
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    [problem] = caught.value.problems
    assert len(str(caught.value)) < 1000
    return problem


def test_missing_file_names_the_one_that_was_meant(tmp_path: Path) -> None:
    write(tmp_path, VALID, "head_to_tail.toml")
    problem = refusal(tmp_path / "head_to_tial.toml")
    assert problem.message == "no such file"
    assert problem.nearest.endswith("head_to_tail.toml")


def test_a_link_to_nothing_is_not_meant_by_its_own_name(tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(tmp_path / "gone.toml")
    problem = refusal(link)
    assert problem.message == "no such file"
    assert "link" not in problem.nearest


def test_a_number_of_too_many_digits(tmp_path: Path) -> None:
    assert "digits" in refusal(write(tmp_path, VALID + "\nx = " + "9" * 5_000)).message


def test_folder(tmp_path: Path) -> None:
    assert "folder" in refusal(tmp_path).message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    assert "ordinary" in refusal(tmp_path / "pipe.toml").message


def test_path_that_cannot_be_one() -> None:
    assert refusal(Path("nul\0.toml")).message
    assert refusal(Path("x" * 5000 + ".toml")).message


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, VALID)

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    assert refusal(path).message == "cannot be read (Permission denied)"


def test_too_large_file(tmp_path: Path) -> None:
    path = write(tmp_path, VALID + "#" * LARGEST_FILE)
    assert "1,000,000 bytes" in refusal(path).message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1"])
def test_other_encodings(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes('title = "Überblick"\n'.encode(encoding))
    problem = refusal(path)
    assert "UTF" in problem.message + problem.allowed or "not valid TOML" in problem.message


def test_not_utf_8_says_where(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(VALID.encode() + b"\n# caf\xe9\n")
    problem = refusal(path)
    assert problem.line == VALID.count("\n") + 2
    assert "UTF-8" in problem.allowed


@pytest.mark.parametrize("change", ["\ufeff", "#:schema ../schema.json\n", "\n\n", "# only a comment\n"])
def test_beginnings_that_mean_nothing(change: str, tmp_path: Path) -> None:
    assert load(tmp_path, change + VALID) == load(tmp_path, VALID)


def test_windows_line_ends(tmp_path: Path) -> None:
    assert load(tmp_path, VALID.replace("\n", "\r\n")) == load(tmp_path, VALID)
    wrong = VALID.replace("seed", "sead")
    [problem] = problems(tmp_path, wrong.replace("\n", "\r\n"))
    assert problem.line == line_of(wrong, "sead")


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "\ufeff"])
def test_empty_file_lacks_firms(text: str, tmp_path: Path) -> None:
    [problem] = problems(tmp_path, text)
    assert (problem.key, problem.message) == ("firms", "is missing")


DEPTH = 100_000


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * DEPTH + "]" * DEPTH,
        "x = " + "{ a = " * DEPTH + "1" + " }" * DEPTH,
        ".".join("a" * DEPTH) + " = 1",
        "[" + ".".join("a" * DEPTH) + "]",
        "[[" + " . ".join("a" * DEPTH) + "]]",
        "x = { " + ".".join("a" * DEPTH) + " = 1 }",
        "x = { " + ".".join(['"a b"'] * DEPTH) + " = 1 }",
        "x = " + "[" * 30 + "]" * 30,
    ],
    ids=[
        "lists",
        "inline tables",
        "dotted key",
        "table",
        "list of tables",
        "dotted key inside",
        "quoted key inside",
        "thirty lists",
    ],
)
def test_deep_nesting_is_refused_quickly(text: str, tmp_path: Path) -> None:
    [problem] = problems(tmp_path, text)
    assert "deep" in problem.message


# What somebody writes, and what the message must say of it.
SLIPS = {
    "decimal comma": ("switching_cost = 2,5", "decimal comma", "decimal point"),
    "per cent": ("share = 80 %", "per cent", "0.8"),
    "no quotes": ("strategy = service-only", "without quotation marks", '"service-only"'),
    "typographic quotes": ("title = “Two firms”", "typographic", "straight"),
    "open quotes": ('title = "Two firms', "closing quotation mark", '"'),
    "colon": ("seed: 7", "colon", "key = value"),
    "capital": ("co_creation = True", "small letters", "true"),
    "nothing": ("seed =", "nothing", "key = value"),
    "twice": ("seed = 1\nseed = 2", "second time", "once"),
    "backslash": ('extends = "..\\scenarios\\base.toml"', "backslash", "forward"),
    "open list": ("pair = [1, 2", "not valid TOML", ""),
    "just words": ("this is no scenario", "not valid TOML", ""),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_slips_of_the_pen_are_explained(slip: str, tmp_path: Path) -> None:
    written, message, allowed = SLIPS[slip]
    [problem] = problems(tmp_path, f"# a comment\n{written}\n")
    assert message in problem.message
    assert allowed in problem.allowed
    assert problem.line in (1 + len(written.split("\n")), 2 + len(written.split("\n")))


def test_table_twice(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, VALID + "\n[market]\ncustomers = 2\n")
    assert "second time" in problem.message
    assert problem.line == VALID.count("\n") + 2


def test_messages_show_no_control_characters(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, VALID.replace("2.5", '"\\u001b[31mred\\u0007"'))
    assert str(problem).replace("\n", "").isprintable()
