"""Numbers as people read them: money, shares and scores, no more precise than they are known."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulation.measures import dictionary as measures

MINUS = "\N{MINUS SIGN}"

CURRENCY_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CHF": "CHF "}
_SCALES = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))
MOST_DECIMALS = {"share": 1, "score": 1, "count": 0}
"""Decimals beyond which a kind of unit is never written, shares in per cent."""
SCALE_NAMES = tuple(name for _, name in _SCALES)


@dataclass(frozen=True)
class Unit:
    """How the values of a measure are written.

    kind      "money", "share" (0-1, written in per cent), "score" (0-100), "count" or "number"
    currency  sign or code, for money
    """

    kind: str
    currency: str = ""


def explained(names: Iterable[str]) -> str:
    """What names of strategies mean that do not speak for themselves, as a further sentence; "" where all do."""
    return " none: the improvement budget is saved." if "none" in names else ""


def sign_of(currency: str) -> str:
    """The sign of a currency given by its code or name: EUR -> €; unknown ones stand as a word."""
    return CURRENCY_SIGNS.get(currency.upper(), currency if len(currency) == 1 else f"{currency} ")


def unit_of(measure: str, currency: str = "") -> Unit:
    """How a measure of the dictionary is written.

    measure   column of series
    currency  code, for amounts
    """
    described = measures.measure(measure).unit
    if described.startswith("currency"):
        return Unit("money", currency)
    if described == "share":
        return Unit("share")
    if described.startswith("points"):
        return Unit("score")
    if described in ("0 to 1", "ratio", "factor", "index", "months"):
        return Unit("number")
    return Unit("count")


def decimals_for(half_width: float) -> int:
    """Decimals that an estimate with this uncertainty deserves: its second figure, one when the first is 3
    or more.

    half_width  half of the 95 % interval, > 0
    returns     decimals, negative for tens, hundreds, ...

    >>> decimals_for(0.034), decimals_for(0.0012), decimals_for(450.0)
    (2, 4, -2)
    """
    if not math.isfinite(half_width) or half_width <= 0:
        return 3
    exponent = math.floor(math.log10(half_width))
    return -exponent if half_width / 10.0**exponent >= 3 else 1 - exponent


def rounded(value: float, decimals: int) -> str:
    """`value` with that many decimals, thousands set apart, a true minus, and no "-0".

    >>> rounded(1234567.0, -3), rounded(-0.004, 2)
    ('1,235,000', '0.00')
    """
    value = round(value, decimals)
    text = f"{abs(value):,.{max(decimals, 0)}f}"
    return f"{MINUS}{text}" if value < 0 else text


def worded(
    value: float,
    unit: Unit,
    half_width: float = math.nan,
    signed: bool = False,
    size: float = 0.0,
    figures: int = 0,
) -> str:
    """A value in the words of its unit, rounded to what `half_width` allows.

    value       in the unit of the measure (money in currency, shares 0-1, scores 0-100)
    half_width  half of its 95 % interval in the same unit; NaN: three figures
    signed      with a plus before positive values, as for differences
    size        largest value beside which it stands, so that all are in thousands, or all in millions
    figures     shown at least, however uncertain the value; 0: as few as the uncertainty leaves

    >>> worded(1234567.0, Unit("money", "EUR"), 40000.0), worded(0.8239, Unit("share"), 0.004)
    ('€1.23m', '82.4 %')
    """
    if not math.isfinite(value):
        return "n/a"
    factor, before, after = _scale(max(abs(value), size), unit, half_width)
    shown = value / factor
    spread = half_width / factor
    known = math.isfinite(spread) and spread > 0
    decimals = decimals_for(spread) if known else _decimals_of(shown, 3)
    if figures:
        decimals = max(decimals, _decimals_of(shown, figures))
    decimals = min(decimals, MOST_DECIMALS.get(unit.kind, 3))
    return _signed(rounded(shown, decimals), before, after, signed)


def interval_worded(low: float, high: float, unit: Unit, signed: bool = False, size: float = 0.0) -> str:
    """An interval, both ends rounded alike: "+€1.2m to +€3.4m", "82.1 to 83.4 %"; `size` as in `worded`."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return "n/a"
    half = (high - low) / 2
    factor, before, after = _scale(max(abs(low), abs(high), size), unit, half)
    decimals = decimals_for(half / factor) if half > 0 else _decimals_of(high / factor, 3)
    decimals = min(decimals, MOST_DECIMALS.get(unit.kind, 3))
    kept = after if after in SCALE_NAMES else ""
    ends = [_signed(rounded(value / factor, decimals), before, kept, signed) for value in (low, high)]
    return f"{ends[0]} to {ends[1]}{'' if kept else after}"


def ticks_worded(values: Sequence[float], unit: Unit, signed: bool = False) -> list[str]:
    """The ticks of an axis: all in one scale, with as many decimals as tell them apart and no more.

    values  evenly spaced, in the unit of the measure
    """
    if not values:
        return []
    factor, before, after = _scale(max(abs(value) for value in values), unit, math.nan)
    shown = [value / factor for value in values]
    decimals = next((d for d in range(6) if all(abs(round(v, d) - v) < 1e-6 * (1 + abs(v)) for v in shown)), 6)
    return [_signed(rounded(value, decimals), before, after, signed) for value in shown]


def _signed(text: str, before: str, after: str, signed: bool) -> str:
    """Puts sign, currency and scale around a rounded number."""
    digits = text.removeprefix(MINUS)
    nought = not any(digit in digits for digit in "123456789")
    mark = "" if nought else MINUS if text.startswith(MINUS) else "+" if signed else ""
    if nought and after in SCALE_NAMES:
        digits, after = "0", ""
    return f"{mark}{before}{digits}{after}"


def _scale(value: float, unit: Unit, half_width: float) -> tuple[float, str, str]:
    """What a value is divided by, and what stands before and after it."""
    if unit.kind == "share":
        return 0.01, "", " %"
    if unit.kind != "money":
        return 1.0, "", ""
    size = max(abs(value), half_width if math.isfinite(half_width) else 0.0)
    for factor, name in _SCALES:
        if size >= factor:
            return factor, sign_of(unit.currency), name
    return 1.0, sign_of(unit.currency), ""


def _decimals_of(value: float, figures: int) -> int:
    """Decimals, 0 or more, that leave so many figures of `value`."""
    return 0 if value == 0 else max(0, figures - 1 - math.floor(math.log10(abs(value))))
