"""What the command says when the page cannot be served: one sentence, exit code 2, nothing else."""

import importlib.util
import socket
from pathlib import Path

import pytest

from tests.apps.conftest import SMALL, start

pytestmark = pytest.mark.one_python


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "nicegui" else found(name, *rest))
    outcome = start("dashboard", "--no-browser")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.splitlines() == [
        "The dashboard needs a package that is not installed: pip install 'centricity[dashboard]'"
    ]


def test_a_bad_file_gets_the_message_of_check(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(SMALL.replace("customers", "customer"), encoding="utf-8")
    outcome, checked = start("dashboard", file), start("check", file)
    assert outcome.code == checked.code == 2
    assert outcome.err == checked.err
    assert 'did you mean "customers"?' in outcome.err


def test_a_port_in_use_is_one_clear_sentence(tmp_path: Path) -> None:
    file = tmp_path / "small.toml"
    file.write_text(SMALL, encoding="utf-8")
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        outcome = start("dashboard", file, "--port", port, "--no-browser")
    assert outcome.code == 2
    assert outcome.err.splitlines() == [f"Port {port} is in use: choose another one, for instance --port {port + 1}."]


def test_a_market_too_large_for_a_page_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.toml"
    file.write_text(SMALL.replace("customers = 100", "customers = 300_000"), encoding="utf-8")
    outcome = start("dashboard", file, "--no-browser")
    assert outcome.code == 2
    assert "market.customers" in outcome.err
    assert "200,000" in outcome.err
