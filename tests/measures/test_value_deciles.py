"""What the tenths of customers are worth, and how many of them stay."""

import pandas as pd
import pytest

from simulation.measures.value_deciles import value_by_tenth


def panel(customers: int = 100, years: int = 2) -> pd.DataFrame:
    """Customer n spends n + 1 a month; those who spend least, the first ten, leave after the first year."""
    rows = [
        {
            "replication": 0,
            "year": year,
            "customer": number,
            "firm": "Other" if year > 1 and number < 10 else "Own",
            "strategy": "none" if year > 1 and number < 10 else "own",
            "spend_per_month": float(number + 1),
        }
        for year in range(1, years + 1)
        for number in range(customers)
    ]
    return pd.DataFrame(rows)


def test_shares_of_revenue_sum_to_one_and_fall_from_tenth_to_tenth() -> None:
    table = value_by_tenth(panel(years=1))
    assert table["tenth"].tolist() == list(range(1, 11))
    assert table["customers"].tolist() == [10] * 10
    assert table["revenue_share"].sum() == pytest.approx(1.0)
    assert table["revenue_share"].is_monotonic_decreasing
    assert table["revenue_share"].iloc[0] == pytest.approx(sum(range(91, 101)) / 5050)


def test_whoever_is_with_another_firm_a_year_later_was_not_kept() -> None:
    table = value_by_tenth(panel()).set_index(["strategy", "tenth"])
    assert table.loc[("own", 10), "kept"] == 0.0
    assert (table.loc["own"].loc[1:9, "kept"] == 1.0).all()


def test_one_year_tells_nothing_about_staying() -> None:
    assert value_by_tenth(panel(years=1))["kept"].isna().all()


def test_too_few_customers_say_nothing() -> None:
    assert value_by_tenth(panel(customers=60, years=1)).empty


def test_customers_of_no_firm_are_left_out() -> None:
    lost = panel(years=1)
    lost.loc[:9, "firm"] = ""
    assert value_by_tenth(pd.concat([lost, panel(years=1).assign(replication=1)]))["customers"].sum() == 190
