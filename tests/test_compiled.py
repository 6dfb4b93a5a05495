"""Compiled code is kept where that is possible, is never that of other sources, and what has to be compiled is told of once."""

import ctypes
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from simulation import compile_cache
from simulation.apps.guard import guarded
from simulation.compile_cache import SHARED, cache_folder, is_warm, kept_for_good, mark_warm, sources_digest
from simulation.engines import first_compile
from simulation.engines.schedule import SCHEDULE

PACKAGE = Path(compile_cache.__file__).parent

DRAWS = """
import numpy as np
from simulation.compile_cache import cache_folder, kept_for_good
from simulation.randomness import Luck, Purpose
drawn = Luck(7, 3).uniforms(Purpose.COMMON, 5, np.arange(4, dtype=np.uint32))
print(drawn.tolist())
print(cache_folder(), kept_for_good(), len(list(cache_folder().rglob("*.nbc"))))
"""
"""Draws of the model, by a small compiled function; then where that is kept."""

NO_OVERRIDE = 1, 2
"""Capabilities by which the administrator writes to and reads what permissions forbid."""


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The folder in the user's cache, made up."""
    monkeypatch.delenv(SHARED, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    cache_folder.cache_clear()
    yield tmp_path / "centricity" / sources_digest()
    cache_folder.cache_clear()
    os.environ.pop(SHARED, None)


def python(program: str, home: Path, package: Path = PACKAGE, **more: str) -> subprocess.Popen[str]:
    """A process that has its cache below `home`, and that permissions hold for even where it is the administrator's."""
    own = {key: value for key, value in os.environ.items() if key != SHARED}
    environment = {**own, "XDG_CACHE_HOME": str(home), "PYTHONPATH": str(package.parent), **more}
    return subprocess.Popen(
        [sys.executable, "-c", program], env=environment, cwd=home.parent, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=obey if os.name == "posix" else None,
    )  # fmt: skip


def obey() -> None:
    """Has permissions hold for the administrator's process that is about to start."""
    if os.geteuid() == 0:
        for capability in NO_OVERRIDE:
            ctypes.CDLL(None).prctl(24, capability)


def answer(process: subprocess.Popen[str], seconds: float = 120.0) -> list[str]:
    out, errors = process.communicate(timeout=seconds)
    assert process.returncode == 0, errors
    return out.splitlines()


def forbid_writing(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A cache folder that really cannot be written to; to be filled first, and then forbidden."""
    folder = tmp_path / "cache"
    folder.mkdir()
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | stat.S_IWUSR)


def test_it_is_kept_in_the_users_folder_under_the_digest_of_the_sources(home: Path) -> None:
    assert cache_folder() == home
    assert home.is_dir()
    assert kept_for_good()


@pytest.mark.parametrize("file", ["rules/choice.py", "engines/array_side/moves.py", "population/employees.py", "randomness.py"])
def test_other_sources_have_another_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, file: str) -> None:
    copy = copied(tmp_path)
    monkeypatch.setattr(compile_cache, "__file__", str(copy / "compile_cache.py"))
    before = sources_digest()
    with (copy / file).open("a", encoding="utf-8") as source:
        source.write("\nANOTHER = 1\n")
    assert sources_digest() != before


def copied(folder: Path) -> Path:
    """A copy of the program."""
    return Path(shutil.copytree(PACKAGE, folder / "simulation", ignore=shutil.ignore_patterns("__pycache__")))


def test_a_changed_rule_is_never_answered_by_old_code(tmp_path: Path) -> None:
    package, home = copied(tmp_path), tmp_path / "cache"
    home.mkdir()
    (package / "engines" / "array_side" / "probe.py").write_text(
        "import numba\nfrom simulation.compiled import COMPILED\nfrom simulation.rules.probe import doubled\n"
        "@numba.njit(**COMPILED)\ndef probe(x):\n    return doubled(x)\n"
    )
    program = (
        "import importlib.util, sys\nfrom simulation.compile_cache import cache_folder\n"
        "spec = importlib.util.spec_from_file_location('probe', PATH)\nmodule = importlib.util.module_from_spec(spec)\n"
        "sys.modules['probe'] = module\nspec.loader.exec_module(module)\n"
        "print(module.probe(3.0), sum(module.probe.stats.cache_hits.values()))"
    ).replace("PATH", repr(str(package / "engines" / "array_side" / "probe.py")))
    rule = package / "rules" / "probe.py"
    text = "from simulation.compiled import rule\n@rule\ndef doubled(x):\n    return FACTOR * x\n"
    told = []
    for factor in ("2.0", "2.0", "5.0", "2.0"):
        rule.write_text(text.replace("FACTOR", factor))
        told += answer(python(program, home, package))
    assert told == ["6.0 0", "6.0 1", "15.0 0", "6.0 1"]


@pytest.mark.skipif(os.name == "nt", reason="permissions as POSIX systems have them")
def test_a_filled_folder_that_cannot_be_written_to_is_used_from_a_copy(read_only: Path) -> None:
    first, where = answer(python(DRAWS, read_only))
    assert where.startswith(str(read_only))
    kept = sorted(path.name for path in read_only.rglob("*.nb?"))
    forbid_writing(read_only)
    program = f"{DRAWS}\nfrom simulation.randomness import _words_of\nprint(sum(_words_of.stats.cache_misses.values()))"
    again, elsewhere, compiled_anew = answer(python(program, read_only))
    assert again == first
    folder, for_good, files = elsewhere.rsplit(" ", 2)
    assert not folder.startswith(str(read_only))
    assert (for_good, int(files) >= 1, compiled_anew) == ("False", True, "0")
    assert not Path(folder).exists(), "a copy goes with its command"
    assert sorted(path.name for path in read_only.rglob("*.nb?")) == kept


@pytest.mark.skipif(os.name == "nt", reason="permissions as POSIX systems have them")
def test_processes_of_a_command_share_the_folder_that_it_has_to_make(read_only: Path) -> None:
    forbid_writing(read_only)
    program = (
        "from simulation.compile_cache import cache_folder\nfrom simulation.studies.runs.workers import Workers\n"
        "if __name__ == '__main__':\n    with Workers(2) as workers:\n"
        "        print(*{str(workers.submit(lane, cache_folder).result()) for lane in (0, 1)} | {str(cache_folder())})\n"
    )
    script = read_only.parent / "study.py"
    script.write_text(program)
    (folders,) = answer(python(f"import runpy; runpy.run_path({str(script)!r}, run_name='__main__')", read_only))
    assert len(folders.split()) == 1
    assert not Path(folders).exists()


def test_a_file_in_place_of_the_folder_does_no_harm(tmp_path: Path) -> None:
    right, _ = answer(python(DRAWS, make(tmp_path / "good")))
    blocked = make(tmp_path / "blocked")
    (blocked / "centricity").write_text("not a folder")
    numbers, where = answer(python(DRAWS, blocked))
    assert numbers == right
    assert where.split()[1] == "False"


def make(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_several_may_fill_one_folder_at_once(tmp_path: Path) -> None:
    home = make(tmp_path / "cache")
    programs = [python(DRAWS, home) for _ in range(3)]
    answers = [answer(program)[0] for program in programs]
    assert len(set(answers)) == 1


@pytest.mark.skipif(os.name == "nt", reason="permissions as POSIX systems have them")
def test_a_folder_that_others_can_write_to_is_not_trusted(home: Path) -> None:
    home.mkdir(parents=True)
    home.chmod(0o777)
    (home / "planted.nbi").write_bytes(b"")
    folder = cache_folder()
    assert folder is not None
    assert folder != home
    assert not list(folder.iterdir())
    assert not kept_for_good()


def test_a_folder_filled_by_another_copy_of_the_program_is_not_warm(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_warm()
    mark_warm()
    assert is_warm()
    monkeypatch.setattr(compile_cache, "_mark", lambda: "complete-elsewhere")
    assert not is_warm()


STUDY = """
import hashlib
from simulation import api, load_scenario
from simulation.compile_cache import listeners
if __name__ == "__main__":
    listeners.append(lambda line: print(line.split(":")[0]))
    plan = load_scenario("baseline").with_values({"market.customers": 60, "run.months": 2, "run.warm_up_months": 1})
    found = api.run(plan, replications=2, jobs=2, robustness=2)
    print([hashlib.sha256(frame.to_csv().encode()).hexdigest() for frame in (found.series, found.study.robustness[0].draws)])
"""


def told_and_found(home: Path) -> list[str]:
    """What a small study over processes says of compiling, and digests of what it finds."""
    script = home.parent / f"{home.name}.py"
    script.write_text(STUDY)
    return answer(python(f"import runpy; runpy.run_path({str(script)!r}, run_name='__main__')", home), 400)


@pytest.mark.skipif(os.name == "nt", reason="permissions as POSIX systems have them")
def test_a_study_runs_from_a_filled_folder_that_cannot_be_written_to_without_a_word(read_only: Path) -> None:
    first_compile.compile_engine()
    filled = cache_folder()
    assert filled is not None
    if not is_warm():
        pytest.skip("nothing compiled can be kept here")
    right = told_and_found(filled.parent.parent)
    shutil.copytree(filled, read_only / "centricity" / filled.name)
    forbid_writing(read_only)
    assert told_and_found(read_only) == right
    assert len(right) == 1


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="permissions as POSIX systems have them")
def test_a_study_that_compiles_for_itself_says_so_in_one_line_and_has_the_right_numbers(read_only: Path, tmp_path: Path) -> None:
    forbid_writing(read_only)
    fresh = make(tmp_path / "fresh")
    told, right = told_and_found(fresh)
    assert told == "Compiling the engine, once for this version"
    assert told_and_found(fresh) == [right]
    assert told_and_found(read_only) == ["No cache folder can be written to", right]


@pytest.mark.parametrize(("blocked", "line"), [
    (False, "Compiling the engine, once for this version"), (True, "No cache folder can be written to"),
])  # fmt: skip
def test_compiling_is_told_of_once(home: Path, monkeypatch: pytest.MonkeyPatch, blocked: bool, line: str) -> None:
    if blocked:
        home.parent.write_text("not a folder")
    told: list[str] = []
    monkeypatch.setattr(compile_cache, "listeners", [told.append])
    over = SimpleNamespace(month=0, plan=SimpleNamespace(run=SimpleNamespace(months=0)))
    monkeypatch.setattr(first_compile, "_tiny", lambda: over)
    first_compile.compile_engine()
    first_compile.compile_engine()
    assert [text.split(":")[0] for text in told] == [line]
    assert is_warm()


def test_every_command_says_the_same_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(compile_cache, "cache_folder", lambda: None)
    for quiet in (False, True):
        guarded(lambda quiet: compile_cache.tell())(quiet=quiet)
    assert capsys.readouterr().err.splitlines() == [
        "Nothing compiled can be kept: every process compiles the engine anew, about 35 s on one processor."
    ]
    assert compile_cache.listeners == []


def test_one_process_helps_another_to_compile(home: Path) -> None:
    """The helper leaves out one walk; where it cannot, the schedule has another name for it."""
    assert [stage.name for stage in SCHEDULE].count(first_compile.FIRST_WALK) == 1
    first_compile.help_to_compile()


def test_what_nobody_used_for_long_is_taken_away_when_something_new_is_kept(home: Path) -> None:
    long_ago = compile_cache.time.time() - compile_cache.UNUSED_SECONDS - 60
    others = {name: home.parent / name for name in ("0" * 20, "1" * 20, "2" * 20, "mine")}
    for folder in others.values():
        folder.mkdir(parents=True)
        (folder / "code.nbc").write_bytes(b"compiled")
        (folder / "complete-0").touch()
        os.utime(folder / "complete-0", (long_ago, long_ago))
        os.utime(folder, (long_ago, long_ago))
    (others["1" * 20] / "complete-1").touch()
    os.utime(others["2" * 20])
    mark_warm()
    assert {name for name, folder in others.items() if folder.exists()} == {"1" * 20, "2" * 20, "mine"}
    os.utime(next(home.glob("complete-*")), (long_ago, long_ago))
    assert is_warm()
    assert next(home.glob("complete-*")).stat().st_mtime > long_ago + 60
