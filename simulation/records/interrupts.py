"""Ctrl-C while something is written: not lost, and not in the middle."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

SIGNALS = tuple(number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None)
"""What asks for the end: Ctrl-C, the system, a terminal that is closed."""


@contextmanager
def heard_afterwards() -> Iterator[None]:
    """Holds what asks for the end back until the block is left; there it does what it would have done at once.

    Arrow asks objects for their attributes in C, where any exception may count as "there is none": also that which a signal
    raises at this moment, so that Ctrl-C would have no effect at all (seen with pyarrow 17 and Python 3.12).
    """
    if threading.current_thread() is not threading.main_thread():  # signals are the main thread's
        yield
        return
    came: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        came.append(number)

    usual: dict[int, Any] = {number: handler for number in SIGNALS if callable(handler := signal.getsignal(number))}
    try:
        for number in usual:
            signal.signal(number, note)
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
        if came:
            usual[came[0]](came[0], None)
