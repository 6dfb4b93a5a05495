"""The numbers that the model gives, kept: a change of the model is a visible event, with its reason in CHANGELOG.md.

`python -m tests.reference.test_reference` writes them anew.
"""

import json
import math
from pathlib import Path

import pytest

from simulation.engines import simulate
from simulation.scenario import Scenario, load_scenario
from simulation.scenario.library import shipped_names

STORED = Path(__file__).with_name("numbers.json")
MEASURES = (
    "revenue", "profit", "customers", "satisfaction", "expectation", "employee_engagement", "customer_orientation",
    "believed_quality", "failures", "open_cases", "service_standard", "needs_fit", "knowledge", "quits",
)


def small(name: str) -> Scenario:
    """A shipped scenario with few customers, and just long enough for everything that it says to happen."""
    scenario = load_scenario(name)
    months = max(14, 2 + max((change.month for firm in scenario.firms for change in firm.changes), default=0))
    return scenario.with_values({"market.customers": 60 * len(scenario.firms), "run.months": months})


def numbers(name: str) -> dict[str, dict[str, float]]:
    """Measures of every firm in the last month of a small run of a shipped scenario."""
    plan = small(name)
    series = simulate(plan, 1).series
    last = series[series["month"] == plan.run.months].set_index("firm")
    return {firm: {measure: float(last.loc[firm, measure]) for measure in MEASURES} for firm in last.index}


def test_every_shipped_scenario_has_its_numbers():
    assert sorted(json.loads(STORED.read_text(encoding="utf-8"))) == sorted(shipped_names())


@pytest.mark.parametrize("name", shipped_names())
def test_the_model_gives_the_numbers_that_it_gave(name):
    stored = json.loads(STORED.read_text(encoding="utf-8"))[name]
    found = numbers(name)
    assert sorted(found) == sorted(stored)
    for firm, values in stored.items():
        for measure, value in values.items():
            assert math.isclose(found[firm][measure], value, rel_tol=1e-9, abs_tol=1e-9), (firm, measure)


if __name__ == "__main__":
    kept = {name: numbers(name) for name in sorted(shipped_names())}
    STORED.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
