"""The past that the worlds of one replication share, lived once: they are the same to the bit until a strategy starts."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from simulation.studies.runs.tasks import NONE, STATUS_QUO

if TYPE_CHECKING:
    from simulation.engines import Market
    from simulation.records import RunTables
    from simulation.scenario import Scenario


T = TypeVar("T")


class _Kept(threading.local):
    """The past that this thread has lived last: of which scenario and replication, and the market itself; with its records?"""

    past: "tuple[Scenario, int, Market] | None" = None
    recorded = True


_kept = _Kept()


def simulate_here(
    scenario: "Scenario", replication: int, twin: str | None = None, series_only: bool = False, threads: int = 1
) -> "RunTables":
    """As `simulation.engines.simulate`, with the past taken over from the world of the same replication before.

    Worlds come one after the other (`tasks_for`), so the past of one replication is all that is kept.
    """
    from simulation import engines

    market = _begun(scenario, replication, twin, threads)
    begun: dict[str, Any] = {} if market is None else {"begun": market}
    return engines.simulate(scenario, replication, twin=twin, series_only=series_only, threads=threads, **begun)


def end_of_run(scenario: "Scenario", replication: int, twin: str | None, read: "Callable[[Market], T]") -> T:
    """What `read` finds in the market of a run at its end; nothing is recorded on the way, which takes a part of the time."""
    from simulation.engines import Market
    from simulation.engines.simulation_run import forget

    market = _begun(scenario, replication, twin, 1, recorded=False)
    if market is None:
        market = Market(scenario if twin is None else scenario.with_twin(twin), replication=replication)
        _record_nothing(market)
    try:
        while market.month < scenario.run.months:
            market.step()
        return read(market)
    finally:
        forget(market)
        market.__dict__.clear()  # as after every run: without this its memory waits for the collector


class _NoRecords:
    """Stands where a market has its recorder."""

    series = segments = departments = ()
    panel: "tuple[()] | list[object]" = ()

    def keep(self, _: "Market") -> None:
        """Keeps nothing."""


def _record_nothing(market: "Market") -> None:
    market.collecting = False
    market.recorder = _NoRecords()  # type: ignore[assignment]


def forget_past() -> None:
    """Lets go of what is kept."""
    from simulation.engines.simulation_run import forget

    if _kept.past is not None:
        forget(_kept.past[2])
        _kept.past[2].__dict__.clear()
        _kept.past = None


def kept_market() -> "Market | None":
    """The market whose past this thread keeps; None where there is none."""
    return None if _kept.past is None else _kept.past[2]


def _begun(
    scenario: "Scenario", replication: int, twin: str | None, threads: int, recorded: bool = True
) -> "Market | None":
    """A market of this run up to the last month that it shares with its twins; None where it has to begin at the start."""
    from simulation.engines.fork import last_common_month

    plan = scenario if twin is None else scenario.with_twin(twin)
    kept = _kept.past
    if kept is not None and kept[1] == replication and _kept.recorded == recorded and kept[0] == scenario:
        market = kept[2]
        if plan == market.plan:
            return market.fork()
        month = last_common_month(market.plan, plan)
        return market.fork(plan) if month is not None and month >= market.month else None
    forget_past()
    other = scenario.with_twin(NONE if plan.focal.strategy != NONE else STATUS_QUO)
    month = last_common_month(plan, other)
    if month is None or month <= -plan.run.warm_up_months:
        return None
    from simulation.engines import Market

    market = Market(plan, replication=replication)
    market.collecting = False
    if not recorded:
        _record_nothing(market)
    while market.month < month:
        market.step()
    _kept.past, _kept.recorded = (scenario, replication, market), recorded
    return market.fork()
