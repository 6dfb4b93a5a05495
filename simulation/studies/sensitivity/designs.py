"""Which points a sensitivity analysis simulates: one at a time, Morris's trajectories, and Sobol's two samples."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulation.studies.sweep.design import DESIGN, Axis, Row, rows_at, sobol_unit

if TYPE_CHECKING:
    import numpy as np

MORRIS = 7
"""Sets the trajectories' generator apart from others that are seeded from the same study."""


def one_at_a_time(axes: Sequence[Axis], base: Row) -> list[Row]:
    """The base, then each parameter at its lowest and at its highest value with all others at the base."""
    rows = [base]
    for place, axis in enumerate(axes):
        rows += [(*base[:place], axis.at(end), *base[place + 1 :]) for end in (0.0, 1.0)]
    return rows


def step_of(levels: int) -> float:
    """How far each step of a trajectory goes, as a part of the range, so that all levels are met equally often.

    >>> round(step_of(4), 4)
    0.6667
    """
    return levels / (2.0 * (levels - 1.0))


def morris_unit(dimensions: int, trajectories: int, levels: int, seed: int) -> tuple["np.ndarray", "np.ndarray"]:
    """Morris's trajectories: ways on which one parameter after the other moves by a step, in random order.

    levels   an even number
    returns  places in the unit cube, trajectories x (dimensions + 1) x dimensions, and which parameter each
             step moves, trajectories x dimensions

    Source: Morris (1991), Technometrics 33(2).
    """
    import numpy as np

    generator = np.random.default_rng([seed, DESIGN, MORRIS])
    step = step_of(levels)
    lowest = generator.integers(0, levels // 2, (trajectories, dimensions)) / (levels - 1)
    raised = generator.integers(0, 2, (trajectories, dimensions)).astype(bool)
    order = np.argsort(generator.random((trajectories, dimensions)), axis=1)
    places = np.empty((trajectories, dimensions + 1, dimensions))
    for number in range(trajectories):
        places[number, 0] = lowest[number] + step * raised[number]
        for made, moved in enumerate(order[number], start=1):
            raised[number, moved] = ~raised[number, moved]
            places[number, made] = lowest[number] + step * raised[number]
    return places, order


def sobol_rows(axes: Sequence[Axis], chosen: Sequence[int], base: Row, samples: int, seed: int) -> list[Row]:
    """Saltelli's design: samples A and B, then A with one parameter after the other taken from B.

    chosen   places of the parameters that vary; all others stay at the base
    samples  rows of A, a power of two
    returns  samples x (2 + len(chosen)) rows: all of A, all of B, then the others parameter by parameter

    Source: Saltelli et al. (2010), Computer Physics Communications 181(2).
    """
    import numpy as np

    several = len(chosen)
    both = sobol_unit(2 * several, samples, seed)
    first, second = both[:, :several], both[:, several:]
    blocks = [first, second]
    for place in range(several):
        mixed = first.copy()
        mixed[:, place] = second[:, place]
        blocks.append(mixed)
    varied = rows_at([axes[place] for place in chosen], np.concatenate(blocks))
    rows = []
    for values in varied:
        row = list(base)
        for place, value in zip(chosen, values, strict=True):
            row[place] = value
        rows.append(tuple(row))
    return rows
