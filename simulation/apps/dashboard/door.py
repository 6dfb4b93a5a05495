"""Who may come in: the join code of a class, the teacher's code, and what a guest from another machine can reach."""

import ipaddress
import os
import time
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from hmac import compare_digest
from typing import Any
from urllib.parse import parse_qs

Message = MutableMapping[str, Any]

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""32 signs that nobody mixes up on a projector: no O and 0, no I and 1."""

JOIN_LETTERS, TEACHER_LETTERS = 6, 16

MOST_WRONG, WRONG_SECONDS = 10, 60.0
"""Wrong codes that one address may try, and the seconds after which a try is forgotten."""

MOST_ADDRESSES = 5_000
"""Addresses whose wrong codes are remembered; beyond them nobody gets in until some are forgotten."""

JOIN = "/join"
FOR_GUESTS = (JOIN, "/_nicegui/", "/_nicegui_ws/")
"""Where a guest from another machine is answered: the page of a team, and what its browser needs for it."""

GUEST = "centricity.guest"
"""Marks a request that may be answered with the page of a team alone: what no route knows is answered with a page, too."""


def new_code(letters: int) -> str:
    """A code that cannot be guessed ahead: 5 bits a letter from the system's own source."""
    return "".join(LETTERS[byte % len(LETTERS)] for byte in os.urandom(letters))


class Door:
    """The two codes, and the bound on trying them."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.join_code = new_code(JOIN_LETTERS)
        self.teacher_code = new_code(TEACHER_LETTERS)
        self._now = now
        self._wrong: dict[str, deque[float]] = {}

    def joins(self, said: object, address: str) -> bool:
        """Whether this is the join code. Raises PermissionError where an address has tried too often."""
        return self._is(said, self.join_code, address)

    def teaches(self, said: object, address: str) -> bool:
        """Whether this is the teacher's code. Raises PermissionError where an address has tried too often."""
        return self._is(said, self.teacher_code, address)

    def _is(self, said: object, code: str, address: str) -> bool:
        self._forget()
        tried = self._wrong.get(address, deque())
        if len(tried) >= MOST_WRONG or (address not in self._wrong and len(self._wrong) >= MOST_ADDRESSES):
            raise PermissionError(f"Too many wrong codes. Wait {WRONG_SECONDS:.0f} seconds, then try again.")
        plain = said[:100].strip().upper().encode("utf-8", "replace") if isinstance(said, str) else b""
        if compare_digest(plain, code.encode()):
            return True
        self._wrong.setdefault(address, deque()).append(self._now())
        return False

    def _forget(self) -> None:
        before = self._now() - WRONG_SECONDS
        for address in list(self._wrong):
            tried = self._wrong[address]
            while tried and tried[0] < before:
                tried.popleft()
            if not tried:
                del self._wrong[address]


def is_own_machine(scope: Message) -> bool:
    """Whether a request comes from the machine that serves it: over the loopback, or from the very address it went to."""
    client, server = scope.get("client"), scope.get("server")
    if not client:
        return False
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:
        return False
    return address.is_loopback or (server is not None and client[0] == server[0])


def address_of(scope: Message) -> str:
    """The address from which a request comes; "" where none is told."""
    client = scope.get("client")
    return str(client[0]) if client else ""


class GuestsJoinOnly:
    """Answers guests from other machines on the page of a team alone, unless they say the teacher's code."""

    def __init__(self, app: Any, door: Door) -> None:
        self.app, self.door = app, door

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        """One request or connection, as ASGI has it."""
        if scope["type"] not in ("http", "websocket") or is_own_machine(scope) or self._is_teacher(scope):
            await self.app(scope, receive, send)
        elif scope["path"] == JOIN or scope["path"].startswith(FOR_GUESTS[1:]):
            await self.app({**scope, GUEST: True}, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif scope["path"] == "/":
            headers = [(b"location", JOIN.encode()), (b"content-type", b"text/plain")]
            await send({"type": "http.response.start", "status": 303, "headers": headers})
            await send({"type": "http.response.body", "body": b"Join the class."})
        else:
            await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": b"Guests may only join."})

    def _is_teacher(self, scope: Message) -> bool:
        said = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("teacher", [""])[0]
        if not said:
            return False
        try:
            return self.door.teaches(said, address_of(scope))
        except PermissionError:
            return False
