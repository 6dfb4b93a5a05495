"""What is found of one item of a scorecard: a value, its interval, what it should have been, and a verdict."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

HOLDS, FAILS, CLOSE = "holds", "fails", "too close to call"
"""Verdicts on falsifiers."""

INSIDE, OUTSIDE = "inside", "outside"
"""Verdicts on patterns; `NOT_MEASURED` besides."""

REPRODUCED, DIRECTION, NOT_REPRODUCED = "reproduced", "direction only", "not reproduced"
INPUT, NO_CONTENT = "input", "no model content"
"""Verdicts on claims; `NOT_MEASURED` besides."""

NOT_MEASURED = "not measured"

BUILT_IN, CALIBRATED, EMERGENT = "built in", "calibrated", "emergent"
"""Where a pattern comes from: its equation or distribution is an input; a value was set so that it is met; neither."""

NAN = float("nan")


@dataclass(frozen=True)
class Estimate:
    """A value with its 95 % interval; NaN where there is none.

    count  runs, markets or firms that it rests on
    """

    value: float
    low: float
    high: float
    count: int


UNKNOWN = Estimate(NAN, NAN, NAN, 0)


@dataclass(frozen=True)
class Finding:
    """One line of a scorecard.

    item       "F1", "C1", "Q1", ...
    what       what was measured, in a phrase
    subject    strategy, market or definition that the line is about
    estimate   the value, low and high its 95 % interval
    unit       "share", "ratio", "points of 100", "currency", ...
    expected   what it should have been, in words
    verdict    one of the words above
    basis      patterns: built in, calibrated or emergent; claims: where the claim comes from
    share      of the paired runs on the expected side, NaN where there are no pairs
    robust     share of the draws over uncertain values on the expected side, NaN where not drawn
    draws      how many of them ran
    count      runs, markets or firms
    note       what has to be known to read the line
    beside     patterns: whether the line goes beyond the pattern's own condition, as to what a preset buys of it
    """

    item: str
    what: str
    subject: str
    estimate: float
    low: float
    high: float
    unit: str
    expected: str
    verdict: str
    basis: str = ""
    share: float = NAN
    robust: float = NAN
    draws: int = 0
    count: int = 0
    note: str = ""
    beside: bool = False


COLUMNS = tuple(field.name for field in fields(Finding))


def table_of(findings: Iterable[Finding]) -> "pd.DataFrame":
    """The findings as a table, a row each, columns `COLUMNS`."""
    import pandas as pd

    return pd.DataFrame([asdict(finding) for finding in findings], columns=list(COLUMNS))


def findings_in(table: "pd.DataFrame") -> list[Finding]:
    """The findings of a table as `table_of` makes it, also as read from a file; what an earlier version lacked is as usual."""
    texts = [field.name for field in fields(Finding) if field.type in (str, "str")]
    there = [name for name in COLUMNS if name in table]
    filled = table.assign(**{name: table[name].astype(object).fillna("").astype(str) for name in texts})
    return [Finding(**{name: row[name] for name in there}) for row in filled.to_dict(orient="records")]


@dataclass(frozen=True)
class Band:
    """What a value should lie in; an end that is infinite is open."""

    low: float = float("-inf")
    high: float = float("inf")

    def holds(self, value: float) -> bool:
        """Whether a value lies in it, ends included."""
        return self.low <= value <= self.high

    def cut_by(self, estimate: Estimate) -> bool:
        """Whether an end of the band lies inside the interval, so that the verdict may be luck."""
        return any(estimate.low < end < estimate.high for end in (self.low, self.high))

    @property
    def words(self) -> str:
        """The band as it is printed.

        >>> Band(0.2, 0.45).words, Band(high=0.15).words, Band(low=0.6).words
        ('0.2 to 0.45', 'at most 0.15', 'at least 0.6')
        """
        if self.low == float("-inf"):
            return f"at most {self.high:g}"
        if self.high == float("inf"):
            return f"at least {self.low:g}"
        return f"{self.low:g} to {self.high:g}"


def in_band(
    item: str, what: str, subject: str, found: Estimate, unit: str, band: Band, basis: str, note: str = "",
    beside: bool = False,
) -> Finding:  # fmt: skip
    """A pattern's line: inside or outside its band by the value; the note says where the interval leaves that open."""
    verdict = INSIDE if band.holds(found.value) else OUTSIDE
    if found.value != found.value:
        verdict = NOT_MEASURED
    elif band.cut_by(found):
        note = f"{note + '; ' if note else ''}the interval reaches over the edge of the band"
    return Finding(item, what, subject, found.value, found.low, found.high, unit, band.words, verdict, basis,
                   count=found.count, note=note, beside=beside)  # fmt: skip


def not_measured(item: str, what: str, subject: str, expected: str, basis: str, why: str, verdict: str = NOT_MEASURED) -> Finding:
    """A line that says why there is no value."""
    return Finding(item, what, subject, NAN, NAN, NAN, "", expected, verdict, basis, note=why)
