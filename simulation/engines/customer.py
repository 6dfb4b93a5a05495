"""A customer of the agents engine: what the rules read and write, and nothing that decides."""

import mesa

from simulation.rules.journey import NOTHING


class Customer(mesa.Agent):
    """One customer (or account): traits that last, and the state that a month moves."""

    number: int
    segment: int
    spend: float
    rank: float
    rank_error: float
    propensity: float
    leniency: float
    anchor: tuple[float, float, float]
    told: list[int]
    """Numbers of the customers whom this one tells."""

    def __init__(self, model: mesa.Model, number: int) -> None:
        super().__init__(model)
        self.number = number
        self.own_1 = self.own_2 = self.own_3 = 0.0
        """Own deviation from the lasting needs, fit tolerances."""
        self.want_1 = self.want_2 = self.want_3 = 0.0
        """Needs as the customer could state them, without the fad."""
        self.loss = 0.0
        """Fit loss of the own firm's product."""
        self.provider = -1
        """Place of the firm, or -1."""
        self.prospect = False
        self.tenure = 0
        self.joined = False
        """Whether this is the first month with the firm."""
        self.over_promised = False
        self.satisfaction = 0.0
        self.expectation = 0.0
        self.lived = 0.0
        """Performance of this month."""
        self.harm = 0.0
        """What this month's failures, waiting and repeats cost, less repair; points of 100."""
        self.bond = 0.0
        self.memory = 0.0
        """Of felt failures."""
        self.felt = 0
        """Failures felt with this firm."""
        self.recovered_once = False
        self.neighbours_left = 0.0
        self.newly_left = 0
        """Contacts who left this month."""
        self.reached_out = False
        self.case_kind = NOTHING
        self.case_age = 0
        self.case_contacts = 0
        self.case_fresh = False
        """Whether the open case began this month."""
