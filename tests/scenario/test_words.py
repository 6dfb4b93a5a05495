"""Scenarios and parameters are told in words that a strategist understands."""

from pathlib import Path

import pytest

from simulation.scenario import ScenarioError
from simulation.scenario.catalogue import Parameter, find
from simulation.scenario.differences import differences
from simulation.scenario.firm_words import budget_shares, firm_in_words
from simulation.scenario.plain_words import (
    Pace,
    about,
    diff_words,
    duration,
    estimate,
    explain_key,
    explain_scenario,
    memory,
)
from tests.scenario.examples import VALID, load


def flat(text: str) -> str:
    """A text on one line, however it was wrapped."""
    return " ".join(text.split())


def test_a_parameter() -> None:
    entry = find("market.attention.outreach_factor")
    assert isinstance(entry, Parameter)
    text = flat(explain_key("market.attention.outreach_factor"))
    for part in (entry.meaning, f"allowed {entry.allowed}", f"default {entry.default_in_words}", entry.source):
        assert part in text
    assert "(read in the source)" in text
    assert "(robustness studies draw from this range)" in text


def test_a_table_lists_its_keys() -> None:
    text = explain_key("market.needs")
    assert "drift_per_month: How far needs move in a month" in text
    assert "2 to 30" in explain_key("firms")


def test_an_unknown_parameter() -> None:
    with pytest.raises(ScenarioError, match="did you mean"):
        explain_key("market.swiching_cost")


def test_a_scenario(tmp_path: Path) -> None:
    default = find("switching_cost")
    assert isinstance(default, Parameter)
    text = flat(explain_scenario(load(tmp_path, VALID)))
    for part in (
        "Two firms",
        "Question: Who is ahead?",
        "Expectation: none stated",
        "1000 customers and 3 firms",
        "75 % are mainstream, who spend 50 EUR a month",
        'Frontline-1 plays "service-only" from the first month on.',
        "Frontline-2 is like Frontline-1. Compass plays",
        'Compass plays "customer-centric" from month 3 on; until then it is an ordinary firm.',
        "reaches all departments",
        "From month 13 on: spends 5 % of its revenue on improvement, allocated as before.",
        f"market.switching_cost: {default.default_in_words} -> 2.5 logits",
        "20 replications of 24 months after 12 months of warm-up",
        "In the twin comparison Compass plays each strategy in turn.",
    ):
        assert part in text


def test_a_scenario_against_its_base(tmp_path: Path) -> None:
    base = load(tmp_path, VALID)
    text = flat(explain_scenario(base.with_values({"market.switching_cost": 4}), base))
    assert "Set otherwise than in mine market.switching_cost: 2.5 -> 4 logits" in text
    assert "as in mine" in explain_scenario(base, base)


def test_the_shares_that_are_told_sum_to_the_budget(tmp_path: Path) -> None:
    policy = load(tmp_path, VALID).firms[2].at(3).policy
    shares = budget_shares(policy)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert next(iter(shares)) == "employee empowerment"
    assert shares["employee empowerment"] == pytest.approx(0.2 / 1.12)


def test_a_firm_that_changes_its_mind(tmp_path: Path) -> None:
    text = VALID.replace("improvement_budget = 0.05", 'strategy = "none"\nprice = 0.8')
    words = firm_in_words(load(tmp_path, text).firms[2])
    assert 'From month 13 on: plays "none" instead of "customer-centric"' in words
    assert "waits for complaints" in words.partition("From month 13")[2]
    assert "develops without customers" in words
    assert "spends nothing on improvement" in words
    assert "its price is 0.8 times the market's" in words


