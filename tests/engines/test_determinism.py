"""A run is a pure function of its arguments: nothing but scenario, seed, replication and twin decides a number."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from simulation.engines import Market, simulate
from simulation.engines import market as market_module
from simulation.engines.simulation_run import forget
from simulation.population.firms import place_of
from simulation.records.tables import RunTables
from simulation.scenario import Scenario
from tests.engines.markets import CENTRIC, FOCUSED, SERVICE, scenario, stepped, tables_of

TABLES = ("series", "market", "segments", "departments", "panel", "cohorts")

PLAN = scenario(
    SERVICE, FOCUSED, CENTRIC, customers=150, months=14,
    segments=[{"name": "one", "share": 0.7}, {"name": "accounts", "share": 0.3, "users_per_account": 5}],
)


def assert_equal(left: RunTables, right: RunTables) -> None:
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(left, name), getattr(right, name), check_exact=True)


def sorted_by(table: pd.DataFrame) -> pd.DataFrame:
    """The rows in an order that does not depend on the order of firms in the file."""
    keys = [name for name in ("year", "month", "cohort", "firm", "segment", "department", "customer") if name in table]
    return table.sort_values(keys, ignore_index=True)


@pytest.fixture(scope="module")
def once() -> RunTables:
    return simulate(PLAN, 2)


def test_the_same_arguments_give_the_same_tables(once):
    assert_equal(simulate(PLAN, 2), once)


def test_seed_and_replication_each_change_the_luck(once):
    for other in (simulate(PLAN, 3), simulate(PLAN, 2, seed=9)):
        assert not other.series["revenue"].equals(once.series["revenue"])


def test_a_seed_given_with_the_run_stands_in_place_of_the_scenarios(once):
    assert_equal(simulate(PLAN.with_values({"run.seed": 77}), 2, seed=PLAN.run.seed), once)


def test_large_seeds_are_told_apart():
    short = PLAN.with_values({"run.months": 1})
    runs = [simulate(short, 0, seed=seed).series["revenue"].tolist() for seed in (5, 5 + 2**32, 5 + 2**62)]
    assert len({tuple(run) for run in runs}) == 3


def test_a_negative_replication_is_refused():
    with pytest.raises(ValueError, match="replication"):
        simulate(PLAN, -1)


def test_an_unknown_twin_is_refused():
    with pytest.raises(ValueError, match="strategy"):
        simulate(PLAN, 0, twin="customer-eccentric")


def test_a_replication_is_the_same_however_many_there_are_and_whatever_they_are_called(once):
    other = PLAN.with_values({"run.replications": 500, "title": "Another title"})
    assert_equal(simulate(other, 2), once)


def test_a_longer_run_begins_like_a_shorter_one(once):
    longer = simulate(PLAN.with_values({"run.months": 20}), 2)
    for name in ("series", "market", "segments", "departments"):
        table = getattr(longer, name)
        beginning = table[table["month"] <= 14].reset_index(drop=True)
        pd.testing.assert_frame_equal(beginning, getattr(once, name), check_exact=True)


def test_runs_in_other_processes_and_in_any_order_give_the_same_tables(once):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
        jobs = [workers.submit(simulate, PLAN, replication) for replication in (4, 2)]
        assert_equal(jobs[1].result(), once)


DIGEST = """
import hashlib, pandas, sys
from simulation.engines import simulate
from simulation.scenario import Scenario
tables = simulate(Scenario.model_validate_json(sys.stdin.read()), 1)
text = "".join(getattr(tables, name).to_csv() for name in {names})
print(hashlib.sha256(text.encode()).hexdigest())
"""


def digest(plan: Scenario, **environment: str) -> str:
    """Digest of a run's tables in a process of its own."""
    where = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
    done = subprocess.run(
        [sys.executable, "-c", DIGEST.format(names=TABLES)], input=plan.model_dump_json(), capture_output=True, text=True,
        check=True, env={**os.environ, "PYTHONPATH": where, **environment},
    )
    return done.stdout.strip()


def test_hash_seeds_change_nothing():
    first, second = digest(PLAN, PYTHONHASHSEED="0"), digest(PLAN, PYTHONHASHSEED="4242")
    assert len(first) == 64
    assert first == second


class Shuffled(list):
    """A list that is walked through in another order than its places have."""

    def __init__(self, items: list[Any], order: list[int]) -> None:
        super().__init__(items)
        self.order = order

    def __iter__(self) -> Iterator[Any]:
        return (self[place] for place in self.order)


class ShuffledMarket(Market):
    """A market in which customers are dealt with in another order in every month."""

    def _begin_month(self) -> None:
        super()._begin_month()
        side, count = self.customer_side, len(self.customers)
        order = [(place * 7 + self.month + 20) % count for place in range(count)]
        assert sorted(order) == list(range(count))
        side.customers = Shuffled(list.copy(side.customers), order)
        side.draws = side.draws._make(Shuffled(rows, order) for rows in side.draws)


