"""The verdict for somebody who reads nothing else: who earns most, by how much, how surely, from when."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from simulation.presentation.findings import capital, listed
from simulation.presentation.wording import Unit, interval_worded, unit_of, worded
from simulation.scenario.shape import percent
from simulation.studies.comparisons.precision import smallest_detectable
from simulation.studies.runs.tasks import AS_IN_FILE

if TYPE_CHECKING:
    from simulation.studies.comparisons.verdict import PairVerdict, Verdict
    from simulation.studies.robustness.study import Share

NOUNS = {
    "discounted_profit": "profit",
    "revenue": "revenue",
    "retention_per_year": "yearly retention",
    "employee_engagement": "employee engagement",
}

OWN_PLAN = "the plan in the file"
"""What a sentence calls the focal firm's own policy where no strategy's name says it."""

NOUGHT = 1e-6
"""Differences smaller than this, of money or of shares, are none."""


def verdict_lines(verdict: "Verdict", currency: str) -> list[str]:
    """The verdict in short paragraphs, the most important first.

    verdict   from `studies.verdict`
    currency  code of the scenario's currency
    """
    if not verdict.pairs:
        return list(verdict.sentences)
    verdict = _with_own_plan_named(verdict)
    lines = [headline(verdict)]
    lines += [pair_line(pair, currency) for pair in verdict.pairs]
    if verdict.baselines:
        lines.append(_baselines_line(verdict.baselines, currency))
    further = _further_line(verdict.further)
    if further:
        lines.append(further)
    precision = precision_line(verdict, currency)
    if precision:
        lines.append(precision)
    expectation = expectation_line(verdict)
    if expectation:
        lines.append(expectation)
    return lines


def _with_own_plan_named(verdict: "Verdict") -> "Verdict":
    """The verdict with the world of the focal firm's own policy under a name that can stand in a sentence."""

    def named(pair: "PairVerdict") -> "PairVerdict":
        ahead = OWN_PLAN if pair.ahead == AS_IN_FILE else pair.ahead
        left = OWN_PLAN if pair.left == AS_IN_FILE else pair.left
        return replace(pair, left=left, right=OWN_PLAN if pair.right == AS_IN_FILE else pair.right, ahead=ahead)

    return replace(
        verdict,
        winner=OWN_PLAN if verdict.winner == AS_IN_FILE else verdict.winner,
        pairs=tuple(map(named, verdict.pairs)),
        baselines=tuple(map(named, verdict.baselines)),
        further=tuple(map(named, verdict.further)),
    )


def headline(verdict: "Verdict") -> str:
    """Who earns most, in one sentence that says how it was compared."""
    years = _span(verdict.months)
    how = (
        f"{verdict.focal} playing each strategy in turn, same luck, same rivals"
        if verdict.kind == "twin"
        else "firms side by side in one market"
    )
    names = list(dict.fromkeys(name for pair in verdict.pairs for name in (pair.left, pair.right)))
    if verdict.winner is not None:
        return f"{capital(verdict.winner)} earns most over {years} ({how})."
    if any(pair.low is None for pair in verdict.pairs):
        return f"One run shows no odds: who earns most over {years} cannot be told from it ({how})."
    if all(_equal(pair) for pair in verdict.pairs):
        return f"{capital(listed(names))} earn the same over {years} ({how})."
    level = _level_at_the_top(names, verdict.pairs)
    if len(level) == 1:
        return f"{capital(level[0])} earns most over {years}, but not clearly more than all others ({how})."
    return f"Too close to call over {years} between {listed(level)} ({how})."


def _level_at_the_top(names: Sequence[str], pairs: "Sequence[PairVerdict]") -> list[str]:
    """The strategies that no other one is clearly ahead of."""
    beaten = {(pair.right if pair.ahead == pair.left else pair.left) for pair in pairs if pair.ahead is not None}
    return [name for name in names if name not in beaten] or list(names)


def _equal(pair: "PairVerdict") -> bool:
    """Whether there is no difference at all in any run."""
    return pair.low is not None and pair.high is not None and max(abs(pair.low), abs(pair.high)) < NOUGHT


def pair_line(pair: "PairVerdict", currency: str) -> str:
    """One comparison: by how much, with its interval, in how many runs, from which month."""
    unit = unit_of(pair.measure, currency)
    noun = NOUNS.get(pair.measure, pair.measure.replace("_", " "))
    if pair.estimate is None:
        return f"{capital(pair.left)} against {pair.right}: no run has both."
    turned = pair.ahead == pair.right or (pair.ahead is None and pair.estimate < 0)
    first, second = (pair.right, pair.left) if turned else (pair.left, pair.right)
    estimate = abs(pair.estimate)
    if pair.low is None or pair.high is None or pair.share_ahead is None:
        return f"{capital(first)} ends {_size(estimate, unit)} of {noun} above {second} in this one run."
    low, high = (-pair.high, -pair.low) if turned else (pair.low, pair.high)
    share = 1 - pair.share_ahead if turned else pair.share_ahead
    most = max(abs(low), abs(high))
    size = _size(estimate, unit, (high - low) / 2, most)
    interval = f"95 % interval {_points(interval_worded(low, high, unit), unit)}"
    runs = f"ahead in {_runs(share, pair.replications)}"
    if pair.ahead is None:
        if _equal(pair):
            return f"{capital(first)} and {second} are equal in {noun}, in {_runs(1, pair.replications)}."
        interval += ", but not once all comparisons are allowed for" if low > 0 else ""
        return f"{capital(first)} and {second} are too close to call: {size} more {noun} ({interval}); {first} is {runs}."
    since = ""
    if pair.ahead_from_month is not None:
        month = pair.ahead_from_month
        since = ", from the first month on" if month <= 1 else f", for good from month {month}"
    return f"{capital(first)} earns {size} more {noun} than {second} ({interval}), {runs}{since}."


