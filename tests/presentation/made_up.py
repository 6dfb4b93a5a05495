"""Made-up records with the columns of real ones, for pictures and tables that need no simulation.

The shapes are those of a plausible market (a dip after the start, then slow growth), the numbers mean
nothing.
"""

import numpy as np
import pandas as pd

LEVELS = {
    "service-only": 0.25,
    "customer-focused": 0.7,
    "customer-centric": 1.0,
    "lip-service": -0.4,
    "status-quo": 0.0,
}
DEPARTMENTS = ("marketing", "sales", "onboarding", "product and operations", "billing", "support")


def made_up_series(
    strategies: tuple[str, ...] = ("service-only", "customer-focused", "customer-centric"),
    months: int = 60,
    replications: int = 12,
    start_month: int = 1,
    seed: int = 4,
) -> pd.DataFrame:
    """Rows as in series.parquet: one firm per strategy, months -11 to `months`."""
    month = np.arange(-11, months + 1)
    frames = []
    for replication in range(replications):
        luck = np.random.default_rng((seed, replication))
        for index, strategy in enumerate(strategies):
            frames.append(_one_firm(strategy, f"Firm{index + 1}", replication, month, start_month, luck))
    order = {name: place for place, name in enumerate(dict.fromkeys(f["firm"].iloc[0] for f in frames))}
    table = pd.concat(frames, ignore_index=True)
    table["_place"] = table["firm"].map(order)
    return table.sort_values(["replication", "month", "_place"]).drop(columns="_place").reset_index(drop=True)


def _one_firm(
    strategy: str, firm: str, replication: int, month: np.ndarray, start: int, luck: np.random.Generator
) -> pd.DataFrame:
    level = LEVELS[strategy]
    since = np.clip(month - start + 1, 0, None)
    grown = level * (1 - np.exp(-since / 20)) ** 1.5
    walk = np.cumsum(luck.normal(0, 0.006, month.size)) + luck.normal(0, 0.01)
    noise = luck.normal(0, 0.004, month.size)
    customers = 2000 * (1 + 0.12 * grown + walk)
    revenue = customers * 50 * (1 + 0.05 * grown + noise)
    cost = revenue * (0.88 + 0.03 * np.exp(-((since - 6) ** 2) / 60) * (since > 0) * level - 0.04 * grown)
    profit = revenue - cost
    discount = 1.1 ** (-np.clip(month, 0, None) / 12)
    retention = np.where(month >= 1, 0.82 + 0.04 * grown + luck.normal(0, 0.006, month.size) + walk / 5, np.nan)
    listens = {"customer-centric": 0.6, "customer-focused": 0.4}.get(strategy, 0.05)
    actual = 74 + 4 * grown + 20 * walk
    believed = actual + (1 - listens) * 16 + luck.normal(0, 0.8, month.size)
    return pd.DataFrame(
        {
            "scenario": "made_up",
            "replication": replication,
            "month": month,
            "firm": firm,
            "strategy": strategy,
            "policy_label": np.where(month < start, "status-quo", strategy),
            "revenue": revenue,
            "cost": cost,
            "profit": profit,
            "cumulative_profit": np.cumsum(profit),
            "discounted_profit": np.cumsum(np.where(month >= 1, profit * discount, 0.0)),
            "customers": customers,
            "gained": 30.0,
            "lost": 28.0,
            "retention_per_month": retention ** (1 / 12),
            "retention_per_year": retention,
            "market_share": 0.3 + 0.05 * grown + walk,
            "satisfaction": actual,
            "net_promoter_score": 20 + 12 * grown + 100 * walk,
            "employee_engagement": 0.5 + 0.06 * grown + walk / 4,
            "engaged_share": 0.30 + 0.10 * grown + walk / 2,
            "customer_orientation": 0.25 + 0.3 * np.clip(grown, 0, None),
            "believed_quality": believed,
            "actual_quality": actual,
            "perception_gap": believed - actual,
        }
    )


def made_up_departments(series: pd.DataFrame) -> pd.DataFrame:
    """Rows as in departments.parquet for the firms of `series`."""
    keys = series[["scenario", "replication", "month", "firm", "strategy"]]
    parts = []
    for place, department in enumerate(DEPARTMENTS):
        part = keys.copy()
        part["department"] = department
        part["employees"] = 10 + 4 * place
        part["engagement"] = series["employee_engagement"] + 0.01 * place
        part["customer_orientation"] = 0.25 + (series["customer_orientation"] - 0.25) * (0.7 + 0.1 * place)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)
