"""Worked examples of the rules, named after the sources that they come from; numbers computed by hand."""

import math

import numpy as np
import pytest

from simulation.rules.attention import attention, price_attention
from simulation.rules.choice import FAILURE, OTHER, PRICE, arrival, awareness_rate, gumbel, leaving_reason, satisfaction_utility
from simulation.rules.complaints import complaint_probability, escalations_per_100_a_year
from simulation.rules.culture import coherence, new_orientation, susceptibility
from simulation.rules.employees import newcomer_factor, quit_probability
from simulation.rules.experience import added_memory, new_expectation, new_satisfaction, performance
from simulation.rules.forms import half_life_kept, lag_share, moved, saturating, whole_units
from simulation.rules.journey import BILLING, FALSE_ALARM, NOTHING, ONBOARDING, PURCHASE, USE, failure_stage
from simulation.rules.knowledge import estimate_error
from simulation.rules.ledger import coordination_cost, cost_scale, discounted, materials
from simulation.rules.management import believed_quality, management_effort, staffing_factor
from simulation.rules.needs import drifted_deviation, passing_fad
from simulation.rules.proactive import false_alarm_rate
from simulation.rules.support import queue_rank, served_share, ticket_score, tier, time_per_case, work_pressure
from simulation.rules.word_of_mouth import sending_rate


def grid(count):
    """Evenly spread chances in (0, 1)."""
    return (np.arange(count) + 0.5) / count


# ------------------------------------------------------------------------------------------------------ customers choose
def test_mcfadden_1974_the_largest_of_utility_plus_gumbel_draws_is_chosen_with_logit_probability():
    first, second = -1.0, 0.4
    chances = np.random.default_rng(1).random((40_000, 2))
    chosen = np.mean([first + gumbel(a) > second + gumbel(b) for a, b in chances.tolist()])
    logit = math.exp(first) / (math.exp(first) + math.exp(second))
    assert chosen == pytest.approx(logit, abs=3.5 * math.sqrt(logit * (1.0 - logit) / 40_000))


def test_a_firm_comes_to_mind_within_the_month_with_one_minus_e_to_the_minus_rate():
    for rate in (0.05, 0.45, 1.3):
        came = np.mean([arrival(rate, chance) < 1.0 for chance in grid(10_000).tolist()])
        assert came == pytest.approx(1.0 - math.exp(-rate), abs=1e-3)
    assert all(arrival(0.0, chance) > 1.0 for chance in grid(100).tolist())


def test_twice_the_advertising_is_worth_less_than_twice_the_awareness():
    alone = [awareness_rate(0.45, times, 0.4, 0.0, 0.0, 1.0) for times in (0.0, 1.0, 2.0)]
    assert alone[0] == 0.0
    assert alone[2] / alone[1] == pytest.approx(2.0**0.4)


def test_jones_and_sasser_1995_between_the_knees_satisfaction_matters_little():
    def gain(low, high):
        return satisfaction_utility(high, 0.1, 0.02, 40.0, 75.0) - satisfaction_utility(low, 0.1, 0.02, 40.0, 75.0)

    assert gain(20.0, 35.0) == pytest.approx(1.5)
    assert gain(50.0, 65.0) == pytest.approx(0.3)
    assert gain(80.0, 95.0) == pytest.approx(1.5)
    assert gain(39.999, 40.001) < 0.001  # without a jump at the knees
    assert gain(74.999, 75.001) < 0.001
    assert satisfaction_utility(75.0, 0.1, 0.02, 40.0, 75.0) == 0.0


def test_ascarza_iyengar_and_schleicher_2016_an_outreach_triples_the_base_attention():
    woken, usual = (attention(0.04, factor, 0.0, 0.25, 0.0, 0.08) for factor in (3.0, 1.0))
    assert woken == pytest.approx(3.0 * usual) == pytest.approx(0.12)
    assert attention(0.6, 3.0, 0.0, 0.25, 0.0, 0.08) == 1.0


def test_attention_without_anything_that_happened_is_the_lasting_propensity():
    for propensity in (0.0, 0.03, 0.5, 1.0):
        assert attention(propensity, 1.0, 0.0, 0.25, 0.0, 0.08) == pytest.approx(propensity)
    assert price_attention(0.0, 10.0) == 1.0
    assert price_attention(0.05, 10.0) == price_attention(-0.05, 10.0) == pytest.approx(1.5)


def test_someone_leaves_for_the_strongest_reason_and_for_none_if_all_are_weak():
    assert leaving_reason(0.3, 0.5, 0.2, 0.4) == PRICE
    assert leaving_reason(0.9, 0.5, 0.2, 0.4) == FAILURE
    assert leaving_reason(0.05, 0.09, -3.0, 0.0) == OTHER


