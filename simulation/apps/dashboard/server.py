"""What is served: the page, to this machine alone or to a class on the local network, with nothing from anywhere else."""

import contextlib
import ipaddress
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from nicegui import app, core, ui

from simulation.apps.dashboard import class_panel as class_panel
from simulation.apps.dashboard import deciding as deciding
from simulation.apps.dashboard import inside_panel as inside_panel
from simulation.apps.dashboard import story_panel as story_panel
from simulation.apps.dashboard.bodies import MOST_BYTES, BoundedBodies
from simulation.apps.dashboard.door import GUEST, JOIN, GuestsJoinOnly
from simulation.apps.dashboard.guest_page import GuestPage
from simulation.apps.dashboard.page import Page
from simulation.apps.dashboard.room import Room
from simulation.apps.dashboard.sources import session_of
from simulation.scenario import Scenario

LOOPBACK, EVERY_ADDRESS = "127.0.0.1", "0.0.0.0"
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


def own_addresses() -> list[str]:
    """The IPv4 addresses of this machine by which others may reach it; nothing is sent to find them."""
    found = []
    with contextlib.suppress(OSError):
        found += [str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))    # an address for documents; a datagram socket sends nothing to connect
        found.append(str(probe.getsockname()[0]))
    return [one for one in dict.fromkeys(found) if not ipaddress.ip_address(one).is_loopback]


def names_for(host: str, port: int) -> frozenset[str]:
    """The names under which a server on `host` may be called."""
    names = {LOOPBACK, "localhost", *(own_addresses() if host == EVERY_ADDRESS else [host])}
    return frozenset(f"{name}:{port}" for name in names) | (frozenset(names) if port == 80 else frozenset())


def ways_in(host: str, port: int) -> tuple[str, ...]:
    """Addresses of the page of a team, as they are written on the board."""
    hosts = (own_addresses() or [LOOPBACK]) if host == EVERY_ADDRESS else [host]
    return tuple(f"http://{one}:{port}{JOIN}" for one in hosts)


def is_of_this_machine(host: str) -> bool:
    """Whether the page could listen on an address: an IPv4 address of this machine, or all of them."""
    try:
        ipaddress.IPv4Address(host)
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.bind((host, 0))
    except (ValueError, OSError):
        return False
    return True


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens on a port yet."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def page_for(scenario: Scenario, room: Room | None = None) -> Callable[[], None]:
    """What builds a tab: every call makes a session of its own, or the page of a team where that was asked for.

    room  the class; None: one of its own
    """
    room = room or Room()
    style = "".join((HERE / name).read_text(encoding="utf-8") for name in ("theme.css", "class.css"))
    script = (HERE / "keys.js").read_text(encoding="utf-8")

    def root() -> None:
        request = ui.context.client.request
        if request.url.path == JOIN or request.scope.get(GUEST):
            ui.add_head_html(f"<style>{style}</style>")
            GuestPage(room).build()
            return
        ui.add_head_html(f"<style>{style}</style><script>{script}</script>")
        Page(session_of(scenario), room=room).build()

    return root


def serve(
    scenario: Scenario, port: int, ready: Callable[[Room], None], host: str = LOOPBACK, browser: bool = True
) -> None:
    """Serves the page until it is interrupted.

    scenario  what a new tab shows first
    port      on which to listen; must be free
    ready     called when the page can be opened, with the class that may join
    host      address on which to listen; beyond the loopback, guests may join a class and nothing else
    browser   whether to open one
    """
    room = Room(ways_in(host, port))
    app.add_middleware(BoundedBodies)
    app.add_middleware(GuestsJoinOnly, door=room.door)
    app.add_middleware(OwnGuestsOnly, names=names_for(host, port))
    core.sio.eio.cors_allowed_origins = [f"http://{name}" for name in names_for(host, port)]
    session_of(scenario).prepare()
    app.on_startup(lambda: ready(room))
    ui.run(
        page_for(scenario, room), host=host, port=port, title="Centricity", show=browser, reload=False, tailwind=False,
        show_welcome_message=False, uvicorn_logging_level="error", favicon=FAVICON, reconnect_timeout=20.0, dark=None,
        ws_max_size=MOST_BYTES,
    )  # fmt: skip


FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="#0072B2"/>'
    '<path d="M7 21l6-6 4 3 8-9" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>'
)
