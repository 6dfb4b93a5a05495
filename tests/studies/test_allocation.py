"""A search for the best programme finds what is best, and does not mistake luck for it."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simulation.presentation.allocation_words import headline, sentences
from simulation.presentation.report.allocation import allocation_page
from simulation.presentation.report.page import page_html
from simulation.records.files import StoreError
from simulation.scenario import Scenario, load_scenario
from simulation.scenario.policy import LEVERS, PURCHASES
from simulation.studies.allocation.programme import (
    STARTS,
    Programme,
    decoded,
    encoded,
    equal,
    present,
    purchasable,
    with_programme,
)
from simulation.studies.allocation.store import BEST as BEST_FILE
from simulation.studies.allocation.store import load_allocation, run_allocation
from simulation.studies.allocation.study import BEST, FIRST_CHOICE, AllocationInterrupted, Effort, Trials, allocate

SMALL = Effort(evaluations=160, search=2, choice=4, judgement=8)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("head_to_head").with_values({"run.months": 36})


def _run(scenario: Scenario, replication: int, profit: float) -> Any:
    series = pd.DataFrame({"firm": [scenario.focal.name], "month": [scenario.run.months], "discounted_profit": [profit]})
    return SimpleNamespace(series=series)


def knows_what_is_best(scenario: Scenario, replication: int, twin: str | None = None) -> Any:
    """Profit is highest with half on data and half on silos, and is lost by starting late; luck is common to all."""
    focal = scenario.focal if twin is None else scenario.focal.playing(twin)
    profit = 5.0 * np.random.default_rng(replication).normal()
    for month in (1, 12, 36):
        shares = dict(zip(PURCHASES, focal.at(month).policy.allocation, strict=True))
        profit += 100.0 * (1.0 - abs(shares["data_driven_decisions"] - 0.5) - abs(shares["breaking_silos"] - 0.5))
    return _run(scenario, replication, profit)


def only_luck(scenario: Scenario, replication: int, twin: str | None = None) -> Any:
    """Profit is luck of each programme's own and nothing else."""
    seed = [replication, int(scenario.digest()[:8], 16), len(twin or "")]
    return _run(scenario, replication, float(np.random.default_rng(seed).normal()))


def dies_after(count: int, simulate: Any) -> Any:
    left = [count]

    def simulating(scenario: Scenario, replication: int, twin: str | None = None) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return simulate(scenario, replication, twin)

    return simulating


def test_it_finds_what_is_best(scenario: Scenario) -> None:
    found = allocate(Trials(scenario, None, simulate=knows_what_is_best), SMALL, STARTS)
    assert found.gain.low > 0
    assert found.best.shares["data_driven_decisions"] + found.best.shares["breaking_silos"] > 0.6
    assert "would do better with another programme" in headline(found)
    worth = {one.purchase: one for one in found.worth}
    assert worth["data_driven_decisions"].low > 0


def test_it_does_not_mistake_luck_for_merit(scenario: Scenario) -> None:
    found = allocate(Trials(scenario, None, simulate=only_luck), SMALL, STARTS)
    assert found.gain_found > 1.0                       # the luckiest of many
    assert abs(found.gain.difference) < found.gain_found
    assert found.gain.low < 0 < found.gain.high
    assert found.flat
    assert headline(found) == "No programme was found that is clearly better for Compass than the plan in the file."
    assert any("choosing the luckiest would have promised" in line for line in sentences(found))


def test_every_round_has_luck_of_its_own(scenario: Scenario) -> None:
    trials = Trials(scenario, None, simulate=knows_what_is_best)
    found = allocate(trials, SMALL, STARTS)
    name = trials.world(found.best)[0]
    runs = {run for world, run in trials.known if world == name}
    assert {0, 1} <= runs
    assert FIRST_CHOICE in runs
    assert len(runs) == SMALL.search + SMALL.choice + SMALL.judgement


def test_the_whole_budget_is_always_spent(scenario: Scenario) -> None:
    random = np.random.default_rng(3)
    purchases = purchasable(scenario)
    for _ in range(50):
        programme = decoded(random.random(2 * len(purchases)), purchases)
        assert sum(programme.shares.values()) == pytest.approx(1.0)
        changed = with_programme(scenario, programme, 0.05)
        for month in (1, 6, 7, 13, 25, 36):
            policy = changed.focal.at(month).policy
            assert sum(policy.allocation) == pytest.approx(1.0)
            assert policy.improvement_budget == 0.05
            for name, share in zip(PURCHASES, policy.allocation, strict=True):
                assert (share > 0) == (name in programme.shares and programme.starts[name] <= month)
        last = dict(zip(PURCHASES, changed.focal.at(36).policy.allocation, strict=True))
        assert all(last[name] == pytest.approx(share) for name, share in programme.shares.items())
        others = [(a, b) for a, b in zip(scenario.firms, changed.firms, strict=True) if a.name != "Compass"]
        assert all(a == b for a, b in others)


