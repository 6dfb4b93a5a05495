"""Fits a scenario to a company's figures, and says how well an ordinary year in the model reproduces them.

The status-quo run is what is fitted: every firm on the ordinary mix. Most figures fix a parameter at once; churn, contacts,
revenue and the margin answer to everything together, so they are solved for by simulating, always on the same luck.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulation.measures.company_figures import KEYS, company_year, survival_of_new
from simulation.scenario.company_figures import SHARES_BELOW_MARGIN
from simulation.studies.company.retention_fit import attention_for, read_retention
from simulation.studies.runs.tasks import STATUS_QUO

if TYPE_CHECKING:
    import pandas as pd

    from simulation.scenario import Scenario
    from simulation.scenario.company import Company

RUNS, ROUNDS, MONTHS = 6, 12, 12
"""Runs of each trial, trials at most, and months of each."""

EXACT = {"churn_per_year": 0.003, "operating_margin": 0.002}
"""Differences from which on a fit is good enough, where another share than NEAR of the figure is meant."""

NEAR = 0.01

STEEPNESS = -0.7
"""By how much a logit of switching cost lowers the log odds of churn, as long as nothing better is known."""

NOT_WORSE = 0.05
"""Misfit, relative to the figure, up to which the model counts as reproducing it."""

POINTS = ("churn_per_year", "gross_margin", "operating_margin")
"""Figures that count as reproduced, too, where they are no more than one percentage point away."""

Trial = Callable[["Scenario"], "pd.DataFrame"]


@dataclass(frozen=True)
class Misfit:
    """One figure of the company beside the model's.

    key    in `[company]`
    given  as the company says
    model  in the status-quo run
    """

    key: str
    given: float
    model: float

    @property
    def reproduced(self) -> bool:
        """Whether the two are near enough: 5 % of the figure, or one percentage point of churn or a margin."""
        apart = abs(self.model - self.given)
        return apart <= NOT_WORSE * abs(self.given) or (self.key in POINTS and apart <= 0.01)


def fitted_to_company(scenario: "Scenario", trial: Trial | None = None) -> "Scenario":
    """The scenario with its parameters fitted to its company's figures; the scenario itself where none need a fit.

    trial   simulates a scenario's status quo and returns its series; None: the project's own engines
    raises  ScenarioError where a retention table cannot be used
    """
    company = scenario.company
    if not company.needs_fit:
        return scenario
    simulate_trial = trial or status_quo_runs
    held = set(company.set_by_hand or ())
    if company.retention_table and not held & {"market.attention.shape_a", "market.attention.shape_b"}:
        shape_a, shape_b = attention_for(read_retention(company.retention_table), scenario.market.involuntary_exit_per_year)
        scenario = _with(scenario, {"market.attention.shape_a": shape_a, "market.attention.shape_b": shape_b})
    tightness = _Tightness(scenario) if company.churn_per_year is not None and "market.switching_cost" not in held else None
    best, least = scenario, math.inf
    for _ in range(ROUNDS):
        found = company_year(_every_firm(simulate_trial(scenario))).figures
        distance = _distance(company, found, held)
        if distance < least:
            best, least = scenario, distance
        if distance <= 1.0:
            break
        values = dict(_corrections(scenario, company, found, held))
        if tightness is not None:
            values |= tightness.next(found["churn_per_year"])
        if not values:
            break
        scenario = _with(scenario, values)
    return _with(best, {"company.fitted": True})


def status_quo_runs(scenario: "Scenario") -> "pd.DataFrame":
    """A year of every firm on the ordinary mix: rows of series, RUNS runs, with the counts of the real company."""
    import pandas as pd

    from simulation.engines import simulate
    from simulation.engines.first_compile import compile_engine
    from simulation.measures.standing_for import multiplied

    compile_engine()
    ordinary = ordinary_market(scenario, MONTHS)
    runs = [multiplied(simulate(ordinary, r), scenario.market.each_stands_for).series for r in range(RUNS)]
    return pd.concat(runs, ignore_index=True)


def ordinary_market(scenario: "Scenario", months: int) -> "Scenario":
    """The same market in which every firm spends its budget on the ordinary mix."""
    firms = tuple(firm.playing(STATUS_QUO) for firm in scenario.firms)
    run = scenario.run.model_copy(update={"months": months, "twin_of": scenario.focal.name})
    return scenario.model_copy(update={"firms": firms, "run": run})


def misfits(company: "Company", rows: "pd.DataFrame") -> list[Misfit]:
    """Every figure that a simulated year has an answer to, beside that answer.

    rows  of series or twins: the company's firm with `status-quo`, a row per replication and month
    """
    found = company_year(rows).figures
    given = {key: getattr(company, key) for key in KEYS}
    return [Misfit(key, float(value), found[key]) for key, value in given.items() if value is not None]


def survival(company: "Company", cohorts: "pd.DataFrame", firms: list[str]) -> list[tuple[int, float, float]]:
    """Year, share still there as the company's table says, and as simulated, for the years that both have."""
    if not company.retention_table:
        return []
    given = read_retention(company.retention_table)
    model = survival_of_new(cohorts, firms)
    return [(year, given[year], model[year - 1]) for year in sorted(given) if 1 <= year <= len(model)]


