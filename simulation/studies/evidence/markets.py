"""The markets that patterns and claims are measured in, each simulated once and when it is first asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from simulation.studies.evidence.size import FULL, Size
from simulation.studies.runs.replications import run_tasks
from simulation.studies.runs.tasks import Task
from simulation.studies.runs.workers import RunResult, Simulate

if TYPE_CHECKING:
    from simulation.records import RunTables
    from simulation.scenario import Scenario

LONG = 72
"""Months after which everybody who joined in the first year has been followed for five."""

LAPSE = 37
"""Month in which leadership lapses, where it does."""

CONVERTED = 25
"""Month in which the late convert converts."""

IDENTICAL = {"market.attention.shape_a": 50.0, "market.attention.shape_b": 450.0}
"""Attention with the same mean as by default and next to no differences between customers."""

ALIKE = {
    **IDENTICAL, "experience.leniency_spread": 0.0, "market.choice.taste_spread": 0.0, "market.needs.spread": 0.0,
    "segments.everyone.spend_spread": 0.0,
}  # fmt: skip
"""Customers who do not differ in anything that is drawn at the start."""

SURVEYS_ALONE = {
    "management.weight_satisfaction": 1.0, "management.weight_value": 1.0, "stocks.metrics_cost": 1e-5,
}  # fmt: skip
"""Managers whose measures are surveys believe them and nothing else, and have all the metrics that they want."""

COMMITTED = {
    "stocks.lever_months": 0.5, "stocks.lever_cost": 1e-5, "culture.coherence_least": 1.0, "stocks.metrics_cost": 1e-5,
}  # fmt: skip
"""A programme stands from its first months on in full strength, and what is measured agrees with what is said."""

Run = tuple["RunTables", ...]


@dataclass(frozen=True)
class Markets:
    """The markets by name; every one is a list of runs on equal luck.

    say   called with a line before something long begins
    over  values laid over every scenario, by dotted key: one draw over what is uncertain; () as shipped
    """

    size: Size = FULL
    jobs: int = 1
    simulate: Simulate | None = None
    say: Callable[[str], None] = lambda _: None
    over: tuple[tuple[str, Any], ...] = ()

    def shipped(self, name: str, values: "dict[str, Any] | None" = None) -> "Scenario":
        """A shipped scenario with what is laid over it, and then with its own values."""
        from simulation.scenario import load_scenario

        return load_scenario(name).with_values({**dict(self.over), **(values or {})})

    @property
    def usual(self) -> "Scenario":
        """Three ordinary firms of the baseline."""
        firms = {f"firms.{name}.strategy": "status-quo" for name in ("Frontline", "Echo", "Compass")}
        return self.shipped("baseline", {**firms, "market.customers": self.size.customers, "run.months": LONG})

    @cached_property
    def ordinary(self) -> "list[RunTables]":
        """Runs of `usual`."""
        return self.runs(self.usual)

    @cached_property
    def identical(self) -> "list[RunTables]":
        """Runs of `usual` with customers who are equally attentive."""
        return self.runs(self.usual.with_values(IDENTICAL))

    @cached_property
    def alike(self) -> "list[RunTables]":
        """Runs of `usual` with customers who do not differ at the start."""
        return self.runs(self.usual.with_values(ALIKE))

    @cached_property
    def rivals(self) -> "list[RunTables]":
        """Three strategies in one market: head_to_head."""
        return self.runs(self.shipped("head_to_head", {"market.customers": self.size.customers}))

    @cached_property
    def surveyed(self) -> "list[RunTables]":
        """The same, where managers of firms that ask their customers rest on representative surveys alone."""
        return self.runs(self.shipped("head_to_head", {"market.customers": self.size.customers, **SURVEYS_ALONE}))

    @cached_property
    def committed(self) -> "list[RunTables]":
        """The first convert, whose leadership and culture work in full strength from the start."""
        values = {"market.customers": self.size.customers, "run.months": LONG, **COMMITTED}
        return self.runs(self.shipped("counterfactual", values))

    @cached_property
    def first_centric(self) -> "list[RunTables]":
        """The first convert alone, without its twins."""
        return self.runs(self.first, "customer-centric")

    @property
    def first(self) -> "Scenario":
        """An industry of which one firm converts in month 1."""
        return self.shipped("counterfactual", {"market.customers": self.size.customers, "run.months": LONG})

    @cached_property
    def first_convert(self) -> "dict[str, list[RunTables]]":
        """The first firm of an industry to become customer-centric, and its twins: by preset."""
        return {name: self.runs(self.first, name) for name in ("customer-centric", "status-quo", "none")}

    @property
    def late(self) -> "Scenario":
        """A service-only firm that converts in month 25: five years from then on."""
        months = CONVERTED + 59
        return self.shipped("late_convert", {"market.customers": self.size.customers, "run.months": months})

    @cached_property
    def lapse(self) -> "list[RunTables]":
        """The first convert, whose leaders stop paying for leadership and culture in month `LAPSE`."""
        change = {"month": LAPSE, "levers": {"leadership_commitment": 0.0, "cultural_transformation": 0.0}}
        values = {"market.customers": self.size.customers, "run.months": LONG, "firms.Compass.changes": [change]}
        return self.runs(self.shipped("counterfactual", values))

    def runs(self, scenario: "Scenario", preset: str | None = None, count: int | None = None) -> "list[RunTables]":
        """Runs of a market, replication by replication.

        count   None: as many as the size says
        raises  RuntimeError with the reason where one fails
        """
        kept: dict[int, RunTables] = {}

        def receive(result: RunResult) -> None:
            if result.tables is None:
                raise RuntimeError(result.error)
            kept[result.task.replication] = result.tables

        tasks = [Task(scenario, replication, preset) for replication in range(count or self.size.replications)]
        run_tasks(tasks, jobs=self.jobs, simulate=self.simulate, receive=receive)
        return [kept[replication] for replication in sorted(kept)]
