"""What must hold in every month of every run: customers, cases, money and people are neither made nor lost."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.engines import simulate
from simulation.scenario import Scenario, ScenarioError, load_scenario
from simulation.scenario.catalogue import Parameter, parameters
from simulation.scenario.policy import LEVERS
from simulation.scenario.presets import PRESETS
from tests.engines.invariants import check
from tests.engines.markets import CENTRIC, FOCUSED, SERVICE, scenario
from tests.scenario.generated import allowed_values

SEGMENTS = [
    {"name": "savers", "share": 0.5, "price_sensitivity": 2.0, "spend_per_month": 20.0},
    {"name": "accounts", "share": 0.2, "users_per_account": 6, "spend_per_month": 400.0, "spend_spread": 0.5},
    {"name": "niche", "share": 0.3, "need_shift": 1.5, "switching_cost_add": -1.5},
]

MARKETS: dict[str, Scenario] = {
    "all three kinds": scenario(SERVICE, FOCUSED, CENTRIC),
    "lip service against a price cutter": scenario(
        {"name": "Lips", "strategy": "lip-service"}, {"name": "Cheap", "strategy": "price-cutter"},
        values={"market.choice.price_weight": 6.0},
    ),
    "a late convert whose leaders lose patience": scenario(
        SERVICE, {"name": "Late", "strategy": "service-only", "changes": [
            {"month": 5, "strategy": "customer-centric", "patience_months": 3, "price": 1.2},
            {"month": 15, "levers": {"price": 0.5}},
        ]},
    ),
    "segments with accounts of several users": scenario(
        SERVICE, FOCUSED, CENTRIC, segments=SEGMENTS, customers=240, values={"employees.per_firm": 30},
    ),
    "nobody stays": scenario(values={"market.switching_cost": 0.0, "market.attention.shape_b": 0.6}),
    "nobody works for long": scenario(
        values={"employees.quit_front_line_per_year": 3.0, "employees.quit_other_per_year": 3.0, "employees.per_firm": 20},
    ),
    "everybody is angry": scenario(
        values={"journey.use_per_month": 0.3, "journey.billing_per_month": 0.2, "support.target_pressure": 1.5},
    ),
    "managers who think the worst of their firm": scenario(values={"management.best_quality": 0.0}),
    "managers who cut all of support": scenario(
        {"name": "Cheap", "strategy": "price-cutter"}, {"name": "Echo", "strategy": "customer-focused"}, months=36,
        values={"management.staff_down": 1.0, "management.staff_reaction": 0.1, "management.lower_mark": 1.5,
                "management.upper_mark": 2.0, "management.weight_service": 1.0, "management.aspiration_speed": 0.0},
    ),
    "no acquisition": scenario(values={"mechanisms.acquisition": False, "market.involuntary_exit_per_year": 0.5}),
    "niche firms": scenario(
        *({"name": f"Shop {n}", "strategy": strategy} for n, strategy in enumerate([*PRESETS, *PRESETS, "status-quo"])),
        customers=300, months=12, values={"employees.per_firm": 12},
    ),
}


@pytest.mark.parametrize("name", MARKETS)
@pytest.mark.parametrize("replication", [0, 3])
def test_nothing_is_made_or_lost_in(name, replication):
    check(simulate(MARKETS[name], replication), MARKETS[name])


SHIPPED = sorted((Path(__file__).resolve().parents[2] / "scenarios").rglob("*.toml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_nothing_is_made_or_lost_in_the_shipped_scenario(path):
    shipped = load_scenario(path)
    small = shipped.with_values(
        {"market.customers": max(150, 12 * len(shipped.firms)), "run.months": 14, "employees.per_firm": 20}
    )
    check(simulate(small, 1), small)


WORLD = [
    entry for entry in parameters()
    if "[]" not in entry.key and entry.kind in ("a number", "a whole number", "true or false")
    and not entry.key.startswith(("run.", "expected"))
    and entry.key not in ("market.customers", "employees.per_firm", "market.prospect_share")
    and not (entry.key.startswith("employees.") and entry.key.endswith("_share"))
]
POLICY = [
    entry for entry in parameters()
    if entry.key.startswith("firms[].") and "changes" not in entry.key
    and entry.key not in ("firms[].name", "firms[].strategy", "firms[].start_month")
]


@st.composite
def firms(draw: st.DrawFn, name: str) -> dict:
    """A firm with a preset in which a few fields and lever weights take any value that is allowed."""
    strategy, start = draw(st.sampled_from(sorted(PRESETS))), draw(st.sampled_from([-35, 1, 6]))
    firm: dict = {"name": name, "strategy": strategy, "start_month": start}
    for entry in draw(st.lists(st.sampled_from(POLICY), max_size=4, unique_by=lambda entry: entry.key)):
        *path, last = entry.key.removeprefix("firms[].").split(".")
        table = firm
        for part in path:
            table = table.setdefault(part, {})
        table[last] = draw(allowed_values(entry))
    return firm


def some_values(entries: list[Parameter]) -> st.SearchStrategy[dict]:
    """Values for up to eight of the parameters, each anywhere in its allowed range."""
    chosen = st.lists(st.sampled_from(entries), max_size=8, unique_by=lambda entry: entry.key)
    return chosen.flatmap(lambda found: st.fixed_dictionaries({entry.key: allowed_values(entry) for entry in found}))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(
    players=st.tuples(firms("Left"), firms("Right")), values=some_values(WORLD), replication=st.integers(0, 50),
    seed=st.integers(0, 2**63 - 1), warm_up=st.sampled_from([1, 3, 12]),
)
def test_nothing_is_made_or_lost_whatever_a_scenario_may_say(players, values, replication, seed, warm_up):
    small = {"run.warm_up_months": warm_up, "employees.per_firm": 14}
    ordinary = scenario(*players, customers=60, months=14, seed=seed, values=small)
    try:
        plan = ordinary.with_values(values)
    except ScenarioError:
        return  # each value is allowed, but they do not fit together
    check(simulate(plan, replication), plan)


@settings(max_examples=15)
@given(
    weights=st.fixed_dictionaries({name: st.floats(0.0, 1.0) for name in LEVERS}),
    budget=st.floats(0.0, 0.3), value_focus=st.floats(0.0, 1.0), approach=st.sampled_from(["reactive", "proactive"]),
    measures=st.sampled_from(["service", "satisfaction", "value"]), seed=st.integers(0, 1000),
)
def test_nothing_is_made_or_lost_by_any_blend_of_levers(weights, budget, value_focus, approach, measures, seed):
    blend = {"name": "Blend", "strategy": "customer-centric", "levers": weights, "improvement_budget": budget,
             "value_focus": value_focus, "approach": approach, "measures": measures}
    plan = scenario(SERVICE, blend, customers=100, months=13, seed=seed)
    check(simulate(plan, 0), plan)
