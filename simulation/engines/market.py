"""The market: a `mesa.Model` of customers, firms and employees that walks through the month's stages."""

from __future__ import annotations

import math

import mesa
import numpy as np

from simulation.engines.array_side.arrays import CustomersAsArrays
from simulation.engines.array_side.people import PeopleAsArrays
from simulation.engines.array_side.state import Keys
from simulation.engines.customer import Customer
from simulation.engines.customer_side import CustomerSide, PeopleSide
from simulation.engines.firm import Firm
from simulation.engines.market_side.agents import CustomersAsAgents
from simulation.engines.market_side.counting import UNHAPPY_BELOW
from simulation.engines.organisation.people import PeopleAsAgents
from simulation.engines.organisation.product import start_listening
from simulation.engines.organisation.programme import firm_means, purchase_goals, start_stocks, wage_shares
from simulation.engines.recording import Recorder
from simulation.engines.schedule import SCHEDULE
from simulation.engines.sections import sections
from simulation.engines.units import MONEY, SCORE
from simulation.population.customers import CustomerStart, start_customers
from simulation.population.firm_state import Department, Tally, start_departments
from simulation.population.firms import department_sizes, place_of, places
from simulation.randomness import Luck, Purpose
from simulation.rules.needs import drifted_centre, passing_fad
from simulation.scenario.scenario import Scenario


