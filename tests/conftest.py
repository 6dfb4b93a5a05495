"""What all tests share: pictures without a screen, repeatable examples, where files lie."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")

# The first call of a compiled function takes long, so there is no limit on the time of one example.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder that holds README.md, scenarios/, experiments/ and tests/."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shipped_scenarios(project: Path) -> Path:
    """The folder of the scenarios that the project ships."""
    return project / "scenarios"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With -n, a file's tests stay in one process, which then makes what they share only once."""
    from xdist.scheduler import LoadFileScheduling

    return LoadFileScheduling(config, log)
