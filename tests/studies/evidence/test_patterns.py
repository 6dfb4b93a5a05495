"""What the patterns are measured by, on tables made up so that the answer is known."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from simulation.studies.evidence.courses import crossing, margins, shape
from simulation.studies.evidence.customers import gini, lifetimes, pseudo_r2, spread_between, top_share, with_churn
from simulation.studies.evidence.estimates import correlation, over_parts, over_runs
from simulation.studies.evidence.finding import INSIDE, NAN, NOT_MEASURED, OUTSIDE, Band, Estimate, findings_in, in_band, table_of
from simulation.studies.evidence.firms import alike_firms, alike_scenario, described
from simulation.studies.evidence.geometric import fitted, largest_error, survival
from simulation.studies.evidence.histories import after_recovery, paradox_from, slopes
from simulation.studies.evidence.markets import Markets
from simulation.studies.evidence.patterns import PATTERNS
from simulation.studies.evidence.perception import agreeing, believing, visible
from simulation.studies.evidence.ratchet import standard_is_a_ratchet
from simulation.studies.evidence.retention import kept_after, rise_lost, yearly
from simulation.studies.evidence.shocks import course
from simulation.studies.evidence.size import QUICK
from simulation.studies.evidence.units import between_firms

HIGH_END = np.array([86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4]) / 100
REGULAR = np.array([63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3]) / 100


class Run:
    """A run with the tables that are given."""

    def __init__(self, **tables: pd.DataFrame) -> None:
        vars(self).update(tables)


@pytest.mark.parametrize(("table", "alpha", "beta"), [(HIGH_END, 0.668, 3.806), (REGULAR, 0.704, 1.182)])
def test_the_published_tables_are_fitted_as_published(table, alpha, beta):
    found = fitted(table[:7])
    assert found == (pytest.approx(alpha, abs=0.02), pytest.approx(beta, abs=0.1))
    assert largest_error(table, 7) < 0.05


def test_a_curve_of_the_family_is_found_again():
    curve = survival(0.7, 1.2, 5)
    assert fitted(curve) == (pytest.approx(0.7, rel=1e-3), pytest.approx(1.2, rel=1e-3))
    assert largest_error(curve, 5) < 1e-4
    assert largest_error(curve, 3) < 1e-3
    assert largest_error(np.array([0.9, 0.8, 0.2]), 3) > 0.2


def test_survival_is_counted_over_the_cohorts_that_are_asked_for():
    rows = [("new", 1, 10, 6, 3), ("new", 12, 30, 14, 7), ("new", 13, 100, 1, 1), ("all", 0, 50, 40, 36)]
    columns = ["cohort", "month", "joined", "survivors_year_1", "survivors_year_2"]
    cohorts = pd.DataFrame(rows, columns=columns)
    assert kept_after(cohorts, "new", 12, 2).tolist() == [0.5, 0.25]
    assert yearly(kept_after(cohorts, "all", 0, 2)).tolist() == pytest.approx([0.8, 0.9])
    assert np.isnan(kept_after(cohorts[cohorts["month"] > 20], "new", 30, 2)).all()


def test_the_share_of_the_rise_that_is_lost():
    rising, flatter = np.cumprod([0.5, 0.6, 0.7, 0.8, 0.9]), np.cumprod([0.7, 0.7, 0.7, 0.7, 0.8])
    assert rise_lost([(rising, flatter)] * 3) == pytest.approx(0.75)


def test_who_left_within_a_year_is_seen_from_the_next_picture():
    rows = [(1, 1, 5, 80.0), (2, 1, 9, 60.0), (3, 1, 3, 50.0), (1, 2, 17, 80.0), (2, 2, 4, 70.0)]
    panel = pd.DataFrame(rows, columns=["customer", "year", "tenure_months", "satisfaction"])
    assert with_churn(panel)["left"].tolist() == [False, True, True]


def test_pseudo_r2_is_nought_for_chance_and_one_for_certainty():
    generator = np.random.default_rng(1)
    x = generator.normal(size=4000)
    assert pseudo_r2(x, generator.random(4000) < 0.3) < 0.005
    assert pseudo_r2(x, x > 0.5) > 0.95
    likelihood_ratio = pseudo_r2(x, generator.random(4000) < 1 / (1 + np.exp(-x)))
    assert 0.1 < likelihood_ratio < 0.2
    assert np.isnan(pseudo_r2(x, np.zeros(4000)))


def test_shares_of_the_top():
    values = np.array([60.0, *[10.0] * 4])
    assert top_share(values, 0.2) == 0.6
    assert gini(values) == pytest.approx(0.4)
    assert spread_between([np.array([70.0, 74.0]), np.array([72.0])]) == pytest.approx(2.0)


def test_lifetimes_end_where_a_customer_leaves_the_firm():
    rows = [(1, 1, "A", 6, 10.0), (1, 2, "A", 18, 20.0), (2, 1, "A", 10, 5.0), (2, 2, "B", 3, 50.0), (3, 1, "A", 40, 9.0)]
    panel = pd.DataFrame(rows, columns=["customer", "year", "firm", "tenure_months", "spend_per_month"])
    assert lifetimes(panel).to_dict("list") == {"tenure": [18, 10], "spent": [60.0 + 240.0, 50.0]}


def test_margins_are_taken_quarter_by_quarter():
    month = np.arange(-2, 8)
    series = pd.DataFrame({"firm": "A", "month": month, "profit": np.where(month < 4, 1.0, 3.0), "revenue": 10.0})
    assert margins(Run(series=series), "A", 1).tolist() == [0.1, 0.3]


@pytest.mark.parametrize(
    ("difference", "quarter"),
    [([-1, -1, 1, 1, 1, 1], 3), ([1, 1, 1, 1], 1), ([-1, 1, -4, 1, 1, 1, 1, 1], 4), ([-1] * 8, float("inf"))],
)
def test_the_crossing_is_the_first_that_lasts_for_a_year(difference, quarter):
    noise = np.array([0.1, -0.1])
    assert crossing([np.array(difference) + one for one in noise]) == quarter


def test_an_s_curve_has_its_steepest_month_in_the_middle():
    month = np.arange(73)
    found = shape(0.25 + 0.4 / (1 + np.exp(-(month - 24) / 4)))
    assert found["plateau"] == pytest.approx(0.65, abs=1e-3)
    assert found["steepest"] == pytest.approx(24, abs=1.0)
    assert found["rise_time"] == pytest.approx(2 * 4 * np.log(9), abs=1.1)


def test_the_course_of_a_shock():
    effect = np.concatenate([-np.linspace(0, 1, 7), -np.linspace(1, 0, 31)[1:], np.zeros(5)])
    found = course([effect, effect])
    assert found["peak"] == pytest.approx(6, abs=1.0)
    assert found["recovery"] == pytest.approx(15, abs=1.5)
    assert -1.0 <= found["size"] < -0.9


def test_slopes_of_gain_and_loss_are_found_again():
    generator = np.random.default_rng(2)
    surprise, gap = generator.normal(0, 10, 2000), generator.normal(0, 5, 2000)
    rows = pd.DataFrame({"tenure": 24, "expected": 70.0, "lived": 70.0 + surprise, "before": 70.0 - gap})
    rows["after"] = rows["before"] + 0.1 * gap + np.where(surprise > 0, 0.05, 0.09) * surprise
    assert slopes(rows) == pytest.approx(1.8, rel=1e-6)


def test_recovery_is_held_against_months_without_a_failure():
    rows = pd.DataFrame({
        "before": [70.0] * 5, "after": [72.0, 69.0, 70.5, 70.5, 60.0], "stayed": [1.0, 0.0, 1.0, 0.0, 0.0],
        "helped": [True, True, False, False, False], "again": [False, True, False, True, False], "felt": [1, 1, 0, 0, 1],
    })  # fmt: skip
    assert after_recovery(rows, False, "change") == 1.5
    late = rows.assign(felt=[0, 1, 0, 0, 1])
    assert after_recovery(late, False, "change") == 1.5
    assert np.isnan(after_recovery(late, False, "change", quick=True))
    assert after_recovery(rows, True, "change") == -1.5
    assert after_recovery(rows, False, "stayed") == 0.5


def test_a_paradox_appears_where_the_change_crosses_nought():
    assert paradox_from([12.0, 24.0, 36.0], [-2.0, -1.0, 3.0]) == 27.0
    assert paradox_from([12.0, 24.0], [-2.0, -1.0]) == np.inf


def test_firms_that_are_alike_have_one_policy_and_differ_within_their_market():
    markets = Markets(replace(QUICK, markets=2, firms=3))
    (table,) = alike_firms(markets)
    assert len(table) == 3
    assert {firm.at(60).policy for firm in alike_scenario(markets).firms} == {alike_scenario(markets).firms[0].at(60).policy}
    assert table["together"].between(-1, 1).all()
    assert table["satisfaction"].nunique() == 3


def test_what_managers_believe_and_customers_say():
    believed = [10.0, 10.0, 85.0, 79.0]
    series = pd.DataFrame({"month": [1, 1, 60, 60], "believed_quality": believed, "failures": 10, "felt_failures": 5})
    panel = pd.DataFrame({"year": [4, 5, 5, 5, 5], "satisfaction": [99.0, 80.0, 70.0, 60.0, 50.0]})
    run = Run(series=series, panel=panel)
    assert (believing(run), agreeing(run)) == (0.5, 0.25)
    assert visible(run, 0.04) == pytest.approx(0.02)


def test_a_firm_is_described_by_its_last_year():
    months = [1, 60, 1, 60]
    series = pd.DataFrame({
        "month": months, "firm": ["A", "A", "B", "B"], "employee_engagement": [0.1, 0.5, 0.1, 0.7], "engaged_share": 0.3,
        "satisfaction": 75.0, "believed_quality": 80.0, "ticket_satisfaction": 60.0, "profit": [0.0, 20.0, 0.0, 40.0],
        "customers": 10, "quits": [9, 1, 9, 2], "employees": 24,
    })  # fmt: skip
    departments = pd.DataFrame([
        {"month": 60, "firm": firm, "department": name, "engagement": value}
        for firm in "AB" for name, value in (("support", 0.4), ("operations", 0.6), ("billing", 0.8))
    ])  # fmt: skip
    panel = pd.DataFrame({"year": 5, "firm": ["A", "A", "B", "B"], "satisfaction": [90.0, 70.0, 69.0, 60.0]})
    table = described(Run(series=series, departments=departments, panel=panel))
    assert table["engagement"].tolist() == [0.5, 0.7]
    assert table["profit"].tolist() == [24.0, 48.0]
    assert table["turnover"].tolist() == [0.5, 1.0]
    assert (table["superior"].tolist(), table["content"].tolist()) == ([0.5, 0.0], [1.0, 0.0])
    assert table["back_engagement"].tolist() == pytest.approx([0.7, 0.7])
    assert between_firms([table, table], "engagement", "profit") == pytest.approx(1.0)


def test_the_ratchet_stands_within_its_bands():
    assert [line.verdict for line in standard_is_a_ratchet(None)] == [INSIDE] * 4


def test_intervals():
    assert over_runs([1.0, 2.0, 3.0, NAN]) == Estimate(2.0, pytest.approx(2 - 2.484, abs=1e-3), pytest.approx(4.484, abs=1e-3), 3)
    found = over_parts(list(np.random.default_rng(3).normal(5.0, 1.0, 100)), lambda parts: float(np.mean(parts)))
    assert found.value == pytest.approx(5.0, abs=0.3)
    assert 0.25 < found.high - found.low < 0.55
    assert np.isinf(over_parts([float("inf")] * 3, max).high)
    assert np.isnan(correlation(np.ones(9), np.arange(9.0)))


def test_a_band_decides_and_says_where_luck_could():
    def line(value, low, high):
        return in_band("C9", "x", "y", Estimate(value, low, high, 9), "share", Band(0.2, 0.4), "emergent")

    assert (line(0.3, 0.25, 0.35).verdict, line(0.3, 0.25, 0.35).note) == (INSIDE, "")
    assert (line(0.5, 0.45, 0.55).verdict, line(NAN, NAN, NAN).verdict) == (OUTSIDE, NOT_MEASURED)
    assert "edge of the band" in line(0.38, 0.3, 0.45).note
    lines = [line(0.3, 0.25, 0.35), line(0.38, 0.3, 0.45)]
    assert findings_in(table_of(lines))[1].note == lines[1].note


def test_every_pattern_is_measured():
    names = " ".join(pattern.name for pattern in PATTERNS)
    assert [item for item in ("C1", "C2", "C3", "C4", "C5", "C6", *(f"K{n}" for n in range(1, 11))) if item not in names] == []
