"""Runs of which only the firms' books are kept: what comparisons of many worlds need, at a fraction of the time."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simulation.studies.comparisons.ledger_lines import LINES
from simulation.studies.runs.replications import Progress, run_tasks
from simulation.studies.runs.tasks import Task
from simulation.studies.runs.workers import RunResult, Simulate

if TYPE_CHECKING:
    import numpy as np

    from simulation.records import RunTables
    from simulation.scenario import Scenario


KEPT = ("month", "firm", "strategy", "customers", "discounted_profit", "failures", "failures_contact", *LINES)


def books(scenario: "Scenario", replication: int, seed: int | None = None, twin: str | None = None) -> "RunTables":
    """As `simulation.engines.simulate`; of `series` there are only the columns `KEPT`, and the other tables are empty."""
    import pandas as pd

    from simulation.engines import Market
    from simulation.engines.simulation_run import forget
    from simulation.records import RunTables

    market = Market(scenario if twin is None else scenario.with_twin(twin), rng=seed, replication=replication)
    try:
        while market.month < scenario.run.months:
            market.step()
        columns = market.recorder.series_columns(market)
        series = pd.DataFrame({name: columns[name] for name in dict.fromkeys(KEPT)})
    finally:
        forget(market)
    nothing = pd.DataFrame()
    return RunTables(series, nothing, nothing, nothing, nothing, nothing)


def last_month(scenario: "Scenario", replication: int, seed: int | None = None, twin: str | None = None) -> "RunTables":
    """As `simulation.engines.simulate`; of `series` there is the last month only: firm, customers, discounted_profit."""
    import pandas as pd

    from simulation.engines import Market
    from simulation.engines.simulation_run import forget
    from simulation.engines.units import MONEY
    from simulation.records import RunTables

    market = Market(scenario if twin is None else scenario.with_twin(twin), rng=seed, replication=replication)
    try:
        while market.month < scenario.run.months:
            market.step()
        rows = [
            {"firm": firm.name, "customers": firm.tally.customers, "discounted_profit": firm.discounted_profit / MONEY}
            for firm in market.firms_in_file
        ]
    finally:
        forget(market)
    nothing = pd.DataFrame()
    return RunTables(pd.DataFrame(rows), nothing, nothing, nothing, nothing, nothing)


def profits(
    worlds: "Mapping[Any, Scenario]", runs: int, jobs: int = 1, progress: Progress | None = None, simulate: Simulate | None = None
) -> "dict[Any, np.ndarray]":
    """The focal firm's cumulative discounted profit in each world: a value a run, on equal luck.

    raises  RuntimeError with the reason where a run fails
    """
    import numpy as np

    tasks, owners = [], {}
    for number, (key, scenario) in enumerate(worlds.items()):
        named = scenario.with_values({"name": f"n{number}"})
        for replication in range(runs):
            task = Task(named, replication)
            owners[task.key] = (key, scenario.focal.name)
            tasks.append(task)
    found: dict[Any, np.ndarray] = {key: np.full(runs, np.nan) for key in worlds}

    def receive(result: RunResult) -> None:
        if result.tables is None:
            raise RuntimeError(result.error)
        key, focal = owners[result.task.key]
        series = result.tables.series
        found[key][result.task.replication] = float(series.loc[series["firm"] == focal, "discounted_profit"].iloc[-1])

    done = run_tasks(tasks, jobs=jobs, simulate=simulate or last_month, receive=receive, progress=progress)
    if done.interrupted:
        raise KeyboardInterrupt
    return found


Profits = Callable[..., "dict[Any, np.ndarray]"]


def winner(profits_by_name: "Mapping[str, np.ndarray]") -> tuple[str, bool]:
    """Who earns most in the mean, and whether the interval of the lead over the second lies above 0."""
    from simulation.studies.evidence.estimates import over_runs

    ordered: Sequence[str] = sorted(profits_by_name, key=lambda name: -float(profits_by_name[name].mean()))
    lead = over_runs(profits_by_name[ordered[0]] - profits_by_name[ordered[1]])
    return ordered[0], lead.low > 0
