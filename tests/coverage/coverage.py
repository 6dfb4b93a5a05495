"""Whether intervals hold what they promise, on made-up differences whose mean is known."""

import numpy as np

from simulation.measures.strategies import half_width
from simulation.studies.comparisons.precision import FIRST, allowing_for_skewness, looks


def _log_normal(chance: np.random.Generator, shape: tuple[int, int], spread: float) -> np.ndarray:
    away = np.exp(spread * chance.standard_normal(shape)) - np.exp(spread**2 / 2)
    return away / np.sqrt((np.exp(spread**2) - 1) * np.exp(spread**2))


SHAPES = {
    "normal": lambda chance, shape: chance.standard_normal(shape),
    "uniform": lambda chance, shape: (chance.random(shape) - 0.5) * np.sqrt(12),
    "heavy tails (t, 5 degrees of freedom)": lambda chance, shape: chance.standard_t(5, shape) / np.sqrt(5 / 3),
    "two lumps": lambda chance, shape: (chance.choice([-1.0, 1.0], shape) + 0.3 * chance.standard_normal(shape)) / np.sqrt(1.09),
    "mildly skewed (gamma, skewness 0.6)": lambda chance, shape: (chance.gamma(11.0, 1.0, shape) - 11.0) / np.sqrt(11.0),
    "exponential": lambda chance, shape: chance.exponential(1.0, shape) - 1.0,
    "log-normal (skewness 1.75)": lambda chance, shape: _log_normal(chance, shape, 0.5),
    "log-normal (skewness 3.3)": lambda chance, shape: _log_normal(chance, shape, 0.75),
}
"""Differences with mean 0 and variance 1."""


def stopped(values: np.ndarray, wanted: float, most: int, first: int = FIRST) -> np.ndarray:
    """After how many runs each study stops: at the second look in a row at which its interval is narrow enough.

    values  (studies, runs) paired differences
    wanted  width of the interval
    """
    sums = _sums(values)
    counts, before = np.full(len(values), most), np.zeros(len(values), bool)
    going = np.ones(len(values), bool)
    for count in looks(first, most):
        low, high = _interval(sums, count)
        narrow = high - low <= wanted
        now = going & narrow & before
        counts[now], before = count, narrow
        going &= ~now
    return counts


def coverage(shape: str, needed: int, studies: int = 20_000, sequential: bool = True) -> tuple[float, float, float]:
    """How often the 95 % interval holds the true mean: Student's of so many runs, or the one that a study stops by.

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
        sums = _sums(values)
        for count in np.unique(counts):
            low, high = _interval([each[counts == count] for each in sums], count, skewed=sequential)
            held += ((low <= 0) & (high >= 0)).tolist()
            narrow += (high - low <= wanted).tolist()
        runs += counts.tolist()
    return float(np.mean(held)), float(np.mean(runs)), float(np.mean(narrow))


def _sums(values: np.ndarray) -> list[np.ndarray]:
    """Running sums of the values, their squares and their cubes."""
    return [(values**power).cumsum(axis=1) for power in (1, 2, 3)]


def _interval(sums: list[np.ndarray], count: int, skewed: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """The interval of every study after so many runs."""
    mean, square, cube = (each[:, count - 1] / count for each in sums)
    second, third = square - mean**2, cube - 3 * mean * square + 2 * mean**3
    skewness = third / second**1.5 * np.sqrt(count * (count - 1)) / (count - 2) * skewed
    several = np.full(len(mean), count)
    half = half_width(np.sqrt(second * count / (count - 1)), several)
    return allowing_for_skewness(mean, half, several, skewness)
