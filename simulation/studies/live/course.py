"""One world's months in advance: simulated once, kept, and continued from any month under other decisions."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from simulation.records.tables import RunTables
from simulation.scenario import Scenario

if TYPE_CHECKING:
    from simulation.engines.market import Market

CHECKPOINT_MONTHS = 12
"""Months between two kept states of a market, from which a changed future is simulated."""

MOST_KEPT_CUSTOMERS = 600_000
"""Customers in all kept states of one course together: a larger market keeps fewer states, or only the first."""

MOST_SHARED_CUSTOMERS = 3_000_000
"""Customers in all states that shared courses keep: about a gigabyte."""

FEWEST_SHARED = 4
"""Courses that are shared whatever their size: the worlds of one session."""

TELL_SECONDS = 0.25
"""How often what has been simulated so far is made available."""

Heard = Callable[[int], None]
"""Called with the last month that is available."""


class Course:
    """All months of a scenario on the luck of one replication; months become available while it is simulated.

    scenario     what is simulated; always by the compiled engine, whose numbers are those of the agents to the bit
    replication  which luck, 0 or more

    Several threads may ask the same course: one simulates, the others wait. What is available never changes.
    """

    def __init__(self, scenario: Scenario, replication: int = 0) -> None:
        self.scenario = compiled(scenario)
        self.replication = replication
        self.first = 1 - scenario.run.warm_up_months
        self.last = scenario.run.months
        self._lock = threading.Lock()
        self._market: Market | None = None
        self._kept: dict[int, Market] = {}
        self._tables: RunTables | None = None

    @property
    def available(self) -> int:
        """The last month that has been simulated; the month before the warm-up where none has."""
        tables = self._tables
        return self.first - 1 if tables is None else int(tables.market["month"].iloc[-1])

    @property
    def states(self) -> int:
        """How many states of the market it keeps at most."""
        months = self.scenario.run.months // CHECKPOINT_MONTHS + 2
        return min(months, max(1, MOST_KEPT_CUSTOMERS // self.scenario.market.customers))

    @property
    def complete(self) -> bool:
        """Whether every month of the scenario is available."""
        return self.available >= self.last

    @property
    def tables(self) -> RunTables:
        """The tables of the months that are available, those of a stored result.

        raises  LookupError where nothing has been simulated yet
        """
        if self._tables is None:
            raise LookupError("no month of this course has been simulated yet")
        return self._tables

    def simulate(self, until: int | None = None, heard: Heard | None = None, wanted: Callable[[], bool] | None = None) -> None:
        """Simulates up to a month, the last where none is named; at once where it is available.

        heard   told now and then which month is available
        wanted  asked before every month whether to go on; what was simulated stays available
        """
        end = self.last if until is None else min(until, self.last)
        if self.available >= end:
            return
        with self._lock:
            market = self._ready_market()
            told = time.monotonic()
            while market.month < end:
                if wanted is not None and not wanted():
                    break
                market.step()
                self._keep(market)
                if time.monotonic() - told > TELL_SECONDS and market.month < end:
                    self._tables = market.recorder.tables(market)
                    if heard is not None:
                        heard(market.month)
                    told = time.monotonic()
            if market.month > self.available:
                self._tables = market.recorder.tables(market)
            if self.complete:
                self._market = None
        if heard is not None:
            heard(self.available)

    def changed(self, scenario: Scenario, month: int) -> "Course":
        """The course of a scenario that differs from this one only in what happens after `month`.

        It starts from the last state kept by then instead of from the start; the numbers are the same.

        scenario  the same world, firms and luck, with other changes from `month` + 1 on
        """
        other = Course(scenario, self.replication)
        with self._lock:
            known = [at for at in self._kept if at <= month]
            if known:
                at = max(known)
                other._market = _another(self._kept[at], other.scenario)
                other._kept = {kept: state for kept, state in self._kept.items() if kept <= at}
        return other

    def market_at(self, month: int) -> "Market":
        """A market of its own as it stands at the end of a month, to look inside; whoever gets it may step it.

        month  from the one before the warm-up to the last
        """
        with self._lock:
            known = [at for at in self._kept if at <= month]
            market = _another(self._kept[max(known)], self.scenario) if known else self._new_market()
        while market.month < month:
            market.step()
        return market

    def _new_market(self) -> "Market":
        from simulation.engines.first_compile import compile_engine
        from simulation.engines.market import Market
        from simulation.engines.simulation_run import forget

        compile_engine()
        market = Market(self.scenario, replication=self.replication)
        market.collecting = False  # what Mesa's collector would keep stands in the tables already
        forget(market)  # the compiled engine makes no agents after the start, so Mesa's table need not hold it
        return market

    def _ready_market(self) -> "Market":
        if self._market is None:
            self._market = self._new_market()
        return self._market

    def _keep(self, market: "Market") -> None:
        if market.month % CHECKPOINT_MONTHS == 0 and market.month not in self._kept and len(self._kept) < self.states:
            self._kept[market.month] = _another(market, self.scenario)


class Courses:
    """Courses that several sessions share, so that the same world is simulated once; the oldest are let go."""

    def __init__(self, most: int = 24) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, str, int], Course] = OrderedDict()

    def get(self, scenario: Scenario, replication: int, make: Callable[[], Course] | None = None) -> Course:
        """The course of a scenario on a luck; `make` makes it where it is not known yet."""
        key = (scenario.digest(), _labels(scenario), replication)
        with self._lock:
            if key not in self._known:
                self._known[key] = make() if make is not None else Course(scenario, replication)
            self._known.move_to_end(key)
            while len(self._known) > FEWEST_SHARED and self._is_full():
                self._known.popitem(last=False)
            return self._known[key]

    def _is_full(self) -> bool:
        customers = sum(course.scenario.market.customers * (1 + course.states) for course in self._known.values())
        return len(self._known) > self.most or customers > MOST_SHARED_CUSTOMERS


def compiled(scenario: Scenario) -> Scenario:
    """The same scenario on the compiled engine."""
    if scenario.run.engine == "compiled":
        return scenario
    return scenario.with_values({"run.engine": "compiled"})


def _labels(scenario: Scenario) -> str:
    """What stands in the tables and is no part of the digest."""
    return f"{scenario.name}/{scenario.run.months}"


def _another(market: "Market", scenario: Scenario) -> "Market":
    """A copy of a market that goes on under the given scenario; what never changes is shared, not copied."""
    from simulation.engines.fork import copied

    shared: list[Any] = [market.plan, market.luck, market.keys, *market.plan.firms]
    side: Any = market.customer_side
    shared += [side.told, market.sections]
    recorder = market.recorder
    for rows in (recorder.series, recorder.market, recorder.segments, recorder.departments, recorder.panel):
        shared += rows
    another = copied(market, {id(one): one for one in shared})
    another.plan = scenario
    for firm, plan in zip(another.firms_in_file, scenario.firms, strict=True):
        firm.plan = plan
    return another
