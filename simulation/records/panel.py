"""Which customers of a run stand in the stored panel: a sample that does not depend on how many runs there
are.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

LIMIT = 10_000
"""Customers in the panel of one result, over all its runs."""


def quota(run: int, runs: int, limit: int = LIMIT) -> int:
    """How many customers of a run are kept, so that all runs together keep at most `limit`.

    run   number of the run, 0 to runs - 1
    runs  runs in the result

    >>> [quota(run, 3, limit=10) for run in range(3)]
    [4, 3, 3]
    """
    return limit // runs + (run < limit % runs)


def sampled(panel: "pd.DataFrame", count: int, seed: int) -> "pd.DataFrame":
    """The rows of `count` customers, all their years, in the order in which they stand.

    panel    rows of one run
    seed     of the study; with the replication it decides who is taken
    returns  `panel` itself where it has no more customers. Of two samples from one run the smaller lies in
             the larger, so a study can be continued with more replications.
    """
    import numpy as np

    customers = panel["customer"].unique()
    if len(customers) <= count:
        return panel
    order = np.argsort(_lots(customers, seed, int(panel["replication"].iloc[0])), kind="stable")
    return panel[panel["customer"].isin(customers[order[:count]])].reset_index(drop=True)


def _lots(customers: "np.ndarray", seed: int, replication: int) -> "np.ndarray":
    """A number for each customer that depends on nothing but seed, replication and the customer."""
    import numpy as np
    from pandas.util import hash_array

    start = np.random.SeedSequence([seed, replication]).generate_state(1, np.uint64)[0]
    return np.asarray(hash_array(customers.astype(np.uint64) ^ start))
