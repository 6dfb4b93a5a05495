"""What a story's runs reveal, in words. Every number in them comes from the runs."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulation.presentation.findings import capital
from simulation.presentation.wording import Unit, decimals_for, interval_worded, rounded, sign_of, unit_of, worded
from simulation.studies.evidence.finding import Estimate

if TYPE_CHECKING:
    from simulation.studies.stories.revealing import Compared, Held, Revealed

SHOWN, OPPOSITE, NOT_SHOWN = "shown", "the opposite is shown", "not shown"
VERDICTS = {"holds": SHOWN, "reversed": OPPOSITE, "open": NOT_SHOWN}
"""Outcomes of a part of the theory, in words."""

_AFTER = {"%": " %", "% signed": " %", "of 100": "", "points": " points", "months": " months", "month": "", "": ""}

NAMES = {
    "discounted_profit": "profit so far",
    "retention_per_year": "yearly retention",
    "failures": "failures a month",
    "resolved_first_contact": "matters settled at the first contact",
    "perception_gap": "believed less actual quality",
    "believed_quality": "quality that managers believe in",
    "actual_quality": "quality that customers live",
    "satisfaction": "satisfaction",
    "revenue": "revenue a month",
    "employee_engagement": "engagement of employees",
    "needs_fit": "fit with what customers need",
    "wants_fit": "fit with what customers say they want",
}
"""Measures as a class calls them."""


def value_words(estimate: Estimate, unit: str, interval: bool = False) -> str:
    """A value with its unit; rounded to what its interval allows.

    interval  with the 95 % interval in brackets
    """
    if not math.isfinite(estimate.value):
        return "never" if math.isinf(estimate.value) else "not to be seen"
    if unit in ("months", "month"):
        decimals = 0
    else:
        half = (estimate.high - estimate.low) / 2
        decimals = min(1, max(0, decimals_for(half))) if math.isfinite(half) and half > 0 else 0
    signed, after = unit == "% signed", _AFTER.get(unit, f" {unit}")
    text = _one(estimate.value, decimals, signed) + (" month" if unit == "months" and round(estimate.value) == 1 else after)
    if not interval or not math.isfinite(estimate.low):
        return text
    high = _one(estimate.high, decimals, signed) if math.isfinite(estimate.high) else "never"
    return f"{text} ({_one(estimate.low, decimals, signed)} to {high})"


def _one(value: float, decimals: int, signed: bool) -> str:
    text = rounded(value, decimals)
    return f"+{text}" if signed and value > 0 and any(digit in text for digit in "123456789") else text


def difference_words(measure: str, estimate: Estimate, currency: str) -> str:
    """A difference in a measure with its 95 % interval: "+3.1 percentage points (+2.2 to +3.9)"."""
    unit = unit_of(measure, currency)
    half = (estimate.high - estimate.low) / 2
    if unit.kind == "share":
        value = worded(100.0 * estimate.value, Unit("score"), 100.0 * half, signed=True)
        interval = interval_worded(100.0 * estimate.low, 100.0 * estimate.high, Unit("score"), signed=True)
        return f"{value} percentage points ({interval})"
    value = worded(estimate.value, unit, half, signed=True)
    after = " points" if unit.kind == "score" else ""
    if not math.isfinite(half):
        return value + after
    size = abs(estimate.value) if unit.kind == "money" else 0.0
    return f"{value}{after} ({interval_worded(estimate.low, estimate.high, unit, signed=True, size=size)})"


def held_words(held: "Held", currency: str) -> str:
    """A part of the theory with its verdict and the numbers behind it, as one sentence."""
    claim, outcome = held.claim, VERDICTS[held.outcome]
    numbers = difference_words(claim.measure, held.difference, currency)
    beside = f" less {label_of(claim.right)}" if claim.right else ""
    compared = f"{NAMES.get(claim.measure, claim.measure)}, {label_of(claim.left)}{beside}: {numbers}"
    return f"{capital(claim.says)}: {outcome}. {capital(compared)}."


def headline(revealed: "Revealed") -> str:
    """Whether the runs show the story's direction, in a sentence."""
    says, runs = revealed.held[0].claim.says, revealed.played.replications
    lucks = "one run" if runs == 1 else f"{runs} runs on equal luck"
    match revealed.direction:
        case "holds":
            return f"In {lucks} the model shows what the theory says: {says}."
        case "reversed":
            return f"The theory says that {says}. In {lucks} the model shows the opposite."
        case _:
            return f"The theory says that {says}. In {lucks} the model does not show it: too close to call."


