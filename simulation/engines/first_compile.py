"""Compiles the whole engine at once, so that nothing has to wait for it later and processes share what is kept."""

from __future__ import annotations

from collections.abc import Callable

from simulation.compile_cache import cache_folder, is_warm, mark_warm, tell
from simulation.engines.array_side.arrays import CustomersAsArrays
from simulation.engines.array_side.conditions import conditions
from simulation.engines.market import Market
from simulation.engines.schedule import SCHEDULE
from simulation.engines.simulation_run import forget
from simulation.scenario.loading import load_scenario

FIRST_WALK = "contacts and cases are served"
"""Stage of the schedule that is left to the other process."""

_told: list[bool] = []
"""Filled once it has been said that nothing can be kept."""


def compile_engine(helper: Callable[[Callable[[], None]], object] | None = None) -> None:
    """Walks a tiny market through one quarter, which calls every compiled pass; does nothing where all is compiled.

    Says so first. Where nothing can be kept, each process compiles what it needs when it needs it.

    helper  has another process call what it is handed, and does not wait for it
    """
    if is_warm():
        return
    if cache_folder() is None:
        if not _told:
            tell()
            _told.append(True)
        return
    tell()
    if helper is not None:
        helper(help_to_compile)
    market = _tiny()
    while market.month < market.plan.run.months:
        market.step()
    mark_warm()


def help_to_compile() -> None:
    """Compiles the passes after the first walk, which alone takes half the time, while another process does `compile_engine`.

    Each takes over from the folder what the other has compiled.
    """
    market = _tiny()
    side = market.customer_side
    if cache_folder() is None or not isinstance(side, CustomersAsArrays):
        return
    while market.month < market.plan.run.months and not is_warm():
        market.month += 1
        market._begin_month()
        side.conditions = conditions(market)
        for stage in SCHEDULE:
            if stage.name != FIRST_WALK:
                stage.run(market)


def _tiny() -> Market:
    scenario = load_scenario("baseline").with_values({"market.customers": 90, "run.months": 4, "run.warm_up_months": 1})
    market = Market(scenario)
    forget(market)
    return market
