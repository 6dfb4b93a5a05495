"""Compiled code is kept where that is possible, is never that of other sources, and its absence is told in one line."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from simulation import compiled
from simulation.apps.progress import compile_first
from simulation.apps.streams import Voice

PACKAGE = Path(compiled.__file__).parent


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setattr(compiled, "_cache_home", lambda: tmp_path)
    return tmp_path / "centricity" / compiled._sources_digest()


def test_it_is_kept_in_the_users_folder_under_the_digest_of_the_sources(home):
    assert compiled._cache_folder() == home
    assert home.is_dir()


@pytest.mark.parametrize("file", ["rules/choice.py", "engines/array_side/moves.py", "population/employees.py", "randomness.py"])
def test_other_sources_have_another_folder(monkeypatch, tmp_path, file):
    copy = tmp_path / "simulation"
    for folder in ("rules", "population", "engines"):
        shutil.copytree(PACKAGE / folder, copy / folder)
    for name in ("compiled.py", "randomness.py"):
        shutil.copy(PACKAGE / name, copy / name)
    monkeypatch.setattr(compiled, "__file__", str(copy / "compiled.py"))
    before = compiled._sources_digest()
    with (copy / file).open("a", encoding="utf-8") as source:
        source.write("\nANOTHER = 1\n")
    assert compiled._sources_digest() != before


def test_a_filled_folder_that_cannot_be_written_to_is_used_from_a_copy(monkeypatch, home):
    (home / "part").mkdir(parents=True)
    (home / "part" / "code.nbc").write_bytes(b"code")
    monkeypatch.setattr(compiled, "_can_be_written", lambda folder: False)
    assert compiled._cache_folder() is None, "what was not compiled to its end is of no use"
    (home / compiled.MARK).touch()
    copy = compiled._cache_folder()
    assert copy is not None
    assert copy != home
    assert (copy / "part" / "code.nbc").read_bytes() == b"code"
    shutil.rmtree(copy)


def test_without_any_folder_nothing_is_kept_and_one_line_says_so(monkeypatch, capsys):
    where = {**os.environ, "XDG_CACHE_HOME": os.devnull, "LOCALAPPDATA": os.devnull, "HOME": os.devnull}
    program = "from simulation.compiled import CACHE_FOLDER, COMPILED, is_warm; print(CACHE_FOLDER, COMPILED['cache'], is_warm())"
    done = subprocess.run([sys.executable, "-c", program], env=where, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["None", "False", "False"]
    monkeypatch.setattr(compiled, "CACHE_FOLDER", None)
    compile_first(Voice())
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert "no cache folder" in told[0]


def test_the_one_compile_is_told_of_and_only_once(monkeypatch, capsys, home):
    home.mkdir(parents=True)
    monkeypatch.setattr(compiled, "CACHE_FOLDER", home)
    compile_first(Voice())
    assert capsys.readouterr().err.startswith("Compiling the engine")
    compile_first(Voice())
    assert capsys.readouterr().err == ""
