"""Does a calibration find again what a market was made with?

    python experiments/known_parameters.py            a market of 3,000 customers over nine years; takes some minutes
    python experiments/known_parameters.py --quick    a tiny market, to see that it works

Simulates who stays in a market whose attention, switching cost and involuntary exit are known and none of which are the
defaults, on luck of its own; then calibrates to that table with `experiments/calibration/known.toml`, as `centricity calibrate`
would. Prints the known values beside the set that passes; saves tables and picture.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import pandas as pd

from simulation.presentation.calibration_figure import calibration_figure
from simulation.presentation.style import drawing
from simulation.studies.calibration.file import load_calibration
from simulation.studies.calibration.outcome import OPEN
from simulation.studies.calibration.runs import lives, months_for
from simulation.studies.calibration.search import Effort
from simulation.studies.calibration.study import calibrated, store
from simulation.studies.calibration.targets import measured, survival
from simulation.studies.sweep.file import Said

QUESTION = "Does a calibration find again what a market was made with?"
EXPECTATION = "Each known value lies in the range of those that pass, and the known values together pass; not all are identified."
PLAN = Path(__file__).parent / "calibration" / "known.toml"
KNOWN = {
    "market.attention.shape_a": 0.9, "market.attention.shape_b": 7.0, "market.switching_cost": 1.4,
    "market.involuntary_exit_per_year": 0.03,
}  # fmt: skip
OTHER_LUCK = 1_000
"""First replication of the market that is observed: none that the calibration simulates."""
YEARS, MARKETS, QUICK_MARKETS = 7, 4, 1
QUICK, QUICK_EFFORT = ("market.customers=200",), Effort(points=4, generations=0, close=4, seed=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a tiny market")
    parser.add_argument(
        "--figure", type=Path, default=Path("results/experiments/known_parameters/calibration.png"), metavar="FILE"
    )  # fmt: skip
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes at work")
    chosen = parser.parse_args()
    print(f"Question:    {QUESTION}\nExpectation: {EXPECTATION}\n")

    said = Said(QUICK if chosen.quick else (), None, None)
    folder = chosen.figure.parent
    folder.mkdir(parents=True, exist_ok=True)
    table = folder / "observed.csv"
    markets = QUICK_MARKETS if chosen.quick else MARKETS
    observed(said, markets).to_csv(table, index=False, lineterminator="\n", float_format="%.5f")
    plan = load_calibration(PLAN, table, said)
    result = calibrated(replace(plan, effort=QUICK_EFFORT) if chosen.quick else plan, chosen.jobs)
    store(result, folder)
    with drawing():
        calibration_figure(result).savefig(chosen.figure, dpi=100)

    found = compared(result.parameters(), plan, known_misses(plan))
    found.to_csv(folder / "known.csv", index=False, lineterminator="\n", float_format="%.6g")
    print(found.to_string(index=False, float_format=lambda value: f"{value:,.3f}"))
    outside = [row.parameter for row in found.itertuples() if not row.inside]
    free = [row.parameter for row in found.itertuples() if row.identified == OPEN]
    passing, tried, off = len(result.outcome.passing), len(result.outcome.tried) - 1, found["known_misses_by"].iloc[0]
    print(f"\n{passing} of {tried} points pass; on the calibration's luck the known values are off by {off:.2f} of what passes.")
    print(f"Expected: every known value in the range that passes. Found: outside {', '.join(outside) or 'none'}.")
    print(f"Not identified: {', '.join(free) or 'none'}.\n\nTables and picture in {folder}")


def observed(said: Said, markets: int) -> pd.DataFrame:
    """Who stays in the market with the known values, years 0 to `YEARS`, several markets together.

    The market is that of the calibration to the published tables, with which `known.toml` shares its scenario.
    """
    base = load_calibration(PLAN.with_name("regular.toml"), None, said).base
    made = base.with_values({**KNOWN, "run.months": months_for(YEARS, panel=False)})
    shares = survival([lives(made, OTHER_LUCK + number) for number in range(markets)], "new")
    return pd.DataFrame({"year": range(YEARS + 1), "survival": [1.0, *shares[:YEARS]]})


def known_misses(plan) -> float:
    """How far the known values are off at most on the luck of the calibration; at most 1 where they pass."""
    runs = [lives(plan.base.with_values(KNOWN), number) for number in range(plan.base.run.replications)]
    found = measured(runs)
    return max(target.miss(found[target.name]) for target in plan.targets)


def compared(parameters: pd.DataFrame, plan, misses: float) -> pd.DataFrame:
    """Known values beside the defaults and what passes."""
    rows = parameters.set_index("parameter")
    return pd.DataFrame(
        {
            "parameter": key, "known": value, "default": own, "passing_low": rows.loc[key, "passing_low"],
            "passing_high": rows.loc[key, "passing_high"],
            "inside": bool(rows.loc[key, "passing_low"] <= value <= rows.loc[key, "passing_high"]),
            "identified": rows.loc[key, "identified"], "known_misses_by": misses,
        }
        for (key, value), own in zip(KNOWN.items(), plan.own, strict=True)
    )  # fmt: skip


if __name__ == "__main__":
    main()
