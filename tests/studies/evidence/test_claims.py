"""What the claims are measured by, on tables made up so that the answer is known."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from simulation.rules.journey import CONTACT
from simulation.studies.evidence.behaviour import kept_by_tenth, share_of_reasons, tenths
from simulation.studies.evidence.claimed import above_zero, claimed
from simulation.studies.evidence.claims import CLAIMS
from simulation.studies.evidence.companies import top_and_bottom
from simulation.studies.evidence.finding import DIRECTION, NOT_REPRODUCED, REPRODUCED, Band, Estimate
from simulation.studies.evidence.firms import drawn_scenarios
from simulation.studies.evidence.in_draws import with_draws
from simulation.studies.evidence.investment import in_years, profit_between, ratio, with_lift
from simulation.studies.evidence.markets import Markets
from simulation.studies.evidence.shocks import ONSET, revenues
from simulation.studies.evidence.size import QUICK, Size


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict"),
    [
        (0.6, 0.55, 0.65, REPRODUCED),
        (0.3, 0.1, 0.5, DIRECTION),
        (0.3, -0.1, 0.7, NOT_REPRODUCED),
        (-0.6, -0.7, -0.5, NOT_REPRODUCED),
    ],
)
def test_a_claim_is_judged_by_its_band_and_then_by_its_direction(value, low, high, verdict):
    line = claimed("Q", "x", "strict", Estimate(value, low, high, 9), "share", Band(0.5, 1.0), "somebody", 0.0)
    assert line.verdict == verdict
    no_direction = claimed("Q", "x", "strict", Estimate(value, low, high, 9), "share", Band(0.5, 1.0), "somebody")
    assert no_direction.verdict == (REPRODUCED if verdict == REPRODUCED else NOT_REPRODUCED)


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict"),
    [(0.2, 0.1, 0.3, REPRODUCED), (0.2, -0.1, 0.5, DIRECTION), (-0.2, -0.5, 0.1, NOT_REPRODUCED)],
)
def test_a_claim_about_a_sign_needs_its_whole_interval(value, low, high, verdict):
    assert above_zero("Q", "x", "order", Estimate(value, low, high, 9), "months", "somebody").verdict == verdict


def test_draws_lay_their_values_over_every_market_and_count_where_a_line_is_reproduced():
    """A claim that holds where customers hardly can switch is reproduced in as many draws as lie there."""
    met = []

    def measure(markets):
        cost = markets.shipped("baseline").market.switching_cost
        met.append((cost, cost > 2.0))
        return [claimed("Q3", "x", "strict", Estimate(cost, cost, cost, 1), "logits", Band(low=2.0), "somebody")]

    markets = Markets(replace(QUICK, line_draws=12))
    (line,) = with_draws(measure(markets), markets, measure, met=(REPRODUCED,), judged=(REPRODUCED, NOT_REPRODUCED))
    drawn = met[1:]
    assert line.draws == len(drawn) == 12
    assert line.robust == pytest.approx(np.mean([is_met for _, is_met in drawn]))
    assert min(cost for cost, _ in drawn) < 1.5 < 2.5 < max(cost for cost, _ in drawn)
    assert met[0] == (2.0, False)


def test_top_and_bottom_are_taken_by_maturity_over_all_markets():
    parts = [pd.DataFrame({"maturity": np.arange(10) / 10 + shift, "x": np.arange(10.0) * 10 + shift}) for shift in (0.0, 0.01)]
    top, bottom = top_and_bottom(parts, lambda firms: firms["x"].to_numpy(float))
    assert top == pytest.approx(90.005)
    assert bottom == pytest.approx(np.mean([0, 0.01, 10, 10.01, 20, 20.01]))


def test_revenue_is_counted_in_years_of_the_revenue_before():
    def series(late):
        return pd.DataFrame({"firm": "A", "month": np.arange(-11, 37), "revenue": np.where(np.arange(-11, 37) > 0, late, 10.0)})

    assert in_years(series(15.0), series(10.0), "A") == pytest.approx(36 * 5 / 120)
    assert in_years(series(15.0), series(10.0), "A", months=2) == pytest.approx(10 / 120)


def test_profits_are_summed_before_they_are_divided():
    assert ratio([(30.0, 10.0), (0.0, 10.0)]) == 1.5
    assert np.isnan(ratio([(1.0, -2.0)]))
    series = pd.DataFrame({"firm": ["A", "B"] * 3, "month": [36, 36, 37, 37, 60, 60], "profit": [9.0, 9.0, 1.0, 2.0, 3.0, 4.0]})
    assert profit_between(series, 37, 60).to_dict() == {"A": 4.0, "B": 6.0}


def test_reasons_for_switching():
    lost = {"lost_failure": [99, 2, 1], "lost_price": [9, 1, 0], "lost_better_offer": [0, 1, 1]}
    series = pd.DataFrame({"month": [0, 1, 2], **lost})
    assert share_of_reasons(series, ["lost_failure"], ["lost_price", "lost_better_offer"]) == 0.5


def test_who_spends_most_and_stays_longest():
    rows = [
        {"replication": 0, "customer": n, "year": year, "firm": "A", "spend_per_month": 1000.0 - n}
        for year in (1, 2) for n in range(200) if year == 1 or n < 100
    ]  # fmt: skip
    assert kept_by_tenth(pd.DataFrame(rows)).tolist() == [1.0] * 5 + [0.0] * 5
    assert tenths([np.linspace(0.9, 0.5, 10)] * 2) == pytest.approx(1.0)
    assert tenths([np.linspace(0.5, 0.9, 10)] * 2) == pytest.approx(-1.0)


def test_policies_are_drawn_evenly_over_the_fields_at_equal_budgets():
    scenarios = drawn_scenarios(Markets(replace(QUICK, markets=6, firms=6)))
    firms = [firm.at(60).policy for scenario in scenarios for firm in scenario.firms]
    assert len(firms) == 36
    for field, values in (("listens_to", 3), ("measures", 3), ("proactive", 2), ("relationship", 2), ("customer_aligned", 2)):
        counts = np.bincount([int(getattr(policy, field)) for policy in firms], minlength=values)
        assert counts.tolist() == [36 // values] * values
    assert {policy.improvement_budget for policy in firms} == {0.03}
    maturity = [policy.maturity for policy in firms]
    assert min(maturity) < 0.4
    assert max(maturity) > 0.6


@pytest.fixture(scope="module")
def tiny():
    return Markets(Size(200, False, 6, 1, 1, 60, 2, 3)).usual.with_values({"run.months": 24})


def test_a_lift_by_hand_changes_one_firm_and_nothing_before_it(tiny):
    calm, lifted = (with_lift(tiny, 0, points) for points in (0.0, 10.0))
    before = calm["month"] <= 0
    assert calm[before].equals(lifted[before])
    first = (calm["month"] == 1) & (calm["firm"] == "Frontline")
    assert float(lifted.loc[first, "satisfaction"].iloc[0]) > float(calm.loc[first, "satisfaction"].iloc[0])
    others = (calm["month"] == 1) & (calm["firm"] != "Frontline")
    assert lifted.loc[others, "satisfaction"].to_numpy() == pytest.approx(calm.loc[others, "satisfaction"].to_numpy())


def test_a_shock_begins_at_its_onset_and_ends(tiny):
    plan = tiny.with_values({"run.months": ONSET + 47, "market.customers": 600})
    calm, shocked = revenues(plan, 0, ()), revenues(plan, 0, (CONTACT,))
    assert calm.shape == shocked.shape == (48, 3)
    assert not np.array_equal(calm, shocked)
    assert shocked[0] == pytest.approx(calm[0], rel=0.05)


def test_every_claim_is_in_its_place():
    assert [claim.item for claim in CLAIMS] == [f"Q{number}" for number in range(1, 13)]
