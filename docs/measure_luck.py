"""Measures what pairing is worth and how wide intervals are, and puts the numbers into docs/luck.md and docs/statistics.md.

    python docs/measure_luck.py             prints the tables
    python docs/measure_luck.py --write     puts them into the documents

One study of `head_to_head` with 2,000 customers, 40 runs and 60 draws of the uncertain values; about four minutes of one
processor.
"""

import argparse
import sys
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from simulation import load_scenario, run
from simulation.measures.strategies import WHOLE
from simulation.scenario.shape import percent
from tests.documents.blocks import replace_block

if TYPE_CHECKING:
    import pandas as pd

    from simulation.api import Result

CUSTOMERS, RUNS, DRAWS = 2_000, 40, 60
MEASURES = {
    "discounted_profit": "profit",
    "revenue": "revenue",
    "retention_per_year": "retention",
    "employee_engagement": "engagement",
}


def studied(customers: int = CUSTOMERS, runs: int = RUNS, draws: int = DRAWS, months: int = 60) -> "Result":
    """The study that everything here is read off."""
    scenario = load_scenario("head_to_head").with_values({"market.customers": customers, "run.months": months})
    return run(scenario, replications=runs, robustness=draws)


def twins(comparison: "pd.DataFrame", measure: str) -> "pd.DataFrame":
    """The pairs of strategies of one measure, over all months; of the baselines only the budget that is saved."""
    asked = (comparison["kind"] == "twin") & (comparison["measure"] == measure) & (comparison["period"] == WHOLE)
    return comparison[asked & (comparison["left"] != "status-quo") & (comparison["right"] != "status-quo")]


def pairing(comparison: "pd.DataFrame") -> str:
    """What pairing is worth, measure by measure and pair by pair."""
    rows = ["| difference in | between | correlation | runs that separate luck would need, times |", "|---|---|--:|--:|"]
    for measure, name in MEASURES.items():
        for pair in twins(comparison, measure).itertuples():
            rows.append(f"| {name} | {pair.left} and {pair.right} | {pair.correlation:.2f} | {pair.variance_reduction:.1f} |")
    return "\n".join(rows)


def intervals(comparison: "pd.DataFrame") -> str:
    """Intervals of the differences in profit: paired, and as they would be with luck of their own."""
    head = "| difference in profit between | mean | 95 % interval | half its width | with separate luck | ahead in runs |"
    rows = [head, "|---|--:|---|--:|--:|--:|"]
    for pair in twins(comparison, "discounted_profit").itertuples():
        half = (pair.high - pair.low) / 2
        rows.append(
            f"| {pair.left} and {pair.right} | {pair.estimate:,.0f} | {pair.low:,.0f} to {pair.high:,.0f} | {half:,.0f} | "
            f"{half * sqrt(pair.variance_reduction):,.0f} | {percent(pair.share_ahead)} |"
        )
    return "\n".join(rows)


def sources(result: "Result") -> str:
    """Who wins over draws of luck, and over draws from the likely ranges."""
    verdict = result.verdicts[0]
    rows = ["| strategy | wins of draws from the ranges | 95 % interval of that share |", "|---|--:|---|"]
    for one in verdict.robustness:
        rows.append(f"| {one.strategy} | {one.wins} of {one.draws} | {percent(one.low)} to {percent(one.high)} |")
    winner = verdict.winner or "nobody: too close to call"
    return "\n".join([f"Over luck alone, at the values of the file, the winner is: {winner}.", "", *rows])


def main(arguments: list[str] | None = None) -> int:
    """Runs the study and tells."""
    parser = argparse.ArgumentParser(prog="python docs/measure_luck.py", description=__doc__)
    parser.add_argument("--write", action="store_true", help="puts the tables into the documents")
    write = parser.parse_args(arguments).write
    result = studied()
    for file, name, text in (
        ("luck.md", "pairing", pairing(result.comparison)),
        ("statistics.md", "intervals", intervals(result.comparison)),
        ("statistics.md", "sources", sources(result)),
    ):
        print(f"{text}\n")
        if write:
            replace_block(file, name, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
