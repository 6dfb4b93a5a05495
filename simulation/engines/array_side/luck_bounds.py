"""What the luck of a choice can be at most and at least, read off a table: most choices are clear without a logarithm."""

import math

import numpy as np
from numba import njit

from simulation.compiled import INLINED
from simulation.rules.choice import gumbel

ENTRIES = 256
"""Of each table; the first eight bits of a draw's word say which one holds."""

ROUNDING = 1e-9
"""More than rounding can make of luck, or of a sum of utilities; logits."""

_EXTREMES = 0.5 / 2.0**32, 1.0 - 0.5 / 2.0**32
"""The least and the largest of draws, see `randomness.uniform`."""

_EDGES = [_EXTREMES[0], *(entry / ENTRIES for entry in range(1, ENTRIES)), _EXTREMES[1]]
_LEAST = np.array([gumbel(edge) - ROUNDING for edge in _EDGES[:-1]])
_MOST = np.array([gumbel(edge) + ROUNDING for edge in _EDGES[1:]])
_SHIFT = 32 - int(math.log2(ENTRIES))


@njit(**INLINED)
def most_luck(word):  # type: ignore[no-untyped-def]
    """More than `rules.choice.gumbel` of the draw of this word of 32 bits can be, logits."""
    return _MOST[word >> _SHIFT]


@njit(**INLINED)
def least_luck(word):  # type: ignore[no-untyped-def]
    """Less than `rules.choice.gumbel` of the draw of this word of 32 bits can be, logits."""
    return _LEAST[word >> _SHIFT]
