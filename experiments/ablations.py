"""What becomes of the verdict where one part of the model is taken out?

    python experiments/ablations.py            every part, in a market of ordinary size; takes some minutes
    python experiments/ablations.py --quick    a tiny market and few months, to see that it works

Takes out each mechanism, the effect of each purchase, and what skill, orientation and prevention do about failures, one
at a time; the focal firm of head_to_head plays each strategy on the same luck. Prints the lead of customer-centric over
service-only without each part, how much of it that part makes, and who then earns most; saves table and picture.
"""

import argparse
from pathlib import Path

from simulation import load_scenario
from simulation.presentation.ablation_figure import ablation_figure
from simulation.presentation.style import drawing
from simulation.studies.evidence.ablations import WHOLE, ablations, table_of

QUESTION = "Which part of the model does the verdict hang on, and does it change where one part is missing?"
EXPECTATION = "Several parts move the lead; none of them alone decides who wins, and the effect of a strategy's name is none."
SIZE = {"market.customers": 4_000, "run.months": 60}
QUICK = {"market.customers": 60, "run.months": 3, "employees.per_firm": 12}
RUNS, QUICK_RUNS = 40, 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a tiny market and few months")
    parser.add_argument("--figure", type=Path, default=Path("results/experiments/ablations.png"), metavar="FILE")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes at work")
    chosen = parser.parse_args()
    scenario = load_scenario("head_to_head").with_values(QUICK if chosen.quick else SIZE)
    print(f"Question:    {QUESTION}\nExpectation: {EXPECTATION}\n")

    runs = QUICK_RUNS if chosen.quick else RUNS
    rows = ablations(scenario, runs, chosen.jobs)
    table = table_of(rows)
    shown = table.assign(**{name: table[name].round(0) for name in table.columns if table[name].dtype == float})
    print(f"Cumulative discounted profit, customer-centric less service-only; {runs} runs each\n")
    print(shown.to_string(index=False, float_format=lambda value: f"{value:,.0f}"))

    whole = rows[0].wins
    others = [row.name for row in rows if row.wins not in (whole, "too close to call") and row.name != WHOLE]
    moved = [row.name for row in rows if row.change.low > 0 or row.change.high < 0]
    print(f"\nWith {WHOLE}: {whole}. The lead is moved surely by {len(moved)} parts: {', '.join(moved) or 'none'}.")
    print(f"Expected: no part alone hands the win to another strategy. Found: {', '.join(others) or 'none does'}.")

    chosen.figure.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(chosen.figure.with_suffix(".csv"), index=False, lineterminator="\n", float_format="%.6g")
    with drawing():
        ablation_figure(rows).savefig(chosen.figure, dpi=100)
    print(f"\nTable and picture in {chosen.figure.with_suffix('.csv')} and {chosen.figure}")


if __name__ == "__main__":
    main()
