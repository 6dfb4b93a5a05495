"""How much of the space of a map each strategy wins, with intervals."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulation.studies.map.winners import TOO_CLOSE

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

DRAWS = 1000
"""Draws behind the interval of a share."""


def shares_at(
    table: "pd.DataFrame", values: "np.ndarray", weights: "np.ndarray", worlds: Sequence[str], seed: int
) -> "pd.DataFrame":
    """Which part of the space each world wins.

    table    a row per node with leader and winner
    values   nodes x replications x worlds, more being better
    weights  of the nodes, summing to 1
    returns  columns strategy, share, low, high, clear; the last row is TOO_CLOSE. The interval includes the
             share itself, also where the leader is ahead by a hair everywhere.
    """
    import numpy as np
    import pandas as pd

    ahead = {world: float(weights[(table["leader"] == world).to_numpy()].sum()) for world in worlds}
    clear = {world: float(weights[(table["winner"] == world).to_numpy()].sum()) for world in worlds}
    low, high = share_intervals(values, weights, seed)
    counted = [ahead[world] for world in worlds]
    low, high = np.fmin(low, counted), np.fmax(high, counted)
    rows = [(world, ahead[world], float(low[n]), float(high[n]), clear[world]) for n, world in enumerate(worlds)]
    close = max(0.0, 1.0 - sum(clear.values()))
    rows.append((TOO_CLOSE, close, float("nan"), float("nan"), float("nan")))
    return pd.DataFrame(rows, columns=["strategy", "share", "low", "high", "clear"])


def share_intervals(
    values: "np.ndarray", weights: "np.ndarray", seed: int, draws: int = DRAWS
) -> tuple["np.ndarray", "np.ndarray"]:
    """95 % intervals of the part of the space in which each world's expected value is best.

    Means are redrawn as Student's t has them, all nodes and worlds together from the same runs, since their luck is
    the same; in each draw the shares are counted anew.

    values   nodes x replications x worlds, more being better; NaN where a run failed
    weights  of the nodes, summing to 1
    returns  low and high for each world; NaN with fewer than two replications
    """
    import numpy as np

    nodes, several, worlds = values.shape
    if several < 2:
        return np.full(worlds, np.nan), np.full(worlds, np.nan)
    known = np.isfinite(values)
    weights = np.where(known.any(axis=1).all(axis=1), weights, 0.0)
    count = np.maximum(known.sum(axis=1), 1)
    mean = np.where(known, values, 0.0).sum(axis=1) / count
    deviation = np.where(known, values - mean[:, None], 0.0) / np.sqrt(count * np.maximum(count - 1, 1))[:, None]
    generator = np.random.default_rng([seed, several, nodes])
    mixing = generator.standard_normal((draws, several))
    mixing /= np.sqrt(generator.chisquare(several - 1, (draws, 1)) / (several - 1))
    found = np.empty((draws, worlds))
    for draw, weight in enumerate(mixing):
        best = np.argmax(mean + np.einsum("r,nrw->nw", weight, deviation), axis=1)
        found[draw] = np.bincount(best, weights, minlength=worlds)
    low, high = np.quantile(found, [0.025, 0.975], axis=0)
    return low, high
