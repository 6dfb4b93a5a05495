"""The people of each department, before the strategies start and in the last year."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

LAST_MONTHS = 12
PER, MONTHS = 100.0, 12.0
SCORES = ("customer_orientation", "engagement")


def by_department(departments: "pd.DataFrame") -> "pd.DataFrame":
    """Customer orientation, engagement and quits by strategy and department, mean over runs and firms.

    departments  rows of departments.parquet of one scenario
    returns      columns strategy, department, customer_orientation and engagement (mean of the last twelve
                 months, 0 to 1, weighted by employees), customer_orientation_before and engagement_before
                 (mean of the warm-up, NaN without one), quits (per hundred employees and year, over all
                 months from 1)
    """
    keys = ["strategy", "department"]
    late = departments[departments["month"] > departments["month"].max() - LAST_MONTHS]
    table = _weighted(late, keys)
    table = table.join(_weighted(departments[departments["month"] < 1], keys).add_suffix("_before"))
    counted = departments[departments["month"] >= 1].groupby(keys, sort=False, observed=True)
    staff = counted["employees"].sum()
    table["quits"] = PER * MONTHS * counted["quits"].sum() / staff.where(staff > 0)
    return table.reset_index()


def _weighted(rows: "pd.DataFrame", keys: list[str]) -> "pd.DataFrame":
    """Means of SCORES, every employee counting alike."""
    names = list(SCORES)
    groups = [rows[key] for key in keys]
    total = rows["employees"].groupby(groups, sort=False, observed=True).sum()
    sums = rows[names].mul(rows["employees"], axis=0).groupby(groups, sort=False, observed=True).sum()
    return sums.div(total.where(total > 0), axis=0)
