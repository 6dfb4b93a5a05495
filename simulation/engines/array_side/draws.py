"""The counter-based draws inside compiled code: the same words as `simulation.randomness.Luck` gives."""

from numba import float64, int64, njit, uint32

from simulation.compiled import COMPILED
from simulation.randomness import BELL_SPREAD, philox

BLOCK = 512
"""Customers who are worked on at a time: their state and draws stay in the processor's cache."""


@njit(inline="always", error_model="numpy")
def words(keys, purpose, month, agent, second):
    """Four words of 32 bits."""
    return philox(
        keys.key_0, keys.key_1, uint32(agent), uint32((uint32(purpose) << uint32(16)) | uint32(month + 1024)),
        uint32(second), keys.replication,
    )


@njit(**COMPILED)
def draw_block(keys, purpose, month, lo, count, out):
    """Words of the customers from `lo` on: (4, BLOCK) one row a word, so that the loop is vectorised."""
    w_1, w_2, w_3, w_4 = out[0], out[1], out[2], out[3]
    for j in range(count):
        w_1[j], w_2[j], w_3[j], w_4[j] = words(keys, purpose, month, lo + j, 0)


@njit(**COMPILED)
def draw_those(keys, purpose, month, who, count, second, out):
    """Words of the first `count` customers of `who`: (4, BLOCK) one row a word."""
    w_1, w_2, w_3, w_4 = out[0], out[1], out[2], out[3]
    for k in range(count):
        w_1[k], w_2[k], w_3[k], w_4[k] = words(keys, purpose, month, who[k], second)


@njit(inline="always", error_model="numpy")
def uniform(word):
    """A draw in (0, 1)."""
    return (float64(word) + 0.5) * (1.0 / 4294967296.0)


@njit(inline="always", error_model="numpy")
def bell_of(total):
    """A bell-shaped draw of mean 0 and variance 1 from the sum of a word's four bytes."""
    return float64(total - 510) / BELL_SPREAD


@njit(inline="always", error_model="numpy")
def bell(word):
    """A bell-shaped draw of mean 0 and variance 1."""
    whole = int64(word)
    return bell_of((whole & 255) + ((whole >> 8) & 255) + ((whole >> 16) & 255) + (whole >> 24))
