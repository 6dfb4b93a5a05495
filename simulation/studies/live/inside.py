"""A look inside a world: some of its customers, everybody in one firm, and what the market believes of that firm."""

from collections.abc import Callable
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

from simulation.scenario import Scenario
from simulation.studies.live.lives import Life, lives
from simulation.studies.live.working_lives import Staff

if TYPE_CHECKING:
    from simulation.engines.market import Market

SAMPLE = 72
"""Customers who are watched: neighbours of each other, so that word of mouth between them is seen."""


@dataclass(frozen=True)
class Inside:
    """What was seen when a world was lived again.

    firm        whose people were watched
    lives       of the customers 0, 1, ..., by number
    staff       everybody who ever worked in the firm
    reputation  what the market believes of the firm's quality, by month, points of 100
    """

    firm: str
    lives: dict[int, Life]
    staff: Staff
    reputation: dict[int, float]

    def leavers(self, month: int) -> list[Life]:
        """Watched customers who left the firm from month 1 to `month`; those who left for failures they felt first."""
        found = []
        for life in self.lives.values():
            left = [one for one in life.events if one.kind == "leaves" and one.firm == self.firm and 1 <= one.month <= month]
            if left:
                found.append((left[-1].reason != "failures they felt", -len(life.until(month).events), life.number))
        return [self.lives[number] for _, _, number in sorted(found)]

    def loyal(self, month: int) -> list[Life]:
        """Watched customers of the firm who never left it up to `month`; those who lived through most first."""
        found = []
        for life in self.lives.values():
            months = [one.firm for one in life.months if one.month <= month]
            if months and all(firm == self.firm for firm in months):
                found.append((-len(life.until(month).events), life.number))
        return [self.lives[number] for _, number in sorted(found)]


def look_inside(
    scenario: Scenario,
    firm: str,
    replication: int = 0,
    sample: int = SAMPLE,
    wanted: Callable[[], bool] | None = None,
) -> Inside:
    """Lives a world again and watches. Safe in a thread; it takes two or three times as long as the world itself.

    scenario  the world with everything decided in it
    firm      whose people are watched
    sample    number of customers; all where there are fewer
    wanted    asked before every month whether to go on
    """
    staff, reputation = Staff(firm), dict[int, float]()

    def observe(market: "Market") -> None:
        staff.observe(market)
        seen = next(one for one in market.firms if one.name == firm)
        sizes = market.segment_sizes
        believed = fsum(belief * size for belief, size in zip(seen.offer.beliefs, sizes, strict=True))
        reputation[market.month] = believed / max(1, sum(sizes))

    numbers = range(min(sample, scenario.market.customers))
    return Inside(firm, lives(scenario, numbers, replication, wanted=wanted, observe=observe), staff, reputation)
