"""The page by keyboard: what each key does, and the list of them. `keys.js` says which keys come here."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nicegui import ui

from simulation.apps.dashboard import steering
from simulation.apps.dashboard.panels import PANELS

if TYPE_CHECKING:
    from simulation.apps.dashboard.page import Page

Action = Callable[["Page"], Any]

KEYS: dict[str, tuple[str, str, Action]] = {
    " ": ("Space", "play or pause", lambda page: page.toggle()),
    "ArrowRight": ("→", "one month", lambda page: page.one_month()),
    "ArrowLeft": ("←", "one month back", lambda page: page.back()),
    "Home": ("Home", "back to the start", lambda page: page.go_to(0)),
    "End": ("End", "to the end", lambda page: page.go_to(page.session.last)),
    "+": ("+", "faster", lambda page: page.change_speed(1)),
    "-": ("-", "slower", lambda page: page.change_speed(-1)),
    "p": ("P", "pin this run", lambda page: page.transport.pin()),
    "b": ("B", "band of other luck", lambda page: page.transport.band()),
    "u": ("U", "undo the last decision", steering.undo),
    "r": ("R", "redo: what was taken back, again", steering.redo),
    "l": ("L", "other luck", lambda page: page.transport.next_luck()),
    "?": ("?", "this list", lambda _: tell_keys()),
}
"""Key as the browser names it, as it stands on the keyboard, what it does in words, and what it does."""


def press(page: "Page", key: str) -> None:
    """Does what a key does; nothing for any other key."""
    if key in KEYS:
        KEYS[key][2](page)
    for panel in PANELS:
        if key == panel.key:
            page.toggle_panel(panel)


def tell_keys() -> None:
    """Lists what each key does."""
    rows = [entry[:2] for entry in KEYS.values()]
    rows += [(panel.key.upper(), panel.help) for panel in PANELS if panel.key]
    with ui.dialog() as dialog, ui.card().style("min-width:24rem"):
        ui.label("Keys").classes("title")
        with ui.element("div").style("display:grid;grid-template-columns:auto 1fr;gap:.45rem 1.2rem;align-items:baseline"):
            for key, does in rows:
                with ui.element("kbd"):
                    ui.label(key)
                ui.label(does)
        ui.button("Close", on_click=dialog.close).props("flat no-caps")
    dialog.open()
