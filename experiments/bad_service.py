"""How long before bad service shows: in satisfaction, in customers, in revenue, in profit, in what managers believe?

    python experiments/bad_service.py            a service-only firm stops paying for its service in month 13
    python experiments/bad_service.py --quick    a small market and few months, to see that it works

The firm is compared with itself, going on as before, on the same luck. Prints for each measure after how many months the
difference is clear and how large it is at the end; saves the picture.
"""

import argparse
import os
from pathlib import Path

import pandas as pd

from simulation import load_scenario
from simulation.measures.dictionary import measure
from simulation.presentation.onset_figure import onset_figure
from simulation.studies.versions import compared, differences, first_clear, run_versions

QUESTION = "When a firm stops paying for its service, how long is it before satisfaction, customers, revenue and profit show it?"
EXPECTATION = (
    "Profit is better at once, since the budget is saved. Satisfaction is worse within a year; customers and revenue are worse "
    "only after more than a year; added up, the cut still pays after four years."
)
CUT = 13
MEASURES = (
    *("profit", "satisfaction", "believed_quality", "resolved_first_contact", "failures", "employee_engagement"),
    *("customers", "revenue", "discounted_profit"),
)
REAL = {"market.customers": 3000, "run.replications": 40}
QUICK = {"market.customers": 90, "run.months": 16, "run.warm_up_months": 1, "run.replications": 2}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small market and few months")
    parser.add_argument("--figure", type=Path, default=Path("results/experiments/bad_service.png"), metavar="FILE")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="processes")
    chosen = parser.parse_args()
    print(f"Question:    {QUESTION}\nExpectation: {EXPECTATION}\n")

    scenario = load_scenario("baseline").with_values(QUICK if chosen.quick else REAL)
    versions = {"goes on": {}, "cuts": {"firms.Frontline.changes": [{"month": CUT, "strategy": "none"}]}}
    series = run_versions(scenario, versions, "Frontline", jobs=1 if chosen.quick else chosen.jobs)
    table = onsets(series)

    print(f"Frontline that stops paying for its service in month {CUT}, less Frontline that goes on")
    print(table.to_string(index=False, float_format="{:,.3g}".format), "\n")
    print(expected(table))

    chosen.figure.parent.mkdir(parents=True, exist_ok=True)
    rows = {row.measure.replace("_", " "): (onset(row.clear_after_months), row.better) for row in table.itertuples()}
    subject = f"Frontline stops paying for its service in month {CUT}; compared with itself going on, same luck"
    months = scenario.run.months - CUT + 1
    onset_figure(rows, months, finding(table), subject).savefig(chosen.figure, dpi=100)
    print(f"\nPicture in {chosen.figure}")


def onset(after: float) -> int | None:
    """Months as a whole number; None where there are none."""
    return int(after) if after == after else None


def onsets(series: pd.DataFrame) -> pd.DataFrame:
    """For each measure the months until it shows, whether it is better then, and its difference at the end."""
    rows = []
    for name in MEASURES:
        away = differences(series, name, "goes on")
        away = away[away["month"] >= CUT].dropna()
        month = first_clear(away)["cuts"]
        then = compared(away, name, month).iloc[0]
        end = compared(away, name).iloc[0]
        better = (then["estimate"] < 0) == (measure(name).better == "lower")
        after = float("nan") if month is None else month - CUT + 1
        rows.append((name, after, better, end["estimate"], end["low"], end["high"]))
    return pd.DataFrame(rows, columns=["measure", "clear_after_months", "better", "at_the_end", "low", "high"])


def finding(table: pd.DataFrame) -> str:
    """What shows first, what last."""
    worse = table[~table["better"] & table["clear_after_months"].notna()].sort_values("clear_after_months")
    if not len(worse):
        return "Within these months nothing is clearly worse than if the firm had gone on"
    first, last = worse.iloc[0], worse.iloc[-1]
    text = f"Bad service shows in {first['measure'].replace('_', ' ')} after {first['clear_after_months']:.0f} months"
    if len(worse) == 1:
        return text
    return f"{text}, in {last['measure'].replace('_', ' ')} only after {last['clear_after_months']:.0f}"


def expected(table: pd.DataFrame) -> str:
    """Each part of the expectation against what was found."""
    rows = table.set_index("measure")
    after, better = rows["clear_after_months"], rows["better"]
    checks = {
        "profit better at once": bool(better["profit"] and after["profit"] <= 3),
        "satisfaction worse within a year": bool(not better["satisfaction"] and after["satisfaction"] <= 12),
        "customers worse after more than a year": bool(not better["customers"] and after["customers"] > 12),
        "revenue worse after more than a year": bool(not better["revenue"] and after["revenue"] > 12),
        "the cut still pays at the end": bool(rows.loc["discounted_profit", "low"] > 0),
    }
    return "Expected: " + "; ".join(f"{name}: {'yes' if found else 'no'}" for name, found in checks.items()) + "."


if __name__ == "__main__":
    main()
