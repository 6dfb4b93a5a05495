"""Every experiment runs with --quick, prints its question, expectation and verdict, and saves its picture."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documents.commands import ROOT

EXPERIMENTS = sorted((ROOT / "experiments").glob("*.py"))


@pytest.mark.parametrize("script", EXPERIMENTS, ids=lambda script: script.stem)
def test_an_experiment_runs(script: Path, tmp_path: Path) -> None:
    figure = tmp_path / "figures" / "picture.png"
    done = subprocess.run(
        [sys.executable, str(script), "--quick", "--figure", str(figure)],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120, check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Question: ")
    assert "\nExpectation: " in done.stdout
    assert "Expected: " in done.stdout
    assert figure.stat().st_size > 10_000
