"""How the command starts and ends: fast, and without a traceback on any terminal."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.apps.conftest import SMALL

HEAVY = ("numba", "mesa", "scipy", "pandas", "matplotlib", "pyarrow", "numpy", "networkx")
CENTRICITY = [sys.executable, "-m", "simulation.apps.cli"]


@pytest.fixture
def environment(project: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(project), os.environ.get("PYTHONPATH", "")])}


@pytest.mark.parametrize("arguments", [[], ["--help"], ["--version"], ["run", "--help"], ["check", "small.toml"]])
def test_it_answers_at_once(arguments: list[str], tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    code = (
        "import sys, simulation.apps.cli as cli\n"
        "try:\n    cli.main()\nfinally:\n"
        f"    print('HEAVY', *[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    started = time.perf_counter()
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=tmp_path, env=environment, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr.splitlines()[-1].split() == ["HEAVY"]
    assert time.perf_counter() - started < 5.0
    assert result.stdout


def test_every_command_is_named_and_explained(environment: dict[str, str]) -> None:
    result = subprocess.run([*CENTRICITY, "--help"], capture_output=True, text=True, env=environment, check=True)
    for command in ("run", "compare", "check", "new", "explain", "diff", "schema", "report"):
        assert f" {command} " in result.stdout


def test_an_unknown_command_is_bad_input(environment: dict[str, str]) -> None:
    result = subprocess.run([*CENTRICITY, "dance"], capture_output=True, text=True, env=environment, check=False)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_any_terminal_will_do(tmp_path: Path, environment: dict[str, str]) -> None:
    dumb = {"PYTHONIOENCODING": "ascii", "TERM": "dumb", "LC_ALL": "C"}
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    options = ["--months", "1", "--replications", "1", "--jobs", "1", "--robustness", "2", "--out", "r"]
    result = subprocess.run(
        [*CENTRICITY, "run", "small.toml", *options],
        capture_output=True,
        cwd=tmp_path,
        env={**environment, **dumb},
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert b"Traceback" not in result.stderr
    assert b"customer-centric" in result.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")
def test_a_reader_that_stops_listening_causes_no_traceback(environment: dict[str, str]) -> None:
    process = subprocess.Popen(
        [*CENTRICITY, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    process.wait(30)
    assert errors == ""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to a process there")
def test_ctrl_c_ends_a_run_over_processes_with_130(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    process = subprocess.Popen(
        [*CENTRICITY, "run", "small.toml", "--replications", "500", "--jobs", "2", "--out", "r"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=environment,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    parts = tmp_path / "r" / "parts"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (parts.is_dir() and len(list(parts.iterdir())) > 4):
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "--resume" in errors
    assert "Traceback" not in errors
    assert (tmp_path / "r" / "series.parquet").exists()


def test_the_package_is_light_to_import(environment: dict[str, str]) -> None:
    code = f"import sys, simulation; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert result.stdout.split() == []