def also(revealed: "Revealed") -> str:
    """How much of the theory's other parts the runs show, in a sentence; "" where there are none."""
    others = [held.outcome for held in revealed.held[1:]]
    if not others:
        return ""
    missing = len(others) - others.count("holds")
    if not missing:
        return "The rest of the theory is shown as well." if len(others) > 1 else "The other part is shown as well."
    if missing == len(others):
        return "Nor is any of its other parts shown." if revealed.direction != "holds" else "None of its other parts is shown."
    return f"Of its {len(others)} other parts {_count(missing)} {'is' if missing == 1 else 'are'} not."


def _count(number: int) -> str:
    return ("none", "one", "two", "three", "four", "five")[number] if number < 6 else str(number)


def answer_words(revealed: "Revealed") -> str:
    """The answer to what the class predicted, as a sentence."""
    from simulation.studies.stories.story import Number

    asked = revealed.played.story.prediction
    if isinstance(asked, Number):
        assert revealed.answer is not None
        if not math.isfinite(revealed.answer.value):
            return "The answer: there is none. The runs do not clearly differ, so that no month can be named."
        unit = "% signed" if asked.unit == "%" and asked.low < 0 else asked.unit
        after = " of 100" if unit == "of 100" else ""
        return f"The answer: {value_words(revealed.answer, unit, interval=True)}{after}."
    line = revealed.line
    lowest = min(range(len(line)), key=line.__getitem__)
    parts = [f"month {month}: {rounded(line[month - 1], _paper_decimals(asked.high - asked.low))}" for month in _marks(len(line))]
    unit = "" if asked.unit == "of 100" else f", in {asked.unit}"
    return f"The answer{unit}: {'; '.join(parts)}. Lowest in month {lowest + 1}."


def _marks(months: int) -> list[int]:
    """Months whose values are said: the end of every year, and the last."""
    return sorted({*range(12, months + 1, 12), months})


def _paper_decimals(span: float) -> int:
    return 0 if span >= 20 else 1


def fact_lines(revealed: "Revealed") -> list[str]:
    """What is told besides: sentences, those that belong together joined."""
    lines: list[str] = []
    for fact, estimate in revealed.facts:
        known = math.isfinite(estimate.value)
        text = fact.says.replace("{value}", value_words(estimate, fact.unit)) if known or not fact.otherwise else fact.otherwise
        if lines and not lines[-1].endswith("."):
            lines[-1] += f" {text}"
        elif lines and text[:1].islower():
            lines[-1] = f"{lines[-1].rstrip('.')}, {text}"
        else:
            lines.append(text)
    return lines


def debrief(revealed: "Revealed") -> list[str]:
    """Questions for the talk afterwards; the last depends on what came out."""
    story = revealed.played.story
    return [*story.debrief, story.if_held if revealed.direction == "holds" else story.if_not]


def compared_words(revealed: "Revealed", predicted: "float | Sequence[tuple[float, float]]", found: "Compared") -> str:
    """A prediction beside what was found, in a sentence."""
    from simulation.studies.stories.story import Number

    asked = revealed.played.story.prediction
    unit = asked.unit
    if isinstance(asked, Number):
        assert isinstance(predicted, (int, float))
        assert revealed.answer is not None
        said = f"You said {rounded(float(predicted), 0 if float(predicted).is_integer() else 1)}"
        if not math.isfinite(found.off):
            return f"{said}; the runs have no answer."
        if found.inside:
            return f"{said}: within what the runs can tell."
        side = "too high" if found.end > 0 else "too low"
        return f"{said}: {rounded(found.off, 0 if found.off >= 1 else 1)} {side}."
    side = "above" if found.end > 0 else "below"
    decimals = _paper_decimals(asked.high - asked.low)
    return (
        f"Your line is {rounded(found.off, decimals)} {unit} off in the mean month and ends "
        f"{rounded(abs(found.end), decimals)} {side} the runs; {rounded(100 * found.inside, 0)} % of it lies where the middle "
        "95 % of the runs are."
    )


def label_of(label: str) -> str:
    """A side's name in a sentence or a key: "none" says what it means."""
    return "money saved" if label == "none" else label


def unit_note(measure: str, currency: str) -> str:
    """The unit of a drawing's axis: "€", "%", "points of 100"."""
    unit = unit_of(measure, currency)
    return {"money": sign_of(currency).strip(), "share": "%", "score": "points of 100"}.get(unit.kind, "")
