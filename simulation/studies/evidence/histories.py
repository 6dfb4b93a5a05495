"""C4 and K6: single customers followed month by month, in the engine in which they are agents."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulation.rules.journey import ROUTINE
from simulation.studies.evidence.estimates import over_parts
from simulation.studies.evidence.finding import BUILT_IN, EMERGENT, Band, Finding, in_band
from simulation.studies.evidence.markets import Markets

if TYPE_CHECKING:
    import pandas as pd

    from simulation.scenario import Scenario

RUNS, CUSTOMERS, MONTHS, OLD = 3, 600, 30, 12
"""Runs and customers that are followed, months, and the tenure from which a satisfaction moves slowly."""

LATER = 12
"""Months after a failure over which staying is counted."""

REPAIRS = (24.0, 36.0, 48.0, 60.0)
"""Points that a repair gives back, tried beside the default to see from where on a paradox appears: from the upper end of the
likely range to what is allowed at most."""

FIRST, IN_THE_MONTH = "first failure put right", "first failure put right in its own month"


def histories(scenario: "Scenario", replication: int) -> "pd.DataFrame":
    """Every customer in every month from 1 who stayed with the firm of the month before.

    returns  columns month, customer, tenure, before and after (satisfaction), expected and lived (points of 100), felt
             (failures of the month), helped (whether a failure was put right), again (whether one had been before),
             stayed (whether still with the firm `LATER` months on; NaN where the run ends before)
    """
    import numpy as np
    import pandas as pd

    from simulation.engines import Market

    market = Market(scenario.with_values({"run.engine": "agents"}), replication=replication)
    lives = {customer.number: market.watch(customer.number) for customer in market.customers}
    rows: list[dict[str, float]] = []
    firms: list[list[int]] = []
    while market.month < scenario.run.months:
        old = [(c.provider, c.satisfaction, c.expectation, c.felt, c.recovered_once) for c in market.customers]
        seen = {number: len(events) for number, events in lives.items()}
        market.step()
        firms.append([c.provider for c in market.customers])
        if market.month < 1:
            continue
        for c, (provider, satisfaction, expectation, felt, recovered) in zip(market.customers, old, strict=True):
            if provider < 0 or c.provider != provider:
                continue
            new = lives[c.number][seen[c.number] :]
            helped = any(event["event"] == "is helped" and event["detail"] != ROUTINE for event in new)
            rows.append(dict(
                month=market.month, customer=c.number, tenure=c.tenure, before=satisfaction, after=c.satisfaction,
                expected=expectation, lived=c.lived, felt=c.felt - felt, helped=helped, again=recovered,
            ))  # fmt: skip
    table = pd.DataFrame(rows)
    where = np.array(firms)
    at = table["month"].to_numpy(int) - 1 + scenario.run.warm_up_months
    customer, then = table["customer"].to_numpy(int), at + LATER
    known = then < len(where)
    path = np.where(known, then, at)
    return table.assign(stayed=np.where(known, (where[path, customer] == where[at, customer]).astype(float), np.nan))


def slopes(rows: "pd.DataFrame") -> float:
    """How many times as far a point below the expectation moves satisfaction as a point above it.

    rows  as `histories` gives them; least squares on what was above, what was below, and the gap to the expectation
    """
    import numpy as np

    old = rows[rows["tenure"] >= OLD]
    surprise = (old["lived"] - old["expected"]).to_numpy(float)
    gap = (old["expected"] - old["before"]).to_numpy(float)
    causes = np.column_stack([np.maximum(surprise, 0), np.minimum(surprise, 0), gap, np.ones(len(old))])
    found = np.linalg.lstsq(causes, (old["after"] - old["before"]).to_numpy(float), rcond=None)[0]
    return float(found[1] / found[0]) if found[0] > 0 else float("nan")


def after_recovery(rows: "pd.DataFrame", again: bool, outcome: str, quick: bool = False) -> float:
    """Mean of an outcome after a failure put right, less that of customers without any failure in the month.

    again    whether a failure had been put right before
    outcome  "change" of satisfaction in points, or "stayed" as a share
    quick    only failures put right in the month in which they were felt, so that what they cost is in the change, too
    """
    table = rows.assign(change=rows["after"] - rows["before"])
    helped = table[table["helped"] & (table["again"] == again) & ((table["felt"] > 0) | (not quick))][outcome]
    calm = table[~table["helped"] & (table["felt"] == 0)][outcome]
    return float(helped.mean() - calm.mean())


def paradox_from(points: "Sequence[float]", changes: "Sequence[float]") -> float:
    """Points from which on a repair leaves more than no failure, on straight lines between those tried; infinite where none.

    >>> paradox_from([12.0, 24.0, 36.0], [-2.0, -1.0, 1.0])
    30.0
    """
    for (low, before), (high, after) in zip(
        zip(points, changes, strict=True), zip(points[1:], changes[1:], strict=True), strict=False
    ):
        if before < 0 <= after:
            return low + (high - low) * -before / (after - before)
    return float("inf")


def judgements(markets: Markets) -> list[Finding]:
    """C4 and K6, in the market of ordinary firms."""
    import pandas as pd

    customers = min(CUSTOMERS, markets.size.customers)
    scenario = markets.usual.with_values({"market.customers": customers, "run.months": MONTHS})
    runs = [histories(scenario, replication) for replication in range(min(RUNS, markets.size.replications))]
    subject = "ordinary firms"

    def pooled(parts: "Sequence[pd.DataFrame]") -> float:
        return slopes(pd.concat(parts))

    found = [in_band("C4", "effect of a point below the expectation against a point above", subject, over_parts(runs, pooled),
                     "ratio", Band(1.5, 2.5), BUILT_IN, "the ratio of the judgement's two slopes is an input")]  # fmt: skip
    back = f"{scenario.experience.recovery_points:g} points, a prior, of the 28 to 45 that a failure costs"
    often = f"a repair gives back {back}; less from the second time on"
    generous = {points: pd.concat(_with_repairs(scenario, points, len(runs))) for points in REPAIRS}
    cases = (
        (f"change of satisfaction, {FIRST} less no failure", False, "change", False, Band(low=0.0), "points of 100"),
        (f"change of satisfaction, {IN_THE_MONTH} less no failure", False, "change", True, Band(low=0.0), "points of 100"),
        ("change of satisfaction, later failure put right less no failure", True, "change", False, Band(high=0.0),
         "points of 100"),
        (f"staying for a year, {FIRST} less no failure", False, "stayed", False, Band(high=0.0), "share"),
    )  # fmt: skip
    for what, again, outcome, quick, band, unit in cases:

        def value(parts: "Sequence[pd.DataFrame]", again: bool = again, outcome: str = outcome, quick: bool = quick) -> float:
            return after_recovery(pd.concat(parts), again, outcome, quick)

        measured = over_parts(runs, value)
        others = {points: after_recovery(rows, again, outcome, quick) for points, rows in generous.items()}
        note = often
        if outcome == "change" and not again:
            note = f"{often}; {_where_it_appears(scenario, measured.value, others)}"
        elif outcome == "stayed":
            points, most = max(others.items())
            note = f"{often}; {most:+.3f} where it gives back {points:g} points, the most that is allowed"
        found.append(in_band("K6", what, subject, measured, unit, band, EMERGENT, note))
    return found


def _with_repairs(scenario: "Scenario", points: float, count: int) -> "list[pd.DataFrame]":
    generous = scenario.with_values({"experience.recovery_points": points})
    return [histories(generous, replication) for replication in range(count)]


def _where_it_appears(scenario: "Scenario", own: float, others: "dict[float, float]") -> str:
    """From how many points on the paradox would appear, in words."""
    from simulation.scenario.catalogue import parameters

    (entry,) = (one for one in parameters() if one.key == "experience.recovery_points")
    assert entry.likely is not None
    tried = {scenario.experience.recovery_points: own, **others}
    from_points = paradox_from(list(tried), list(tried.values()))
    end = entry.likely[1]
    upper = f"{others[end]:+.2f} at the upper end of its likely range, {end:g} points"
    if from_points == float("inf"):
        return f"{upper}; no paradox up to the {max(tried):g} points that are allowed"
    return f"{upper}; a paradox appears from {from_points:.0f} points on"
