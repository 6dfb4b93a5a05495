"""Which values decide by how much customer centricity earns more than service only?

    python experiments/what_drives_it.py            the analyses of what_drives_it.toml
    python experiments/what_drives_it.py --quick    a small market and few points, to see that it works

Prints tornado, Morris's screening and Sobol's indices, and saves the picture of the screening. The same as
`centricity sensitivity`, which also stores it.
"""

import argparse
import os
import tomllib
from pathlib import Path

from simulation.presentation.sensitivity_figures import morris
from simulation.presentation.sensitivity_words import morris_finding, sensitivity_lines, sobol_finding
from simulation.studies.sensitivity.plan import checked_sensitivity
from simulation.studies.sensitivity.study import SensitivityResult, run_sensitivity
from simulation.studies.sweep.file import experiment
from simulation.studies.sweep.study import How

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
QUICK = {
    "replications": 2,
    "set": {"market.customers": 90, "run.months": 3, "run.warm_up_months": 1},
    "sensitivity": {"trajectories": 2, "samples": 2, "strongest": 2},
    "parameters": [{"key": key} for key in ("market.switching_cost", "stocks.lever_cost", "ledger.coordination")],
}
EXPECTED = ("market.switching_cost", "market.needs.drift_per_month", "stocks.lever_cost")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small market and few points")
    parser.add_argument("--figure", type=Path, default=Path("results/experiments/what_drives_it.png"), metavar="FILE")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="processes")
    chosen = parser.parse_args()

    plan = checked_sensitivity(experiment("what_drives_it", **WORDS | (QUICK if chosen.quick else {})))
    print(f"Question:    {plan.file.question}\nExpectation: {plan.file.expectation}\n")

    result = run_sensitivity(plan, How(jobs=1 if chosen.quick else chosen.jobs))

    for method, table in result.tables.items():
        print(f"{method}\n{table.to_string(index=False, float_format='{:,.3g}'.format)}\n")
    print(*sensitivity_lines(result), f"{morris_finding(result.tables['morris'])}.", *result.notes, sep="\n")
    if "sobol" in result.tables:
        print(f"{sobol_finding(result.tables['sobol'])}.")
    print(expected(result))

    chosen.figure.parent.mkdir(parents=True, exist_ok=True)
    morris(result, result.tables["morris"]).savefig(chosen.figure, dpi=100)
    print(f"\nPicture in {chosen.figure}")


def expected(result: SensitivityResult) -> str:
    """Whether the values that were expected to matter most are the strongest of the screening."""
    strongest = result.tables["morris"]["parameter"].tolist()[: len(EXPECTED)]
    hit = [key for key in EXPECTED if key in strongest]
    verdict = "as expected" if len(hit) == len(EXPECTED) else f"only {', '.join(hit)}" if hit else "not as expected: none of them"
    return f"Expected: {', '.join(EXPECTED)} strongest in the screening: {verdict}. The strongest: {', '.join(strongest)}."


if __name__ == "__main__":
    main()
