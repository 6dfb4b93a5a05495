"""Who does better, by how much, and how sure: the paired differences that comparison.csv holds."""

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from simulation.measures.dictionary import measure
from simulation.measures.strategies import WHOLE, over_periods, per_strategy
from simulation.studies.comparisons.paired import EQUAL, paired, payback_interval, payback_months
from simulation.studies.comparisons.standard import rows_of
from simulation.studies.runs.tasks import BASELINES, ordered_worlds, strategies_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from simulation.scenario import Scenario

VERDICT = "discounted_profit"
"""The measure that decides who wins: cumulative discounted profit at the end of the horizon."""

COMPARED = (
    *(VERDICT, "revenue", "retention_per_year", "employee_engagement", "satisfaction", "market_share"),
    *("profit", "cost", "customers", "gained", "lost", "net_promoter_score", "customer_lifetime_value"),
    *("customer_equity", "engaged_share", "quits", "customer_orientation", "needs_fit", "bond", "failures"),
    *("felt_failures", "complaints", "resolved_first_contact", "waiting_time", "actual_quality"),
    *("perception_gap",),
)
"""The measures that are compared, those of the verdict first."""

COLUMNS = (
    *("kind", "scenario", "subject", "measure", "period", "left", "right", "estimate", "low", "high"),
    *("share_ahead", "replications", "payback_month", "payback_low", "payback_high", "payback", "lead_month"),
    *("correlation", "variance_reduction", "p_value", "detectable", "skewness", "note"),
)

MONTHS = ("payback_month", "payback_low", "payback_high", "lead_month")

FROM_THE_START, PAYS_BACK, NEVER, NO_DIFFERENCE = "from the start", "pays back", "never", "no difference"
"""What `payback` says."""


def compare_all(
    series: "pd.DataFrame",
    twins: "pd.DataFrame",
    scenarios: Sequence["Scenario"],
    measures: Sequence[str] = COMPARED,
) -> "pd.DataFrame":
    """What comparison.csv holds: the comparisons of all three kinds.

    series     rows of series.parquet
    twins      rows of twins.parquet, the focal firm's own world among them; may be empty
    scenarios  that the rows come from
    measures   columns of `series`; those that it lacks are left out
    returns    columns COLUMNS; whole horizon and years; left minus right, positive where left has more
    """
    import pandas as pd

    frames = []
    for scenario in scenarios:
        in_market = rows_of(series, scenario.name)
        frames.append(compare_strategies(in_market, scenario, measures))
        in_worlds = rows_of(twins, scenario.name)
        frames.append(compare_twins(in_worlds, scenario, measures))
    frames.append(compare_scenarios(series, scenarios, measures))
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(COLUMNS))


def compare_strategies(series: "pd.DataFrame", scenario: "Scenario", measures: Sequence[str] = COMPARED) -> "pd.DataFrame":
    """Kind "market": every two strategies side by side in one market, each the mean over its firms.

    The focal firm's strategy is left of the others, the baselines are right of them.
    """
    focal = str(scenario.focal.strategy)
    file = strategies_of(scenario)
    names = [name for name in dict.fromkeys((focal, *file)) if name not in BASELINES]
    names += [name for name in BASELINES if name in file]
    monthly = per_strategy(series)
    labels = {"kind": "market", "scenario": scenario.name, "subject": ""}
    pairs = list(combinations(names, 2))
    return _compare(monthly, "strategy", pairs, labels, scenario.run.seed, measures)


def compare_twins(twins: "pd.DataFrame", scenario: "Scenario", measures: Sequence[str] = COMPARED) -> "pd.DataFrame":
    """Kind "twin": the focal firm with every two strategies in turn, with the same luck and the same rivals.

    Its own strategy is left of the others of the file; `status-quo` and `none` are right of all.
    """
    focal = scenario.focal.name
    monthly = twins[twins["firm"] == focal]
    labels = {"kind": "twin", "scenario": scenario.name, "subject": focal}
    pairs = list(combinations(ordered_worlds(scenario), 2))
    return _compare(monthly, "world", pairs, labels, scenario.run.seed, measures)


