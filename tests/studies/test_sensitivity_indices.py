"""Sensitivity indices: known functions have their known indices, however much luck is added; nothing missing counts."""

import numpy as np
import pytest
from scipy import stats

from simulation.studies.sensitivity.designs import morris_unit, one_at_a_time, sobol_rows, step_of
from simulation.studies.sensitivity.indices import (
    NOISE,
    MissingOutput,
    NothingVaries,
    complete,
    morris_table,
    sobol_table,
    tornado_table,
)
from simulation.studies.sweep.design import Axis

ISHIGAMI = tuple(Axis(name, low=-np.pi, high=np.pi) for name in ("x1", "x2", "x3"))
FIRST, TOTAL, VARIANCE = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437), 13.8446
"""Of Ishigami's function with a = 7, b = 0.1 (Ishigami & Homma 1990)."""


def ishigami(rows) -> np.ndarray:
    x = np.array(rows)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def with_luck(values: np.ndarray, runs: int, seed: int, shared: float, own: float) -> np.ndarray:
    """Values by run: luck that is the same at all points, and luck that is not."""
    generator = np.random.default_rng(seed)
    return values[..., None] + generator.normal(0, shared, runs) + generator.normal(0, own, (*values.shape, runs))


def ishigami_outputs(samples: int, runs: int, seed: int, shared: float = 0.0, own: float = 0.0) -> np.ndarray:
    rows = sobol_rows(ISHIGAMI, (0, 1, 2), (0.0, 0.0, 0.0), samples, seed)
    return with_luck(ishigami(rows).reshape(5, samples), runs, seed, shared, own)


def test_ishigami_has_its_indices_with_luck_and_without():
    for shared, own in ((0.0, 0.0), (5.0, 3.0)):
        table = sobol_table(ishigami_outputs(2048, 4, 1, shared, own), ("x1", "x2", "x3"), 1).set_index("parameter")
        for place, name in enumerate(("x1", "x2", "x3")):
            assert table.loc[name, "first"] == pytest.approx(FIRST[place], abs=0.05)
            assert table.loc[name, "total"] == pytest.approx(TOTAL[place], abs=0.05)


@pytest.mark.one_python
def test_the_share_of_luck_is_that_of_the_variance_of_one_run():
    shares = [
        sobol_table(ishigami_outputs(256, 12, seed, 2.0, 3.0), ("x1", "x2", "x3"), seed).set_index("parameter").loc[NOISE]
        for seed in range(20)
    ]
    exact = 13.0 / (13.0 + VARIANCE)
    assert np.mean([share["first"] for share in shares]) == pytest.approx(exact, abs=0.03)
    assert sum(share["first_low"] <= exact <= share["first_high"] for share in shares) >= 17


@pytest.mark.one_python
def test_luck_of_each_point_does_not_pass_for_an_interaction():
    """The naive total index of the mean over the runs would be 0.5 own^2 / runs too large in each parameter."""
    found = [sobol_table(ishigami_outputs(256, 2, seed, 0.0, 4.0), ("x1", "x2", "x3"), seed) for seed in range(20)]
    totals = np.mean([table.set_index("parameter").loc["x3", "total"] for table in found])
    assert totals == pytest.approx(TOTAL[2], abs=0.06)
    assert 16.0 / 2 / VARIANCE > 0.5


def test_with_one_run_the_indices_are_scipys():
    outputs = ishigami_outputs(64, 1, 3)
    ours = sobol_table(outputs, ("x1", "x2", "x3"), 3).set_index("parameter").loc[["x1", "x2", "x3"]]
    theirs = stats.sobol_indices(func={"f_A": outputs[0].T, "f_B": outputs[1].T, "f_AB": outputs[2:].transpose(0, 2, 1)}, n=64)
    np.testing.assert_allclose(ours["first"], theirs.first_order.ravel(), rtol=1e-9)
    np.testing.assert_allclose(ours["total"], theirs.total_order.ravel(), rtol=1e-9)


@pytest.mark.one_python
def test_intervals_hold_the_known_index_about_as_often_as_they_say():
    held = np.zeros(2)
    for seed in range(60):
        table = sobol_table(ishigami_outputs(128, 3, seed, 1.0, 1.0), ("x1", "x2", "x3"), seed).set_index("parameter")
        held += [table.loc["x2", "first_low"] <= FIRST[1] <= table.loc["x2", "first_high"],
                 table.loc["x1", "total_low"] <= TOTAL[0] <= table.loc["x1", "total_high"]]  # fmt: skip
    assert (held / 60 >= 0.88).all()


