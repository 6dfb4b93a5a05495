"""Where a rule turns or ends: at its bounds, at ties, and at the very edge between two cases.

The mutation test (`python -m tests.mutation`) showed that nothing else held these.
"""

import math

import pytest

from simulation.rules.attention import entry_rate
from simulation.rules.choice import BETTER_OFFER, FAILURE, OTHER, PRICE, arrival, leaving_reason, targeting_factor
from simulation.rules.complaints import complaint_probability
from simulation.rules.culture import new_orientation
from simulation.rules.employees import anger_met, quit_probability
from simulation.rules.experience import (
    account_performance,
    forgiven,
    new_expectation,
    new_satisfaction,
    newcomers_expectation,
    performance,
)
from simulation.rules.journey import BILLING, FALSE_ALARM, NOTHING, ONBOARDING, USE, failure_stage
from simulation.rules.levers import new_prevention
from simulation.rules.management import (
    believed_quality,
    department_load,
    positions_wanted,
    staffing_factor,
    work_called_for,
)
from simulation.rules.spending import paid_at_price, spending
from simulation.rules.support import first_contact_probability, queue_rank, softened_standard, ticket_score, tier, work_pressure
from simulation.rules.word_of_mouth import new_belief, sending_rate


def test_nobody_hears_of_a_firm_that_nobody_speaks_of():
    assert arrival(0.0, 0.5) == 2.0


def test_the_least_valuable_customer_of_a_fully_focused_and_informed_firm_gets_nothing():
    assert targeting_factor(1.0, 1.0, 1.0, 0.0) == 0.0
    assert targeting_factor(1.0, 1.0, 1.0, 1.0) == 2.0


def test_of_two_reasons_as_strong_the_first_counts_and_one_at_the_threshold_is_none():
    assert leaving_reason(0.1, 0.1, 0.1, 0.1) == OTHER
    assert leaving_reason(0.4, 0.4, 0.4, 0.4) == FAILURE
    assert leaving_reason(0.2, 0.4, 0.4, 0.4) == PRICE
    assert leaving_reason(0.2, 0.3, 0.4, 0.4) == BETTER_OFFER


def test_who_expects_30_points_more_than_70_complains_by_the_whole_slope_more():
    assert complaint_probability(0.2, 0.3, 100.0) == pytest.approx(0.26)
    assert complaint_probability(0.2, 0.3, 40.0) == pytest.approx(0.14)
    assert complaint_probability(0.9, 1.0, 100.0) == 1.0


def test_orientation_ends_at_one_and_at_none():
    assert new_orientation(1.0, 1.0, 0.3, 0.3, 1.0, 0.0, 0.25) == 1.0
    assert new_orientation(0.9, 1.0, 1.0, 1.0, 1.0, 0.0, 0.25) == 1.0
    assert new_orientation(0.1, 1.0, 0.0, 1.0, 0.0, 1.0, 0.5) == pytest.approx(0.4)
    assert new_orientation(0.2, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0) == 0.0


def test_anger_is_at_most_all_of_the_exposure_either_way():
    assert anger_met(0.0, 4.0, 0.8) == -0.8
    assert anger_met(40.0, 4.0, 0.8) == 0.8


def test_a_yearly_rate_of_quitting_is_a_twelfth_a_month():
    assert quit_probability(0.36, 1.0, 0.0, 1.6, 0.0, 0.8) == pytest.approx(0.03)
    assert quit_probability(0.36, 2.0, 0.5, 1.6, 0.25, 0.8) == pytest.approx(0.06 * math.exp(0.2 - 0.8))
    assert quit_probability(12.0, 10.0, 0.0, 1.0, 0.0, 1.0) == 1.0


def test_points_end_at_nothing_and_at_a_hundred():
    assert performance(10.0, 0.0, 15.0, 1.0, 0.0, 0.0, 40.0) == 0.0
    assert performance(110.0, 0.0, 15.0, 0.0, 0.0, 0.0, 0.0) == 100.0
    assert newcomers_expectation(0.0, 0.0, 0.0) == 0.0
    assert newcomers_expectation(90.0, 90.0, 30.0) == 100.0
    assert new_expectation(0.0, 0.0, 0.1, 0.0, 0.01) == 0.0
    assert new_expectation(100.0, 100.0, 0.1, 100.0, 0.01) == 100.0
    assert new_satisfaction(10.0, 60.0, 0.0, 1.0, 2.0, 0.0, 10.0) == 0.0
    assert new_satisfaction(90.0, 60.0, 100.0, 2.0, 2.0, 0.0, 10.0) == 100.0
    assert believed_quality(0.0, 92.0, 6.0, 50.0, 80.0, 1.5) == 0.0
    assert believed_quality(0.0, 100.0, 6.0, 0.0, 80.0, 1.5) == 100.0


def test_what_was_silent_is_forgiven_by_the_share_that_is_left():
    assert forgiven(0.6, 0.5, 0.25) == 0.3
    assert forgiven(0.6, 0.0, 0.25) == 0.6
    assert forgiven(0.9, 0.5, 1.0) == 1.0


def test_an_account_is_judged_between_its_mean_and_its_worst():
    assert account_performance(80.0, 40.0, 0.25) == 70.0


def test_a_chance_at_the_edge_belongs_to_what_follows():
    edges = (0.125, 0.125, 0.25, 0.125, 0.125)
    found = [failure_stage(chance, *edges) for chance in (0.125, 0.25, 0.5, 0.625, 0.75)]
    assert found == [ONBOARDING, USE, BILLING, FALSE_ALARM, NOTHING]


