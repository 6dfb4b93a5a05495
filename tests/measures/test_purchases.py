"""What a budget bought: its allocation times what was paid, month by month."""

import pandas as pd
import pytest

from simulation.measures.purchases import purchases
from simulation.scenario.firms import Firm
from simulation.scenario.presets import PRESETS


def rows(label: str, months: int = 3, paid: float = 100.0, replications: int = 2) -> pd.DataFrame:
    """A firm that pays the same every month, in the warm-up too."""
    return pd.DataFrame(
        [
            {"replication": r, "month": month, "policy_label": label, "cost_programme": paid}
            for r in range(replications)
            for month in range(-1, months + 1)
        ]
    )


def test_every_lever_gets_its_share_of_what_was_paid() -> None:
    table = purchases(rows("service-only"), Firm(name="Own", strategy="service-only")).set_index("purchase")
    weights = {name: weight for name, weight in PRESETS["service-only"][1].model_dump().items() if weight}
    assert set(table.index) == set(weights)
    assert table["share"].to_dict() == pytest.approx(weights)
    assert table["amount"].sum() == pytest.approx(300.0)
    assert table.loc["support_staff", "budget"] == pytest.approx(0.35 * 0.03)


def test_revenue_given_up_for_a_lower_price_comes_on_top_of_what_was_paid() -> None:
    """The price-cutter gives up .70 of its budget and pays .30: 100 paid stand beside 233 given up."""
    table = purchases(rows("price-cutter", months=1), Firm(name="Own", strategy="price-cutter")).set_index("purchase")
    assert table.loc["price", "amount"] == pytest.approx(100 * 0.7 / 0.3)
    assert table["amount"].drop("price").sum() == pytest.approx(100.0)


def test_a_change_of_strategy_changes_what_is_bought() -> None:
    firm = Firm.model_validate(
        {"name": "Own", "strategy": "service-only", "changes": [{"month": 2, "strategy": "customer-centric"}]}
    )
    before, after = rows("service-only", months=1), rows("customer-centric", months=2)
    table = purchases(pd.concat([before, after[after["month"] == 2]]), firm).set_index("purchase")
    assert table.loc["support_staff", "amount"] == pytest.approx(35.0)
    assert table.loc["leadership_commitment", "amount"] == pytest.approx(10.0)


def test_a_saved_budget_buys_nothing() -> None:
    assert purchases(rows("none", paid=0.0), Firm(name="Own", strategy="none")).empty
