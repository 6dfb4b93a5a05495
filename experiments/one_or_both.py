"""Isn't one enough: a good front line, or organisation-wide centricity? And which blend of focus and centricity is best where?

    python experiments/one_or_both.py            as stored in the documents; takes some minutes
    python experiments/one_or_both.py --quick    tiny markets and few months, to see that it works

Prints the 2 x 2 of front line and centricity with its interaction, and the best blend of customer focus and centricity
in each environment; saves tables and picture.
"""

import argparse
from pathlib import Path

import pandas as pd

from simulation import load_scenario
from simulation.presentation.blend_figure import blend_figure
from simulation.presentation.style import drawing
from simulation.scenario.shape import percent
from simulation.studies.evidence.blends import BOTH, CELLS, ENVIRONMENTS, Blend, OneOrBoth, best_blends, one_or_both

QUESTION = "Is a good front line or organisation-wide centricity enough alone, and which blend with customer focus pays where?"
EXPECTATION = (
    "Each alone earns less than both together cost; the two complement each other a little. More centricity pays the faster "
    "needs move and the earlier failures arise; where needs stand still and are known, focus is enough."
)
SIZE = {"market.customers": 4_000, "run.months": 60}
QUICK = {"market.customers": 120, "run.months": 3}
RUNS, QUICK_RUNS = 24, 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="tiny markets and few months")
    parser.add_argument("--figure", type=Path, default=Path("results/experiments/one_or_both.png"), metavar="FILE")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes at work")
    chosen = parser.parse_args()
    size, runs = (QUICK, QUICK_RUNS) if chosen.quick else (SIZE, RUNS)
    print(f"Question:    {QUESTION}\nExpectation: {EXPECTATION}\n")

    both = one_or_both(load_scenario("head_to_head").with_values(size), 3 * runs, chosen.jobs)
    print(f"Cumulative discounted profit against the firm that saves the budget; {3 * runs} runs\n")
    print(cells_table(both).to_string(index=False, float_format=plain))

    names = list(ENVIRONMENTS)[:2] if chosen.quick else list(ENVIRONMENTS)
    environments = {name: load_scenario(ENVIRONMENTS[name]).with_values(size) for name in names}
    blends = best_blends(environments, runs, jobs=chosen.jobs)
    table = blends_table(blends)
    print(f"\nAgainst the customer-focused firm, equal budgets; {runs} runs\n")
    print(table.to_string(index=False, float_format=plain))

    complement = "surely" if both.interaction.low > 0 else "surely not" if both.interaction.high < 0 else "not surely"
    print(f"\nExpected: the two complement each other. Found: {complement}, {both.interaction.value:+,.0f}.")
    for name in names:
        own = [blend for blend in blends if blend.environment == name]
        best = max(own, key=lambda blend: blend.gain.value)
        sure = "surely better than focus alone" if best.gain.low > 0 else "not surely better than focus alone"
        print(f"{name}: best with {percent(best.share)} spent as centric firms do and the policy of {best.fields}, {sure}.")

    chosen.figure.parent.mkdir(parents=True, exist_ok=True)
    for part, frame in (("cells", cells_table(both)), ("blends", table)):
        path = chosen.figure.with_name(f"{chosen.figure.stem}_{part}.csv")
        frame.to_csv(path, index=False, lineterminator="\n", float_format="%.6g")
    with drawing():
        blend_figure(both, blends).savefig(chosen.figure, dpi=100)
    print(f"\nTables and picture beside {chosen.figure}")


def cells_table(both: OneOrBoth) -> pd.DataFrame:
    """The four cells and the interaction."""
    named = [(name, both.gains[name]) for name in CELLS] + [(f"interaction ({BOTH} less each alone)", both.interaction)]
    return pd.DataFrame({"cell": name, "gain": e.value, "low": e.low, "high": e.high} for name, e in named)


def blends_table(blends: list[Blend]) -> pd.DataFrame:
    """A row for each environment, share and policy."""
    return pd.DataFrame(
        {"environment": b.environment, "share_centric": b.share, "policy_of": b.fields, "gain": b.gain.value, "low": b.gain.low,
         "high": b.gain.high} for b in blends
    )  # fmt: skip


def plain(value: float) -> str:
    """A number as it is read."""
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.2f}"


if __name__ == "__main__":
    main()