# -------------------------------------------------------------------------------------------------------- customers judge
def judged(lived, satisfaction=70.0, expectation=70.0, experiences=20.0):
    return new_satisfaction(satisfaction, expectation, lived, 0.6, 2.0, experiences, 10.0)


def test_oliver_1980_what_was_expected_and_got_changes_nothing():
    assert judged(70.0) == 70.0
    assert new_expectation(70.0, 70.0, 0.1, 70.0, 0.01) == 70.0


def test_mittal_ross_and_baldasare_1998_a_loss_weighs_twice_a_gain():
    for surprise in (1.0, 10.0, 25.0):
        assert 70.0 - judged(70.0 - surprise) == pytest.approx(2.0 * (judged(70.0 + surprise) - 70.0))


def test_bolton_1998_the_longer_the_experience_the_less_one_month_moves():
    steps = [70.0 - judged(40.0, experiences=months) for months in (0.0, 1.0, 3.0, 9.0, 10.0, 200.0)]
    assert steps == pytest.approx([36.0 / (1.0 + months) for months in (0.0, 1.0, 3.0, 9.0, 10.0, 10.0)])


def test_satisfaction_settles_at_the_level_that_is_lived():
    satisfaction, expectation = 50.0, 90.0
    for month in range(400):
        satisfaction = new_satisfaction(satisfaction, expectation, 74.0, 0.6, 2.0, float(month), 10.0)
        expectation = new_expectation(expectation, 74.0, 0.1, 74.0, 0.01)
    assert satisfaction == pytest.approx(74.0, abs=1e-6)
    assert expectation == pytest.approx(74.0, abs=1e-6)


def test_a_failure_costs_more_than_its_repair_gives_back():
    """A use failure of 40 points with a repair worth 12: the month, and what is left of it a year later."""
    hurt = performance(85.0, 0.0, 15.0, 0.4, 0.0, 0.0, harm=40.0)
    repaired = performance(85.0, 0.0, 15.0, 0.4, 0.0, 0.0, harm=40.0 - 12.0)
    usual = performance(85.0, 0.0, 15.0, 0.4, 0.0, 0.0, harm=0.0)
    assert (usual, repaired, hurt) == (79.0, 51.0, 39.0)
    assert judged(hurt, 79.0, 79.0) < judged(repaired, 79.0, 79.0) < 79.0


def test_memories_of_failures_never_add_up_to_more_than_all():
    memory = 0.0
    for _ in range(5):
        memory = added_memory(memory, 0.7)
    assert memory == pytest.approx(1.0 - 0.3**5)


def test_half_life_a_memory_of_three_months_fades_by_a_fifth_a_month():
    assert half_life_kept(3.0) == pytest.approx(0.794, abs=5e-4)
    assert half_life_kept(3.0) ** 3 == pytest.approx(0.5)


# -------------------------------------------------------------------------------------------------------- customers speak
def test_tarp_1986_most_felt_failures_are_never_spoken_of():
    money, other = complaint_probability(0.60, 0.3, 70.0), complaint_probability(0.20, 0.3, 70.0)
    assert (money, other) == (0.60, 0.20)
    assert 0.5 <= complaint_probability(0.60, 0.3, 55.0) <= 0.75
    assert escalations_per_100_a_year(felt=10.0, share=0.03, customers=1_000.0) == pytest.approx(0.36)


def test_anderson_1998_the_delighted_and_the_angry_talk_and_the_indifferent_do_not():
    rates = [sending_rate(satisfaction, 0.02, 0.5, 70.0, 1.5, 0.7) for satisfaction in (40.0, 55.0, 70.0, 85.0, 100.0)]
    assert rates[0] > rates[1] > rates[2] < rates[3] < rates[4]


def test_east_hammond_and_wright_2007_at_equal_distance_the_dissatisfied_talk_more():
    for distance in (5.0, 15.0, 25.0):
        below, above = (sending_rate(70.0 + side * distance, 0.02, 0.5, 70.0, 1.5, 1.0) for side in (-1.0, 1.0))
        assert below == pytest.approx(1.5 * above)


# --------------------------------------------------------------------------------------------------- what happens to them
def test_at_most_one_failure_a_month_with_the_declared_chances():
    rates = dict(purchase=0.08, onboarding=0.05, use=0.009, billing=0.004, false_alarm=0.02)
    stages = [failure_stage(chance, **rates) for chance in grid(100_000).tolist()]
    met = {stage: stages.count(stage) / 100_000 for stage in set(stages)}
    expected = {PURCHASE: 0.08, ONBOARDING: 0.05, USE: 0.009, BILLING: 0.004, FALSE_ALARM: 0.02, NOTHING: 0.837}
    assert met == pytest.approx(expected, abs=1e-4)


