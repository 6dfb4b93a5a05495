"""The panel that looks inside: one customer's life, one employee's, what managers believe, and word of mouth."""

from collections import Counter
from collections.abc import Callable
from math import nan
from typing import TYPE_CHECKING

from nicegui import background_tasks, run, ui

from simulation.apps.dashboard import views
from simulation.apps.dashboard.panels import PANELS, Panel
from simulation.presentation import life_charts
from simulation.presentation.live_charts import Options, axis_for
from simulation.presentation.style import strategy_colours
from simulation.scenario.shape import listed
from simulation.studies.live.inside import Inside, look_inside
from simulation.studies.live.lives import Event, Life, lives

if TYPE_CHECKING:
    from simulation.apps.dashboard.page import Page

VIEWS = ("A customer", "An employee", "Managers", "Word of mouth")
MOST_EVENTS = 60

WORDS = {
    "suffers in silence": ("failure that she said nothing about", "failures that she said nothing about"),
    "complains": ("complaint", "complaints"),
    "meets a bad contact": ("bad contact", "bad contacts"),
    "waits": ("month of waiting", "months of waiting"),
    "gives up": ("matter given up", "matters given up"),
    "is over-promised": ("broken promise", "broken promises"),
    "tells badly": ("warning to somebody she knows", "warnings to people she knows"),
}
"""What a customer lived through, one and several."""


