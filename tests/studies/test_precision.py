"""How many runs a comparison needs, and what so many can show."""

import numpy as np
import pytest
import synthetic_market as made_up
from scipy import stats
from synthetic_market import MadeUpScenario, Run

from simulation.records.result_folder import read_manifest
from simulation.scenario.errors import ScenarioError
from simulation.studies import sequential
from simulation.studies.comparisons.comparison import compare_all
from simulation.studies.comparisons.paired import paired
from simulation.studies.comparisons.precision import FIRST, allowing_for_skewness, detectable, looks
from simulation.studies.sequential import Goal, run_until
from simulation.studies.study import run_study
from tests.coverage.coverage import SHAPES, coverage, stopped

SCENARIO = MadeUpScenario(run=Run(replications=3, months=8))
WIDTH = 400.0
"""Which 30 runs do not reach, and 38 do; 48 confirm it."""


def test_the_smallest_detectable_difference_is_that_of_the_textbook():
    """Cohen (1988), table 2.4.1: a medium effect of 0.5 standard deviations needs 34 pairs at a power of 0.8."""
    assert detectable(np.array([1.0, 1.0]), np.array([34, 33])) == pytest.approx([0.4950, 0.5030], abs=1e-4)
    assert detectable(np.array([1.0, 1.0]), np.array([34, 33]))[0] < 0.5 < detectable(np.array([1.0]), np.array([33]))[0]


def test_a_difference_of_that_size_is_found_in_eight_of_ten_studies():
    generator, size = np.random.default_rng(1), detectable(np.array([3.0]), np.array([12]))[0]
    found = stats.ttest_1samp(generator.normal(size, 3.0, (12, 20_000)), 0.0).pvalue < 0.05
    assert found.mean() == pytest.approx(0.8, abs=0.01)


def test_one_run_detects_nothing_and_what_does_not_vary_everything():
    assert np.isnan(detectable(np.array([0.0]), np.array([1]))[0])
    same = np.ones((5, 1))
    assert paired(same, same * 2, np.array([False])).detectable[0] == 0.0


def test_intervals_of_paired_differences_hold_95_per_cent():
    """Both sides share most of their luck, which is skewed; the difference is what is asked for."""
    generator = np.random.default_rng(2)
    shared = generator.exponential(50.0, (30, 4000))
    left, right = (shared * 2 + generator.normal(mean, 9.0, shared.shape) for mean in (5.0, 2.0))
    found = paired(left, right, np.zeros(4000, bool))
    assert 0.93 <= ((found.low <= 3.0) & (found.high >= 3.0)).mean() <= 0.97
    assert 0.03 <= (paired(left, right + 3.0, np.zeros(4000, bool)).p_value < 0.05).mean() <= 0.07
    assert found.variance_reduction.mean() > 50


@pytest.mark.one_python
@pytest.mark.parametrize("shape", [name for name in SHAPES if name != "log-normal (skewness 3.3)"])
@pytest.mark.parametrize("needed", [10, 60, 200])
def test_intervals_hold_between_93_and_97_per_cent_though_the_study_stops_by_them(shape, needed):
    held, runs, narrow = coverage(shape, needed, studies=4000)
    assert 0.93 <= held <= 0.97
    assert narrow > 0.97
    assert runs <= max(FIRST, needed) * 1.6


def test_student_s_interval_of_few_skewed_differences_falls_short_and_one_that_allows_for_it_does_not():
    generator = np.random.default_rng(3)
    skewed = generator.exponential(1.0, (30, 8000))
    found = paired(skewed, np.zeros_like(skewed), np.zeros(8000, bool))
    low, high = allowing_for_skewness(found.estimate, (found.high - found.low) / 2, found.replications, found.skewness)
    assert ((found.low <= 1.0) & (found.high >= 1.0)).mean() < 0.935
    assert 0.94 <= ((low <= 1.0) & (high >= 1.0)).mean() <= 0.96
    assert (low > found.low).mean() > 0.99


