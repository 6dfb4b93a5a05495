"""Do results depend on how many customers are simulated?

    python experiments/number_of_agents.py            one thousand to one hundred thousand customers
    python experiments/number_of_agents.py --quick    tiny markets and few months, to see that it works

Runs head_to_head at several sizes. Firms have the same luck of their own in equal runs of all sizes, so that sizes are
compared run by run. Prints what each strategy comes to per customer in the last year, with 95 % intervals, and by how much
that differs from the largest market, adjusted for so many comparisons (Holm); saves table and picture.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from simulation import load_scenario
from simulation.engines import simulate
from simulation.measures.strategies import LEVEL
from simulation.presentation.style import LEFT_EDGE, drawing, headline, new_figure, readable, strategy_colours
from simulation.studies.comparisons.paired import holm, paired
from simulation.studies.evidence.estimates import over_runs

QUESTION = "Do results depend on how many customers are simulated?"
EXPECTATION = "No: at every size the mean lies within what luck explains."
SIZES, RUNS = (1_000, 10_000, 100_000), 40
QUICK, QUICK_RUNS = (90, 180), 2
SURE = 1 - LEVEL
MEASURES = ("retention_per_year", "satisfaction", "employee_engagement", "margin")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="tiny markets and few months")
    parser.add_argument("--figure", type=Path, default=Path("results/experiments/number_of_agents.png"), metavar="FILE")
    chosen = parser.parse_args()
    print(f"Question:    {QUESTION}\nExpectation: {EXPECTATION}\n")

    months = 14 if chosen.quick else 60
    found = {}
    for customers in QUICK if chosen.quick else SIZES:
        scenario = load_scenario("head_to_head").with_values({"market.customers": customers, "run.months": months})
        runs = range(QUICK_RUNS if chosen.quick else RUNS)
        found[customers] = pd.concat([last_year(simulate(scenario, run).series).assign(run=run) for run in runs])
    table = table_of(found)
    print(table.to_string(index=False, float_format=lambda value: f"{value:,.4f}"))

    pairs = table[table["customers"] < table["customers"].max()]
    apart = pairs[pairs["p_adjusted"] <= SURE]
    named = "".join(f"; {r.measure} of {r.strategy} at {r.customers:,} by {r.differs:+.4f}" for r in apart.itertuples())
    print(f"\nExpected: none differs from the largest market. Found: {len(apart)} of {len(pairs)} do{named}.")

    chosen.figure.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(chosen.figure.with_suffix(".csv"), index=False, lineterminator="\n", float_format="%.6g")
    with drawing():
        figure_of(table, len(pairs) - len(apart), len(pairs)).savefig(chosen.figure, dpi=100)
    print(f"\nTable and picture in {chosen.figure.with_suffix('.csv')} and {chosen.figure}")


def last_year(series: pd.DataFrame) -> pd.DataFrame:
    """One row a strategy: means over the last twelve months; the margin is profit over revenue."""
    late = series[series["month"] > series["month"].max() - 12]
    grouped = late.groupby("strategy", sort=False)
    table = grouped[["retention_per_year", "satisfaction", "employee_engagement"]].mean()
    return table.assign(margin=grouped["profit"].sum() / grouped["revenue"].sum()).reset_index()


def table_of(found: dict[int, pd.DataFrame]) -> pd.DataFrame:
    """A row for each measure, strategy and size: mean and interval, and how it differs from the largest market run by run.

    found  by number of customers: columns run, strategy and the measures
    """
    by_run = {size: one.set_index(["strategy", "run"])[list(MEASURES)] for size, one in found.items()}
    largest, rows = max(by_run), []
    for size, one in by_run.items():
        for strategy in one.index.unique("strategy"):
            own, most = one.loc[strategy], by_run[largest].loc[strategy]
            beside = paired(own.to_numpy(float), most.to_numpy(float), np.zeros(len(MEASURES), dtype=bool))
            for place, measure in enumerate(MEASURES):
                value = over_runs(own[measure].to_numpy(float))
                compared = (beside.estimate[place], beside.low[place], beside.high[place], beside.p_value[place])
                rows.append((measure, strategy, size, len(own), value.value, value.low, value.high, *compared))
    columns = ["measure", "strategy", "customers", "runs", "mean", "low", "high", "differs", "differs_low", "differs_high", "p"]
    table = pd.DataFrame(rows, columns=columns)
    table["p_adjusted"] = 1.0
    smaller = table["customers"] < largest
    table.loc[smaller, "p_adjusted"] = holm(table.loc[smaller, "p"].to_numpy(float))
    return table.drop(columns="p").sort_values(["measure", "strategy", "customers"], kind="stable")


def figure_of(table: pd.DataFrame, alike: int, pairs: int):
    """A panel a measure: means and intervals by size, one colour a strategy."""
    figure = new_figure()
    top = headline(
        figure, f"In {alike} of {pairs} cases a smaller market agrees with the largest within luck",
        "Last year of head to head, by number of customers in the market",
        "Bars: 95 % intervals over runs. Sizes are compared run by run, since firms have the same luck in all of them.",
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
