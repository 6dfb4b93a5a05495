"""Where customer centricity must not pay (F1-F10), and where it must: each a shipped scenario."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulation.studies.evidence.causes import what_makes_the_difference
from simulation.studies.evidence.estimates import over_runs
from simulation.studies.evidence.finding import CLOSE, FAILS, HOLDS, NAN, Finding
from simulation.studies.evidence.outcomes import (
    AT_CONTACT,
    EARNED,
    INDUSTRY,
    PROFIT,
    PROGRAMME,
    Outcomes,
    Terms,
    World,
    by_line,
    combined,
    simulated,
    worlds_in,
)
from simulation.studies.evidence.size import FULL, Size
from simulation.studies.runs.workers import Simulate

if TYPE_CHECKING:
    import numpy as np

SERVICE, FOCUSED, CENTRIC = "service-only", "customer-focused", "customer-centric"
LIP, CUTTER, ORDINARY, SAVES = "lip-service", "price-cutter", "status-quo", "none"

AHEAD, NOT_AHEAD, AHEAD_IN_80, EQUAL, MOSTLY = "above 0", "not above 0", "above 0 in 80 % of runs", "exactly 0", "at least 0.8"
"""What a value must be."""

CENT = 0.005
PAIRS_AHEAD = 0.8


@dataclass(frozen=True)
class Item:
    """One line of the scorecard of falsifiers.

    item      "F1" ... "F10", "H" for the home ground, where centricity must win
    what      the value, in a phrase
    terms     what it is the sum of; the first world's file is the scenario
    expected  what the value must be
    """

    item: str
    what: str
    terms: Terms
    expected: str = AHEAD
    unit: str = "currency"

    @property
    def file(self) -> str:
        """The scenario that it is a check of."""
        return self.terms[0][1].file


def _twins(file: str, left: str, right: str, column: str = PROFIT) -> Terms:
    """Left minus right, both played by the focal firm of a file."""
    return ((1.0, World(file, left), column), (-1.0, World(file, right), column))


def _gain(file: str, factor: float, values: tuple[tuple[str, object], ...] = ()) -> Terms:
    """What the focal firm's own programme earns it against the same budget on the ordinary mix."""
    return ((factor, World(file, CENTRIC, values), PROFIT), (-factor, World(file, ORDINARY, values), PROFIT))


F1, F2, F3 = "limits/f01_short_horizon", "limits/f02_trapped_customers", "limits/f03_static_needs"
F4, F5, F6 = "limits/f04_thin_margins", "limits/f05_rivals_already_centric", "limits/f06_niche_firms"
F7, F8, F9 = "limits/f07_failures_at_the_desk", "limits/f08_commodity", "limits/f09_lip_service"
F10, HOME, FIRST = "limits/f10_null", "home_ground", "counterfactual"

LONG_WARM_UP = (("run.warm_up_months", 36),)
"""So that the first adopter's market has the same luck as the last one's, which needs a warm-up of three years."""


def _all(strategy: str) -> tuple[tuple[str, object], ...]:
    return tuple((f"firms.{name}.strategy", strategy) for name in ("Compass", "Ordinary-1", "Ordinary-2"))


ITEMS: tuple[Item, ...] = (
    Item("F1", "service-only minus customer-centric over 18 months", _twins(F1, SERVICE, CENTRIC), AHEAD_IN_80),
    Item("F2", "service-only minus customer-centric, customers trapped", _twins(F2, SERVICE, CENTRIC)),
    Item("F3", "customer-focused minus customer-centric, static known needs", _twins(F3, FOCUSED, CENTRIC)),
    Item("F4", "service-only minus customer-centric, gross margin .15", _twins(F4, SERVICE, CENTRIC)),
    Item("F4", "the status-quo firm lives: its discounted profit", ((1.0, World(F4, ORDINARY), PROFIT),)),
    Item("F5", "industry's profit: all firms convert minus none does",
         ((1.0, World(FIRST, None, _all(CENTRIC)), INDUSTRY), (-1.0, World(FIRST, None, _all(ORDINARY)), INDUSTRY)), NOT_AHEAD),
    Item("F5", "last adopter's gain minus the first's", (*_gain(F5, 1.0), *_gain(FIRST, -1.0, LONG_WARM_UP)), NOT_AHEAD),
    Item("F6", "service-only minus customer-centric among niche firms", _twins(F6, SERVICE, CENTRIC)),
    Item("F7", "service-only minus customer-centric, failures at the desk", _twins(F7, SERVICE, CENTRIC)),
    Item("F7", "share of failures that arise at contacts", ((1.0, World(F7, ORDINARY), AT_CONTACT),), MOSTLY, "share"),
    Item("F8", "price-cutter minus customer-centric, a commodity", _twins(F8, CUTTER, CENTRIC)),
    Item("F8", "price-cutter minus service-only, a commodity", _twins(F8, CUTTER, SERVICE)),
    *(Item("F9", f"{other} minus lip-service", _twins(F9, other, LIP)) for other in (SERVICE, FOCUSED, CENTRIC, ORDINARY, SAVES)),
    Item("F10", "customer-centric minus service-only, no effects", _twins(F10, CENTRIC, SERVICE), EQUAL),
    Item("F10", "customer-focused minus service-only, no effects", _twins(F10, FOCUSED, SERVICE), EQUAL),
    Item("F10", "budget saved minus customer-centric, less the programme's cost",
         (*_twins(F10, SAVES, CENTRIC, EARNED), *_twins(F10, SAVES, CENTRIC, PROGRAMME)), EQUAL),
    Item("H", "home ground: customer-centric minus service-only", _twins(HOME, CENTRIC, SERVICE)),
    Item("H", "home ground: customer-centric minus customer-focused", _twins(HOME, CENTRIC, FOCUSED)),
)  # fmt: skip


