"""The gap is split by switching: what is known to add up adds up, interactions are shared alike, all sums to the gap."""

import numpy as np
import pytest

from simulation.engines import simulate
from simulation.scenario import ScenarioError
from simulation.scenario.policy import Mechanisms
from simulation.studies.sweep.file import Said
from simulation.studies.sweep.study import How
from simulation.studies.why.parts import GAP
from simulation.studies.why.shapley import coalitions, shapley
from simulation.studies.why.switched import MECHANISMS, PROGRAMME, WITHOUT_ANY, load_why, run_why, split

SAID = Said(("market.customers=90", "run.warm_up_months=1"), months=2, replications=2)


def test_parts_that_only_add_up_are_found_whatever_else_is_switched():
    amounts = {"a": np.array([3.0, 4.0]), "b": np.array([-1.0, 1.0]), "c": np.zeros(2)}
    worth = {names: 10.0 + sum((amounts[name] for name in names), np.zeros(2)) for names in coalitions("abc")}
    for name, part in shapley(worth, "abc").items():
        np.testing.assert_allclose(part, amounts[name], atol=1e-12)


def test_what_two_do_only_together_is_shared_alike_and_all_sums_to_the_gap():
    worth = {names: np.full(3, 6.0) * ({"a", "b"} <= names) + 2.0 for names in coalitions("abc")}
    parts = split(worth, "abc", with_rest=True).set_index("part")["estimate"]
    assert parts.to_dict() == pytest.approx({"a": 3.0, "b": 3.0, "c": 0.0, WITHOUT_ANY: 2.0, GAP: 8.0})
    assert split(worth, "abc", with_rest=False).set_index("part").loc[GAP, "estimate"] == pytest.approx(6.0)


def test_a_run_that_failed_in_one_combination_counts_in_none():
    worth = {names: np.array([1.0, 2.0, 3.0]) * len(names) for names in coalitions("ab")}
    worth[frozenset("a")] = np.array([1.0, np.nan, 3.0])
    row = split(worth, "ab", with_rest=False).set_index("part").loc["a"]
    assert (row["replications"], row["estimate"]) == (2, 2.0)


def profits(scenario, replication, twin=None):
    series = simulate(scenario, replication, twin=twin).series.query("firm == 'Compass'")
    return series["discounted_profit"].iloc[-1]


def test_with_all_parts_of_the_programme_it_is_the_own_plan_and_with_none_the_other():
    switching = load_why("head_to_head", "programme", "service-only", SAID)
    rows = switching.plan.design()
    assert len(rows) == 2 ** len(PROGRAMME)
    base = switching.plan.base
    for row, twin in ((rows[0], "service-only"), (rows[-1], "customer-centric")):
        assert profits(switching.plan.scenario_at(row), 0) == profits(base, 0, twin)


def test_by_mechanism_the_last_combination_is_the_world_as_it_is():
    switching = load_why("head_to_head", "mechanisms", "none", SAID)
    assert (switching.left, switching.right) == switching.plan.worlds == ("customer-centric", "none")
    rows = switching.plan.design()
    assert switching.plan.scenario_at(rows[-1]).digest() == switching.plan.base.digest()
    switched = [key for keys in MECHANISMS.values() for key in keys]
    nothing = switching.plan.scenario_at(rows[0]).mechanisms.model_dump()
    assert not any(nothing[key] for key in switched)
    assert len(switched) == len(set(switched))
    assert set(Mechanisms.model_fields) - set(switched) == {"acquisition", "loss_aversion", "value_focus"}


def test_the_parts_sum_to_the_gap_and_a_stored_result_goes_on(tmp_path):
    switching = load_why("head_to_head", "programme", None, SAID)
    assert switching.right == "service-only"
    found = run_why(switching, How(folder=tmp_path / "result"))
    base = switching.plan.base
    gaps = [profits(base, r, "customer-centric") - profits(base, r, "service-only") for r in (0, 1)]
    parts = found.parts.set_index("part")["estimate"]
    assert parts[GAP] == pytest.approx(np.mean(gaps), abs=1e-6)
    assert parts.drop(GAP).sum() == pytest.approx(parts[GAP], abs=1e-6)
    assert (tmp_path / "result" / "why.csv").exists()

    def never(*_, **__):
        raise AssertionError("nothing is left to run")

    again = run_why(switching, How(folder=tmp_path / "result", resume=True, simulate=never))
    assert again.parts.equals(found.parts)


@pytest.mark.parametrize("against", ["customer-centric", "nonsense"])
def test_what_the_plan_cannot_be_held_against_is_refused(against):
    with pytest.raises(ScenarioError, match="no strategy that the own plan can be held against"):
        load_why("head_to_head", "programme", against, SAID)
