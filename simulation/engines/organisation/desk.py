"""The support desk in its four weeks: pressure, time per case, the standard, and fatigue everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from simulation.compiled import COMPILED, INLINED
from simulation.engines.firm import Firm
from simulation.engines.organisation.programme import EACH, METRICS, STAFF, SUPPORT, TRAINING
from simulation.rules.employees import overload, rested_share
from simulation.rules.forms import lag_share, moved
from simulation.rules.journey import BILLING, USE
from simulation.rules.management import department_load, work_called_for
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


DESK = np.dtype(
    [
        (name, np.float64) for name in (
            "workload", "capacity_per_head", "extra", "ordinary_extra", "training", "metrics", "recent_1", "recent_2",
            "standard", "pressure", "own_pressure", "time", "served_share",
        )
    ]
)
"""A desk's month: what it works under, and what comes of it (the last five)."""


def work(market: Market) -> None:
    """Four weeks of pressure at the desk; overload tires people in every department."""
    plan, rows = market.plan, []
    for firm in market.firms:
        desk, bought = firm.desk, firm.stocks.bought
        ordinary_extra = bought_heads(firm, market, market.start_bought[STAFF])
        if market.month <= 0:
            heads = firm.departments[SUPPORT].effective_before + ordinary_extra
            desk.capacity_per_head = desk.workload_before / (plan.support.target_pressure * heads)
            desk.workload = desk.workload_before
        rows.append(
            (desk.workload, desk.capacity_per_head, bought_heads(firm, market, bought[STAFF]), ordinary_extra,
             bought[TRAINING], bought[METRICS], *desk.recent_times[1:], desk.standard, 0.0, 0.0, 0.0, 0.0)
        )
    desks = np.array(rows, DESK)
    _work(
        desks, market.departments, market.sections,
        lag_share(plan.employees.fatigue_weeks), lag_share(plan.support.erosion_months * WEEKS),
        plan.mechanisms.eroding_standard and market.month > 0,
    )
    for firm, row in zip(market.firms, desks.tolist(), strict=True):
        desk = firm.desk
        desk.standard, desk.pressure, desk.own_pressure, desk.time, desk.served_share = row[-5:]
        desk.recent_times = [*desk.recent_times[1:], desk.time]


@njit(**COMPILED)
def _work(desks, departments, sections, tiring, erosion, eroding):  # type: ignore[no-untyped-def]
    support, on, fatigue_effect = sections[0].support, sections[0].mechanisms, sections[0].employees.fatigue_effect
    target, elasticity = support.target_pressure, support.time_elasticity
    at_start = time_per_case(1.0, target, elasticity)
    for place in range(desks.size):
        desk, own = desks[place], departments[EACH * place + SUPPORT]
        if on.fatigue:
            for d in range(EACH):
                if d != SUPPORT:  # whose load differs from week to week
                    _tire(departments[EACH * place + d], tiring, WEEKS)
        times = 0.0
        shares = 0.0
        for _ in range(WEEKS):
            if on.fatigue:
                _tire(own, tiring, 1)
            rested = own.effective * rested_share(own.fatigue, fatigue_effect)
            desk.pressure = work_pressure(desk.workload, desk.standard, desk.capacity_per_head * (rested + desk.extra))
            desk.own_pressure = work_pressure(
                desk.workload, desk.standard, desk.capacity_per_head * (rested + min(desk.extra, desk.ordinary_extra))
            )
            if not on.work_pressure:
                desk.pressure = target
                desk.own_pressure = target
            own.load = desk.pressure / target
            time = time_per_case(desk.standard, desk.pressure, elasticity) / at_start
            times += time
            shares += served_share(desk.pressure, elasticity)
            if eroding:
                recent = (desk.recent_1 + desk.recent_2 + time) / 3.0 * at_start
                desk.standard = softened_standard(
                    desk.standard, recent, erosion, support.dead_band, support.standard_floor
                )
        desk.standard = rebuilt_standard(desk.standard, desk.training, desk.metrics, support.standard_rebuilding_per_month)
        desk.time = times / WEEKS
        desk.served_share = shares / WEEKS


@njit(**INLINED)
def _tire(department, share, weeks):  # type: ignore[no-untyped-def]
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
    plan, work = market.plan, []
    exponent = plan.management.staffing_exponent
    for firm in market.firms:
        desk, tally, beliefs = firm.desk, firm.tally, firm.beliefs
        arriving = expected_work(market, firm)
        if market.month <= 0:
            months = market.month + plan.run.warm_up_months
            desk.workload_before += (arriving - desk.workload_before) / (months + 1.0)
            beliefs.customers_before += (tally.customers - beliefs.customers_before) / months
            beliefs.expected_customers = beliefs.customers_before
        else:
            desk.workload = moved(desk.workload, arriving, plan.support.pressure_smoothing_per_month)
        work.append(work_called_for(float(tally.customers), max(1.0, beliefs.customers_before), exponent))
    _load(
        market.departments, np.array(work), plan.employees.fatigue_effect,
        float(market.month + plan.run.warm_up_months) if market.month <= 0 else -1.0,
    )


@njit(**COMPILED)
def _load(departments, work, fatigue_effect, months):  # type: ignore[no-untyped-def]
    """How loaded the departments are whose load is that of the customers; running means of the warm-up.

    work    (firms,) that the customers call for, against the warm-up
    months  of the warm-up so far; negative: it is over
    """
    for k in range(departments.size):
        department = departments[k]
        if months >= 0.0:
            department.effective_before += (department.effective - department.effective_before) / (months + 1.0)
        if k % EACH != SUPPORT:
            tired = department.effective * rested_share(department.fatigue, fatigue_effect)
            department.load = department_load(work[k // EACH], tired, department.effective_before)
