"""What managers see, believe and decide; and whether their patience lasts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation.engines.firm import Firm
from simulation.engines.organisation.product import is_quarter
from simulation.engines.organisation.programme import METRICS
from simulation.engines.units import SCORE
from simulation.randomness import Purpose
from simulation.rules.complaints import escalations_per_100_a_year
from simulation.rules.forms import lag_share, moved
from simulation.rules.management import believed_quality, management_effort, staffing_factor, survey_result

if TYPE_CHECKING:
    from simulation.engines.market import Market


def satisfaction(firm: Firm) -> tuple[float, float]:
    """Mean and standard deviation of the customers' satisfaction at the end of the month, points of 100."""
    tally = firm.tally
    if tally.customers == 0:
        return 0.0, 0.0
    mean = tally.satisfaction / SCORE / tally.customers
    square = tally.satisfaction_squared / SCORE / tally.customers
    return mean, math.sqrt(max(0.0, square - mean * mean))


def see(market: Market) -> None:
    """Every month: what comes through to the top; running means of the warm-up."""
    plan = market.plan
    months = market.month + plan.run.warm_up_months
    for firm in market.firms:
        beliefs, tally = firm.beliefs, firm.tally
        customers = max(1, tally.customers_start)
        now = escalations_per_100_a_year(float(tally.felt), plan.support.escalation, float(customers))
        if months == 1:
            beliefs.escalations = now
        beliefs.escalations = moved(beliefs.escalations, now, lag_share(1.0 + 5.0 * firm.stocks.walls))
        if tally.felt > 0:
            spoken = tally.complaints / tally.felt
            beliefs.complaint_share = moved(beliefs.complaint_share, spoken, 0.1)
        beliefs.unhappy = tally.unhappy / SCORE / max(1, tally.customers)
        if market.month <= 0:
            beliefs.unhappy_before += (max(0.05, beliefs.unhappy) - beliefs.unhappy_before) / months
        else:
            beliefs.expected_customers = moved(beliefs.expected_customers, float(tally.customers), 0.35)


def decide(market: Market) -> None:
    """Each quarter: believed quality, and the effort and staffing that follow from it."""
    if not is_quarter(market.month):
        return
    for firm in market.firms:
        _believe(market, firm)
        if market.plan.mechanisms.management:
            _steer(market, firm)


def _believe(market: Market, firm: Firm) -> None:
    plan, beliefs = market.plan.management, firm.beliefs
    mean, spread = satisfaction(firm)
    weights = (plan.weight_service, plan.weight_satisfaction, plan.weight_value)
    beliefs.survey_weight = weights[firm.policy.measures] * firm.stocks.bought[METRICS]
    bell = market.place_bells(Purpose.SURVEY, firm.place)[0]
    beliefs.survey = survey_result(mean, spread, float(plan.survey_size), bell, firm.survey_bias)
    beliefs.believed = believed_quality(
        beliefs.survey_weight, plan.best_quality, plan.escalation_points, beliefs.escalations, beliefs.survey, plan.optimism
    )
    if market.month <= 0:
        beliefs.aspiration = beliefs.believed
    else:
        beliefs.aspiration = moved(beliefs.aspiration, beliefs.believed, plan.aspiration_speed)


def _steer(market: Market, firm: Firm) -> None:
    """Staffing, prevention and authority follow what the regime measures and what management believes."""
    if market.month <= 0:
        return
    plan, beliefs = market.plan.management, firm.beliefs
    shift = plan.mark_step * firm.policy.measures
    beliefs.effort = management_effort(plan.reaction, beliefs.aspiration, beliefs.believed)
    beliefs.staffing *= staffing_factor(
        firm.desk.own_pressure, plan.lower_mark - shift, plan.upper_mark - shift,
        plan.staff_down, plan.staff_up, plan.staff_reaction,
        beliefs.aspiration, beliefs.believed,
    )


def wait(market: Market) -> None:
    """Every month: profit against plan; an impatient leadership drops its programme."""
    plan = market.plan
    for firm in market.firms:
        beliefs = firm.beliefs
        profit = firm.tally.revenue - sum(firm.costs.values())
        if market.month <= 0:
            months = market.month + plan.run.warm_up_months
            beliefs.profit_before += (profit - beliefs.profit_before) / months
            continue
        below = profit < plan.management.profit_plan * beliefs.profit_before
        beliefs.months_below_plan = beliefs.months_below_plan + 1 if below else 0
        patience = firm.policy.patience_months
        if patience > 0 and beliefs.months_below_plan >= patience and market.month >= firm.plan.start_month:
            firm.aborted = True