def test_skewness_is_that_of_scipy_and_nought_where_it_cannot_be_told():
    generator = np.random.default_rng(4)
    left = generator.exponential(1.0, (12, 3))
    found = paired(left, np.zeros_like(left), np.zeros(3, bool))
    np.testing.assert_allclose(found.skewness, stats.skew(left, bias=False))
    assert paired(left[:2], left[:2] * 0, np.zeros(3, bool)).skewness.tolist() == [0, 0, 0]
    assert paired(left, left - 1.0, np.zeros(3, bool)).skewness.tolist() == [0, 0, 0]


def test_a_study_stops_at_the_second_look_in_a_row_at_which_it_is_precise_enough():
    values = np.array([[0.0, 2.0] * 50, [0.0, 0.1] * 50])
    counts = stopped(values, wanted=0.7, most=100)
    assert counts.tolist() == [48, 38]


def test_looks_do_not_depend_on_where_a_study_was_interrupted():
    assert looks(30, 60) == [30, 38, 48, 60]
    assert looks(30, 1000)[-1] == 1000
    assert looks(500, 100) == [100]


def goal(width: float, **more) -> Goal:
    return Goal(width, **more)


def test_a_study_goes_on_until_its_intervals_are_narrow_enough(tmp_path):
    """Interrupted and continued, it stops where it would have, and leaves what so many runs leave from the start."""
    calls = []

    def interrupted(scenario, replication, seed=None, twin=None):
        calls.append(replication)
        if len(calls) == 140:
            raise KeyboardInterrupt
        return made_up.simulate(scenario, replication, seed, twin)

    folder = tmp_path / "until"
    study, _ = run_until([SCENARIO], goal(WIDTH), folder=folder, simulate=interrupted)
    assert study.interrupted
    found, reached = run_until([SCENARIO], goal(WIDTH), folder=folder, simulate=interrupted, resume=True)
    assert len(calls) == len(found.runs) + 1
    assert reached.reached
    assert reached.runs == 48
    assert reached.widest <= WIDTH
    assert read_manifest(folder)["until"]["reached"] is True
    rows = found.comparison.query("kind == 'twin' and measure == 'discounted_profit' and period == 'whole'")
    asked = rows[(rows["left"] == "customer-centric") & (rows["right"] == "service-only")].iloc[0]
    half = np.array([asked["high"] - asked["low"]]) / 2
    low, high = allowing_for_skewness(*(np.array([each]) for each in (asked["estimate"], half[0], 48, asked["skewness"])))
    assert reached.interval == (pytest.approx(low[0]), pytest.approx(high[0]))
    assert (high[0] - low[0], asked["replications"]) == (pytest.approx(reached.widest), 48)

    whole = run_study([SCENARIO.with_values({"run.replications": 48})], folder=tmp_path / "whole", simulate=made_up.simulate)
    for name in ("series.parquet", "twins.parquet", "comparison.csv", "summary.csv", "panel.parquet"):
        assert (folder / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    earlier = whole.twins[whole.twins["replication"] < 30]
    fewer = compare_all(whole.series[whole.series["replication"] < 30], earlier, whole.scenarios)
    assert not sequential.how_near(fewer, whole.scenarios, goal(WIDTH)).reached


def test_where_most_is_reached_it_ends_and_says_so():
    _, reached = run_until([SCENARIO], goal(1.0, most=31), simulate=made_up.simulate)
    assert (reached.reached, reached.runs) == (False, 31)


@pytest.mark.parametrize(("wrong", "message"), [
    (Goal(0.0), "must be a positive number"),
    (Goal(float("nan")), "must be a positive number"),
    (Goal(1.0, "revenu"), "did you mean|revenue"),
    (Goal(1.0, most=1), "one run has no interval"),
])  # fmt: skip
def test_what_is_no_goal_is_refused(wrong, message):
    with pytest.raises(ScenarioError, match=message):
        run_until([SCENARIO], wrong, simulate=made_up.simulate)
