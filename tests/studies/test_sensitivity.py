"""A sensitivity analysis from plan to tables: stored, resumable, and no index where an output is missing."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from simulation.scenario import ScenarioError
from simulation.studies.sensitivity.indices import NOISE, MissingOutput
from simulation.studies.sensitivity.plan import (
    PARAMETERS,
    base_row,
    checked_sensitivity,
    default_sensitivity,
    explained,
    load_sensitivity,
    most_points,
    value_at,
)
from simulation.studies.sensitivity.study import run_sensitivity
from simulation.studies.sweep.design import Axis
from simulation.studies.sweep.file import Said, experiment
from simulation.studies.sweep.plan import Plan
from simulation.studies.sweep.runs import SweepInterrupted
from simulation.studies.sweep.sections import ExperimentFile
from simulation.studies.sweep.study import How
from tests.studies.synthetic_market import MadeUpScenario, Run

SETTINGS = {"trajectories": 6, "samples": 64, "strongest": 2}


def linear(scenario, replication, seed=None, twin=None):
    """Profit 3 centric + only + 100 luck in one world, 100 luck in the other; effects.forbidden does nothing."""
    effects = scenario.effects
    luck = np.random.default_rng((scenario.run.seed, replication)).normal(0, 100)
    found = luck + (3 * effects.centric + effects.only if twin == "customer-centric" else 0.0)
    rows = {"month": [scenario.run.months], "firm": [scenario.run.twin_of], "discounted_profit": [found]}
    return SimpleNamespace(series=pd.DataFrame(rows))


def plan(**settings) -> Plan:
    file = ExperimentFile(scenario="made_up", sensitivity=SETTINGS | settings)
    axes = (Axis("effects.centric"), Axis("effects.forbidden", high=0.8), Axis("effects.only", high=2.0))
    worlds = ("customer-centric", "service-only")
    base = MadeUpScenario(run=Run(replications=3))
    return Plan("made_up", "made_up", file, base, axes, None, worlds, ("discounted_profit",), (24,))


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return run_sensitivity(plan(), How(folder=tmp_path_factory.mktemp("sensitivity") / "result", simulate=linear))


def test_a_linear_difference_of_two_worlds_is_explained_exactly_whatever_the_shared_luck(found):
    tornado = found.tables["tornado"].set_index("parameter")
    assert tornado.loc["effects.centric", "swing"] == pytest.approx(3.0)
    assert tornado.loc["effects.only", "swing"] == pytest.approx(2.0)
    assert tornado.loc["effects.forbidden", "swing"] == pytest.approx(0.0, abs=1e-9)
    morris = found.tables["morris"].set_index("parameter")["mu_star"]
    assert morris["effects.centric"] == pytest.approx(3.0)
    assert morris["effects.only"] == pytest.approx(2.0)
    sobol = found.tables["sobol"].set_index("parameter")
    assert list(sobol.index) == ["effects.centric", "effects.only", NOISE]
    assert sobol.loc["effects.centric", "total"] == pytest.approx(9 / 13, abs=0.08)
    assert sobol.loc["effects.only", "first"] == pytest.approx(4 / 13, abs=0.08)
    assert sobol.loc[NOISE, "first"] == pytest.approx(0.0, abs=1e-9)


def test_with_one_world_its_own_measure_is_explained_and_luck_shows():
    result = run_sensitivity(replace(plan(methods=("sobol",), strongest=3), worlds=("customer-centric",)), How(simulate=linear))
    luck = result.tables["sobol"].set_index("parameter").loc[NOISE, "first"]
    assert luck > 0.99
    assert list(result.tables) == ["sobol"]
    assert "less" not in explained(result.plan)


def test_every_point_is_counted_and_stored_under_its_part(found):
    points = pd.read_csv(found.folder / "points.csv")
    assert points["part"].value_counts().to_dict() == {"tornado": 7, "morris": 6 * 4, "sobol": 64 * 4}
    assert found.points == most_points(found.plan) == len(points)
    for method in ("tornado", "morris", "sobol"):
        stored = pd.read_csv(found.folder / f"indices_{method}.csv")
        pd.testing.assert_frame_equal(stored, found.tables[method], check_dtype=False)


def test_interrupted_and_resumed_it_finds_the_same(found, tmp_path):
    calls = []

    def interrupted(scenario, replication, seed=None, twin=None):
        calls.append(replication)
        if len(calls) > 300:
            raise KeyboardInterrupt
        return linear(scenario, replication, seed, twin)

    with pytest.raises(SweepInterrupted):
        run_sensitivity(plan(), How(folder=tmp_path / "cut", simulate=interrupted))
    run_sensitivity(plan(), How(folder=tmp_path / "cut", simulate=linear, resume=True))
    for name in ("indices_tornado.csv", "indices_morris.csv", "indices_sobol.csv", "outcomes.parquet"):
        assert (found.folder / name).read_bytes() == (tmp_path / "cut" / name).read_bytes()


def test_a_failed_run_gives_no_index_and_the_others_are_kept_for_another_try(found, tmp_path):
    def fails(scenario, replication, seed=None, twin=None):
        if replication == 1 and scenario.effects.centric == 1.0 and twin == "service-only":
            raise ZeroDivisionError("nothing to divide by")
        return linear(scenario, replication, seed, twin)

    with pytest.raises(MissingOutput, match="outputs of the tornado are missing"):
        run_sensitivity(plan(), How(folder=tmp_path / "result", simulate=fails))
    assert not list((tmp_path / "result").glob("indices_*"))
    assert "ZeroDivisionError" in (tmp_path / "result" / "runs.csv").read_text()
    again = run_sensitivity(plan(), How(folder=tmp_path / "result", simulate=linear, resume=True))
    pd.testing.assert_frame_equal(again.tables["sobol"], found.tables["sobol"])


def test_where_nothing_varies_the_rest_is_said_all_the_same():
    def flat(scenario, replication, seed=None, twin=None):
        rows = {"month": [24], "firm": [scenario.run.twin_of], "discounted_profit": [float(replication)]}
        return SimpleNamespace(series=pd.DataFrame(rows))

    result = run_sensitivity(plan(), How(simulate=flat))
    assert list(result.tables) == ["tornado", "morris"]
    assert "does not vary over the parameters" in result.notes[0]


def test_a_scenario_is_analysed_over_the_values_that_most_decide():
    made = default_sensitivity("head_to_head", Said(months=3, replications=2))
    assert made.keys == tuple(entry["key"] for entry in PARAMETERS)
    assert base_row(made)[made.keys.index("ledger.gross_margin")] == made.base.ledger.gross_margin
    assert checked_sensitivity(made).worlds == made.worlds[:2]
    assert load_sensitivity("head_to_head", Said(months=3, replications=2)).digest() == checked_sensitivity(made).digest()
    assert value_at(made.base, "firms.Compass.start_month") == made.base.firm("Compass").start_month


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"worlds": ("customer-centric", "service-only", "none")}, "a difference has two sides"),
        ({"sensitivity": {"methods": ("sobol",), "strongest": 1}}, "need a screening"),
        ({"design": {"kind": "list"}, "points": ({"market.switching_cost": 1.0},), "parameters": ()}, "makes its points itself"),
    ],
)
def test_what_cannot_be_analysed_is_refused_before_anything_is_run(changed, message):
    parameters = [{"key": "market.switching_cost"}, {"key": "stocks.lever_cost"}]
    written = experiment("made", **{"scenario": "head_to_head", "parameters": parameters} | changed)
    with pytest.raises(ScenarioError, match=message):
        checked_sensitivity(written)
