"""Oliva & Sterman (2001): the standard for the time per case is a ratchet. Thresholds were set before running.

26 weeks of 15 % more work at fixed capacity cut the time per case by 8.6 % at once and by 11.2 % at week 26, and the
standard by 7.8 %; 52 weeks after the work is back to normal, time per case is still 2.9 % lower. Each within two points.
New cases only: no carry-over, no repeats, no mean over months, no dead band.
"""

import math
from itertools import pairwise

import pytest

from simulation.rules.support import rebuilt_standard, softened_standard, time_per_case, work_pressure

WEEKS_DOWN = 18.8
ELASTICITY = 0.64
POINTS = 0.02


def weeks(load, standard, count, dead_band=0.0, share=None):
    """Time per case in each week, and the standard after them, at a load of so many times the capacity."""
    weekly = 1.0 - math.exp(-1.0 / WEEKS_DOWN) if share is None else share
    times = []
    for _ in range(count):
        pressure = work_pressure(load, standard, 1.0)
        times.append(time_per_case(standard, pressure, ELASTICITY))
        standard = softened_standard(standard, times[-1], weekly, dead_band, 0.5)
    return times, standard


@pytest.fixture(scope="module")
def overload():
    during, standard = weeks(1.15, 1.0, 26)
    after, lasting = weeks(1.0, standard, 52)
    return during, standard, after, lasting


def test_time_per_case_falls_at_once(overload):
    assert overload[0][0] - 1.0 == pytest.approx(-0.086, abs=POINTS)


def test_time_per_case_falls_further_while_the_overload_lasts(overload):
    during = overload[0]
    assert during[-1] - 1.0 == pytest.approx(-0.112, abs=POINTS)
    assert all(later < earlier for earlier, later in pairwise(during))


def test_the_standard_falls_for_good(overload):
    _, standard, _, lasting = overload
    assert standard - 1.0 == pytest.approx(-0.078, abs=POINTS)
    assert lasting == pytest.approx(standard, abs=1e-12)


def test_a_year_later_time_per_case_has_not_recovered(overload):
    after = overload[2]
    assert after[-1] - 1.0 == pytest.approx(-0.029, abs=POINTS)
    assert after[-1] < 0.99


def test_months_of_four_steps_do_as_well_as_weeks(overload):
    """The time step does not decide the answer: with half the step, everything lies within half a point."""
    half = 1.0 - math.exp(-0.5 / WEEKS_DOWN)
    during, standard = weeks(1.15, 1.0, 52, share=half)
    assert during[-1] == pytest.approx(overload[0][-1], abs=0.005)
    assert standard == pytest.approx(overload[1], abs=0.005)


def test_less_work_than_usual_does_not_raise_the_standard():
    times, standard = weeks(0.85, 1.0, 104)
    assert standard == 1.0
    assert times[-1] == pytest.approx(0.85**-ELASTICITY)


def test_small_fluctuations_do_not_erode_the_standard():
    """Ordinary ups and downs of 5 % leave the standard alone where there is a dead band, and erode it where there is none."""
    for dead_band, spared in ((0.05, True), (0.0, False)):
        standard = 1.0
        for week in range(520):
            _, standard = weeks(1.0 + 0.05 * math.sin(week), standard, 1, dead_band=dead_band)
        assert (standard == 1.0) == spared


def test_training_rebuilds_the_standard_only_where_it_is_paid_for():
    _, standard = weeks(1.15, 1.0, 26)
    untouched = trained = standard
    for _ in range(24):
        untouched = rebuilt_standard(untouched, 0.0, 0.0, 0.05)
        trained = rebuilt_standard(trained, 0.6, 0.0, 0.05)
    assert untouched == standard
    assert 1.0 - trained == pytest.approx((1.0 - standard) * (1.0 - 0.03) ** 24)
