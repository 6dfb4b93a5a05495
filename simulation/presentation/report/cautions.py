"""What to know before relying on a result, in plain words."""

from typing import TYPE_CHECKING

from simulation.presentation.findings import capital, listed, spoken
from simulation.presentation.wording import Unit, worded
from simulation.scenario.catalogue import value_in_words
from simulation.studies.comparisons.precision import POWER

if TYPE_CHECKING:
    from simulation.studies.comparisons.guard_rails import GuardRails, Undecided

NOUGHT = 1e-6
"""Amounts smaller than this are none: nothing varies between the runs."""

MOST_OUTSIDE = 6
"""Parameters beyond their likely ranges that are named; of more, the first and their number."""


def cautions(rails: "GuardRails", plan: str, reference: str | None, robust: bool, money: Unit) -> list[tuple[str, str]]:
    """Headings and sentences, the gravest first.

    plan       the focal firm's plan
    reference  what payback is held against; None: nothing
    robust     whether the uncertain values were drawn too
    money      how amounts are written
    """
    found = []
    if rails.failed:
        runs = "run" if rails.failed == 1 else "runs"
        found.append((f"{rails.failed} {runs} failed.", "The numbers rest on the others; runs.csv says why they failed."))
    if rails.few:
        found.append((few(rails.runs), _why_few(rails.runs)))
    if rails.undecided:
        found.append(("Not settled.", _undecided(rails.undecided, rails.few)))
    if rails.detectable is not None:
        found += _power(rails.detectable, money)
    if reference is not None:
        found += _horizon(rails, plan, reference)
    if rails.outside:
        found.append(("Beyond the evidence.", _outside(rails)))
    if not robust:
        found.append(
            (
                "Luck only.",
                "The odds are over luck at the given values. How the answer changes when the uncertain values change was "
                "not asked for: the same command with --resume --robustness adds it.",
            )
        )
    if rails.compared > 1:
        found.append(("Many outcomes were looked at.", _many(rails)))
    return found


def few(runs: int) -> str:
    """How few runs there are, as a short sentence."""
    return "A single run." if runs == 1 else f"Only {runs} runs." if runs else "No runs."


def _why_few(runs: int) -> str:
    if runs <= 1:
        return "One run shows one course of luck: it is an illustration and says nothing about odds. Use 20 or more."
    return (
        "Intervals and odds from fewer than 10 runs are themselves uncertain: read this as a sketch, and use 20 or "
        "more for a "
        "decision."
    )


def _undecided(pairs: "tuple[Undecided, ...]", few: bool) -> str:
    """Which pairs are open, and about how many runs would settle them."""
    parts = []
    for pair in pairs:
        names = f"{spoken(pair.left)} and {spoken(pair.right)}"
        if few:
            parts.append(names)
        elif pair.runs_needed is None:
            parts.append(f"{names} (so close that no reasonable number of runs would tell them apart)")
        else:
            parts.append(
                f"{names} (about {_round(pair.runs_needed):,} runs would settle it, were the difference as large as it seems)"
            )
    return capital("; ".join(parts)) + ". Too few replications for the claim that either earns more."


def _power(detectable: tuple[float, int], money: Unit) -> list[tuple[str, str]]:
    """The smallest difference that so many runs would find."""
    size, runs = detectable
    if not size > NOUGHT:
        return []
    text = (
        f"With {runs} paired runs a difference in profit of {worded(size, money)} would be found with a chance of "
        f"{POWER * 100:.0f} %; a smaller one is easily missed."
    )
    return [("What so many runs can find.", text)]


def _round(runs: int) -> int:
    """Runs to two figures, upwards."""
    size = int(10 ** max(0, len(str(runs)) - 2))
    return -(-runs // size) * size


def _horizon(rails: "GuardRails", plan: str, reference: str) -> list[tuple[str, str]]:
    """Whether the answer depends on when one stops."""
    if rails.not_paid_back and rails.catching_up:
        text = (
            f"{capital(plan)} has not paid back against {reference} by month {rails.months}, but it was catching up "
            "over the last "
            "year. The horizon may be too short for it."
        )
        return [("Short horizon.", text)]
    if rails.beyond:
        text = (
            f"The interval of the month in which {plan} pays back reaches beyond month {rails.months}, where the simulation ends."
        )
        return [("Short horizon.", text)]
    return []


def _outside(rails: "GuardRails") -> str:
    """The parameters that lie beyond their likely ranges."""
    named = [
        f"{one.key} is {value_in_words(one.value)} (likely: {value_in_words(one.low)} to {value_in_words(one.high)})"
        for one in rails.outside[:MOST_OUTSIDE]
    ]
    more = len(rails.outside) - len(named)
    if more:
        named.append(f"{more} more")
    count = "One parameter lies" if len(rails.outside) == 1 else f"{len(rails.outside)} parameters lie"
    return f"{count} outside the range that evidence or judgement holds likely: {listed(named)}."


def _many(rails: "GuardRails") -> str:
    return (
        f"comparison.csv holds {rails.compared} differences over the whole horizon; by luck alone about "
        f"{rails.by_luck} of them would look "
        "clear. The verdict rests on one outcome that was fixed beforehand, discounted profit, and allows for the number of "
        "pairs. A difference found by looking around is a question for a new run with another seed."
    )
