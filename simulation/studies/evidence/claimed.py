"""How a claim is judged, in its favourable and in its strict definition."""

from simulation.studies.evidence.finding import DIRECTION, NOT_REPRODUCED, REPRODUCED, Band, Estimate, Finding

FAVOURABLE, STRICT = "favourable", "strict"


def verdict_on(met: bool, direction: bool) -> str:
    """Reproduced where the value is as claimed; direction only where merely its sign is; else not."""
    return REPRODUCED if met else DIRECTION if direction else NOT_REPRODUCED


def claimed(
    item: str, what: str, definition: str, found: Estimate, unit: str, band: Band, provenance: str, null: float | None = None,
    note: str = "",
) -> Finding:  # fmt: skip
    """A claim about one value: reproduced inside `band`; direction where the whole interval lies above `null`."""
    direction = null is not None and found.low > null
    return stated(item, what, definition, found, unit, band.words, band.holds(found.value), direction, provenance,
                  note + _open_end(found, band, note))  # fmt: skip


def above_zero(item: str, what: str, definition: str, found: Estimate, unit: str, provenance: str, note: str = "") -> Finding:
    """A claim about a sign alone: reproduced where the whole interval lies above 0, direction where only the value does."""
    return stated(item, what, definition, found, unit, "above 0", found.low > 0, found.value > 0, provenance, note)


def _open_end(found: Estimate, band: Band, note: str) -> str:
    if not band.cut_by(found):
        return ""
    return f"{'; ' if note else ''}the interval reaches over the edge of the band"


def stated(
    item: str, what: str, definition: str, found: Estimate, unit: str, expected: str, met: bool, direction: bool, provenance: str,
    note: str = "",
) -> Finding:  # fmt: skip
    """A claim whose verdict rests on more than one value."""
    return Finding(item, what, definition, found.value, found.low, found.high, unit, expected, verdict_on(met, direction),
                   provenance, count=found.count, note=note)  # fmt: skip
