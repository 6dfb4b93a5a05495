"""Many firms with policies drawn over the whole space of policy fields: what claims about shares of companies need."""

from functools import cache
from typing import TYPE_CHECKING, Any

from simulation.scenario.policy import DEPARTMENTS, PURCHASES
from simulation.studies.evidence.cuts import SATISFIED, SUPERIOR
from simulation.studies.evidence.markets import Markets

if TYPE_CHECKING:
    import pandas as pd

    from simulation.records import RunTables
    from simulation.scenario import Scenario

FIELDS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("scope", ("front-line", "customer-facing", "all")),
    ("approach", ("reactive", "proactive")),
    ("listens_to", ("complaints", "wants", "needs")),
    ("focus", ("case", "relationship")),
    ("measures", ("service", "satisfaction", "value")),
    ("alignment", ("cost", "customer")),
)
"""Policy fields and what each may be, from the least to the most customer-centric."""

SEED = 93
LAST = 12
"""Months over which a firm is described."""

CONTACT_DEPARTMENTS, BACK_OFFICE = ("support",), ("operations", "billing")


def drawn_scenarios(markets: Markets) -> "list[Scenario]":
    """Markets whose firms have policies from one Latin hypercube over fields and purchases; budgets are equal.

    Every field takes each of its values equally often; every purchase has a weight between 0 and 1, price cuts have none.
    """
    import numpy as np
    from scipy.stats import qmc

    size = markets.size
    bought = [name for name in PURCHASES if name != "price"]
    count = size.markets * size.firms
    unit = qmc.LatinHypercube(len(FIELDS) + len(bought) + 1, rng=np.random.default_rng(SEED)).random(count)
    base = markets.shipped("baseline")
    found = []
    for market in range(size.markets):
        firms = []
        for number in range(size.firms):
            row = unit[market * size.firms + number].tolist()
            fields = {name: choices[int(u * len(choices))] for (name, choices), u in zip(FIELDS, row, strict=False)}
            levers = dict(zip(bought, row[len(FIELDS) :], strict=False))
            firms.append({"name": f"Firm {number + 1}", "strategy": "status-quo", **fields, "value_focus": row[-1],
                          "levers": {**levers, "price": 0.0}})  # fmt: skip
        customers = max(size.customers // 4, 60) * size.firms
        values = {"firms": firms, "market.customers": customers, "name": f"drawn_{market + 1}", "run.months": 60}
        found.append(base.model_validate(base.model_dump() | _nested(base, values)))
    return found


def alike_scenario(markets: Markets) -> "Scenario":
    """A market of as many firms and customers as those with drawn policies, whose firms all have the ordinary policy."""
    size, base = markets.size, markets.shipped("baseline")
    firms = [{"name": f"Firm {number + 1}", "strategy": "status-quo"} for number in range(size.firms)]
    customers = max(size.customers // 4, 60) * size.firms
    values = {"firms": firms, "market.customers": customers, "name": "alike", "run.months": 60}
    return base.model_validate(base.model_dump() | _nested(base, values))


@cache
def alike_firms(markets: Markets) -> "list[pd.DataFrame]":
    """A table of firms for each market of ordinary firms, half as many as with drawn policies, as `described` gives it, with
    `together`: within each firm, the correlation over its months of engagement and satisfaction.
    """
    found = []
    for run in markets.runs(alike_scenario(markets), count=max(1, markets.size.markets // 2)):
        months = run.series[run.series["month"] >= 1].groupby("firm")[["employee_engagement", "satisfaction"]]
        table = described(run)
        together = {firm: float(rows.corr().iloc[0, 1]) for firm, rows in months}
        found.append(table.assign(together=[together[name] for name in table.index]))
    return found


def _nested(base: "Scenario", values: dict[str, Any]) -> dict[str, Any]:
    """The sections that change, whole."""
    market = base.market.model_copy(update={"customers": values["market.customers"]}).model_dump()
    run = base.run.model_copy(update={"months": values["run.months"], "twin_of": None}).model_dump()
    return {"firms": values["firms"], "name": values["name"], "market": market, "run": run}


@cache
def drawn_firms(markets: Markets) -> "list[pd.DataFrame]":
    """A table of firms for each market with drawn policies, as `described` gives it, with `maturity`."""
    found = []
    for number, scenario in enumerate(drawn_scenarios(markets)):
        maturity = {firm.name: firm.at(scenario.run.months).policy.maturity for firm in scenario.firms}
        (run,) = markets.runs(scenario.with_values({"run.seed": 1 + number}), count=1)
        table = described(run)
        found.append(table.assign(maturity=[maturity[name] for name in table.index]))
    return found


def described(run: "RunTables", months: int = LAST) -> "pd.DataFrame":
    """What every firm of a run was like in its last months: a row a firm.

    returns  columns engagement, engaged (share of employees), satisfaction, believed (points), superior and content (shares
             of customers at or above the cuts, in the last yearly picture), ticket, profit (per customer and year), turnover
             (quits per employee and year), contact_engagement and back_engagement (of departments with and without contact
             with customers)
    """
    import pandas as pd

    series, departments, panel = (frame[frame[key] > frame[key].max() - span] for frame, key, span in (
        (run.series, "month", months), (run.departments, "month", months), (run.panel, "year", 1)
    ))  # fmt: skip
    firms = list(dict.fromkeys(run.series["firm"]))
    grouped = series.groupby("firm", sort=False)
    means, sums = grouped.mean(numeric_only=True), grouped.sum(numeric_only=True)
    table = pd.DataFrame(
        {
            "engagement": means["employee_engagement"], "engaged": means["engaged_share"], "satisfaction": means["satisfaction"],
            "believed": means["believed_quality"], "ticket": means["ticket_satisfaction"],
            "profit": 12.0 * sums["profit"] / sums["customers"].clip(lower=1),
            "turnover": 12.0 * sums["quits"] / sums["employees"],
        }
    )  # fmt: skip
    scores = panel.groupby("firm")["satisfaction"]
    table["superior"] = scores.apply(lambda score: float((score >= SUPERIOR).mean()))
    table["content"] = scores.apply(lambda score: float((score >= SATISFIED).mean()))
    for name, chosen in (("contact_engagement", CONTACT_DEPARTMENTS), ("back_engagement", BACK_OFFICE)):
        table[name] = departments[departments["department"].isin(chosen)].groupby("firm")["engagement"].mean()
    return table.loc[firms]


assert set(CONTACT_DEPARTMENTS) | set(BACK_OFFICE) <= set(DEPARTMENTS)
