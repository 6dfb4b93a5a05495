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


def after_recovery(rows: "pd.DataFrame", again: bool, outcome: str) -> float:
    """Mean of an outcome after a failure put right, less that of customers without any failure in the month.

    again    whether a failure had been put right before
    outcome  "change" of satisfaction in points, or "stayed" as a share
    """
    table = rows.assign(change=rows["after"] - rows["before"])
    helped = table[table["helped"] & (table["again"] == again)][outcome]
    calm = table[~table["helped"] & (table["felt"] == 0)][outcome]
    return float(helped.mean() - calm.mean())


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
    cases = (
        ("change of satisfaction, first failure put right less no failure", False, "change", Band(low=0.0), "points of 100"),
        ("change of satisfaction, later failure put right less no failure", True, "change", Band(high=0.0), "points of 100"),
        ("staying for a year, first failure put right less no failure", False, "stayed", Band(high=0.0), "share"),
    )
    for what, again, outcome, band, unit in cases:

        def value(parts: "Sequence[pd.DataFrame]", again: bool = again, outcome: str = outcome) -> float:
            return after_recovery(pd.concat(parts), again, outcome)

        back = f"{scenario.experience.recovery_points:g} points, a prior, of the 28 to 45 that a failure costs"
        note = f"a repair gives back {back}; less from the second time on"
        found.append(in_band("K6", what, subject, over_parts(runs, value), unit, band, EMERGENT, note))
    return found
