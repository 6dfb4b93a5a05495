"""What must hold of the tables of every run, whatever the scenario says: nothing made, nothing lost, nothing out of bounds."""

import numpy as np
import pandas as pd

from simulation.records.tables import RunTables
from simulation.scenario import Scenario

MONEY = 10_000
"""Smallest units of money in one unit of currency."""

SHARES = (
    "market_share", "resolved_first_contact", "retention_per_month", "retention_per_year", "engaged_share",
    "employee_engagement", "skill", "customer_orientation", "needs_fit", "wants_fit", "knowledge",
)
SCORES = ("satisfaction", "expectation", "ticket_satisfaction", "believed_quality", "actual_quality")
MAY_BE_MISSING = {
    "ticket_satisfaction", "resolved_first_contact", "acquisition_cost", "retention_per_month", "retention_per_year",
    "customer_lifetime_value", "customer_equity", "market_share",
}
"""Columns that say nothing where there is nobody to say it of."""

STAGES = ("awareness", "purchase", "onboarding", "use", "billing", "contact")


def units(amounts: pd.Series) -> np.ndarray:
    """Money as whole units; fails where an amount is no whole number of them."""
    exact = amounts.to_numpy() * MONEY
    whole = np.rint(exact)
    assert np.allclose(exact, whole, rtol=0.0, atol=1e-3 * np.maximum(1.0, np.abs(whole) * 1e-9))
    return whole.astype(np.int64)


def check(tables: RunTables, plan: Scenario) -> None:
    """Raises AssertionError where a run breaks what must hold of every run."""
    series = tables.series
    check_shape(tables, plan)
    for _, firm in series.groupby("firm", sort=False):
        check_customers(firm, plan)
        check_cases(firm)
        check_money(firm, plan)
        check_people(firm)
        check_bounds(firm, plan)
    check_sums(tables, plan)
    check_departments(tables)
    check_cohorts(tables)
    check_panel(tables, plan)


def check_shape(tables: RunTables, plan: Scenario) -> None:
    """One row per firm and month, in order, and no number missing where there must be one."""
    series = tables.series
    months = np.arange(1 - plan.run.warm_up_months, plan.run.months + 1)
    names = [firm.name for firm in plan.firms]
    assert series["month"].tolist() == np.repeat(months, len(names)).tolist()
    assert series["firm"].tolist() == names * months.size
    assert tables.market["month"].tolist() == months.tolist()
    for name in ("series", "market", "segments", "departments", "panel", "cohorts"):
        table = getattr(tables, name)
        numbers = table.select_dtypes("number")
        assert not np.isinf(numbers.to_numpy(dtype=float)).any(), name
        missing = set(table.columns[table.isna().any()])
        if name == "series":
            assert missing <= MAY_BE_MISSING, missing
        elif name == "segments":
            assert missing <= {"satisfaction"}
            assert (table["satisfaction"].isna() == (table["customers"] == 0)).all()
        elif name == "cohorts":
            assert missing <= {f"survivors_year_{year}" for year in range(1, 6)}
        else:
            assert not missing, (name, missing)
    assert (series["resolved_first_contact"].isna() == (series["first_contacts"] == 0)).all()
    assert (series["acquisition_cost"].isna() == (series["gained"] == 0)).all()
    assert (series["retention_per_month"].isna() == (series["customers_start"] == 0)).all()


def check_customers(firm: pd.DataFrame, plan: Scenario) -> None:
    """Customers come and go one by one, each leaver for one reason."""
    end = firm["customers"].to_numpy()
    start = firm["customers_start"].to_numpy()
    assert (start[1:] == end[:-1]).all()
    assert (end == start + firm["gained"].to_numpy() - firm["lost"].to_numpy()).all()
    reasons = [name for name in firm.columns if name.startswith("lost_")]
    assert len(reasons) == 5
    assert (firm[reasons].sum(axis=1) == firm["lost"]).all()
    assert (firm["lost"] <= firm["customers_start"]).all()
    assert (firm["stayed_year"] <= firm["customers"]).all()
    assert (firm[["customers", "gained", "lost", *reasons]] >= 0).all().all()


