"""The notebooks run, and show what their code prints now."""

import os
from pathlib import Path

import nbformat
import pytest

from docs import execute_notebooks
from tests.documents.commands import ROOT


@pytest.mark.one_python
@pytest.mark.parametrize("path", execute_notebooks.notebooks(), ids=lambda path: path.name)
def test_a_notebook_runs_and_its_stored_outputs_are_its_own(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep))
    stored = nbformat.read(path, as_version=4)
    now = execute_notebooks.executed(path)
    assert execute_notebooks.printed(stored) == execute_notebooks.printed(now), "run `python docs/execute_notebooks.py`"


@pytest.mark.parametrize("path", execute_notebooks.notebooks(), ids=lambda path: path.name)
def test_a_notebook_is_stored_with_its_pictures(path: Path) -> None:
    outputs = [output for cell in nbformat.read(path, as_version=4).cells for output in cell.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) for output in outputs)
    assert not any(output.get("name") == "stderr" for output in outputs)


def test_there_is_a_notebook_for_each_of_the_three_users_and_one_that_looks_inside() -> None:
    names = [path.stem for path in execute_notebooks.notebooks()]
    assert names == ["educator", "one_market", "researcher", "strategist"]
