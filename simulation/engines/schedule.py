"""The month, as a list of named stages in the order in which they happen.

Everybody reads the others as they were at the end of the last month: moves of customers happen all at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from simulation.engines.organisation import desk, ledger, management, product, programme, rates

if TYPE_CHECKING:
    from simulation.engines.market import Market


class Stage(NamedTuple):
    """A part of the month: its name and what carries it out."""

    name: str
    run: Callable[[Market], None]


SCHEDULE: tuple[Stage, ...] = (
    Stage("decisions take effect", programme.decide),
    Stage("the budget builds its stocks", programme.build),
    Stage("what follows from them is set", rates.set_conditions),
    Stage("the support desk works its four weeks", desk.work),
    Stage("failure rates are set", rates.set_rates),
    Stage("needs drift, wants follow", lambda market: market.customer_side.drift(market)),
    Stage("failures happen along the journey", lambda market: market.customer_side.meet_failures(market)),
    Stage("contacts and cases are served", lambda market: market.customer_side.serve(market)),
    Stage("the month is lived and judged", lambda market: market.customer_side.live(market)),
    Stage("customers pay", lambda market: market.customer_side.spend(market)),
    Stage("customers talk", lambda market: market.customer_side.talk(market)),
    Stage("customers stay, switch, leave or enter", lambda market: market.customer_side.choose(market)),
    Stage("customers are counted", lambda market: market.customer_side.count(market)),
    Stage("what happened comes through to the top", management.see),
    Stage("people live the month", lambda market: market.people_side.live(market)),
    Stage("the next month's load is expected", desk.expect),
    Stage("products follow what was heard", product.listen_and_release),
    Stage("managers believe and decide", management.decide),
    Stage("the market learns of products and promises", product.notice),
    Stage("the books are closed", ledger.close),
    Stage("leadership waits or gives up", management.wait),
    Stage("the month is recorded", lambda market: market.record()),
)
