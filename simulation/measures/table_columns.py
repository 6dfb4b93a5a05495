"""The columns of every table of a result other than `series`, one entry each."""

from collections.abc import Iterable, Iterator

from simulation.measures.column import END, MEAN, SUM, Column, weighted_by


def _keys(table: str, *entries: tuple[str, str, str]) -> Iterator[Column]:
    """Entries of name, meaning and unit."""
    for name, meaning, unit in entries:
        yield Column(table, name, meaning, unit)


def _values(
    table: str, over_firms: str, over_time: str, entries: Iterable[tuple[str, str, str]]
) -> Iterator[Column]:
    for name, meaning, unit in entries:
        yield Column(table, name, meaning, unit, over_firms, over_time)


SCENARIO = ("scenario", "name of the scenario", "name")
REPLICATION = ("replication", "number of the run on its own luck, from 0", "number")
MONTH = ("month", "month; -11 to 0 are the warm-up, 1 is the first month that counts", "month")
SEGMENT = ("segment", "segment of customers", "name")
FIRM = ("firm", "name of the firm", "name")
STRATEGY = ("strategy", "the firm's strategy as the file declares it", "name")
PER_CUSTOMER = weighted_by("customers")
PER_EMPLOYEE = weighted_by("employees")

TWINS = (
    Column(
        "twins",
        "world",
        "the strategy that the focal firm has in this world, all else and all luck equal",
        "name",
    ),
)

MARKET = (
    *_keys("market", SCENARIO, REPLICATION, MONTH),
    *_values("market", SUM, END, [
        ("uncommitted", "customers who have no firm", "customers"),
        ("prospects", "of these, those who have never had one", "customers"),
        ("customers", "customers who have a firm", "customers"),
    ]),
    *_values("market", SUM, SUM, [
        ("revenue", "what the customers of all firms paid this month", "currency"),
        ("profit", "profit of all firms together this month", "currency"),
        ("messages_positive", "favourable messages passed on", "messages"),
        ("messages_negative", "unfavourable messages passed on", "messages"),
    ]),
)  # fmt: skip

SEGMENTS = (
    *_keys("segments", SCENARIO, REPLICATION, MONTH, SEGMENT, FIRM, STRATEGY),
    *_values("segments", SUM, END, [("customers", "customers of the firm in the segment", "customers")]),
    *_values("segments", SUM, SUM, [
        ("revenue", "what they paid this month", "currency"),
        ("lost", "how many of them left this month", "customers"),
    ]),
    *_values("segments", PER_CUSTOMER, MEAN, [("satisfaction", "their mean satisfaction", "points of 100")]),
)  # fmt: skip

DEPARTMENTS = (
    *_keys("departments", SCENARIO, REPLICATION, MONTH, FIRM, STRATEGY,
           ("department", "department of the firm", "name")),
    *_values("departments", SUM, END, [
        ("employees", "employees of the department", "employees"),
        ("vacancies", "positions not filled", "employees"),
    ]),
    *_values("departments", PER_EMPLOYEE, MEAN, [
        ("engagement", "mean engagement", "0 to 1"),
        ("skill", "mean skill", "0 to 1"),
        ("customer_orientation", "mean customer orientation", "0 to 1"),
        ("workload", "work per employee over what is normal", "ratio"),
        ("prevention", "stock of prevention of failures", "index"),
    ]),
    *_values("departments", SUM, SUM, [
        ("quits", "employees who left this month", "employees"),
        ("failures", "failures that the department caused", "failures"),
    ]),
)  # fmt: skip

PANEL = _keys(
    "panel",
    SCENARIO, REPLICATION,
    ("year", "year of the picture, taken at its end: 1 is month 12", "year"),
    ("customer", "number of the customer", "number"),
    SEGMENT,
    ("firm", "firm of the customer, empty where there is none", "name"),
    ("strategy", "strategy of that firm as the file declares it", "name"),
    ("tenure_months", "months with the present firm", "months"),
    ("satisfaction", "cumulative satisfaction", "points of 100"),
    ("expectation", "what the customer expects", "points of 100"),
    ("bond", "emotional connection with the firm", "0 to bond_most, 2 by default"),
    ("spend_per_month", "what the customer pays a month", "currency"),
    ("felt_failures", "failures the customer felt and remembers", "failures"),
    ("needs_fit", "fit of the firm's product to the customer's needs", "0 to 1"),
)  # fmt: skip

