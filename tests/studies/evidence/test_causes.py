"""Why a falsifier fails, in a made-up model in which one field of the policy alone earns anything."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd

from simulation.studies.comparisons.ledger_lines import LINES
from simulation.studies.evidence.causes import LEVERS, parts_of, what_makes_the_difference
from simulation.studies.evidence.falsifiers import CENTRIC, F3, FOCUSED, ITEMS, falsifiers
from simulation.studies.evidence.finding import FAILS, HOLDS
from simulation.studies.evidence.size import QUICK

SIZE = replace(QUICK, replications=4, draws=2)
KEYS = ("replication", "month", "firm")


def listening_pays(scenario, replication, twin=None):
    """Every firm earns 1000 for each step of listening, and as much luck as its run brings to all alike."""
    world = scenario if twin is None else scenario.with_twin(twin)
    rows = []
    for firm in world.firms:
        earned = 1000.0 * firm.at(1).policy.listens_to + 17.0 * replication
        ledger = {**dict.fromkeys(LINES, 0.0), "revenue": earned, "profit": earned}
        rows.append({"replication": replication, "month": 1, "firm": firm.name, "discounted_profit": earned,
                     "failures": 10.0, "failures_contact": 9.0, **ledger})  # fmt: skip
    return SimpleNamespace(series=pd.DataFrame(rows))


def test_the_cause_is_found_and_nothing_else():
    (item,) = [item for item in ITEMS if item.item == "F3"]
    (line,) = falsifiers(SIZE, items=[item], simulate=listening_pays)
    assert line.verdict == FAILS
    assert (line.estimate, line.share, line.robust, line.draws) == (-1000.0, 0.0, 0.0, 2)
    assert "the difference is -1,000: revenue -1,000;" in line.note
    worth = dict(re.findall(r"([a-z ]+) ([+-][\d,]+) \(", line.note.split("otherwise: ")[1]))
    assert worth.pop("listens to") == "+1,000"
    assert len(worth) >= 5
    assert set(worth.values()) == {"+0"}


def test_a_part_is_one_difference_between_the_presets():
    parts = parts_of(F3, CENTRIC, FOCUSED)
    assert {"scope", "approach", "listens to", "focus", "measures", "alignment", "value focus", LEVERS} <= set(parts)
    own = parts[LEVERS].scenario()
    policy = own.focal.at(1).policy
    assert policy.listens_to == 2
    assert policy.allocation == own.firm("Echo").at(1).policy.allocation
    assert parts["listens to"].scenario().focal.at(1).policy.listens_to == 1


def test_only_two_presets_can_be_taken_apart():
    industry = next(item for item in ITEMS if "industry" in item.what)
    assert what_makes_the_difference(industry.terms, SIZE, simulate=listening_pays) == ""


def test_items_whose_world_does_not_matter_hold_in_the_made_up_model():
    chosen = [item for item in ITEMS if item.item == "H"]
    assert [line.verdict for line in falsifiers(SIZE, items=chosen, simulate=listening_pays)] == [HOLDS, HOLDS]
