"""Where nothing that a strategy buys has an effect, a strategy costs exactly what it costs, and earns nothing.

Levers without effect are not enough: some policy fields act without any lever. The shortest list of what else must be off:

management       the marks at which managers add and cut support staff lie lower where satisfaction or value is measured
disruption       changing the programme costs productivity, whatever the programme does
value_focus      the right customers are served first, and the firm is wrong about who they are
follow_up_share  a firm focused on relationships follows up solved failures, which takes contacts and soothes memory

Proactivity, listening, culture and knowledge may stay on: without their levers they have nothing to work with.
"""

from pathlib import Path

import numpy as np
import pytest

from simulation.engines import simulate
from simulation.scenario import load_scenario
from simulation.scenario.policy import PURCHASES
from tests.engines.invariants import units
from tests.engines.markets import CENTRIC, SERVICE, scenario

NO_EFFECTS = {f"lever_effects.{purchase}": 0.0 for purchase in PURCHASES}
OFF = {
    "mechanisms.management": False,
    "mechanisms.disruption": False,
    "mechanisms.value_focus": False,
    "support.follow_up_share": 0.0,
}
UNRELATED = {"scenario", "firm", "strategy", "policy_label", "replication", "month"}
FOLLOWS_FROM_PROFIT = {"cumulative_profit", "discounted_profit", "customer_lifetime_value", "customer_equity"}


def plan(values):
    return scenario(SERVICE, CENTRIC, customers=240, months=30, values={**NO_EFFECTS, **values})


def centric_and_none(values, replication):
    """Rows of the focal firm by month when it plays centricity, and when it saves the budget."""
    found = []
    for twin in ("customer-centric", "none"):
        series = simulate(plan(values), replication, twin=twin).series
        found.append(series[series["firm"] == "Compass"].set_index("month"))
    return found


def differing(left, right):
    """Columns that differ in any month."""
    return {name for name in left.columns if name not in UNRELATED and not left[name].equals(right[name])}


@pytest.mark.parametrize("replication", range(3))
def test_without_effects_a_strategy_costs_its_programme_and_nothing_else_differs(replication):
    centric, none = centric_and_none(OFF, replication)
    assert differing(centric, none) == {"cost", "cost_programme", "profit", *FOLLOWS_FROM_PROFIT}
    spent = units(none["profit"]) - units(centric["profit"])
    assert (spent == units(centric["cost_programme"]) - units(none["cost_programme"])).all()
    assert (spent[none.index <= 0] == 0).all()
    before = units(centric["revenue"]).astype(float)[:-1]
    programme = units(centric["cost_programme"])[1:]
    paid = centric.index[1:] >= 1
    assert np.abs(programme[paid] - 0.03 * before[paid]).max() <= 0.5  # the budget: 3 % of last month's revenue


@pytest.mark.parametrize("kept", OFF)
def test_each_thing_that_is_off_would_make_a_difference(kept):
    """The list above is no longer than it must be: with any of its four left on, more than the programme differs."""
    others = {key: value for key, value in OFF.items() if key != kept}
    more = set()
    for replication in range(4):
        centric, none = centric_and_none({**others, "support.target_pressure": 1.2}, replication)
        more |= differing(centric, none) - {"cost", "cost_programme", "profit", *FOLLOWS_FROM_PROFIT}
    assert more


@pytest.mark.parametrize("name", ["proactive", "listening", "culture", "knowledge", "bond", "coordination_cost"])
def test_mechanisms_that_need_levers_make_no_difference_without_them(name):
    """Taking them out as well changes not one number of either twin."""
    for with_it, without in zip(centric_and_none(OFF, 0), centric_and_none({**OFF, f"mechanisms.{name}": False}, 0), strict=True):
        changed = differing(with_it, without)
        if name == "culture":  # without a programme, orientation still spreads among colleagues and is forgotten
            assert "customer_orientation" in changed
        elif name == "bond":  # a broken promise strains a bond, but there is none without levers
            assert changed == set()
        else:
            assert changed == set(), changed


def test_open_doors_that_change_nothing_else_cost_their_coordination():
    """Silos come down, but nobody and nothing goes through: profit differs by programme and coordination alone."""
    closed = {
        **OFF, "lever_effects.breaking_silos": 1.0,
        "support.first_contact_silo": 0.0,  # hand-offs are as good as before
        "culture.cross_share_most": 0.0,  # nobody meets anybody from another department
        "management.escalation_points": 0.0,  # what comes through to the top sooner changes no belief
    }
    centric, none = centric_and_none(closed, 1)
    assert differing(centric, none) == {"cost", "cost_programme", "cost_coordination", "profit", *FOLLOWS_FROM_PROFIT}
    spent = units(none["profit"]) - units(centric["profit"])
    own = units(centric["cost_programme"]) - units(none["cost_programme"])
    assert (spent == own + units(centric["cost_coordination"])).all()
    assert (units(none["cost_coordination"]) == 0).all()
    last = centric.iloc[-1]
    assert 0.0 < last["cost_coordination"] < 0.01 * last["revenue"]


def test_strategies_with_equal_budgets_are_equal_to_the_cent_where_nothing_has_an_effect():
    series = {
        twin: simulate(plan(OFF), 2, twin=twin).series.drop(columns=["strategy", "policy_label"])
        for twin in ("customer-centric", "customer-focused", "service-only", "lip-service", "status-quo")
    }
    for other in series.values():
        assert other.equals(series["customer-centric"])


def test_the_shipped_null_scenario_says_so():
    shipped = load_scenario(Path(__file__).resolve().parents[2] / "scenarios" / "limits" / "f10_null.toml")
    small = shipped.with_values({"market.customers": 150, "run.months": 14})
    focal = small.focal.name
    rows = {}
    for twin in ("customer-centric", "service-only", "none"):
        series = simulate(small, 0, twin=twin).series
        rows[twin] = series[series["firm"] == focal].drop(columns=["strategy", "policy_label"]).reset_index(drop=True)
    assert rows["customer-centric"].equals(rows["service-only"])
    earned = {twin: units(frame["profit"]).sum() for twin, frame in rows.items()}
    saved = units(rows["service-only"]["cost_programme"]).sum() - units(rows["none"]["cost_programme"]).sum()
    assert earned["none"] - earned["service-only"] == saved > 0


CHANNELS_OF_CULTURE = {
    "culture.peer_lever": 0.0, "culture.selection_lever": 0.0, "employees.engagement_recognition": 0.0,
}  # fmt: skip


@pytest.mark.parametrize("channels", [CHANNELS_OF_CULTURE, {}], ids=["without its channels", "with them"])
def test_cultural_transformation_acts_through_peers_hires_and_recognition_only(channels):
    """As in Harrison & Carroll (1991), a programme socialises and selects; what is not reinforced decays all the same."""
    found = []
    for effect in (0.0, 1.0):
        values = {**channels, "lever_effects.cultural_transformation": effect}
        series = simulate(scenario(SERVICE, CENTRIC, customers=240, months=30, values=values), 1).series
        found.append(series.set_index(["firm", "month"]))
    assert ("customer_orientation" in differing(*found)) == (not channels)
    assert channels == {} or differing(*found) == set()
