"""What does waiting cost: how deep and how long is the dip of a firm that becomes customer-centric in month 1, 13, 25 or 37?

    python experiments/late_converts.py            the firm of late_convert, converting early and late
    python experiments/late_converts.py --quick    a small market and few months, to see that it works

Prints depth and length of each dip and what is earned by the end, against never converting; saves the picture of the Js.
"""

import argparse
import os
from pathlib import Path
from typing import Any

import pandas as pd

from simulation import load_scenario
from simulation.presentation.profit_figure import profit
from simulation.presentation.time_figures import Backdrop
from simulation.presentation.wording import Unit, worded
from simulation.studies.comparisons.paired import payback_months
from simulation.studies.runs.versions import compared, differences, run_versions

QUESTION = "How deep and how long is the dip of a service-only firm that becomes customer-centric, and what did waiting cost?"
EXPECTATION = (
    "Every conversion dips first. Level again 18 to 42 months after it, so that converts of month 37 are still behind at month "
    "60; converting in month 1 earns most."
)
NEVER = "never"
REAL = {"market.customers": 3000, "run.replications": 24}
QUICK = {"market.customers": 90, "run.months": 8, "run.warm_up_months": 1, "run.replications": 2}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small market and few months")
    parser.add_argument("--figure", type=Path, default=Path("results/experiments/late_converts.png"), metavar="FILE")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="processes")
    chosen = parser.parse_args()
    print(f"Question:    {QUESTION}\nExpectation: {EXPECTATION}\n")

    scenario = load_scenario("late_convert").with_values(QUICK if chosen.quick else REAL)
    starts = (1, 3, 5) if chosen.quick else (1, 13, 25, 37)
    versions = {f"from month {start}": converting([{"month": start, "strategy": "customer-centric"}]) for start in starts}
    jobs = 1 if chosen.quick else chosen.jobs
    series = run_versions(scenario, {NEVER: converting([])} | versions, "Convert", jobs=jobs)
    away = differences(series, "discounted_profit", NEVER)
    table = dips(away, dict(zip(versions, starts, strict=True)))

    print("Discounted profit of Convert less that of never converting")
    print(table.to_string(index=False, float_format="{:,.1f}".format), "\n")
    print(f"{finding(table, scenario.market.currency)}.", expected(table), sep="\n")

    chosen.figure.parent.mkdir(parents=True, exist_ok=True)
    months, runs = scenario.run.months, scenario.run.replications
    backdrop = Backdrop(scenario.market.currency, months, 0, runs, ())
    subject = f"Discounted profit of Convert, added up, less that of never converting, {scenario.market.currency}"
    title = finding(table, scenario.market.currency)
    profit(away, f"{NEVER} converting", backdrop, subject, title).savefig(chosen.figure, dpi=100)
    print(f"\nPicture in {chosen.figure}")


def converting(changes: list[dict[str, Any]]) -> dict[str, Any]:
    """The firm with these changes."""
    return {"firms.Convert.changes": changes}


def dips(away: pd.DataFrame, starts: dict[str, int]) -> pd.DataFrame:
    """For each start: how low the mean falls, when, after how many months it is level again, and the end with its interval."""
    means = away.groupby(["strategy", "month"], sort=False)["difference"].mean().unstack("month").sort_index(axis=1)
    ends = compared(away, "discounted_profit").set_index("version")
    rows = []
    for name, start in starts.items():
        course = means.loc[name]
        level = float(payback_months(course.to_numpy(float)[None, :])[0])
        after = level - start + 1 if 1 < level < float("inf") else float("nan")
        end = ends.loc[name]
        rows.append((name, course.min(), int(course.idxmin()) - start + 1, after, end["estimate"], end["low"], end["high"]))
    return pd.DataFrame(rows, columns=["converts", "lowest", "months_to_lowest", "months_to_level", "at_the_end", "low", "high"])


def finding(table: pd.DataFrame, currency: str) -> str:
    """How deep the dips are, and which conversions are paid back by the end."""
    deepest = table.loc[table["lowest"].idxmin()]
    amount = worded(abs(float(deepest["lowest"])), Unit("money", currency))
    text = f"Converting {deepest['converts']} costs up to {amount}, {deepest['months_to_lowest']} months later"
    ahead, behind = int((table["low"] > 0).sum()), int((table["high"] < 0).sum())
    return f"{text}; clearly ahead at the end: {ahead} of {len(table)} conversions, clearly behind: {behind}"


def expected(table: pd.DataFrame) -> str:
    """Each part of the expectation against what was found."""
    after = table["months_to_level"]
    checks = {
        "every conversion dips": bool((table["lowest"] < 0).all()),
        "level again after 18 to 42 months": bool(after.iloc[:-1].between(18, 42).all()),
        "the last is still behind": bool(table["at_the_end"].iloc[-1] < 0),
        "the first earns most": bool(table["at_the_end"].idxmax() == 0),
    }
    return "Expected: " + "; ".join(f"{name}: {'yes' if found else 'no'}" for name, found in checks.items()) + "."


if __name__ == "__main__":
    main()
