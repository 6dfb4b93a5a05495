"""Runs of which only the focal firm's final profit is kept: all that is asked of a draw of uncertain values."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulation.studies.comparisons.comparison import VERDICT
from simulation.studies.runs.shared_past import end_of_run

if TYPE_CHECKING:
    from simulation.engines import Market
    from simulation.scenario import Scenario
    from simulation.studies.runs.workers import Simulate


@dataclass(frozen=True)
class FinalProfit:
    """Simulates a draw and keeps only the verdict's measure; made so that other processes can import and call it.

    firm      whose profit it is
    simulate  None: the project's own engines, without their records
    """

    firm: str
    simulate: "Simulate | None" = None

    def __call__(self, scenario: "Scenario", replication: int, twin: str | None = None) -> Any:
        """The firm's discounted profit in the last month, currency, in a list."""
        each = scenario.market.each_stands_for
        if self.simulate is None:
            return [end_of_run(scenario, replication, twin, self._of_market) * each]
        series = self.simulate(scenario, replication, twin=twin).series
        rows = series[series["firm"] == self.firm]
        return [float(rows.loc[rows["month"].idxmax(), VERDICT]) * each]

    def _of_market(self, market: "Market") -> float:
        from simulation.engines.units import MONEY

        return next(firm for firm in market.firms if firm.name == self.firm).discounted_profit / MONEY
