"""Reads a company's retention table, and fits to it how differently customers look around."""

import csv
import math
from itertools import pairwise
from pathlib import Path

from simulation.scenario.errors import Problem, ScenarioError, shortened

HEADS = ("year", "share")
MEAN_ATTENTION = 0.10
"""Share of months in which a customer looks around, on average: kept, so that only differences are fitted."""

MOST_BYTES = 1_000_000


def read_retention(path: str | Path) -> dict[int, float]:
    """Year -> share of new customers still there, from a CSV file with the columns year and share.

    raises  ScenarioError that names the line where the table cannot be used
    """
    path = Path(path)

    def refused(message: str, line: int | None = None, found: str = "", allowed: str = "") -> ScenarioError:
        return ScenarioError([Problem(message, str(path), line, "", shortened(found), allowed)])

    try:
        if path.stat().st_size > MOST_BYTES:
            raise refused("is too large for a retention table")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        if isinstance(error, ScenarioError):
            raise
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise refused(f"cannot be read ({reason})") from None
    example = "a first line year,share and then for instance 1,0.82"
    rows = list(csv.reader(text.splitlines(), delimiter=";" if text.split("\n", 1)[0].count(";") else ","))
    if not rows or [cell.strip().lower() for cell in rows[0]] != list(HEADS):
        raise refused("has not the columns year and share", 1, ",".join(rows[0]) if rows else "", example)
    found: dict[int, float] = {}
    for line, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            year, share = int(row[0]), float(row[1])
        except (ValueError, IndexError):
            raise refused("is no row of year and share", line, ",".join(row), example) from None
        if year == 0 and share == 1.0:
            continue
        if not 1 <= year <= 30:
            raise refused("the year is out of range", line, row[0], "1 to 30") from None
        if not 0.0 < share < 1.0:
            raise refused("the share is out of range", line, row[1], "more than 0, less than 1 (0.82 for 82 %)")
        if year in found:
            raise refused("this year stands here a second time", line, row[0])
        found[year] = share
    years = sorted(found)
    if years[:2] != [1, 2]:
        raise refused("needs at least the years 1 and 2", None, ", ".join(map(str, years)), example)
    for before, after in pairwise(years):
        if found[after] > found[before]:
            raise refused(f"more customers are there after year {after} than after year {before}", None,
                          f"{found[after]:g} after {found[before]:g}", "shares that fall")
    return {year: found[year] for year in years}


def attention_for(table: dict[int, float], exit_per_year: float) -> tuple[float, float]:
    """Shapes of the Beta distribution of attention under which survival follows the table, at the ordinary mean.

    S(t) = exp(-e t) E (1 - q p)^(12 t), p ~ Beta(a, b), a / (a + b) = .10; a and q are fitted by least squares.

    table          year -> share of new customers still there
    exit_per_year  e, leaving for reasons of their own, 1/year
    returns        shape_a, shape_b

    Source: the shifted-beta-geometric model of Fader & Hardie (2007), by month and with exits of no choice.
    """
    import numpy as np
    from scipy import optimize, special

    years = np.array(sorted(table), dtype=float)
    shares = np.array([table[int(year)] for year in years])
    chances = (np.arange(200) + 0.5) / 200

    def surprise(x: "np.ndarray") -> "np.ndarray":
        a, q = math.exp(x[0]), 1.0 / (1.0 + math.exp(-x[1]))
        propensity = special.betaincinv(a, a * (1.0 - MEAN_ATTENTION) / MEAN_ATTENTION, chances)
        kept = (1.0 - q * propensity[:, None]) ** (12.0 * years[None, :])
        return np.asarray(kept.mean(axis=0) * np.exp(-exit_per_year * years) - shares)

    bounds = ([math.log(0.08), -6.0], [math.log(20.0), 6.0])
    best = optimize.least_squares(surprise, [math.log(0.6), -1.0], bounds=bounds)
    a = math.exp(best.x[0])
    return round(a, 4), round(a * (1.0 - MEAN_ATTENTION) / MEAN_ATTENTION, 4)
