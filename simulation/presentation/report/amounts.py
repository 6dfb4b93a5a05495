"""How amounts stand in the report's tables and on its pictures: all in one scale, so that they seem to add up."""

import math
import re

from simulation.presentation.wording import MINUS, Unit, worded

FIGURES = 4
"""Figures of the largest amount of a table."""

WORD_JOINER, NO_BREAK = "\N{WORD JOINER}", "\N{NO-BREAK SPACE}"

_SIGN = re.compile(rf"([{MINUS}+])(?=[^\s\d\w])")
_TOGETHER = re.compile(r"(?<=\d) (?=%)|(?<=month) (?=\d)|(?<=[Mm]onths) (?=\d)")


def amount_in(amount: float, unit: Unit, size: float, figures: int = FIGURES, signed: bool = False) -> str:
    """An amount in the scale of the largest beside it, with the decimals that give the largest so many figures.

    >>> amount_in(81565.9, Unit("money", "EUR"), 958818.0)
    '€81.6k'
    """
    half = 10.0 ** (math.floor(math.log10(size)) - figures + 1) * 3.5 if size > 0 else math.nan
    return worded(amount, unit, half, size=size, signed=signed)


def glued(text: str) -> str:
    """Text in which no line breaks between a sign and its currency, a number and its %, or "month" and its number.

    >>> glued("month 6: 95 %") == "month\\N{NO-BREAK SPACE}6: 95\\N{NO-BREAK SPACE}%"
    True
    """
    return _TOGETHER.sub(NO_BREAK, _SIGN.sub(rf"\1{WORD_JOINER}", text))
