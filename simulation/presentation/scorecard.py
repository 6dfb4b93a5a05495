"""Scorecards in words: tables for the terminal, and the page on the evidence."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from simulation.scenario.shape import percent
from simulation.studies.evidence.claims import CLAIMS
from simulation.studies.evidence.courses import MORE_RUNS
from simulation.studies.evidence.cuts import BOTTOM, HALO_POINTS, HAPPY, SATISFIED, SUPERIOR, TOP
from simulation.studies.evidence.finding import (
    CLOSE,
    DIRECTION,
    FAILS,
    HOLDS,
    INPUT,
    INSIDE,
    NO_CONTENT,
    NOT_MEASURED,
    NOT_REPRODUCED,
    OUTSIDE,
    REPRODUCED,
    Finding,
)

if TYPE_CHECKING:
    from rich.table import Table

FALSIFIERS, PATTERNS, CLAIMS_CARD = "falsifiers", "patterns", "claims"
CARDS = (FALSIFIERS, PATTERNS, CLAIMS_CARD)
"""The scorecards, in the order in which they are shown."""

TITLES = {
    FALSIFIERS: "Where customer centricity must not pay, and where it must",
    PATTERNS: "Patterns that are known of real markets",
    CLAIMS_CARD: "Claims in the sources",
}
GOOD = {FALSIFIERS: (HOLDS,), PATTERNS: (INSIDE,), CLAIMS_CARD: (REPRODUCED,)}
VERDICTS = {
    FALSIFIERS: (FAILS, CLOSE, HOLDS),
    PATTERNS: (OUTSIDE, INSIDE, NOT_MEASURED),
    CLAIMS_CARD: (NOT_REPRODUCED, DIRECTION, REPRODUCED, INPUT, NO_CONTENT, NOT_MEASURED),
}
"""The verdicts of each card, the worst first."""

STYLES = {FAILS: "bold red", OUTSIDE: "bold red", NOT_REPRODUCED: "bold red", CLOSE: "yellow", DIRECTION: "yellow",
          HOLDS: "green", INSIDE: "green", REPRODUCED: "green"}  # fmt: skip


WIDTHS = (("", 3), ("measured", 44), ("value", 8), ("95 % interval", 18), ("expected", 16), ("verdict", 16))
"""Columns of the terminal's table and their widths."""


def said(value: float, unit: str) -> str:
    """A value in few signs.

    >>> said(-31381.76, "currency"), said(0.0285, "share"), said(float("inf"), "quarter"), said(float("nan"), "r")
    ('-31,382', '0.0285', 'never', '-')
    """
    if math.isnan(value):
        return "-"
    if math.isinf(value):
        return "never"
    if unit == "currency" or abs(value) >= 1000:
        return f"{0.0 if abs(value) < 0.5 else value:,.0f}"
    if value != 0 and abs(value) < 0.1:
        return f"{value:.3g}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def interval(finding: Finding) -> str:
    """The 95 % interval, "" where there is none."""
    if math.isnan(finding.low) or finding.low == finding.high:
        return ""
    return f"{said(finding.low, finding.unit)} to {said(finding.high, finding.unit)}"


def odds(finding: Finding) -> str:
    """Shares of the paired runs and of the draws on the expected side."""
    parts = [] if math.isnan(finding.share) else [f"{percent(finding.share)} of {finding.count} runs"]
    if not math.isnan(finding.robust):
        parts.append(f"{percent(finding.robust)} of {finding.draws} draws")
    return ", ".join(parts)


def counted(card: str, findings: Sequence[Finding]) -> str:
    """How many lines have which verdict, the worst first."""
    counts = [(verdict, sum(finding.verdict == verdict for finding in findings)) for verdict in VERDICTS[card]]
    return ", ".join(f"{count} {verdict}" for verdict, count in counts if count)