def check_cases(firm: pd.DataFrame) -> None:
    """Cases open, and end solved or given up; failures are felt or found first, and spoken of or not."""
    before = firm["open_cases"].shift(1, fill_value=0)
    closed = firm["cases_solved"] + firm["cases_given_up"]
    assert (firm["open_cases"] == before + firm["cases_opened"] - closed).all()
    assert (firm["open_cases"] <= firm["customers"]).all()
    stages = firm[[f"failures_{stage}" for stage in STAGES]]
    assert (stages.sum(axis=1) == firm["failures"]).all()
    assert (firm["felt_failures"] == firm["failures"] - firm["failures_awareness"] - firm["failures_found_first"]).all()
    assert (firm["felt_failures"] == firm["complaints"] + firm["silent_failures"]).all()
    assert (firm["cases_opened"] >= firm["complaints"]).all()
    assert (firm["first_contacts"] <= firm["contacts"]).all()
    cases = ["open_cases", "cases_opened", "cases_solved", "cases_given_up", "waiting_time"]
    assert (firm[[*cases, "contacts", "failures", "complaints", "silent_failures"]] >= 0).all().all()
    assert (firm["waiting_time"].to_numpy()[firm["open_cases"].to_numpy() > 0] >= 1.0).all()


def check_money(firm: pd.DataFrame, plan: Scenario) -> None:
    """Every unit of money that comes in is a cost of one kind or profit."""
    kinds = [name for name in firm.columns if name.startswith("cost_")]
    assert len(kinds) == 9
    by_kind = np.stack([units(firm[kind]) for kind in kinds])
    assert (by_kind >= 0).all()
    assert (by_kind.sum(axis=0) == units(firm["cost"])).all()
    profit = units(firm["profit"])
    assert (units(firm["revenue"]) - units(firm["cost"]) == profit).all()
    counts = firm["month"].to_numpy() > 0
    assert (units(firm["cumulative_profit"]) == np.cumsum(np.where(counts, profit, 0))).all()
    rate = plan.ledger.discount_rate_per_year
    present = np.cumsum(np.where(counts, profit / (1.0 + rate) ** (firm["month"].to_numpy() / 12.0), 0.0))
    room = 1.0 + counts.cumsum() + 1e-9 * np.abs(profit).sum()
    assert (np.abs(units(firm["discounted_profit"]) - present) <= room).all()


def check_people(firm: pd.DataFrame) -> None:
    """Everybody holds a position, and every position is held or vacant."""
    assert (firm["employees"] == firm["positions"] - firm["vacancies"]).all()
    assert (firm[["employees", "vacancies", "quits"]] >= 0).all().all()
    before = firm["employees"].shift(1)
    assert (firm["quits"].iloc[1:] <= before.iloc[1:]).all()


def check_bounds(firm: pd.DataFrame, plan: Scenario) -> None:
    """Shares, scores and standards stay where they are defined."""
    for name in SHARES:
        values = firm[name].dropna()
        assert values.between(0.0, 1.0).all(), name
    for name in SCORES:
        values = firm[name].dropna()
        assert values.between(0.0, 100.0).all(), name
    assert firm["net_promoter_score"].between(-100.0, 100.0).all()
    assert firm["bond"].between(0.0, plan.experience.bond_most).all()
    assert firm["service_standard"].between(min(1.0, plan.support.standard_floor) - 1e-12, 1.0 + 1e-12).all()
    assert (firm["work_pressure"] > 0.0).all()
    assert (firm["price"] > 0.0).all()
    assert np.allclose(firm["perception_gap"], firm["believed_quality"] - firm["actual_quality"], rtol=0, atol=1e-9)


