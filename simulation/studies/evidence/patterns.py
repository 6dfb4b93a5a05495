"""The patterns that the model is held against, in their order."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from simulation.studies.evidence.courses import culture_grows_and_fades, margins_dip_and_rise
from simulation.studies.evidence.customers import (
    few_bring_most,
    loyalty_and_worth,
    messages_are_mostly_kind,
    satisfaction_explains_little,
    satisfaction_is_skewed,
)
from simulation.studies.evidence.finding import Finding
from simulation.studies.evidence.histories import judgements
from simulation.studies.evidence.markets import Markets
from simulation.studies.evidence.perception import managers_believe
from simulation.studies.evidence.ratchet import standard_is_a_ratchet
from simulation.studies.evidence.retention import retention_rises, rises_by_sorting
from simulation.studies.evidence.shocks import filters_through
from simulation.studies.evidence.units import engagement_goes_with, turnover_hurts_service


class Pattern(NamedTuple):
    """One or two patterns and what measures them."""

    name: str
    measure: Callable[[Markets], list[Finding]]


PATTERNS: tuple[Pattern, ...] = (
    Pattern("C1 retention rises with tenure", retention_rises),
    Pattern("C2 it does so by sorting", rises_by_sorting),
    Pattern("C3 satisfaction explains little", satisfaction_explains_little),
    Pattern("C4 the bad weighs more; K6 recovery paradox", judgements),
    Pattern("C5 satisfaction is high and skewed", satisfaction_is_skewed),
    Pattern("C6 few customers bring most", few_bring_most),
    Pattern("K1 engagement goes with results", engagement_goes_with),
    Pattern("K2 margins of converts dip and rise", margins_dip_and_rise),
    Pattern("K3 bad service filters through late", filters_through),
    Pattern("K4 standards are a ratchet", standard_is_a_ratchet),
    Pattern("K5 managers believe too much", managers_believe),
    Pattern("K7 messages are mostly kind", messages_are_mostly_kind),
    Pattern("K8 the loyal are worth a little more", loyalty_and_worth),
    Pattern("K9 culture grows in an S and fades", culture_grows_and_fades),
    Pattern("K10 turnover hurts service most", turnover_hurts_service),
)


def patterns(markets: Markets, chosen: Sequence[Pattern] = PATTERNS) -> list[Finding]:
    """Measures every pattern; lines in the order of the patterns' names."""
    found = []
    for pattern in chosen:
        markets.say(pattern.name)
        found += pattern.measure(markets)
    return sorted(found, key=lambda finding: (finding.item[0], int(finding.item[1:])))
