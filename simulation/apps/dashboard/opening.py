"""The list from which a class chooses what to open, and the place to hand a file over."""

from typing import TYPE_CHECKING

from nicegui import events, run, ui

from simulation.apps.dashboard.sources import SHELVES, Source, handed_over
from simulation.scenario import ScenarioError
from simulation.scenario.source import LARGEST_FILE

if TYPE_CHECKING:
    from simulation.apps.dashboard.page import Page


def choose(page: "Page") -> None:
    """Lets the user choose what the page shows."""
    with ui.dialog() as dialog, ui.card().style("width:min(56rem,92vw);max-width:92vw;max-height:88vh;overflow:auto"):
        with ui.element("div").style("display:flex;justify-content:space-between;align-items:center;width:100%"):
            ui.label("What shall we look at?").classes("title")
            ui.button("Close", on_click=dialog.close).props("flat no-caps")
        group = ""
        for source in [entry for shelf in SHELVES for entry in shelf()]:
            if source.group != group:
                group = source.group
                ui.label(group).classes("quiet").style("margin-top:.6rem;font-weight:650")
            with ui.button(on_click=lambda one=source: open_source(page, one, dialog)).props("flat no-caps align=left").classes(
                "source"
            ):
                ui.label(source.title).classes("source-title")
                if source.question:
                    ui.label(source.question).classes("source-question")
        ui.label("A file of your own").classes("quiet").style("margin-top:.6rem;font-weight:650")
        ui.upload(
            label="Choose a scenario file (.toml)", auto_upload=True, max_files=1, max_file_size=LARGEST_FILE,
            on_upload=lambda event: _hand_over(page, event, dialog),
            on_rejected=lambda: ui.notify(f"Only one .toml file of at most {LARGEST_FILE:,} bytes.", type="warning"),
        ).props("accept=.toml flat bordered").style("width:100%")  # fmt: skip
    dialog.open()


async def open_source(page: "Page", source: Source, dialog: ui.dialog | None = None) -> None:
    """Opens an entry of the list; tells everything that is wrong where it cannot be."""
    try:
        session = await run.io_bound(source.start)
        assert session is not None
    except ScenarioError as error:
        problem_dialog(error)
        return
    if dialog is not None:
        dialog.close()
    page.open_session(session, source.title)


async def _hand_over(page: "Page", event: events.UploadEventArguments, dialog: ui.dialog) -> None:
    content = await event.file.read()
    try:
        session = await run.io_bound(handed_over, event.file.name, content)
        assert session is not None
    except ScenarioError as error:
        problem_dialog(error)
        return
    dialog.close()
    page.open_session(session)


def problem_dialog(error: ScenarioError) -> None:
    """Shows everything that is wrong with a file, in the words of `centricity check`."""
    with ui.dialog() as dialog, ui.card().style("min-width:min(60rem,90vw)"):
        ui.label("This file cannot be opened").classes("title")
        ui.label(str(error)).classes("problem")
        ui.button("Close", on_click=dialog.close).props("flat no-caps")
    dialog.open()