def test_who_is_found_with_precision_a_quarter_is_disturbed_three_times_in_vain():
    hits = 0.013 * 0.4
    assert false_alarm_rate(0.013, 0.4, 0.25) == pytest.approx(3.0 * hits)
    assert false_alarm_rate(0.013, 0.4, 1.0) == 0.0


def test_the_queue_serves_better_tiers_first_then_the_longest_wait_then_the_draw():
    waiting = [(1, 0, 5), (2, 3, 0), (0, 0, 2**32 - 1), (1, 2, 9), (1, 2, 3), (0, 1, 7)]
    assert sorted(waiting, key=lambda contact: queue_rank(*contact)) == [
        (0, 1, 7), (0, 0, 2**32 - 1), (1, 2, 3), (1, 2, 9), (1, 0, 5), (2, 3, 0),
    ]


def test_tiers_hold_the_declared_shares_of_customers():
    tiers = [tier(rank, 0.15, 0.30) for rank in grid(1_000).tolist()]
    assert [tiers.count(which) for which in (0, 1, 2)] == [150, 550, 300]
    assert {tier(rank, 0.0, 0.0) for rank in grid(1_000).tolist()} == {1}


def test_service_desk_benchmarks_each_repeat_costs_fifteen_percent():
    scores = [ticket_score(True, False, before, 0.15) for before in range(3)]
    assert scores == pytest.approx([100.0, 85.0, 72.25])
    assert ticket_score(True, True, 0, 0.15) == 0.0


# ----------------------------------------------------------------------------------------------------- people and support
def test_oliva_and_sterman_2001_what_time_does_not_absorb_waits():
    """At 50 % overload, time per case takes up .64 of it in logs; what is served and how long it takes make up capacity."""
    pressure = work_pressure(150.0, 1.0, 100.0)
    time, served = time_per_case(1.0, pressure, 0.64), served_share(pressure, 0.64)
    assert time * served * 150.0 == pytest.approx(100.0)
    assert time == pytest.approx(0.771, abs=1e-3)
    assert served_share(0.5, 0.64) == 1.0


def test_harrison_and_carroll_1991_newcomers_are_open_and_veterans_less():
    assert [susceptibility(months) for months in (0.0, 12.0, 24.0, 36.0)] == pytest.approx([1.0, 0.8, 0.7, 0.65])


def test_harrison_and_carroll_1991_colleagues_only_average_themselves():
    """With neither managers nor forgetting, a pair keeps its mean and loses its difference."""
    one, two = 0.2, 0.6
    for _ in range(100):
        one, two = (
            new_orientation(one, 0.6, 0.0, 0.15, two, 0.0, 0.25), new_orientation(two, 0.6, 0.0, 0.15, one, 0.0, 0.25),
        )
    assert one == pytest.approx(0.4)
    assert two == pytest.approx(0.4)


def test_policy_and_practice_leaders_pull_fully_only_where_measures_and_rewards_agree():
    assert coherence(0.3, 1.0, 1.0) == 1.0
    assert coherence(0.3, 0.0, 0.0) == pytest.approx(0.3)
    assert coherence(0.3, 1.0, 0.0) == coherence(0.3, 0.0, 1.0) == pytest.approx(0.65)


def test_harter_schmidt_and_hayes_2002_the_least_engaged_quarter_quits_twice_as_often_as_the_most_engaged():
    """Quarters of a logit-normal of spread .7 lie .43 apart in the mean, for which 1.6 a unit gives a factor of two."""
    engagement = 1.0 / (1.0 + np.exp(-0.7 * np.random.default_rng(2).standard_normal(40_000)))
    low, high = (np.mean(quarter) for quarter in np.split(np.sort(engagement), 4)[::3])
    least, most = (quit_probability(0.35, 1.0, level - 0.5, 1.6, 0.0, 0.8) for level in (low, high))
    assert least / most == pytest.approx(2.0, abs=0.15)


def test_farber_1994_newcomers_quit_twice_as_often_and_half_of_that_is_gone_in_a_year():
    assert [newcomer_factor(months, 1.0, 12.0) for months in (0.0, 12.0, 24.0)] == pytest.approx([2.0, 1.5, 1.25])


