"""What a user does to the worlds that a page shows: undo, redo, other luck, one world more or less."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from nicegui import ui

if TYPE_CHECKING:
    from simulation.apps.dashboard.page import Page
    from simulation.studies.live.worlds import Decision


def undo(page: "Page") -> None:
    """Takes the last decision back."""
    _decide_again(page, page.session.undo(), "Taken back", "There is no decision to take back.")


def redo(page: "Page") -> None:
    """Puts what was taken back last into force again."""
    _decide_again(page, page.session.redo(), "Again in force", "Nothing was taken back.")


def _decide_again(page: "Page", decision: "Decision | None", what: str, nothing: str) -> None:
    """Tells what has become of a decision, and shows the world in which it was taken anew."""
    if decision is None:
        ui.notify(nothing)
        return
    ui.notify(f"{what}: {decision.words}")
    page.bands.pop(decision.world, None)
    page.changed()


def with_luck(page: "Page", replication: int) -> None:
    """The same worlds and decisions on other luck, at the same month."""
    page.session.with_luck(replication)
    page.worlds_changed()


def other_worlds(page: "Page", change: Callable[[], None]) -> None:
    """Adds a world or takes one away; month and decisions in the others stay."""
    try:
        change()
    except ValueError as error:
        ui.notify(str(error), type="warning")
        return
    page.bands = {name: band for name, band in page.bands.items() if name in page.session.worlds}
    page.worlds_changed()
