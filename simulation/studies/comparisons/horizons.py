"""What the answer would have been at every earlier month: the paired difference, month by month."""

from typing import TYPE_CHECKING

from simulation.studies.comparisons.comparison import VERDICT
from simulation.studies.comparisons.paired import paired

if TYPE_CHECKING:
    import pandas as pd


def by_month(rows: "pd.DataFrame", reference: str, measure: str = VERDICT) -> "pd.DataFrame":
    """Each strategy minus the reference at the end of every month from 1, paired by run.

    rows      a row per replication, strategy and month
    returns   columns strategy, month, estimate, low, high (95 % interval; NaN with one run), share_ahead
              (ties count half), replications; strategies in order of first appearance, without the reference
    """
    import numpy as np
    import pandas as pd

    wide = _wide(rows, measure)
    frames = []
    for name in [str(n) for n in rows["strategy"].unique() if n != reference]:
        found = paired(wide[name].to_numpy(float), wide[reference].to_numpy(float), np.zeros(wide[name].shape[1], dtype=bool))
        frame = pd.DataFrame(
            {
                "strategy": name,
                "month": wide[name].columns.to_numpy(int),
                "estimate": found.estimate,
                "low": found.low,
                "high": found.high,
                "share_ahead": found.share_ahead,
                "replications": found.replications,
            }
        )
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def differences(rows: "pd.DataFrame", reference: str, measure: str = VERDICT) -> "pd.DataFrame":
    """Each strategy minus the reference in every run and month from 1.

    rows     a row per replication, strategy and month
    returns  columns replication, strategy, month, difference
    """
    import pandas as pd

    wide = _wide(rows, measure)
    names = [str(n) for n in rows["strategy"].unique() if n != reference]
    frames = [(wide[name] - wide[reference]).stack().rename("difference").reset_index().assign(strategy=name) for name in names]
    return pd.concat(frames, ignore_index=True)[["replication", "strategy", "month", "difference"]]


def _wide(rows: "pd.DataFrame", measure: str) -> "pd.DataFrame":
    """Replications x (strategy, month), months from 1."""
    counted = rows[rows["month"] >= 1]
    return counted.pivot(index="replication", columns=["strategy", "month"], values=measure)
