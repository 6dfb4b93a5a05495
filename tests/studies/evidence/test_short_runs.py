"""Runs with only the books kept say what full runs say."""

import pandas as pd
import pytest

from simulation.engines import simulate
from simulation.records import RunTables
from simulation.scenario import load_scenario
from simulation.scenario.policy import PURCHASES, Mechanisms
from simulation.studies.evidence.ablations import WHOLE, ablations, parts
from simulation.studies.evidence.blends import BOTH, CENTRIC, CENTRIC_ALONE, FRONT, FRONT_ALONE, NEITHER, one_or_both, playing
from simulation.studies.evidence.short_runs import KEPT, books, last_month, profits, winner
from tests.engines.markets import CENTRIC as CENTRIC_FIRM
from tests.engines.markets import SERVICE, scenario


@pytest.fixture(scope="module")
def market():
    return scenario(SERVICE, CENTRIC_FIRM, customers=120, months=8, engine="compiled")


def test_the_books_are_those_of_a_full_run(market):
    for twin in (None, "status-quo"):
        full = simulate(market, 1, twin=twin).series
        short = books(market, 1, twin=twin).series
        pd.testing.assert_frame_equal(short, full[list(dict.fromkeys(KEPT))], check_dtype=False)
        last = full[full["month"] == 8].set_index("firm")["discounted_profit"]
        assert last_month(market, 1, twin=twin).series.set_index("firm")["discounted_profit"].to_dict() == last.to_dict()


def made_up(earned):
    """A simulator in which the focal firm earns what a function of its scenario says."""

    def simulate_it(plan, replication, seed=None, twin=None):
        rows = pd.DataFrame([{"firm": plan.focal.name, "customers": 1, "discounted_profit": earned(plan) + replication}])
        return RunTables(rows, *[pd.DataFrame()] * 5)

    return simulate_it


def test_the_part_that_makes_the_lead_is_found_and_no_other(market):
    """Centric firms earn 10 more, but only through the bond; all else makes no difference."""

    def earned(plan):
        return 10.0 if plan.mechanisms.bond and plan.focal.strategy == "customer-centric" else 0.0

    rows = ablations(market, 3, simulate=made_up(earned))
    assert (rows[0].name, rows[0].lead.value, rows[0].wins) == (WHOLE, 10.0, "customer-centric")
    moved = {row.name: row.change.value for row in rows[1:] if row.change.value}
    assert moved == {"bond": -10.0}
    (without,) = (row for row in rows if row.name == "bond")
    assert (without.lead.value, without.wins) == (0.0, "too close to call")


def test_every_mechanism_and_every_purchase_is_taken_out():
    kinds = [kind for kind, _ in parts().values()]
    assert kinds.count("mechanism") == len(Mechanisms.model_fields)
    assert kinds.count("purchase") == len(PURCHASES)


def test_interaction_is_what_both_earn_beside_the_sum_of_each(market):
    def earned(plan):
        policy = plan.focal.at(plan.run.months).policy
        return {0.0: 0.0, 0.06: 25.0}.get(round(policy.improvement_budget, 2), 5.0 if policy.label == FRONT else 8.0)

    found = one_or_both(market, 2, simulate=made_up(earned))
    assert {name: gain.value for name, gain in found.gains.items()} == {NEITHER: 0, FRONT_ALONE: 5, CENTRIC_ALONE: 8, BOTH: 25}
    assert found.interaction.value == 12.0


def test_a_blend_spends_as_its_parts_do():
    base = load_scenario("head_to_head")
    half = playing(base, CENTRIC, {FRONT: 0.5, CENTRIC: 0.5}, 0.03).focal.at(12).policy
    pure = [base.with_twin(name).focal.at(12).policy for name in (FRONT, CENTRIC)]
    assert half.allocation == pytest.approx([sum(pair) / 2 for pair in zip(pure[0].allocation, pure[1].allocation, strict=True)])
    assert (half.reach, half.measures, half.value_focus) == (pure[1].reach, pure[1].measures, pure[1].value_focus)
    assert playing(base, "customer-focused", {"customer-focused": 1.0}, 0.03).focal.name == base.focal.name
    whole = playing(base, CENTRIC, {CENTRIC: 1.0}, 0.03)
    assert whole.focal.at(12).policy == pure[1]


def test_the_winner_is_surely_ahead_or_not(market):
    found = profits({name: market.with_twin(name) for name in (FRONT, CENTRIC)}, 2, simulate=made_up(lambda plan: 0.0))
    assert winner({str(name): values for name, values in found.items()})[1] is False
