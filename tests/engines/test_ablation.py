"""Every lever, stage and mechanism taken out alone: something changes, in the right place, and nothing in the wrong one.

A row of `MECHANISMS` says of a switch: which columns change when it is off, which come to a standstill (and at which
value), and in which world this shows. A row of `LEVERS` says of a purchase: which columns it changes, and which cannot
have changed yet in the first month, because nothing leads from the purchase to them within a month.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

from simulation.engines import simulate
from simulation.scenario.policy import PURCHASES, Mechanisms
from tests.engines.markets import CENTRIC, SERVICE, firm_named, scenario, stepped

BUSY = {"journey.use_per_month": 0.03, "journey.billing_per_month": 0.02, "support.target_pressure": 1.0}
"""A world in which enough goes wrong for a small market to show it."""

OVERLOAD = {**BUSY, "market.word_of_mouth.innovation_per_year": 0.5, "market.prospect_share": 0.5,
            "management.staffing_months": 60.0, "management.staff_up": 0.0}
"""Customers come faster than staff."""

RUNS = 3
MONEY = ("cost", "profit", "cumulative_profit", "discounted_profit", "customer_lifetime_value", "customer_equity")


class Mechanism(NamedTuple):
    """What taking out a mechanism does."""

    moves: tuple[str, ...]
    stands_still: Mapping[str, float] = MappingProxyType({})
    world: Mapping[str, Any] = MappingProxyType(BUSY)
    nothing_else_moves: bool = False


MECHANISMS = {
    "needs_drift": Mechanism(("needs_fit", "satisfaction")),
    "stage_awareness": Mechanism(("expectation",), {"failures_awareness": 0.0}),
    "stage_purchase": Mechanism(("felt_failures",), {"failures_purchase": 0.0}),
    "stage_onboarding": Mechanism(("felt_failures",), {"failures_onboarding": 0.0}),
    "stage_use": Mechanism(("felt_failures", "satisfaction", "complaints"), {"failures_use": 0.0}),
    "stage_billing": Mechanism(("felt_failures", "satisfaction", "complaints"), {"failures_billing": 0.0}),
    "stage_contact": Mechanism(("felt_failures", "ticket_satisfaction"), {"failures_contact": 0.0}),
    "proactive": Mechanism(("felt_failures", "cost_contacts_compensation"), {"failures_found_first": 0.0}),
    "listening": Mechanism(("needs_fit", "wants_fit")),
    "complaints": Mechanism(("silent_failures", "contacts", "cost_contacts_compensation"), {"complaints": 0.0}),
    "work_pressure": Mechanism(("resolved_first_contact", "open_cases"), {"work_pressure": 1.0}, OVERLOAD),
    "eroding_standard": Mechanism(("work_pressure", "resolved_first_contact"), {"service_standard": 1.0}, OVERLOAD),
    "recovery": Mechanism(("satisfaction",)),
    "loss_aversion": Mechanism(("satisfaction", "net_promoter_score")),
    "bond": Mechanism(("bond",), {"bond": 0.0}),
    "failure_memory": Mechanism(("lost",), {"lost_failure": 0.0}),
    "word_of_mouth": Mechanism(("gained", "expectation"), {"messages_positive": 0.0, "messages_negative": 0.0}),
    "contagion": Mechanism(("lost",), {"lost_neighbour": 0.0}, {**BUSY, "market.attention.neighbour_effect": 0.5}),
    "acquisition": Mechanism(("gained", "customers")),
    "spending_response": Mechanism(("revenue",)),
    "fatigue": Mechanism(("work_pressure", "quits"), {}, OVERLOAD),
    "quitting": Mechanism(("cost_hiring_training", "skill"), {"quits": 0.0}),
    "culture": Mechanism(("employee_engagement", "failures"), {}),
    "knowledge": Mechanism(("failures_found_first",), {"knowledge": 0.0}),
    "management": Mechanism(("positions", "work_pressure")),
    "value_focus": Mechanism(("satisfaction",), world=OVERLOAD),
    "coordination_cost": Mechanism(("cost", "profit"), {"cost_coordination": 0.0}, nothing_else_moves=True),
    "disruption": Mechanism(("workload", "work_pressure", "failures")),
}


def world(values):
    return scenario(SERVICE, CENTRIC, customers=200, months=24, values=values)


def focal(plan, replication):
    series = simulate(plan, replication).series
    return series[series["firm"] == "Compass"].set_index("month").drop(columns=["scenario", "firm", "strategy", "policy_label"])


RESULTS: dict[tuple[Any, ...], list[pd.DataFrame]] = {}


def runs(values):
    """The focal firm's rows in a few runs of a world."""
    key = tuple(sorted(values.items()))
    if key not in RESULTS:
        RESULTS[key] = [focal(world(values), replication) for replication in range(RUNS)]
    return RESULTS[key]


