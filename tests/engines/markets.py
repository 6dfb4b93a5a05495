"""Small markets that the tests run: quick to simulate, yet with everything in them."""

from collections.abc import Callable, Mapping
from typing import Any

from simulation.engines import Market
from simulation.engines.simulation_run import forget
from simulation.records.tables import RunTables
from simulation.scenario import Scenario

SERVICE = {"name": "Frontline", "strategy": "service-only"}
FOCUSED = {"name": "Echo", "strategy": "customer-focused"}
CENTRIC = {"name": "Compass", "strategy": "customer-centric"}


def scenario(
    *firms: Mapping[str, Any], values: Mapping[str, Any] | None = None, segments: list[dict[str, Any]] | None = None,
    customers: int = 200, months: int = 24, seed: int = 6, engine: str = "agents",
) -> Scenario:
    """A scenario of these firms (a service-only and a customer-centric one where none are given)."""
    data: dict[str, Any] = {
        "name": "small",
        "run": {"months": months, "seed": seed, "engine": engine},
        "market": {"customers": customers},
        "firms": [dict(firm) for firm in firms or (SERVICE, CENTRIC)],
    }
    if segments is not None:
        data["segments"] = segments
    made = Scenario.model_validate(data)
    return made.with_values(values) if values else made


def stepped(
    plan: Scenario, until: int, replication: int = 0, interfere: Callable[[Market], None] | None = None,
    each: Callable[[Market], None] | None = None,
) -> Market:
    """A market stepped to the end of month `until`; `interfere` before each month, `each` after it."""
    market = Market(plan.with_values({"run.engine": "agents"}), replication=replication)
    forget(market)
    while market.month < until:
        if interfere is not None:
            interfere(market)
        market.step()
        if each is not None:
            each(market)
    return market


def tables_of(market: Market) -> RunTables:
    """The tables of a market stepped by hand."""
    return market.recorder.tables(market)


def firm_named(market: Market, name: str) -> Any:
    """The firm of that name."""
    return next(firm for firm in market.firms if firm.name == name)
