"""One run from start to end: a pure function of scenario, seed and replication."""

from __future__ import annotations

import mesa

from simulation.engines.market import Market
from simulation.records.tables import RunTables
from simulation.scenario.scenario import Scenario


def simulate(
    scenario: Scenario, replication: int, seed: int | None = None, twin: str | None = None, begun: Market | None = None,
    series_only: bool = False, threads: int = 1,
) -> RunTables:
    """Simulates one replication of a scenario and returns its tables.

    scenario     what is simulated
    replication  which of its runs, 0 or more; the same however many there are
    seed         in place of the scenario's
    twin         a preset that the focal firm plays instead of its own strategy; all luck stays the same
    begun        the same run as far as somebody has simulated it (`Market.fork`); it is carried on, the result is the same
    series_only  leaves all tables but the series empty
    threads      how many may work on a large market at once (compiled engine only); changes no number

    Raises ValueError for an unknown preset or a negative replication.
    """
    if replication < 0:
        raise ValueError(f"replication must be 0 or more, not {replication}")
    market = begun or Market(scenario if twin is None else scenario.with_twin(twin), rng=seed, replication=replication)
    market.use_threads(threads)
    market.collecting, market.recorder.series_only = False, series_only
    try:
        while market.month < scenario.run.months:
            market.step()
        return market.recorder.tables(market)
    finally:
        forget(market)
        market.__dict__.clear()  # a market and its firms hold each other: without this its memory waits for the collector


def forget(market: mesa.Model) -> None:
    """Lets go of a model that is done: Mesa 3.3 keeps every model alive in a table of the class `Agent`."""
    getattr(mesa.Agent, "_ids", {}).pop(market, None)
