"""C1 and C2: retention rises with tenure, and mainly because those who leave easily have left."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from simulation.studies.evidence.cuts import TOLERANCE
from simulation.studies.evidence.estimates import over_parts, over_runs
from simulation.studies.evidence.finding import BUILT_IN, CALIBRATED, EMERGENT, Band, Estimate, Finding, in_band
from simulation.studies.evidence.geometric import fitted, largest_error
from simulation.studies.evidence.markets import Markets

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from simulation.records import RunTables

HIGH_END = (100.0, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4)
REGULAR = (100.0, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3)
"""Per cent of newly acquired customers who are still there after 0, 1, ... 12 years; Fader & Hardie (2007)."""

ATTENTION_ALONE = {"new": (0.63, 0.69, 0.73), "all": (0.82, 0.86, 0.88)}
"""Yearly retention in years 1 to 3, computed from the attention's Beta distribution alone: customers differ in nothing
else, and everybody who is new had looked around before."""

WHO = {"new": "new customers", "all": "all customers"}
NOTE = "attention's Beta distribution, refitted to the published tables, is an input"
ALONE = (
    "computed for customers who differ in attention only and who all came by looking around; here they also differ in how "
    "they judge and what suits them, which sorts them further, and some newcomers had never looked around"
)


def kept_after(cohorts: "pd.DataFrame", cohort: str, last_month: int, years: int) -> "np.ndarray":
    """Share of those who joined by `last_month` that is still there after 1 to `years` years; NaN where nobody joined.

    cohorts  rows of cohorts.parquet
    cohort   "new" or "all"
    """
    import numpy as np

    rows = cohorts[(cohorts["cohort"] == cohort) & (cohorts["month"] <= last_month)]
    joined = float(rows["joined"].sum())
    names = [f"survivors_year_{year}" for year in range(1, years + 1)]
    return np.asarray(rows[names].sum(min_count=1).to_numpy(float) / joined if joined > 0 else np.full(years, np.nan))


def yearly(kept: "np.ndarray") -> "np.ndarray":
    """Retention in each year of tenure, from the shares that are still there."""
    import numpy as np

    return np.asarray(kept / np.concatenate([[1.0], kept[:-1]]))


def retention_rises(markets: Markets) -> list[Finding]:
    """C1: rise, level and shape, in a market of ordinary firms; rise by strategy in head_to_head."""
    found = []
    new = [kept_after(run.cohorts, "new", 12, 5) for run in markets.ordinary]
    both = {"new": new, "all": [kept_after(run.cohorts, "all", 0, 5) for run in markets.ordinary]}
    market = "ordinary firms"
    rise = over_runs([yearly(kept)[4] - yearly(kept)[0] for kept in new])
    what = "retention in year 5 less year 1, new customers"
    found.append(in_band("C1", what, market, rise, "share", Band(low=0.0), BUILT_IN, NOTE))
    for year in range(5):
        tables = sorted(table[year + 1] / table[year] for table in (HIGH_END, REGULAR))
        band = Band(round(tables[0] - TOLERANCE, 3), round(tables[1] + TOLERANCE, 3))
        value = over_runs([yearly(kept)[year] for kept in new])
        what = f"yearly retention in year {year + 1}, new customers, against the published tables"
        found.append(in_band("C1", what, market, value, "share", band, CALIBRATED))
    for cohort, rates in ATTENTION_ALONE.items():
        for year, rate in enumerate(rates):
            value = over_runs([yearly(kept)[year] for kept in both[cohort]])
            band = Band(round(rate - TOLERANCE, 2), round(rate + TOLERANCE, 2))
            what = f"yearly retention in year {year + 1}, {WHO[cohort]}, against attention alone"
            basis, note = (CALIBRATED, "") if cohort == "all" else (EMERGENT, ALONE)
            found.append(in_band("C1", what, market, value, "share", band, basis, note))
    alpha, beta = fitted(_mean(new))
    shape = f"alpha {alpha:.2f}, beta {beta:.2f} of new customers"
    for what, years in (("years 1-5 fitted", 5), ("years 4-5 from a fit of 1-3", 3)):
        error = over_parts(new, partial(_error, years=years))
        found.append(in_band("C1", f"largest error of a shifted-beta-geometric, {what}", market, error, "share", Band(high=0.05),
                             BUILT_IN, shape))  # fmt: skip
    for strategy in markets.rivals[0].cohorts["strategy"].unique():
        kept = [kept_after(run.cohorts[(run.cohorts["strategy"] == strategy) & (run.cohorts["month"] >= 1)], "new", 12, 4)
                for run in markets.rivals]  # fmt: skip
        value = over_runs([yearly(one)[3] - yearly(one)[0] for one in kept])
        what = "retention in year 4 less year 1, who joined in months 1-12"
        found.append(in_band("C1", what, str(strategy), value, "share", Band(low=0.0), BUILT_IN))
    return found


def _mean(parts: "Sequence[np.ndarray]") -> "np.ndarray":
    import numpy as np

    return np.asarray(np.nanmean(np.array(parts), axis=0))


def _error(parts: "Sequence[np.ndarray]", years: int) -> float:
    return largest_error(_mean(parts), years)


def rise_lost(pairs: "Sequence[tuple[np.ndarray, np.ndarray]]") -> float:
    """Share of the rise from year 1 to year 5 that is gone in the second of each pair of survival curves."""
    with_it, without = (yearly(_mean([pair[side] for pair in pairs])) for side in (0, 1))
    return float(1.0 - (without[4] - without[0]) / (with_it[4] - with_it[0]))


def rises_by_sorting(markets: Markets) -> list[Finding]:
    """C2: how much of the rise is gone where customers do not differ."""
    new = [kept_after(run.cohorts, "new", 12, 5) for run in markets.ordinary]

    def lost(runs: "Sequence[RunTables]") -> Estimate:
        return over_parts(list(zip(new, [kept_after(run.cohorts, "new", 12, 5) for run in runs], strict=True)), rise_lost)

    partly = lost(markets.identical)
    note = f"{NOTE}; with equal attention only, {partly.value:.2f} of it ({partly.low:.2f} to {partly.high:.2f}) is gone"
    what = "share of the rise of retention that is gone with identical customers"
    return [in_band("C2", what, "customers alike in everything", lost(markets.alike), "share", Band(low=0.6), BUILT_IN, note)]
