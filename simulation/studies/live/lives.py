"""The life of a customer: every event that she lived through, month by month, and how she felt about it.

    from simulation import load_scenario
    from simulation.studies.live.lives import lives

    life = lives(load_scenario("head_to_head"), [7])[7]
    life.why_left        # "failures they felt", or None while she stays
    print(life.words())

The events of all customers together are what the tables of a result count. Both engines live the same lives.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulation.rules.journey import ROUTINE
from simulation.scenario import Scenario
from simulation.studies.live.course import compiled

if TYPE_CHECKING:
    from simulation.engines.market import Market

STAGES = ("awareness", "purchase", "onboarding", "use", "billing", "contact")
"""Stages of the journey, by number."""

MATTERS = {
    "awareness": "a promise that goes beyond what is delivered", "purchase": "a sale that does not fit",
    "onboarding": "a failed start", "use": "a fault or a late delivery", "billing": "a wrong bill",
    "contact": "a slow, rude or wrong answer",
}  # fmt: skip
"""What goes wrong at each stage, in words."""

REASONS = ("other reasons", "failures they felt", "the price", "a better offer", "people they know")
"""Why customers leave, by number, in the order of the columns lost_other, lost_failure, lost_price, ..."""


@dataclass(frozen=True)
class Event:
    """Something that happened to a customer.

    month     in which it happened
    kind      "joins", "asks", "complains", "suffers in silence", "meets a bad contact", "waits", "is helped",
              "gives up", "is spared" (a failure found before it was felt), "is over-promised", "tells well",
              "tells badly", "leaves"
    firm      with which; "" where there was none
    stage     of the journey for failures and cases, "routine" for an ordinary question, "" for the rest
    reason    why she left; "" for the rest
    listener  number of the customer who was told; -1 for the rest
    """

    month: int
    kind: str
    firm: str
    stage: str = ""
    reason: str = ""
    listener: int = -1

    @property
    def words(self) -> str:
        """The event as a sentence without a subject: "complains about a wrong bill"."""
        matter = MATTERS.get(self.stage, "an ordinary question")
        return {
            "joins": f"joins {self.firm}",
            "asks": "asks an ordinary question",
            "complains": f"complains about {matter}",
            "suffers in silence": f"meets {matter}, and says nothing",
            "meets a bad contact": f"asks for help and meets {MATTERS['contact']}",
            "waits": f"is still waiting about {matter}",
            "is helped": f"is helped with {matter}",
            "gives up": f"gives up about {matter}",
            "is spared": f"is spared {matter}: {self.firm} found it first",
            "is over-promised": f"is promised more than {self.firm} delivers",
            "tells well": f"speaks well of {self.firm} to customer {self.listener}",
            "tells badly": f"speaks badly of {self.firm} to customer {self.listener}",
            "leaves": f"leaves {self.firm}, mainly for {self.her_reason}",
        }[self.kind]

    @property
    def her_reason(self) -> str:
        """The reason as it is said of one customer: "failures she felt"."""
        return self.reason.replace("they", "she")

    @property
    def is_bad(self) -> bool:
        """Whether the customer would rather not have lived it."""
        return self.kind in (
            "complains", "suffers in silence", "meets a bad contact", "waits", "gives up", "is over-promised",
            "tells badly", "leaves",
        )  # fmt: skip


@dataclass(frozen=True)
class MonthOfLife:
    """A customer at the end of a month.

    firm                       "" where there is none
    satisfaction, expectation  points of 100
    bond                       emotional connection
    memory                     of felt failures
    fit                        of the firm's product to her needs, 0 to 1
    paid                       currency in this month
    friends_left               contacts who left their firms in this month
    """

    month: int
    firm: str
    satisfaction: float
    expectation: float
    bond: float
    memory: float
    fit: float
    paid: float
    friends_left: int


@dataclass(frozen=True)
class Life:
    """All that one customer lived through.

    number      of the customer, from 0
    segment     name
    contacts    numbers of the customers whom she tells
    propensity  share of months in which she looks around
    """

    number: int
    segment: str
    contacts: tuple[int, ...]
    propensity: float
    months: list[MonthOfLife] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    @property
    def why_left(self) -> str | None:
        """Why she left a firm for the last time, after month 0; None where she did not."""
        leaving = [event for event in self.events if event.kind == "leaves" and event.month > 0]
        return leaving[-1].reason if leaving else None

    def until(self, month: int) -> "Life":
        """The same life as far as a month."""
        return Life(
            self.number, self.segment, self.contacts, self.propensity,
            [one for one in self.months if one.month <= month], [one for one in self.events if one.month <= month],
        )  # fmt: skip

    def words(self) -> str:
        """The life as text, a line for each event."""
        lines = [f"Customer {self.number}, segment {self.segment}"]
        lines += [f"month {event.month:3d}: {event.words}" for event in self.events]
        return "\n".join(lines)


def lives(
    scenario: Scenario,
    customers: Sequence[int],
    replication: int = 0,
    until: int | None = None,
    wanted: Callable[[], bool] | None = None,
    observe: "Callable[[Market], None] | None" = None,
) -> dict[int, Life]:
    """Relives a market and watches some of its customers; the market's numbers are those of any other run.

    customers    numbers, from 0; a hundred or so take no longer than the market itself
    replication  which luck
    until        last month; None: the last of the scenario
    wanted       asked before every month whether to go on
    observe      told after every month, to keep what else is of interest
    raises       ValueError for a number that no customer has
    """
    from simulation.engines.first_compile import compile_engine
    from simulation.engines.market import Market
    from simulation.engines.simulation_run import forget
    from simulation.studies.live.watching import Watched

    beyond = [number for number in customers if not 0 <= number < scenario.market.customers]
    if beyond:
        raise ValueError(f"there is no customer {beyond[0]}; they have the numbers 0 to {scenario.market.customers - 1}")
    plan = compiled(scenario)
    compile_engine()
    market = Market(plan, replication=replication)
    forget(market)
    watched = Watched(market, list(customers))
    found = {
        number: Life(
            number, plan.segments[int(watched.state.segment[number])].name, tuple(watched.told[number].tolist()),
            float(watched.state.propensity[number]),
        )
        for number in watched.numbers
    }  # fmt: skip
    end = plan.run.months if until is None else min(until, plan.run.months)
    while market.month < end and (wanted is None or wanted()):
        market.step()
        for number, life in found.items():
            _keep(market, watched, number, life)
        if observe is not None:
            observe(market)
    return found


def _keep(market: "Market", watched: "object", number: int, life: Life) -> None:
    from simulation.studies.live.watching import Watched

    assert isinstance(watched, Watched)
    names = [firm.name for firm in market.firms]
    for one in watched.happened[number]:
        firm = names[one.place] if one.place >= 0 else ""
        if one.kind == "leaves":
            life.events.append(Event(market.month, one.kind, firm, reason=REASONS[one.detail]))
        elif one.kind in ("tells well", "tells badly"):
            life.events.append(Event(market.month, one.kind, firm, listener=one.detail))
        elif one.kind == "joins":
            life.events.append(Event(market.month, one.kind, firm))
        else:
            stage = "routine" if one.detail == ROUTINE else STAGES[one.detail]
            life.events.append(Event(market.month, one.kind, firm, stage))
    state = watched.state
    place = int(state.provider[number])
    life.months.append(
        MonthOfLife(
            market.month, names[place] if place >= 0 else "", float(state.satisfaction[number]),
            float(state.expectation[number]), float(state.bond[number]), float(state.memory[number]),
            1.0 / (1.0 + float(state.loss[number])), watched.paid[number],
            watched.left_by_friends[number],
        )
    )  # fmt: skip
