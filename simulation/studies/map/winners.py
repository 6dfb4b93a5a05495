"""Who wins at each point: the world with the best mean, and whether that is more than luck."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulation.measures.dictionary import measure as described
from simulation.studies.comparisons.paired import paired

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

TOO_CLOSE = "too close to call"

COLUMNS = ("leader", "second", "lead", "low", "high", "winner", "replications")


def winners(values: "np.ndarray", worlds: Sequence[str], measure: str) -> "pd.DataFrame":
    """Who is ahead at each point.

    values   points x replications x worlds; NaN where a run failed, and its replication does not count there
    worlds   names, two or more
    returns  a row per point: leader (best mean), second (the one that comes nearest in pairs), lead (mean
             paired difference of the two) with its 95 % interval low to high, winner (the leader where its
             intervals over all others leave out 0, else TOO_CLOSE), replications. Without a finished
             replication leader is "" and the rest NaN.
    """
    import numpy as np
    import pandas as pd

    sign = -1.0 if described(measure).better == "lower" else 1.0
    usable = np.isfinite(values).all(axis=2)
    rows = []
    for point, keep in zip(values * sign, usable, strict=True):
        kept = point[keep]
        if not len(kept):
            rows.append(("", "", np.nan, np.nan, np.nan, TOO_CLOSE, 0))
            continue
        means = kept.mean(axis=0)
        leader = int(np.argmax(means))
        others = [place for place in range(len(worlds)) if place != leader]
        found = paired(kept[:, [leader] * len(others)], kept[:, others], np.zeros(len(others), dtype=bool))
        nearest = int(np.argmin(np.where(np.isfinite(found.low), found.low, found.estimate)))
        clear = bool((found.low > 0).all())
        lead, low, high = (float(field[nearest]) for field in (found.estimate, found.low, found.high))
        winner = worlds[leader] if clear else TOO_CLOSE
        rows.append((worlds[leader], worlds[others[nearest]], lead, low, high, winner, len(kept)))
    return pd.DataFrame(rows, columns=list(COLUMNS))
