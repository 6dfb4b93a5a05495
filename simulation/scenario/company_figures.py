"""What follows from a company's figures: the parameters of the model, or what contradicts what.

Everything here is arithmetic with shares of revenue. What only simulating can tell (how costly switching must be for the
company's churn) gets a first guess, which `simulation.studies.company.fit` replaces.
"""

from collections.abc import Collection, Iterator
from itertools import pairwise
from math import fsum
from typing import Any

from pydantic import BaseModel, ValidationError

from simulation.scenario.company import Company
from simulation.scenario.errors import Problem
from simulation.scenario.finance import Ledger
from simulation.scenario.market import Market
from simulation.scenario.organisation import Employees
from simulation.scenario.policy import DEPARTMENTS
from simulation.scenario.shape import percent
from simulation.scenario.source import Place, Source
from simulation.scenario.toml_lines import Path

TABLE = "company"

SIMULATED_CUSTOMERS = 1_500
"""Customers simulated for each firm at most, each of whom stands for as many as the company's customers need."""

SIMULATED_EMPLOYEES = 200
"""Employees simulated for each firm at most."""

COMMITTED = 0.93
"""Share of a market's customers who have a firm, at ordinary values: a first guess, which simulating replaces."""

SHARES_BELOW_MARGIN = 0.32
"""What the shares below the gross margin but improvement sum to, before scaling: see `rules.ledger.cost_scale`."""

BY_UNIT = 0.003
"""Share of revenue, before scaling, that contacts and compensation come to."""

CHURN_OF_SWITCHING_COST = ((0.45, 0.0), (0.30, 1.0), (0.17, 2.0), (0.09, 3.0), (0.055, 4.0), (0.03, 6.0), (0.02, 9.0))
"""Yearly churn and the switching cost that goes with it at ordinary values: a first guess."""

FOLLOWS = (
    *("market.customers", "market.each_stands_for", "market.currency", "market.switching_cost"),
    *("market.involuntary_exit_per_year", "market.attention.shape_a", "market.attention.shape_b", "segments"),
    *("journey.routine_contacts_per_month", "ledger.gross_margin", "ledger.operations_wages", "ledger.margin_share"),
    *("ledger.ordinary_improvement", "ledger.other_wages", "ledger.media", "ledger.overhead", "employees.per_firm"),
    *(f"employees.{name}_share" for name in DEPARTMENTS),
    *("employees.quit_front_line_per_year", "employees.quit_other_per_year"),
)
"""All parameters that can follow from a company's figures."""


def settle(source: Source, root: type[BaseModel], kept: Collection[str] | None = None) -> list[Problem]:
    """Puts what follows from `[company]` into `source`, which changes; returns contradictions among the figures.

    kept  parameters that do not follow from the figures, since they are said; None: those that stand in `source`
    """
    stated = source.data.get(TABLE)
    if TABLE not in root.model_fields or not isinstance(stated, dict):
        return []
    try:
        company = Company.model_validate(_with_tuples(stated), strict=True)
    except ValidationError:
        return []  # said with everything else that is wrong
    if not company.given or company.fitted is not None:
        return []
    by_hand = [key for key in FOLLOWS if (_stands(source.data, key) if kept is None else key in kept)]
    firms = source.data.get("firms")
    count = len(firms) if isinstance(firms, list) else 2
    contradictions = list(_contradictions(company, source))
    if not contradictions:
        for key, value in _parameters(company, count):
            if key not in by_hand:
                _place(source, key, value)
    budget = None if contradictions else _budget_share(company)
    for entry in firms if isinstance(firms, list) else ():
        if budget is not None and isinstance(entry, dict) and kept is None:
            entry.setdefault("improvement_budget", budget)
    stated["fitted"] = False
    if by_hand:
        stated["set_by_hand"] = by_hand
    return contradictions


