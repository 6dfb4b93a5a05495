"""Numbers are written no more precisely than they are known."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.measures.dictionary import measures
from simulation.presentation.wording import (
    Unit,
    decimals_for,
    interval_worded,
    rounded,
    ticks_worded,
    unit_of,
    worded,
)

EUROS, SHARE, NUMBER = Unit("money", "EUR"), Unit("share"), Unit("number")


@pytest.mark.parametrize(
    ("value", "half", "text"),
    [
        (5_214_000, 38_000, "€5.21m"),
        (5_214_000, 380_000, "€5.2m"),
        (814, 40, "€810"),
        (-814, 40, "−€810"),
        (0.2, 400, "€0"),
        (12_340_000_000, 45_000_000, "€12.34bn"),
    ],
)
def test_money_is_rounded_to_the_first_uncertain_figure(value: float, half: float, text: str) -> None:
    assert worded(value, EUROS, half) == text


def test_shares_are_written_in_per_cent_and_never_with_more_than_one_decimal() -> None:
    assert worded(0.82345, SHARE, 0.00001) == "82.3 %"
    assert worded(0.82345, SHARE, 0.04) == "82 %"


def test_differences_carry_their_sign_but_nought_has_none() -> None:
    assert worded(0.031, NUMBER, 0.004, signed=True) == "+0.031"
    assert worded(-0.0001, NUMBER, 0.004, signed=True) == "0.000"


def test_values_side_by_side_share_a_scale() -> None:
    assert worded(900, EUROS, 50, size=2_000_000) == "€0.00090m".replace("0.00090", "0.001")
    assert worded(400, EUROS, 100, size=9_000) == "€0.40k"


def test_what_is_not_known_is_said_so() -> None:
    assert worded(math.nan, EUROS) == "n/a"
    assert interval_worded(math.nan, 3.0, EUROS) == "n/a"


def test_both_ends_of_an_interval_are_rounded_alike() -> None:
    assert interval_worded(-1_204_000, 3_377_000, EUROS, signed=True) == "−€1.2m to +€3.4m"
    assert interval_worded(0.8212, 0.8341, SHARE) == "82.1 to 83.4 %"
    assert interval_worded(0.0, 0.0, EUROS) == "€0 to €0"


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([0.80, 0.825, 0.85], ["80.0 %", "82.5 %", "85.0 %"]),
        ([0.80, 0.85, 0.90], ["80 %", "85 %", "90 %"]),
    ],
)
def test_ticks_say_what_stands_there(values: list[float], texts: list[str]) -> None:
    assert ticks_worded(values, SHARE) == texts


def test_ticks_of_money_share_one_scale() -> None:
    assert ticks_worded([-500_000.0, 0.0, 1_500_000.0], EUROS, signed=True) == ["−€0.5m", "€0", "+€1.5m"]


@given(st.floats(1e-9, 1e12))
def test_a_number_rounded_to_its_uncertainty_moves_by_less_than_the_uncertainty(half: float) -> None:
    assert 0.5 * 10.0 ** -decimals_for(half) <= half


@given(st.floats(-1e9, 1e9), st.integers(-6, 6))
def test_rounding_never_writes_minus_nought(value: float, decimals: int) -> None:
    text = rounded(value, decimals)
    assert not (text.startswith("−") and set(text[1:]) <= set("0.,"))


@pytest.mark.parametrize("measure", measures())
def test_every_measure_has_a_way_of_being_written(measure: str) -> None:
    assert worded(0.5, unit_of(measure, "EUR"), 0.1) not in ("", "n/a")
