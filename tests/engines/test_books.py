"""The books of a month, worked out by hand: who pays for what, and that revenue less every cost is profit.

Amounts are whole money units. Costs below the gross margin are scaled by (.5 (1 - .2) - .24) / .32 = .5.
"""

from types import SimpleNamespace

import numpy as np
import pytest

from simulation.engines.organisation.ledger import COSTS, STAFF, close
from simulation.engines.organisation.programme import PRICE

BY_HAND = {
    "cost_of_goods": 300_000 + 400_000,  # .3 of a million at list prices; .2 of a million for twice the positions
    "cost_wages": 32_000 + 0 + 40_000 + 20_000 + 90_000,  # with a fifth vacant; with nobody; and so on
    "cost_hiring_training": 7_500 + 24_000 + 60_000 + 60_000 + 40_500,  # half as many positions again; an eighth of a year's pay
    "cost_contacts_compensation": 32_000 + 5_000 + 30_000 + 4_500,  # contacts, outreaches, support's own, compensation
    "cost_acquisition": 30_000,
    "cost_programme": 49_500,  # three quarters of the budget: the rest is spent on price, and shows in revenue
    "cost_surveys": 600,
    "cost_coordination": 3_000,  # a quarter of the walls is down
    "cost_overhead": 25_000 + 30_000,  # half of it follows the first month's revenue, half this month's
}
REVENUE = 1_200_000
PROFIT = REVENUE - 1_283_600


DEPARTMENTS = [
    dict(positions=10, start_positions=10, employed=4, heads=5, hires=2),
    dict(positions=10, start_positions=10, employed=0, heads=0, hires=1),
    dict(positions=10, start_positions=10, employed=1, heads=1, hires=1),
    dict(positions=20, start_positions=10, employed=5, heads=5, hires=0),
    dict(positions=10, start_positions=10, employed=3, heads=3, hires=0),
    dict(positions=30, start_positions=20, employed=10, heads=10, hires=3),
]


def market(month: int = 6, coordination: bool = True) -> SimpleNamespace:
    """A market of one firm before its books are closed."""
    ledger = SimpleNamespace(
        gross_margin=0.5, margin_share=0.2, ordinary_improvement=0.24, operations_wages=0.2, training=0.01, replacement_cost=0.25,
        message_cost=0.5, self_service_cost=0.1, contact_cost=0.02, outreach_cost=0.01, support_other=0.04, media=0.05,
        survey_cost=0.001, coordination=0.01, overhead=0.1, overhead_fixed=0.5, discount_rate_per_year=0.21,
    )  # fmt: skip
    allocation = [0.0] * 20
    allocation[PRICE] = 0.25
    firm = SimpleNamespace(
        revenue_start=1_000_000,
        revenue_before=1_100_000,
        offer=SimpleNamespace(price=1.2),
        place=0,
        tally=SimpleNamespace(revenue=REVENUE, contacts=(100, 40, 200), follow_ups=20, outreaches=50, compensation=9_000),
        policy=SimpleNamespace(improvement_budget=0.06, allocation=allocation),
        stocks=SimpleNamespace(walls=0.6),
        beliefs=SimpleNamespace(survey_weight=0.5),
        cumulative_profit=100,
        discounted_profit=7,
    )
    return SimpleNamespace(
        firms=[firm],
        departments=np.array([tuple(one[name] for name in STAFF) for one in DEPARTMENTS], [(name, np.int64) for name in STAFF]),
        month=month,
        plan=SimpleNamespace(ledger=ledger, mechanisms=SimpleNamespace(coordination_cost=coordination)),
        wage_shares=[0.04, 0.04, 0.04, 0.2, 0.02, 0.06],
        start_positions=60,
        start_walls=0.8,
        mean_spend=2.0,
    )


def closed(**how) -> SimpleNamespace:
    here = market(**how)
    close(here)
    return here.firms[0]


def test_every_cost_is_what_it_is_by_hand():
    costs = closed().costs
    assert tuple(costs) == COSTS == tuple(BY_HAND)
    assert costs == BY_HAND
    assert all(type(cost) is int for cost in costs.values())


def test_profit_adds_up_and_is_discounted_from_the_first_month_on():
    firm = closed()
    assert firm.cumulative_profit == 100 + PROFIT
    assert firm.discounted_profit == 7 + PROFIT / 1.1  # half a year at 21 % is a root of 1.21


@pytest.mark.parametrize(("month", "counts"), [(-3, False), (0, False), (1, True)])
def test_the_past_before_the_first_month_does_not_count(month, counts):
    firm = closed(month=month)
    assert firm.costs == BY_HAND
    assert (firm.cumulative_profit, firm.discounted_profit != 7) == (100 + PROFIT * counts, counts)


def test_without_its_mechanism_coordination_costs_nothing():
    assert closed(coordination=False).costs == BY_HAND | {"cost_coordination": 0}
