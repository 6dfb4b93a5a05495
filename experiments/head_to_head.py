"""Does a customer-centric firm out-earn equally funded rivals over five years?

    python experiments/head_to_head.py            the scenario as it is shipped
    python experiments/head_to_head.py --quick    a small market and few months, to see that it works

Prints the strategies side by side, the same firm with each strategy in turn, and the verdict; saves the picture.
"""

import argparse
import os
from pathlib import Path

import pandas as pd

from simulation import load_scenario, run

SCENARIO = Path(__file__).resolve().parent.parent / "scenarios" / "head_to_head.toml"
MEASURES = ["discounted_profit", "revenue", "retention_per_year", "employee_engagement", "satisfaction"]
QUICK = {"market.customers": 300, "run.months": 12, "run.replications": 3}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small market and few months")
    parser.add_argument("--figure", type=Path, default=Path("results/experiments/head_to_head.png"), metavar="FILE")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="processes")
    chosen = parser.parse_args()

    scenario = load_scenario(SCENARIO)
    if chosen.quick:
        scenario = scenario.with_values(QUICK)
    print(f"Question:    {scenario.question}\nExpectation: {scenario.expectation}\n")

    result = run(scenario, jobs=1 if chosen.quick else chosen.jobs)

    print(f"Mean per firm over {scenario.run.months} months\n{strategies(result.summary())}\n")
    print(f"{scenario.focal.name} with each strategy in turn: difference in discounted profit\n{twins(result.comparison)}\n")
    print(result.words())

    chosen.figure.parent.mkdir(parents=True, exist_ok=True)
    result.plot().savefig(chosen.figure, dpi=100)
    print(f"\nPicture in {chosen.figure}")


def strategies(summary: pd.DataFrame) -> str:
    """A row per strategy, a column per measure, over the whole horizon."""
    whole = summary[(summary["period"] == "whole") & summary["measure"].isin(MEASURES)]
    return whole.pivot(index="strategy", columns="measure", values="mean")[MEASURES].to_string(float_format=plain)


def twins(comparison: pd.DataFrame) -> str:
    """The paired differences with their 95 % intervals and the share of runs in which the left is ahead."""
    rows = comparison[
        (comparison["kind"] == "twin") & (comparison["measure"] == "discounted_profit") & (comparison["period"] == "whole")
    ]
    shown = ["left", "right", "estimate", "low", "high", "share_ahead"]
    return rows[shown].to_string(index=False, float_format=plain)


def plain(value: float) -> str:
    """A number as it is read: whole from ten on, else with three digits after the point."""
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.3f}"


if __name__ == "__main__":
    main()
