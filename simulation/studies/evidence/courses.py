"""K2 and K9: the course of a conversion, in margins and in culture."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from simulation.studies.evidence.estimates import over_parts, over_runs
from simulation.studies.evidence.finding import EMERGENT, NAN, Band, Estimate, Finding, in_band
from simulation.studies.evidence.markets import CONVERTED, LAPSE, Markets

if TYPE_CHECKING:
    import numpy as np

    from simulation.records import RunTables
    from simulation.scenario import Scenario

UNCOORDINATED = (("mechanisms.coordination_cost", False),)
"""What linked departments cost, taken out: the suspected cause of a late crossing."""

MORE_RUNS = 4
"""Times the usual runs for the crossing of two margins: where they go side by side, few runs do not tell when they cross."""

SMOOTH = 3
"""Months over which the slope of a culture is taken."""


def margins(run: "RunTables", firm: str, first: int) -> "np.ndarray":
    """Profit over revenue of a firm in each whole quarter from a month on."""
    rows = run.series[(run.series["firm"] == firm) & (run.series["month"] >= first)]
    quarter = (rows["month"] - first) // 3
    sums = rows.groupby(quarter)[["profit", "revenue"]].sum()
    whole = sums[rows.groupby(quarter).size() == 3]
    return (whole["profit"] / whole["revenue"]).to_numpy(float)  # type: ignore[no-any-return]


def crossing(differences: "Sequence[np.ndarray]") -> float:
    """First quarter, from 1, from which the mean difference over a year ahead is not below 0; infinity where never.

    differences  of the margins, a row a run
    """
    import numpy as np

    mean = np.mean(differences, axis=0)
    for quarter in range(len(mean) - 3):
        if mean[quarter] >= 0 and mean[quarter : quarter + 4].mean() >= 0:
            return quarter + 1.0
    return float("inf")


def margins_dip_and_rise(markets: Markets) -> list[Finding]:
    """K2: converts against the same firm that does not convert."""
    found = []
    spared = replace(markets, over=(*markets.over, *UNCOORDINATED))
    cases = (
        ("from ordinary, month 1", "Compass", 1, markets.first, ("customer-centric", "status-quo"), spared.first),
        ("from service-only, month 25", "Convert", CONVERTED, markets.late, (None, "service-only"), None),
    )
    for subject, firm, first, scenario, worlds, free in cases:
        differences = _more_margin(markets, scenario, worlds, firm, first)
        year = over_runs([float(difference[:4].mean()) for difference in differences])
        what = "margin of the convert less its twin's, year 1"
        found.append(in_band("K2", what, subject, year, "share", Band(high=0.0), EMERGENT))
        quarter = over_parts(differences, crossing)
        note = "" if free is None else _without_coordination(
            over_parts(_more_margin(spared, free, worlds, firm, first), crossing)
        )  # fmt: skip
        what = "quarter from which the convert's margin is above its twin's"
        found.append(in_band("K2", what, subject, quarter, "quarter", Band(6.0, 14.0), EMERGENT, note))
    return found


def _more_margin(
    markets: Markets, scenario: "Scenario", worlds: tuple[str | None, str], firm: str, first: int
) -> "list[np.ndarray]":
    """Margin of the convert less its twin's by quarter, a row a run; nothing else is kept of so many runs.

    worlds  presets that the firm plays: as the convert (None: as in the file) and as its twin
    """
    from simulation.engines import simulate

    def of(replication: int, preset: str | None) -> "np.ndarray":
        return margins(simulate(scenario, replication, twin=preset, series_only=True), firm, first)

    return [of(number, worlds[0]) - of(number, worlds[1]) for number in range(MORE_RUNS * markets.size.replications)]


def _without_coordination(quarter: "Estimate") -> str:
    """What the suspected cause does to the quarter, in words."""
    low, high = (f"{end:.0f}" if end < float("inf") else "never" for end in (quarter.low, quarter.high))
    return f"quarter {quarter.value:.0f} ({low} to {high}) where linking departments costs nothing; the cost is a prior"


def course(run: "RunTables", firm: str) -> "np.ndarray":
    """A firm's customer orientation at the end of each month from 0 on."""
    rows = run.series[(run.series["firm"] == firm) & (run.series["month"] >= 0)]
    return rows["customer_orientation"].to_numpy(float)  # type: ignore[no-any-return]


