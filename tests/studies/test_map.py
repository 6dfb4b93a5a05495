"""Maps: who wins where is found, the border is looked at closely, and what luck decides is said."""

import numpy as np
import pandas as pd
import pytest

from simulation.scenario import ScenarioError
from simulation.studies.map.grid import Grid
from simulation.studies.map.plan import AXES, checked_map, default_map, load_map, most_points
from simulation.studies.map.shares import share_intervals, shares_at
from simulation.studies.map.study import BORDER, WINNERS, read_map, run_map
from simulation.studies.map.winners import TOO_CLOSE
from simulation.studies.sweep.design import Axis
from simulation.studies.sweep.file import Said, experiment
from simulation.studies.sweep.plan import Plan
from simulation.studies.sweep.runs import SweepInterrupted
from simulation.studies.sweep.sections import ExperimentFile
from simulation.studies.sweep.study import How
from tests.studies.synthetic_market import MadeUpScenario, Run, divided

WORLDS = ("customer-centric", "service-only", "customer-focused")
PART_OF_CENTRIC = 1 - 0.2 * 0.2**0.5 - (1 - 0.2**1.5) / 3
"""Of the unit square in which centric > max(only^2, 0.2): what lies above the curve."""


def plan(noise: float = 0.0, replications: int = 2, steps: int = 5, horizons: tuple[int, ...] = (600,), **map_: int) -> Plan:
    file = ExperimentFile(scenario="made_up", map=map_)
    base = MadeUpScenario(run=Run(months=max(horizons), replications=replications), values=(("effects.noise", noise),))
    axes = (Axis("effects.centric", steps=steps), Axis("effects.only", steps=steps))
    return Plan("made_up", "made_up", file, base, axes, None, WORLDS, ("discounted_profit",), horizons)


def truth(nodes: pd.DataFrame) -> np.ndarray:
    earns = np.stack([nodes["effects.centric"], nodes["effects.only"] ** 2, np.full(len(nodes), 0.2)])
    return np.array(WORLDS)[np.argmax(earns, axis=0)]


def share(result, strategy: str, column: str = "share") -> float:
    rows = result.shares[result.shares["strategy"] == strategy]
    return float(rows[column].iloc[-1])


def test_the_known_part_of_the_space_is_found():
    for made, error in ((plan(refine=0), 0.03), (plan(), 0.03), (plan(steps=9), 0.02)):
        result = run_map(made, How(simulate=divided))
        assert abs(share(result, "customer-centric") - PART_OF_CENTRIC) < error
        assert abs(share(result, "customer-focused") - 0.2 * 0.2**0.5) < 2 * error


def test_points_are_added_along_the_border_and_nowhere_else():
    result = run_map(plan(), How(simulate=divided))
    nodes = result.nodes
    on_grid = (nodes["effects.centric"] * 4 % 1 == 0) & (nodes["effects.only"] * 4 % 1 == 0)
    added = nodes[nodes["simulated"] & ~on_grid]
    assert len(added) > 10
    border = np.maximum(added["effects.only"] ** 2, 0.2)
    between_others = np.abs(added["effects.only"] - 0.2**0.5)
    assert ((np.abs(added["effects.centric"] - border) <= 0.5) | (between_others <= 0.25)).all()
    filled = nodes[~nodes["simulated"]]
    assert len(filled) > 10
    assert (filled["leader"] == truth(filled)).all()


def half_cells_across_the_border(result) -> int:
    """Half cells whose corners have different leaders, one of them not simulated."""
    nodes = result.nodes.set_index(["effects.centric", "effects.only"]).sort_index()
    leader, simulated = nodes["leader"].unstack(), nodes["simulated"].unstack()
    found = 0
    for row in range(len(leader) - 1):
        for column in range(len(leader.columns) - 1):
            corners = (slice(row, row + 2), slice(column, column + 2))
            found += len(set(leader.iloc[corners].to_numpy().ravel())) > 1 and not simulated.iloc[corners].to_numpy().all()
    return found


