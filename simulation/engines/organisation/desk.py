"""The support desk in its four weeks: pressure, time per case, the standard, and fatigue everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.engines.firm import Firm
from simulation.engines.organisation.programme import METRICS, STAFF, SUPPORT, TRAINING
from simulation.population.firm_state import Department
from simulation.rules.employees import overload, rested_share
from simulation.rules.forms import lag_share, moved
from simulation.rules.journey import BILLING, USE
from simulation.rules.support import (
    expected_contacts,
    rebuilt_standard,
    self_service_share,
    served_share,
    softened_standard,
    time_per_case,
    work_pressure,
)

if TYPE_CHECKING:
    from simulation.engines.market import Market

WEEKS = 4
"""Sub-steps of a month."""


def bought_heads(firm: Firm, market: Market, share: float) -> float:
    """People that a share of revenue buys in for support, in positions."""
    support = firm.departments[SUPPORT]
    return share / market.wage_shares[SUPPORT] * support.start_positions * firm.revenue_before / max(1, firm.revenue_start)


def work(market: Market) -> None:
    """Four weeks of pressure at the desk; overload tires people in every department."""
    plan, support_plan = market.plan, market.plan.support
    target, elasticity = support_plan.target_pressure, support_plan.time_elasticity
    tiring = lag_share(plan.employees.fatigue_weeks)
    erosion = lag_share(support_plan.erosion_months * WEEKS)
    at_start = time_per_case(1.0, target, elasticity)
    for firm in market.firms:
        desk, support = firm.desk, firm.departments[SUPPORT]
        extra = bought_heads(firm, market, firm.stocks.bought[STAFF])
        ordinary_extra = bought_heads(firm, market, market.start_bought[STAFF])
        if market.month <= 0:
            heads = support.effective_before + ordinary_extra
            desk.capacity_per_head = desk.workload_before / (target * heads)
            desk.workload = desk.workload_before
        if plan.mechanisms.fatigue:
            for d, department in enumerate(firm.departments):
                if d != SUPPORT:  # whose load differs from week to week
                    _tire(department, tiring, WEEKS)
        times, shares = [], []
        for _ in range(WEEKS):
            if plan.mechanisms.fatigue:
                _tire(support, tiring, 1)
            rested = support.effective * rested_share(support.fatigue, plan.employees.fatigue_effect)
            desk.pressure = work_pressure(desk.workload, desk.standard, desk.capacity_per_head * (rested + extra))
            desk.own_pressure = work_pressure(
                desk.workload, desk.standard, desk.capacity_per_head * (rested + min(extra, ordinary_extra))
            )
            if not plan.mechanisms.work_pressure:
                desk.pressure = desk.own_pressure = target
            support.load = desk.pressure / target
            times.append(time_per_case(desk.standard, desk.pressure, elasticity) / at_start)
            shares.append(served_share(desk.pressure, elasticity))
            if plan.mechanisms.eroding_standard and market.month > 0:
                recent = (desk.recent_times[1] + desk.recent_times[2] + times[-1]) / 3.0 * at_start
                desk.standard = softened_standard(
                    desk.standard, recent, erosion, support_plan.dead_band, support_plan.standard_floor
                )
        desk.standard = rebuilt_standard(
            desk.standard, firm.stocks.bought[TRAINING], firm.stocks.bought[METRICS],
            support_plan.standard_rebuilding_per_month,
        )
        desk.time = (times[0] + times[1] + times[2] + times[3]) / WEEKS
        desk.recent_times = [*desk.recent_times[1:], desk.time]
        desk.served_share = (shares[0] + shares[1] + shares[2] + shares[3]) / WEEKS


def _tire(department: Department, share: float, weeks: int) -> None:
    """Weeks at this load move a department's fatigue."""
    overloaded = overload(department.load, 1.0)
    for _ in range(weeks):
        department.fatigue = moved(department.fatigue, overloaded, share)


def expected_work(market: Market, firm: Firm) -> float:
    """Work that the desk expects in a month, phone equivalents."""
    plan, support = market.plan, market.plan.support
    machines = self_service_share(firm.technology_used, support.self_service_share) * support.bot_resolves_simple
    by_people = (1.0 - machines) * (1.0 - support.message_share * (1.0 - support.message_time))
    felt = firm.failure_rates[USE] + firm.failure_rates[BILLING]
    spoken = firm.beliefs.complaint_share if plan.mechanisms.complaints else 0.0
    return max(1.0, expected_contacts(
        float(firm.tally.customers), plan.journey.routine_contacts_per_month, felt, spoken,
        float(firm.tally.open_cases), by_people,
    ))


def expect(market: Market) -> None:
    """After the month: what the desk expects from now on, and how loaded the other departments are."""
    plan = market.plan
    for firm in market.firms:
        desk, tally, beliefs = firm.desk, firm.tally, firm.beliefs
        arriving = expected_work(market, firm)
        if market.month <= 0:
            months = market.month + plan.run.warm_up_months
            desk.workload_before += (arriving - desk.workload_before) / (months + 1.0)
            beliefs.customers_before += (tally.customers - beliefs.customers_before) / months
            beliefs.expected_customers = beliefs.customers_before
            for department in firm.departments:
                department.effective_before += (department.effective - department.effective_before) / (months + 1.0)
        else:
            desk.workload = moved(desk.workload, arriving, plan.support.pressure_smoothing_per_month)
        for d, department in enumerate(firm.departments):
            if d == SUPPORT:
                continue
            tired = department.effective * rested_share(department.fatigue, plan.employees.fatigue_effect)
            customers = tally.customers / max(1.0, beliefs.customers_before)
            department.load = customers / max(0.02, tired / department.effective_before)