def moved(with_it, without):
    """Columns that differ in any run."""
    pairs = zip(with_it, without, strict=True)
    return {name for left, right in pairs for name in left.columns if not left[name].equals(right[name])}


def test_every_mechanism_has_its_row():
    assert set(MECHANISMS) == set(Mechanisms.model_fields)


@pytest.mark.parametrize("name", MECHANISMS)
def test_taking_out_the_mechanism(name):
    expected = MECHANISMS[name]
    with_it, without = runs(expected.world), runs({**expected.world, f"mechanisms.{name}": False})
    found = moved(with_it, without)
    assert set(expected.moves) | set(expected.stands_still) <= found
    for column, value in expected.stands_still.items():
        for rows in without:
            assert np.allclose(rows[column], value, rtol=0.0, atol=1e-12), column
    if expected.nothing_else_moves:
        assert found <= {*expected.moves, *expected.stands_still, *MONEY}


def test_without_listening_no_product_moves():
    market = stepped(world({"mechanisms.listening": False}), 24)
    assert [firm.offer.product for firm in market.firms] == [list(firm.start.product) for firm in market.firms]
    moving = stepped(world({}), 24)
    assert [firm.offer.product for firm in moving.firms] != [list(firm.start.product) for firm in moving.firms]


def test_without_management_nobody_steers():
    firm = firm_named(stepped(world({"mechanisms.management": False}), 24), "Compass")
    assert (firm.beliefs.effort, firm.beliefs.staffing) == (1.0, 1.0)
    firm = firm_named(stepped(world({}), 24), "Compass")
    assert firm.beliefs.effort != 1.0
    assert firm.beliefs.staffing != 1.0


def test_without_culture_nobody_changes_and_without_quits_nobody_new_comes():
    rows = runs({**BUSY, "mechanisms.culture": False, "mechanisms.quitting": False, "management.staffing_exponent": 0.0})
    for frame in rows:
        assert frame["customer_orientation"].std() < 0.01  # only support still grows and shrinks with its customers
    assert any(frame["customer_orientation"].std() > 0.03 for frame in runs(BUSY))


def test_without_acquisition_those_without_a_firm_only_become_more():
    plan = world({"mechanisms.acquisition": False, "market.involuntary_exit_per_year": 0.2})
    uncommitted = simulate(plan, 0).market["uncommitted"]
    assert uncommitted.is_monotonic_increasing
    assert uncommitted.iloc[-1] > uncommitted.iloc[0]


def test_without_the_spending_response_customers_pay_what_they_always_do():
    plan = world({"mechanisms.spending_response": False})
    market = stepped(plan, 5)
    paying = {firm.place: 0 for firm in market.firms}
    before = [customer.provider for customer in market.customers]
    market.step()
    for customer, place in zip(market.customers, before, strict=True):
        if place >= 0:
            paying[place] += int(customer.spend * 10_000 + 0.5)
    assert {firm.place: firm.tally.revenue for firm in market.firms} == paying


class Lever(NamedTuple):
    """What buying something does, against buying nothing, and where it cannot have led to within the first month."""

    moves: tuple[str, ...]
    not_at_once: tuple[str, ...]


CUSTOMERS = (
    "revenue", "satisfaction", "expectation", "customers", "failures", "felt_failures", "complaints", "contacts", "open_cases",
    "lost", "gained", "bond",
)
"""What customers live through and do."""
PEOPLE = ("employee_engagement", "customer_orientation", "skill", "quits", "employees", "workload")
MANAGERS = ("believed_quality", "cost_surveys")

