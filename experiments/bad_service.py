"""How long before bad service shows: in satisfaction, in customers, in revenue, in profit, in what managers believe?

    python experiments/bad_service.py            a service-only firm stops paying for its service in month 13
    python experiments/bad_service.py --quick    a small market and few months, to see that it works

The firm is compared with itself, going on as before, on the same luck. Prints for each measure after how many months half of
what is lost or gained in the end is there, and how much that is; saves the picture.
"""

import argparse
import os
from pathlib import Path

import pandas as pd

from simulation import load_scenario
from simulation.measures.dictionary import measure
from simulation.presentation.onset_figure import onset_figure
from simulation.studies.runs.versions import compared, differences, half_there, run_versions

QUESTION = "When a firm stops paying for its service, how long is it before satisfaction, customers, revenue and profit show it?"
EXPECTATION = (
    "Profit is better at once, since the budget is saved. Satisfaction is worse within a year; customers and revenue are worse "
    "only after more than a year; added up, the cut still pays after four years."
)
CUT = 13
MEASURES = (
    *("profit", "satisfaction", "believed_quality", "resolved_first_contact", "failures", "employee_engagement"),
    *("customers", "revenue"),
)
LASTING = 12
NOTE = (
    "A bar begins when half of the lasting effect is there (of the mean paired difference over the last 12 months). Red: worse "
    "than if it had gone on, blue: better. Grey: no clear effect that lasts."
)
REAL = {"market.customers": 3000, "run.replications": 12}
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
    kept = compared(differences(series, "discounted_profit", "goes on"), "discounted_profit").iloc[0]

    print(f"Frontline that stops paying for its service in month {CUT}, less Frontline that goes on")
    print(table.to_string(index=False, float_format="{:,.3g}".format))
    print(f"Discounted profit by the end: {kept['estimate']:+,.0f} ({kept['low']:+,.0f} to {kept['high']:+,.0f})\n")
    print(f"{finding(table)}.", expected(table, kept["low"] > 0), sep="\n")

    chosen.figure.parent.mkdir(parents=True, exist_ok=True)
    rows = {row.measure.replace("_", " "): (onset(row.months), row.better) for row in table.itertuples()}
    subject = f"Frontline stops paying for its service in month {CUT}; compared with itself going on, same luck"
    months = scenario.run.months - CUT + 1
    onset_figure(rows, months, finding(table), subject, NOTE).savefig(chosen.figure, dpi=100)
    print(f"\nPicture in {chosen.figure}")


def onsets(series: pd.DataFrame) -> pd.DataFrame:
    """For each measure the lasting effect, whether it is better, and after how many months half of it is there."""
    rows = []
    for name in MEASURES:
        away = differences(series, name, "goes on")
        found = half_there(away[away["month"] >= CUT].dropna(), last=LASTING).iloc[0]
        better = (found["effect"] < 0) == (measure(name).better == "lower")
        effect = [found[end] for end in ("effect", "effect_low", "effect_high")]
        rows.append((name, *effect, better, *(found[end] - CUT + 1 for end in ("month", "low", "high"))))
    columns = ["measure", "lasting_effect", "from", "to", "better", "months", "months_from", "months_to"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("months", kind="stable").reset_index(drop=True)


def onset(months: float) -> int | None:
    """Months as a whole number; None where there are none."""
    return int(months) if months == months else None


def finding(table: pd.DataFrame) -> str:
    """What shows first, what last."""
    worse = table[~table["better"] & table["months"].notna()]
    if not len(worse):
        return "Nothing is clearly worse in the end than if the firm had gone on"
    first, last = worse.iloc[0], worse.iloc[-1]
    names = [row["measure"].replace("_", " ") for row in (first, last)]
    return f"Half of the harm is there in {names[0]} after {month(first)}, in {names[1]} after {month(last)}"


def month(row: pd.Series) -> str:
    """So many months."""
    return f"{row['months']:.0f} month{'' if row['months'] == 1 else 's'}"


def expected(table: pd.DataFrame, pays: bool) -> str:
    """Each part of the expectation against what was found; "worse" is where half of the lasting effect is there."""
    rows = table.set_index("measure")
    months, better = rows["months"], rows["better"]
    checks = {
        "profit better at once": bool(better["profit"] and months["profit"] <= 3),
        "satisfaction worse within a year": bool(not better["satisfaction"] and months["satisfaction"] <= 12),
        "customers worse after more than a year": bool(not better["customers"] and months["customers"] > 12),
        "revenue worse after more than a year": bool(not better["revenue"] and months["revenue"] > 12),
        "the cut still pays at the end": pays,
    }
    return "Expected: " + "; ".join(f"{name}: {'yes' if found else 'no'}" for name, found in checks.items()) + "."


if __name__ == "__main__":
    main()
