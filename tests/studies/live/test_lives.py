"""The life of every customer: it is the same in both engines, and all lives together are what the tables count."""

from collections import Counter

import pandas as pd
import pytest

from simulation.engines.market import Market
from simulation.engines.simulation_run import simulate
from simulation.rules.journey import ROUTINE
from simulation.scenario import Scenario, load_scenario
from simulation.studies.live.lives import REASONS, STAGES, Event, Life, lives

CUSTOMERS, MONTHS = 150, 20

NOTED_BY_AGENTS = (
    "asks", "complains", "suffers in silence", "meets a bad contact", "waits", "is helped", "gives up", "leaves", "joins",
)  # fmt: skip


@pytest.fixture(scope="module", params=["ordinary", "overloaded"])
def scenario(request: pytest.FixtureRequest) -> Scenario:
    """Much goes wrong in it; in one of the two the desk cannot serve everybody, so that people queue and give up."""
    values: dict[str, object] = {
        "market.customers": CUSTOMERS, "run.months": MONTHS, "run.warm_up_months": 3, "journey.use_per_month": 0.12,
        "journey.billing_per_month": 0.08, "run.seed": 11,
    }  # fmt: skip
    if request.param == "overloaded":
        values |= {"journey.routine_contacts_per_month": 0.5, "firms.Frontline.improvement_budget": 0.0}
    return load_scenario("head_to_head").with_values(values)


@pytest.fixture(scope="module")
def everybody(scenario: Scenario) -> dict[int, Life]:
    return lives(scenario, range(CUSTOMERS))


@pytest.fixture(scope="module")
def series(scenario: Scenario) -> pd.DataFrame:
    return simulate(scenario, 0).series


def events(everybody: dict[int, Life]) -> list[Event]:
    return [event for life in everybody.values() for event in life.events]


@pytest.mark.parametrize(
    ("column", "counts"),
    [
        ("complaints", lambda e: e.kind == "complains"),
        ("silent_failures", lambda e: e.kind in ("suffers in silence", "meets a bad contact")),
        ("felt_failures", lambda e: e.kind in ("complains", "suffers in silence", "meets a bad contact")),
        ("failures_found_first", lambda e: e.kind == "is spared"),
        ("failures_awareness", lambda e: e.kind == "is over-promised"),
        ("failures_contact", lambda e: e.kind == "meets a bad contact"),
        ("failures_use", lambda e: e.stage == "use" and e.kind in ("complains", "suffers in silence", "is spared")),
        ("failures_billing", lambda e: e.stage == "billing" and e.kind in ("complains", "suffers in silence", "is spared")),
        ("cases_opened", lambda e: e.kind in ("complains", "asks")),
        ("cases_solved", lambda e: e.kind == "is helped"),
        ("cases_given_up", lambda e: e.kind == "gives up"),
        ("gained", lambda e: e.kind == "joins"),
        ("lost", lambda e: e.kind == "leaves"),
        ("messages_positive", lambda e: e.kind == "tells well"),
        ("messages_negative", lambda e: e.kind == "tells badly"),
        *[
            (column, lambda e, reason=reason: e.reason == reason)
            for column, reason in zip(
                ("lost_other", "lost_failure", "lost_price", "lost_better_offer", "lost_neighbour"), REASONS, strict=True
            )
        ],
    ],
)
def test_the_lives_of_all_customers_sum_to_the_tables(column, counts, everybody, series) -> None:  # type: ignore[no-untyped-def]
    counted = Counter((event.month, event.firm) for event in events(everybody) if counts(event))
    expected = {(row.month, row.firm): getattr(row, column) for row in series.itertuples()}
    assert {key: counted.get(key, 0) for key in expected} == expected


def test_what_all_customers_pay_is_the_revenue(everybody: dict[int, Life], series: pd.DataFrame) -> None:
    paid: Counter[int] = Counter()
    for life in everybody.values():
        for month in life.months:
            paid[month.month] += month.paid  # type: ignore[assignment]
    revenue = series.groupby("month")["revenue"].sum()
    assert dict(paid) == pytest.approx(revenue.to_dict(), rel=1e-12)


def test_every_month_is_told_and_everybody_counted(everybody: dict[int, Life], series: pd.DataFrame) -> None:
    there = Counter((month.month, month.firm) for life in everybody.values() for month in life.months if month.firm)
    expected = {(row.month, row.firm): row.customers for row in series.itertuples()}
    assert {key: there.get(key, 0) for key in expected} == expected
    assert all([month.month for month in life.months] == list(range(-2, MONTHS + 1)) for life in everybody.values())


def test_both_engines_live_the_same_lives(scenario: Scenario, everybody: dict[int, Life]) -> None:
    market = Market(scenario.with_values({"run.engine": "agents"}))
    logs = {number: market.watch(number) for number in range(CUSTOMERS)}
    for _ in range(3 + MONTHS):
        market.step()
    for number, log in logs.items():
        noted = [(one["month"], one["event"], detail(str(one["event"]), int(str(one["detail"])))) for one in log]
        lived = [(e.month, e.kind, e.reason or e.stage) for e in everybody[number].events if e.kind in NOTED_BY_AGENTS]
        assert lived == noted, number


def detail(event: str, number: int) -> str:
    """What the agents engine notes as a number, in words."""
    if event in ("joins", "leaves"):
        return REASONS[number] if event == "leaves" else ""
    return "routine" if number == ROUTINE else STAGES[number]


def test_everything_that_can_happen_happens(everybody: dict[int, Life]) -> None:
    kinds = {event.kind for event in events(everybody)}
    assert {*NOTED_BY_AGENTS, "is spared", "is over-promised", "tells well", "tells badly"} <= kinds


def test_watching_changes_nothing(scenario: Scenario, series: pd.DataFrame) -> None:
    some, other = lives(scenario, [3, 77]), lives(scenario, range(60, 90))
    assert some[77] == other[77]
    assert lives(scenario, [3], until=5)[3] == some[3].until(5)


def test_why_she_left_is_her_last_reason(everybody: dict[int, Life]) -> None:
    left = [life for life in everybody.values() if life.why_left]
    assert left
    for life in left:
        assert f"mainly for {life.why_left.replace('they', 'she') if life.why_left else ''}" in life.words()
    assert all(life.why_left is None for life in everybody.values() if not any(e.kind == "leaves" for e in life.events))


def test_a_customer_that_does_not_exist_is_refused(scenario: Scenario) -> None:
    with pytest.raises(ValueError, match="no customer 150"):
        lives(scenario, [150])
