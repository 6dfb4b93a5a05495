"""What the outputs of a stochastic model say of its parameters, with luck kept apart.

All points have the same luck, run by run, so that differences between points hold little of it. What is left of it
would still look like an effect; therefore squares are never taken of one run's values but of two different runs',
whose luck is independent: on average nothing of it stays. How much luck itself matters is said beside the indices.

Outputs must all be there: a missing one would count as an output of nought, so it is refused.
"""

from typing import TYPE_CHECKING

from simulation.measures.strategies import LEVEL
from simulation.studies.comparisons.paired import paired

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd

RESAMPLES = 1000
BOOTSTRAP = 11
"""Sets the generator of bootstrap samples apart from others that are seeded from the same study."""

NOISE = "luck"
"""Names the row of the indices that says how much of a single run's variance is luck."""


class MissingOutput(ValueError):
    """An output that an analysis needs is not there, so that no index can be given."""


class NothingVaries(ValueError):
    """The output varies over the space by no more than luck, so that there is nothing to give shares of."""


def complete(outputs: "np.ndarray", called: str) -> "np.ndarray":
    """The outputs. Raises MissingOutput where one of them is not a number."""
    import numpy as np

    missing = int((~np.isfinite(outputs)).sum())
    if missing:
        raise MissingOutput(f"{missing} of {outputs.size} outputs of {called} are missing, so no index can be given.")
    return outputs


def tornado_table(outputs: "np.ndarray", keys: "Sequence[str]") -> "pd.DataFrame":
    """What each parameter changes on its own, with the largest swing first.

    outputs  (1 + 2 x parameters) x runs, in the order of `one_at_a_time`
    returns  columns parameter, base (mean output at the base), at_low and at_high (mean change from the base with
             the parameter at its lowest and highest value), swing (at_high less at_low), each with its 95 %
             interval *_from, *_to (paired, Student's t; NaN with one run), replications
    """
    import numpy as np
    import pandas as pd

    outputs = complete(outputs, "the tornado").T
    low, high = outputs[:, 1::2], outputs[:, 2::2]
    base = np.repeat(outputs[:, :1], len(keys), axis=1)
    columns: dict[str, object] = {"parameter": list(keys), "base": base.mean(axis=0)}
    for name, left, right in (("at_low", low, base), ("at_high", high, base), ("swing", high, low)):
        found = paired(left, right, np.zeros(len(keys), dtype=bool))
        columns |= {name: found.estimate, f"{name}_from": found.low, f"{name}_to": found.high}
    table = pd.DataFrame(columns).assign(replications=len(outputs))
    largest = table[["at_low", "at_high", "swing"]].abs().max(axis=1)
    return table.loc[largest.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)


def morris_table(
    outputs: "np.ndarray", places: "np.ndarray", order: "np.ndarray", keys: "Sequence[str]", seed: int
) -> "pd.DataFrame":
    """Morris's screening: how much each parameter moves the output, and how unevenly, strongest first.

    outputs  trajectories x (parameters + 1) x runs
    places   in the unit cube, and `order` of the steps: as `morris_unit` gives them
    returns  columns parameter, mu (mean elementary effect, per range of the parameter), mu_star (mean of its
             absolute value) with the 95 % bootstrap interval over trajectories mu_star_low, mu_star_high, sigma
             (standard deviation of the effects over the space, luck taken out: interactions and bends), luck
             (the mu_star that luck alone would give; NaN with one run)
    """
    import numpy as np
    import pandas as pd

    complete(outputs, "Morris's screening")
    trajectories, dimensions = order.shape
    runs = outputs.shape[2]
    numbers = np.arange(trajectories)
    effects = np.empty((trajectories, dimensions, runs))
    for step in range(dimensions):
        moved = order[:, step]
        way = places[numbers, step + 1, moved] - places[numbers, step, moved]
        effects[numbers, moved] = (outputs[:, step + 1] - outputs[:, step]) / way[:, None]
    mean = effects.mean(axis=2)
    variance = effects.var(axis=2, ddof=1).mean(axis=0) / runs if runs > 1 else np.full(dimensions, np.nan)
    spread = mean.var(axis=0, ddof=1) - np.nan_to_num(variance)
    low, high = _interval(_resampled_means(np.abs(mean).T, seed))
    table = pd.DataFrame({
        "parameter": list(keys), "mu": mean.mean(axis=0), "mu_star": np.abs(mean).mean(axis=0),
        "mu_star_low": low, "mu_star_high": high, "sigma": np.sqrt(np.maximum(spread, 0.0)),
        "luck": np.sqrt(2 / np.pi * variance),
    })  # fmt: skip
    return table.sort_values("mu_star", ascending=False, kind="stable").reset_index(drop=True)