def test_a_linear_function_has_its_slopes_as_elementary_effects_and_no_interaction():
    slopes = np.array([3.0, -2.0, 0.0])
    places, order = morris_unit(3, 20, 4, 1)
    outputs = with_luck(places @ slopes, 5, 1, 10.0, 0.0)
    table = morris_table(outputs, places, order, ("a", "b", "c"), 1).set_index("parameter")
    np.testing.assert_allclose(table.loc[["a", "b", "c"], "mu"], slopes, atol=1e-9)
    np.testing.assert_allclose(table.loc[["a", "b", "c"], "mu_star"], np.abs(slopes), atol=1e-9)
    np.testing.assert_allclose(table["sigma"], 0.0, atol=1e-6)
    assert list(table.index) == ["a", "b", "c"]


def test_an_interaction_shows_as_spread_and_luck_is_told_apart_from_it():
    places, order = morris_unit(3, 200, 4, 1)
    product = places[..., 0] * places[..., 1]
    table = morris_table(with_luck(product, 4, 2, 0.0, 0.2), places, order, ("a", "b", "c"), 1).set_index("parameter")
    assert table.loc["a", "sigma"] == pytest.approx(np.sqrt(5 / 36), rel=0.25)
    assert table.loc["c", "sigma"] < 0.12
    assert table.loc["c", "mu_star"] == pytest.approx(table.loc["c", "luck"], rel=0.2)
    assert table.loc["c", "luck"] == pytest.approx(np.sqrt(2 / np.pi) * np.sqrt(2 * 0.04 / 4) / step_of(4), rel=0.15)


def test_trajectories_move_one_parameter_a_step_and_meet_all_levels_equally_often():
    places, order = morris_unit(4, 500, 4, 9)
    moves = np.diff(places, axis=1)
    assert np.allclose(np.sort(np.abs(moves), axis=2)[..., :-1], 0.0)
    assert np.allclose(np.abs(moves).max(axis=2), step_of(4))
    assert (np.abs(moves).argmax(axis=2) == order).all()
    assert (np.sort(order, axis=1) == np.arange(4)).all()
    counts = np.array([np.isclose(places[:, 0], level).mean() for level in (0, 1 / 3, 2 / 3, 1)])
    np.testing.assert_allclose(counts, 0.25, atol=0.03)


def test_the_tornado_is_the_paired_change_from_the_base():
    axes = (Axis("a", low=0.0, high=2.0), Axis("b", values=("x", "y")))
    rows = one_at_a_time(axes, (1.0, "x"))
    assert rows == [(1.0, "x"), (0.0, "x"), (2.0, "x"), (1.0, "x"), (1.0, "y")]
    values = np.array([10 * a + (3 if b == "y" else 0) for a, b in rows])
    table = tornado_table(with_luck(values, 6, 1, 50.0, 0.5), ("a", "b")).set_index("parameter")
    assert list(table.index) == ["a", "b"]
    assert table.loc["a", "swing"] == pytest.approx(20.0, abs=1.0)
    assert table.loc["a", "swing_to"] - table.loc["a", "swing_from"] < 4
    assert table.loc["b", "at_low"] == pytest.approx(0.0, abs=1.0)
    assert table.loc["b", "at_high"] == pytest.approx(3.0, abs=1.0)


@pytest.mark.parametrize("missing", [np.nan, np.inf])
def test_a_missing_output_is_refused_by_every_analysis(missing):
    outputs = ishigami_outputs(8, 2, 1)
    outputs[3, 5, 1] = missing
    with pytest.raises(MissingOutput, match="1 of 80 outputs"):
        sobol_table(outputs, ("x1", "x2", "x3"), 1)
    with pytest.raises(MissingOutput):
        tornado_table(outputs[:, 0] * missing, ("a", "b"))
    places, order = morris_unit(2, 3, 4, 1)
    with pytest.raises(MissingOutput):
        morris_table(np.full((3, 3, 2), missing), places, order, ("a", "b"), 1)
    assert complete(np.zeros(3), "nothing").sum() == 0


def test_an_output_that_does_not_vary_has_no_indices():
    with pytest.raises(NothingVaries, match="does not vary"):
        sobol_table(np.ones((5, 8, 1)), ("x1", "x2", "x3"), 1)
