"""The customers' side as objects: sets customers up as agents and offers the month's stages to the schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulation.engines.customer import Customer
from simulation.engines.customer_side import Heard, Sample
from simulation.engines.market_side import choice, counting, experience, journey, needs, service, talk
from simulation.population.customers import CustomerStart
from simulation.population.network import contacts
from simulation.randomness import Purpose

if TYPE_CHECKING:
    from simulation.engines.market import Market


class Draws(NamedTuple):
    """This month's draws of all customers, rows of four by number of the customer."""

    needs: list[list[float]]
    day: list[list[float]]
    event: list[list[float]]
    service: list[list[float]]
    queue: list[list[float]]


class CustomersAsAgents:
    """Every customer is a `mesa.Agent`; every rule is called as plain Python."""

    customers: list[Customer]
    """By number."""
    draws: Draws

    def create(self, market: Market, start: CustomerStart) -> None:
        """Sets the customers up as agents."""
        words = market.plan.market.word_of_mouth
        told = contacts(market.luck, start.spend.size, words.contacts, words.rewired_share).tolist()
        columns = zip(
            start.segment.tolist(), start.spend.tolist(), start.rank.tolist(), start.rank_error.tolist(),
            start.propensity.tolist(), start.leniency.tolist(), start.anchor.tolist(), start.deviation.tolist(),
            start.provider.tolist(), start.prospect.tolist(), start.tenure.tolist(), start.satisfaction.tolist(),
            start.loss.tolist(), strict=True,
        )
        self.customers = []
        for number, column in enumerate(columns):
            customer = Customer(market, number)
            (customer.segment, customer.spend, customer.rank, customer.rank_error, customer.propensity,
             customer.leniency, anchor, own, customer.provider, customer.prospect, customer.tenure,
             customer.satisfaction, customer.loss) = column
            customer.anchor = (anchor[0], anchor[1], anchor[2])
            customer.own_1, customer.own_2, customer.own_3 = own
            customer.want_1, customer.want_2, customer.want_3 = (a + o for a, o in zip(anchor, own, strict=True))
            customer.expectation = customer.satisfaction
            customer.told = told[number]
            self.customers.append(customer)

    def begin_month(self, market: Market) -> None:
        """Draws this month's luck by block."""
        luck, month, everybody = market.luck, market.month, market.everybody
        self.draws = Draws(
            luck.bells(Purpose.NEEDS, month, everybody).tolist(),
            luck.uniforms(Purpose.DAY, month, everybody).tolist(),
            luck.uniforms(Purpose.EVENT, month, everybody).tolist(),
            luck.uniforms(Purpose.SERVICE, month, everybody).tolist(),
            luck.uniforms(Purpose.QUEUE, month, everybody).tolist(),
        )

    def drift(self, market: Market) -> None:
        """Needs drift, wants follow."""
        needs.drift(market, self)

    def heard(self, market: Market) -> list[Heard]:
        """What each firm's customers would tell it in its way of listening, by place."""
        return needs.heard(market, self)

    def notice_releases(self, market: Market) -> None:
        """Customers whose need was met before they could have asked for it grow a bond."""
        needs.notice_releases(market, self)

    def meet_failures(self, market: Market) -> None:
        """Failures happen along the journey."""
        journey.meet_failures(market, self)

    def serve(self, market: Market) -> None:
        """Contacts and cases are served."""
        service.serve(market, self)

    def live(self, market: Market) -> None:
        """The month is lived and judged."""
        experience.live(market, self)

    def spend(self, market: Market) -> None:
        """Customers pay."""
        experience.spend(market, self)

    def talk(self, market: Market) -> None:
        """Customers talk, and beliefs move."""
        talk.talk(market, self)

    def choose(self, market: Market) -> None:
        """Customers stay, switch, leave or enter."""
        choice.choose(market, self)

    def count(self, market: Market) -> None:
        """Customers are counted."""
        counting.count(market, self)

    def sample(self, market: Market) -> Sample:
        """Columns of the yearly panel."""
        return counting.sample(self)