class Market(mesa.Model):
    """One run of a scenario, month by month.

    scenario     what is simulated
    rng          seed in place of the scenario's, 0 to 2^63 - 1
    replication  which of its runs, 0 or more

    `step()` simulates the next month; the first is the first of the warm-up. All luck comes from `simulation.randomness`.
    """

    def __init__(self, scenario: Scenario, rng: int | None = None, replication: int = 0) -> None:
        seed = scenario.run.seed if rng is None else int(rng)
        super().__init__(rng=seed % 2**32)
        self.plan = scenario
        self.replication = replication
        self.luck = Luck(seed, replication)
        self.month = -scenario.run.warm_up_months
        """The month that was simulated last; before the first step the month before the warm-up."""
        compiled = scenario.run.engine == "compiled"
        self.keys = Keys(np.uint32(seed & 0xFFFFFFFF), np.uint32(seed >> 32), np.uint32(replication))
        self.customer_side: CustomerSide = CustomersAsArrays() if compiled else CustomersAsAgents()
        self.people_side: PeopleSide = PeopleAsArrays() if compiled else PeopleAsAgents()
        self.sections = sections(scenario)
        """(1,) the scenario's sections as compiled code reads them."""
        self.uncommitted = self.prospects = 0
        self.anniversaries: list[dict[int, int]] = []
        """(firms) customers whose time with the firm is a full number of years this month, by years."""
        self.there_since_start: list[int] = []
        self.nobody = np.zeros(1, np.uint32)
        self.everybody = np.arange(scenario.market.customers, dtype=np.uint32)
        self.accounts = [segment.users_per_account > 1 for segment in scenario.segments]
        self.centre = [0.0, 0.0, 0.0]
        self.fad = [0.0, 0.0, 0.0]
        self.watched: dict[int, list[dict[str, object]]] = {}
        self._place_draws: dict[tuple[Purpose, bool], list[list[float]]] = {}
        self._set_up()
        self.recorder = Recorder(self)
        self.collecting = True
        """Whether Mesa's data collector is filled every month, too; runs that only need the tables do without."""
        self.datacollector = mesa.DataCollector(
            model_reporters={"month": _month, "uncommitted": _uncommitted},
            agenttype_reporters={
                Firm: {"firm": "name", "month": _month_of, "customers": _customers_of, "revenue": _revenue_of,
                       "satisfaction": _satisfaction_of, "employee_engagement": _engagement_of}
            },
        )

    def _set_up(self) -> None:
        plan = self.plan
        starts = places(plan, self.luck)
        sizes = department_sizes(plan)
        self.start_positions = sum(sizes)
        self.wage_shares = wage_shares(plan, sizes)
        self.departments = start_departments(sizes, len(plan.firms), plan.employees.skill_start)
        """(firms x 6,) of DEPARTMENT: all firms' departments, by place."""
        first = 1 - plan.run.warm_up_months
        count = len(plan.firms)
        firms = []
        for number, firm_plan in enumerate(plan.firms):
            place = place_of(number, self.replication, count)
            ordinary = firm_plan.at(min(first, firm_plan.start_month) - 1_000).policy
            firm = Firm(self, number, place, firm_plan, starts[place], ordinary)
            firm.departments = [Department(self.departments, place * len(sizes) + d) for d in range(len(sizes))]
            start_stocks(firm, plan, self.wage_shares)
            firms.append(firm)
        self.firms_in_file = firms
        """Firms in the order of the scenario."""
        self.firms: list[Firm] = sorted(firms, key=lambda firm: firm.place)
        """Firms by place."""
        self.start_bought = purchase_goals(plan, firms[0].policy, self.wage_shares)
        self.start_walls = plan.stocks.silo_start
        start = start_customers(plan, self.luck, starts)
        self.customer_side.create(self, start)
        self.mean_spend = math.fsum(start.spend.tolist()) / start.spend.size
        self.segment_sizes = np.bincount(start.segment, minlength=len(plan.segments)).tolist()
        self.segment_counts = [[[0, 0] for _ in firms] for _ in plan.segments]
        self.segment_revenue = [[0] * len(firms) for _ in plan.segments]
        self.segment_lost = [[0] * len(firms) for _ in plan.segments]
        self._start_firms(start)

    def _start_firms(self, start: CustomerStart) -> None:
        """Revenue, beliefs, desk and people as they have long been before the first month."""
        plan = self.plan
        spend, score = (start.spend * MONEY).astype(np.int64), (start.satisfaction * SCORE).astype(np.int64)
        anger = (np.maximum(0.0, UNHAPPY_BELOW - start.satisfaction) * SCORE).astype(np.int64)
        mine = [start.provider == place for place in range(len(self.firms))]
        counts = [int(m.sum()) for m in mine]
        totals, unhappy = [int(spend[m].sum()) for m in mine], [int(anger[m].sum()) for m in mine]
        committed = [(start.provider >= 0) & (start.segment == s) for s in range(len(plan.segments))]
        beliefs = [(int(score[c].sum()), int(c.sum())) for c in committed]
        known = [total / SCORE / members for total, members in beliefs if members]
        ordinary = math.fsum(known) / len(known) if known else 70.0
        for firm in self.firms:
            firm.revenue_start = firm.revenue_before = max(1, totals[firm.place])
            firm.tally.customers = counts[firm.place]
            firm.beliefs.customers_before = firm.beliefs.expected_customers = float(counts[firm.place])
            firm.beliefs.unhappy_before = max(0.05, unhappy[firm.place] / SCORE / max(1, counts[firm.place]))
            firm.beliefs.unhappy = firm.beliefs.unhappy_before
            firm.offer.beliefs = [b[0] / SCORE / b[1] if b[1] else ordinary for b in beliefs]
            firm.offer.promise = max(0.0, plan.management.best_quality - 4.0)
            firm.beliefs.believed = firm.beliefs.aspiration = firm.offer.promise
            firm.offer.price = firm.plan.at(-1_000).price
            firm.desk.workload_before = self._expected_contacts(counts[firm.place])
            firm.desk.workload = firm.desk.workload_before
            self.people_side.start(self, firm)
        start_listening(self)

    def _expected_contacts(self, customers: int) -> float:
        """Contacts a month that a desk of so many customers may expect, phone equivalents: a first guess only."""
        plan, support = self.plan, self.plan.support
        spoken = plan.journey.use_per_month * support.complaint_other + plan.journey.billing_per_month * support.complaint_money
        arriving = (plan.journey.routine_contacts_per_month + spoken) / support.first_contact
        mix = 1.0 - support.message_share * (1.0 - support.message_time)
        return max(1.0, customers * arriving * mix)

    def use_threads(self, threads: int) -> None:
        """Lets the compiled engine work on so many blocks of customers at once, where there are many; changes no number."""
        if isinstance(self.customer_side, CustomersAsArrays):
            self.customer_side.threads = threads

    def step(self) -> None:
        """Simulates the next month: every stage of the schedule, in its order."""
        self.month += 1
        self._begin_month()
        for stage in SCHEDULE:
            stage.run(self)

    def fork(self, scenario: Scenario | None = None) -> Market:
        """A second market with the same past, under another scenario from the next month on: see `engines.fork`."""
        from simulation.engines.fork import fork

        return fork(self, scenario)

    def _begin_month(self) -> None:
        self._place_draws = {}
        self.customer_side.begin_month(self)
        self.segment_lost = [[0] * len(self.firms) for _ in self.plan.segments]
        self.products_before = [list(firm.offer.product) for firm in self.firms]
        for firm in self.firms:
            customers = firm.tally.customers
            if firm.tally.revenue > 0:
                firm.revenue_before = firm.tally.revenue
            firm.tally = Tally(customers_start=customers)

    def move_centre(self) -> None:
        """The drift that all customers have in common, and the fad."""
        needs = self.plan.market.needs
        if self.plan.mechanisms.needs_drift:
            common = needs.drift_per_month * math.sqrt(needs.common_share)
            bells = self.luck.bells_of(Purpose.COMMON, self.month, 0)
            self.centre = [drifted_centre(at, common, bells[k]) for k, at in enumerate(self.centre)]
        bells = self.luck.bells_of(Purpose.FAD, self.month, 0)
        kept, spread = needs.fad_persistence_per_month, needs.fad_spread
        self.fad = [passing_fad(now, kept, spread, bells[k]) for k, now in enumerate(self.fad)]

    def reputation_of_others(self) -> list[list[float]]:
        """(firms, segments) mean believed quality of the other firms: the standard of comparison, points of 100."""
        others = max(1, len(self.firms) - 1)
        return [
            [
                math.fsum(other.offer.beliefs[s] for other in self.firms if other is not firm) / others
                for s in range(len(self.plan.segments))
            ]
            for firm in self.firms
        ]

    def customer_count(self, place: int) -> int:
        """Customers of a place at the end of the month."""
        return self.firms[place].tally.customers

    def place_bells(self, purpose: Purpose, place: int) -> list[float]:
        """Four bell-shaped draws of a place this month."""
        return self._of_places(purpose, True)[place]

    def place_uniforms(self, purpose: Purpose, place: int) -> list[float]:
        """Four uniform draws of a place this month."""
        return self._of_places(purpose, False)[place]

    def _of_places(self, purpose: Purpose, bells: bool) -> list[list[float]]:
        if (purpose, bells) not in self._place_draws:
            numbers = np.arange(len(self.firms), dtype=np.uint32)
            draw = self.luck.bells if bells else self.luck.uniforms
            self._place_draws[purpose, bells] = draw(purpose, self.month, numbers).tolist()
        return self._place_draws[purpose, bells]

    def watch(self, number: int) -> list[dict[str, object]]:
        """Starts to keep the life of one customer; the list that is returned grows with every event."""
        return self.watched.setdefault(number, [])

    def note(self, customer: Customer, event: str, detail: int) -> None:
        """Keeps an event of a customer who is watched."""
        if customer.number in self.watched:
            self.watched[customer.number].append(
                dict(month=self.month, event=event, detail=detail, place=customer.provider,
                     satisfaction=customer.satisfaction, memory=customer.memory)
            )

    @property
    def customers(self) -> list[Customer]:
        """The customers as agents, by number (engine "agents" only)."""
        if not isinstance(self.customer_side, CustomersAsAgents):
            raise AttributeError("customers are no agents in this engine; use engine 'agents'")
        return self.customer_side.customers

    def record(self) -> None:
        """Keeps this month's numbers."""
        self.recorder.keep(self)
        if self.collecting:
            self.datacollector.collect(self)


def _month(market: Market) -> int:
    month: int = market.month
    return month


def _uncommitted(market: Market) -> int:
    uncommitted: int = market.uncommitted
    return uncommitted


def _month_of(firm: Firm) -> int:
    month: int = firm.model.month
    return month


def _customers_of(firm: Firm) -> int:
    return firm.tally.customers


def _revenue_of(firm: Firm) -> float:
    return firm.tally.revenue / MONEY


def _satisfaction_of(firm: Firm) -> float:
    return firm.tally.satisfaction / SCORE / max(1, firm.tally.customers)


def _engagement_of(firm: Firm) -> float:
    return firm_means(firm.model, "engagement")[firm.place]
