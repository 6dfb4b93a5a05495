"""Does loyalty grow with tenure, or have those who leave easily left?

    python experiments/loyalty_and_tenure.py            the ordinary market, and one of customers alike in attention
    python experiments/loyalty_and_tenure.py --quick    a small market and few runs, to see that it works

Retention by year of tenure, with the shifted-beta-geometric curve fitted to the first three years: customers who differ
in how easily they leave, none of whom changes. The same in a market in which all customers look around equally often.
"""

import argparse
import os
from pathlib import Path

import numpy as np
import pandas as pd

from simulation import load_scenario
from simulation.measures.strategies import half_width
from simulation.presentation.lines import End, label_ends
from simulation.presentation.style import BLUE, INK, VERMILLION, drawing, headline, new_figure
from simulation.scenario.shape import percent
from simulation.studies.evidence.geometric import fitted, survival
from simulation.studies.evidence.retention import kept_after, yearly
from simulation.studies.study import run_study

QUESTION = "Does loyalty grow with tenure, or have those who leave easily left?"
EXPECTATION = (
    "Retention rises from year to year of tenure by a tenth or more. The shifted-beta-geometric curve, fitted to three years, "
    "holds years four and five within two points. Where all customers look around equally often, the rise is less than half."
)
YEARS, FIT = 5, 3
AS_IT_IS, ALIKE = "customers differ", "customers look around alike"
REAL = {"market.customers": 6000, "run.replications": 12}
QUICK = {"market.customers": 300, "run.warm_up_months": 1, "run.replications": 2}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small market and few runs")
    parser.add_argument("--figure", type=Path, default=Path("results/experiments/loyalty_and_tenure.png"), metavar="FILE")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="processes")
    chosen = parser.parse_args()
    print(f"Question:    {QUESTION}\nExpectation: {EXPECTATION}\n")

    scenario = load_scenario("baseline").with_values(QUICK if chosen.quick else REAL)
    attention = scenario.market.attention
    alike = {"market.attention.shape_a": attention.shape_a * 80, "market.attention.shape_b": attention.shape_b * 80}
    markets = {AS_IT_IS: scenario, ALIKE: scenario.with_values(alike | {"name": "alike"})}
    runs = {name: by_run(market, 1 if chosen.quick else chosen.jobs) for name, market in markets.items()}
    table = tenure(runs)

    print("Retention in each year of tenure, of customers who were there at the start; all firms together")
    print(table.to_string(index=False, float_format="{:.3f}".format), "\n")
    print(expected(table))

    chosen.figure.parent.mkdir(parents=True, exist_ok=True)
    picture(table, scenario.run.replications).savefig(chosen.figure, dpi=100)
    print(f"\nPicture in {chosen.figure}")


def by_run(market: object, jobs: int | None) -> np.ndarray:
    """Retention by run and year of tenure of all who were customers at month 0."""
    cohorts = run_study([market], jobs=jobs or 1, twins=False).tables["cohorts"]
    return np.array([yearly(kept_after(rows, "all", 0, YEARS)) for _, rows in cohorts.groupby("replication")])


def tenure(runs: dict[str, np.ndarray]) -> pd.DataFrame:
    """A row for each year of tenure: mean and half width of the 95 % interval in both markets, and the fitted curve."""
    table = pd.DataFrame({"year": range(1, YEARS + 1)})
    for name, values in runs.items():
        table[name] = values.mean(axis=0)
        table[f"{name} +/-"] = half_width(values.std(axis=0, ddof=1), np.full(YEARS, len(values)))
    kept = np.cumprod(runs[AS_IT_IS].mean(axis=0))
    table["fitted curve"] = yearly(survival(*fitted(kept[:FIT]), YEARS))
    return table


def expected(table: pd.DataFrame) -> str:
    """Each part of the expectation against what was found."""
    differ, alike = (table[name].iloc[-1] - table[name].iloc[0] for name in (AS_IT_IS, ALIKE))
    error = (table["fitted curve"] - table[AS_IT_IS]).abs().iloc[FIT:].max()
    checks = {
        f"rises by a tenth or more ({differ:+.3f})": differ >= 0.1,
        f"the curve holds within two points ({error:.3f})": error <= 0.02,
        f"less than half the rise where all are alike ({alike:+.3f})": alike < differ / 2,
    }
    return "Expected: " + "; ".join(f"{name}: {'yes' if found else 'no'}" for name, found in checks.items()) + "."


def picture(table: pd.DataFrame, runs: int) -> object:
    """Retention by year of tenure: points with whiskers, and the curve."""
    differ, alike = (table[name].iloc[-1] - table[name].iloc[0] for name in (AS_IT_IS, ALIKE))
    rises = f"From the first to the fifth year of tenure retention rises by {100 * differ:.0f} points"
    finding = f"{rises}; where all look around equally often, by {100 * alike:.0f}"
    note = (
        f"Points: mean of {runs} runs with 95\N{NO-BREAK SPACE}% intervals. Line: shifted-beta-geometric, fitted to the first "
        f"{FIT} years: customers differ, and nobody changes."
    )
    with drawing():
        figure = new_figure()
        top = headline(figure, finding, "Share of customers who stay another year, by year of tenure; all firms", note)
        axes = figure.add_axes((0.08, 0.17, 0.68, top - 0.17))
        axes.plot(table["year"], table["fitted curve"], color=BLUE, linewidth=4, zorder=2)
        for name, colour in ((AS_IT_IS, INK), (ALIKE, VERMILLION)):
            axes.errorbar(table["year"], table[name], yerr=table[f"{name} +/-"], fmt="o", color=colour, markersize=12,
                          elinewidth=3, zorder=3)  # fmt: skip
        axes.set_xticks(table["year"], [f"year {year}" for year in table["year"]])
        axes.set_xlim(0.8, YEARS + 0.2)
        ends = [("fitted curve", BLUE), (AS_IT_IS, INK), (ALIKE, VERMILLION)]
        label_ends(axes, [End(float(table[name].iloc[-1]), name.replace(" alike", "\nalike"), colour) for name, colour in ends])
        axes.set_yticks(ticks := axes.get_yticks()[1:-1], [percent(tick) for tick in ticks])
    return figure


if __name__ == "__main__":
    main()
