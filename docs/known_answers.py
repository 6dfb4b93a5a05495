"""Draws the known answers: what the model gives where theory says exactly what must come out, and how far it is off.

    python docs/known_answers.py            writes docs/evidence/known_answers.csv and .png

The worlds, the exact answers and the thresholds are those of tests/known_answers, which were fixed before they were run.
"""

import math
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from simulation.presentation.style import BLUE, INK, LEFT_EDGE, QUIET, drawing, headline, new_figure  # noqa: E402
from tests.known_answers import test_adoption, test_culture, test_markov_chain, test_ratchet, test_sorting  # noqa: E402

FOLDER = ROOT / "docs" / "evidence"
NAME = "known_answers"


class Known(NamedTuple):
    """One known answer.

    x, exact, found  a curve and what the model gives; `exact` is None where only a plateau is known
    off, allowed     largest distance between them, and the threshold
    """

    title: str
    source: str
    unit: str
    x: np.ndarray
    exact: np.ndarray | None
    found: np.ndarray
    off: float
    allowed: float


def answers() -> list[Known]:
    """Every known answer that is a course over time."""
    kept = test_sorting.survived()
    sbg = test_sorting.shifted_beta_geometric(test_sorting.ALPHA, test_sorting.BETA, test_sorting.MONTHS)
    band = math.sqrt(math.log(2.0 / 0.001) / (2.0 * 20_000))
    adopted = test_adoption.adopted_by_strangers()
    begun = test_adoption.bass_time(test_adoption.P, test_adoption.Q, test_adoption.FIRST)
    months = np.arange(1, adopted.size + 1)
    bass = np.array([test_adoption.bass(test_adoption.P, test_adoption.Q, begun + month / 12.0) for month in months])
    series = test_markov_chain.two_firms().series
    shares = series.pivot(index="month", columns="firm", values="customers")["Cheap"].to_numpy() / test_markov_chain.CUSTOMERS
    chain = _chain(series)
    during, standard = test_ratchet.weeks(1.15, 1.0, 26)
    after, _ = test_ratchet.weeks(1.0, standard, 52)
    published = {0: 1 - 0.086, 25: 1 - 0.112, 77: 1 - 0.029}
    time = np.array([*during, *after])
    orientation = test_culture.culture(180, test_culture.QUITS_PER_MONTH)
    plateau = 0.65
    return [
        Known("Survival where only attention decides", "Fader & Hardie 2007", "share, by month", np.arange(kept.size), sbg, kept,
              float(np.abs(kept - sbg).max()), band),
        Known("Adoption among strangers", "Bass 1969", "share, by month", months, bass, adopted,
              float(np.abs(adopted - bass).max()), 0.05),
        Known("Share of the cheaper of two firms", "McFadden 1974", "share, by month", np.arange(shares.size), chain, shares,
              float(np.abs(shares - chain).max()), 0.03),
        Known("Time per case, 26 weeks of overload", "Oliva & Sterman 2001", "relative, by week", np.array(list(published)),
              np.array(list(published.values())), time, max(abs(time[week] - value) for week, value in published.items()), 0.02),
        Known("Customer orientation under committed leaders", "Harrison & Carroll 1991", "0 to 1, by month",
              np.arange(orientation.size), None, orientation, abs(float(orientation[-1]) - plateau), 0.05),
    ]  # fmt: skip


def _chain(series: pd.DataFrame) -> np.ndarray:
    """Exact shares of the cheap firm, from the shares at the start."""
    first = series[series["month"] == series["month"].min()].set_index("firm")["customers_start"] / test_markov_chain.CUSTOMERS
    state = np.array([first["Cheap"], first["Dear"], 1.0 - first.sum()])
    found = []
    for _ in range(series["month"].nunique()):
        state = state @ test_markov_chain.CHAIN
        found.append(state[0])
    return np.array(found)


def table_of(known: list[Known]) -> pd.DataFrame:
    """A row for each answer: source, largest distance, threshold, whether it is met."""
    return pd.DataFrame(
        {"answer": one.title, "source": one.source, "off": one.off, "allowed": one.allowed, "met": one.off <= one.allowed}
        for one in known
    )


def main() -> None:
    known = answers()
    table = table_of(known)
    print(table.to_string(index=False, float_format="%.4f"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    table.to_csv(FOLDER / f"{NAME}.csv", index=False, lineterminator="\n", float_format="%.6g")
    with drawing():
        figure = new_figure()
        top = headline(
            figure, f"{int(table['met'].sum())} of {len(table)} known answers are met",
            "Where theory says what must come out: exact (black) and simulated (blue)",
            "Thresholds were fixed before running. Orientation has no closed curve; its plateau must lie between .60 and .70.",
        )  # fmt: skip
        for number, one in enumerate(known):
            row, column = divmod(number, 3)
            height = (top - 0.13) / 2
            box = (LEFT_EDGE + 0.03 + 0.325 * column, 0.13 + (1 - row) * height + 0.03, 0.265, height - 0.125)
            axes = figure.add_axes(box)
            axes.plot(np.arange(one.found.size) if one.found.size != one.x.size else one.x, one.found, color=BLUE, linewidth=3)
            if one.exact is None:
                axes.axhspan(0.60, 0.70, color=QUIET, alpha=0.15, linewidth=0)
            else:
                style = "o" if one.exact.size < 6 else "--"
                axes.plot(one.x, one.exact, style, color=INK, linewidth=1.6, markersize=8)
            axes.set_title(f"{one.title}\n{one.source}; off by {one.off:.3f}, allowed {one.allowed:.3f}", fontsize=13, loc="left")
            axes.set_xlabel(one.unit, fontsize=12)
            axes.tick_params(labelsize=12)
        figure.savefig(FOLDER / f"{NAME}.png", dpi=100, metadata={"Software": "centricity"})
    print(f"Table and picture in docs/evidence/{NAME}.csv and .png")


if __name__ == "__main__":
    main()
