"""Compiles the whole engine at once, so that nothing has to wait for it later and processes share what is kept."""

from __future__ import annotations

from simulation.compiled import is_warm, mark_warm
from simulation.engines.market import Market
from simulation.engines.simulation_run import forget
from simulation.scenario.loading import load_scenario


def compile_engine() -> None:
    """Walks a tiny market through one quarter, which calls every compiled pass; does nothing where all is compiled."""
    if is_warm():
        return
    scenario = load_scenario("baseline").with_values({"market.customers": 90, "run.months": 4, "run.warm_up_months": 1})
    market = Market(scenario)
    forget(market)
    while market.month < scenario.run.months:
        market.step()
    mark_warm()
