"""The market as a Mesa model: stepped, asked, grouped and collected from like any other, and let go when it is done."""

import gc
import warnings
import weakref
from collections import Counter

import mesa
import pandas as pd
import pytest

from simulation import Market as PublicMarket
from simulation.engines import Market, simulate
from simulation.engines.customer import Customer
from simulation.engines.employee import Employee
from simulation.engines.firm import Firm
from simulation.engines.simulation_run import forget
from tests.engines.markets import CENTRIC, FOCUSED, SERVICE, scenario, tables_of

PLAN = scenario(SERVICE, FOCUSED, CENTRIC, customers=90, months=14, values={"employees.per_firm": 20})


@pytest.fixture
def market():
    made = Market(PLAN, rng=3, replication=1)
    yield made
    forget(made)


def test_the_public_name_is_this_model(market):
    assert PublicMarket is Market
    assert isinstance(market, mesa.Model)


def test_it_is_stepped_month_by_month(market):
    assert market.month == -12
    market.step()
    assert market.month == -11
    for _ in range(25):
        market.step()
    assert market.month == 14
    assert market.recorder.tables(market).series["month"].tolist() == [month for month in range(-11, 15) for _ in range(3)]


def test_stepping_by_hand_gives_what_simulate_gives(market):
    while market.month < PLAN.run.months:
        market.step()
    whole = simulate(PLAN, 1, seed=3)
    for name in ("series", "market", "segments", "departments", "panel", "cohorts"):
        pd.testing.assert_frame_equal(getattr(tables_of(market), name), getattr(whole, name), check_exact=True)


def test_looking_at_it_changes_nothing(market):
    other = Market(PLAN, rng=3, replication=1)
    forget(other)
    while market.month < 3:
        market.step()
        other.step()
        market.agents.shuffle_do("__repr__")
        market.agents.select(at_most=0.5)
        market.random.random()
        market.datacollector.get_model_vars_dataframe()
        tables_of(market)
    pd.testing.assert_frame_equal(tables_of(market).series, tables_of(other).series, check_exact=True)


def test_customers_firms_and_employees_are_agents(market):
    counts = Counter(type(agent) for agent in market.agents)
    assert counts[Customer] == 90
    assert counts[Firm] == 3
    assert set(counts) == {Customer, Firm, Employee}
    assert set(market.agents_by_type) == {Customer, Firm, Employee}
    assert len(market.agents_by_type[Customer]) == 90


def test_employees_who_left_are_no_agents_any_more(market):
    for _ in range(20):
        market.step()
        series = tables_of(market).series
        now = series[series["month"] == market.month]
        assert len(market.agents_by_type[Employee]) == now["employees"].sum()
    assert series["quits"].sum() > 0


def test_agent_sets_select_get_and_group(market):
    for _ in range(15):
        market.step()
    customers = market.agents_by_type[Customer]
    with_firm = customers.select(lambda customer: customer.provider >= 0)
    assert len(with_firm) == sum(firm.tally.customers for firm in market.firms)
    satisfaction = with_firm.get("satisfaction")
    assert all(0.0 <= score <= 100.0 for score in satisfaction)
    groups = with_firm.groupby("provider")
    assert {place: len(group) for place, group in groups} == {firm.place: firm.tally.customers for firm in market.firms}
    assert sorted(market.agents_by_type[Firm].get("name")) == ["Compass", "Echo", "Frontline"]
    loyal = customers.select(lambda customer: customer.tenure > 60)
    assert 0 < len(loyal) < len(customers)
    total = customers.agg("spend", sum)
    assert total == pytest.approx(sum(customer.spend for customer in market.customers))


def test_the_datacollector_holds_every_month_of_market_and_firms(market):
    for _ in range(14):
        market.step()
    collected = market.datacollector.get_model_vars_dataframe()
    assert collected["month"].tolist() == list(range(-11, 3))
    assert collected["uncommitted"].tolist() == tables_of(market).market["uncommitted"].tolist()
    firms = market.datacollector.get_agenttype_vars_dataframe(Firm)
    assert len(firms) == 14 * 3
    series = tables_of(market).series.set_index(["month", "firm"]).sort_index()
    by_month = firms.set_index(["month", "firm"]).sort_index()
    for column in ("customers", "revenue", "satisfaction", "employee_engagement"):
        assert by_month[column].to_numpy() == pytest.approx(series[column].to_numpy()), column


def test_a_market_can_be_subclassed_and_its_firms_changed_while_it_runs():
    class Shocked(Market):
        def step(self):
            if self.month == 2:
                for firm in self.agents_by_type[Firm]:
                    firm.stocks.walls = 0.0
            super().step()

    shocked, ordinary = Shocked(PLAN, rng=3), Market(PLAN, rng=3)
    for model in (shocked, ordinary):
        forget(model)
        while model.month < 6:
            model.step()
    left, right = (tables_of(model).series.set_index("month") for model in (shocked, ordinary))
    assert left.loc[:2].equals(right.loc[:2])
    assert (left.loc[3, "cost_coordination"] > right.loc[3, "cost_coordination"]).all()


def test_no_warning_is_given():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = Market(PLAN)
        forget(model)
        for _ in range(15):
            model.step()
        tables_of(model)
        model.datacollector.get_agenttype_vars_dataframe(Firm)


def kept_alive():
    """Markets that Mesa 3.3 keeps in a table of the class `Agent`; later versions have none."""
    return [model for model in getattr(mesa.Agent, "_ids", {}) if isinstance(model, Market)]


def test_a_model_is_let_go_when_it_is_done():
    before = len(kept_alive())
    for replication in range(3):
        simulate(PLAN.with_values({"run.months": 1}), replication)
    assert len(kept_alive()) == before
    model = Market(PLAN)
    model.step()
    forget(model)
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


def test_a_model_is_let_go_when_it_fails():
    before = len(kept_alive())
    with pytest.raises(ValueError, match="strategy"):
        simulate(PLAN, 0, twin="nothing")
    assert len(kept_alive()) == before


def test_in_the_compiled_engine_only_firms_are_agents():
    model = Market(PLAN.with_values({"run.engine": "compiled"}))
    forget(model)
    model.step()
    assert set(model.agents_by_type) == {Firm}
    with pytest.raises(AttributeError, match="agents"):
        _ = model.customers
    assert len(model.datacollector.get_agenttype_vars_dataframe(Firm)) == 3
