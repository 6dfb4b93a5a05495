"""The classroom page answers its own guests only, keeps nothing large, and reads nothing beyond the scenario folder."""

import asyncio
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("nicegui")

from simulation.apps.dashboard import server
from simulation.apps.dashboard.bodies import MOST_BYTES, BoundedBodies
from simulation.apps.dashboard.door import MOST_WRONG, Door, GuestsJoinOnly, is_own_machine
from simulation.apps.dashboard.server import LOOPBACK, OwnGuestsOnly, names_for
from simulation.apps.dashboard.sources import handed_over, in_folder
from simulation.scenario import ScenarioError, load_scenario
from tests.scenario.examples import VALID

NAMES = names_for(LOOPBACK, 8080)


async def inner(scope: Any, receive: Any, send: Any) -> None:
    """A page that takes everything it is sent."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    more = True
    while more:
        more = (await receive()).get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"in"})


def asked(app: Any, headers: dict[str, str], kind: str = "http", pieces: tuple[bytes, ...] = (b"",)) -> list[dict[str, Any]]:
    """What is answered to a request with these headers and body."""
    waiting = [{"type": "http.request", "body": one, "more_body": True} for one in pieces]
    waiting[-1]["more_body"] = False
    answers: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        answers.append(message)

    said = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    asyncio.run(app({"type": kind, "headers": said}, receive, send))
    return answers


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080"])
def test_own_guests_are_let_in(host: str) -> None:
    app = OwnGuestsOnly(inner, NAMES)
    assert asked(app, {"host": host})[0]["status"] == 200
    assert asked(app, {"host": host, "origin": f"http://{host}"})[0]["status"] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example:8080"}, {"host": "evil.example"}, {}, {"host": ""}, {"host": "127.0.0.1:8081"},
        {"host": "127.0.0.1"}, {"host": "127.0.0.1:8080.evil.example"}, {"host": "localhost:8080@evil.example"}, {"host": "\xff"},
        {"host": "127.0.0.1:8080", "origin": "http://evil.example"}, {"host": "127.0.0.1:8080", "origin": "null"},
        {"host": "127.0.0.1:8080", "origin": "http://127.0.0.1:8081"}, {"host": "127.0.0.1:8080", "origin": "file://"},
        {"host": "127.0.0.1:8080", "origin": "http://127.0.0.1:8080.evil.example"},
    ],
)  # fmt: skip
def test_nobody_else_is(headers: dict[str, str]) -> None:
    app = OwnGuestsOnly(inner, NAMES)
    assert asked(app, headers)[0]["status"] == 403
    assert asked(app, headers, kind="websocket") == [{"type": "websocket.close", "code": 1008}]


def test_a_scenario_file_may_be_sent_and_nothing_larger() -> None:
    app = BoundedBodies(inner)
    chunk = b"x" * 100_000
    assert asked(app, {"content-length": str(MOST_BYTES)})[0]["status"] == 200
    assert asked(app, {}, pieces=(chunk,) * 10)[0]["status"] == 200
    for length in (str(MOST_BYTES + 1), "9" * 30, "-1", "x"):
        assert asked(app, {"content-length": length})[0]["status"] == 413
    assert asked(app, {}, pieces=(chunk,) * 11)[0]["status"] == 413
    assert asked(app, {"content-length": "10"}, pieces=(chunk,) * 11)[0]["status"] == 413


@pytest.mark.parametrize(
    "base", ["../mine.toml", "/etc/passwd", "../baseline.toml", "..\\baseline.toml", "/dev/zero", "scenario.toml", "~/x.toml"]
)
def test_a_file_handed_over_extends_shipped_scenarios_only(base: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        handed_over("mine.toml", f"extends = '{base}'\n".encode())
    assert caught.value.problems[0].key == "extends"


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\x.toml", "C:\\x.toml", "", "a/b.toml", "x" * 5000])
def test_the_name_of_a_file_handed_over_leads_nowhere(name: str) -> None:
    session = handed_over(name, VALID.encode())
    assert not set(session.scenario.name) & set("/\\")
    with pytest.raises(ScenarioError) as caught:
        handed_over(name, b"x" * 2_000_000)
    assert not set(caught.value.problems[0].file) & set("/\\")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_out_of_the_scenario_folder_are_not_offered(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside.toml", tmp_path / "folder"
    folder.mkdir()
    outside.write_text(VALID, encoding="utf-8")
    (folder / "own.toml").write_text(VALID.replace("Two firms", "My own"), encoding="utf-8")
    (folder / "link.toml").symlink_to(outside)
    assert [source.title for source in in_folder(folder)()] == ["My own"]


def test_it_is_served_to_this_machine_alone_with_both_guards(monkeypatch: pytest.MonkeyPatch) -> None:
    served: dict[str, Any] = {}
    guards: list[Any] = []
    monkeypatch.setattr(server, "session_of", lambda _: SimpleNamespace(prepare=lambda: None))
    monkeypatch.setattr(server.ui, "run", lambda *_, **words: served.update(words))
    monkeypatch.setattr(server.app, "add_middleware", lambda guard, **_: guards.append(guard))
    monkeypatch.setattr(server.app, "on_startup", lambda _: None)
    monkeypatch.setattr(server.core.sio.eio, "cors_allowed_origins", "*")
    server.serve(load_scenario("baseline"), 8080, ready=lambda _: None, browser=False)
    assert served["host"] == "127.0.0.1"
    assert guards == [BoundedBodies, GuestsJoinOnly, OwnGuestsOnly]
    assert set(server.core.sio.eio.cors_allowed_origins) == {"http://127.0.0.1:8080", "http://localhost:8080"}


def asked_from(app: Any, client: str, path: str, query: str = "", kind: str = "http", server: str = "192.168.1.5") -> int:
    """Status of what is answered to somebody at an address; 1008 where a web socket is closed, 0 where it is taken."""
    answers: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        answers.append(message)

    scope = {"type": kind, "headers": [], "path": path, "query_string": query.encode(),
             "client": (client, 50_000), "server": (server, 8080)}  # fmt: skip
    asyncio.run(app(scope, receive, send))
    return int(answers[0].get("status", answers[0].get("code", 0)))


@pytest.mark.parametrize("path", ["/join", "/_nicegui/3.0/static/nicegui.js", "/_nicegui_ws/socket.io/"])
def test_a_guest_of_the_network_reaches_the_page_of_a_team(path: str) -> None:
    app = GuestsJoinOnly(inner, Door())
    assert asked_from(app, "192.168.1.77", path) == 200
    assert asked_from(app, "192.168.1.77", path, kind="websocket") == 0


@pytest.mark.parametrize(
    "path", ["/x", "/join/", "/join/../", "//", "/JOIN", "/_nicegui", "/docs", "/openapi.json", "/etc/passwd", "", "/teacher"]
)
def test_and_nothing_else(path: str) -> None:
    app = GuestsJoinOnly(inner, Door())
    assert asked_from(app, "192.168.1.77", path) == 403
    assert asked_from(app, "192.168.1.77", path, kind="websocket") == 1008
    assert asked_from(app, "192.168.1.77", "/") == 303


def test_the_teachers_page_needs_this_machine_or_the_teachers_code() -> None:
    door = Door()
    app = GuestsJoinOnly(inner, door)
    for own in ("127.0.0.1", "127.5.5.5", "192.168.1.5", "::1"):
        assert asked_from(app, own, "/") == 200
    assert asked_from(app, "192.168.1.77", "/", f"teacher={door.teacher_code}") == 200
    assert asked_from(app, "192.168.1.77", "/", f"teacher={door.join_code}") == 303
    for _ in range(MOST_WRONG):
        asked_from(app, "192.168.1.88", "/", "teacher=GUESS")
    assert asked_from(app, "192.168.1.88", "/", f"teacher={door.teacher_code}") == 303


@pytest.mark.parametrize(
    "client", [None, ("", 1), ("192.168.1.77", 1), ("127.0.0.1.evil.example", 1), ("::ffff:192.168.1.77", 1)]
)
def test_who_is_not_surely_this_machine_is_a_guest(client: Any) -> None:
    assert not is_own_machine({"client": client, "server": ("192.168.1.5", 8080)})
