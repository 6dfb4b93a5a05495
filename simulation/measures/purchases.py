"""What an improvement budget bought: the money that went into each lever and ordinary purchase."""

from typing import TYPE_CHECKING

from simulation.scenario.policy import LEVERS, PURCHASES, Policy, PolicyFields
from simulation.scenario.policy import Levers as Weights
from simulation.scenario.presets import ORDINARY, with_preset

if TYPE_CHECKING:
    import pandas as pd

    from simulation.scenario.firms import Firm

__all__ = ["LEVERS", "PRICE", "PURCHASES", "purchases"]

PRICE = "price"
"""The one purchase that is no cost: a lower price gives revenue up."""


def purchases(rows: "pd.DataFrame", firm: "Firm") -> "pd.DataFrame":
    """What a firm spent on each purchase from month 1 on, mean over the runs.

    rows     rows of series.parquet of this firm, or of twins.parquet in one world
    firm     as the file, or the world, has it
    returns  columns purchase, amount (currency over all months; for PRICE the revenue given up), share (of
             all amounts), budget (share of revenue that goes into it in the last month); only what was
             bought, in the order of PURCHASES
    """
    import pandas as pd

    counted = rows[rows["month"] >= 1]
    spent = counted.groupby(["month", "policy_label"], sort=True)["cost_programme"].sum()
    runs = max(1, counted["replication"].nunique())
    amounts = dict.fromkeys(PURCHASES, 0.0)
    policy = firm.at(int(counted["month"].max())).policy if len(counted) else firm.at(1).policy
    for (month, label), amount in spent.items():
        then = _policy(firm, int(month), str(label))
        paid = 1.0 - then.allocation[PURCHASES.index(PRICE)]
        for name, share in zip(PURCHASES, then.allocation, strict=True):
            amounts[name] += float(amount) * share / paid / runs if paid > 0.0 else 0.0
    total = sum(amounts.values())
    table = pd.DataFrame(
        {
            "purchase": PURCHASES,
            "amount": [amounts[name] for name in PURCHASES],
            "share": [amounts[name] / total if total else 0.0 for name in PURCHASES],
            "budget": [policy.improvement_budget * share for share in policy.allocation],
        }
    )
    return table[(table["amount"] > 0.0) | (table["budget"] > 0.0)].reset_index(drop=True)


def _policy(firm: "Firm", month: int, label: str) -> Policy:
    """The policy that a firm follows; the ordinary one where its leadership has dropped the programme."""
    policy = firm.at(month).policy
    return policy if policy.label == label else with_preset(ORDINARY, PolicyFields(), Weights())
