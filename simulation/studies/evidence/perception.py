"""K5: what managers believe, what customers say, and what of it managers can see."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulation.scenario.shape import percent
from simulation.studies.evidence.customers import by_strategy, each_strategy
from simulation.studies.evidence.cuts import SUPERIOR
from simulation.studies.evidence.estimates import over_runs
from simulation.studies.evidence.finding import BUILT_IN, EMERGENT, Band, Finding, in_band
from simulation.studies.evidence.firms import LAST
from simulation.studies.evidence.markets import Markets

if TYPE_CHECKING:
    from simulation.records import RunTables

SURVEYING = ("customer-focused", "customer-centric")
"""Strategies of head_to_head whose managers ask their customers: representative surveys."""

AS_BOUGHT = "surveys as the budget buys them"

SURVEYS_ALONE = "surveys alone"
"""The condition that the pattern names, met in full; as the presets buy it, surveys are a part of what managers go by."""


def believing(run: "RunTables") -> float:
    """Share of firms and of the last months in which management believes the experience to be superior."""
    late = run.series[run.series["month"] > run.series["month"].max() - LAST]
    return float((late["believed_quality"] >= SUPERIOR).mean())


def agreeing(run: "RunTables") -> float:
    """Share of customers to whom it is, in the last yearly picture."""
    late = run.panel[run.panel["year"] == run.panel["year"].max()]
    return float((late["satisfaction"] >= SUPERIOR).mean())


def survey_share(run: "RunTables", cost: float) -> float:
    """Share of what managers believe that rests on surveys in the last months, from what the firm spends on them.

    cost  of surveys where managers rest on nothing else, share of revenue
    """
    late = run.series[run.series["month"] > run.series["month"].max() - LAST]
    return float(late["cost_surveys"].sum() / (cost * late["revenue"].sum()))


def visible(run: "RunTables", escalation: float) -> float:
    """Share of all failures that reach management."""
    sums = run.series.loc[run.series["month"] >= 1, ["failures", "felt_failures"]].sum()
    return float(escalation * sums["felt_failures"] / max(1.0, sums["failures"]))


def managers_believe(markets: Markets) -> list[Finding]:
    """K5: the gap by strategy, and the failures that can be seen."""
    found = []
    escalation, cost = markets.usual.support.escalation, markets.usual.ledger.survey_cost
    for subject, runs in by_strategy(markets):
        if subject in SURVEYING:
            part = over_runs([survey_share(run, cost) for run in runs]).value
            found.append(_gap(subject, runs, AS_BOUGHT, f"as the preset buys it, {percent(part)} of "
                              "what managers believe rests on surveys, the rest on who complains to them", True))  # fmt: skip
        else:
            found.append(_gap(subject, runs, "reactive"))
        seen = over_runs([visible(run, escalation) for run in runs])
        found.append(in_band("K5", "share of failures that reach management", subject, seen, "share", Band(high=0.05), BUILT_IN,
                             "felt failures times the escalation share, an input"))  # fmt: skip
    for subject, runs in each_strategy(markets.surveyed):
        if subject in SURVEYING:
            found.append(_gap(subject, runs, SURVEYS_ALONE, "the pattern's own condition, set by hand: nothing but surveys"))
    return found


def _gap(subject: str, runs: "Sequence[RunTables]", source: str, note: str = "", beside: bool = False) -> Finding:
    """The gap of firms that learn of their customers by `source`."""
    value = over_runs([believing(run) - agreeing(run) for run in runs])
    what = f"share believing in a superior experience, less customers with one ({source})"
    band = Band(low=0.5) if source == "reactive" else Band(high=0.25)
    said = f"superior: {SUPERIOR:g} of 100" + (f"; {note}" if note else "")
    return in_band("K5", what, subject, value, "share", band, EMERGENT, said, beside)
