"""A firm: its name, its place in the market, its policy, its people, and the state that the rules move."""

import mesa

from simulation.engines.employee import Employee, Position
from simulation.population.firm_state import Beliefs, Department, Desk, Offer, Stocks, Tally
from simulation.population.firms import Place
from simulation.scenario.firms import Firm as FirmPlan
from simulation.scenario.firms import FirmState
from simulation.scenario.policy import Policy


class Firm(mesa.Agent):
    """One firm in the market."""

    def __init__(self, model: mesa.Model, number: int, place: int, plan: FirmPlan, start: Place, policy: Policy) -> None:
        super().__init__(model)
        self.number = number
        """Number in the scenario's list."""
        self.place = place
        """Place in the market: what its luck is drawn by."""
        self.plan = plan
        self._read: FirmPlan | None = None
        self._states: dict[tuple[bool, int], FirmState] = {}
        self.name = plan.name
        self.start = start
        self.policy = policy
        self.fallback = policy
        """Policy before the programme, to which an impatient leadership returns."""
        self.goals: list[float] = []
        """(13,) what each purchase of the policy would come to if it went on for ever, see `programme.purchase_goals`."""
        self.goals_of: Policy | None = None
        """The policy that `goals` were worked out for."""
        self.aborted = False
        self.survey_bias = plan.survey_bias_points
        self.stocks = Stocks()
        self.desk = Desk()
        self.departments: list[Department] = []
        self.positions: list[list[Position]] = []
        """(6,) positions by department, where employees are agents."""
        self.offer = Offer(product=list(start.product), known_position=list(start.product))
        self.beliefs = Beliefs()
        self.tally = Tally()
        self.costs: dict[str, int] = {}
        """This month's cost by kind, money units."""
        self.revenue_start = 0
        """Expected monthly revenue at the start, money units."""
        self.revenue_before = 0
        """Last month's revenue, money units."""
        self.cumulative_profit = 0
        self.discounted_profit = 0
        self.failure_rates: list[float] = [0.0] * 6
        self.found_first = 0.0
        self.false_alarms = 0.0
        self.paid = 1.0
        self.log_price = 0.0
        self.misfit_points = 0.0
        self.knows = 0.0
        """Share of what can be known about customers."""

    def decided(self, month: int) -> FirmState:
        """What the file says of the firm in a month; worked out once for all months that say the same."""
        if self._read is not self.plan:
            self._read, self._states = self.plan, {}
        begun = (month >= self.plan.start_month, sum(change.month <= month for change in self.plan.changes))
        if begun not in self._states:
            self._states[begun] = self.plan.at(month)
        return self._states[begun]

    @property
    def staff(self) -> list[Employee]:
        """Everybody who works here."""
        return [p.employee for department in self.positions for p in department if p.employee is not None]

    @property
    def technology_used(self) -> float:
        """Technology in place times its use, 0 to 1."""
        return self.stocks.technology * self.use

    use: float = 0.0
    """Share of the technology that people use, 0 to 1."""
