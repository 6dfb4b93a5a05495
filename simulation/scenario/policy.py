"""What a strategy is made of: six policy fields, value focus, a budget and where it goes."""

from math import fsum
from typing import Literal, NamedTuple

from simulation.scenario.parameter import Section, design, setting

Scope = Literal["front-line", "customer-facing", "all"]
Approach = Literal["reactive", "proactive"]
ListensTo = Literal["complaints", "wants", "needs"]
Focus = Literal["case", "relationship"]
Measures = Literal["service", "satisfaction", "value"]
Alignment = Literal["cost", "customer"]

DEPARTMENTS = ("marketing", "sales", "onboarding", "operations", "billing", "support")
"""Departments in the order of the journey's stages that they own."""

LEVERS = (
    "leadership_commitment",
    "cultural_transformation",
    "data_driven_decisions",
    "breaking_silos",
    "continuous_improvement",
    "employee_empowerment",
    "technology_integration",
    "metrics_and_accountability",
)
"""The eight levers of customer centricity."""

PURCHASES = (*LEVERS, "support_staff", "service_training", "advertising", "price", "product_development")
"""All that an improvement budget can buy: the eight levers and what an ordinary company buys."""


class Levers(Section):
    """Weights of the budget's allocation: a purchase gets its weight over the sum of all weights of the firm."""

    leadership_commitment: float | None = setting(None, low=0.0, high=1e6, unit="weight",
        meaning="Leaders who visibly put customers first: pulls the culture, protects the budget.")
    cultural_transformation: float | None = setting(None, low=0.0, high=1e6, unit="weight",
        meaning="Hiring, recognition and peers that spread customer orientation.")
    data_driven_decisions: float | None = setting(None, low=0.0, high=1e6, unit="weight",
        meaning="Knowing customers' needs and value: the knowledge stock.")
    breaking_silos: float | None = setting(None, low=0.0, high=1e6, unit="weight",
        meaning="Open doors between departments: hand-offs, feedback and culture cross over; coordination costs.")
    continuous_improvement: float | None = setting(None, low=0.0, high=1e6, unit="weight",
        meaning="Removing the causes of failures, learned from feedback.")
    employee_empowerment: float | None = setting(None, low=0.0, high=1e6, unit="weight",
        meaning="Authority to solve a customer's problem on the spot; more compensation is paid.")
    technology_integration: float | None = setting(None, low=0.0, high=1e6, unit="weight",
        meaning="One view of the customer: finding failures first, personalisation, self-service; little worth unused.")
    metrics_and_accountability: float | None = setting(None, low=0.0, high=1e6, unit="weight",
        meaning="Representative surveys behind decisions; keeps the other levers from drifting.")
    support_staff: float | None = setting(None, low=0.0, high=1e6, unit="weight", meaning="More people in support.")
    service_training: float | None = setting(None, low=0.0, high=1e6, unit="weight",
        meaning="Skill of the departments in scope.")
    advertising: float | None = setting(None, low=0.0, high=1e6, unit="weight", meaning="More advertising.")
    price: float | None = setting(None, low=0.0, high=1e6, unit="weight",
        meaning="A lower price: the revenue given up is what it costs.")
    product_development: float | None = setting(None, low=0.0, high=1e6, unit="weight",
        meaning="Moving the product towards what the firm listens to.")


class PolicyFields(Section):
    """The fields of a policy, each of which a scenario may set; left out, the strategy's preset holds."""

    scope: Scope | None = setting(None, unit="none", meaning="Which departments the programme reaches.")
    approach: Approach | None = setting(None, unit="none", meaning="Waits for complaints, or looks for failures first.")
    listens_to: ListensTo | None = setting(None, unit="none", meaning="What the product follows.")
    focus: Focus | None = setting(None, unit="none", meaning="Closes the case, or follows up for the long-term value.")
    measures: Measures | None = setting(None, unit="none", meaning="What managers look at and steer by.")
    alignment: Alignment | None = setting(None, unit="none", meaning="Rewards cost efficiency, or customer value.")
    value_focus: float | None = setting(None, low=0.0, high=1.0, unit="0 to 1",
        meaning="From all customers alike (0) to the right customers first (1).")
    co_creation: bool | None = setting(None, unit="none", meaning="Customers take part in development: slower, safer releases.")
    improvement_budget: float | None = setting(None, low=0.0, high=0.3, unit="share of revenue",
        meaning="What is spent on improvement.")
    patience_months: int | None = setting(None, low=0, high=600, unit="months",
        meaning="Months of profit below plan after which leadership drops the programme; 0: never.")


class Policy(NamedTuple):
    """A resolved policy as the model uses it: numbers only, no strategy's name beside its label."""

    label: str
    reach: tuple[bool, ...]
    """(6,) whether each department is in scope."""
    proactive: bool
    listens_to: int
    """0 complaints, 1 stated wants, 2 latent needs."""
    relationship: bool
    measures: int
    """0 service, 1 surveyed satisfaction, 2 customers' value."""
    customer_aligned: bool
    value_focus: float
    co_creation: bool
    improvement_budget: float
    """Share of revenue."""
    patience_months: int
    allocation: tuple[float, ...]
    """(13,) share of the budget for each of `PURCHASES`; sums to 1, or all 0 where nothing is bought."""

    @property
    def maturity(self) -> float:
        """Customer-centric maturity in [0, 1], from the policy alone: mean of the six fields and the levers' share."""
        fields = (
            sum(self.reach) / len(self.reach), float(self.proactive), self.listens_to / 2.0,
            float(self.relationship), self.measures / 2.0, float(self.customer_aligned),
        )
        levers = fsum(self.allocation[: len(LEVERS)]) * min(1.0, self.improvement_budget / 0.03)
        return (fsum(fields) / len(fields) + levers) / 2.0