def shape(orientation: "np.ndarray") -> dict[str, float]:
    """What the course of a culture looks like.

    orientation  by month, from the month before the programme starts on
    returns      plateau (mean of the last half year), steepest (month in the middle of the steepest `SMOOTH` months),
                 rise_time (months from 10 to 90 % of the way to the plateau)
    """
    import numpy as np

    plateau = float(orientation[-6:].mean())
    way = (orientation - orientation[0]) / (plateau - orientation[0]) if plateau != orientation[0] else orientation * NAN
    slope = orientation[SMOOTH:] - orientation[:-SMOOTH]
    passed = [int(np.argmax(way >= part)) if (way >= part).any() else NAN for part in (0.1, 0.9)]
    return {
        "plateau": plateau,
        "steepest": float(np.argmax(slope)) + SMOOTH / 2,
        "rise_time": float(passed[1] - passed[0]),
    }


SLOW = "as the preset buys it: the money for leadership and culture saturates, so that leaders pull less than they could"
BY_HAND = "the pattern's own condition, set by hand: leadership and culture in full strength from the first months on"

FASTER = (("stocks.lever_months", 2.0), ("culture.leadership_lag_months", 3.0))
"""Levers and leaders' behaviour that change twice as fast, the lower ends of their likely ranges."""


def culture_grows_and_fades(markets: Markets) -> list[Finding]:
    """K9: the first convert's culture, under full commitment and as its preset buys it, and what becomes of it where
    leadership lapses.
    """
    found = []
    faster = replace(markets, over=(*markets.over, *FASTER))
    bought, committed = markets.first_convert["customer-centric"], markets.committed
    cases = (
        ("customer-centric", bought, True, f"{SLOW}; {_rise_time(faster.first_centric)}"),
        ("full commitment", committed, False, f"{BY_HAND}; {_rise_time(faster.committed)}"),
    )
    for subject, runs, beside, note in cases:
        courses = [course(run, "Compass") for run in runs]
        shapes = [shape(one) for one in courses]
        steepest = over_parts(courses, lambda parts: shape(_mean(parts))["steepest"])
        what = "month in which culture grows fastest, mean course"
        found.append(in_band("K9", what, subject, steepest, "month", Band(low=6.0), EMERGENT, beside=beside))
        for name, what, unit, band, said in (
            ("plateau", "plateau of customer orientation", "0 to 1", Band(high=0.99), ""),
            ("rise_time", "months from 10 to 90 % of the way", "months", Band(12.0, 36.0), note),
        ):
            value = over_runs([one[name] for one in shapes])
            found.append(in_band("K9", what, subject, value, unit, band, EMERGENT, said, beside))
    subject = "customer-centric"
    lapsed = [course(run, "Compass") for run in markets.lapse]
    decay = over_runs([float(one[-1] - one[LAPSE - 1]) for one in lapsed])
    what = f"change of orientation in {len(lapsed[0]) - LAPSE} months after leadership lapses"
    found.append(in_band("K9", what, subject, decay, "0 to 1", Band(high=0.0), EMERGENT))
    return found


def _rise_time(runs: "list[RunTables]") -> str:
    """Months from 10 to 90 % of the way where what slows it is faster, in words."""
    months = over_runs([shape(course(run, "Compass"))["rise_time"] for run in runs]).value
    return f"{months:.1f} where levers and leaders' behaviour change twice as fast, the lower ends of their likely ranges"


def _mean(parts: "Sequence[np.ndarray]") -> "np.ndarray":
    import numpy as np

    return np.asarray(np.mean(parts, axis=0))