LEVERS = {
    "leadership_commitment": Lever(
        ("customer_orientation", "employee_engagement", "failures"), (*CUSTOMERS, *MANAGERS, "skill", "knowledge", "price")
    ),
    "cultural_transformation": Lever(
        ("customer_orientation", "employee_engagement", "failures"), (*CUSTOMERS, *MANAGERS, "skill", "knowledge", "price")
    ),
    "data_driven_decisions": Lever(
        ("knowledge", "failures_found_first"), (*MANAGERS, "customer_orientation", "skill", "work_pressure")
    ),
    "breaking_silos": Lever(
        ("cost_coordination", "resolved_first_contact", "customer_orientation"), (*MANAGERS, "skill", "knowledge", "failures_use")
    ),
    "continuous_improvement": Lever(("failures",), (*MANAGERS, "customer_orientation", "skill", "knowledge", "work_pressure")),
    "employee_empowerment": Lever(
        ("employee_engagement", "resolved_first_contact", "cost_contacts_compensation"),
        (*MANAGERS, "customer_orientation", "skill", "knowledge", "failures_use"),
    ),
    "technology_integration": Lever(
        ("contacts", "ticket_satisfaction"), (*MANAGERS, "customer_orientation", "skill", "quits", "failures_use", "knowledge")
    ),
    "metrics_and_accountability": Lever(
        ("believed_quality", "cost_surveys", "perception_gap"), (*CUSTOMERS, *PEOPLE, *MANAGERS, "knowledge")
    ),
    "support_staff": Lever(
        ("work_pressure", "employee_engagement"), (*MANAGERS, "skill", "knowledge", "customer_orientation", "failures_use")
    ),
    "service_training": Lever(("skill", "failures"), (*CUSTOMERS, *MANAGERS, "customer_orientation", "knowledge")),
    "advertising": Lever(("gained", "customers"), (*PEOPLE, *MANAGERS, "knowledge", "work_pressure", "failures", "contacts")),
    "price": Lever(("price", "revenue", "lost"), (*PEOPLE, *MANAGERS, *CUSTOMERS, "knowledge", "work_pressure")),
    "product_development": Lever(("needs_fit", "satisfaction"), (*CUSTOMERS, *PEOPLE, *MANAGERS, "knowledge", "work_pressure")),
}


def buying(purchase, effect):
    """A firm that spends its whole budget on one purchase (on nothing, if None), for which its policy is open."""
    ours = {
        "name": "Compass", "strategy": "none", "scope": "all", "approach": "proactive", "listens_to": "needs",
        "focus": "relationship", "measures": "value", "alignment": "customer",
    }
    if purchase is not None:
        ours |= {"levers": {purchase: 1.0}, "improvement_budget": 0.03}
    values = {**BUSY, "market.switching_cost": 0.5, "mechanisms.disruption": False, **effect}
    return scenario({"name": "Frontline", "strategy": "status-quo"}, ours, customers=200, months=20, values=values)


NOTHING_BOUGHT = {replication: focal(buying(None, {}), replication) for replication in range(2)}


def test_every_purchase_has_its_row():
    assert set(LEVERS) == set(PURCHASES)


@pytest.mark.parametrize("name", LEVERS)
def test_buying(name):
    """Nothing differs before it is bought; in the first month only what hangs on it; later what it is for."""
    found: set[str] = set()
    for replication, nothing in NOTHING_BOUGHT.items():
        bought = focal(buying(name, {}), replication)
        found |= moved([bought], [nothing])
        assert moved([bought.loc[:0]], [nothing.loc[:0]]) == set()
        at_once = moved([bought.loc[1:1]], [nothing.loc[1:1]])
        assert not at_once & set(LEVERS[name].not_at_once), at_once
        assert at_once or name == "price"  # decided at the month's start, before the first money is spent
    assert set(LEVERS[name].moves) <= found


@pytest.mark.parametrize("name", LEVERS)
def test_buying_what_has_no_effect(name):
    """With its effect taken out, a purchase changes the books by its price, and nothing else in the world."""
    no_effect = {f"lever_effects.{name}": 0.0}
    bought, nothing = (simulate(buying(purchase, no_effect), 0) for purchase in (name, None))
    rows = [tables.series[tables.series["firm"] == "Compass"].set_index("month") for tables in (bought, nothing)]
    different = moved([rows[0]], [rows[1]]) - {"policy_label"}
    assert different <= {"cost_programme", *MONEY}
    assert different or name == "price"  # a price that is not lowered costs nothing
    paid = (rows[0]["cost_programme"] - rows[1]["cost_programme"]).to_numpy()
    assert np.allclose((rows[1]["profit"] - rows[0]["profit"]).to_numpy(), paid, rtol=0.0, atol=1e-6)
    rivals = [tables.series[tables.series["firm"] == "Frontline"] for tables in (bought, nothing)]
    assert rivals[0].equals(rivals[1])
    assert bought.market.drop(columns="profit").equals(nothing.market.drop(columns="profit"))
