"""Designs put their points where they say."""

import numpy as np
import pytest

from simulation.studies.sweep.design import Axis, grid, latin_hypercube, rows_at, sobol

WIDE, WORDS, WHOLE = Axis("a", low=2.0, high=4.0, steps=3), Axis("b", values=("x", "y")), Axis("c", low=1, high=6, whole=True)


def test_a_grid_has_every_combination_once_the_last_axis_fastest():
    rows = grid([WIDE, WORDS])
    assert rows == [(2.0, "x"), (2.0, "y"), (3.0, "x"), (3.0, "y"), (4.0, "x"), (4.0, "y")]


def test_a_latin_hypercube_meets_every_part_of_every_axis_once():
    values = np.array(latin_hypercube([WIDE, Axis("d", low=0.0, high=1.0)], points=10, seed=3))
    parts = np.floor((values - [2.0, 0.0]) / [2.0, 1.0] * 10)
    assert [sorted(column) for column in parts.T] == [list(range(10))] * 2


def test_equal_seeds_give_equal_points_and_others_others():
    assert sobol([WIDE], 8, seed=1) == sobol([WIDE], 8, seed=1) != sobol([WIDE], 8, seed=2)
    assert latin_hypercube([WIDE], 8, seed=1) == latin_hypercube([WIDE], 8, seed=1) != latin_hypercube([WIDE], 8, seed=2)


def test_a_sobol_sequence_puts_equally_many_points_into_equal_parts():
    values = np.array(sobol([WIDE, WIDE], 64, seed=5))
    counts, *_ = np.histogram2d(*values.T, bins=8, range=[[2, 4], [2, 4]])
    assert (counts == 1).all()


def test_a_sobol_sequence_needs_a_power_of_two():
    with pytest.raises(ValueError, match="power of two"):
        sobol([WIDE], 12, seed=1)


def test_whole_numbers_and_words_have_equal_parts_of_the_axis():
    unit = (np.arange(600) / 600)[:, None]
    for axis, values in ((WHOLE, range(1, 7)), (WORDS, ("x", "y"))):
        found = [row[0] for row in rows_at([axis], unit)]
        assert {value: found.count(value) for value in values} == dict.fromkeys(values, 600 // len(values))
    assert rows_at([WHOLE], np.array([[1.0]])) == [(6,)]


def test_equal_steps_are_equal_factors_on_a_logarithmic_axis():
    assert Axis("a", low=1.0, high=16.0, steps=5, log=True).on_grid() == pytest.approx((1, 2, 4, 8, 16))