class _Tightness:
    """How hard customers are to move: switching cost, and where none is little enough, how often they look around.

    One number z: the switching cost where it is positive; below, no switching cost and attention raised by exp(-z).
    """

    def __init__(self, scenario: "Scenario") -> None:
        self.goal = _logit(float(scenario.company.churn_per_year or 0.0))
        self.shape_b = scenario.market.attention.shape_b
        self.now = scenario.market.switching_cost
        self.tried: list[tuple[float, float]] = []

    def next(self, churn: float) -> dict[str, float]:
        """The next values to try, after `churn` with those of now: by the chord through the nearest two."""
        self.tried.append((self.now, _logit(churn)))
        below = [pair for pair in self.tried if pair[1] >= self.goal]
        above = [pair for pair in self.tried if pair[1] < self.goal]
        if below and above:
            (low, f_low), (high, f_high) = max(below), min(above)
            slope = (f_high - f_low) / (high - low) if high > low else STEEPNESS
            z = low + (self.goal - f_low) / slope if slope < 0.0 else 0.5 * (low + high)
            room = 0.05 * (high - low)
            self.now = min(high - room, max(low + room, z)) if high > low else self.now
        else:
            z, f = self.tried[-1]
            self.now = z + min(2.0, max(-1.0, (self.goal - f) / STEEPNESS))
        self.now = min(15.0, max(-2.0, self.now))
        return {
            "market.switching_cost": max(0.0, self.now),
            "market.attention.shape_b": max(0.05, self.shape_b * math.exp(min(0.0, self.now))),
        }


def _corrections(
    scenario: "Scenario", company: "Company", found: dict[str, float], held: set[str]
) -> Iterator[tuple[str, Any]]:
    """New values of the parameters that each answer for one figure."""
    if company.customers is not None and "market.customers" not in held:
        yield "market.customers", max(60, round(scenario.market.customers * company.customers / found["customers"]))
    wanted = company.revenue_per_customer_per_month
    if wanted is not None and "segments" not in held:
        for segment in scenario.segments:
            spend = segment.spend_per_month * wanted / found["revenue_per_customer_per_month"]
            yield f"segments.{segment.name}.spend_per_month", spend
    contacts = company.contacts_per_customer_per_year
    if contacts is not None and "journey.routine_contacts_per_month" not in held:
        missing = (contacts - found["contacts_per_customer_per_year"]) / 12.0
        now = scenario.journey.routine_contacts_per_month
        yield "journey.routine_contacts_per_month", min(2.0, max(0.0, now + 0.8 * missing))
    if company.operating_margin is not None and "ledger.overhead" not in held:
        ledger = scenario.ledger
        scale = (ledger.gross_margin * (1.0 - ledger.margin_share) - ledger.ordinary_improvement) / SHARES_BELOW_MARGIN
        too_much = (found["operating_margin"] - company.operating_margin) / scale
        yield "ledger.overhead", min(0.5, max(0.0, ledger.overhead + too_much))


def _distance(company: "Company", found: dict[str, float], held: set[str]) -> float:
    """How far the worst of the figures that are solved for is off, in units of what is good enough."""
    solved = {
        "customers": "market.customers",
        "revenue_per_customer_per_month": "segments",
        "churn_per_year": "market.switching_cost",
        "contacts_per_customer_per_year": "journey.routine_contacts_per_month",
        "operating_margin": "ledger.overhead",
    }
    worst = 0.0
    for key, parameter in solved.items():
        given = getattr(company, key)
        if given is not None and parameter not in held:
            worst = max(worst, abs(found[key] - given) / EXACT.get(key, NEAR * given))
    return worst


def _every_firm(series: "pd.DataFrame") -> "pd.DataFrame":
    """Each firm of each run as a run of its own: on the ordinary mix all firms are alike but for luck."""
    numbers = series["firm"].astype("category").cat.codes.astype(int)
    return series.assign(replication=series["replication"] * (numbers.max() + 1) + numbers)


def _with(scenario: "Scenario", values: dict[str, Any]) -> "Scenario":
    """The scenario with other values; which of them were set by hand stays as it was."""
    changed = scenario.with_values(values)
    return changed.model_copy(
        update={"company": changed.company.model_copy(update={"set_by_hand": scenario.company.set_by_hand})}
    )


def _logit(share: float) -> float:
    bounded = min(0.999, max(0.001, share))
    return math.log(bounded / (1.0 - bounded))
