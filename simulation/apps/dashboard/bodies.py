"""How much may be sent to the page: a scenario file, and no more than that."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from simulation.scenario.source import LARGEST_FILE

Message = MutableMapping[str, Any]

MOST_BYTES = LARGEST_FILE + 10_000
"""Bytes of a request: the largest scenario file, and the envelope in which a browser sends it."""


class TooLarge(Exception):
    """A request goes on and on."""


class BoundedBodies:
    """Refuses a request that is larger than any scenario file, before it is kept anywhere."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        """One request, as ASGI has it; connections of a page's own socket are left alone."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said = dict(scope["headers"]).get(b"content-length", b"0")
        if not said.isdigit() or int(said) > MOST_BYTES:
            await _refuse(send)
            return
        received, answered = 0, False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MOST_BYTES:
                raise TooLarge
            return message

        async def noted(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self.app(scope, counted, noted)
        except TooLarge:
            if not answered:
                await _refuse(send)


async def _refuse(send: Callable[[Message], Awaitable[None]]) -> None:
    await send({"type": "http.response.start", "status": 413, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"This is larger than any scenario file."})