COHORTS = (
    *_keys("cohorts", SCENARIO, REPLICATION,
           ("month", "month in which the cohort begins", "month"), FIRM, STRATEGY,
           ("cohort", "all: every customer at month 0; new: those who came in the month", "name")),
    *_values("cohorts", SUM, SUM, [("joined", "customers in the cohort at its beginning", "customers")]),
    *_values("cohorts", SUM, SUM, [
        (f"survivors_year_{year}", f"of these, with the firm without a break until year {year}; empty where "
         "the run ends before", "customers") for year in range(1, 6)
    ]),
)  # fmt: skip

RUNS = _keys(
    "runs",
    SCENARIO, REPLICATION,
    ("world", "market: as in the file; else the strategy that the focal firm was given", "name"),
    ("seed", "seed of the study", "number"),
    ("status", "done or failed", "name"),
    ("seconds", "time that the run took", "seconds"),
    ("error", "why a failed run failed", "text"),
)  # fmt: skip

INTERVAL = (
    ("low", "lower end of the 95 % interval; empty where one run alone gives none", "unit of the measure"),
    ("high", "upper end of the 95 % interval", "unit of the measure"),
)

SUMMARY = _keys(
    "summary",
    SCENARIO, STRATEGY,
    ("measure", "a measure of series: mean over the strategy's firms, weighted where a rate", "name"),
    ("period", "whole: months 1 to the last; or a year", "name"),
    ("unit", "unit of the measure", "text"),
    ("mean", "mean over the replications", "unit of the measure"),
    *INTERVAL,
    ("replications", "runs that the mean is over", "number"),
)  # fmt: skip

COMPARISON = _keys(
    "comparison",
    ("kind", "market: strategies side by side in one market; twin: the same firm with each strategy in turn, "
     "same luck and rivals; scenario: the same strategy or firm in two scenarios, same luck", "name"),
    ("scenario", "name of the scenario, empty where two are compared", "name"),
    ("subject", "firm in whose place both strategies stand (twin), who is compared (scenario)", "name"),
    ("measure", "a measure of series", "name"),
    ("period", "whole: months 1 to the last; or a year", "name"),
    ("left", "strategy, world or scenario that is compared", "name"),
    ("right", "strategy, world or scenario that it is compared with", "name"),
    ("estimate", "mean over the replications of left minus right", "unit of the measure"),
    *INTERVAL,
    ("share_ahead", "share of the paired runs in which left does better (ties count half)", "share"),
    ("replications", "paired runs", "number"),
    ("payback_month", "first month from which the mean difference of cumulative discounted profit stays at "
     "or above 0 after it was below; 1 where it never was below; empty where it does not come back", "month"),
    ("payback_low", "lower end of the 95 % bootstrap interval of the payback month; empty: never", "month"),
    ("payback_high", "upper end of the 95 % bootstrap interval of the payback month; empty: never", "month"),
    ("payback", "the payback month in words: from the start, pays back, never, no difference", "name"),
    ("lead_month", "first month from which whoever is ahead at the end stays ahead", "month"),
    ("correlation", "correlation of left and right over the replications", "-1 to 1"),
    ("variance_reduction", "variance of the difference on separate over equal luck", "factor"),
    ("p_value", "two-sided paired t test of no difference", "share"),
    ("detectable", "smallest true difference that so many paired runs find with a chance of 80 % (at 5 %, alone)",
     "unit of the measure"),
    ("skewness", "of the differences over the paired runs; 0 where it cannot be told", "number"),
    ("note", "why something is empty, or what to be careful about", "text"),
)  # fmt: skip

WHY = _keys(
    "why",
    ("scenario", "name of the scenario", "name"),
    ("subject", "firm in whose place both strategies stand; empty where they stand side by side", "name"),
    ("left", "strategy that is compared", "name"),
    ("right", "strategy that it is compared with", "name"),
    ("part", "through what left earns more or less than right: start, retention, acquisition, spending, margin (of "
     "the contribution, Shapley values of the five courses), contacts, wages, turnover, advertising, programme, "
     "coordination, overhead (of the costs); gap: the discounted profit, to which they sum", "name"),
    ("estimate", "mean over the replications, discounted; positive where left earns more through it", "currency"),
    ("low", "lower end of the 95 % interval; empty where one run alone gives none", "currency"),
    ("high", "upper end of the 95 % interval", "currency"),
    ("replications", "paired runs", "number"),
)  # fmt: skip

TABLE_COLUMNS: tuple[Column, ...] = (
    *TWINS, *MARKET, *SEGMENTS, *DEPARTMENTS, *PANEL, *COHORTS, *RUNS, *SUMMARY, *COMPARISON, *WHY,
)  # fmt: skip
