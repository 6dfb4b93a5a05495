"""Runs for a calibration: long ones, of which nothing is kept but who stayed and the yearly pictures of customers."""

from typing import TYPE_CHECKING, Any

from simulation.studies.calibration.targets import PANEL_MONTH

if TYPE_CHECKING:
    from simulation.records import RunTables
    from simulation.scenario import Scenario

JOINING = 24
"""Months from month 1 in which those join who are followed as new customers."""


def months_for(years: int, panel: bool) -> int:
    """Months that must be simulated after the warm-up."""
    return max(12 * years + JOINING if years else 0, PANEL_MONTH if panel else 0, 12)


def lives(scenario: "Scenario", replication: int, seed: int | None = None, twin: str | None = None) -> "RunTables":
    """Simulates one replication and counts who stayed: as `simulation.engines.simulate`, with longer and fewer tables.

    returns  cohorts: a row for "new" and for "all" with `joined` and `survivors_year_1`, ... of all firms together, as many
             years as the run allows; panel: yearly pictures up to month 60; the other tables are empty
    """
    import pandas as pd

    from simulation.engines import Market
    from simulation.engines.simulation_run import forget
    from simulation.records import RunTables

    market = Market(scenario if twin is None else scenario.with_twin(twin), rng=seed, replication=replication)
    years = max(0, (scenario.run.months - JOINING) // 12)
    new, everybody = _Cohort(years), _Cohort(years)
    try:
        while market.month < scenario.run.months:
            market.step()
            month, places = market.month, [firm.place for firm in market.firms_in_file]
            if month == 0:
                everybody.joined = sum(firm.tally.customers for firm in market.firms_in_file)
            if 1 <= month <= JOINING:
                new.joined += sum(firm.tally.gained for firm in market.firms_in_file)
            for year in range(1, years + 1):
                if 1 <= month - 12 * year <= JOINING:
                    new.kept[year - 1] += sum(market.anniversaries[place].get(year, 0) for place in places)
                if month == 12 * year:
                    everybody.kept[year - 1] = sum(market.there_since_start[place] for place in places)
        panel = market.recorder.panel_table(market)
    finally:
        forget(market)
    if len(panel):
        panel = panel[panel["year"] <= PANEL_MONTH // 12].assign(scenario=scenario.name, replication=replication)
    nothing = pd.DataFrame()
    cohorts = pd.DataFrame([new.row("new"), everybody.row("all")])
    return RunTables(nothing, nothing, nothing, nothing, panel, cohorts)


class _Cohort:
    """Who joined, and who of them is still there after each year."""

    def __init__(self, years: int) -> None:
        self.joined = 0
        self.kept = [0] * years

    def row(self, name: str) -> dict[str, Any]:
        kept = {f"survivors_year_{year}": float(count) for year, count in enumerate(self.kept, start=1)}
        return {"cohort": name, "joined": self.joined, **kept}
