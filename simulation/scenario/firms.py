"""The firms of a scenario: strategy, start, what is set otherwise, and what changes at a month."""

from typing import Literal

from pydantic import Field

from simulation.scenario.parameter import Section, setting
from simulation.scenario.policy import Levers, Policy, PolicyFields
from simulation.scenario.presets import ORDINARY, with_preset

Strategy = Literal[
    "service-only", "customer-focused", "customer-centric", "lip-service", "price-cutter", "status-quo", "none"
]


class Change(PolicyFields):
    """What changes in a firm at a month: a strategy, a policy field, lever weights or a parameter of the firm."""

    month: int = setting(..., low=-35, high=600, unit="month", meaning="Month in which the change takes effect.")
    strategy: Strategy | None = setting(None, unit="none", meaning="Strategy from this month on.")
    levers: Levers = Levers()
    price: float | None = setting(None, low=0.2, high=5.0, unit="times the market's price",
        meaning="Price from this month on.")
    survey_bias_points: float | None = setting(None, low=-50.0, high=50.0, unit="points of 100",
        meaning="Error of the firm's surveys from this month on.")


class FirmState(Section):
    """What a firm's file says of a month: its policy, price and the error of its surveys."""

    policy: Policy
    price: float
    survey_bias_points: float


class Firm(PolicyFields):
    """A firm: what it does from `start_month` on; until then it is an ordinary firm."""

    name: str = setting(..., unit="none", meaning="Name of the firm.")
    strategy: Strategy = setting(..., unit="none", meaning="The preset that the firm's policy starts from.")
    start_month: int = setting(1, low=-35, high=600, unit="month", meaning="Month in which the strategy starts.")
    price: float = setting(1.0, low=0.2, high=5.0, unit="times the market's price", meaning="Price of the firm.")
    survey_bias_points: float = setting(0.0, low=-50.0, high=50.0, unit="points of 100",
        meaning="Error of the firm's surveys, for experiments on steering by wrong numbers.")
    levers: Levers = Levers()
    changes: tuple[Change, ...] = Field(default=(), description="What changes, and when.")

    @property
    def is_plain_preset(self) -> bool:
        """Whether the firm plays its strategy's preset from its start on, with nothing set otherwise but the budget."""
        fields = self.overrides().model_dump(exclude_none=True, exclude={"improvement_budget"})
        return not fields and not self.levers.model_dump(exclude_none=True) and not self.changes

    def overrides(self) -> PolicyFields:
        """The policy fields that the firm sets otherwise than its preset."""
        return PolicyFields.model_validate({name: getattr(self, name) for name in PolicyFields.model_fields})

    def playing(self, strategy: str) -> "Firm":
        """This firm with a preset in place of its own policy: same start, same budget (unless the preset saves it)."""
        budget = self.improvement_budget if strategy != "none" else None
        return Firm.model_validate(
            dict(name=self.name, strategy=strategy, start_month=self.start_month, price=self.price,
                 survey_bias_points=self.survey_bias_points, improvement_budget=budget)
        )

    def at(self, month: int) -> FirmState:
        """What the file says of the firm in a month: the newest of all that began by then."""
        strategy: str = self.strategy
        fields, levers = self.overrides(), self.levers
        price, bias = self.price, self.survey_bias_points
        started = month >= self.start_month
        for change in sorted(self.changes, key=lambda change: change.month):
            if change.month > month:
                break
            if change.strategy is not None and change.strategy != strategy:
                strategy, fields, levers = change.strategy, PolicyFields(), Levers()
                started = True
            new = PolicyFields.model_validate({name: getattr(change, name) for name in PolicyFields.model_fields})
            fields = fields.model_copy(update=new.model_dump(exclude_none=True))
            levers = levers.model_copy(update=change.levers.model_dump(exclude_none=True))
            price = change.price if change.price is not None else price
            bias = change.survey_bias_points if change.survey_bias_points is not None else bias
        if not started:
            return FirmState(policy=with_preset(ORDINARY, PolicyFields(), Levers()), price=price, survey_bias_points=bias)
        return FirmState(policy=with_preset(strategy, fields, levers), price=price, survey_bias_points=bias)
