"""K1 and K10: what goes with what between firms, as between the business units of published studies."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from simulation.studies.evidence.estimates import correlation, over_parts
from simulation.studies.evidence.finding import EMERGENT, Band, Finding, in_band
from simulation.studies.evidence.firms import alike_firms, described, drawn_firms
from simulation.studies.evidence.markets import Markets

if TYPE_CHECKING:
    import pandas as pd


UNITS = "nearest to the published studies, whose units are shops, branches and desks, rated by those whom they served"
UNLOADED = (("employees.engagement_overload", 0.0),)
"""People whom overload does not touch: the suspected cause taken out. A firm whose customers are pleased grows, its positions
follow late (`management.staffing_months`), and its people are overloaded meanwhile."""

SWITCHES: dict[str, tuple[tuple[str, Any], ...]] = {
    "where overload does not touch people": UNLOADED,
    "where positions follow customers at once": (("management.staffing_months", 0.5),),
    "where firms do not differ lastingly in quality and failures": (
        ("journey.firm_quality_spread", 0.0), ("journey.firm_failure_spread", 0.0),
    ),
    "where support's staff is not steered": (
        ("management.staff_up", 0.0), ("management.staff_down", 0.0), ("management.staff_reaction", 0.0),
    ),
}  # fmt: skip
"""What may keep engagement and results apart between firms, taken out one at a time, on the same luck."""

MANY = "firms of equal policy, eight in a market"
"""Three in a market leave too few for a correlation."""


def between_firms(tables: "Sequence[pd.DataFrame]", x: str, y: str) -> float:
    """Correlation over the firms of all tables together."""
    import pandas as pd

    rows = pd.concat(tables)
    return correlation(rows[x].to_numpy(float), rows[y].to_numpy(float))


def _populations(markets: Markets) -> "tuple[tuple[str, list[pd.DataFrame]], ...]":
    ordinary = [described(run) for run in markets.ordinary]
    return ("firms of equal policy", ordinary), (MANY, alike_firms(markets)), ("firms with drawn policies", drawn_firms(markets))


def _causes(markets: Markets) -> "dict[str, list[pd.DataFrame]]":
    """The firms of equal policy, eight in a market, with each switch."""
    return {name: alike_firms(replace(markets, over=(*markets.over, *values))) for name, values in SWITCHES.items()}


def engagement_goes_with(markets: Markets) -> list[Finding]:
    """K1: engagement with satisfaction, profit and turnover, and how much less without contact with customers."""
    found = []
    spared = _populations(replace(markets, over=(*markets.over, *UNLOADED)))
    switched = _causes(markets)
    for (subject, tables), (_, unloaded) in zip(_populations(markets), spared, strict=True):
        firms = sum(map(len, tables))
        for other, band in (("satisfaction", Band(0.2, 0.45)), ("profit", Band(0.05, 0.3)), ("turnover", Band(-0.45, -0.15))):
            value = over_parts(tables, lambda parts, y=other: between_firms(parts, "engagement", y), firms)  # type: ignore[misc]
            what = f"correlation of engagement and {other}"
            others = switched if subject == MANY else {"where overload does not touch people": unloaded}
            words = ", ".join(f"{between_firms(parts, 'engagement', other):+.2f} {name}" for name, parts in others.items())
            note = f"{firms} firms; {words}; suspected: who pleases grows, and growth overloads"
            if subject == MANY and other == "satisfaction":
                note += f"; within a firm, over its months, {_over_months(tables):+.2f}"
            found.append(in_band("K1", what, subject, value, "r", band, EMERGENT, note))
        value = over_parts(tables, lambda parts: between_firms(parts, "contact_engagement", "ticket"), firms)
        what = "correlation of support's engagement with how its customers rate its service"
        found.append(in_band("K1", what, subject, value, "r", Band(0.2, 0.45), EMERGENT, f"{firms} firms; {UNITS}"))
        value = over_parts(tables, _contact_counts, firms)
        what = "correlation with satisfaction: engagement in support less that in operations and billing"
        found.append(in_band("K1", what, subject, value, "r", Band(low=0.0), EMERGENT, f"{firms} firms"))
    return found


def _over_months(tables: "Sequence[pd.DataFrame]") -> float:
    import pandas as pd

    return float(pd.concat(tables)["together"].mean())


def _contact_counts(tables: "Sequence[pd.DataFrame]") -> float:
    near, far = (between_firms(tables, name, "satisfaction") for name in ("contact_engagement", "back_engagement"))
    return near - far


def turnover_hurts_service(markets: Markets) -> list[Finding]:
    """K10: turnover lowers ratings of service by more than profit, in standard deviations."""
    found = []
    for subject, tables in _populations(markets):
        firms = sum(map(len, tables))
        service, profit = (between_firms(tables, "turnover", name) for name in ("ticket", "profit"))
        note = f"turnover with ticket satisfaction {service:+.2f}, with profit {profit:+.2f}; {firms} firms"
        value = over_parts(tables, _hurts_more, firms)
        what = "correlation of turnover with profit, less that with ticket satisfaction"
        found.append(in_band("K10", what, subject, value, "r", Band(low=0.0), EMERGENT, note))
    return found


def _hurts_more(tables: "Sequence[pd.DataFrame]") -> float:
    return between_firms(tables, "turnover", "profit") - between_firms(tables, "turnover", "ticket")
