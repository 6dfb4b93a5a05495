"""Who is ahead, how surely, and how much of it is luck.

Teams play in the same worlds, so that they are compared world by world. A team's rank has an interval: 1 plus the teams that are
surely better, to the number of teams less those that are surely worse, where "surely" is a paired t test adjusted for the number
of pairs (Holm). Mogstad, Romano, Shaikh & Wilhelm 2024 show that such intervals hold where resampled ranks do not: near ties.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulation.measures.strategies import LEVEL
from simulation.studies.comparisons.paired import holm, paired
from simulation.studies.evidence.estimates import over_runs
from simulation.studies.rounds.playing import Outcome

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Standing:
    """A team on the leaderboard.

    rank             by mean profit over the worlds, 1 the best; equal means share the better rank
    best, worst      95 % interval of the rank
    profit           mean over the worlds; low and high its interval, which is wide where worlds differ
    lead             over the mean of all teams in the same world; low and high its interval: what decisions made of it
    first_in         share of the worlds in which the team would have come first, had they been the only one; ties are shared
    """

    team: str
    rank: int
    best: int
    worst: int
    profit: float
    profit_low: float
    profit_high: float
    lead: float
    lead_low: float
    lead_high: float
    first_in: float


@dataclass(frozen=True)
class Leaderboard:
    """All teams, the best first, and what share of the differences between results is whose doing.

    decisions, luck, both  shares of the variance of profit over teams and worlds, sum 1: of the teams' means; of the worlds'
                           means, which hit all teams alike; of what a world made of a particular team. NaN where all is equal
    crowned                share of the single worlds that would have crowned the team that is first over all of them
    """

    year: int
    worlds: int
    standings: tuple[Standing, ...]
    decisions: float
    luck: float
    both: float
    crowned: float


def leaderboard(outcome: Outcome, year: int | None = None) -> Leaderboard:
    """Who is ahead at the end of a year; None: of the last that was played."""
    import numpy as np

    table = outcome.profits(year)
    profits, teams = table.to_numpy(float), list(table.columns)
    count = len(teams)
    means = profits.mean(axis=0)
    better = _surely_better(profits)
    top = profits.max(axis=1, keepdims=True)
    firsts = (profits == top) / (profits == top).sum(axis=1, keepdims=True)
    standings = []
    for place in sorted(range(count), key=lambda one: (-means[one], teams[one])):
        profit, lead = over_runs(profits[:, place]), over_runs(profits[:, place] - profits.mean(axis=1))
        standings.append(
            Standing(
                teams[place], 1 + int((means > means[place]).sum()), 1 + int(better[:, place].sum()),
                count - int(better[place].sum()), profit.value, profit.low, profit.high, lead.value, lead.low, lead.high,
                float(firsts[:, place].mean()),
            )
        )  # fmt: skip
    decisions, luck, both = _shares(profits)
    return Leaderboard(year or outcome.years, len(profits), tuple(standings), decisions, luck, both,
                       float(firsts[:, int(np.argmax(means))].mean()))  # fmt: skip


def _surely_better(profits: "np.ndarray") -> "np.ndarray":
    """(teams, teams) whether the first is surely better than the second.

    profits  (worlds, teams)
    """
    import numpy as np

    count = profits.shape[1]
    pairs = [(one, other) for one in range(count) for other in range(one + 1, count)]
    better = np.zeros((count, count), dtype=bool)
    if not pairs:
        return better
    left, right = profits[:, [one for one, _ in pairs]], profits[:, [other for _, other in pairs]]
    found = paired(left, right, np.zeros(len(pairs), dtype=bool))
    for (one, other), p, estimate in zip(pairs, holm(found.p_value), found.estimate, strict=True):
        if p <= 1 - LEVEL and estimate != 0:
            better[(one, other) if estimate > 0 else (other, one)] = True
    return better


def _shares(profits: "np.ndarray") -> tuple[float, float, float]:
    """Shares of the variance over teams and worlds, as a table of two ways without repetition has them."""
    mean = profits.mean()
    of_teams, of_worlds = profits.mean(axis=0), profits.mean(axis=1)
    whole = float(((profits - mean) ** 2).sum())
    if whole == 0.0:
        return (float("nan"),) * 3
    teams = float(profits.shape[0] * ((of_teams - mean) ** 2).sum()) / whole
    worlds = float(profits.shape[1] * ((of_worlds - mean) ** 2).sum()) / whole
    return teams, worlds, max(0.0, 1.0 - teams - worlds)