def compare_scenarios(
    series: "pd.DataFrame", scenarios: Sequence["Scenario"], measures: Sequence[str] = COMPARED
) -> "pd.DataFrame":
    """Kind "scenario": every later scenario against every earlier one, on the same luck.

    subject   each strategy that both have, and each firm of both that has another strategy in each
    """
    import pandas as pd

    frames = []
    for right, left in combinations(scenarios, 2):
        both = series[series["scenario"].isin([left.name, right.name])]
        monthly = per_strategy(both)
        labels: dict[str, Any] = {"kind": "scenario", "scenario": ""}
        pairs = [(left.name, right.name)]
        for strategy in strategies_of(left):
            if strategy in strategies_of(right):
                rows = monthly[monthly["strategy"] == strategy]
                frames.append(_compare(rows, "scenario", pairs, labels | {"subject": strategy}, left.run.seed, measures))
        other = {firm.name: firm.strategy for firm in right.firms}
        for firm in left.firms:
            if other.get(firm.name, firm.strategy) != firm.strategy:
                rows = both[both["firm"] == firm.name]
                frames.append(_compare(rows, "scenario", pairs, labels | {"subject": firm.name}, left.run.seed, measures))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(COLUMNS))


def _compare(
    monthly: "pd.DataFrame",
    side: str,
    pairs: Sequence[tuple[str, str]],
    labels: dict[str, Any],
    seed: int,
    measures: Sequence[str],
) -> "pd.DataFrame":
    """Compares pairs of values of the column `side`; `monthly` has a row per side, replication and month."""
    import pandas as pd

    present = set(monthly[side].unique())
    pairs = [pair for pair in pairs if set(pair) <= present]
    names = [name for name in measures if name in monthly.columns]
    if not pairs or not names:
        return pd.DataFrame(columns=list(COLUMNS))
    values = over_periods(monthly[["replication", "month", side, *_with_weights(names, monthly)]], ["replication", side])
    periods = [WHOLE, *(period for period in values["period"].unique() if period != WHOLE)]
    wide = values.pivot(index="replication", columns=[side, "period"], values=names)
    cumulative = (
        monthly[monthly["month"] >= 1].pivot(index="replication", columns=[side, "month"], values=VERDICT)
        if VERDICT in names
        else None
    )
    columns = [(name, period) for name in names for period in periods]
    lower = [measure(name).better == "lower" for name, _ in columns]
    frames = []
    for left, right in pairs:
        matrices = [wide[[(name, one, period) for name, period in columns]].to_numpy(float) for one in (left, right)]
        found = paired(matrices[0], matrices[1], _array(lower))
        frame = pd.DataFrame({"measure": [n for n, _ in columns], "period": [p for _, p in columns], **vars(found)})
        frame = frame.assign(**labels, left=left, right=right, payback="", **dict.fromkeys(MONTHS, float("nan")))
        if cumulative is not None:
            _add_payback(frame, cumulative[left], cumulative[right], seed)
        frames.append(frame.reindex(columns=list(COLUMNS)))
    return pd.concat(frames, ignore_index=True)


def _add_payback(frame: "pd.DataFrame", left: "pd.DataFrame", right: "pd.DataFrame", seed: int) -> None:
    """Fills the columns on payback in the row of the verdict's measure over the whole horizon."""
    import numpy as np

    row = frame.index[(frame["measure"] == VERDICT) & (frame["period"] == WHOLE)][0]
    difference = (left - right).dropna().to_numpy(float)
    if not len(difference):
        return
    if frame.at[row, "note"] == EQUAL:
        frame.loc[row, "payback"] = NO_DIFFERENCE
        return
    mean = difference.mean(axis=0, keepdims=True)
    month = float(payback_months(mean)[0])
    low, high = payback_interval(difference, seed)
    lead = month if mean[0, -1] >= 0 else float(payback_months(-mean)[0])
    word = NEVER if np.isinf(month) else PAYS_BACK if month > 1 else FROM_THE_START
    frame.loc[row, list(MONTHS)] = [_finite(value) for value in (month, low, high, lead)]
    frame.loc[row, "payback"] = word


def _finite(value: float) -> float:
    """The value, NaN for infinity: no month of the horizon."""
    return value if value < float("inf") else float("nan")


def _with_weights(names: Sequence[str], frame: "pd.DataFrame") -> list[str]:
    """The measures, and the columns of `frame` that weigh them over time."""
    from simulation.measures.column import weight_in

    weights = (weight_in(measure(name).over_time) for name in names)
    return list(dict.fromkeys((*names, *(w for w in weights if w is not None and w in frame.columns))))


def _array(values: Sequence[bool]) -> "np.ndarray":
    import numpy as np

    return np.asarray(values)
