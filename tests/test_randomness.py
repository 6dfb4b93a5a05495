"""The generator against its published test vectors, and what follows from drawing by counter."""

import numpy as np
import pytest

from simulation.randomness import Luck, Purpose, bell, philox, uniform

VECTORS = [
    ((0, 0), (0, 0, 0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 2, (0xFFFFFFFF,) * 4, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0xA4093822, 0x299F31D0),
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("key", "counter", "expected"), VECTORS)
def test_philox_gives_the_vectors_published_with_random123(key, counter, expected):
    words = philox(*(np.uint32(word) for word in key + counter))
    assert tuple(int(word) for word in words) == expected


def test_the_counter_is_laid_out_as_published():
    luck = Luck(seed=(7 << 32) | 5, replication=3)
    words = luck.words(Purpose.DAY, month=-11, agents=np.array([42], np.uint32), seconds=9)
    stamp = (int(Purpose.DAY) << 16) | (1024 - 11)
    expected = philox(*(np.uint32(w) for w in (5, 7, 42, stamp, 9, 3)))
    assert tuple(int(w) for w in words[0]) == tuple(int(w) for w in expected)


def test_a_draw_does_not_depend_on_who_else_is_drawn():
    luck = Luck(1, 0)
    everybody = luck.uniforms(Purpose.NEEDS, 5, np.arange(1000, dtype=np.uint32))
    some = luck.uniforms(Purpose.NEEDS, 5, np.array([999, 3, 500], np.uint32))
    assert np.array_equal(some, everybody[[999, 3, 500]])


def test_seed_replication_purpose_month_and_second_each_change_the_draw():
    agents = np.arange(50, dtype=np.uint32)
    base = Luck(1, 0).words(Purpose.DAY, 1, agents)
    others = [
        Luck(2, 0).words(Purpose.DAY, 1, agents),
        Luck(1 + (1 << 32), 0).words(Purpose.DAY, 1, agents),
        Luck(1, 1).words(Purpose.DAY, 1, agents),
        Luck(1, 0).words(Purpose.EVENT, 1, agents),
        Luck(1, 0).words(Purpose.DAY, 2, agents),
        Luck(1, 0).words(Purpose.DAY, 1, agents, 1),
    ]
    for other in others:
        assert np.mean(base == other) < 0.02


def test_uniforms_lie_inside_the_open_unit_interval_and_are_even():
    assert uniform(np.array([0], np.uint32))[0] > 0.0
    assert uniform(np.array([0xFFFFFFFF], np.uint32))[0] < 1.0
    draws = Luck(3, 1).uniforms(Purpose.DAY, 1, np.arange(50_000, dtype=np.uint32)).ravel()
    counts = np.histogram(draws, bins=20, range=(0, 1))[0]
    chi_square = float(((counts - 10_000.0) ** 2 / 10_000.0).sum())
    assert chi_square < 43.8  # 99.9 % point of chi-square with 19 degrees of freedom


def test_bells_have_mean_zero_variance_one_and_known_tails():
    draws = Luck(3, 1).bells(Purpose.NEEDS, 1, np.arange(50_000, dtype=np.uint32)).ravel()
    assert abs(draws.mean()) < 0.01
    assert abs(draws.std() - 1.0) < 0.01
    assert abs(np.mean(np.abs(draws) > 1.96) - 0.045) < 0.01
    assert bell(np.array([0], np.uint32))[0] == pytest.approx(-3.4506, abs=1e-4)
