"""Searches good programmes: first broadly by differential evolution, then by steps from the best."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from simulation.studies.allocation.programme import SMALLEST, Programme, decoded, encoded, equal

if TYPE_CHECKING:
    import numpy as np

Value = Callable[[Sequence[Programme]], "np.ndarray"]
"""How good programmes are: one number each, -inf where it is not known."""


def searched(
    value: Value, purchases: Sequence[str], plan: Programme, evaluations: int, starts: Sequence[int], seed: int
) -> list[Programme]:
    """Every programme that was tried, once.

    The plan in the file and equal shares, what differential evolution goes through with half of the evaluations, and with the
    rest steps from the best of these: more or less for one purchase, another start, and all steps together that help.

    evaluations  programmes tried, roughly
    seed         of the search's own luck
    """
    import numpy as np
    from scipy import optimize
    from scipy.stats import qmc

    broad = max(2, evaluations // 2)
    size = max(8, min(24, broad // 4))
    generations = max(1, -(-broad // size) - 1)
    random = np.random.default_rng([seed, len(purchases)])
    begin = qmc.LatinHypercube(2 * len(purchases), rng=random).random(size)
    begin[0] = encoded(plan, purchases)
    begin[1] = encoded(equal(purchases), purchases)
    tried: dict[str, Programme] = {}

    def noted(programmes: Sequence[Programme]) -> "np.ndarray":
        tried.update((programme.words(), programme) for programme in programmes)
        return value(programmes)

    def loss(points: "np.ndarray") -> "np.ndarray":
        columns = points.T if points.ndim == 2 else points[None, :]
        return -noted([decoded(point, purchases, starts) for point in columns])

    optimize.differential_evolution(
        loss,
        [(0.0, 1.0)] * (2 * len(purchases)),
        init=begin,
        maxiter=generations,
        strategy="currenttobest1bin",
        mutation=(0.4, 0.9),
        recombination=0.8,
        polish=False,
        updating="deferred",
        vectorized=True,
        tol=0.0,
        rng=random,
    )
    _climb(list(tried.values()), noted, purchases, starts, lambda: len(tried) >= evaluations)
    return list(tried.values())


def _climb(
    begin: Sequence[Programme],
    value: Value,
    purchases: Sequence[str],
    starts: Sequence[int],
    enough: Callable[[], bool],
) -> None:
    """Goes on from the best programme by single steps and by all that help together, until that is enough."""
    known = value(begin)
    best, height, step = begin[int(known.argmax())], float(known.max()), 1.0
    while step > 0.2 and not enough():
        steps = [(name, factor) for name in purchases for factor in (1.0 + 2.0 * step, 1.0 / (1.0 + 2.0 * step))]
        moved = [_reweighted(best, {name: factor}) for name, factor in steps]
        heights = value(moved)
        gains: dict[str, tuple[float, float]] = {}
        for (name, factor), one in zip(steps, heights - height, strict=True):
            if one > 0 and one > gains.get(name, (0.0, 0.0))[0]:
                gains[name] = (float(one), factor)
        together = [_reweighted(best, {name: factor for name, (_, factor) in gains.items()})] if len(gains) > 1 else []
        later = [best.starting(name, month) for name in best.shares for month in starts if month != best.starts[name]]
        options = [*moved, *together, *(programme for programme in later if programme is not None)]
        heights = value(options)
        top = int(heights.argmax())
        if heights[top] > height:
            best, height = options[top], float(heights[top])
        else:
            step /= 2.0


def _reweighted(programme: Programme, factors: dict[str, float]) -> Programme:
    """The programme with some shares multiplied, brought back to the whole budget; what is not bought yet begins at 5 %."""
    shares = {name: programme.shares.get(name, 0.05 if factors.get(name, 0.0) > 1.0 else 0.0) * factors.get(name, 1.0)
              for name in {**programme.shares, **factors}}  # fmt: skip
    total = sum(shares.values())
    kept = {name: round(share / total, 4) for name, share in shares.items() if share / total >= SMALLEST}
    largest = max(kept, key=lambda name: kept[name])
    kept[largest] += 1.0 - sum(kept.values())
    begun = {name: programme.starts.get(name, 1) for name in kept}
    first = min(begun.values())
    return Programme(kept, {name: 1 if month == first else month for name, month in begun.items()})
