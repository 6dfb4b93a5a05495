"""Over which costs of switching, drifts of needs, margins and horizons does each strategy earn most?

    python experiments/who_wins_where.py            the map of who_wins_where.toml
    python experiments/who_wins_where.py --quick    a small market and few points, to see that it works

Prints which part of the space each strategy wins, and saves the map. The same as `centricity map`, which also stores it.
"""

import argparse
import os
import tomllib
from pathlib import Path

from simulation.presentation.map_figure import map_figure
from simulation.presentation.map_words import map_finding, map_lines
from simulation.scenario.shape import percent
from simulation.studies.map.plan import checked_map
from simulation.studies.map.study import MapResult, run_map
from simulation.studies.sweep.file import experiment
from simulation.studies.sweep.study import How

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
QUICK = {
    "replications": 2,
    "horizons": [3, 6],
    "set": {"market.customers": 90, "run.months": 6, "run.warm_up_months": 2},
    "parameters": [
        {"key": "market.switching_cost", "values": [0.5, 4.0]},
        {"key": "ledger.gross_margin", "values": [0.25, 0.65]},
    ],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small market and few points")
    parser.add_argument("--figure", type=Path, default=Path("results/experiments/who_wins_where.png"), metavar="FILE")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="processes")
    chosen = parser.parse_args()

    plan = checked_map(experiment("who_wins_where", **WORDS | (QUICK if chosen.quick else {})))
    print(f"Question:    {plan.file.question}\nExpectation: {plan.file.expectation}\n")

    result = run_map(plan, How(jobs=1 if chosen.quick else chosen.jobs))

    print(result.shares.to_string(index=False, float_format="{:.2f}".format), "\n")
    print(f"{map_finding(result)}.", *map_lines(result), expected(result), sep="\n")

    chosen.figure.parent.mkdir(parents=True, exist_ok=True)
    map_figure(result).savefig(chosen.figure, dpi=100)
    print(f"\nPicture in {chosen.figure}")


def expected(result: MapResult) -> str:
    """Whether service only is ahead in more of the space early, and centricity late."""
    shares = result.shares.pivot(index="horizon", columns="strategy", values="share")
    lead = shares["customer-centric"] - shares["service-only"]
    early, late = lead.iloc[0] < 0, lead.iloc[-1] > 0
    verdict = "as expected" if early and late else "not as expected"
    first, last = shares.index[0], shares.index[-1]
    return (
        f"Expected: service-only ahead in more of the space after {first} months, customer-centric after {last}: {verdict} "
        f"({percent(lead.iloc[0], signed=True)} and {percent(lead.iloc[-1], signed=True)} of the space for customer-centric)."
    )


if __name__ == "__main__":
    main()