def check_sums(tables: RunTables, plan: Scenario) -> None:
    """Firms, segments and the market tell the same story."""
    series, market, segments = tables.series, tables.market, tables.segments
    by_month = series.groupby("month", sort=False)
    assert (by_month["customers"].sum().to_numpy() == market["customers"].to_numpy()).all()
    assert (market["customers"] + market["uncommitted"] == plan.market.customers).all()
    assert (market["prospects"] <= market["uncommitted"]).all()
    assert (market["prospects"] >= 0).all()
    assert (units(market["revenue"]) == by_month["revenue"].apply(lambda column: units(column).sum()).to_numpy()).all()
    assert (units(market["profit"]) == by_month["profit"].apply(lambda column: units(column).sum()).to_numpy()).all()
    for name in ("messages_positive", "messages_negative"):
        assert (by_month[name].sum().to_numpy() == market[name].to_numpy()).all()
    shares = by_month["market_share"].sum(min_count=len(plan.firms)).dropna()
    assert np.allclose(shares, 1.0, rtol=0.0, atol=1e-12)
    assert (market["customers"].to_numpy() > 0).sum() == shares.size
    whole = series.set_index(["month", "firm"]).sort_index()
    parts = segments.groupby(["month", "firm"])
    for name in ("customers", "lost"):
        assert (parts[name].sum() == whole[name]).all()
    paid = parts["revenue"].apply(lambda column: int(units(column).sum()))
    assert (paid.to_numpy() == units(whole["revenue"])).all()


def check_departments(tables: RunTables) -> None:
    """Departments add up to the firm."""
    whole = tables.series.set_index(["month", "firm"]).sort_index()
    parts = tables.departments.groupby(["month", "firm"])
    for name in ("employees", "vacancies", "quits", "failures"):
        assert (parts[name].sum() == whole[name]).all(), name
    means = tables.departments
    for ours, theirs in (
        ("engagement", "employee_engagement"), ("skill", "skill"), ("customer_orientation", "customer_orientation"),
    ):
        total = (means[ours] * means["employees"]).groupby([means["month"], means["firm"]]).sum()
        assert np.allclose(total, whole[theirs] * whole["employees"], rtol=1e-9, atol=1e-9), ours
    assert means["prevention"].between(0.0, 1.0).all()
    assert (means["workload"] >= 0.0).all()


def check_cohorts(tables: RunTables) -> None:
    """A cohort only shrinks, and the cohorts of newcomers are those who were gained."""
    cohorts, series = tables.cohorts, tables.series
    kept = cohorts[["joined", *(f"survivors_year_{year}" for year in range(1, 6))]].to_numpy(dtype=float)
    later, earlier = kept[:, 1:], kept[:, :-1]
    seen = ~np.isnan(later)
    assert (later[seen] <= earlier[seen]).all()
    assert (later[seen] >= 0).all()
    new = cohorts[cohorts["cohort"] == "new"].set_index(["month", "firm"])["joined"].sort_index()
    assert new.equals(series.set_index(["month", "firm"])["gained"].sort_index().rename("joined"))
    start = cohorts[cohorts["cohort"] == "all"].set_index("firm")["joined"]
    at_zero = series[series["month"] == 0].set_index("firm")["customers"]
    assert (start == at_zero[start.index]).all()
    assert set(start.index) == set(at_zero.index)


def check_panel(tables: RunTables, plan: Scenario) -> None:
    """Once a year, every customer with a firm (up to the panel's size), once."""
    panel, series = tables.panel, tables.series
    assert panel["year"].isin(range(1, plan.run.months // 12 + 1)).all()
    assert not panel.duplicated(["year", "customer"]).any()
    yearly = series[(series["month"] > 0) & (series["month"] % 12 == 0) & (series["customers"] > 0)]
    expected = yearly.assign(year=yearly["month"] // 12).set_index(["year", "firm"])["customers"].sort_index()
    assert (panel.groupby(["year", "firm"]).size().to_dict()) == expected.to_dict()
    assert panel["satisfaction"].between(0.0, 100.0).all()
    assert panel["expectation"].between(0.0, 100.0).all()
    assert panel["needs_fit"].between(0.0, 1.0).all()
    assert (panel["spend_per_month"] > 0.0).all()
    assert (panel["tenure_months"] >= 0).all()