# ------------------------------------------------------------------------------------------------------ managers and money
def test_tarp_1986_the_fewer_speak_up_the_better_managers_think_of_the_firm():
    half_truth = [believed_quality(0.0, 92.0, 6.0, escalations, 70.0, 1.5) for escalations in (2.0, 1.0, 0.0)]
    assert half_truth == pytest.approx([81.5, 87.5, 93.5])
    assert believed_quality(1.0, 92.0, 6.0, 0.0, 70.0, 0.0) == 70.0


def test_cyert_and_march_1963_search_follows_the_shortfall_and_slack_the_surplus():
    assert management_effort(0.05, 80.0, 80.0) == 1.0
    assert management_effort(0.05, 80.0, 76.0) == pytest.approx(1.2)
    assert management_effort(0.05, 80.0, 84.0) == pytest.approx(0.8)


def test_staff_is_added_and_cut_at_the_marks_and_stays_between_them():
    marks = dict(lower=0.86, upper=1.03, cut=0.05, added=0.08, reaction=0.0, aspiration=80.0, believed=80.0)
    assert [staffing_factor(pressure, **marks) for pressure in (0.8, 0.9, 1.0, 1.1)] == pytest.approx([0.95, 1.0, 1.0, 1.08])


def test_the_shares_of_the_ledger_add_up_to_the_ordinary_margin():
    """Materials, wages, media, support, training, replacement, overhead and improvement leave .22 of any gross margin."""
    below_gross_margin = 0.15 + 0.08 + 0.017 + 0.003 + 0.015 + 0.020 + 0.035
    for gross_margin in (0.15, 0.30, 0.45, 0.70):
        scale = cost_scale(gross_margin, 0.22, 0.03)
        cost = materials(gross_margin, 0.20) + 0.20 + below_gross_margin * scale + 0.03
        assert 1.0 - cost == pytest.approx(0.22 * gross_margin, abs=1e-12)


def test_lee_sridhar_henderson_and_palmatier_2015_linked_departments_cost_one_percent_of_revenue():
    assert coordination_cost(0.01, 2_000.0, 0.0, 0.7) == pytest.approx(20.0)
    assert coordination_cost(0.01, 2_000.0, 0.7, 0.7) == 0.0
    assert coordination_cost(0.01, 2_000.0, 0.9, 0.7) == 0.0


def test_present_value_of_a_yearly_pension():
    worth = sum(discounted(100.0, 0.10, 12.0 * year) for year in range(1, 200))
    assert worth == pytest.approx(1_000.0, rel=1e-6)


def test_little_1979_the_second_unit_of_spending_buys_less_than_the_first():
    effect = [saturating(0.004 * units, 0.004) for units in (0.0, 1.0, 2.0, 3.0)]
    assert effect[0] == 0.0
    assert effect[1] == pytest.approx(1.0 - 1.0 / math.e)
    assert effect[1] - effect[0] > effect[2] - effect[1] > effect[3] - effect[2] > 0.0


# -------------------------------------------------------------------------------------------------------------- the forms
def test_a_lag_is_exact_twelve_months_are_one_year():
    level = 0.0
    for _ in range(12):
        level = moved(level, 1.0, lag_share(5.0))
    assert level == pytest.approx(1.0 - math.exp(-12.0 / 5.0))


def test_an_error_halves_with_four_times_the_information():
    assert estimate_error(0.4, 3.0, 1.0) == pytest.approx(0.5 * estimate_error(0.4, 0.0, 1.0))


def test_money_is_rounded_to_the_nearest_unit_and_never_made():
    amounts = [0.00004, 0.00005, 0.12345, 19.99, -0.00004, -1.5]
    assert [whole_units(amount, 10_000.0) for amount in amounts] == [0, 1, 1235, 199_900, 0, -15_000]


def test_needs_keep_their_spread_for_ever():
    """An autoregression with these steps has the variance s^2 / (1 - (1 - r)^2), fads their declared one."""
    bells = np.random.default_rng(3).standard_normal((2, 400, 300))
    own, fad = np.zeros(300), np.zeros(300)
    own_seen, fad_seen = [], []
    for month in range(400):
        own = np.array([drifted_deviation(v, 0.02, 0.05, b) for v, b in zip(own.tolist(), bells[0, month].tolist(), strict=True)])
        fad = np.array([passing_fad(f, 0.85, 0.25, b) for f, b in zip(fad.tolist(), bells[1, month].tolist(), strict=True)])
        if month >= 200:
            own_seen.append(own.std())
            fad_seen.append(fad.std())
    assert np.mean(own_seen) == pytest.approx(0.05 / math.sqrt(1.0 - 0.98**2), rel=0.05)
    assert np.mean(fad_seen) == pytest.approx(0.25, rel=0.05)