REACH: dict[str, tuple[bool, ...]] = {
    "front-line": (False, False, False, False, False, True),
    "customer-facing": (True, True, True, False, False, True),
    "all": (True, True, True, True, True, True),
}


def resolved_policy(label: str, fields: PolicyFields, levers: Levers) -> Policy:
    """The policy of complete `fields` (none left out) and lever weights (left out: 0)."""
    weights = [getattr(levers, name) or 0.0 for name in PURCHASES]
    total = fsum(weights)
    assert fields.scope is not None
    assert fields.value_focus is not None
    assert fields.improvement_budget is not None
    return Policy(
        label=label,
        reach=REACH[fields.scope],
        proactive=fields.approach == "proactive",
        listens_to=("complaints", "wants", "needs").index(fields.listens_to or "complaints"),
        relationship=fields.focus == "relationship",
        measures=("service", "satisfaction", "value").index(fields.measures or "service"),
        customer_aligned=fields.alignment == "customer",
        value_focus=fields.value_focus,
        co_creation=bool(fields.co_creation),
        improvement_budget=fields.improvement_budget if total > 0.0 else 0.0,
        patience_months=fields.patience_months or 0,
        allocation=tuple(w / total if total > 0.0 else 0.0 for w in weights),
    )


class LeverEffects(Section):
    """How much of each purchase's effect is real: 1 as declared, 0 switched off (for ablations and placebos)."""

    leadership_commitment: float = design(1.0, low=0.0, high=1.0, unit="share", meaning="Effect of leadership commitment.")
    cultural_transformation: float = design(1.0, low=0.0, high=1.0, unit="share", meaning="Effect of cultural transformation.")
    data_driven_decisions: float = design(1.0, low=0.0, high=1.0, unit="share", meaning="Effect of data-driven decisions.")
    breaking_silos: float = design(1.0, low=0.0, high=1.0, unit="share", meaning="Effect of breaking silos.")
    continuous_improvement: float = design(1.0, low=0.0, high=1.0, unit="share", meaning="Effect of continuous improvement.")
    employee_empowerment: float = design(1.0, low=0.0, high=1.0, unit="share", meaning="Effect of employee empowerment.")
    technology_integration: float = design(1.0, low=0.0, high=1.0, unit="share", meaning="Effect of technology integration.")
    metrics_and_accountability: float = design(1.0, low=0.0, high=1.0, unit="share",
        meaning="Effect of metrics and accountability.")
    support_staff: float = design(1.0, low=0.0, high=1.0, unit="share", meaning="Effect of bought support staff.")
    service_training: float = design(1.0, low=0.0, high=1.0, unit="share", meaning="Effect of service training.")
    advertising: float = design(1.0, low=0.0, high=1.0, unit="share", meaning="Effect of bought advertising.")
    price: float = design(1.0, low=0.0, high=1.0, unit="share", meaning="Effect of a bought lower price on what customers pay.")
    product_development: float = design(1.0, low=0.0, high=1.0, unit="share", meaning="Effect of product development.")


class Mechanisms(Section):
    """Switches: each mechanism of the model can be taken out, to see what it does."""

    needs_drift: bool = design(True, unit="none", meaning="Customers' needs move.")
    stage_awareness: bool = design(True, unit="none", meaning="Over-promising happens.")
    stage_purchase: bool = design(True, unit="none", meaning="Mis-selling happens.")
    stage_onboarding: bool = design(True, unit="none", meaning="Failed starts happen.")
    stage_use: bool = design(True, unit="none", meaning="Faults and late deliveries happen.")
    stage_billing: bool = design(True, unit="none", meaning="Wrong bills happen.")
    stage_contact: bool = design(True, unit="none", meaning="Bad contacts happen.")
    proactive: bool = design(True, unit="none", meaning="Proactive firms find failures first.")
    listening: bool = design(True, unit="none", meaning="Products follow what their firms listen to.")
    complaints: bool = design(True, unit="none", meaning="Felt failures are spoken of and become cases.")
    work_pressure: bool = design(True, unit="none", meaning="Support's time per case and reach answer to work pressure.")
    eroding_standard: bool = design(True, unit="none", meaning="The standard for time per case falls with what is done.")
    recovery: bool = design(True, unit="none", meaning="A failure put right is forgiven in part.")
    loss_aversion: bool = design(True, unit="none", meaning="Losses weigh more than gains.")
    bond: bool = design(True, unit="none", meaning="Customers grow an emotional connection.")
    failure_memory: bool = design(True, unit="none", meaning="Felt failures are remembered.")
    word_of_mouth: bool = design(True, unit="none", meaning="Customers talk.")
    contagion: bool = design(True, unit="none", meaning="A contact's leaving makes customers look around.")
    acquisition: bool = design(True, unit="none", meaning="People without a firm join one.")
    spending_response: bool = design(True, unit="none", meaning="Spending follows satisfaction.")
    fatigue: bool = design(True, unit="none", meaning="Overload tires employees.")
    quitting: bool = design(True, unit="none", meaning="Employees leave.")
    culture: bool = design(True, unit="none", meaning="Customer orientation spreads and fades.")
    knowledge: bool = design(True, unit="none", meaning="Firms learn about their customers.")
    management: bool = design(True, unit="none", meaning="Managers steer by what they believe.")
    value_focus: bool = design(True, unit="none", meaning="Firms can serve the right customers first.")
    coordination_cost: bool = design(True, unit="none", meaning="Linked departments cost coordination.")
    disruption: bool = design(True, unit="none", meaning="A change of programme disrupts work.")
