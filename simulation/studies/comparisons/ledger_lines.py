"""Where a difference in profit comes from: revenue and every kind of cost, paired by run; the lines add up."""

from typing import TYPE_CHECKING

from simulation.studies.comparisons.paired import paired

if TYPE_CHECKING:
    import pandas as pd

REVENUE, PROFIT = "revenue", "profit"
COSTS = (
    *("cost_of_goods", "cost_wages", "cost_hiring_training", "cost_contacts_compensation", "cost_acquisition"),
    *("cost_programme", "cost_surveys", "cost_coordination", "cost_overhead"),
)
LINES = (REVENUE, *COSTS, PROFIT)
"""Revenue, the kinds of cost that sum to the cost, and what is left."""


def ledger_difference(rows: "pd.DataFrame", left: str, right: str) -> "pd.DataFrame":
    """What each line of the ledger adds to the difference in profit, from month 1 to the last, not discounted.

    rows     a row per replication, strategy and month
    returns  columns line, estimate, low, high, replications, one row for each of LINES. Costs are turned
             round: a higher cost takes away from profit and is negative, so that revenue and costs sum to
             profit. Intervals are NaN with one run.
    """
    import numpy as np
    import pandas as pd

    counted = rows[(rows["month"] >= 1) & rows["strategy"].isin([left, right])]
    sums = counted.groupby(["strategy", "replication"], observed=True)[list(LINES)].sum()
    sides = [sums.loc[name].sort_index() for name in (left, right)]
    common = sides[0].index.intersection(sides[1].index)
    sign = np.array([-1.0 if line in COSTS else 1.0 for line in LINES])
    found = paired(
        sides[0].loc[common].to_numpy(float) * sign,
        sides[1].loc[common].to_numpy(float) * sign,
        np.zeros(len(LINES), dtype=bool),
    )
    columns = {"estimate": found.estimate, "low": found.low, "high": found.high, "replications": found.replications}
    return pd.DataFrame({"line": LINES, **columns})
