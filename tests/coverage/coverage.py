"""Whether intervals hold what they promise, on made-up differences whose mean is known."""

import numpy as np

from simulation.measures.strategies import half_width
from simulation.studies.comparisons.precision import FIRST, looks, width

SHAPES = {
    "normal": lambda chance, shape: chance.standard_normal(shape),
    "uniform": lambda chance, shape: (chance.random(shape) - 0.5) * np.sqrt(12),
    "heavy tails (t, 5 degrees of freedom)": lambda chance, shape: chance.standard_t(5, shape) / np.sqrt(5 / 3),
    "two lumps": lambda chance, shape: (chance.choice([-1.0, 1.0], shape) + 0.3 * chance.standard_normal(shape)) / np.sqrt(1.09),
    "mildly skewed (gamma, skewness 0.6)": lambda chance, shape: (chance.gamma(11.0, 1.0, shape) - 11.0) / np.sqrt(11.0),
    "exponential": lambda chance, shape: chance.exponential(1.0, shape) - 1.0,
}
"""Differences with mean 0 and variance 1."""


def stopped(values: np.ndarray, wanted: float, most: int, first: int = FIRST) -> np.ndarray:
    """After how many runs each study stops.

    values  (studies, runs) paired differences
    wanted  width of the interval
    """
    sums, squares = values.cumsum(axis=1), (values**2).cumsum(axis=1)
    counts = np.full(len(values), most)
    going = np.ones(len(values), bool)
    for count in looks(first, most):
        now = going & (width(_deviation(sums, squares, count), np.full(len(values), count)) <= wanted)
        counts[now] = count
        going &= ~now
    return counts


def _deviation(sums: np.ndarray, squares: np.ndarray, count: int) -> np.ndarray:
    mean = sums[:, count - 1] / count
    return np.sqrt((squares[:, count - 1] - count * mean**2) / (count - 1))


def coverage(shape: str, needed: int, studies: int = 20_000, sequential: bool = True) -> tuple[float, float, float]:
    """How often the 95 % interval holds the true mean when the study stops by its width.

    needed      runs that would be needed if the variance were known
    sequential  False: always so many runs, none looked at
    returns     share of the studies whose interval holds the mean, mean number of runs, share that are narrow enough
    """
    chance = np.random.default_rng([needed, list(SHAPES).index(shape)])
    wanted, most = 2 * 1.96 / np.sqrt(needed), 6 * max(needed, FIRST)
    held, runs, narrow = [], [], []
    for _ in range(0, studies, 2000):
        values = SHAPES[shape](chance, (min(2000, studies), most if sequential else needed))
        counts = stopped(values, wanted, most) if sequential else np.full(len(values), needed)
        sums, squares = values.cumsum(axis=1), (values**2).cumsum(axis=1)
        for count in np.unique(counts):
            rows = counts == count
            deviation = _deviation(sums[rows], squares[rows], count)
            half = half_width(deviation, np.full(rows.sum(), count))
            held += (np.abs(sums[rows, count - 1] / count) <= half).tolist()
            narrow += (2 * half <= wanted).tolist()
        runs += counts.tolist()
    return float(np.mean(held)), float(np.mean(runs)), float(np.mean(narrow))
