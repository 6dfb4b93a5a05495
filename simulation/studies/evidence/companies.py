"""Q1, Q2 and Q6: shares of companies, from many firms with drawn policies."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from simulation.scenario.shape import percent
from simulation.studies.evidence.claimed import FAVOURABLE, STRICT, above_zero, stated
from simulation.studies.evidence.cuts import BOTTOM, HALO_POINTS, HAPPY, SATISFIED, SUPERIOR, TOP
from simulation.studies.evidence.estimates import over_parts
from simulation.studies.evidence.finding import NO_CONTENT, Estimate, Finding, not_measured
from simulation.studies.evidence.firms import drawn_firms
from simulation.studies.evidence.markets import Markets
from simulation.studies.evidence.units import between_firms

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

FORRESTER = "Forrester, quoted in the sources; survey of companies about themselves"
BAIN = "Bain 2005, 362 firms; survey of companies and of customers"

Score = Callable[["pd.DataFrame"], "np.ndarray"]
"""A value between 0 and 1 for each firm of a table."""


def top_and_bottom(tables: "Sequence[pd.DataFrame]", score: Score) -> tuple[float, float]:
    """Mean score of the firms of highest maturity, and of those of lowest, of all tables together.

    tables  with columns `maturity` and what the score reads
    """
    import pandas as pd

    firms = pd.concat(tables).sort_values("maturity", kind="stable")
    values = score(firms)
    count = len(firms)
    return float(values[-max(1, round(TOP * count)) :].mean()), float(values[: max(1, round(BOTTOM * count))].mean())


def _contrast(tables: "Sequence[pd.DataFrame]", score: Score) -> tuple[Estimate, float, float, str]:
    """Difference between top and bottom with its interval, both values, and words for them."""

    def difference(parts: "Sequence[pd.DataFrame]") -> float:
        top, bottom = top_and_bottom(parts, score)
        return top - bottom

    firms = sum(map(len, tables))
    top, bottom = top_and_bottom(tables, score)
    words = f"{top:.2f} in the top {percent(TOP)}, {bottom:.2f} in the bottom {percent(BOTTOM)} of {firms} firms"
    return over_parts(tables, difference, firms), top, bottom, words


def _share(column: str, cut: float, plus: float = 0.0) -> Score:
    """1 for firms at or above a cut, else 0; `plus` points for full maturity are added before."""
    return lambda firms: ((firms[column] + plus * firms["maturity"]) >= cut).to_numpy(float)


def happy_to_work_there(markets: Markets) -> list[Finding]:
    """Q1: by the mean engagement of firms, and by the share of engaged employees."""
    tables = drawn_firms(markets)
    goes_with = over_parts(tables, lambda parts: between_firms(parts, "maturity", "engagement"))
    common = (
        f"maturity and engagement correlate {goes_with.value:+.2f} ({goes_with.low:+.2f} to {goes_with.high:+.2f}); "
        "the claim needs about .60, studies of units find .33"
    )
    found = []
    cases: tuple[tuple[str, str, Score], ...] = (
        (FAVOURABLE, f"firms with a mean engagement of {HAPPY:g} or more: centric less others", _share("engagement", HAPPY)),
        (STRICT, "employees who are engaged: centric less others", lambda firms: firms["engaged"].to_numpy(float)),
    )
    for definition, what, score in cases:
        difference, top, bottom, words = _contrast(tables, score)
        met = top >= 0.85 and bottom <= 0.35
        found.append(stated("Q1", what, definition, difference, "share", "at least .85 against at most .35", met,
                            difference.low > 0, FORRESTER, f"{words}; {common}"))  # fmt: skip
    why = "the model's managers hold beliefs on quality only, none on their employees"
    found.append(not_measured("Q1", "the same as management reports it", "as reported", "at least .85 against at most .35",
                              FORRESTER, why, NO_CONTENT))  # fmt: skip
    return found


def say_that_customers_are_satisfied(markets: Markets) -> list[Finding]:
    """Q2: as managers believe it, with and without belief in their own strategy, and as it is."""
    tables = drawn_firms(markets)
    found = []
    halo = f"with a halo of {HALO_POINTS:g} points for full maturity, an assumption"
    cases = (
        (FAVOURABLE, f"managers believe in {SATISFIED:g} points or more, {halo}: centric less others", "believed", HALO_POINTS),
        (STRICT, f"managers believe in {SATISFIED:g} points or more: centric less others", "believed", 0.0),
        ("true version", f"customers are at {SATISFIED:g} points or more: centric less others", "satisfaction", 0.0),
    )
    for definition, what, column, plus in cases:
        difference, top, bottom, words = _contrast(tables, _share(column, SATISFIED, plus))
        met = top >= 0.85 and bottom <= 0.60
        mean, _, _, points = _contrast(tables, lambda firms, name=column: firms[name].to_numpy(float) / 100)  # type: ignore[misc]
        sign = "in the mean the sign is reversed" if mean.high < 0 else "in the mean it is not"
        found.append(stated("Q2", what, definition, difference, "share", "at least .85 against at most .60", met,
                            difference.low > 0, FORRESTER,
                            f"{words}; mean score / 100: {points}; predicted was a reversed sign: {sign}"))  # fmt: skip
    return found


def superior_experience(markets: Markets) -> list[Finding]:
    """Q6: who believes in a superior experience and who has one; whether the gap shrinks with centricity."""
    import pandas as pd

    tables = drawn_firms(markets)
    firms = sum(map(len, tables))
    every = pd.concat(tables)
    optimism_points = markets.shipped("baseline").management.optimism
    found = []
    cases: tuple[tuple[str, str, float, Score], ...] = (
        (FAVOURABLE, "firms believing in a superior experience, less customers who have one", 0.0,
         lambda rows: rows["superior"].to_numpy(float)),
        (STRICT, "firms believing so without optimism, less firms whose customers rate them so", optimism_points,
         _share("satisfaction", SUPERIOR)),
    )  # fmt: skip
    for definition, what, optimism, actual in cases:
        believe = _share("believed", SUPERIOR + optimism)

        def gap(parts: "Sequence[pd.DataFrame]", believe: Score = believe, actual: Score = actual) -> float:
            rows = pd.concat(parts)
            return float(believe(rows).mean() - actual(rows).mean())

        estimate = over_parts(tables, gap, firms)
        say, true = float(believe(every).mean()), float(actual(every).mean())
        met = estimate.value >= 0.5 and say >= 0.65 and true <= 0.20
        note = f"{say:.2f} believe it, {true:.2f} have it; superior: {SUPERIOR:g} of 100; {firms} firms"
        found.append(stated("Q6", what, definition, estimate, "share", "gap at least .50, believe at least .65, have at most .20",
                            met, estimate.low > 0, BAIN, note))  # fmt: skip

    def shrinks(parts: "Sequence[pd.DataFrame]") -> float:
        return between_firms([part.assign(gap=part["believed"] - part["satisfaction"]) for part in parts], "maturity", "gap")

    value = over_parts(tables, lambda parts: -shrinks(parts), firms)
    found.append(above_zero("Q6", "correlation of maturity with a smaller gap in points", "mechanism", value, "r",
                            "prediction: the gap comes from the complaint filter"))  # fmt: skip
    return found
