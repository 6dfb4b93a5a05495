"""Keeps what happened each month, in columns, and makes the tables of a run of it."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Any

import pandas as pd

from simulation.engines.firm import Firm
from simulation.engines.organisation.ledger import COSTS
from simulation.engines.units import MONEY, SCORE
from simulation.measures.derived import with_derived
from simulation.records.tables import RunTables
from simulation.scenario.policy import DEPARTMENTS

if TYPE_CHECKING:
    from simulation.engines.market import Market

YEARS = 5
"""Anniversaries that the cohorts are followed to."""


class Recorder:
    """The rows of a run so far."""

    def __init__(self, market: Market) -> None:
        self.series_only = False
        """Whether nothing else is kept; the other tables are then empty."""
        self.series: list[dict[str, Any]] = []
        self.market: list[dict[str, Any]] = []
        self.segments: list[dict[str, Any]] = []
        self.departments: list[dict[str, Any]] = []
        self.panel: list[pd.DataFrame] = []
        self.joined: dict[tuple[int, int], int] = {}
        """Customers gained, by firm number and month."""
        self.survivors: dict[tuple[int, int, int], int] = {}
        """Customers who are still there, by firm number, month of joining and year."""
        self.from_start: dict[tuple[int, int], int] = {}
        """Customers of month 0 who are still there, by firm number and year."""
        self.at_start: dict[int, int] = {}

    def keep(self, market: Market) -> None:
        """Keeps the month that has just been simulated."""
        for firm in market.firms_in_file:
            self.series.append(_firm_row(market, firm))
            if self.series_only:
                continue
            self.departments.extend(_department_rows(market, firm))
            self._keep_cohorts(market, firm)
        if self.series_only:
            return
        self.market.append(_market_row(market))
        self.segments.extend(_segment_rows(market))
        if market.month > 0 and market.month % 12 == 0:
            self.panel.append(_panel(market))

    def _keep_cohorts(self, market: Market, firm: Firm) -> None:
        month, f = market.month, firm.place
        self.joined[firm.number, month] = firm.tally.gained
        for year, count in market.anniversaries[f].items():
            if year <= YEARS and (firm.number, month - 12 * year) in self.joined:
                self.survivors[firm.number, month - 12 * year, year] = count
        if month == 0:
            self.at_start[firm.number] = firm.tally.customers
        elif month > 0 and month % 12 == 0 and month // 12 <= YEARS:
            self.from_start[firm.number, month // 12] = market.there_since_start[f]

    def tables(self, market: Market) -> RunTables:
        """The tables of the run so far."""
        stamp = {"scenario": market.plan.name, "replication": market.replication}
        series = with_derived(_table(self.series, stamp), market.plan.ledger.discount_rate_per_year)
        if self.series_only:
            return RunTables(series, *(pd.DataFrame() for _ in range(5)))
        panel = pd.concat(self.panel, ignore_index=True) if self.panel else pd.DataFrame(columns=PANEL_COLUMNS)
        for at, (column, value) in enumerate(stamp.items()):
            panel.insert(at, column, value)
        market_rows, segments, departments = (_table(rows, stamp) for rows in (self.market, self.segments, self.departments))
        return RunTables(series, market_rows, segments, departments, panel, self._cohorts(market, stamp))

    def _cohorts(self, market: Market, stamp: dict[str, Any]) -> pd.DataFrame:
        rows = []
        for firm in market.firms_in_file:
            who = {"firm": firm.name, "strategy": firm.plan.strategy}
            if firm.number in self.at_start:
                kept: dict[str, float] = {
                    f"survivors_year_{y}": self.from_start.get((firm.number, y), float("nan")) for y in range(1, YEARS + 1)
                }
                rows.append({**stamp, "month": 0, **who, "cohort": "all", "joined": self.at_start[firm.number], **kept})
            for (number, month), joined in self.joined.items():
                if number != firm.number:
                    continue
                kept = {}
                for year in range(1, YEARS + 1):
                    seen = month + 12 * year <= market.month
                    kept[f"survivors_year_{year}"] = (
                        float(self.survivors.get((number, month, year), 0)) if seen else float("nan")
                    )
                rows.append({**stamp, "month": month, **who, "cohort": "new", "joined": joined, **kept})
        return pd.DataFrame(rows)


PANEL_COLUMNS = [
    "year", "customer", "tenure_months", "satisfaction", "expectation", "bond", "spend_per_month", "felt_failures",
    "segment", "firm", "strategy", "needs_fit",
]


def _table(rows: list[dict[str, Any]], stamp: dict[str, Any]) -> pd.DataFrame:
    """The rows as a table, column by column, which is much faster than row by row; `stamp` stands before each."""
    return pd.DataFrame({**stamp, **{name: [row[name] for row in rows] for name in rows[0]}} if rows else {})


def _panel(market: Market) -> pd.DataFrame:
    """This year's panel of sampled customers."""
    columns = market.customer_side.sample(market)
    place, segment = columns.pop("place"), columns.pop("segment")
    loss = columns.pop("fit_loss")
    names, strategies = (
        pd.Series(words).array for words in ([f.name for f in market.firms], [f.plan.strategy for f in market.firms])
    )
    segments = pd.Series([s.name for s in market.plan.segments]).array
    frame = pd.DataFrame(columns)
    frame.insert(0, "year", market.month // 12)
    frame["segment"], frame["firm"], frame["strategy"] = segments.take(segment), names.take(place), strategies.take(place)
    frame["needs_fit"] = 1.0 / (1.0 + loss)
    return frame


def _firm_row(market: Market, firm: Firm) -> dict[str, Any]:
    tally, n = firm.tally, max(1, firm.tally.customers)
    heads = sum(d.employed for d in firm.departments)
    staff = max(1, heads)
    positions = sum(d.heads for d in firm.departments)
    cost = sum(firm.costs.values())
    row: dict[str, Any] = {
        "month": market.month, "firm": firm.name, "strategy": firm.plan.strategy, "policy_label": firm.policy.label,
        "revenue": tally.revenue / MONEY, "cost": cost / MONEY,
    }
    row.update({kind: firm.costs[kind] / MONEY for kind in COSTS})
    row.update(
        profit=(tally.revenue - cost) / MONEY,
        cumulative_profit=firm.cumulative_profit / MONEY,
        discounted_profit=firm.discounted_profit / MONEY,
        customers_start=tally.customers_start,
        customers=tally.customers,
        gained=tally.gained,
        lost=tally.lost,
        stayed_year=tally.stayed_year,
        satisfaction=tally.satisfaction / SCORE / n,
        expectation=tally.expectation / SCORE / n,
        bond=tally.bond / SCORE / n,
        net_promoter_score=100.0 * (tally.promoters - tally.detractors) / n,
        ticket_satisfaction=tally.ticket_points / SCORE / tally.served if tally.served else float("nan"),
        failures=sum(tally.failures),
    )
    for stage, name in enumerate(("awareness", "purchase", "onboarding", "use", "billing", "contact")):
        row[f"failures_{name}"] = tally.failures[stage]
    row.update(
        felt_failures=tally.felt,
        failures_found_first=tally.found_first,
        complaints=tally.complaints,
        silent_failures=tally.silent,
        contacts=sum(tally.contacts),
        cases_opened=tally.opened,
        cases_solved=tally.solved,
        cases_given_up=tally.given_up,
        open_cases=tally.open_cases,
        waiting_time=tally.waited / tally.open_cases if tally.open_cases else 0.0,
        first_contacts=tally.first_contacts,
        resolved_first_contact=tally.first_resolved / tally.first_contacts if tally.first_contacts else float("nan"),
        work_pressure=firm.desk.pressure,
        service_standard=firm.desk.standard,
        believed_quality=firm.beliefs.believed,
        actual_quality=tally.satisfaction / SCORE / n,
        employee_engagement=fsum(d.engagement * d.employed for d in firm.departments) / staff,
        engaged_share=sum(d.engaged for d in firm.departments) / staff,
        quits=sum(d.quits for d in firm.departments),
        employees=heads,
        positions=positions,
        vacancies=positions - heads,
        skill=fsum(d.skill * d.employed for d in firm.departments) / staff,
        workload=fsum(d.load * d.employed for d in firm.departments) / staff,
        customer_orientation=fsum(d.orientation * d.employed for d in firm.departments) / staff,
        needs_fit=1.0 / (1.0 + tally.loss / SCORE / n),
        wants_fit=1.0 / (1.0 + firm.offer.wants_loss),
        knowledge=firm.knows,
        price=firm.offer.price,
        lost_failure=tally.reasons[1],
        lost_price=tally.reasons[2],
        lost_better_offer=tally.reasons[3],
        lost_neighbour=tally.reasons[4],
        lost_other=tally.reasons[0],
        messages_positive=tally.messages_positive,
        messages_negative=tally.messages_negative,
    )
    return row


def _department_rows(market: Market, firm: Firm) -> list[dict[str, Any]]:
    return [
        dict(
            month=market.month, firm=firm.name, strategy=firm.plan.strategy, department=name,
            employees=department.employed, vacancies=department.heads - department.employed,
            engagement=department.engagement, skill=department.skill, customer_orientation=department.orientation,
            workload=department.load, quits=department.quits, failures=firm.tally.failures[d],
            prevention=firm.stocks.prevention[d],
        )
        for d, (name, department) in enumerate(zip(DEPARTMENTS, firm.departments, strict=True))
    ]


def _market_row(market: Market) -> dict[str, Any]:
    return dict(
        month=market.month,
        uncommitted=market.uncommitted,
        prospects=market.prospects,
        customers=sum(firm.tally.customers for firm in market.firms),
        revenue=sum(firm.tally.revenue for firm in market.firms) / MONEY,
        profit=sum(firm.tally.revenue - sum(firm.costs.values()) for firm in market.firms) / MONEY,
        messages_positive=sum(firm.tally.messages_positive for firm in market.firms),
        messages_negative=sum(firm.tally.messages_negative for firm in market.firms),
    )


def _segment_rows(market: Market) -> list[dict[str, Any]]:
    rows = []
    for s, segment in enumerate(market.plan.segments):
        for firm in market.firms_in_file:
            customers, satisfaction = market.segment_counts[s][firm.place]
            rows.append(
                dict(
                    month=market.month, segment=segment.name, firm=firm.name, strategy=firm.plan.strategy,
                    customers=customers, revenue=market.segment_revenue[s][firm.place] / MONEY,
                    satisfaction=satisfaction / SCORE / customers if customers else float("nan"),
                    lost=market.segment_lost[s][firm.place],
                )
            )
    return rows
