"""Does it pay to put the most valuable customers first, or to treat all alike?

    python experiments/right_customers.py            the firm Select of right_customers, from all alike to the right ones first
    python experiments/right_customers.py --quick    a small market and few months, to see that it works

Prints the paired differences from treating all alike, where customers are very unequal and where they are less so;
saves the picture.
"""

import argparse
import os
from pathlib import Path

import pandas as pd

from simulation import load_scenario
from simulation.presentation.versions_figure import versions_figure
from simulation.presentation.wording import Unit
from simulation.studies.runs.versions import compared, differences, run_versions

ALIKE = "all alike"
FOCUS = (0.25, 0.5, 0.75, 1.0)
SPREADS = {"very unequal customers": 1.2, "less unequal customers": 0.6}
REAL = {"market.customers": 3000, "run.replications": 20}
QUICK = {"market.customers": 90, "run.months": 4, "run.warm_up_months": 1, "run.replications": 2}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small market and few months")
    parser.add_argument("--figure", type=Path, default=Path("results/experiments/right_customers.png"), metavar="FILE")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="processes")
    chosen = parser.parse_args()

    scenario = load_scenario("right_customers").with_values(QUICK if chosen.quick else REAL)
    print(f"Question:    {scenario.question}\nExpectation: {' '.join(scenario.expectation.split())}\n")

    parts = []
    for name, spread in SPREADS.items():
        versions = {ALIKE: {"firms.Select.value_focus": 0.0}}
        versions |= {f"{name}, focus {focus:g}": {"firms.Select.value_focus": focus} for focus in FOCUS}
        unequal = scenario.with_values({"segments.everyone.spend_spread": spread})
        series = run_versions(unequal, versions, "Select", jobs=1 if chosen.quick else chosen.jobs)
        parts.append(compared(differences(series, "discounted_profit", ALIKE), "discounted_profit"))
    found = pd.concat(parts, ignore_index=True)

    print(f"Discounted profit of Select over {scenario.run.months} months less that of treating {ALIKE}")
    print(found.to_string(index=False, float_format="{:,.2f}".format), "\n")
    print(f"{finding(found)}.", expected(found), sep="\n")

    chosen.figure.parent.mkdir(parents=True, exist_ok=True)
    subject = f"Select over {scenario.run.months} months: discounted profit less that of treating {ALIKE}"
    unit = Unit("money", scenario.market.currency)
    versions_figure(found, f"treating {ALIKE}", unit, finding(found), subject).savefig(chosen.figure, dpi=100)
    print(f"\nPicture in {chosen.figure}")


def finding(found: pd.DataFrame) -> str:
    """By how much the right customers first earn more, where customers are very and where they are less unequal."""
    parts = []
    for name in SPREADS:
        rows = found[found["version"].str.startswith(name)]
        best = rows.loc[rows["estimate"].idxmax()]
        focus = str(best["version"]).rsplit(" ", 1)[-1]
        earns = "earns clearly more" if best["low"] > 0 else "makes no clear difference"
        parts.append(f"with {name} it {earns}" + (f", most at a focus of {focus}" if best["low"] > 0 else ""))
    return f"The right customers first: {'; '.join(parts)}"


def expected(found: pd.DataFrame) -> str:
    """Each part of the expectation against what was found."""
    unequal, less = (found[found["version"].str.startswith(name)]["estimate"].iloc[-1] for name in SPREADS)
    checks = {"a gain": unequal > 0, "larger where customers are more unequal": unequal > less}
    return "Expected: " + "; ".join(f"{name}: {'yes' if found else 'no'}" for name, found in checks.items()) + "."


if __name__ == "__main__":
    main()
