"""The row above the charts: whose life is shown, how often, and what each colour plays."""

from typing import TYPE_CHECKING

from nicegui import ui

from simulation.apps.dashboard import steering, views
from simulation.scenario.presets import PRESETS
from simulation.studies.live.session import MOST_WORLDS

if TYPE_CHECKING:
    from simulation.apps.dashboard.page import Page

TIMES = {1: "once", 2: "twice", 3: "three times", 4: "four times"}


def show(page: "Page") -> None:
    """Fills the row anew from the page's session; each world's name is a menu of other strategies."""
    session, colours = page.session, views.colours_of(page.session)
    page.legend_row.clear()
    with page.legend_row:
        with ui.element("span"):
            ui.label(session.firm).style("display:inline;font-weight:650;color:var(--ink)")
            times = f" lives {TIMES[len(session.worlds)]} on luck {session.replication + 1}:"
            ui.label(times).style("display:inline").classes("luck")
            ui.tooltip("The same firm with the same customers, rivals and luck: what differs is what it does.")
        for name in session.worlds:
            with ui.button().props(f'flat dense no-caps aria-label="{name}: change the strategy"').classes("world"):
                ui.element("span").classes("swatch").style(f"background:{page.look.line(colours[name])}")
                ui.label(name).style(f"color:{page.look.type(colours[name])}")
                ui.icon("expand_more").style("color:var(--quiet)")
                _strategy_menu(page, name)
        if len(session.worlds) < MOST_WORLDS:
            with ui.button(icon="add").props('flat dense round aria-label="Add a world"'):
                ui.tooltip("One world more: the same firm on the same luck with another strategy")
                _adding_menu(page)
        if page.bands:
            runs = next(iter(page.bands.values())).runs
            ui.label(f"Band: the middle 80 % of {runs} runs on other luck").classes("quiet")


def _strategy_menu(page: "Page", world: str) -> None:
    with ui.menu():
        for strategy in PRESETS:
            if strategy in page.session.worlds:
                continue
            others = [strategy if name == world else name for name in page.session.worlds]
            ui.menu_item(f"{strategy} instead", on_click=lambda chosen=others: page.with_strategies(chosen))
        if len(page.session.worlds) > 1:
            ui.separator()
            away = ui.menu_item("Take this world away")
            away.on_click(lambda: steering.other_worlds(page, lambda: page.session.remove_world(world)))
            away.mark(f"away-{world}")


def _adding_menu(page: "Page") -> None:
    session = page.session
    with ui.menu():
        for strategy in PRESETS:
            if strategy not in session.worlds:
                item = ui.menu_item(f"{strategy} as well")
                item.on_click(lambda one=strategy: steering.other_worlds(page, lambda: session.add_world(one)))
                item.mark(f"add-{strategy}")
