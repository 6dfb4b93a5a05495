"""What the tenths of a firm's customers are worth, from those who spend most to those who spend least."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

TENTHS = 10
FEWEST = 100
"""Observed customers of a strategy below which nothing is said of its tenths."""


def value_by_tenth(panel: "pd.DataFrame") -> "pd.DataFrame":
    """Share of revenue and yearly retention of each tenth of a strategy's customers.

    panel    rows of panel.parquet of one scenario; customers of no firm may be among them
    returns  columns strategy, tenth (1: those who spend most), revenue_share (of the strategy's revenue, in the
             last year of the panel; sums to 1), kept (share of the tenth that is with the same firm a year
             later, over all years; NaN where the panel has one year only), customers (observed in the last
             year). Tenths are formed within each run, year and strategy. Strategies with fewer than `FEWEST`
             observed customers are left out.
    """
    import pandas as pd

    names = ["strategy", "tenth", "revenue_share", "kept", "customers"]
    known = panel[panel["firm"].fillna("") != ""].reset_index(drop=True)
    known = known.groupby("strategy", sort=False, observed=True).filter(lambda rows: len(rows) >= FEWEST)
    if known.empty:
        return pd.DataFrame(columns=names)
    ranked = known.assign(tenth=_tenths(known), kept=_still_there(known))
    keys = ["strategy", "tenth"]
    grouped = ranked.groupby(keys, sort=False, observed=True)
    last = ranked[ranked["year"] == ranked["year"].max()].groupby(keys, sort=False, observed=True)
    spent = last["spend_per_month"].sum()
    table = grouped["kept"].mean().to_frame()
    table["revenue_share"] = spent / spent.groupby(level="strategy").transform("sum")
    table["customers"] = last.size()
    order = {name: place for place, name in enumerate(known["strategy"].unique())}
    return table.reset_index().sort_values(keys, key=lambda c: c.map(order) if c.name == "strategy" else c)[names]


def _tenths(rows: "pd.DataFrame") -> "pd.Series":
    """The tenth in which each customer lies, within run, year and strategy; equal spending in order of number."""
    import numpy as np

    keys = ["replication", "year", "strategy"]
    ordered = rows.sort_values([*keys, "spend_per_month", "customer"], ascending=[True] * 3 + [False, True])
    grouped = ordered.groupby(keys, sort=False, observed=True)["customer"]
    place, count = grouped.cumcount(), grouped.transform("size")
    return np.floor(place * TENTHS / count).astype(int) + 1


def _still_there(rows: "pd.DataFrame") -> "pd.Series":
    """1 where a customer is with the same firm a year later, 0 where not, NaN in the last year."""
    import pandas as pd

    keys = ["replication", "customer", "year"]
    firms = rows.set_index(keys)["firm"]
    then = firms.reindex(rows[keys].assign(year=rows["year"] + 1).set_index(keys).index)
    kept = pd.Series((rows["firm"].to_numpy() == then.to_numpy()).astype(float), index=rows.index)
    return kept.where(rows["year"] < rows["year"].max())
