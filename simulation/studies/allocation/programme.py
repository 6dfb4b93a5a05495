"""A programme: how the improvement budget is divided over what it can buy, and when each part of it starts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulation.scenario.policy import LEVERS, PURCHASES

if TYPE_CHECKING:
    import numpy as np

    from simulation.scenario import Scenario

STARTS = (1, 7, 13, 25)
"""Months, counted from the start of the firm's strategy, in which a purchase can start."""

SMALLEST = 0.01
"""Shares of the budget below it are nothing."""


@dataclass(frozen=True)
class Programme:
    """Shares of the budget and months of start by purchase.

    shares  of the budget once everything has started; they sum to 1
    starts  month, counted from the start of the firm's strategy (1: at once); until then the money of what has not started
            goes to what has, so that the whole budget is always spent
    """

    shares: dict[str, float]
    starts: dict[str, int]

    def __post_init__(self) -> None:
        if not self.shares or min(self.starts.values()) != 1:
            raise ValueError("something must be bought from the first month on")

    def at_once(self) -> "Programme":
        """The same shares, all from the first month on."""
        return Programme(self.shares, dict.fromkeys(self.shares, 1))

    def without(self, purchase: str) -> "Programme":
        """The same without one purchase, its money spread over the others in their proportions."""
        rest = {name: share for name, share in self.shares.items() if name != purchase}
        total = sum(rest.values())
        first = min(self.starts[name] for name in rest)
        starts = {name: 1 if self.starts[name] == first else self.starts[name] for name in rest}
        return Programme({name: share / total for name, share in rest.items()}, starts)

    def starting(self, purchase: str, month: int) -> "Programme | None":
        """The same with one purchase starting in another month; None where nothing would be bought at first."""
        starts = {**self.starts, purchase: month}
        return Programme(self.shares, starts) if min(starts.values()) == 1 else None

    def words(self) -> str:
        """The programme as one phrase, the largest share first: "30 % data driven decisions, ... from month 13"."""
        parts = []
        for name, share in sorted(self.shares.items(), key=lambda pair: -pair[1]):
            later = f" from month {self.starts[name]} on" if self.starts[name] > 1 else ""
            parts.append(f"{100 * share:.0f} % {name.replace('_', ' ')}{later}")
        return ", ".join(parts)


def purchasable(scenario: "Scenario") -> tuple[str, ...]:
    """What the budget is divided over: the eight levers, and what the focal firm's own programme buys besides."""
    own = present(scenario).shares
    return (*LEVERS, *(name for name in PURCHASES if name not in LEVERS and name in own))


def present(scenario: "Scenario") -> Programme:
    """The programme that the focal firm has in the file once its strategy has started, all of it at once."""
    policy = scenario.focal.at(scenario.run.months).policy
    shares = {name: share for name, share in zip(PURCHASES, policy.allocation, strict=True) if share > 0.0}
    return Programme(shares, dict.fromkeys(shares, 1))


def equal(purchases: Sequence[str]) -> Programme:
    """The same share for every purchase, at once."""
    return Programme(dict.fromkeys(purchases, 1.0 / len(purchases)), dict.fromkeys(purchases, 1))


def decoded(point: "Sequence[float] | np.ndarray", purchases: Sequence[str], starts: Sequence[int] = STARTS) -> Programme:
    """The programme of a point of the unit cube: its first half are shares, its second half starts.

    Equal numbers from -log give evenly spread shares (a Dirichlet draw); half of the cube means: at once.

    point  2 numbers in [0, 1] for each purchase
    """
    import numpy as np

    values = np.clip(np.asarray(point, dtype=float), 1e-9, 1.0 - 1e-9)
    count = len(purchases)
    weights = -np.log(values[:count])
    shares = weights / weights.sum()
    shares = np.where(shares < SMALLEST, 0.0, shares)
    shares = np.round(shares / shares.sum(), 3)
    shares[int(np.argmax(shares))] += 1.0 - shares.sum()
    later = starts[1:]
    places = np.floor((values[count:] - 0.5) * 2.0 * len(later)).astype(int)
    months = [1 if value < 0.5 or not later else later[min(place, len(later) - 1)]
              for value, place in zip(values[count:], places, strict=True)]  # fmt: skip
    bought = [place for place in range(count) if shares[place] > 0.0]
    first = min(months[place] for place in bought)
    return Programme(
        {purchases[place]: float(shares[place]) for place in bought},
        {purchases[place]: 1 if months[place] == first else months[place] for place in bought},
    )


def encoded(programme: Programme, purchases: Sequence[str]) -> list[float]:
    """A point that `decoded` turns into a programme that starts everything at once, shares to about a thousandth."""
    import math

    return [math.exp(-programme.shares.get(name, 0.0) * 4.0) for name in purchases] + [0.25] * len(purchases)


def with_programme(scenario: "Scenario", programme: Programme, budget: float | None = None) -> "Scenario":
    """The scenario whose focal firm follows a programme; its other policy fields and all other firms stay as they are.

    budget  share of revenue; None: the firm's own
    """
    focal = scenario.focal
    months = sorted(set(programme.starts.values()))
    changes = []
    for month in months:
        weights = dict.fromkeys(PURCHASES, 0.0)
        weights |= {name: share for name, share in programme.shares.items() if programme.starts[name] <= month}
        changes.append((focal.start_month + month - 1, weights))
    (_, first), *later = changes
    policy = focal.at(scenario.run.months).policy
    values = {
        f"firms.{focal.name}.levers": first,
        f"firms.{focal.name}.changes": [{"month": month, "levers": weights} for month, weights in later],
        f"firms.{focal.name}.improvement_budget": policy.improvement_budget if budget is None else budget,
        "run.twin_of": focal.name,
    }
    return scenario.with_values(values)
