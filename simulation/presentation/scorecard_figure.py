"""Scorecards in one picture: a mark for every line, by item and verdict."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from simulation.presentation.scorecard import CARDS, CLAIMS_CARD, FALSIFIERS, GOOD, PATTERNS, TITLES
from simulation.presentation.style import GREEN, INK, LEFT_EDGE, ORANGE, QUIET, VERMILLION, broken, headline, new_figure
from simulation.studies.evidence.claims import CLAIMS
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
from simulation.studies.evidence.patterns import PATTERNS as MEASURED

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulation.presentation.canvas import Picture

NOTHING = "#BBBBBB"
MARKS = {
    **dict.fromkeys((HOLDS, INSIDE, REPRODUCED), (GREEN, "o", "holds, inside, reproduced")),
    **dict.fromkeys((CLOSE, DIRECTION), (ORANGE, "D", "too close to call, direction only")),
    **dict.fromkeys((FAILS, OUTSIDE, NOT_REPRODUCED), (VERMILLION, "X", "fails, outside, not reproduced")),
    **dict.fromkeys((INPUT, NO_CONTENT, NOT_MEASURED), (NOTHING, "_", "input, no content, not measured")),
}
"""Colour, shape and meaning of a line's mark: verdicts differ in shape too, not in colour alone."""

FALSIFIERS_SHORT = {
    "F1": "short horizon", "F2": "trapped customers", "F3": "static, known needs", "F4": "thin margins",
    "F5": "rivals already centric", "F6": "niche firms", "F7": "failures at the desk", "F8": "commodity",
    "F9": "lip service", "F10": "nothing has an effect", "H": "home ground",
}  # fmt: skip
PATTERNS_SHORT = {
    word.split(" ", 1)[0]: word.split(" ", 1)[1] for pattern in MEASURED for word in pattern.name.split("; ")
}  # fmt: skip
CLAIMS_SHORT = {
    "Q1": "happy employees", "Q2": "satisfied customers", "Q3": "$775 million", "Q4": "$700 million", "Q5": "60 % more profit",
    "Q6": "80 % believe, 8 % agree", "Q7": "experience decides", "Q8": "chatbot", "Q9": "rather message", "Q10": "priorities",
    "Q11": "valuable and loyal", "Q12": "takes a while",
}  # fmt: skip
SHORT = {FALSIFIERS: FALSIFIERS_SHORT, PATTERNS: PATTERNS_SHORT, CLAIMS_CARD: CLAIMS_SHORT}

assert set(CLAIMS_SHORT) == {claim.item for claim in CLAIMS}

WIDTHS = {FALSIFIERS: 0.28, PATTERNS: 0.44, CLAIMS_CARD: 0.28}
"""Shares of the picture's width."""

NAME = {FALSIFIERS: 0.178, PATTERNS: 0.24, CLAIMS_CARD: 0.19}
"""Room for an item's name before its marks, as a share of the picture's width."""

ROWS = 17
FOOT = 0.10

BELOW_HEADING = 0.115
"""From the top of a heading to its first row: room for three lines."""


def scorecard(cards: Mapping[str, Sequence[Finding]]) -> "Picture":
    """A column for each card, a row for each item, a mark for each of its lines."""
    figure = new_figure()
    shown = [card for card in CARDS if cards.get(card)]
    how = "one mark for each line measured, hollow beside a pattern's own condition; what failed comes first"
    top = headline(figure, finding_in(cards), how)
    room = (1 - 2 * LEFT_EDGE) / max(1.0, sum(WIDTHS[card] for card in shown))
    left = LEFT_EDGE
    for card in shown:
        width = min(0.42, room * WIDTHS[card])
        _column(figure, card, cards[card], left, width, top)
        left += width
    _key(figure)
    return figure


def finding_in(cards: Mapping[str, Sequence[Finding]]) -> str:
    """How many lines of each card have the verdict that was hoped for, as a sentence."""
    words = {
        FALSIFIERS: "checks at the limits hold",
        PATTERNS: "measurements of patterns lie inside their bands",
        CLAIMS_CARD: "readings of claims are reproduced",
    }
    good = {card: sum(finding.verdict in GOOD[card] for finding in cards.get(card, ())) for card in CARDS}
    return ", ".join(f"{good[card]} of {len(cards[card])} {words[card]}" for card in CARDS if cards.get(card))


def _column(figure: "Figure", card: str, findings: Sequence[Finding], left: float, width: float, top: float) -> None:
    from matplotlib.lines import Line2D

    title = broken(TITLES[card], 31)
    figure.text(left, top, "\n".join(title), fontsize=15, fontweight="bold", va="top", color=INK, linespacing=1.1)
    start = top - BELOW_HEADING
    step = (start - FOOT) / ROWS
    items = list(dict.fromkeys(finding.item for finding in findings))
    for row, item in enumerate(items):
        height = start - row * step
        lines = [finding for finding in findings if finding.item == item]
        figure.text(left, height, item, fontsize=14, fontweight="bold", va="center", color=INK)
        figure.text(left + 0.034, height, SHORT[card].get(item, ""), fontsize=13, va="center", color=INK)
        gap = min(0.0135, (width - NAME[card] - 0.01) / max(1, len(lines)))
        for number, finding in enumerate(lines):
            colour, shape, _ = MARKS[finding.verdict]
            at = left + NAME[card] + number * gap
            figure.add_artist(Line2D([at], [height], marker=shape, color=colour, markersize=min(11, gap * 800), markeredgewidth=2,
                                     markerfacecolor="white" if finding.beside else colour, linestyle="none"))  # fmt: skip


def _key(figure: "Figure") -> None:
    from matplotlib.lines import Line2D

    kinds = list(dict.fromkeys(MARKS.values()))
    for place, (colour, shape, words) in enumerate(kinds):
        at = LEFT_EDGE + place * 0.235
        figure.add_artist(
            Line2D([at + 0.005], [0.04], marker=shape, color=colour, markersize=11, markeredgewidth=2, linestyle="none")
        )
        figure.text(at + 0.016, 0.04, words, fontsize=14, va="center", color=QUIET)
