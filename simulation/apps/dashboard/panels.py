"""The panels at the side of the page: one open at a time, each with a button above and a key."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulation.apps.dashboard.page import Page


@dataclass(frozen=True)
class Panel:
    """One panel.

    name   on its button
    icon   name of a Material icon
    key    key that opens it; "" for none. Keys are listed in keys.js
    help   what the key does, for the list of keys
    build  fills the panel for a page, called when it is opened; register `page.on_change` and `page.on_month`
           there to follow the session (both are dropped when the panel is closed)
    wide   whether it needs more room than a list of controls
    """

    name: str
    icon: str
    key: str
    help: str
    build: Callable[["Page"], object]
    wide: bool = False


PANELS: list[Panel] = []
"""All panels in the order of their buttons. Another part of the page appends its own."""
