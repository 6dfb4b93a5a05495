"""The two engines are one model: the same tables and the same customers to the last bit, whatever the scenario says.

Customers as agents, their rules called as plain Python, against customers as arrays, the same rules compiled.
"""

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from simulation.engines import Market
from simulation.engines import market as market_module
from simulation.engines.array_side import arrays
from simulation.engines.array_side.arrays import CustomersAsArrays
from simulation.engines.array_side.people import PeopleAsArrays
from simulation.engines.array_side.state import needs_of, rank_by_value
from simulation.engines.simulation_run import forget
from simulation.records.tables import RunTables
from simulation.rules.support import estimated_rank
from simulation.scenario import Scenario, load_scenario
from tests.engines.markets import CENTRIC, FOCUSED, SERVICE, scenario
from tests.scenario.generated import PER_FIRM, WORLD, table

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
TABLES = ("series", "market", "segments", "departments", "panel", "cohorts")


def run(plan: Scenario, engine: str, replication: int = 0) -> Market:
    """A market of this engine at the end of the scenario."""
    market = Market(plan.with_values({"run.engine": engine}), replication=replication)
    forget(market)
    while market.month < plan.run.months:
        market.step()
    return market


def assert_same_tables(left: RunTables, right: RunTables) -> None:
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(left, name), getattr(right, name), check_exact=True, obj=name)


KEPT_AS_WHOLE_NUMBERS = ("order", "anchor_1", "anchor_2", "anchor_3")


def assert_same_customers(agents: Market, compiled: Market) -> None:
    side = compiled.customer_side
    assert isinstance(side, CustomersAsArrays)
    assert side.told.tolist() == [customer.told for customer in agents.customers]
    for name in side.fields():
        if name not in KEPT_AS_WHOLE_NUMBERS:
            expected = np.array([getattr(customer, name) for customer in agents.customers])
            np.testing.assert_array_equal(side.field(name), expected, err_msg=name)
    assert_same_traits(agents, compiled, side)


def assert_same_traits(agents: Market, compiled: Market, side: CustomersAsArrays) -> None:
    """Needs as compiled code makes them of what is kept, and ranks as it draws them again."""
    state, needs = side.state, side.needs(compiled)
    for customer in agents.customers:
        i = customer.number
        (a, b, c), (x, y, z) = customer.anchor, agents.centre
        now = (a + x + customer.own_1, b + y + customer.own_2, c + z + customer.own_3)
        assert needs_of.py_func(state, i, needs) == now
        for knows in (0.0, 1.0):
            expected = estimated_rank(customer.rank, customer.rank_error, knows)
            assert rank_by_value.py_func(state, side.keys, i, knows) == expected


def assert_same_people(agents: Market, compiled: Market) -> None:
    """Everybody on every position, by place and department."""
    side = compiled.people_side
    assert isinstance(side, PeopleAsArrays)
    for firm in agents.firms:
        for people, positions in zip(side.people[firm.place], firm.positions, strict=True):
            assert people["number"].tolist() == [position.number for position in positions]
            assert people["vacant"].tolist() == [position.employee is None for position in positions]
            held = [(who, position.employee) for who, position in zip(people, positions, strict=True) if position.employee]
            for name in ("skill", "orientation", "engagement", "fatigue", "tenure"):
                assert [who[name] for who, _ in held] == [getattr(employee, name) for _, employee in held], name


def assert_agreement(plan: Scenario, replication: int = 0) -> Market:
    """Both engines agree on the scenario; returns the compiled market at its end."""
    agents, compiled = run(plan, "agents", replication), run(plan, "compiled", replication)
    assert_same_tables(agents.recorder.tables(agents), compiled.recorder.tables(compiled))
    assert_same_customers(agents, compiled)
    assert_same_people(agents, compiled)
    return compiled


def shipped() -> list[Any]:
    """Every shipped scenario, in both of the first replications; that of many firms in one."""
    files = sorted(SCENARIOS.rglob("*.toml"))
    return [
        pytest.param(file, replication, id=f"{file.stem}-{replication}")
        for file in files
        for replication in ((0,) if "niche" in file.stem else (0, 1))
    ]


