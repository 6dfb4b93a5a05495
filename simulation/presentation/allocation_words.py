"""What a search for the best programme found, in sentences."""

from typing import TYPE_CHECKING

from simulation.presentation.findings import capital, listed
from simulation.presentation.wording import Unit, interval_worded, worded
from simulation.studies.allocation.study import AT_ONCE, BEST, PRESENT, Allocation, Judged
from simulation.studies.runs.tasks import NONE, STATUS_QUO

if TYPE_CHECKING:
    from simulation.studies.allocation.study import Worth

OPEN = "too close to call"

AGAINST = {STATUS_QUO: "against the same budget on the ordinary mix", NONE: "against the budget saved"}


def money_of(found: Allocation) -> Unit:
    """How amounts are written."""
    return Unit("money", found.scenario.market.currency)


def difference_words(one: Judged, unit: Unit) -> str:
    """A difference with its interval: "€12k more (95 % interval €3k to €21k)", or that it is too close to call."""
    if one.low != one.low:
        return f"{worded(one.difference, unit, signed=True)} (one run: no interval)"
    if one.low == one.high == 0.0:
        return "exactly the same"
    interval = f"95 % interval {interval_worded(one.low, one.high, unit, signed=True)}"
    if one.low <= 0.0 <= one.high:
        amount = worded(one.difference, unit, (one.high - one.low) / 2, signed=True)
        return f"{amount} ({interval}): {OPEN}"
    word = "more" if one.difference > 0 else "less"
    return f"{worded(abs(one.difference), unit, (one.high - one.low) / 2)} {word} ({interval})"


def headline(found: Allocation) -> str:
    """Whether a better programme than the one in the file was found."""
    firm, gain = found.scenario.focal.name, found.gain
    worse = [one for one in found.against if one.high < 0]
    end = f"; but {listed([_plainly(one.name) for one in worse])} would earn more than any programme found" if worse else ""
    if gain.low > 0:
        return f"{firm} would do better with another programme than with the plan in the file{end}."
    clearly = "" if gain.high < 0 else "clearly "
    return f"No programme was found that is {clearly}better for {firm} than the plan in the file{end}."


def sentences(found: Allocation) -> list[str]:
    """The answer, how it stands against doing the ordinary and doing nothing, and how flat the optimum is."""
    unit = money_of(found)
    years = found.scenario.run.months / 12
    over = f"{years:g} years" if years != 1 else "one year"
    lines = [
        f"The best found: {found.best.words()}.",
        f"Discounted profit over {over}, against the plan in the file, on luck that the search has not seen: "
        f"{difference_words(found.gain, unit)}; ahead in {found.gain.ahead * found.effort.judgement:g} of "
        f"{found.effort.judgement} runs.",
    ]
    for one in found.against:
        lines.append(f"{capital(AGAINST[one.name])}: {difference_words(one, unit)}.")
    lines.append(shrinkage(found))
    lines.append(flatness(found))
    named = {one.name: one for one in found.judged}
    if AT_ONCE in named:
        best, at_once = named[BEST], named[AT_ONCE]
        lines.append(
            f"Starting everything at once instead: {worded(at_once.difference - best.difference, unit, signed=True)} in the mean."
        )
    lines.append(worth_words(found.worth, unit))
    return [line for line in lines if line]


def shrinkage(found: Allocation) -> str:
    """How much of the lead on the luck of the search was luck."""
    unit = money_of(found)
    seen, fresh = (worded(value, unit, signed=True) for value in (found.gain_found, found.gain.difference))
    text = f"On the luck of the search its lead looked like {seen}; on fresh luck it is {fresh}."
    lost = " What is missing is what choosing the luckiest would have promised."
    return text + (lost if found.gain_found > found.gain.difference else "")


def flatness(found: Allocation) -> str:
    """How many other programmes are as good, and how far their shares lie apart."""
    total = len(found.tried)
    wide = sorted(found.ranges.items(), key=lambda pair: pair[1][1] - pair[1][0], reverse=True)[:2]
    ranges = listed([f"{name.replace('_', ' ')} {100 * low:.0f} to {100 * high:.0f} %" for name, (low, high) in wide])
    if found.near == 1:
        return f"The optimum is sharp: none of the other {total - 1} programmes tried comes within the noise of the search."
    word = "flat" if found.near >= total / 4 else "neither sharp nor flat"
    return (
        f"The optimum is {word}: {found.near} of {total} programmes tried are within the noise of the search from the best "
        f"(among them {ranges} of the budget)."
    )


def worth_words(worth: "tuple[Worth, ...]", unit: Unit) -> str:
    """Which parts of the best programme clearly earn their money, and which clearly do not."""
    if not worth or worth[0].low != worth[0].low:
        return ""
    good = [one for one in worth if one.low > 0]
    bad = [one for one in worth if one.high < 0]
    parts = []
    if good:
        parts.append("clearly worth their money are " + listed([f"{_name(o.purchase)} ({worded(o.loss, unit)})" for o in good]))
    if bad:
        parts.append("better spent on the others would be the money of "
                     + listed([f"{_name(o.purchase)} ({worded(-o.loss, unit)})" for o in bad]))  # fmt: skip
    if not parts:
        return "No single part of it clearly earns more than its money would among the others."
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _name(purchase: str) -> str:
    return purchase.replace("_", " ")


def _plainly(name: str) -> str:
    return {STATUS_QUO: "the ordinary mix", NONE: "saving the budget", PRESENT: "the plan in the file"}.get(name, name)
