"""Who wins in how many draws: known answers, and draws that are refused, fail, tie or are interrupted."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from synthetic_market import Firm, MadeUpScenario, fails_in_replication_two, simulate

from simulation.studies.robustness.study import contenders, robustness
from simulation.studies.robustness.uncertainty import design_of


@dataclass(frozen=True)
class Parameter:
    key: str
    likely: tuple[float, float] | None
    default: float = 1.0
    kind: str = "a number"


DECISIVE = Parameter("effects.centric", (-30.0, 30.0))
IDLE = Parameter("effects.only", (0.0, 2.0))
CERTAIN = Parameter("effects.forbidden", None, 0.5)
FORBIDDEN = Parameter("effects.forbidden", (0.0, 1.0), 0.5)
SCENARIO = MadeUpScenario()


def study(draws=60, parameters=(DECISIVE, IDLE, CERTAIN), scenario=SCENARIO, **options):
    return robustness(scenario, draws, simulate=options.pop("simulate", simulate), parameters=parameters, **options)


def test_each_strategy_wins_where_the_effect_has_its_sign():
    found = study()
    assert [share.strategy for share in found.shares] == ["customer-centric", "service-only"]
    assert sum(share.wins for share in found.shares) == 60
    centric = found.shares[0]
    assert centric.low < 0.5 < centric.high
    ran = found.draws
    clear = ran[ran["effects.centric"].abs() > 6]
    assert ((clear["winner"] == "customer-centric") == (clear["effects.centric"] > 0)).all()


def test_the_value_that_decides_is_named_first():
    found = study()
    assert [driver.parameter for driver in found.drivers] == ["effects.centric", "effects.only"]
    strongest = found.drivers[0]
    sign = 1 if found.leader == "customer-centric" else -1
    assert sign * strongest.correlation > 0.95
    assert strongest.p_adjusted < 1e-6
    assert found.drivers[1].p_adjusted > 0.01


def test_the_share_has_the_interval_of_wilson():
    """81 of 263 gives .2553 to .3662: Newcombe (1998), Statistics in Medicine 17(8), example (a)."""
    low, high = stats.binomtest(81, 263).proportion_ci(0.95, method="wilson")
    assert (low, high) == (pytest.approx(0.2553, abs=5e-5), pytest.approx(0.3662, abs=5e-5))
    share = study(draws=20).shares[0]
    expected = stats.binomtest(share.wins, 20).proportion_ci(0.95, method="wilson")
    assert (share.low, share.high) == (expected.low, expected.high)


def test_the_design_fills_every_layer_on_both_sides_of_the_declared_value_and_is_the_same_for_a_seed():
    design = design_of([DECISIVE, IDLE], 40, seed=7)
    for column, parameter in zip(design.T, (DECISIVE, IDLE), strict=True):
        low, high = parameter.likely
        below, above = np.sort(column)[:20], np.sort(column)[20:]
        assert (np.floor((below - low) / (parameter.default - low) * 20).astype(int) == np.arange(20)).all()
        assert (np.floor((above - parameter.default) / (high - parameter.default) * 20).astype(int) == np.arange(20)).all()
    np.testing.assert_array_equal(design, design_of([DECISIVE, IDLE], 40, seed=7))
    assert (design != design_of([DECISIVE, IDLE], 40, seed=8)).all()


def test_what_the_scenario_sets_itself_is_not_drawn():
    scenario = SCENARIO.with_values({"effects.centric": 4.0})
    found = study(draws=10, scenario=scenario)
    assert (found.varied, found.held) == (("effects.only",), ("effects.centric",))
    assert "effects.centric" not in found.draws


def test_draws_that_the_scenario_refuses_are_counted_and_said():
    found = study(draws=50, parameters=(DECISIVE, FORBIDDEN))
    assert found.invalid == 5
    assert found.shares[0].draws == 45
    refused = found.draws[found.draws["status"] == "invalid"]
    assert (refused["effects.forbidden"] > 0.9).all()
    assert refused["reason"].str.startswith("effects.forbidden: found").all()
    assert "5 of 50 draws refused by the scenario." in found.sentences


def test_draws_that_fail_are_counted_and_said():
    found = study(draws=6, simulate=fails_in_replication_two)
    assert (found.failed, found.shares[0].draws) == (1, 5)
    assert found.draws.loc[2, "reason"].startswith("customer-centric: ZeroDivisionError")
    assert "1 of 6 draws failed." in found.sentences


def test_equal_strategies_tie():
    def equal(scenario, replication, seed=None, twin=None):
        tables = simulate(scenario, replication, seed, twin)
        return replace(tables, series=tables.series.assign(discounted_profit=1.0))

    found = study(draws=4, simulate=equal)
    assert (found.tied, found.leader, found.drivers) == (4, None, ())
    assert [share.wins for share in found.shares] == [0, 0]


def test_no_draw_that_runs_gives_no_share():
    found = study(draws=3, parameters=(Parameter("effects.forbidden", (0.95, 1.0), 0.5),))
    assert (found.invalid, found.shares, found.leader) == (3, (), None)


def test_an_interruption_keeps_the_draws_that_are_complete():
    def interrupted(scenario, replication, seed=None, twin=None):
        if replication == 3 and twin is not None:
            raise KeyboardInterrupt
        return simulate(scenario, replication, seed, twin)

    found = study(draws=9, simulate=interrupted)
    assert found.interrupted
    assert found.draws["draw"].tolist() == [0, 1, 2]
    assert found.shares[0].draws == 3


def test_an_interruption_before_any_draw_is_complete_leaves_nothing_to_say():
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    found = study(draws=4, simulate=interrupted)
    assert (found.interrupted, found.shares, found.leader, len(found.draws)) == (True, (), None, 0)
    assert found.sentences[0].startswith("0 of 4 draws")


def test_runs_are_small_and_share_their_luck():
    seen = []

    def watched(scenario, replication, seed=None, twin=None):
        seen.append((scenario.market.customers, replication, twin))
        return simulate(scenario, replication, seed, twin)

    study(draws=2, simulate=watched, customers_per_firm=150)
    assert seen == [(300, 0, None), (300, 0, "service-only"), (300, 1, None), (300, 1, "service-only")]


def test_processes_change_nothing():
    pd.testing.assert_frame_equal(study(draws=4).draws, study(draws=4, jobs=2).draws)


def test_one_strategy_alone_competes_with_the_baselines():
    alone = replace(SCENARIO, firms=(Firm("Compass", "lip-service"),))
    assert contenders(alone) == ("lip-service", "status-quo", "none")
    own = replace(SCENARIO, firms=(Firm("Compass", "lip-service", is_plain_preset=False),))
    assert contenders(own) == ("as in the file", "lip-service")


def test_no_draw_is_refused():
    with pytest.raises(ValueError, match="draws: found 0"):
        study(draws=0)