@pytest.mark.parametrize(("file", "replication"), shipped())
def test_on_every_shipped_scenario(file, replication):
    plan = load_scenario(file)
    plan = plan.with_values({"market.customers": max(400, 30 * len(plan.firms)), "run.months": 24})
    assert_agreement(plan, replication)


def test_everybody_and_the_books_agree_after_every_single_month():
    """Customers, employees and the ledger in lockstep, not only what is left at the end."""
    plan = scenario(SERVICE, FOCUSED, {**CENTRIC, "value_focus": 0.5}, customers=150, months=14)
    agents, compiled = (Market(plan.with_values({"run.engine": engine})) for engine in ("agents", "compiled"))
    for market in (agents, compiled):
        forget(market)
    for _ in range(plan.run.warm_up_months + plan.run.months):
        agents.step()
        compiled.step()
        assert_same_customers(agents, compiled)
        assert_same_people(agents, compiled)
        for one, other in zip(agents.firms, compiled.firms, strict=True):
            assert (one.costs, one.tally, one.beliefs, one.stocks) == (other.costs, other.tally, other.beliefs, other.stocks)


def test_on_a_twin():
    plan = load_scenario(SCENARIOS / "head_to_head.toml").with_values({"market.customers": 300, "run.months": 18})
    for preset in ("price-cutter", "lip-service", "none"):
        assert_agreement(plan.with_twin(preset))


OVERLOADED = {
    "support.target_pressure": 1.5, "support.time_elasticity": 0.1, "support.most_months": 5, "support.most_contacts": 4,
    "journey.routine_contacts_per_month": 0.6, "journey.contact_per_contact": 0.2, "journey.use_per_month": 0.1,
}
CHOOSY = {**CENTRIC, "value_focus": 1.0, "improvement_budget": 0.1}


def test_with_queues_at_overloaded_desks():
    """People cannot serve all, so that queues are sorted, tiers resent, and people give up."""
    compiled = assert_agreement(scenario(SERVICE, CHOOSY, customers=400, months=24, values=OVERLOADED))
    series = compiled.recorder.tables(compiled).series
    assert (series["waiting_time"] > 1.2).mean() > 0.5
    assert (series["cases_given_up"] > 0).mean() > 0.5


def test_with_one_desk_overloaded_and_the_other_not():
    idle = {**SERVICE, "levers": {"support_staff": 1.0}, "improvement_budget": 0.3}
    plan = scenario(idle, FOCUSED, CENTRIC, customers=400, months=18, values={"support.target_pressure": 1.1})
    compiled = assert_agreement(plan)
    pressure = compiled.recorder.tables(compiled).series.pivot(index="month", columns="firm", values="work_pressure")
    assert ((pressure.min(axis=1) < 0.9) & (pressure.max(axis=1) > 1.05)).any()


@pytest.mark.parametrize("overloaded", [False, True])
def test_on_threads(monkeypatch, overloaded):
    """Chunks as small as they can be, worked on by several threads at once, give what one thread gives in one go."""
    plan = scenario(SERVICE, FOCUSED, CHOOSY, customers=1_900, months=15, values=OVERLOADED if overloaded else None)
    one = run(plan, "compiled")
    monkeypatch.setattr(arrays, "CHUNK", arrays.LEAST_CHUNK)
    monkeypatch.setattr(market_module, "CustomersAsArrays", partial(CustomersAsArrays, threads=4))
    several = run(plan, "compiled")
    assert len(several.customer_side.chunks()) > 2
    assert_same_tables(one.recorder.tables(one), several.recorder.tables(several))
    for name in one.customer_side.fields():
        np.testing.assert_array_equal(one.customer_side.field(name), several.customer_side.field(name), err_msg=name)


def test_threads_agree_with_the_agents(monkeypatch):
    monkeypatch.setattr(arrays, "CHUNK", arrays.LEAST_CHUNK)
    monkeypatch.setattr(market_module, "CustomersAsArrays", partial(CustomersAsArrays, threads=3))
    assert_agreement(scenario(SERVICE, CHOOSY, customers=900, months=9, values=OVERLOADED))


