"""What a simulated firm looks like in the ordinary figures of a company."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

MONTHS = 12

KEYS = (
    *("customers", "revenue_per_customer_per_month", "churn_per_year", "gross_margin", "operating_margin"),
    *("contacts_per_customer_per_year", "quits_per_year"),
)
"""The figures that can be read off a simulated year, by their keys in `[company]`."""


@dataclass(frozen=True)
class CompanyYear:
    """A firm's first year: mean over its runs.

    figures  by key of KEYS, in the units of `[company]`
    runs     that they are a mean of
    """

    figures: dict[str, float]
    runs: int


def company_year(rows: "pd.DataFrame") -> CompanyYear:
    """The figures of one firm over months 1 to 12.

    rows  of series.parquet, one firm in one world: a row per replication and month
    """
    year = rows[(rows["month"] >= 1) & (rows["month"] <= MONTHS)]
    runs = year.groupby("replication", sort=True)
    months = float(year["month"].nunique()) or float(MONTHS)
    revenue = runs["revenue"].sum()
    customers = runs["customers"].mean()
    per_year = MONTHS / months
    found = {
        "customers": customers,
        "revenue_per_customer_per_month": revenue / customers / months,
        "churn_per_year": 1.0 - runs["retention_per_year"].mean(),
        "gross_margin": 1.0 - runs["cost_of_goods"].sum() / revenue,
        "operating_margin": runs["profit"].sum() / revenue,
        "contacts_per_customer_per_year": runs["contacts"].sum() / customers * per_year,
        "quits_per_year": runs["quits"].sum() / runs["employees"].mean() * per_year,
    }
    return CompanyYear({key: float(value.mean()) for key, value in found.items()}, len(revenue))


def survival_of_new(cohorts: "pd.DataFrame", firms: Sequence[str]) -> list[float]:
    """Of customers who joined in months 1 to 12, the share still there after 1, 2, ... years, as far as simulated.

    cohorts  rows of cohorts.parquet
    firms    whose customers are counted
    """
    new = cohorts[(cohorts["cohort"] == "new") & cohorts["firm"].isin(list(firms)) & cohorts["month"].between(1, MONTHS)]
    shares = []
    for year in range(1, 6):
        known = new[new[f"survivors_year_{year}"].notna()]
        if known["joined"].sum() <= 0 or len(known) < len(new):
            break
        shares.append(float(known[f"survivors_year_{year}"].sum() / known["joined"].sum()))
    return shares
