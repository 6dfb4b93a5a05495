"""C3, C5, C6, K7 and K8: what a yearly picture of the customers shows."""

from typing import TYPE_CHECKING

from simulation.studies.evidence.estimates import correlation, over_parts, over_runs
from simulation.studies.evidence.finding import BUILT_IN, CALIBRATED, EMERGENT, Band, Finding, in_band
from simulation.studies.evidence.markets import Markets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    import pandas as pd

    from simulation.records import RunTables

ORDINARY = "ordinary firms"
SPENDING = "profit is not recorded for each customer; spending stands in its place"


def with_churn(panel: "pd.DataFrame") -> "pd.DataFrame":
    """Customers of a year's picture with `left`: whether they left their firm within the next year.

    panel    rows of panel.parquet of one run that holds all customers
    returns  the rows of every year but the last
    """
    keys = ["customer", "year"]
    later = panel.set_index(keys)["tenure_months"]
    rows = panel[panel["year"] < panel["year"].max()]
    then = later.reindex(rows[keys].assign(year=rows["year"] + 1).set_index(keys).index).to_numpy()
    return rows.assign(left=then != rows["tenure_months"].to_numpy() + 12)


def pseudo_r2(x: "np.ndarray", y: "np.ndarray") -> float:
    """McFadden's pseudo-R2 of a logit of `y` (0 or 1) on `x`; NaN where y does not vary."""
    import numpy as np
    from scipy import optimize, special

    y = y.astype(float)
    share = y.mean()
    if share in (0.0, 1.0) or np.ptp(x) == 0:
        return float("nan")
    scaled = (x - x.mean()) / x.std()

    def surprise(b: "np.ndarray") -> tuple[float, "np.ndarray"]:
        score = b[0] + b[1] * scaled
        gap = special.expit(score) - y
        return float(np.mean(np.logaddexp(0.0, score) - y * score)), np.array([gap.mean(), (gap * scaled).mean()])

    best = optimize.minimize(surprise, np.array([np.log(share / (1 - share)), 0.0]), jac=True).fun
    none = -(share * np.log(share) + (1 - share) * np.log(1 - share))
    return float(1.0 - best / none)


def by_strategy(markets: Markets) -> "Iterator[tuple[str, list[RunTables]]]":
    """Subjects and runs: the ordinary market, then each strategy of head_to_head with its own rows of series and panel."""
    yield ORDINARY, markets.ordinary
    yield from each_strategy(markets.rivals)


def each_strategy(runs: "Sequence[RunTables]") -> "Iterator[tuple[str, list[RunTables]]]":
    """Each strategy of runs of one market, with its own rows of series and panel."""
    from dataclasses import replace

    for strategy in map(str, runs[0].series["strategy"].unique()):
        own = [(run, run.series["strategy"] == strategy, run.panel["strategy"] == strategy) for run in runs]
        yield strategy, [replace(run, series=run.series[s], panel=run.panel[p]) for run, s, p in own]


def _each(
    markets: Markets,
    item: str,
    what: str,
    unit: str,
    band: Band,
    basis: str,
    value: "Callable[[RunTables], float]",
    note: str = "",
) -> list[Finding]:
    """A line for the ordinary market and one for each strategy: the mean over runs of a value of each run."""
    return [
        in_band(item, what, subject, over_runs([value(run) for run in runs]), unit, band, basis, note)
        for subject, runs in by_strategy(markets)
    ]


def satisfaction_explains_little(markets: Markets) -> list[Finding]:
    """C3."""

    def value(run: "RunTables") -> float:
        rows = with_churn(run.panel)
        return pseudo_r2(rows["satisfaction"].to_numpy(float), rows["left"].to_numpy())

    what = "pseudo-R2 of leaving within a year on satisfaction"
    return _each(markets, "C3", what, "0 to 1", Band(high=0.15), EMERGENT, value)


def satisfaction_is_skewed(markets: Markets) -> list[Finding]:
    """C5: mean and skewness, by strategy; spread between ordinary firms."""
    from scipy import stats

    def last(run: "RunTables") -> "np.ndarray":
        return run.panel.loc[run.panel["year"] == run.panel["year"].max(), "satisfaction"].to_numpy(float)  # type: ignore[no-any-return]

    found = _each(markets, "C5", "mean satisfaction of customers, last year", "points of 100", Band(68.0, 80.0), CALIBRATED,
                  lambda run: float(last(run).mean()))  # fmt: skip
    found += _each(markets, "C5", "skewness of satisfaction over customers", "none", Band(high=0.0), BUILT_IN,
                   lambda run: float(stats.skew(last(run))), "the differences in leniency are skewed to the left")  # fmt: skip
    firms = [between(run.series) for run in markets.ordinary]
    spread = over_parts(firms, spread_between)
    what = "standard deviation of satisfaction between firms"
    found.append(in_band("C5", what, ORDINARY, spread, "points of 100", Band(3.0, 6.0), BUILT_IN,
                         "the lasting differences in quality and in failures are inputs"))  # fmt: skip
    return found