@pytest.mark.parametrize(("count", "threads"), [(100_000, 2), (1_000_000, 2), (1_000_000, 3), (20_000, 2)])
def test_threads_share_the_customers_evenly(count, threads):
    edges = arrays.pieces(count, threads)
    assert [lo for lo, _ in edges] == [0, *(hi for _, hi in edges[:-1])]
    assert edges[-1][1] == count
    sizes = [hi - lo for lo, hi in edges]
    assert max(sizes) <= arrays.CHUNK
    assert -(-len(sizes) // threads) * max(sizes) < 1.03 * count / threads


def test_few_customers_are_not_spread_over_threads():
    assert arrays.pieces(900, 2) == [(0, 900)]
    assert arrays.pieces(0, 2) == []


SETTINGS = ("run.", "name", "title", "question", "expect", "mechanisms.", "market.customers", "market.currency")
SIZES = [entry.key for entry in WORLD if entry.key.startswith("employees.") and entry.key.endswith(("_share", "per_firm"))]
FREE = [entry for entry in WORLD if not entry.key.startswith(SETTINGS) and entry.key not in SIZES]
"""Parameters that may be anything in their ranges; departments' shares must sum to one."""
OF_FIRMS = [entry for entry in PER_FIRM if entry.key not in ("firms[].name", "firms[].start_month")]
SWITCHES = [entry.key.removeprefix("mechanisms.") for entry in WORLD if entry.key.startswith("mechanisms.")]
STRATEGIES = ["service-only", "customer-focused", "customer-centric", "lip-service", "price-cutter", "status-quo", "none"]


@st.composite
def segments(draw: st.DrawFn) -> list[dict[str, Any]]:
    """One to three segments, some of them accounts of several users."""
    weights = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    shares = [weight / sum(weights) for weight in weights]
    shares[-1] = 1.0 - sum(shares[:-1])
    return [
        {
            "name": f"segment {number}", "share": share, "users_per_account": draw(st.sampled_from([1, 1, 2, 4, 5, 9])),
            "worst_user_weight": draw(st.floats(0.0, 1.0)), "spend_spread": draw(st.floats(0.0, 2.5)),
            "price_sensitivity": draw(st.floats(0.0, 3.0)), "need_shift": draw(st.floats(-1.0, 1.0)),
            "switching_cost_add": draw(st.floats(-1.0, 2.0)), "spend_per_month": draw(st.sampled_from([0.5, 50.0, 4000.0])),
        }
        for number, share in enumerate(shares)
    ]


@st.composite
def worlds(draw: st.DrawFn) -> Scenario:
    """Small scenarios with anything in them: parameters at will, mechanisms off, policies that no preset has."""
    data = draw(table(FREE, "", most=20))
    data["mechanisms"] = dict.fromkeys(draw(st.lists(st.sampled_from(SWITCHES), max_size=5, unique=True)), False)
    data["segments"] = draw(segments())
    data["firms"] = [
        {
            **draw(table(OF_FIRMS, "firms[].", most=8)), "name": f"Firm {number}",
            "strategy": draw(st.sampled_from(STRATEGIES)), "start_month": draw(st.integers(-3, 6)),
            "changes": [{"month": draw(st.integers(1, 9)), "strategy": draw(st.sampled_from(STRATEGIES))}] if number == 0 else [],
        }
        for number in range(draw(st.integers(2, 4)))
    ]
    data["name"] = "anything"
    data["run"] = {"months": 13, "warm_up_months": draw(st.integers(1, 4)), "seed": draw(st.integers(0, 2**63 - 1))}
    data.setdefault("market", {})["customers"] = draw(st.integers(60, 300))
    data.setdefault("employees", {})["per_firm"] = draw(st.integers(12, 40))
    try:
        return Scenario.model_validate(data)
    except ValueError:
        assume(False)
        raise


FEW = settings(max_examples=40, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=300, suppress_health_check=list(HealthCheck))


@FEW
@given(worlds(), st.integers(0, 5))
def test_on_scenarios_drawn_at_random(plan, replication):
    assert_agreement(plan, replication)


@pytest.mark.slow
@MANY
@given(worlds(), st.integers(0, 5))
def test_on_many_scenarios_drawn_at_random(plan, replication):
    assert_agreement(plan, replication)