def _baselines_line(pairs: "Sequence[PairVerdict]", currency: str) -> str:
    """What each strategy adds to the same budget spent on the ordinary mix, and to the budget saved."""
    parts = []
    for reference, words in (
        ("status-quo", "Against the same budget spent on the ordinary mix"),
        ("none", "against the budget saved"),
    ):
        own = [pair for pair in pairs if pair.right == reference and pair.estimate is not None]
        if not own:
            continue
        said = []
        most = max(abs(pair.estimate or 0.0) for pair in own)
        for pair in own:
            unit = unit_of(pair.measure, currency)
            half = (pair.high - pair.low) / 2 if pair.low is not None and pair.high is not None else None
            spread = half if half is not None else float("nan")
            amount = worded(pair.estimate or 0.0, unit, spread, signed=True, size=most)
            doubt = " (too close to call)" if pair.ahead is None and half is not None and not _equal(pair) else ""
            said.append(f"{pair.left} {amount}{doubt}")
        parts.append(f"{words}: {', '.join(said)}")
    return capital("; ".join(parts)) + "."


def precision_line(verdict: "Verdict", currency: str) -> str:
    """What so many runs would have shown: the smallest difference that is not easily missed; empty with one run."""
    smallest = smallest_detectable(verdict)
    if smallest is None or smallest[0] < NOUGHT:
        return ""
    size, runs = _size(smallest[0], unit_of("discounted_profit", currency)), smallest[1]
    return (
        f"Precision: {runs} paired runs find a true difference in profit of {size} in 8 of 10 such studies; "
        "smaller ones are easily missed, and more runs (--replications, --until-width) find them."
    )


def _further_line(pairs: "Sequence[PairVerdict]") -> str:
    """Who is clearly ahead of all others in revenue, retention and engagement."""
    if any(pair.low is None for pair in pairs):
        return ""
    by_winner: dict[str, list[str]] = {}
    open_ones = []
    for measure in dict.fromkeys(pair.measure for pair in pairs):
        own = [pair for pair in pairs if pair.measure == measure]
        names = list(dict.fromkeys(name for pair in own for name in (pair.left, pair.right)))
        level = _level_at_the_top(names, own)
        noun = NOUNS.get(measure, measure.replace("_", " "))
        if len(level) == 1 and all(pair.ahead == level[0] for pair in own if level[0] in (pair.left, pair.right)):
            by_winner.setdefault(level[0], []).append(noun)
        else:
            open_ones.append(noun)
    parts = [f"{name} leads in {listed(nouns)}" for name, nouns in by_winner.items()]
    if open_ones:
        parts.append(f"{listed(open_ones)} {'is' if len(open_ones) == 1 else 'are'} too close to call")
    return capital("; ".join(parts)) + "." if parts else ""


def expectation_line(verdict: "Verdict") -> str:
    """What was expected before running, and whether it came true; empty where nothing was said."""
    if not verdict.expectation and verdict.held == "nothing to hold it against":
        return ""
    outcome = {
        "as expected": "It came as expected.",
        "not as expected": "It did not come so.",
        "too close to call": "Too close to call.",
        "nothing to hold it against": "The scenario names no winner or month to hold it against.",
    }[verdict.held]
    winner = f" ({verdict.expected_winner} wins)" if verdict.expected_winner else ""
    return f'Expected: "{verdict.expectation}"{winner} {outcome}' if verdict.expectation else outcome


def robustness_line(shares: "Sequence[Share]", command: str = "") -> str:
    """In which share of the draws from the uncertain values each strategy wins, or how to ask for it.

    command  how robustness is asked for; used where `shares` is empty
    """
    if not shares:
        return (
            "These odds are over luck at the given values. Who wins when the uncertain values are drawn from their "
            f"likely ranges says {command}."
        )
    parts = [
        f"{share.strategy} wins {percent(share.share)} ({percent(share.low)} to {percent(share.high)})"
        for share in sorted(shares, key=lambda share: -share.share)
    ]
    return f"Over {shares[0].draws} draws of the uncertain values, {'; '.join(parts)}."


def _size(value: float, unit: Unit, half: float = float("nan"), most: float = 0.0) -> str:
    return _points(worded(value, unit, half, size=most), unit)


def _points(text: str, unit: Unit) -> str:
    """Differences of shares are points, not per cent."""
    return text.replace(" %", " points") if unit.kind == "share" else text


def _runs(share: float, runs: int) -> str:
    """A share of the paired runs in words."""
    ahead = share * runs
    if share >= 1:
        return "both runs" if runs == 2 else f"all {runs} runs"
    return f"{ahead:g} of {runs} runs"


def _span(months: int) -> str:
    years = months / 12
    if months < 24 or months % 12:
        return f"{months} months"
    return f"{years:.0f} years"