def noted(source: Source, keys: Collection[str], root: type[BaseModel]) -> list[Problem]:
    """Keeps a company's parameters in step with values laid over a scenario that is loaded already.

    keys  what was laid over it
    """
    stated = source.data.get(TABLE)
    if TABLE not in root.model_fields or not isinstance(stated, dict) or not stated:
        return []
    before = stated.get("set_by_hand") or ()
    by_hand = [key for key in FOLLOWS if key in before or any(said == key or said.startswith(f"{key}.") for said in keys)]
    if by_hand:
        stated["set_by_hand"] = by_hand
    if any(key.startswith(f"{TABLE}.") for key in keys) and f"{TABLE}.fitted" not in keys:
        stated.pop("fitted", None)
        return settle(source, root, by_hand)
    return []


def revenue_per_year(company: Company) -> float | None:
    """Revenue that the figures come to, currency; None where they do not say."""
    if company.customers is None or company.revenue_per_customer_per_month is None:
        return None
    return 12.0 * company.customers * company.revenue_per_customer_per_month


def heads(company: Company) -> dict[str, int] | None:
    """Employees by department; None where none is said, one of the ordinary share where some are."""
    given = {name: getattr(company.employees, name) for name in DEPARTMENTS}
    known = {name: number for name, number in given.items() if number is not None}
    if not known:
        return None
    shares = {name: float(Employees.model_fields[f"{name}_share"].default) for name in DEPARTMENTS}
    total = sum(known.values()) / fsum(shares[name] for name in known)
    return {name: known.get(name, max(1, round(shares[name] * total))) for name in DEPARTMENTS}


def _budget_share(company: Company) -> float | None:
    revenue = revenue_per_year(company)
    return None if revenue is None or company.budget_per_year is None else company.budget_per_year / revenue


def _ledger(company: Company) -> dict[str, float]:
    """Shares of revenue by name: those that the figures say, else the ordinary, before they are scaled."""
    ordinary = {name: float(Ledger.model_fields[name].default) for name in Ledger.model_fields}
    gross = company.gross_margin if company.gross_margin is not None else ordinary["gross_margin"]
    budget = _budget_share(company)
    improvement = ordinary["ordinary_improvement"] if budget is None else budget
    operating = company.operating_margin if company.operating_margin is not None else ordinary["margin_share"] * gross
    scale = (gross - operating - improvement) / SHARES_BELOW_MARGIN
    found = {"gross_margin": gross, "margin_share": operating / gross, "ordinary_improvement": improvement, "scale": scale}
    revenue, staff = revenue_per_year(company), heads(company)
    if revenue is not None and staff is not None and company.wage_per_year is not None:
        at_operations = company.operations_wage_per_year or company.wage_per_year
        others = sum(staff.values()) - staff["operations"]
        found["operations_wages"] = staff["operations"] * at_operations / revenue
        found["other_wages"] = others * company.wage_per_year / revenue / scale if scale > 0.0 else 0.0
    if revenue is not None and company.advertising_per_year is not None:
        found["media"] = company.advertising_per_year / revenue / scale if scale > 0.0 else 0.0
    wages, media = found.get("other_wages", ordinary["other_wages"]), found.get("media", ordinary["media"])
    at_operations = found.get("operations_wages", ordinary["operations_wages"])
    front, other = _quit_rates(company)
    replaced = ordinary_replacement(wages, at_operations, front, other, company)
    rest = wages + media + ordinary["support_other"] + ordinary["training"] + BY_UNIT + replaced
    found["overhead"] = SHARES_BELOW_MARGIN - rest
    return found


def ordinary_replacement(other_wages: float, operations_wages: float, front: float, other: float, company: Company) -> float:
    """Share of revenue that replacing people who quit costs, at ordinary turnover, before scaling."""
    shares = _department_shares(company)
    elsewhere = 1.0 - shares["operations"]
    at_front = fsum(shares[name] for name in ("sales", "onboarding", "support")) / elsewhere
    each = float(Ledger.model_fields["replacement_cost"].default)
    return each * (other_wages * (at_front * front + (1.0 - at_front) * other) + operations_wages * other)


