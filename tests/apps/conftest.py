"""A tiny scenario, and the command line started in this process."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from simulation.apps.cli import app

SMALL = """\
title = "Small"
question = "Does it pay?"
expectation = "Level after half a year."

[run]
months = 6
replications = 2
seed = 5

[market]
customers = 100

[[firms]]
name = "Frontline"
strategy = "service-only"

[[firms]]
name = "Compass"
strategy = "customer-centric"
"""

RUNS = 2 * 4
"""Two replications of the market and of the focal firm's three other worlds."""


@dataclass(frozen=True)
class Outcome:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def object(self) -> dict[str, Any]:
        """The one JSON object on stdout."""
        lines = self.out.splitlines()
        assert len(lines) == 1, self.out
        return dict(json.loads(lines[0]))


Centricity = Callable[..., Outcome]


def start(*arguments: object) -> Outcome:
    """Starts the command line with these arguments."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=True)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Outcome(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def centricity() -> Centricity:
    """The command line."""
    return start


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A scenario that runs in a second."""
    path = tmp_path / "small.toml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@dataclass(frozen=True)
class Finished:
    """A result made by the command line, to be read only."""

    scenario: Path
    folder: Path
    outcome: Outcome


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """`centricity run` on the tiny scenario."""
    base = tmp_path_factory.mktemp("finished")
    scenario, folder = base / "small.toml", base / "result"
    scenario.write_text(SMALL, encoding="utf-8")
    return Finished(scenario, folder, start("run", scenario, "--out", folder, "--jobs", 1))


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saves the time that drawing takes where a test is about something else."""
    monkeypatch.setattr("simulation.presentation.gallery.write_figures", lambda *_: [])
    monkeypatch.setattr("simulation.presentation.report.document.write_report", lambda *_: None)
