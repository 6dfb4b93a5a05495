"""Harrison & Carroll (1991) in form: culture under a committed leadership is an S-curve that ends below one.

Computed from the rules alone, over an unchanging workforce and over one with stationary turnover. Set beforehand:
plateau .60 to .70; 12 to 40 months from 10 to 90 % of the way; with leaders who follow with six months' lag, the
steepest month comes after month 6.
"""

import numpy as np
import pytest

from simulation.rules.culture import new_orientation, susceptibility
from simulation.rules.forms import lag_share, moved

START, MANAGERS, PEERS, FORGETTING = 0.25, 0.05, 0.15, 0.02
LAG_MONTHS = 6.0
QUITS_PER_MONTH = 0.22 / 12.0
"""Mean of front line and others, by heads."""


def culture(months, quits, commitment=lambda month: 1.0, tenures=241):
    """Mean orientation by month: cohorts by tenure, of which a share quits each month and is replaced by newcomers."""
    size = (1.0 - quits) ** np.arange(tenures) if quits > 0.0 else np.eye(1, tenures, 60)[0]
    size = size / size.sum()
    orientation = np.full(tenures, START)
    leaders, path = 0.0, [START]
    for month in range(1, months + 1):
        leaders = moved(leaders, commitment(month), lag_share(LAG_MONTHS))
        mean = float(size @ orientation)
        pulled = [
            new_orientation(c, susceptibility(float(tenure)), MANAGERS * leaders, PEERS, mean, FORGETTING, START)
            for tenure, c in enumerate(orientation)
        ]
        orientation = np.concatenate([[START], pulled[:-1]]) if quits > 0.0 else np.array(pulled)
        path.append(float(size @ orientation))
    return np.array(path)


@pytest.fixture(scope="module")
def path():
    return culture(180, QUITS_PER_MONTH)


def test_the_plateau_lies_between_sixty_and_seventy(path):
    assert 0.60 <= path[-1] <= 0.70
    assert abs(path[-1] - path[-13]) < 0.002


def test_it_takes_one_to_three_years_from_ten_to_ninety_percent(path):
    way = (path - path[0]) / (path[-1] - path[0])
    months = np.searchsorted(way, 0.9) - np.searchsorted(way, 0.1)
    assert 12 <= months <= 40


def test_the_steepest_month_comes_after_the_sixth(path):
    steps = np.diff(path)
    steepest = int(np.argmax(steps)) + 1
    assert steepest > 6
    assert steps[0] < 0.5 * steps[steepest - 1]
    assert (np.diff(steps[:steepest]) > 0.0).all()
    assert (np.diff(steps[steepest:]) < 0.0).all()


def test_without_turnover_the_fixed_point_is_where_pull_and_forgetting_balance():
    """c* = (s M + f c0) / (s M + f), with s of people who stay: their peers are all alike, so peers cancel out."""
    opened = susceptibility(60.0)
    expected = (opened * MANAGERS + FORGETTING * START) / (opened * MANAGERS + FORGETTING)
    assert culture(600, 0.0)[-1] == pytest.approx(expected, abs=1e-3)


def test_culture_decays_when_leadership_lapses():
    lapsing = culture(180, QUITS_PER_MONTH, commitment=lambda month: float(month <= 60))
    assert lapsing[60] > 0.5
    assert lapsing[-1] < START + 0.05
    assert lapsing[66] > 0.9 * lapsing[60]  # not at once: managers follow with their lag, and people forget slowly


def test_without_commitment_nothing_moves():
    assert culture(60, QUITS_PER_MONTH, commitment=lambda month: 0.0) == pytest.approx(START, abs=1e-12)
