"""The shipped scenarios describe the worlds that they say, without a word on who wins there."""

import pytest

from simulation.engines import simulate
from simulation.scenario import Scenario, load_scenario
from simulation.scenario.library import shipped_names
from simulation.studies.runs.tasks import worlds_of

NAMES = shipped_names()
LIMITS = [name for name in NAMES if name.startswith("limits/")]
MOST_CUSTOMER_MONTHS = 100_000_000
"""Some two minutes of the engine that goes from customer to customer, on one processor."""


def limit(number: int) -> Scenario:
    (name,) = [name for name in LIMITS if name.startswith(f"limits/f{number:02}_")]
    return load_scenario(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_says_what_it_asks_and_what_is_expected(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.title
    assert scenario.question.endswith("?")
    assert scenario.expectation.endswith(".")


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_does_not_take_long(name: str) -> None:
    scenario = load_scenario(name)
    months = scenario.run.months + scenario.run.warm_up_months
    total = scenario.market.customers * months * scenario.run.replications * len(worlds_of(scenario))
    assert total <= MOST_CUSTOMER_MONTHS


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_can_be_simulated(name: str) -> None:
    scenario = load_scenario(name)
    small = {"market.customers": 20 * len(scenario.firms), "run.months": 2, "run.warm_up_months": 2}
    series = simulate(scenario.with_values(small), 0).series
    assert set(series["firm"]) == {firm.name for firm in scenario.firms}
    assert (series["revenue"] > 0).all()


def test_there_is_a_world_for_each_of_the_ten_limits() -> None:
    assert [name[len("limits/") :][:3] for name in LIMITS] == [f"f{number:02}" for number in range(1, 11)]


def test_head_to_head_has_one_firm_of_each_kind() -> None:
    strategies = [firm.strategy for firm in load_scenario("head_to_head").firms]
    assert sorted(strategies) == ["customer-centric", "customer-focused", "service-only"]


def test_strategies_spend_the_same() -> None:
    for name in NAMES:
        for firm in load_scenario(name).firms:
            assert firm.at(60).policy.improvement_budget == 0.03


def test_the_late_convert_converts_in_month_25() -> None:
    convert = load_scenario("late_convert").focal
    assert [convert.at(month).policy.label for month in (24, 25)] == ["service-only", "customer-centric"]


def test_the_right_customers_differ_in_value_focus_only() -> None:
    select, allcomers = (load_scenario("right_customers").firm(name).at(1).policy for name in ("Select", "Allcomers"))
    assert (select.value_focus, allcomers.value_focus) == (1.0, 0.0)
    assert select._replace(value_focus=0.0) == allcomers


def test_the_worlds_of_the_limits_are_those_that_they_name() -> None:
    baseline = load_scenario("baseline")
    assert limit(1).run.months == 18
    assert [segment.switching_cost_add for segment in limit(2).segments] == [4.0]
    assert limit(2).market.switching_cost == baseline.market.switching_cost
    assert (limit(3).market.needs.drift_per_month, limit(3).market.needs.fad_spread) == (0.0, 0.0)
    assert limit(3).market.needs.spread < baseline.market.needs.spread / 2
    assert limit(4).ledger.gross_margin == 0.15
    rivals = [firm for firm in limit(5).firms if firm.name != limit(5).focal.name]
    assert {(firm.strategy, firm.start_month) for firm in rivals} == {("customer-centric", -35)}
    assert limit(5).run.warm_up_months == 36
    assert len(limit(6).firms) >= 15
    assert limit(6).market.needs.drift_per_month < baseline.market.needs.drift_per_month / 2
    assert limit(7).market.needs.drift_per_month == 0.0
    assert limit(8).segments[0].price_sensitivity >= 2.0
    assert {"price-cutter", "customer-centric"} <= {firm.strategy for firm in limit(8).firms}
    assert {"lip-service", "service-only", "customer-centric"} <= {firm.strategy for firm in limit(9).firms}


def test_in_thin_margins_an_ordinary_firm_lives() -> None:
    scenario = limit(4).with_values({"market.customers": 600, "run.months": 12})
    ordinary = simulate(scenario, 0, twin="status-quo").series.query("firm == 'Compass' and month <= 0")
    assert ordinary["profit"].sum() > 0


def test_four_of_five_failures_arise_at_the_desk_where_a_limit_says_so() -> None:
    scenario = limit(7).with_values({"market.customers": 900, "run.months": 12})
    series = simulate(scenario, 0, twin="status-quo").series.query("month > 0")
    assert series["failures_contact"].sum() >= 0.8 * series["failures"].sum()


def test_where_nothing_has_an_effect_all_that_differs_is_what_is_spent() -> None:
    scenario = limit(10).with_values({"market.customers": 300, "run.months": 12})

    def compass(twin: str | None):
        series = simulate(scenario, 0, twin=twin).series
        return series[series["firm"] == "Compass"].set_index("month")

    own, saves = compass(None), compass("none")
    for strategy in ("service-only", "customer-focused", "status-quo", "lip-service"):
        other = compass(strategy)
        assert (other["profit"] == own["profit"]).all()
        assert (other["satisfaction"] == own["satisfaction"]).all()
    saved = own["cost_programme"] - saves["cost_programme"]
    assert (saves["revenue"] == own["revenue"]).all()
    assert (saves["profit"] - own["profit"] - saved).abs().max() < 1e-6
    assert saved.sum() > 0
