"""Q3, Q4, Q5 and Q8: what an improvement of the experience earns, imposed, bought, or as a whole programme."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulation.studies.evidence.claimed import FAVOURABLE, STRICT, claimed, stated
from simulation.studies.evidence.customers import between, spread_between
from simulation.studies.evidence.estimates import over_parts, over_runs
from simulation.studies.evidence.finding import Band, Estimate, Finding
from simulation.studies.evidence.markets import Markets

if TYPE_CHECKING:
    import pandas as pd

    from simulation.scenario import Scenario

TEMKIN = "Temkin Group; from stated intentions, 382 to 823 million dollars over the years of the series"
DELOITTE = "Deloitte, quoted in the sources; no study found"
ANECDOTE = "one anecdote"

THREE_YEARS = 36
REALISED = Band(0.10, 0.35)
"""What studies of realised revenue find, in years of revenue."""

BOUGHT = {
    "firms.Frontline.improvement_budget": 0.06,
    "firms.Frontline.levers": {
        "support_staff": 0.25 + 0.50, "continuous_improvement": 0.50, "service_training": 0.20, "technology_integration": 0.10,
        "advertising": 0.20, "product_development": 0.25,
    },
}  # fmt: skip
"""Twice the ordinary budget, the second half of it for staff and prevention."""

CHATBOT = {"firms.Frontline.levers": {
    "technology_integration": 1.0, "support_staff": 0.0, "service_training": 0.0, "advertising": 0.0, "product_development": 0.0,
}}  # fmt: skip
"""The whole ordinary budget for technology: self-service and chatbot."""


def in_years(treated: "pd.DataFrame", twin: "pd.DataFrame", firm: str, months: int = THREE_YEARS) -> float:
    """Revenue of the treated firm less its twin's from month 1 on, over its revenue of the year before.

    treated, twin  rows of series.parquet of one run each
    """
    sums = []
    for series in (treated, twin):
        rows = series[series["firm"] == firm]
        sums.append(float(rows.loc[rows["month"].between(1, months), "revenue"].sum()))
    year = twin[(twin["firm"] == firm) & (twin["month"] <= 0)]["revenue"]
    return (sums[0] - sums[1]) / (float(year.mean()) * 12)


def with_lift(scenario: "Scenario", replication: int, points: float) -> "pd.DataFrame":
    """The series of a run in which the first firm's quality is so many points higher from month 1 on, at no cost."""
    from simulation.engines import Market
    from simulation.engines.simulation_run import forget

    market = Market(scenario, replication=replication)
    firm = market.firms_in_file[0]
    try:
        while market.month < scenario.run.months:
            if market.month == 0:
                firm.start = firm.start._replace(quality=firm.start.quality + points)
            market.step()
        series: pd.DataFrame = market.recorder.tables(market).series
    finally:
        forget(market)
        market.__dict__.clear()  # as after every run: without this its memory waits for the collector
    return series


def moderate_improvement(markets: Markets) -> list[Finding]:
    """Q3: one standard deviation between firms, imposed; and what money for staff and prevention buys."""
    spread = over_parts([between(run.series) for run in markets.ordinary], spread_between)
    scenario = markets.usual.with_values({"run.months": THREE_YEARS})
    twins = [run.series for run in markets.runs(scenario)]
    lifted = [with_lift(scenario, replication, spread.value) for replication in range(len(twins))]
    bought = [run.series for run in markets.runs(scenario.with_values(BOUGHT))]
    cases = (
        (FAVOURABLE, "revenue of three years in yearly revenues: quality lifted by hand, at no cost", lifted),
        (STRICT, "revenue of three years in yearly revenues: twice the budget, for staff and prevention", bought),
    )
    found = []
    for definition, what, treated in cases:
        value = over_runs([in_years(own, twin, "Frontline") for own, twin in zip(treated, twins, strict=True)])
        lift = over_runs([_satisfaction(own) - _satisfaction(twin) for own, twin in zip(treated, twins, strict=True)])
        note = (
            f"one standard deviation between firms is {spread.value:.1f} points, "
            f"the lift reached in year 3 is {lift.value:+.1f}; " + _realised(value)
        )
        found.append(claimed("Q3", what, definition, value, "years of revenue", Band(0.5, 1.0), TEMKIN, 0.0, note))
    return found


