"""The standard comparison: twins where there are some, else the market."""

import pandas as pd

from simulation.scenario import Scenario
from simulation.studies.comparisons.standard import standard
from tests.presentation.made_up import made_up_series

FIRMS = [
    {"name": "Frontline", "strategy": "service-only"},
    {"name": "Wants", "strategy": "customer-focused"},
    {"name": "Compass", "strategy": "customer-centric"},
]
SCENARIO = Scenario.model_validate({"name": "made_up", "firms": FIRMS})


def worlds(*names: str) -> pd.DataFrame:
    rows = made_up_series(names, replications=2).assign(firm="Compass")
    return rows.assign(world=rows["strategy"])


def test_twins_are_compared_with_the_ordinary_mix() -> None:
    found = standard(SCENARIO, made_up_series(replications=2), worlds("service-only", "customer-centric", "status-quo"))
    assert found.kind == "twin"
    assert found.strategies == ("customer-centric", "service-only", "status-quo")
    assert (found.own, found.reference) == ("customer-centric", "status-quo")
    assert found.rivals == ("service-only", "status-quo")
    assert not found.rows.duplicated(["replication", "month", "strategy"]).any()


def test_worlds_that_are_not_compared_are_left_out() -> None:
    found = standard(SCENARIO, made_up_series(replications=2), worlds("customer-centric", "lip-service", "status-quo"))
    assert set(found.rows["strategy"]) == {"customer-centric", "status-quo"}


def test_without_twins_the_firms_stand_side_by_side() -> None:
    series = made_up_series(replications=2)
    found = standard(SCENARIO, series, worlds("customer-centric").head(0))
    assert found.kind == "market"
    assert found.strategies == ("customer-centric", "service-only", "customer-focused")
    assert found.reference == "customer-focused"


def test_a_lone_strategy_has_nothing_to_be_held_against() -> None:
    alone = Scenario.model_validate({"name": "made_up", "firms": [{**FIRMS[0]}, {**FIRMS[0], "name": "Other"}]})
    series = made_up_series(("service-only",), replications=2)
    found = standard(alone, series, worlds("service-only").head(0))
    assert found.reference is None
    assert found.rivals == ()