def test_the_order_in_which_customers_are_dealt_with_changes_nothing():
    plan = scenario(SERVICE, FOCUSED, CENTRIC, customers=150, months=14)
    market = ShuffledMarket(plan.with_values({"run.engine": "agents"}), replication=1)
    forget(market)
    while market.month < plan.run.months:
        market.step()
    ordinary = simulate(plan, 1)
    shuffled = tables_of(market)
    for name in ("series", "market", "segments", "departments", "cohorts"):
        pd.testing.assert_frame_equal(getattr(shuffled, name), getattr(ordinary, name), check_exact=True)


def test_the_order_of_firms_in_the_file_decides_nothing_but_their_places(monkeypatch):
    """Firms listed, created and recorded in another order, each in the place that it had: the same numbers."""
    ordinary = simulate(scenario(SERVICE, FOCUSED, CENTRIC, customers=150, months=14), 0)
    place_in_order = [2, 0, 1]
    monkeypatch.setattr(market_module, "place_of", lambda firm, replication, firms: place_in_order[firm])
    reordered = simulate(scenario(CENTRIC, SERVICE, FOCUSED, customers=150, months=14), 0)
    for name in TABLES:
        pd.testing.assert_frame_equal(sorted_by(getattr(reordered, name)), sorted_by(getattr(ordinary, name)), check_exact=True)


def test_firms_with_equal_policy_are_exchangeable():
    """Other names for equal policies give the same tables under the other names, though the names sort otherwise."""
    policy = {"strategy": "customer-centric", "levers": {"price": 0.1}}
    first = simulate(scenario({"name": "Zeta", **policy}, {"name": "Alpha", **policy}, customers=150, months=14), 0)
    second = simulate(scenario({"name": "Alpha", **policy}, {"name": "Zeta", **policy}, customers=150, months=14), 0)
    other_name = {"Zeta": "Alpha", "Alpha": "Zeta"}
    for name in TABLES:
        renamed = getattr(first, name)
        if "firm" in renamed:
            renamed = renamed.assign(firm=renamed["firm"].map(other_name))
        pd.testing.assert_frame_equal(renamed, getattr(second, name), check_exact=True)
    assert (first.series.groupby("firm")["revenue"].sum().nunique()) == 2  # the places do differ by luck


def test_a_strategys_name_decides_nothing():
    """A preset spelled out under another strategy's name plays exactly like the preset."""
    spelled_out = {
        "name": "Compass", "strategy": "lip-service", "scope": "all", "approach": "proactive", "listens_to": "needs",
        "focus": "relationship", "measures": "value", "alignment": "customer", "value_focus": 0.5, "co_creation": True,
        "levers": {
            "leadership_commitment": 0.10, "cultural_transformation": 0.13, "data_driven_decisions": 0.11, "breaking_silos": 0.10,
            "continuous_improvement": 0.15, "employee_empowerment": 0.08, "technology_integration": 0.13,
            "metrics_and_accountability": 0.08, "product_development": 0.12, "advertising": 0.0,
        },
    }
    by_preset = simulate(scenario(SERVICE, CENTRIC, customers=150, months=14), 0)
    by_fields = simulate(scenario(SERVICE, spelled_out, customers=150, months=14), 0)
    names = ["strategy", "policy_label"]
    pd.testing.assert_frame_equal(by_preset.series.drop(columns=names), by_fields.series.drop(columns=names), check_exact=True)


def test_firms_take_turns_in_the_places_of_the_market():
    """With equal policies, the firm listed first in one replication stands where the other stood: places rotate."""
    for firms in (2, 3, 5):
        turns = [[place_of(firm, replication, firms) for firm in range(firms)] for replication in range(firms)]
        assert all(sorted(turn) == list(range(firms)) for turn in turns)
        assert all(sorted(turn[firm] for turn in turns) == list(range(firms)) for firm in range(firms))


def test_another_firm_moves_nobodys_luck():
    """Traits and needs of every customer take the same path whether two or three firms compete."""
    two = stepped(scenario(SERVICE, CENTRIC, customers=120, months=14), 6)
    three = stepped(scenario(SERVICE, CENTRIC, FOCUSED, customers=120, months=14), 6)
    assert two.centre == three.centre
    assert two.fad == three.fad
    for left, right in zip(two.customers, three.customers, strict=True):
        for trait in ("segment", "spend", "rank", "rank_error", "propensity", "leniency", "anchor", "told"):
            assert getattr(left, trait) == getattr(right, trait)
        for need in ("own_1", "own_2", "own_3", "want_1", "want_2", "want_3"):
            assert getattr(left, need) == getattr(right, need)
    assert two.customer_side.draws == three.customer_side.draws


def test_what_a_firm_does_moves_nobodys_luck():
    """Customers' needs and draws in the month 14 are the same whichever strategy is played."""
    plan = scenario(SERVICE, CENTRIC, customers=120, months=14)
    centric, none = stepped(plan, 14), stepped(plan.with_twin("none"), 14)
    assert centric.customer_side.draws == none.customer_side.draws
    assert [c.own_1 for c in centric.customers] == [c.own_1 for c in none.customers]
    assert [c.satisfaction for c in centric.customers] != [c.satisfaction for c in none.customers]
