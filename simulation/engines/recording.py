"""Keeps what happened each month, in columns, and makes the tables of a run of it."""

from __future__ import annotations

import copy
from math import fsum
from operator import mul
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from simulation.engines.customer_side import Sample
from simulation.engines.firm import Firm
from simulation.engines.organisation.ledger import COSTS
from simulation.engines.organisation.programme import EACH
from simulation.engines.units import MONEY, SCORE
from simulation.measures.derived import with_derived
from simulation.records.tables import RunTables
from simulation.scenario.policy import DEPARTMENTS

if TYPE_CHECKING:
    from simulation.engines.market import Market

YEARS = 5
"""Anniversaries that the cohorts are followed to."""

PEOPLE = ("employed", "heads", "engaged", "engagement", "skill", "load", "orientation", "quits")
"""What is recorded of the departments."""


class Recorder:
    """The rows of a run so far."""

    def __init__(self, market: Market) -> None:
        self.series_only = False
        """Whether nothing else is kept; the other tables are then empty."""
        self.series: list[dict[str, Any]] = []
        """Rows by month and firm; never changed, like all rows, and without strategies, since a fork may change those."""
        self.market: list[dict[str, Any]] = []
        self.segments: list[dict[str, Any]] = []
        self.departments: list[dict[str, Any]] = []
        self.panel: list[tuple[int, Sample]] = []
        """Year, and that year's columns of the sampled customers."""
        self.joined: dict[tuple[int, int], int] = {}
        """Customers gained, by firm number and month."""
        self.survivors: dict[tuple[int, int, int], int] = {}
        """Customers who are still there, by firm number, month of joining and year."""
        self.from_start: dict[tuple[int, int], int] = {}
        """Customers of month 0 who are still there, by firm number and year."""
        self.at_start: dict[int, int] = {}

    def __deepcopy__(self, _: dict[int, Any]) -> Recorder:
        """The same rows in lists of its own, for a fork."""
        other = copy.copy(self)
        for name, kept in vars(self).items():
            if isinstance(kept, list | dict):
                setattr(other, name, kept.copy())
        return other

    def keep(self, market: Market) -> None:
        """Keeps the month that has just been simulated."""
        people = {name: market.departments[name].tolist() for name in PEOPLE}
        for firm in market.firms_in_file:
            own = {name: column[EACH * firm.place : EACH * (firm.place + 1)] for name, column in people.items()}
            self.series.append(_firm_row(market, firm, own))
            if self.series_only:
                continue
            self.departments.extend(_department_rows(market, firm, own))
            self._keep_cohorts(market, firm)
        if self.series_only:
            return
        self.market.append(_market_row(market))
        self.segments.extend(_segment_rows(market))
        if market.month > 0 and market.month % 12 == 0:
            self.panel.append((market.month // 12, market.customer_side.sample(market)))

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

    def series_columns(self, market: Market) -> dict[str, list[Any]]:
        """The series so far without what is derived, column by column."""
        return _columns(self.series, _strategies(market))

    def tables(self, market: Market) -> RunTables:
        """The tables of the run so far."""
        stamp = {"scenario": market.plan.name, "replication": market.replication}
        strategies = _strategies(market)
        series = with_derived(_table(self.series, stamp, strategies), market.plan.ledger.discount_rate_per_year)
        if self.series_only:
            return RunTables(series, *(pd.DataFrame() for _ in range(5)))
        market_rows, segments, departments = (
            _table(rows, stamp, strategies) for rows in (self.market, self.segments, self.departments)
        )
        return RunTables(
            series, market_rows, segments, departments, self.panel_table(market, stamp), self._cohorts(market, stamp)
        )

    def panel_table(self, market: Market, stamp: dict[str, Any] | None = None) -> pd.DataFrame:
        """The panel of sampled customers so far: a row a year and customer; `stamp` stands before each."""
        if not self.panel:
            return pd.DataFrame(columns=[*(stamp or {}), *PANEL_COLUMNS])
        years = [np.full(sample["customer"].size, year) for year, sample in self.panel]
        columns = {name: np.concatenate([sample[name] for _, sample in self.panel]) for name in self.panel[0][1]}
        place, segment, loss = columns.pop("place"), columns.pop("segment"), columns.pop("fit_loss")
        frame = pd.DataFrame({**(stamp or {}), "year": np.concatenate(years), **columns})
        for column, words, at in (
            ("segment", [s.name for s in market.plan.segments], segment),
            ("firm", [f.name for f in market.firms], place),
            ("strategy", [f.plan.strategy for f in market.firms], place),
        ):
            frame[column] = pd.Series(words).array.take(at)
        frame["needs_fit"] = 1.0 / (1.0 + loss)
        return frame

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


def _strategies(market: Market) -> dict[str, str]:
    """Every firm's strategy, by its name."""
    return {firm.name: firm.plan.strategy for firm in market.firms}


def _columns(rows: list[dict[str, Any]], strategies: dict[str, str]) -> dict[str, list[Any]]:
    """The rows column by column; after the firm its strategy."""
    columns: dict[str, list[Any]] = {}
    for name in rows[0] if rows else ():
        columns[name] = [row[name] for row in rows]
        if name == "firm":
            columns["strategy"] = [strategies[firm] for firm in columns[name]]
    return columns


def _table(rows: list[dict[str, Any]], stamp: dict[str, Any], strategies: dict[str, str]) -> pd.DataFrame:
    """The rows as a table, column by column, which is much faster than row by row; `stamp` stands before each."""
    return pd.DataFrame({**stamp, **_columns(rows, strategies)} if rows else {})


def _firm_row(market: Market, firm: Firm, people: dict[str, list[Any]]) -> dict[str, Any]:
    tally, n = firm.tally, max(1, firm.tally.customers)
    employed = people["employed"]
    heads, positions = sum(employed), sum(people["heads"])
    staff = max(1, heads)
    cost = sum(firm.costs.values())
    row: dict[str, Any] = {
        "month": market.month, "firm": firm.name, "policy_label": firm.policy.label,
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
        employee_engagement=fsum(map(mul, people["engagement"], employed)) / staff,
        engaged_share=sum(people["engaged"]) / staff,
        quits=sum(people["quits"]),
        employees=heads,
        positions=positions,
        vacancies=positions - heads,
        skill=fsum(map(mul, people["skill"], employed)) / staff,
        workload=fsum(map(mul, people["load"], employed)) / staff,
        customer_orientation=fsum(map(mul, people["orientation"], employed)) / staff,
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


def _department_rows(market: Market, firm: Firm, people: dict[str, list[Any]]) -> list[dict[str, Any]]:
    return [
        dict(
            month=market.month, firm=firm.name, department=name,
            employees=people["employed"][d], vacancies=people["heads"][d] - people["employed"][d],
            engagement=people["engagement"][d], skill=people["skill"][d], customer_orientation=people["orientation"][d],
            workload=people["load"][d], quits=people["quits"][d], failures=firm.tally.failures[d],
            prevention=firm.stocks.prevention[d],
        )
        for d, name in enumerate(DEPARTMENTS)
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
                    month=market.month, segment=segment.name, firm=firm.name,
                    customers=customers, revenue=market.segment_revenue[s][firm.place] / MONEY,
                    satisfaction=satisfaction / SCORE / customers if customers else float("nan"),
                    lost=market.segment_lost[s][firm.place],
                )
            )
    return rows