def sobol_table(outputs: "np.ndarray", keys: "Sequence[str]", seed: int) -> "pd.DataFrame":
    """Sobol's indices: which part of the variance that the parameters cause each of them causes.

    outputs  (2 + parameters) x samples x runs, in the order of `sobol_rows`
    returns  a row per parameter, largest total first: first (the parameter alone) and total (with all
             interactions), as shares of the variance over the space of the expected output, each with its 95 %
             bootstrap interval *_low, *_high over the samples; then the row NOISE: first is the share of a single
             run's variance that is luck (NaN with one run), total the same. Its interval allows for how few
             runs tell of luck.
    raises   MissingOutput; NothingVaries where the output does not vary at all

    Source: Saltelli et al. (2010), Computer Physics Communications 181(2), first-order estimator of its table 2
    and Jansen's of the total; over pairs of different runs as in this module's text.
    """
    import numpy as np
    import pandas as pd

    complete(outputs, "Sobol's indices")
    runs = outputs.shape[2]
    centred = outputs - outputs[:2].mean(axis=(0, 1))
    first_sample, second_sample, mixed = centred[0], centred[1], centred[2:]
    variances = (_crossed(first_sample, first_sample) + _crossed(second_sample, second_sample)) / 2
    if not variances.mean() > 0:
        raise NothingVaries("the output does not vary over the parameters by more than luck, so no index can be given.")
    alone = np.stack([_crossed(second_sample, other - first_sample) for other in mixed])
    together = np.stack([_crossed(first_sample - other, first_sample - other) / 2 for other in mixed])
    shared, own = _luck(outputs[:2])
    drawn = _resampled_means(np.concatenate([alone, together, [variances, own]]), seed)
    below, several = drawn[:, -2], len(keys)
    columns: dict[str, object] = {"parameter": list(keys)}
    for name, parts, found in (("first", alone, drawn[:, :several]), ("total", together, drawn[:, several:-2])):
        low, high = _interval(found / below[:, None])
        columns |= {name: parts.mean(axis=1) / variances.mean(), f"{name}_low": low, f"{name}_high": high}
    table = pd.DataFrame(columns).sort_values("total", ascending=False, kind="stable")
    luck = shared + float(own.mean())
    share, ends = np.nan, (np.nan, np.nan)
    if runs > 1:
        share = luck / (luck + float(variances.mean()))
        generator = np.random.default_rng([seed, BOOTSTRAP, runs])
        lucks = shared / (generator.chisquare(runs - 1, RESAMPLES) / (runs - 1)) + drawn[:, -1]
        below_one, above_one = _interval(lucks / (lucks + np.maximum(below, 0.0)))
        ends = (float(below_one), float(above_one))
    noise = {"parameter": NOISE, **dict.fromkeys(("first", "total"), share)}
    noise |= {f"{name}_{end}": value for name in ("first", "total") for end, value in zip(("low", "high"), ends, strict=True)}
    return pd.concat([table, pd.DataFrame([noise])], ignore_index=True)


def _crossed(left: "np.ndarray", right: "np.ndarray") -> "np.ndarray":
    """Product by sample, over all pairs of different runs; with one run, that run's own.

    left, right  samples x runs
    """
    import numpy as np

    runs = left.shape[1]
    same = (left * right).sum(axis=1)
    if runs == 1:
        return np.asarray(same)
    return np.asarray((left.sum(axis=1) * right.sum(axis=1) - same) / (runs * (runs - 1)))


def _luck(outputs: "np.ndarray") -> "tuple[float, np.ndarray]":
    """Variance of the luck that all points share, and of the rest by sample; nought with one run.

    Shared luck is known from as many values as there are runs, however many points there are.
    """
    import numpy as np

    if outputs.shape[2] == 1:
        return 0.0, np.zeros(outputs.shape[1])
    each = outputs.mean(axis=(0, 1))
    return float(each.var(ddof=1)), np.asarray((outputs - each).var(axis=2, ddof=1).mean(axis=0))


def _resampled_means(parts: "np.ndarray", seed: int) -> "np.ndarray":
    """Means over bootstrap samples of the columns, the same for all rows: RESAMPLES x rows of `parts`."""
    import numpy as np

    count = parts.shape[1]
    generator = np.random.default_rng([seed, BOOTSTRAP, count])
    found = np.empty((RESAMPLES, len(parts)))
    for sample in range(RESAMPLES):
        times = np.bincount(generator.integers(0, count, count), minlength=count)
        found[sample] = parts @ times / count
    return found


def _interval(found: "np.ndarray") -> tuple["np.ndarray", "np.ndarray"]:
    """Ends of the 95 % percentile interval over the bootstrap samples, the first axis."""
    import numpy as np

    low, high = np.quantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return low, high
