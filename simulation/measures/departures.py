"""Why customers leave: how many of a hundred a year, for which reason."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

REASONS = ("lost_failure", "lost_price", "lost_better_offer", "lost_neighbour", "lost_other")
PER, MONTHS = 100.0, 12.0


def departures(monthly: "pd.DataFrame") -> "pd.DataFrame":
    """Customers lost a year per hundred customers, in all and for each reason, over all months from 1.

    monthly  a row per replication, strategy and month, with customers_start, lost and the columns of REASONS
    returns  columns replication, strategy, lost, and those of REASONS, which sum to lost; NaN where the
             strategy never had a customer
    """
    names = ["lost", *REASONS]
    counted = monthly[monthly["month"] >= 1]
    sums = counted.groupby(["replication", "strategy"], sort=False, observed=True)[[*names, "customers_start"]].sum()
    base = sums["customers_start"].where(sums["customers_start"] > 0)
    return sums[names].mul(PER * MONTHS).div(base, axis=0).reset_index()
