"""What is served: the page, to this machine alone, with nothing from anywhere else."""

import socket
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from nicegui import app, core, ui

from simulation.apps.dashboard import deciding as deciding
from simulation.apps.dashboard import inside_panel as inside_panel
from simulation.apps.dashboard import story_panel as story_panel
from simulation.apps.dashboard.bodies import BoundedBodies
from simulation.apps.dashboard.page import Page
from simulation.apps.dashboard.sources import session_of
from simulation.scenario import Scenario

LOOPBACK = "127.0.0.1"
HERE = Path(__file__).parent

Message = MutableMapping[str, Any]


class OwnGuestsOnly:
    """Answers nobody who comes under another name or from another page.

    A page elsewhere can make a browser call this machine. Its requests carry the name that it used (`Host`), or the
    page that they come from (`Origin`): both must be this server's own.
    """

    def __init__(self, app: Any, names: frozenset[str]) -> None:
        self.app = app
        self.names = names

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        """One request or connection, as ASGI has it."""
        if scope["type"] not in ("http", "websocket") or self._is_welcome(dict(scope["headers"])):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": b"This page answers this machine only."})

    def _is_welcome(self, headers: dict[bytes, bytes]) -> bool:
        host = headers.get(b"host", b"").decode("latin-1").lower()
        origin = headers.get(b"origin", b"").decode("latin-1").lower()
        return host in self.names and (not origin or urlsplit(origin).netloc in self.names)


def names_for(host: str, port: int) -> frozenset[str]:
    """The names under which a server on `host` may be called."""
    names = {host, LOOPBACK, "localhost"}
    return frozenset(f"{name}:{port}" for name in names) | (frozenset(names) if port == 80 else frozenset())


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens on a port yet."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def page_for(scenario: Scenario) -> Callable[[], None]:
    """What builds a tab: every call makes a session of its own."""

    def root() -> None:
        style = (HERE / "theme.css").read_text(encoding="utf-8")
        script = (HERE / "keys.js").read_text(encoding="utf-8")
        ui.add_head_html(f"<style>{style}</style><script>{script}</script>")
        Page(session_of(scenario)).build()

    return root


def serve(scenario: Scenario, port: int, ready: Callable[[], None], host: str = LOOPBACK, browser: bool = True) -> None:
    """Serves the page until it is interrupted.

    scenario  what a new tab shows first
    port      on which to listen; must be free
    ready     called when the page can be opened
    browser   whether to open one
    """
    app.add_middleware(BoundedBodies)
    app.add_middleware(OwnGuestsOnly, names=names_for(host, port))
    core.sio.eio.cors_allowed_origins = [f"http://{name}" for name in names_for(host, port)]
    session_of(scenario).prepare()
    app.on_startup(ready)
    ui.run(
        page_for(scenario), host=host, port=port, title="Centricity", show=browser, reload=False, tailwind=False,
        show_welcome_message=False, uvicorn_logging_level="error", favicon=FAVICON, reconnect_timeout=20.0, dark=None,
    )  # fmt: skip


FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="#0072B2"/>'
    '<path d="M7 21l6-6 4 3 8-9" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>'
)
