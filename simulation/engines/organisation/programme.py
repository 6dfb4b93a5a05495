"""What a firm decides and buys: policy changes, levers and the stocks that they build."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

from simulation.engines.firm import Firm
from simulation.rules.culture import coherence
from simulation.rules.forms import lag_share, moved, saturating
from simulation.rules.knowledge import known_share, new_knowledge
from simulation.rules.ledger import cost_scale
from simulation.rules.levers import authority_goal, feedback, held_effect, new_prevention, technology_use, wall_goal
from simulation.scenario.policy import DEPARTMENTS, LEVERS, PURCHASES, Policy
from simulation.scenario.scenario import Scenario

if TYPE_CHECKING:
    from simulation.engines.market import Market

(LEADERSHIP, CULTURE, DATA, SILOS, IMPROVEMENT, EMPOWERMENT, TECHNOLOGY, METRICS, STAFF, TRAINING, ADVERTISING, PRICE,
 DEVELOPMENT) = range(len(PURCHASES))
SUPPORT = DEPARTMENTS.index("support")
OPERATIONS = DEPARTMENTS.index("operations")
EACH = len(DEPARTMENTS)


def wage_shares(plan: Scenario, sizes: tuple[int, ...]) -> tuple[float, ...]:
    """(6,) wages of each department at the start, shares of revenue."""
    ledger = plan.ledger
    others = ledger.other_wages * cost_scale(ledger.gross_margin, ledger.margin_share, ledger.ordinary_improvement)
    heads = sum(sizes) - sizes[OPERATIONS]
    return tuple(
        ledger.operations_wages if d == OPERATIONS else others * size / heads for d, size in enumerate(sizes)
    )


def purchase_goals(plan: Scenario, policy: Policy, wages: tuple[float, ...]) -> list[float]:
    """(13,) what each purchase would come to if it went on for ever: effects 0 to 1, or shares of revenue."""
    cost = [plan.stocks.lever_cost] * len(PURCHASES)
    cost[METRICS] = plan.stocks.metrics_cost
    cost[IMPROVEMENT] = plan.stocks.improvement_cost * sum(policy.reach) / len(policy.reach)
    cost[DEVELOPMENT] = plan.stocks.product_cost
    cost[TRAINING] = plan.stocks.training_cost * fsum(w for w, within in zip(wages, policy.reach, strict=True) if within)
    goals = []
    for purchase, name in enumerate(PURCHASES):
        spending = policy.allocation[purchase] * policy.improvement_budget
        effect = spending if purchase in (STAFF, ADVERTISING, PRICE) else saturating(spending, cost[purchase])
        goals.append(effect * getattr(plan.lever_effects, name))
    return goals


def held(firm: Firm, plan: Scenario, lever: int) -> float:
    """Effect of one of the eight levers that is left after drift, 0 to 1."""
    bought = firm.stocks.bought
    if lever == METRICS:
        return bought[METRICS]
    return held_effect(bought[lever], plan.stocks.slack_without_metrics, bought[METRICS])


def start_stocks(firm: Firm, plan: Scenario, wages: tuple[float, ...]) -> None:
    """Sets all stocks to where the policy before the programme has long led them."""
    stocks = firm.stocks
    stocks.bought = purchase_goals(plan, firm.policy, wages)
    stocks.technology = held(firm, plan, TECHNOLOGY)
    stocks.walls = wall_goal(plan.stocks.silo_start, plan.stocks.silo_lever, held(firm, plan, SILOS))
    stocks.authority = authority_goal(
        plan.stocks.authority_start, plan.stocks.authority_lever, held(firm, plan, EMPOWERMENT), 1.0
    )
    firm.use = technology_use(plan.stocks.technology_use_least, plan.culture.orientation_start)
    firm.desk.start_technology = firm.technology_used


def decide(market: Market) -> None:
    """Policies, prices and survey errors of this month take effect; a change of programme disrupts work."""
    plan, month = market.plan, market.month
    for firm in market.firms:
        now = firm.decided(month)
        policy = firm.fallback if firm.aborted else now.policy
        if policy != firm.policy:
            if plan.mechanisms.disruption:
                firm.stocks.disruption += plan.ledger.disruption * policy_distance(firm.policy, policy)
            firm.policy = policy
        firm.survey_bias = now.survey_bias_points
        price = now.price * (1.0 - firm.stocks.bought[PRICE])
        firm.offer.price_change = price / firm.offer.price - 1.0
        firm.offer.price = price


def policy_distance(old: Policy, new: Policy) -> float:
    """How much of a programme changes, 0 to 1: half the policy fields that differ, half the budget that moves."""
    fields = (
        sum(a != b for a, b in zip(old.reach, new.reach, strict=True)) / len(old.reach),
        float(old.proactive != new.proactive),
        abs(old.listens_to - new.listens_to) / 2.0,
        float(old.relationship != new.relationship),
        abs(old.measures - new.measures) / 2.0,
        float(old.customer_aligned != new.customer_aligned),
    )
    moved_share = fsum(abs(a - b) for a, b in zip(old.allocation, new.allocation, strict=True)) / 2.0
    return (fsum(fields) / len(fields) + moved_share) / 2.0


def firm_means(market: Market, name: str) -> list[float]:
    """(firms,) mean of a field of the departments over everybody in a firm, by place."""
    heads, values = market.departments["employed"].tolist(), market.departments[name].tolist()
    means = []
    for first in range(0, len(heads), EACH):
        employed = heads[first : first + EACH]
        total = fsum(value * people for value, people in zip(values[first : first + EACH], employed, strict=True))
        means.append(total / max(1, sum(employed)))
    return means


def build(market: Market) -> None:
    """A month of the budget's work on every stock."""
    plan = market.plan
    stocks_plan, lever_lag = plan.stocks, lag_share(plan.stocks.lever_months)
    orientations = firm_means(market, "orientation")
    for firm in market.firms:
        stocks, policy = firm.stocks, firm.policy
        if firm.goals_of is not policy:
            firm.goals, firm.goals_of = purchase_goals(plan, policy, market.wage_shares), policy
        stocks.bought = [moved(now, goal, lever_lag) for now, goal in zip(stocks.bought, firm.goals, strict=True)]
        stocks.disruption = moved(stocks.disruption, 0.0, lag_share(plan.ledger.disruption_months))
        stocks.technology = moved(stocks.technology, held(firm, plan, TECHNOLOGY), lag_share(stocks_plan.technology_months))
        stocks.walls = moved(
            stocks.walls,
            wall_goal(stocks_plan.silo_start, stocks_plan.silo_lever, held(firm, plan, SILOS)),
            lag_share(stocks_plan.silo_months),
        )
        effort = firm.beliefs.effort
        stocks.authority = moved(
            stocks.authority,
            authority_goal(stocks_plan.authority_start, stocks_plan.authority_lever, held(firm, plan, EMPOWERMENT), effort),
            lag_share(stocks_plan.authority_months),
        )
        firm.use = technology_use(stocks_plan.technology_use_least, orientations[firm.place])
        if plan.mechanisms.knowledge:
            stocks.knowledge = new_knowledge(
                stocks.knowledge, stocks_plan.knowledge_kept_per_month, stocks_plan.knowledge_gain_per_month,
                held(firm, plan, DATA), firm.technology_used,
            )
        firm.knows = known_share(stocks.knowledge, stocks_plan.knowledge_half)
        if plan.mechanisms.culture:
            stocks.leaders = moved(
                stocks.leaders, held(firm, plan, LEADERSHIP), lag_share(plan.culture.leadership_lag_months)
            )
        _prevent(firm, plan)


def _prevent(firm: Firm, plan: Scenario) -> None:
    """Improvement work in the departments in scope, as far as feedback reaches them."""
    stocks = firm.stocks
    effect = held(firm, plan, IMPROVEMENT)
    for d, within in enumerate(firm.policy.reach):
        access = 1.0 if d == SUPPORT else 1.0 - stocks.walls
        learned = feedback(firm.beliefs.survey_weight, firm.beliefs.complaint_share, access)
        stocks.prevention[d] = new_prevention(
            stocks.prevention[d], plan.stocks.prevention_gain_per_month, effect if within else 0.0,
            firm.beliefs.effort, learned, plan.stocks.prevention_decay_per_month,
        )


def agreement(firm: Firm, plan: Scenario) -> float:
    """How far what the firm measures and rewards agrees with what its leaders say, 0 to 1."""
    return coherence(plan.culture.coherence_least, firm.policy.measures / 2.0, float(firm.policy.customer_aligned))


assert len(LEVERS) == METRICS + 1