def _satisfaction(series: "pd.DataFrame") -> float:
    late = series[(series["firm"] == "Frontline") & (series["month"] > series["month"].max() - 12)]
    return float(late["satisfaction"].mean())


def _realised(value: Estimate) -> str:
    where = "inside" if REALISED.holds(value.value) else "outside"
    return f"{where} of the {REALISED.words} that realised revenue is found to be"


def three_years_of_investing(markets: Markets) -> list[Finding]:
    """Q4: the whole programme, against the budget saved and against the same budget on the ordinary mix."""
    runs = markets.first_convert
    found = []
    for definition, twin in ((FAVOURABLE, "none"), (STRICT, "status-quo")):
        pairs = zip(runs["customer-centric"], runs[twin], strict=True)
        value = over_runs([in_years(own.series, other.series, "Compass") for own, other in pairs])
        what = f"revenue of three years in yearly revenues: customer-centric less {twin}"
        found.append(claimed("Q4", what, definition, value, "years of revenue", Band(0.45, 0.95), TEMKIN, 0.0, _realised(value)))
    return found


def profit_between(series: "pd.DataFrame", first: int, last: int) -> "pd.Series":
    """Profit of each firm over months, by firm."""
    return series[series["month"].between(first, last)].groupby("firm", sort=False)["profit"].sum()


def ratio(pairs: "Sequence[tuple[float, float]]") -> float:
    """Sum of the left over sum of the right; NaN where the right is no profit."""
    left, right = (sum(pair[side] for pair in pairs) for side in (0, 1))
    return left / right if right > 0 else float("nan")


def more_profitable(markets: Markets) -> list[Finding]:
    """Q5: customer-centric over others, side by side and against the same firm on the ordinary mix; late and early."""

    def market(first: int, last: int) -> list[tuple[float, float]]:
        pairs = []
        for run in markets.rivals:
            profits = profit_between(run.series, first, last)
            pairs.append((float(profits["Compass"]), float(profits.drop("Compass").mean())))
        return pairs

    def twins(first: int, last: int) -> list[tuple[float, float]]:
        runs = markets.first_convert
        both = zip(runs["customer-centric"], runs["status-quo"], strict=True)
        return [(float(profit_between(a.series, first, last)["Compass"]), float(profit_between(b.series, first, last)["Compass"]))
                for a, b in both]  # fmt: skip

    cases = ((FAVOURABLE, "others side by side", market), (STRICT, "the same firm as status-quo", twins))
    found = []
    for definition, whom, pairs in cases:
        what = f"profit of customer-centric over that of {whom}, months 37-60"
        value = over_parts(pairs(37, 60), ratio)
        early = over_parts(pairs(1, 18), ratio)
        note = f"in months 1-18 the ratio is {early.value:.2f} ({early.low:.2f} to {early.high:.2f}), expected below 1"
        found.append(claimed("Q5", what, definition, value, "ratio", Band(1.3, 2.0), DELOITTE, 1.0, note))
    return found


def chatbot(markets: Markets) -> list[Finding]:
    """Q8: technology in place of the ordinary mix; sales by machines and cuts of marketing have no model content."""
    scenario = markets.usual.with_values({"run.months": 24})
    saved = [run.series for run in markets.runs(scenario.with_values({"firms.Frontline.strategy": "none"}))]
    spent = [run.series for run in markets.runs(scenario.with_values(CHATBOT))]
    found = []
    for definition, months in ((FAVOURABLE, 24), (STRICT, 2)):
        value = over_runs([in_years(own, twin, "Frontline", months) for own, twin in zip(spent, saved, strict=True)])
        what = f"revenue of {months} months in yearly revenues: the budget for self-service and chatbot less saved"
        found.append(stated("Q8", what, definition, value, "years of revenue", "above 0, direction at most", False, value.low > 0,
                            ANECDOTE, "machines answer here and sell nothing; what is spent on marketing is policy"))  # fmt: skip
    return found

