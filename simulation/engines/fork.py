"""A fork of a market at a month: one past, several futures, with the same luck in all of them."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import mesa

from simulation.scenario.firms import Firm as FirmPlan
from simulation.scenario.scenario import Scenario

if TYPE_CHECKING:
    from simulation.engines.market import Market

FREE = {"months", "replications", "twin_of"}
"""What of the section `run` may differ between a market and its fork."""


def fork(market: Market, scenario: Scenario | None = None) -> Market:
    """A second market with the same past, which goes on by itself.

    market    at any month; it is left as it is
    scenario  what holds from the next month on: it may differ in what the firms do and in the number of months. None: the
              market's own
    returns   the same market to the bit where `scenario` says the same of the months so far: what a run of `scenario` from
              its start would have come to. Otherwise the past stays as it was lived, and the firms change what they do with
              the next month.
    raises    ValueError where `scenario` differs in anything that the past depends on
    """
    plan = market.plan if scenario is None else scenario
    if differs := _incompatible(market.plan, plan):
        raise ValueError(f"a market cannot be forked with another {differs}: its past depends on that")
    forked = copied(market)
    if scenario is not None:
        _follow(forked, scenario)
    return forked


def copied(market: Market, shared: dict[int, Any] | None = None) -> Market:
    """A market that stands where another does and goes on by itself.

    shared  parts of the market that never change, so that both may hold them, by their identity as `copy.deepcopy` takes them
    """
    another = copy.deepcopy(market, shared)
    ids = getattr(mesa.Agent, "_ids", None)
    if ids is not None and market in ids:
        ids[another] = copy.copy(ids[market])
    return another


def last_common_month(left: Scenario, right: Scenario) -> int | None:
    """The last month up to which two scenarios say the same, so that a market of one can be forked with the other.

    returns  the month before the warm-up at the least; None where nothing is common, or no month is different
    """
    if _incompatible(left, right):
        return None
    first, last = 1 - left.run.warm_up_months, min(left.run.months, right.run.months)
    pairs = list(zip(left.firms, right.firms, strict=True))
    if any(one.at(-1_000) != other.at(-1_000) or one.start_month != other.start_month for one, other in pairs):
        return None
    different = [(one, other) for one, other in pairs if one != other]
    for month in range(first, last + 1):
        if any(one.at(month) != other.at(month) for one, other in different):
            return month - 1
    return None


def _incompatible(old: Scenario, new: Scenario) -> str:
    """The first thing that keeps one past from belonging to both; "" where there is none."""
    if [firm.name for firm in old.firms] != [firm.name for firm in new.firms]:
        return "set of firms"
    ours, theirs = (plan.model_dump(exclude={"firms", *PURPOSE}) for plan in (old, new))
    for section in ours:
        one, other = ours[section], theirs[section]
        if section == "run":
            one, other = ({key: value for key, value in side.items() if key not in FREE} for side in (one, other))
        if one != other:
            return section if section != "run" else next(f"run.{key}" for key in one if one[key] != other[key])
    return ""


PURPOSE = ("name", "title", "question", "expectation", "expected_winner", "expected_by_month", "company")
"""What of a scenario decides no number: what it is for, and where its values come from."""


def _follow(market: Market, scenario: Scenario) -> None:
    """Puts a market under another scenario."""
    market.plan = scenario
    plans: dict[str, FirmPlan] = {firm.name: firm for firm in scenario.firms}
    for firm in market.firms:
        firm.plan = plans[firm.name]
