"""The counter-based draws inside compiled code: the same words as `simulation.randomness.Luck` gives."""

from numba import float64, int64, njit, uint32

from simulation.randomness import BELL_SPREAD, philox


@njit(inline="always", error_model="numpy")
def words(keys, purpose, month, agent, second):
    """Four words of 32 bits."""
    return philox(
        keys.key_0, keys.key_1, uint32(agent), uint32((uint32(purpose) << uint32(16)) | uint32(month + 1024)),
        uint32(second), keys.replication,
    )


@njit(inline="always", error_model="numpy")
def uniform(word):
    """A draw in (0, 1)."""
    return (float64(word) + 0.5) * (1.0 / 4294967296.0)


@njit(inline="always", error_model="numpy")
def bell(word):
    """A bell-shaped draw of mean 0 and variance 1."""
    whole = int64(word)
    total = (whole & 255) + ((whole >> 8) & 255) + ((whole >> 16) & 255) + (whole >> 24)
    return float64(total - 510) / BELL_SPREAD
