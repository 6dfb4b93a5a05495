"""A whole scenario: question, expectation, run, market, firms and every parameter of the model."""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from simulation.scenario.company import Company
from simulation.scenario.experience import Experience, Journey, Support
from simulation.scenario.finance import Ledger, ValueFocus
from simulation.scenario.firms import Firm, Strategy
from simulation.scenario.market import Market, Segment
from simulation.scenario.organisation import Culture, Employees, Management, Product, Stocks
from simulation.scenario.parameter import Section, setting
from simulation.scenario.policy import LeverEffects, Mechanisms


class Run(Section):
    """How long, how often and how the scenario is simulated."""

    months: int = setting(60, low=1, high=600, unit="months", meaning="Months simulated after the warm-up.")
    warm_up_months: int = setting(12, low=1, high=36, unit="months", meaning="Months before month 1, recorded too.")
    replications: int = setting(20, low=1, high=100_000, unit="runs", meaning="Runs with luck of their own.")
    seed: int = setting(1, low=0, high=2**63 - 1, unit="none", meaning="Number that all luck is derived from.")
    engine: Literal["agents", "compiled"] = setting("compiled", unit="none",
        meaning="How the model is computed: compiled for speed, agents to look inside; the numbers are the same.")
    twin_of: str | None = setting(None, unit="none",
        meaning="Firm that plays each strategy in turn in the twin comparison; left out: the firm of highest maturity.")


class Scenario(Section):
    """Everything that a run depends on, validated; immutable."""

    name: str = setting("scenario", unit="none", meaning="Short name; left out: the name of the file.")
    title: str = setting("", unit="none", meaning="Title of the report.")
    question: str = setting("", unit="none", meaning="The question that the scenario asks.")
    expectation: str = setting("", unit="none", meaning="What is expected, said before running.")
    expected_winner: Strategy | None = setting(None, unit="none",
        meaning="Strategy expected to earn most over the horizon, for checking the expectation.")
    expected_by_month: int | None = setting(None, low=1, high=600, unit="month",
        meaning="Month by which it is expected to have paid back.")
    run: Run = Run()
    company: Company = Company()
    market: Market = Market()
    segments: tuple[Segment, ...] = Field(
        default=(Segment(name="everyone", share=1.0),), min_length=1, max_length=12, description="Groups of customers.")
    firms: tuple[Firm, ...] = Field(..., min_length=2, max_length=30, description="The competing firms.")
    journey: Journey = Journey()
    experience: Experience = Experience()
    support: Support = Support()
    employees: Employees = Employees()
    culture: Culture = Culture()
    stocks: Stocks = Stocks()
    product: Product = Product()
    management: Management = Management()
    value: ValueFocus = ValueFocus()
    ledger: Ledger = Ledger()
    lever_effects: LeverEffects = LeverEffects()
    mechanisms: Mechanisms = Mechanisms()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        problems = list(_problems(self))
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def focal(self) -> Firm:
        """The firm that plays each strategy in turn in the twin comparison."""
        if self.run.twin_of is not None:
            return self.firm(self.run.twin_of)
        return max(self.firms, key=lambda firm: firm.at(self.run.months).policy.maturity)

    def firm(self, name: str) -> Firm:
        """The firm of that name. Raises KeyError where there is none."""
        for firm in self.firms:
            if firm.name == name:
                return firm
        raise KeyError(name)

    def with_twin(self, strategy: str) -> "Scenario":
        """The same world with another preset played by the focal firm; everything else and all luck equal."""
        focal = self.focal.name
        firms = tuple(firm.playing(strategy) if firm.name == focal else firm for firm in self.firms)
        return self.model_copy(update={"firms": firms, "run": self.run.model_copy(update={"twin_of": focal})})

    def with_values(self, values: Mapping[str, Any]) -> "Scenario":
        """The same scenario with other values by dotted key; validated. Raises ScenarioError with all problems."""
        from simulation.scenario.values import with_values

        return with_values(self, values)

    def to_toml(self) -> str:
        """The complete scenario as a file that loads back equal."""
        from simulation.scenario.values import to_toml

        return to_toml(self)

    def digest(self) -> str:
        """SHA-256 of everything that decides the numbers of one replication."""
        from simulation.scenario.values import digest

        return digest(self)


def _problems(scenario: Scenario) -> list[str]:
    found: list[str] = []
    shares = sum(segment.share for segment in scenario.segments)
    if abs(shares - 1.0) > 1e-6:
        found.append(f"segments: the shares sum to {shares:g}; they must sum to 1")
    for kind, names in (("firms", [f.name for f in scenario.firms]), ("segments", [s.name for s in scenario.segments])):
        for name in sorted({name for name in names if names.count(name) > 1}):
            found.append(f"{kind}: the name {name!r} is used twice; names must differ")
    staff = scenario.employees
    total = (staff.marketing_share + staff.sales_share + staff.onboarding_share
             + staff.operations_share + staff.billing_share + staff.support_share)
    if abs(total - 1.0) > 1e-6:
        found.append(f"employees: the departments' shares sum to {total:g}; they must sum to 1")
    if scenario.run.twin_of is not None and all(f.name != scenario.run.twin_of for f in scenario.firms):
        known = ", ".join(f.name for f in scenario.firms)
        found.append(f"run.twin_of: no firm is named {scenario.run.twin_of!r}; the firms are {known}")
    if scenario.market.choice.lower_knee >= scenario.market.choice.upper_knee:
        found.append("market.choice.lower_knee: must lie below market.choice.upper_knee")
    if scenario.management.lower_mark >= scenario.management.upper_mark:
        found.append("management.lower_mark: must lie below management.upper_mark")
    if scenario.market.customers < 10 * len(scenario.firms):
        found.append(f"market.customers: {scenario.market.customers} are too few for {len(scenario.firms)} firms; "
                     f"at least {10 * len(scenario.firms)}")
    ledger = scenario.ledger
    if ledger.gross_margin + ledger.operations_wages > 0.99:
        found.append("ledger.gross_margin: with ledger.operations_wages it must leave something for materials "
                     "(their sum at most .99)")
    if ledger.gross_margin * (1.0 - ledger.margin_share) <= ledger.ordinary_improvement:
        found.append("ledger.gross_margin: too small to pay for ledger.ordinary_improvement and the ordinary margin")
    prospects = scenario.market.prospect_share or 0.0
    if prospects + scenario.market.uncommitted_share > 0.98:
        found.append("market.prospect_share: with market.uncommitted_share it must leave customers for the firms")
    return found