def island(scenario, replication, seed=None, twin=None):
    """One strategy is ahead in a spot whose border the coarse grid sees at one corner only, and passes halfway."""
    values = scenario.effects
    near = (values.centric - 0.5) ** 2 + (values.only - 0.5) ** 2 < 0.14**2 or (values.centric == 0.375 and values.only <= 0.5)
    moved = scenario.with_values({"effects.centric": 1.0 if near else 0.0, "effects.only": 0.5})
    return divided(moved, replication, seed, twin)


def test_the_border_is_followed_into_cells_whose_corners_do_not_show_it():
    once = plan(steps=5, most_added=12)
    followed, limited = run_map(plan(steps=5), How(simulate=island)), run_map(once, How(simulate=island))
    assert half_cells_across_the_border(followed) == 0
    assert half_cells_across_the_border(limited) > 0
    assert followed.nodes["simulated"].sum() > 25 + 16
    assert limited.nodes["simulated"].sum() <= 25 + 12


def test_without_luck_of_its_own_every_point_is_called_rightly():
    nodes = run_map(plan(), How(simulate=divided)).nodes
    known = nodes[nodes["simulated"]]
    tied = np.isclose(known["effects.centric"], known["effects.only"] ** 2)
    assert 0 < tied.sum() < 5
    assert (known["winner"] == truth(known))[~tied].all()


def test_a_winner_is_wrong_in_few_points_however_much_luck_there_is_and_the_band_grows_with_it():
    close = []
    for noise in (0.1, 1.0):
        result = run_map(plan(noise, replications=8), How(simulate=divided))
        known = result.nodes[result.nodes["simulated"]]
        wrong = (known["winner"] != TOO_CLOSE) & (known["winner"] != truth(known))
        assert wrong.mean() <= 0.05
        close.append(share(result, TOO_CLOSE))
    assert close[0] < close[1]
    assert close[1] > 0.5


def test_shares_sum_to_the_whole_and_clear_ones_with_the_band_too():
    result = run_map(plan(0.05, replications=4, horizons=(3, 600)), How(simulate=divided))
    for horizon, rows in result.shares.groupby("horizon"):
        strategies = rows[rows["strategy"] != TOO_CLOSE]
        assert strategies["share"].sum() == pytest.approx(1.0)
        assert rows.loc[rows["strategy"] == TOO_CLOSE, "share"].iloc[0] + strategies["clear"].sum() == pytest.approx(1.0)
        assert (strategies["low"] <= strategies["share"]).all()
        assert (strategies["share"] <= strategies["high"]).all()
        if horizon == 3:
            assert strategies.set_index("strategy")["share"]["customer-centric"] < 0.05


@pytest.mark.one_python
def test_intervals_of_a_share_hold_the_true_share_as_often_as_they_say():
    generator = np.random.default_rng(5)
    level = np.linspace(0, 1, 41)
    mean = np.stack([level, 1 - level], axis=1)
    weights = np.full(41, 1 / 41)
    held = 0
    for trial in range(400):
        luck = generator.normal(0, 3, (1, 8, 1)) + generator.normal(0, 0.3, (1, 8, 2))
        low, high = share_intervals(mean[:, None] + luck, weights, trial, draws=200)
        held += low[0] <= 0.5 + 1e-9 and high[0] >= 0.5 - 0.5 / 41
    assert 0.92 <= held / 400 <= 0.99


def test_the_interval_of_a_share_holds_the_share():
    values = np.zeros((10, 4, 2))
    values[:, :, 0] = [[-1.0, 1.0, -1.0, 1.001]] * 10
    table = pd.DataFrame({"leader": ["a"] * 10, "winner": [TOO_CLOSE] * 10})
    found = shares_at(table, values, np.full(10, 0.1), ("a", "b"), 1).set_index("strategy")
    assert found.loc["a", "share"] == pytest.approx(1.0)
    assert found.loc["a", "high"] == pytest.approx(1.0)
    assert found.loc["b", "low"] == 0.0