class InsidePanel:
    """What is looked at inside one world of the page."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.world = next(iter(page.session.worlds))
        self.view = VIEWS[0]
        self.inside: Inside | None = None
        self.life: Life | None = None
        self.person: tuple[int, int] | None = None
        self.turn = 0
        self.body = ui.element("div").style("width:100%;display:flex;flex-direction:column;gap:.5rem")
        page.on_month.append(self.show)
        page.on_change.append(self.again)
        self.again()

    def again(self) -> None:
        """Lives the world again, since it is another one or was decided in."""
        if self.world not in self.page.session.worlds:
            self.world = next(iter(self.page.session.worlds))
        self.inside = self.life = None
        self.build()
        background_tasks.create(self._look())

    async def _look(self) -> None:
        page, session, world = self.page, self.page.session, self.world
        scenario = session.scenario_of(world)

        def still_wanted() -> bool:
            return page.session is session and self.world == world and not page.gone

        found = await run.io_bound(look_inside, scenario, session.firm, session.replication, wanted=still_wanted)
        current = still_wanted() and not self.body.is_deleted and scenario == session.scenario_of(world)
        if found is not None and current:
            self.inside = found
            self.somebody()

    # ------------------------------------------------------------------------------------------------- what is chosen

    def choose_world(self, world: str) -> None:
        """Looks inside another world."""
        self.world = world
        self.again()

    def choose_view(self, view: str) -> None:
        """Looks at something else in the same world."""
        self.view = view
        self.build()

    def somebody(self, stayed: bool = False) -> None:
        """The next customer who left the firm, or who stayed; whoever there is where nobody did."""
        if self.inside is None:
            return
        month = self.page.session.month
        found = self.inside.loyal(month) if stayed else self.inside.leavers(month)
        found = found or self.inside.loyal(month) or list(self.inside.lives.values())
        self.life = found[self.turn % len(found)]
        self.turn += 1
        self.build()

    async def number(self, value: float | None) -> None:
        """A customer by number."""
        if value is None or self.inside is None:
            return
        session = self.page.session
        wanted = max(0, min(int(value), session.scenario.market.customers - 1))
        if wanted in self.inside.lives:
            self.life = self.inside.lives[wanted]
        else:
            found = await run.io_bound(lives, session.scenario_of(self.world), [wanted], session.replication)
            self.life = found[wanted] if found else None
        self.build()

    def next_person(self, department: str | None = None) -> None:
        """The next employee who is there in the month that is shown."""
        people = self._people(department)
        if people:
            at = people.index(self.person) + 1 if self.person in people else 0
            self.person = people[at % len(people)]
            self.build()

    def _people(self, department: str | None = None) -> list[tuple[int, int]]:
        if self.inside is None:
            return []
        month = self.page.session.month
        return [
            key for key, life in sorted(self.inside.staff.people.items())
            if any(one.month == month for one in life.months) and department in (None, life.department)
        ]  # fmt: skip

    # ---------------------------------------------------------------------------------------------------- what is shown

    def build(self) -> None:
        """The whole panel."""
        page, session = self.page, self.page.session
        colours = views.colours_of(session)
        self.body.clear()
        with self.body:
            with ui.element("div").classes("chips tight"):
                ui.label(f"Inside {session.firm}").style("font-size:1.15rem;font-weight:700;margin-right:.3rem")
                for name in session.worlds:
                    chip = ui.button(name, on_click=lambda one=name: self.choose_world(one)).props("flat no-caps")
                    chip.style(f"color:{page.look.type(colours[name])} !important;font-weight:700")
                    if name == self.world:
                        chip.style(f"box-shadow:inset 0 0 0 2px {page.look.line(colours[name])}")
            with ui.element("div").classes("chips tight"):
                for view in VIEWS:
                    chip = ui.button(view, on_click=lambda one=view: self.choose_view(one)).props("flat no-caps")
                    if view == self.view:
                        chip.classes("on")
            if self.inside is None:
                with ui.element("div").classes("busy").style("padding:2rem 0"):
                    ui.spinner(size="1.6rem")
                    ui.label("Living this world again, and watching ...")
                return
            builders: dict[str, Callable[[], None]] = dict(
                zip(VIEWS, (self._customer, self._employee, self._managers, self._talk), strict=True)
            )
            builders[self.view]()
        self.show()

    def _figure(self, note: str, height: str = "17rem") -> None:
        self.chart = ui.echart({}).style(f"width:100%;height:{height}").props(f'role="img" aria-label="{self.view}"')
        ui.label(note).classes("sentence")

    def _customer(self) -> None:
        with ui.element("div").classes("chips tight"):
            ui.button("Somebody who left", on_click=lambda: self.somebody()).props("flat no-caps")
            ui.button("Somebody who stayed", on_click=lambda: self.somebody(stayed=True)).props("flat no-caps")
            number = ui.number(value=self.life.number if self.life else 0, min=0, format="%d")
            number.props('dense outlined prefix="No." aria-label="Customer number"').style("width:6.5rem")
            number.on("change", lambda: self.number(number.value))
        self.headline = ui.label("").classes("headline")
        self.why = ui.label("").classes("sentence")
        self._figure("Blue: how satisfied she is; dashed: what she expects. Dots: what she liked; triangles: what not.")
        self.listing = ui.element("div").style("width:100%")

    def _employee(self) -> None:
        with ui.element("div").classes("chips"):
            ui.button("Somebody else", on_click=lambda: self.next_person()).props("flat no-caps")
            for department in ("support", "operations", "marketing"):
                ui.button(f"In {department}", on_click=lambda one=department: self.next_person(one)).props("flat no-caps")
        if self.person is None or (self.inside is not None and self.person not in self.inside.staff.people):
            people = self._people()
            self.person = people[0] if people else None
        self.headline = ui.label("").classes("headline")
        self._figure("From 0 to 1: engagement, customer orientation, skill, and fatigue from lasting overload.")

    def _managers(self) -> None:
        self.headline = ui.label("").classes("headline")
        self._figure(
            "Points of 100. Managers steer by what they believe, the market by what it hears; customers stay by what they live.",
            "20rem",
        )

    def _talk(self) -> None:
        self.headline = ui.label("").classes("headline")
        self._figure(
            "Each ring is a customer: filled with the firm's colour, grey with a rival, empty without a firm. Arrows are what "
            "was said in the last three months: solid and green for the better, dashed and red for the worse.",
            "22rem",
        )

    def show(self) -> None:
        """The month that is shown."""
        if self.inside is None or self.body.is_deleted:
            return
        options = {
            "A customer": self._show_customer, "An employee": self._show_employee, "Managers": self._show_managers,
            "Word of mouth": self._show_talk,
        }[self.view]()  # fmt: skip
        if options is not None:
            self.chart.options.clear()
            self.chart.options.update(options)
            self.chart.update()

    def _show_customer(self) -> Options | None:
        session, life = self.page.session, self.life
        if life is None:
            return None
        lived = life.until(session.month)
        self.headline.set_text(headline(lived, session.firm, session.month))
        self.why.set_text(why(lived, session.firm))
        self.listing.clear()
        with self.listing:
            for event in reversed(lived.events[-MOST_EVENTS:]):
                with ui.element("div").classes("entry"):
                    ui.label(f"{event.month}").classes("quiet").style("width:2.2rem;text-align:right")
                    icon = "sentiment_dissatisfied" if event.is_bad else "sentiment_satisfied"
                    colour = life_charts.BAD if event.is_bad else life_charts.GOOD
                    neutral = not event.is_bad and not life_charts.is_good(event)
                    tint = "var(--quiet)" if neutral else self.page.look.type(colour)
                    ui.icon("chat_bubble_outline" if neutral else icon).style(f"color:{tint};font-size:1.4rem")
                    ui.label(event.words).classes("entry-text")
        firms = [firm.name for firm in session.scenario.firms]
        colours = strategy_colours([str(firm.strategy) for firm in session.scenario.firms])
        by_firm = {name: colours[str(firm.strategy)] for name, firm in zip(firms, session.scenario.firms, strict=True)}
        by_firm[session.firm] = views.colours_of(session)[self.world]
        return life_charts.life_chart(life, session.month, session.last, by_firm, self.page.look)

    def _show_employee(self) -> Options | None:
        assert self.inside is not None
        life = self.inside.staff.people.get(self.person) if self.person else None
        if life is None:
            self.headline.set_text("Nobody is there.")
            return None
        month = self.page.session.month
        shown = life.until(month)
        self.headline.set_text(shown.words)
        return life_charts.work_chart(life, month, self.page.session.last, self.page.look)

    def _show_managers(self) -> Options:
        assert self.inside is not None
        session = self.page.session
        table = session.worlds[self.world].course.tables.series
        rows = table[(table["firm"] == session.firm) & (table["month"] >= 0)]
        believed, lived = rows["believed_quality"].tolist(), rows["actual_quality"].tolist()
        reputation = [self.inside.reputation.get(at, nan) for at in range(session.last + 1)]
        gap = believed[session.month] - lived[session.month]
        how = "about right" if abs(gap) < 1 else f"{abs(gap):.0f} points too {'high' if gap > 0 else 'low'}"
        believe, live = believed[session.month], lived[session.month]
        self.headline.set_text(f"Managers believe {believe:.0f}; customers live {live:.0f}: {how}.")
        axis = axis_for([*believed, *lived, *reputation], 0.0, 100.0)
        return life_charts.belief_chart(believed, lived, reputation, session.month, session.last, axis, self.page.look)

    def _show_talk(self) -> Options:
        assert self.inside is not None
        month = self.page.session.month
        said = [e for life in self.inside.lives.values() for e in life.events if e.month == month and e.listener >= 0]
        well = sum(one.kind == "tells well" for one in said)
        of = len(self.inside.lives)
        self.headline.set_text(f"Month {month}: of {of} customers, {well} spoke well of a firm, {len(said) - well} badly.")
        colour = views.colours_of(self.page.session)[self.world]
        return life_charts.talk_chart(self.inside, month, colour, self.page.look)


def headline(life: Life, firm: str, month: int) -> str:
    """Who she is and whether she left the firm, in one sentence."""
    leaving = left_at(life, firm)
    now = life.months[-1].firm if life.months else ""
    if leaving is not None:
        again = f"; she is back in month {month}" if now == firm else ""
        return f"Customer {life.number} left {firm} in month {leaving.month}, mainly for {leaving.her_reason}{again}."
    if now:
        return f"Customer {life.number} is with {now} in month {month}."
    return f"Customer {life.number} has no firm in month {month}."


def left_at(life: Life, firm: str) -> Event | None:
    """When and why she last left the firm, from month 1 on; None where she did not."""
    leaving = [event for event in life.events if event.kind == "leaves" and event.month > 0 and event.firm == firm]
    return leaving[-1] if leaving else None


def why(life: Life, firm: str) -> str:
    """What she lived through with the firm in the year before she left it; "" where she did not."""
    leaving = left_at(life, firm)
    if leaving is None:
        return ""
    year = [one for one in life.events if leaving.month - 12 < one.month <= leaving.month and one.firm == firm]
    kinds = Counter(one.kind for one in year if one.is_bad and one.kind != "leaves")
    parts = [f"{count} {WORDS[kind][count > 1]}" for kind, count in kinds.most_common()]
    friends = sum(one.friends_left for one in life.months if leaving.month - 12 < one.month <= leaving.month)
    if friends:
        parts.append(f"{friends} of those who know her left their firms")
    return f"In the year before: {listed(parts, last='and')}." if parts else "In the year before, nothing went wrong."


PANELS.append(Panel("Look inside", "search", "i", "look inside", InsidePanel, wide=True))
