"""Why customers leave, and how departments fare: rates per hundred and year."""

import pandas as pd
import pytest

from simulation.measures.departments import by_department
from simulation.measures.departures import REASONS, departures


def test_customers_lost_are_counted_per_hundred_and_year() -> None:
    """Two months with 100 and 300 customers, of whom 1 and 3 leave: 1 % a month, 12 of a hundred a year."""
    reasons = {reason: [0, 0, 0] for reason in REASONS} | {"lost_price": [500, 1, 0], "lost_other": [0, 0, 3]}
    monthly = pd.DataFrame(
        {
            "replication": 0,
            "strategy": "service-only",
            "month": [0, 1, 2],
            "customers_start": [1000, 100, 300],
            "lost": [500, 1, 3],
            **reasons,
        }
    )
    (row,) = departures(monthly).to_dict("records")
    assert row["lost"] == pytest.approx(12.0)
    assert row["lost_price"] == pytest.approx(3.0)
    assert row["lost_other"] == pytest.approx(9.0)
    assert sum(row[reason] for reason in REASONS) == pytest.approx(row["lost"])


def departments(months: range, **columns: list[float]) -> pd.DataFrame:
    """Rows of two firms of one strategy in one department, one value each for every month."""
    frames = [
        pd.DataFrame(
            {"strategy": "own", "department": "sales", "month": list(months), **{name: v[firm] for name, v in columns.items()}}
        )
        for firm in range(2)
    ]
    return pd.concat(frames, ignore_index=True)


def test_every_employee_counts_alike() -> None:
    """A firm of 30 at .2 and one of 10 at .6 make .3 together."""
    rows = departments(range(-1, 25), employees=[30, 10], customer_orientation=[0.2, 0.6], engagement=[0.5, 0.5], quits=[0, 0])
    (row,) = by_department(rows).to_dict("records")
    assert row["customer_orientation"] == pytest.approx(0.3)
    assert row["customer_orientation_before"] == pytest.approx(0.3)


def test_scores_are_those_of_the_last_year_and_of_the_warm_up() -> None:
    rows = departments(range(-1, 25), employees=[10, 10], customer_orientation=[0.4, 0.4], engagement=[0.5, 0.5], quits=[0, 0])
    rows.loc[rows["month"] < 1, "engagement"] = 0.3
    rows.loc[rows["month"].between(1, 12), "engagement"] = 0.9
    (row,) = by_department(rows).to_dict("records")
    assert row["engagement_before"] == pytest.approx(0.3)
    assert row["engagement"] == pytest.approx(0.5)


def test_quits_are_counted_per_hundred_employees_and_year() -> None:
    """One of 20 leaves every month: 5 % a month, 60 of a hundred a year; the warm-up does not count."""
    rows = departments(range(-1, 13), employees=[20, 20], customer_orientation=[0.4, 0.4], engagement=[0.5, 0.5], quits=[1, 1])
    rows.loc[rows["month"] < 1, "quits"] = 19
    (row,) = by_department(rows).to_dict("records")
    assert row["quits"] == pytest.approx(60.0)


def test_without_a_warm_up_there_is_no_before() -> None:
    rows = departments(range(1, 4), employees=[20, 20], customer_orientation=[0.4, 0.4], engagement=[0.5, 0.5], quits=[1, 1])
    (row,) = by_department(rows).to_dict("records")
    assert pd.isna(row["engagement_before"])