def between(series: "pd.DataFrame", months: int = 12) -> "np.ndarray":
    """Mean satisfaction of each firm in the last months."""
    late = series[series["month"] > series["month"].max() - months]
    return late.groupby("firm", sort=False)["satisfaction"].mean().to_numpy(float)  # type: ignore[no-any-return]


def spread_between(runs: "Sequence[np.ndarray]") -> float:
    """Standard deviation between firms, over all runs together."""
    import numpy as np

    values = np.concatenate(runs)
    return float(values.std(ddof=1)) if values.size > 1 else float("nan")


def top_share(values: "np.ndarray", share: float) -> float:
    """Share of the sum that the largest `share` of the values make up."""
    import numpy as np

    ordered = np.sort(values)[::-1]
    count = max(1, round(share * ordered.size))
    return float(ordered[:count].sum() / ordered.sum())


def gini(values: "np.ndarray") -> float:
    """Gini coefficient of values that are not negative.

    >>> import numpy as np
    >>> gini(np.array([1.0, 1.0, 1.0, 1.0])), gini(np.array([0.0, 0.0, 0.0, 1.0]))
    (0.0, 0.75)
    """
    import numpy as np

    ordered = np.sort(values)
    ranks = np.arange(1, ordered.size + 1)
    return float((2 * ranks - ordered.size - 1) @ ordered / (ordered.size * ordered.sum()))


def few_bring_most(markets: Markets) -> list[Finding]:
    """C6; the top hundredth and Gini's coefficient besides, which CDNOW has at .142 and .63."""

    def spent(run: "RunTables") -> "np.ndarray":
        return run.panel.loc[run.panel["year"] == run.panel["year"].max(), "spend_per_month"].to_numpy(float)  # type: ignore[no-any-return]

    def others(runs: "list[RunTables]") -> str:
        top, inequality = over_runs([top_share(spent(r), 0.01) for r in runs]), over_runs([gini(spent(r)) for r in runs])
        return f"top 1 % {top.value:.3f} (CDNOW .142), Gini {inequality.value:.2f} (.63); the spread of spending is an input"

    return [
        in_band("C6", "share of revenue that the top 20 % of customers bring", subject,
                over_runs([top_share(spent(run), 0.2) for run in runs]), "share", Band(0.5, 0.8), BUILT_IN, others(runs))
        for subject, runs in by_strategy(markets)
    ]  # fmt: skip


def messages_are_mostly_kind(markets: Markets) -> list[Finding]:
    """K7."""

    def value(run: "RunTables") -> float:
        sums = run.series.loc[run.series["month"] >= 1, ["messages_positive", "messages_negative"]].sum()
        return float(sums["messages_positive"] / max(1.0, sums["messages_negative"]))

    return _each(markets, "K7", "positive messages for each negative one", "ratio", Band(2.0, 4.0), EMERGENT, value,
                 "turning point and shape of word of mouth are priors")  # fmt: skip


def lifetimes(panel: "pd.DataFrame") -> "pd.DataFrame":
    """Customers who joined in the first year: months with that firm, and what they paid it, up to the end of the panel.

    panel    rows of panel.parquet of one run
    returns  columns tenure (months) and spent (as by the yearly pictures); one row a customer
    """
    import numpy as np

    first = panel["year"].min()
    joined = panel[(panel["year"] == first) & (panel["tenure_months"] <= 12)]
    rows = panel.merge(joined[["customer", "firm"]], on=["customer", "firm"])
    rows = rows[rows["tenure_months"] <= 12 * (rows["year"] - first + 1)]
    months = np.minimum(rows["tenure_months"], 12)
    rows = rows.assign(paid=rows["spend_per_month"] * months, months=months)
    return rows.groupby("customer").agg(tenure=("months", "sum"), spent=("paid", "sum")).reset_index(drop=True)


def loyalty_and_worth(markets: Markets) -> list[Finding]:
    """K8: over lifetimes, as published; in the note what customers spend now against how long they have been there."""

    def at_the_moment(run: "RunTables") -> float:
        rows = run.panel[run.panel["year"] == run.panel["year"].max()]
        return correlation(rows["tenure_months"].to_numpy(float), rows["spend_per_month"].to_numpy(float))

    found = []
    for subject, runs in by_strategy(markets):
        now = over_runs([at_the_moment(run) for run in runs])
        note = f"{SPENDING}; a month's spending and tenure correlate {now.value:+.2f} ({now.low:+.2f} to {now.high:+.2f})"
        value = over_runs([_over_a_lifetime(run) for run in runs])
        what = "correlation of duration and total spending, who joined in year 1"
        found.append(in_band("K8", what, subject, value, "r", Band(0.15, 0.5), EMERGENT, note))
    return found


def _over_a_lifetime(run: "RunTables") -> float:
    rows = lifetimes(run.panel)
    return correlation(rows["tenure"].to_numpy(float), rows["spent"].to_numpy(float))
