"""Who contributes how much to what several do together: the mean over all orders in which they can join."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def coalitions(players: Sequence[str]) -> list[frozenset[str]]:
    """All sets of players, the empty one first, all of them last.

    >>> [sorted(one) for one in coalitions("ab")]
    [[], ['a'], ['b'], ['a', 'b']]
    """
    return [frozenset(names) for size in range(len(players) + 1) for names in combinations(players, size)]


def shapley(worth: "Mapping[frozenset[str], np.ndarray]", players: Sequence[str]) -> "dict[str, np.ndarray]":
    """What each player adds, in the mean over all orders; the parts sum to the worth of all less that of none.

    worth  of every set of players, an array each (a value per run, say)

    Source: Shapley (1953), A value for n-person games.

    >>> import numpy as np
    >>> alone, together = np.array([0.0]), np.array([10.0])
    >>> worth = {frozenset(): alone, frozenset("a"): alone + 4, frozenset("b"): alone, frozenset("ab"): together}
    >>> {name: float(part[0]) for name, part in shapley(worth, "ab").items()}
    {'a': 7.0, 'b': 3.0}
    """
    import numpy as np

    several = len(players)
    parts = {}
    for player in players:
        part = np.zeros_like(worth[frozenset()], dtype=float)
        for joined, value in worth.items():
            if player in joined:
                weight = factorial(len(joined) - 1) * factorial(several - len(joined)) / factorial(several)
                part = part + weight * (value - worth[joined - {player}])
        parts[player] = part
    return parts
