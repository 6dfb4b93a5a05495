"""The customers' side as objects: sets customers up as agents and offers the month's stages to the schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.engines.customer import Customer
from simulation.engines.market_side import choice, experience, journey, needs, service, talk
from simulation.engines.market_side.counting import count, sample
from simulation.population.customers import CustomerStart
from simulation.population.network import contacts

if TYPE_CHECKING:
    from simulation.engines.market import Market


class CustomersAsAgents:
    """Every customer is a `mesa.Agent`; every rule is called as plain Python."""

    drift = staticmethod(needs.drift)
    heard = staticmethod(needs.heard)
    notice_releases = staticmethod(needs.notice_releases)
    set_rates = staticmethod(journey.set_rates)
    meet_failures = staticmethod(journey.meet_failures)
    serve = staticmethod(service.serve)
    live = staticmethod(experience.live)
    spend = staticmethod(experience.spend)
    talk = staticmethod(talk.talk)
    choose = staticmethod(choice.choose)
    count = staticmethod(count)
    sample = staticmethod(sample)

    @staticmethod
    def create(market: Market, start: CustomerStart) -> list[Customer]:
        """The customers as agents, by number."""
        words = market.plan.market.word_of_mouth
        told = contacts(market.luck, start.spend.size, words.contacts, words.rewired_share).tolist()
        columns = zip(
            start.segment.tolist(), start.spend.tolist(), start.rank.tolist(), start.rank_error.tolist(),
            start.propensity.tolist(), start.leniency.tolist(), start.anchor.tolist(), start.deviation.tolist(),
            start.provider.tolist(), start.prospect.tolist(), start.tenure.tolist(), start.satisfaction.tolist(),
            strict=True,
        )
        customers = []
        for number, column in enumerate(columns):
            customer = Customer(market, number)
            (customer.segment, customer.spend, customer.rank, customer.rank_error, customer.propensity,
             customer.leniency, anchor, own, customer.provider, customer.prospect, customer.tenure,
             customer.satisfaction) = column
            customer.anchor = (anchor[0], anchor[1], anchor[2])
            customer.own_1, customer.own_2, customer.own_3 = own
            customer.want_1, customer.want_2, customer.want_3 = (a + o for a, o in zip(anchor, own, strict=True))
            customer.expectation = customer.satisfaction
            customer.experiences = 2.0 + customer.tenure
            customer.told = told[number]
            customers.append(customer)
        return customers
