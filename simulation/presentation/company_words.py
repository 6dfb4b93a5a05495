"""How well the model reproduces a company's figures, in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulation.presentation.findings import capital, listed
from simulation.presentation.wording import Unit, rounded, worded
from simulation.studies.company.fit import Misfit

if TYPE_CHECKING:
    from simulation.scenario import Scenario

NAMES = {
    "customers": "customers",
    "revenue_per_customer_per_month": "revenue per customer and month",
    "churn_per_year": "yearly churn",
    "gross_margin": "gross margin",
    "operating_margin": "operating margin",
    "contacts_per_customer_per_year": "contacts per customer and year",
    "quits_per_year": "employees who quit in a year",
}
"""What the figures are called."""

_SHARES = ("churn_per_year", "gross_margin", "operating_margin", "quits_per_year")


def figure_worded(key: str, value: float, currency: str) -> str:
    """A figure of a company as people write it."""
    if key in _SHARES:
        return worded(value, Unit("share"), 0.004)
    if key == "customers":
        return rounded(value, 0)
    if key == "revenue_per_customer_per_month":
        return worded(value, Unit("money", currency))
    return rounded(value, 2)


def fit_sentence(found: Sequence[Misfit], currency: str) -> str:
    """Whether an ordinary year in the model looks like the company, and where it does not."""
    if not found:
        return "No figure of the company was given that an ordinary year could be held against."
    good = [one for one in found if one.reproduced]
    bad = [one for one in found if not one.reproduced]
    if not bad:
        return f"An ordinary year in the model reproduces all {len(good)} figures of the company to within 5 %."
    parts = listed([
        f"{NAMES[one.key]} {figure_worded(one.key, one.model, currency)} instead of {figure_worded(one.key, one.given, currency)}"
        for one in bad
    ])  # fmt: skip
    return f"An ordinary year in the model does not look like the company in {len(bad)} of {len(found)} figures: {parts}."


def fit_rows(found: Sequence[Misfit], currency: str) -> list[tuple[str, str, str, str]]:
    """For each figure: its name, the company's value, the model's, and whether they agree."""
    return [
        (
            capital(NAMES[one.key]),
            figure_worded(one.key, one.given, currency),
            figure_worded(one.key, one.model, currency),
            "reproduced" if one.reproduced else "not reproduced",
        )
        for one in found
    ]


def standing_sentence(scenario: "Scenario") -> str:
    """How many customers are simulated, and for how many each stands."""
    market = scenario.market
    if market.each_stands_for == 1:
        return f"All {market.customers:,} customers of the market are simulated."
    return (
        f"{market.customers:,} customers are simulated, each of whom stands for {market.each_stands_for:,} real ones: amounts "
        "and counts are those of the whole company; the luck of so few makes intervals wider than they would be for all."
    )


def by_hand_sentence(scenario: "Scenario") -> str:
    """Which parameters the file says itself although they would follow from the figures; "" where there are none."""
    keys = scenario.company.set_by_hand or ()
    return f"Set by hand instead of following from the figures: {listed(list(keys))}." if keys else ""
