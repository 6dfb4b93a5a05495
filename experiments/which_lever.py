"""Which lever of customer centricity earns most, and does the order in which they start matter?

    python experiments/which_lever.py            levers and orders in head_to_head
    python experiments/which_lever.py --quick    a small market and few months, to see that it works

Each lever is left out in turn, its money going to the others; and the programme starts with some of its levers, the
others following after 18 months. Budgets are equal throughout. Prints the paired differences from the whole programme
at once, and saves the picture.
"""

import argparse
import os
from pathlib import Path
from typing import Any

import pandas as pd

from simulation import load_scenario
from simulation.presentation.versions_figure import versions_figure
from simulation.presentation.wording import Unit
from simulation.scenario.presets import PRESETS
from simulation.studies.runs.versions import compared, differences, run_versions

QUESTION = "Which lever of customer centricity earns most, and does the order in which they start matter?"
EXPECTATION = (
    "Without continuous improvement or product development the programme earns clearly less; without open doors between "
    "departments it earns no less within five years. Beginning with improvement earns more than beginning with culture."
)
FULL = PRESETS["customer-centric"][1].model_dump(exclude_none=True)
LATER = 19
ORDERS = {
    "culture first": ("leadership_commitment", "cultural_transformation"),
    "data and technology first": ("data_driven_decisions", "technology_integration", "metrics_and_accountability"),
    "improvement and product first": ("continuous_improvement", "product_development"),
}
ALL = "all at once"
REAL = {"market.customers": 3000, "run.replications": 20}
QUICK = {"market.customers": 90, "run.months": 4, "run.warm_up_months": 1, "run.replications": 2}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small market and few months")
    parser.add_argument("--figure", type=Path, default=Path("results/experiments/which_lever.png"), metavar="FILE")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="processes")
    chosen = parser.parse_args()
    print(f"Question:    {QUESTION}\nExpectation: {EXPECTATION}\n")

    scenario = load_scenario("head_to_head").with_values(QUICK if chosen.quick else REAL)
    series = run_versions(scenario, versions(), "Compass", jobs=1 if chosen.quick else chosen.jobs)
    found = compared(differences(series, "discounted_profit", ALL), "discounted_profit")

    print(f"Discounted profit of Compass over {scenario.run.months} months less that of the programme {ALL}")
    print(found.to_string(index=False, float_format="{:,.2f}".format), "\n")
    print(finding(found), expected(found), sep="\n")

    chosen.figure.parent.mkdir(parents=True, exist_ok=True)
    subject = f"Compass over {scenario.run.months} months: discounted profit less that of the whole programme {ALL}"
    unit = Unit("money", scenario.market.currency)
    versions_figure(found, f"the programme {ALL}", unit, finding(found), subject).savefig(chosen.figure, dpi=100)
    print(f"\nPicture in {chosen.figure}")


def versions() -> dict[str, dict[str, Any]]:
    """The programme, the programme without each of its levers, and in three orders."""
    made: dict[str, dict[str, Any]] = {ALL: {}}
    made |= {f"without {name.replace('_', ' ')}": {f"firms.Compass.levers.{name}": 0.0} for name in FULL}
    for name, first in ORDERS.items():
        begins = {lever: weight if lever in first else 0.0 for lever, weight in FULL.items()}
        made[name] = {"firms.Compass.levers": begins, "firms.Compass.changes": [{"month": LATER, "levers": FULL}]}
    return made


def finding(found: pd.DataFrame) -> str:
    """Without which levers the programme earns clearly less, and which order earns clearly more or less."""
    needed = found.loc[(found["high"] < 0) & found["version"].str.startswith("without"), "version"].str[8:].tolist()
    idle = found.loc[(found["low"] > 0) & found["version"].str.startswith("without"), "version"].str[8:].tolist()
    orders = found[found["version"].isin(ORDERS)]
    parts = [f"it earns clearly less without {', '.join(needed)}" if needed else "no single lever is clearly missed"]
    parts += [f"clearly more without {', '.join(idle)}"] if idle else []
    apart = orders[(orders["low"] > 0) | (orders["high"] < 0)]
    clear = [f"{row.version} earns {'more' if row.low > 0 else 'less'}" for row in apart.itertuples()]
    return f"Of the programme at equal budget, {'; '.join([*parts, *(clear or ['no order is clearly better'])])}"


def expected(found: pd.DataFrame) -> str:
    """Each part of the expectation against what was found."""
    rows = found.set_index("version")
    earlier, later = (rows.loc[name, "estimate"] for name in ("improvement and product first", "culture first"))
    checks = {
        "less without continuous improvement": rows.loc["without continuous improvement", "high"] < 0,
        "less without product development": rows.loc["without product development", "high"] < 0,
        "no less without breaking silos": rows.loc["without breaking silos", "high"] >= 0,
        "improvement first above culture first": earlier > later,
    }
    return "Expected: " + "; ".join(f"{name}: {'yes' if found else 'no'}" for name, found in checks.items()) + "."


if __name__ == "__main__":
    main()