def _department_shares(company: Company) -> dict[str, float]:
    staff = heads(company)
    if staff is None:
        return {name: float(Employees.model_fields[f"{name}_share"].default) for name in DEPARTMENTS}
    return {name: number / sum(staff.values()) for name, number in staff.items()}


def _quit_rates(company: Company) -> tuple[float, float]:
    """Quit rates at the front line and elsewhere, 1/year: as far apart as ordinarily."""
    front, other = (float(Employees.model_fields[f"quit_{where}_per_year"].default) for where in ("front_line", "other"))
    if company.quits_per_year is None:
        return front, other
    shares = _department_shares(company)
    at_front = fsum(shares[name] for name in ("sales", "onboarding", "support"))
    factor = company.quits_per_year / (at_front * front + (1.0 - at_front) * other)
    return min(3.0, front * factor), min(3.0, other * factor)


def _parameters(company: Company, firms: int) -> Iterator[tuple[str, Any]]:
    """Keys and values of all that follows from the figures."""
    if company.customers is not None:
        each = max(1, -(-company.customers // SIMULATED_CUSTOMERS))
        yield "market.each_stands_for", each
        yield "market.customers", max(60, 10 * firms, round(company.customers / each * firms / COMMITTED))
    if company.currency is not None:
        yield "market.currency", company.currency
    if company.revenue_per_customer_per_month is not None:
        yield "segments", [{"name": "customers", "share": 1.0, "spend_per_month": company.revenue_per_customer_per_month}]
    if company.churn_per_year is not None:
        yield "market.switching_cost", first_switching_cost(company.churn_per_year)
        ordinary = float(Market.model_fields["involuntary_exit_per_year"].default)
        yield "market.involuntary_exit_per_year", min(ordinary, company.churn_per_year / 3.0)
    if company.contacts_per_customer_per_year is not None:
        low, high = 0.0, 2.0
        first = company.contacts_per_customer_per_year / 12.0 / 1.3
        yield "journey.routine_contacts_per_month", min(high, max(low, first))
    of_the_books = ("gross_margin", "operating_margin", "wage_per_year", "advertising_per_year", "budget_per_year")
    ledger = _ledger(company) if any(getattr(company, name) is not None for name in of_the_books) else {}
    for name in ("gross_margin", "operations_wages", "margin_share", "ordinary_improvement", "other_wages", "media", "overhead"):
        if name in ledger:
            yield f"ledger.{name}", ledger[name]
    staff = heads(company)
    if staff is not None:
        shares = {name: max(0.01, number / sum(staff.values())) for name, number in staff.items()}
        yield "employees.per_firm", min(SIMULATED_EMPLOYEES, max(12, sum(staff.values())))
        total = fsum(shares.values())
        for name in DEPARTMENTS:
            yield f"employees.{name}_share", shares[name] / total
    if company.quits_per_year is not None:
        front, other = _quit_rates(company)
        yield "employees.quit_front_line_per_year", front
        yield "employees.quit_other_per_year", other


def first_switching_cost(churn: float) -> float:
    """A first guess of the switching cost at which so many customers leave in a year, logits.

    >>> first_switching_cost(0.17), first_switching_cost(0.5), first_switching_cost(0.01)
    (2.0, 0.0, 9.0)
    """
    known = CHURN_OF_SWITCHING_COST
    if churn >= known[0][0]:
        return known[0][1]
    for (more, low), (less, high) in pairwise(known):
        if churn >= less:
            return round(low + (high - low) * (more - churn) / (more - less), 6)
    return known[-1][1]


def _contradictions(company: Company, source: Source) -> Iterator[Problem]:
    """Figures that cannot be true together, each with what would be right."""

    def problem(key: str, message: str, allowed: str) -> Problem:
        place = source.place((TABLE, *key.split(".")))
        return Problem(message, place.file, place.line, f"{TABLE}.{key}", "", allowed)

    revenue = revenue_per_year(company)
    of_revenue = ("wage_per_year", "advertising_per_year", "budget_per_year")
    amounts = [name for name in of_revenue if getattr(company, name) is not None]
    if amounts and revenue is None:
        yield problem(amounts[0], "cannot be used without the revenue",
                      "give company.customers and company.revenue_per_customer_per_month too")
        return
    if company.operations_wage_per_year is not None and company.wage_per_year is None:
        yield problem("operations_wage_per_year", "cannot be used without the ordinary wage", "give company.wage_per_year too")
        return
    if company.wage_per_year is not None and heads(company) is None:
        yield problem("wage_per_year", "cannot be used without the employees", "give some of company.employees too")
        return
    gross = company.gross_margin
    if company.operating_margin is not None and gross is not None and company.operating_margin >= gross:
        yield problem("operating_margin", "is not less than the gross margin", f"less than {gross:g}")
        return
    ledger = _ledger(company)
    gross, improvement = ledger["gross_margin"], ledger["ordinary_improvement"]
    if improvement > 0.3:
        yield problem("budget_per_year", f"is {percent(improvement, 1)} of the revenue of {revenue:,.0f} a year",
                      "at most 30 % of revenue")
        return
    if ledger["scale"] <= 0.0:
        key = "budget_per_year" if company.budget_per_year is not None else "operating_margin"
        yield problem(key, f"the gross margin of {percent(gross, 1)} cannot pay for an operating margin of "
                      f"{percent(ledger['margin_share'] * gross, 1)} and improvement of {percent(improvement, 1)} of revenue",
                      "figures that leave something for all other costs")
        return
    wages = ledger.get("operations_wages", float(Ledger.model_fields["operations_wages"].default))
    if gross + wages > 0.99:
        yield problem("gross_margin", f"with wages in product and operations of {percent(wages, 1)} of revenue nothing is left "
                      "for goods and services bought",
                      f"a gross margin of at most {percent(max(0.0, 0.99 - wages), 1)}, or lower wages")
    elif "operations_wages" in ledger and not 0.01 <= ledger["operations_wages"] <= 0.60:
        yield problem("wage_per_year", f"wages in product and operations are {percent(ledger['operations_wages'], 1)} of revenue",
                      "1 to 60 % of revenue")
    if "other_wages" in ledger and not 0.01 <= ledger["other_wages"] <= 0.60:
        yield problem("wage_per_year", "wages outside product and operations are "
                      f"{percent(ledger['other_wages'] * ledger['scale'], 1)} of revenue",
                      f"{percent(0.01 * ledger['scale'], 1)} to {percent(0.6 * ledger['scale'], 1)} at these margins")
    if ledger["overhead"] < 0.0:
        short = -ledger["overhead"] * ledger["scale"]
        yield problem("operating_margin" if company.operating_margin is not None else "gross_margin",
                      "wages, advertising, support and improvement cost more than lies between the gross margin and the "
                      f"operating margin, by {percent(short, 1)} of revenue",
                      "a lower operating margin, a higher gross margin, or lower costs")
    elif ledger["overhead"] > 0.5:
        yield problem("operating_margin" if company.operating_margin is not None else "gross_margin",
                      f"{percent(ledger['overhead'] * ledger['scale'], 1)} of revenue would be overhead that no figure explains",
                      "a higher operating margin, a lower gross margin, or more wages and advertising")


def _stands(data: Any, key: str) -> bool:
    for part in key.split("."):
        if not isinstance(data, dict) or part not in data:
            return False
        data = data[part]
    return True


def _place(source: Source, key: str, value: Any) -> None:
    """Puts a value at a dotted key, as if it stood where the company's figures stand."""
    *tables, name = key.split(".")
    table: Any = source.data
    for part in tables:
        table = table.setdefault(part, {})
        if not isinstance(table, dict):
            return
    table[name] = value
    path: Path = (*tables, name)
    where = source.place((TABLE,))
    source.places[path] = Place(where.file, where.line)


def _with_tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


