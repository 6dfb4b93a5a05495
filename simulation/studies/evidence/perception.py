"""K5: what managers believe, what customers say, and what of it managers can see."""

from typing import TYPE_CHECKING

from simulation.studies.evidence.customers import by_strategy
from simulation.studies.evidence.cuts import SUPERIOR
from simulation.studies.evidence.estimates import over_runs
from simulation.studies.evidence.finding import BUILT_IN, EMERGENT, Band, Finding, in_band
from simulation.studies.evidence.firms import LAST
from simulation.studies.evidence.markets import Markets

if TYPE_CHECKING:
    from simulation.records import RunTables

SURVEYING = ("customer-focused", "customer-centric")
"""Strategies of head_to_head whose managers rest on representative surveys."""


PARTLY = (
    "; what managers believe rests on surveys only in part, by the share that their measures give them, times what the budget "
    "for metrics has come to"
)


def believing(run: "RunTables") -> float:
    """Share of firms and of the last months in which management believes the experience to be superior."""
    late = run.series[run.series["month"] > run.series["month"].max() - LAST]
    return float((late["believed_quality"] >= SUPERIOR).mean())


def agreeing(run: "RunTables") -> float:
    """Share of customers to whom it is, in the last yearly picture."""
    late = run.panel[run.panel["year"] == run.panel["year"].max()]
    return float((late["satisfaction"] >= SUPERIOR).mean())


def visible(run: "RunTables", escalation: float) -> float:
    """Share of all failures that reach management."""
    sums = run.series.loc[run.series["month"] >= 1, ["failures", "felt_failures"]].sum()
    return float(escalation * sums["felt_failures"] / max(1.0, sums["failures"]))


def managers_believe(markets: Markets) -> list[Finding]:
    """K5: the gap by strategy, and the failures that can be seen."""
    found = []
    escalation = markets.usual.support.escalation
    for subject, runs in by_strategy(markets):
        surveyed = subject in SURVEYING
        gap = over_runs([believing(run) - agreeing(run) for run in runs])
        what = f"share believing in a superior experience, less customers with one ({'surveys' if surveyed else 'reactive'})"
        found.append(in_band("K5", what, subject, gap, "share", Band(high=0.25) if surveyed else Band(low=0.5), EMERGENT,
                             f"superior: {SUPERIOR:g} of 100{PARTLY if surveyed else ''}"))  # fmt: skip
        seen = over_runs([visible(run, escalation) for run in runs])
        found.append(in_band("K5", "share of failures that reach management", subject, seen, "share", Band(high=0.05), BUILT_IN,
                             "felt failures times the escalation share, an input"))  # fmt: skip
    return found