def test_a_firm_with_everything_set(tmp_path: Path) -> None:
    settings = (
        "price=0.9",
        "survey_bias_points=-5",
        "patience_months=9",
        "start_month=-3",
        "scope=customer-facing",
    )
    text = VALID.replace("improvement_budget = 0.05", "price = 1.2\npatience_months = 0\nlevers.advertising = 1")
    scenario = load(tmp_path, text, *(f"firms.Compass.{setting}" for setting in settings))
    words, _, later = firm_in_words(scenario.firms[2]).partition("From month 13 on")
    for part in (
        "already from month -3 of the warm-up on",
        "reaches marketing, sales, onboarding and support with its programme",
        "drops its programme after 9 months of profit below plan",
        "Its price is 0.9 times the market's.",
        "Its surveys come out 5 points too low.",
    ):
        assert part in words
    for part in ("keeps its programme whatever the profit", "1.2 times the market's", "47.2 % on advertising"):
        assert part in later


def test_the_estimate_counts_customers_months_replications_and_worlds(tmp_path: Path) -> None:
    scenario = load(tmp_path, VALID, "run.replications=10")
    pace = Pace(customer_months_per_second=18_000.0, bytes_per_customer=5_000.0, worlds=3)
    takes = estimate(scenario, pace)
    assert takes.seconds == pytest.approx(1_000 * 36 * 10 * 3 / 18_000)
    assert takes.bytes == pytest.approx(5e6)
    assert "about 60 seconds of one processor core, and 5 MB of memory" in flat(explain_scenario(scenario, None, pace))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "about a second"),
        (42, "42 seconds"),
        (150, "2.5 minutes"),
        (7200, "2 hours"),
        (3e5, "3.5 days"),
        (1e7, "116 days"),
    ],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_an_estimate_says_about_once() -> None:
    assert (about(0.2), about(42)) == ("about a second", "about 42 seconds")


@pytest.mark.parametrize(("size", "words"), [(1e5, "less than 1 MB"), (3.4e6, "3.5 MB"), (2e10, "20 GB")])
def test_memory(size: float, words: str) -> None:
    assert memory(size) == words


def test_what_is_left_out_has_no_unit(tmp_path: Path) -> None:
    expecting = load(tmp_path, VALID, "expected_by_month=36")
    lines = diff_words(expecting, expecting.with_values({"expected_by_month": None})).splitlines()
    assert "  expected_by_month: 36 -> left out   (Month by which it is expected to have paid back)" in lines


def test_equal_scenarios(tmp_path: Path) -> None:
    scenario = load(tmp_path, VALID)
    assert diff_words(scenario, scenario) == "mine and mine are equal."


def test_differences_in_words(tmp_path: Path) -> None:
    before = load(tmp_path, VALID)
    after = load(
        tmp_path,
        VALID.replace('"Compass"', '"North"').replace("month = 13", "month = 14"),
        "market.switching_cost=4",
        "segments.premium.spend_per_month=90",
        "title=Other",
    )
    text = flat(diff_words(before, after))
    assert "mine -> mine: 5 differences" in text
    assert 'title: "Two firms" -> "Other"' in text
    assert "market.switching_cost: 2.5 -> 4 logits" in text
    assert "segments.premium.spend_per_month: 50 -> 90 currency/month" in text
    assert "firms: taken out Compass" in text
    assert "firms: added North" in text
    assert 'Added: North plays "customer-centric"' in text


def test_entries_without_names_are_matched_by_place(tmp_path: Path) -> None:
    before, after = load(tmp_path, VALID), load(tmp_path, VALID.replace("month = 13", "month = 14"))
    [one] = differences(before, after)
    assert (one.key, one.before, one.after) == ("firms.Compass.changes.1.month", 13, 14)


def test_many_alike_are_told_together(tmp_path: Path) -> None:
    few = load(tmp_path, VALID, "title=Few")
    many = load(tmp_path, VALID, "firms.Frontline.count=4", "expected_winner=none", "expected_by_month=9")
    text = flat(explain_scenario(many, few))
    assert "Frontline-2, Frontline-3 and Frontline-4 are like Frontline-1." in text
    assert "Counts as met when none is ahead by month 9." in text
    assert "Set otherwise than in mine firms: added Frontline-3 and Frontline-4 Run" in text
