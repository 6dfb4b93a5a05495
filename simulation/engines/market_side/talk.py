"""Word of mouth: who tells whom, and what segments come to believe about firms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.engines.units import SCORE
from simulation.rules.word_of_mouth import heard_share, new_belief, sending_rate

if TYPE_CHECKING:
    from simulation.engines.market import Market
    from simulation.engines.market_side.agents import CustomersAsAgents


def talk(market: Market, side: CustomersAsAgents) -> None:
    """Customers tell a contact about their firm; segments and advertising move what is believed."""
    plan = market.plan.market.word_of_mouth
    firms, segments = len(market.firms), len(market.plan.segments)
    messages = [[0] * segments for _ in range(firms)]
    said = [[0] * segments for _ in range(firms)]
    if market.plan.mechanisms.word_of_mouth:
        queue = side.draws.queue
        for customer, chances in zip(side.customers, side.draws.day, strict=True):
            f = customer.provider
            if f < 0:
                continue
            satisfaction = customer.satisfaction
            rate = sending_rate(
                satisfaction, plan.base_rate_per_month, plan.curvature, plan.turning_point, plan.dissatisfied_factor,
                plan.most_per_month,
            )
            if chances[3] < rate:
                told = customer.told
                listener = side.customers[told[int(queue[customer.number][2] * len(told))]]
                messages[f][listener.segment] += 1
                said[f][listener.segment] += int(satisfaction * SCORE)
                tally = market.firms[f].tally
                if satisfaction >= plan.turning_point:
                    tally.messages_positive += 1
                else:
                    tally.messages_negative += 1
    move_beliefs(market, messages, said)


def move_beliefs(market: Market, messages: list[list[int]], said: list[list[int]]) -> None:
    """Segments' beliefs after a month of talk and advertising.

    messages, said  (firms by place, segments) messages that reached a segment, and their satisfaction in fixed point
    """
    plan = market.plan.market.word_of_mouth
    for firm in market.firms:
        for s, members in enumerate(market.segment_sizes):
            count = messages[firm.place][s]
            belief = firm.offer.beliefs[s]
            mean = said[firm.place][s] / SCORE / count if count else belief
            heard = heard_share(float(count), float(members), plan.half_reach) if members else 0.0
            firm.offer.beliefs[s] = new_belief(
                belief, mean, heard, plan.belief_step, firm.offer.promise, firm.offer.advertising, plan.advertising_step
            )
