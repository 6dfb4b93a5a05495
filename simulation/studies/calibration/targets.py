"""What a simulated market can be held against: named quantities of it, and how far each is from what was observed."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

    from simulation.records import RunTables

MOST_YEARS = 20
COHORTS = ("new", "all")
"""Customers who joined in the first months, from their own first month on; customers of month 0, from month 0 on."""

OF_THE_PANEL = {
    "satisfaction_mean": "mean satisfaction of customers in month 60, points of 100",
    "satisfaction_skew": "skewness of that satisfaction",
    "satisfaction_between_firms": "standard deviation of firms' mean satisfaction in month 60, points of 100",
    "churn_pseudo_r2": "McFadden's pseudo-R2 of leaving within a year on satisfaction",
    "revenue_share_top_20": "share of spending that the top 20 % of customers bring",
}
OF_A_COHORT = re.compile(r"(retention|survival)_(new|all)_year_([1-9]\d?)")
"""retention: of those there a year before, how many still are; survival: of those who joined."""

PANEL_MONTH = 60
"""Month up to which the yearly pictures of customers are read."""


def is_known(name: str) -> bool:
    """Whether there is such a quantity."""
    found = OF_A_COHORT.fullmatch(name)
    return name in OF_THE_PANEL or (found is not None and int(found[3]) <= MOST_YEARS)


def names() -> str:
    """The quantities that there are, in words."""
    cohorts = f"retention_new_year_1 to {MOST_YEARS}, retention_all_..., survival_new_..., survival_all_..."
    return f"{', '.join(OF_THE_PANEL)}, {cohorts}"


class Target(NamedTuple):
    """One quantity and where it must lie.

    value      observed; None: any value between low and high is as good
    low, high  ends of what passes, infinite where open
    scale      distance that counts as one
    """

    name: str
    value: float | None
    low: float
    high: float
    scale: float

    def miss(self, found: float) -> float:
        """How far a value is off: at most 1 where it passes; NaN counts as far off.

        >>> observed, band = Target("x", 0.6, 0.57, 0.63, 0.03), Target("y", None, 68.0, 80.0, 6.0)
        >>> round(observed.miss(0.615), 3), band.miss(70.0), band.miss(83.0)
        (0.5, 0.0, 1.5)
        """
        if found != found:
            return 100.0
        if self.value is not None:
            return abs(found - self.value) / self.scale
        beyond = max(self.low - found, found - self.high)
        return 0.0 if beyond <= 0 else 1.0 + beyond / self.scale


def years_needed(targets: Sequence[Target]) -> int:
    """The last year of any cohort that a target is about; 0 where none is."""
    return max((int(found[3]) for target in targets if (found := OF_A_COHORT.fullmatch(target.name))), default=0)


def needs_panel(targets: Sequence[Target]) -> bool:
    """Whether any target reads single customers."""
    return any(target.name in OF_THE_PANEL for target in targets)


def measured(runs: "Sequence[RunTables]") -> dict[str, float]:
    """Every quantity of some runs of one scenario.

    runs  with `cohorts` as `calibration.runs` counts them, and panels or empty ones; cohorts are added up over runs, what
          the panels show is averaged
    """
    found: dict[str, float] = {}
    for cohort in COHORTS:
        kept = survival(runs, cohort)
        before = 1.0
        for year, share in enumerate(kept, start=1):
            found[f"survival_{cohort}_year_{year}"] = float(share)
            found[f"retention_{cohort}_year_{year}"] = float(share / before) if before > 0 else float("nan")
            before = float(share)
    return found | _of_panels(runs)


def survival(runs: "Sequence[RunTables]", cohort: str) -> "np.ndarray":
    """Share of a cohort that is still with its firm after 1, 2, ... years; all runs together."""
    import numpy as np
    import pandas as pd

    rows = pd.concat([run.cohorts for run in runs])
    rows = rows[rows["cohort"] == cohort]
    joined = float(rows["joined"].sum())
    columns = [name for name in rows.columns if name.startswith("survivors_year_")]
    return np.asarray(rows[columns].sum(min_count=len(rows)).to_numpy(float) / joined if joined else [], dtype=float)


def _of_panels(runs: "Sequence[RunTables]") -> dict[str, float]:
    import numpy as np
    from scipy import stats

    from simulation.studies.evidence.customers import pseudo_r2, top_share, with_churn

    panels = [run.panel for run in runs if len(run.panel)]
    if not panels:
        return {}
    last = [panel[panel["year"] == panel["year"].max()] for panel in panels]
    scores = [rows["satisfaction"].to_numpy(float) for rows in last]
    firms = np.concatenate([rows.groupby("firm")["satisfaction"].mean().to_numpy(float) for rows in last])
    left = [with_churn(panel) for panel in panels]
    explained = [pseudo_r2(rows["satisfaction"].to_numpy(float), rows["left"].to_numpy()) for rows in left]
    tops = [top_share(rows["spend_per_month"].to_numpy(float), 0.2) for rows in last]
    return {
        "satisfaction_mean": float(np.mean([score.mean() for score in scores])),
        "satisfaction_skew": float(np.mean([stats.skew(score) for score in scores])),
        "satisfaction_between_firms": float(firms.std(ddof=1)),
        "churn_pseudo_r2": float(np.mean(explained)),
        "revenue_share_top_20": float(np.mean(tops)),
    }


def misses(targets: Sequence[Target], found: Mapping[str, float]) -> tuple[float, ...]:
    """How far each target is off."""
    return tuple(target.miss(found.get(target.name, float("nan"))) for target in targets)
