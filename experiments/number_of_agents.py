"""Do results depend on how many customers are simulated?

    python experiments/number_of_agents.py            one thousand to one hundred thousand customers
    python experiments/number_of_agents.py --quick    tiny markets and few months, to see that it works

Runs head_to_head at several sizes, fewer runs the larger the market. Prints what each strategy comes to per customer in the
last year, with 95 % intervals, and whether the intervals of all sizes overlap; saves table and picture.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from simulation import load_scenario
from simulation.engines import simulate
from simulation.presentation.style import LEFT_EDGE, drawing, headline, new_figure, readable, strategy_colours
from simulation.studies.evidence.estimates import over_runs

QUESTION = "Do results depend on how many customers are simulated?"
EXPECTATION = "No: at every size the mean lies within what luck explains; only the intervals become narrower."
SIZES = {1_000: 24, 10_000: 6, 100_000: 2}
QUICK = {90: 3, 180: 2}
MEASURES = ("retention_per_year", "satisfaction", "employee_engagement", "margin")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="tiny markets and few months")
    parser.add_argument("--figure", type=Path, default=Path("results/experiments/number_of_agents.png"), metavar="FILE")
    chosen = parser.parse_args()
    print(f"Question:    {QUESTION}\nExpectation: {EXPECTATION}\n")

    months = 14 if chosen.quick else 60
    rows = []
    for customers, runs in (QUICK if chosen.quick else SIZES).items():
        scenario = load_scenario("head_to_head").with_values({"market.customers": customers, "run.months": months})
        found = pd.concat([last_year(simulate(scenario, replication).series) for replication in range(runs)])
        for strategy, own in found.groupby("strategy", sort=False):
            for measure in MEASURES:
                value = over_runs(own[measure].to_numpy(float))
                rows.append({"measure": measure, "strategy": strategy, "customers": customers, "runs": runs, "mean": value.value,
                             "low": value.low, "high": value.high})  # fmt: skip
    table = pd.DataFrame(rows).sort_values(["measure", "strategy", "customers"], kind="stable")
    print(table.to_string(index=False, float_format=lambda value: f"{value:,.3f}"))

    apart = [f"{measure} of {strategy}" for (measure, strategy), own in table.groupby(["measure", "strategy"]) if gap(own)]
    pairs = len(MEASURES) * table["strategy"].nunique()
    named = f": {', '.join(apart)}" if apart else ""
    print(f"\nExpected: intervals overlap. Found: they do not in {len(apart)} of {pairs}{named}.")

    chosen.figure.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(chosen.figure.with_suffix(".csv"), index=False, lineterminator="\n", float_format="%.6g")
    with drawing():
        figure_of(table, len(apart), pairs).savefig(chosen.figure, dpi=100)
    print(f"\nTable and picture in {chosen.figure.with_suffix('.csv')} and {chosen.figure}")


def last_year(series: pd.DataFrame) -> pd.DataFrame:
    """One row a strategy: means over the last twelve months; the margin is profit over revenue."""
    late = series[series["month"] > series["month"].max() - 12]
    grouped = late.groupby("strategy", sort=False)
    table = grouped[["retention_per_year", "satisfaction", "employee_engagement"]].mean()
    return table.assign(margin=grouped["profit"].sum() / grouped["revenue"].sum()).reset_index()


def gap(own: pd.DataFrame) -> bool:
    """Whether some size's interval lies apart from another's."""
    return bool(own["low"].max() > own["high"].min())


def figure_of(table: pd.DataFrame, apart: int, pairs: int):
    """A panel a measure: means and intervals by size, one colour a strategy."""
    figure = new_figure()
    top = headline(
        figure, f"In {pairs - apart} of {pairs} cases all sizes agree within luck",
        "Last year of head to head, by number of customers in the market",
        "Bars: 95 % intervals over runs; fewer runs the larger the market.",
    )  # fmt: skip
    strategies = list(table["strategy"].unique())
    colours = strategy_colours(strategies)
    for number, measure in enumerate(MEASURES):
        axes = figure.add_axes((LEFT_EDGE + 0.03 + 0.243 * number, 0.16, 0.195, top - 0.26))
        for place, strategy in enumerate(strategies):
            own = table[(table["measure"] == measure) & (table["strategy"] == strategy)]
            at = np.log10(own["customers"].to_numpy()) + 0.07 * (place - 1)
            axes.vlines(at, own["low"], own["high"], color=colours[strategy], linewidth=3)
            axes.plot(at, own["mean"], "o", color=colours[strategy], markersize=8)
            if number == 0:
                colour = readable(colours[strategy])
                figure.text(0.36 + 0.2 * place, 0.085, strategy, color=colour, fontsize=15, fontweight="bold")
        axes.set_title(measure.replace("_", " "), fontsize=16, loc="left")
        sizes = sorted(table["customers"].unique())
        axes.set_xticks(np.log10(sizes), [f"{size:,}" for size in sizes], fontsize=12)
        axes.set_xlim(np.log10(sizes[0]) - 0.3, np.log10(sizes[-1]) + 0.3)
        axes.tick_params(axis="y", labelsize=12)
    return figure


if __name__ == "__main__":
    main()