def test_prevention_ends_at_one_and_at_none():
    assert new_prevention(0.5, 0.5, 1.0, 1.5, 1.0, 0.0) == pytest.approx(0.875)
    assert new_prevention(0.0, 0.8, 1.0, 1.5, 1.0, 0.0) == 1.0
    assert new_prevention(0.5, 0.0, 1.0, 1.0, 1.0, 2.0) == 0.0


def test_staffing_reacts_to_ten_points_at_most_and_not_at_the_marks_themselves():
    usual = (0.86, 1.03, 0.05, 0.08, 0.003)
    assert staffing_factor(0.9, *usual, 90.0, 60.0) == pytest.approx(1.03)
    assert staffing_factor(0.9, *usual, 60.0, 90.0) == pytest.approx(0.97)
    assert staffing_factor(0.86, *usual, 80.0, 80.0) == staffing_factor(1.03, *usual, 80.0, 80.0) == 1.0
    assert staffing_factor(0.5, 0.86, 1.03, 1.0, 0.08, 0.003, 80.0, 80.0) == 0.1


def test_work_follows_customers_by_a_power_within_a_fiftieth_and_fifty_times_and_positions_the_work():
    assert work_called_for(50.0, 100.0, 1.0) == pytest.approx(0.5)
    assert work_called_for(1.0, 100.0, 1.0) == pytest.approx(0.02)
    assert work_called_for(1e6, 100.0, 1.0) == pytest.approx(50.0)
    assert work_called_for(400.0, 100.0, 0.5) == pytest.approx(2.0)
    assert work_called_for(400.0, 100.0, 0.0) == 1.0
    assert positions_wanted(10.0, 2.0, work_called_for(400.0, 100.0, 0.5)) == pytest.approx(40.0)


@pytest.mark.parametrize("customers", [30.0, 100.0, 700.0])
@pytest.mark.parametrize("exponent", [0.0, 0.6, 1.0])
def test_who_has_the_positions_that_the_customers_call_for_is_loaded_as_at_the_start(customers, exponent):
    work = work_called_for(customers, 100.0, exponent)
    assert department_load(work, positions_wanted(12.0, 1.0, work), 12.0) == pytest.approx(1.0)


def test_who_pays_a_higher_price_buys_less_by_the_elasticity():
    assert paid_at_price(math.log(1.21), 0.5) == pytest.approx(1.1)
    assert paid_at_price(math.log(2.0), 0.0) == pytest.approx(2.0)
    assert paid_at_price(math.log(2.0), 1.0) == 1.0


def test_spending_follows_satisfaction_within_three_fifths_and_six_fifths():
    assert spending(50.0, 85.0, 0.006, 75.0, 1.0) == pytest.approx(53.0)
    assert spending(50.0, 0.0, 0.1, 75.0, 1.0) == 30.0
    assert spending(50.0, 100.0, 0.1, 75.0, 0.5) == 30.0


def test_work_pressure_ends_at_a_twentieth_and_twenty_times():
    assert (work_pressure(0.0, 1.0, 10.0), work_pressure(1e6, 1.0, 10.0)) == (0.05, 20.0)
    assert work_pressure(30.0, 0.5, 10.0) == 1.5


def test_a_standard_softens_below_the_dead_band_towards_what_is_done_and_stops_at_the_floor():
    assert softened_standard(1.0, 0.75, 0.5, 0.25, 0.5) == 1.0
    assert softened_standard(1.0, 0.5, 0.5, 0.25, 0.25) == 0.75
    assert softened_standard(1.0, 0.0, 0.75, 0.25, 0.5) == 0.5
    assert softened_standard(0.4, 0.0, 0.75, 0.25, 0.5) == 0.4


def test_nobody_enters_more_than_once_a_month():
    assert entry_rate(30.0, 0.0, 0.0) == 1.0


def test_advertising_takes_nobody_beyond_what_it_promises():
    assert new_belief(50.0, 50.0, 0.0, 0.2, 90.0, 1000.0, 0.01) == 90.0


def test_who_is_neither_pleased_nor_displeased_talks_by_the_base_rate():
    assert sending_rate(70.0, 0.02, 0.5, 70.0, 1.5, 0.7) == 0.02


def test_a_pleasant_surprise_however_small_is_not_weighed_as_a_loss():
    assert new_satisfaction(70.0, 70.0, 70.5, 1.0, 2.0, 0.0, 10.0) == 70.5
    assert new_satisfaction(70.0, 70.0, 69.5, 1.0, 2.0, 0.0, 10.0) == 69.0


def test_expectation_stops_at_a_hundred_however_fast_it_rises():
    assert new_expectation(50.0, 100.0, 1.0, 100.0, 1.0) == 100.0


def test_what_another_department_caused_is_settled_as_much_more_seldom_as_the_own_is_more_often():
    """Without walls both lie as far from the base, in logits."""
    same = (0.5, 1.0, 1.0, 0.0, 1.5, 0.0, 0.8, 0.0, 0.6, 0.0, 0.9)
    own, others = (first_contact_probability(*same, cause) for cause in (True, False))
    assert own == pytest.approx(0.537430)  # 1 / (1 + exp(-.15))
    assert own + others == pytest.approx(1.0)


def test_a_contact_that_settles_nothing_but_goes_well_is_worth_half_the_points():
    assert ticket_score(False, False, 0, 0.15) == 50.0
    assert ticket_score(True, True, 0, 0.15) == 0.0


def test_no_waiting_takes_a_case_before_those_of_a_better_tier():
    first_come_last = 2**32 - 1
    for age in (0, 1023, 1024, 5000):
        assert queue_rank(1, age, 0) > queue_rank(0, 0, first_come_last)


def test_where_no_share_is_served_first_or_last_nobody_is():
    assert [tier(rank, 0.0, 0.0) for rank in (0.0, 0.5, 1.0)] == [1, 1, 1]