def test_the_plan_in_the_file_is_among_what_is_searched(scenario: Scenario) -> None:
    purchases = purchasable(scenario)
    assert set(LEVERS) <= set(purchases)
    plan = present(scenario)
    again = decoded(encoded(plan, purchases), purchases)
    assert again.starts == plan.starts
    assert again.shares == pytest.approx(plan.shares, abs=2e-3)
    assert with_programme(scenario, plan).focal.at(10).policy == scenario.focal.at(10).policy


def test_leaving_out_a_part_spreads_its_money() -> None:
    programme = Programme({"breaking_silos": 0.5, "employee_empowerment": 0.3, "advertising": 0.2},
                          {"breaking_silos": 1, "employee_empowerment": 7, "advertising": 13})  # fmt: skip
    rest = programme.without("breaking_silos")
    assert rest.shares == pytest.approx({"employee_empowerment": 0.6, "advertising": 0.4})
    assert rest.starts == {"employee_empowerment": 1, "advertising": 13}
    words = "50 % breaking silos, 30 % employee empowerment from month 7 on, 20 % advertising from month 13 on"
    assert programme.words() == words
    assert equal(("price", "advertising")).shares == {"price": 0.5, "advertising": 0.5}
    with pytest.raises(ValueError, match="first month"):
        Programme({"price": 1.0}, {"price": 7})


def test_an_interrupted_search_goes_on_to_the_same_end(scenario: Scenario, tmp_path: Path) -> None:
    whole, _ = run_allocation(scenario, tmp_path / "whole", SMALL, simulate=knows_what_is_best)
    with pytest.raises(AllocationInterrupted):
        run_allocation(scenario, tmp_path / "parts", SMALL, simulate=dies_after(200, knows_what_is_best))
    with pytest.raises(StoreError, match="not finished"):
        load_allocation(tmp_path / "parts")
    again, _ = run_allocation(scenario, tmp_path / "parts", SMALL, simulate=knows_what_is_best, resume=True)
    assert again == whole
    files = {path.name for path in (tmp_path / "whole").iterdir()} - {"allocation.json"}
    for name in sorted(files):
        assert (tmp_path / "whole" / name).read_bytes() == (tmp_path / "parts" / name).read_bytes()
    loaded, manifest = load_allocation(tmp_path / "whole")
    assert loaded == whole
    html = page_html(allocation_page(loaded, manifest))
    assert html == page_html(allocation_page(whole, manifest))
    assert len(html.encode()) < 1_000_000
    best = load_scenario(tmp_path / "whole" / BEST_FILE)
    for month in (1, 7, 13, 25):
        assert best.focal.at(month).policy == with_programme(scenario, whole.best).focal.at(month).policy
    _refusals(scenario, tmp_path / "whole")


def _refusals(scenario: Scenario, folder: Path) -> None:
    with pytest.raises(StoreError, match="--force replaces"):
        run_allocation(scenario, folder, SMALL, simulate=knows_what_is_best)
    other = scenario.with_values({"market.switching_cost": 1.0})
    with pytest.raises(StoreError, match="its scenario differs"):
        run_allocation(other, folder, SMALL, simulate=knows_what_is_best, resume=True)
    with pytest.raises(StoreError, match="other numbers of programmes"):
        run_allocation(scenario, folder, Effort(20, 2, 4, 8), simulate=knows_what_is_best, resume=True)
    (folder / "trials.csv").write_text("world,run\n")
    with pytest.raises(StoreError, match="damaged"):
        load_allocation(folder)
    elsewhere = folder.parent / "else"
    elsewhere.mkdir()
    (elsewhere / "thesis.doc").write_text("mine")
    with pytest.raises(StoreError, match="something else"):
        run_allocation(scenario, elsewhere, SMALL, simulate=knows_what_is_best, force=True)


def test_the_page_says_it_first_and_escapes_names(scenario: Scenario) -> None:
    hostile = scenario.with_values({"title": "<script>alert(1)</script>"})
    found = allocate(Trials(hostile, None, simulate=knows_what_is_best), SMALL, STARTS)
    manifest = {"command": "centricity allocate <b>", "version": "1", "scenario_digest": "d", "code_digest": "c", "end": None}
    html = page_html(allocation_page(found, manifest))
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert html.index('class="headline"') < html.index("<figure") < html.index("<table")
    assert html.count("<figure") == html.count('role="img"') == 3
    assert found.named(BEST) is found.gain
