"""Small units in which totals are kept: whole numbers, so that no order of summation changes a result."""

MONEY = 10_000
"""Money units in one unit of currency."""

SCORE = 1 << 20
"""Fixed-point units in one point of a score."""


def share_units(amount: float) -> int:
    """Money units of an amount of currency (or money units already in floats), rounded to the nearest."""
    return int(amount + 0.5) if amount >= 0.0 else -int(-amount + 0.5)