def test_interrupted_at_the_border_and_resumed_it_is_the_same_map(tmp_path):
    whole = run_map(plan(0.3), How(folder=tmp_path / "whole", simulate=divided))
    calls = []

    def interrupted(scenario, replication, seed=None, twin=None):
        calls.append(replication)
        if len(calls) > 5 * 5 * 2 * 3 + 7:
            raise KeyboardInterrupt
        return divided(scenario, replication, seed, twin)

    with pytest.raises(SweepInterrupted):
        run_map(plan(0.3), How(folder=tmp_path / "cut", simulate=interrupted))
    run_map(plan(0.3), How(folder=tmp_path / "cut", simulate=divided, resume=True))
    for name in ("winners.csv", "shares.csv", "points.csv", "outcomes.parquet"):
        assert (tmp_path / "whole" / name).read_bytes() == (tmp_path / "cut" / name).read_bytes()
    assert set(pd.read_csv(tmp_path / "cut" / "points.csv")["part"]) == {"grid", BORDER}
    again = read_map(plan(0.3), tmp_path / "cut")
    pd.testing.assert_frame_equal(again.nodes, whole.nodes, check_dtype=False)
    pd.testing.assert_frame_equal(again.shares, whole.shares, check_dtype=False)
    assert (tmp_path / "cut" / WINNERS).exists()


def test_a_failed_run_costs_its_replication_at_its_point_only():
    def fails(scenario, replication, seed=None, twin=None):
        if replication == 1 and scenario.effects.centric == 1.0 and scenario.effects.only == 0.0:
            raise ZeroDivisionError("nothing to divide by")
        return divided(scenario, replication, seed, twin)

    result = run_map(plan(0.1, replications=3, refine=0), How(simulate=fails))
    nodes = result.nodes[result.nodes["simulated"]]
    hit = (nodes["effects.centric"] == 1.0) & (nodes["effects.only"] == 0.0)
    assert nodes.loc[hit, "replications"].tolist() == [2]
    assert nodes.loc[~hit, "replications"].eq(3).all()
    assert (result.runs["status"] == "failed").sum() == 3


def test_the_parts_that_nodes_stand_for_sum_to_the_whole():
    axes = (Axis("a", low=1.0, high=100.0, steps=4, log=True), Axis("b", low=1, high=4, whole=True), Axis("c", ("x", "y", "z")))
    grid = Grid(axes)
    assert sum(grid.weight(node) for node in grid.all_nodes()) == pytest.approx(1.0)
    assert grid.row((1, 0, 2)) == (pytest.approx(100 ** (1 / 6)), 1, "y")


def test_a_scenario_is_mapped_over_a_standard_space():
    made = default_map("head_to_head", Said(months=10, replications=2))
    assert made.keys == tuple(axis["key"] for axis in AXES)
    assert made.horizons == (2, 6, 10)
    assert made.base.market.customers == 300 * len(made.base.firms)
    assert most_points(made) == 3 * 81
    assert load_map("head_to_head", Said(months=10, replications=2)).digest() == made.digest()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"horizons": (6,)}, "a map of so many dimensions cannot be drawn"),
        ({"design": {"kind": "sobol", "points": 8}}, "a map needs a grid"),
        ({"worlds": ("service-only",), "horizons": (3, 6)}, "nobody to win against"),
    ],
)
def test_what_cannot_be_mapped_is_refused_before_anything_is_run(changed, message):
    words = {"scenario": "head_to_head", "parameters": [{"key": "market.switching_cost"}], "horizons": (3, 6)} | changed
    written = experiment("map", **words)
    with pytest.raises(ScenarioError, match=message):
        checked_map(written)