def scorecard_table(card: str, findings: Sequence[Finding]) -> "Table":
    """A scorecard for the terminal."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", title=TITLES[card], title_justify="left")
    for heading, width in WIDTHS:
        table.add_column(heading, justify="right" if heading == "value" else "left", width=width)
    before = ""
    for finding in findings:
        item = finding.item if finding.item != before else ""
        before = finding.item
        verdict = Text(finding.verdict, style=STYLES.get(finding.verdict, ""))
        what = f"{finding.what} ({finding.subject.rsplit('/', 1)[-1]})"
        table.add_row(item, what, said(finding.estimate, finding.unit), interval(finding), finding.expected, verdict)
    return table


def page(cards: Mapping[str, Sequence[Finding]], made_by: Mapping[str, str]) -> str:
    """The page on the evidence, in Markdown.

    cards    findings by card; cards that were not measured are left out
    made_by  by card: the command, the version and the sizes that it was made with
    """
    blocks = [
        "<!-- Made by `centricity claims`; changes belong into the code that it is made from. -->\n\n# Evidence\n\n"
        "Does the model hold? Every line below was measured by one command and has a verdict by a rule that was fixed in the "
        "code before it ran. Nothing was tuned for it, and no scenario was changed. Effect sizes are mostly priors and design "
        "choices, so that a verdict says what follows from them, not what is true of a company.",
        *(_section(card, cards[card], made_by.get(card, "")) for card in CARDS if card in cards),
    ]
    return "\n\n".join(blocks) + "\n"


def by_item(card: str, findings: Sequence[Finding]) -> str:
    """Which items have all of their lines met, some, or none; and, apart from them, the lines beside a pattern's condition.

    A line without a value counts neither way; an item is not called met because most of its lines are.
    """
    groups: dict[str, list[str]] = {"Every line of": [], "Some lines of": [], "No line of": []}
    aside = []
    for item in dict.fromkeys(finding.item for finding in findings):
        lines = [line for line in findings if line.item == item and line.verdict != NOT_MEASURED]
        met = [line.verdict in GOOD[card] for line in lines if not line.beside]
        groups["Every line of" if met and all(met) else "Some lines of" if any(met) else "No line of"].append(item)
        beside = [line.verdict in GOOD[card] for line in lines if line.beside]
        if beside:
            aside.append(f"{sum(beside)} of {len(beside)} of {item}")
    end = {"Every line of": "is inside", "Some lines of": "are inside", "No line of": "is inside"}
    said = [f"{words} {', '.join(items)} {end[words]}." for words, items in groups.items() if items]
    return " ".join(said + ([f"Of the lines beside, {', '.join(aside)} are inside."] if aside else []))


RULES = {
    FALSIFIERS: (
        "Each is a shipped scenario; the focal firm plays each strategy on the same luck. The value is "
        "cumulative discounted profit, left minus right. *holds*: the 95 % interval lies on the expected side; *fails*: on the "
        "other; between them *too close to call*. Draws take all uncertain values from their likely ranges, in small markets. "
        "What failed heads the list. `H` is the counterpart: there customer centricity must win."
    ),
    PATTERNS: (
        "*inside* and *outside* go by the value; the note says where the interval leaves it open. *built in*: the equation or "
        "the distribution behind it is an input; *calibrated*: a value was set so that it is met; *emergent*: neither. *in "
        "draws*: in which share of the draws over all uncertain values the line is inside, in small markets; luck adds to it. "
        "*beside*: the line goes beyond the condition that the pattern names, as to what the budget of a preset buys of it. Two "
        "mechanisms were changed when lines were known to lie outside, for reasons that stand in the changelog: a programme no "
        "longer slows the forgetting of culture (K9), and departments are loaded by the work that customers call for (K1). "
        f"K2 rests on {MORE_RUNS} times as many runs as the others."
    ),
    CLAIMS_CARD: (
        "*reproduced*: the value is as claimed; *direction only*: only its sign is, with its whole interval; else *not "
        "reproduced*. A claim about a sign alone is reproduced where its whole interval agrees. *in draws*: in which share of "
        "the draws over all uncertain values the line is reproduced, in small markets. Cuts, fixed beforehand: happy "
        f"{HAPPY:g} of 1, satisfied {SATISFIED:g} and superior {SUPERIOR:g} of 100 points; centric are the "
        f"top {percent(TOP)} of the firms by maturity, others the bottom {percent(BOTTOM)}; the executives' halo "
        f"of {HALO_POINTS:g} points is an assumption."
    ),
}


def _section(card: str, findings: Sequence[Finding], made_by: str) -> str:
    last = {FALSIFIERS: "runs and draws", PATTERNS: "in draws | origin", CLAIMS_CARD: "in draws | claim from"}[card]
    columns = 8 if card == FALSIFIERS else 9
    head = f"| | measured | of | value | 95 % interval | expected | verdict | {last} |\n{'|---' * columns}|"
    rows = []
    for finding in findings:
        end = (odds(finding),) if card == FALSIFIERS else (odds(finding), finding.basis)
        verdict = f"**{finding.verdict}**{', beside' if finding.beside else ''}"
        cells = (finding.item, finding.what, finding.subject.rsplit("/", 1)[-1], said(finding.estimate, finding.unit),
                 interval(finding), finding.expected, verdict, *end)  # fmt: skip
        rows.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    noted = dict.fromkeys((finding.item, finding.what, finding.note) for finding in findings if finding.note)
    notes = [f"- {item}, {what}: {note}." for item, what, note in noted]
    stated = [f"- {claim.item}: {claim.claim}" for claim in CLAIMS] if card == CLAIMS_CARD else []
    blocks = [f"## {TITLES[card]}", f"{counted(card, findings)}. {made_by}".strip(), RULES[card]]
    blocks += [by_item(card, findings)] if card == PATTERNS else []
    blocks += ["The claims:\n\n" + "\n".join(stated)] if stated else []
    blocks += [f"{head}\n" + "\n".join(rows)]
    blocks += ["Notes:\n\n" + "\n".join(notes)] if notes else []
    return "\n\n".join(blocks)