def falsifiers(
    size: Size = FULL, jobs: int = 1, items: Sequence[Item] = ITEMS, simulate: Simulate | None = None
) -> list[Finding]:
    """Runs every falsifier and gives its lines, those of the failed ones first."""
    needed = [(item.file, world) for item in items for world in worlds_in(item.terms)]
    found = simulated(needed, size, jobs, simulate)
    lines = [judged(item, found) for item in items]
    failed = [(place, item) for place, (item, line) in enumerate(zip(items, lines, strict=True)) if line.verdict == FAILS]
    for place, item in failed:
        cause = what_makes_the_difference(item.terms, replace(size, draws=0), jobs, simulate)
        lines[place] = replace(lines[place], note="; ".join(part for part in (lines[place].note, cause) if part))
    return in_order(lines)


def judged(item: Item, found: Outcomes) -> Finding:
    """One line: estimate over the runs, share of runs and of draws on the expected side, verdict."""
    values = combined(found.runs, item.terms)
    estimate = over_runs(values)
    known = all((item.file, world) in found.draws for world in worlds_in(item.terms))
    drawn = combined(found.draws, item.terms, item.file) if known else None
    verdict = _verdict(item.expected, values)
    return Finding(
        item.item, item.what, item.file, estimate.value, estimate.low, estimate.high, item.unit, item.expected, verdict,
        basis="",
        share=_share(item.expected, values),
        robust=NAN if drawn is None else _share(item.expected, drawn),
        draws=0 if drawn is None else len(drawn),
        count=estimate.count,
        note=_where_it_comes_from(item, found) if verdict == FAILS and item.unit == "currency" else "",
    )  # fmt: skip


def _share(expected: str, values: "np.ndarray") -> float:
    """Share of the values on the expected side; ties count half."""
    import numpy as np

    if expected == EQUAL:
        return float(np.mean(np.abs(values) < CENT))
    if expected == MOSTLY:
        return float(np.mean(values >= PAIRS_AHEAD))
    share = float(np.mean((values > 0) + 0.5 * (values == 0)))
    return 1 - share if expected == NOT_AHEAD else share


def _verdict(expected: str, values: "np.ndarray") -> str:
    """By the interval of the mean; by every single run where a value must be exactly 0."""
    import numpy as np
    from scipy import stats

    estimate = over_runs(values)
    if expected == EQUAL:
        return HOLDS if bool((np.abs(values) < CENT).all()) else FAILS
    edge = PAIRS_AHEAD if expected == MOSTLY else 0.0
    above = HOLDS if estimate.low > edge else FAILS if estimate.high < edge else CLOSE
    if expected == NOT_AHEAD:
        return HOLDS if estimate.high <= 0 else FAILS if estimate.low > 0 else CLOSE
    if expected == AHEAD_IN_80 and above == HOLDS:
        ahead = int((values > 0).sum())
        if ahead >= PAIRS_AHEAD * len(values):
            return HOLDS
        most = stats.binomtest(ahead, len(values)).proportion_ci(0.95, method="wilson").high
        return FAILS if most < PAIRS_AHEAD else CLOSE
    return above


def _where_it_comes_from(item: Item, found: Outcomes) -> str:
    """The largest lines of the ledger behind a difference that should not be."""
    lines = by_line(found.runs, item.terms)
    largest = sorted((name for name in lines if name != "profit" and lines[name]), key=lambda name: -abs(lines[name]))[:4]
    named = {name: name.removeprefix("cost_").removeprefix("of_").replace("_", " ") for name in largest}
    words = ", ".join(f"{named[name]} {lines[name]:+,.0f}" for name in largest)
    return f"not discounted, the difference is {lines['profit']:+,.0f}: {words}"


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Items that failed first, then those too close to call, then those that hold; the lines of an item together."""
    rank = {FAILS: 0, CLOSE: 1, HOLDS: 2}
    worst = {f.item: min(rank[one.verdict] for one in findings if one.item == f.item) for f in findings}
    order = {item: place for place, item in enumerate(dict.fromkeys(f.item for f in findings))}
    return sorted(findings, key=lambda f: (worst[f.item], order[f.item]))
