"""A market that is played, decided in and gone back in gives the numbers of the same market run in one go."""

from pathlib import Path

import pandas as pd
import pytest

from simulation.engines.simulation_run import simulate
from simulation.scenario import Scenario, ScenarioError, load_scenario
from simulation.scenario.presets import PRESETS
from simulation.studies.live.course import Course, Courses
from simulation.studies.live.session import Session, usual_strategies
from simulation.studies.runs.tasks import AS_IN_FILE

HOSTILE = "<img src=x onerror=alert(1)>'.]"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("head_to_head").with_values({"market.customers": 300, "run.months": 30, "run.seed": 5})


@pytest.fixture
def session(scenario: Scenario) -> Session:
    return Session(scenario, ["customer-centric", "service-only"], courses=Courses())


def all_of(session: Session, world: str) -> pd.DataFrame:
    session.prepare()
    return session.worlds[world].course.tables.series


def test_each_world_is_the_twin_of_a_study(session: Session, scenario: Scenario) -> None:
    session.go_to(30)
    for world, twin in (("customer-centric", None), ("service-only", "service-only")):
        expected = simulate(scenario, 0, twin=twin).series
        pd.testing.assert_frame_equal(session.worlds[world].course.tables.series, expected)


def test_worlds_differ_from_the_month_on_in_which_their_strategies_do(session: Session) -> None:
    session.go_to(30)
    one, other = (session.values(world, "revenue") for world in session.worlds)
    assert one[0] == other[0]
    assert one[30] != other[30]


def test_a_decision_holds_from_the_next_month_on_and_not_before(session: Session) -> None:
    before = all_of(session, "customer-centric")
    session.go_to(12)
    decision = session.decide("customer-centric", {"improvement_budget": 0.1, "levers.breaking_silos": 0.3, "price": 0.9})
    assert decision.month == 13
    after = all_of(session, "customer-centric")
    same = before["month"] <= 12
    pd.testing.assert_frame_equal(before[same], after[after["month"] <= 12])
    prices = after[(after["firm"] == session.firm) & after["month"].between(12, 13)]["price"].tolist()
    assert prices[1] < prices[0]


def test_a_decision_in_one_world_leaves_the_other_alone(session: Session) -> None:
    other = all_of(session, "service-only")
    session.go_to(6)
    session.decide("customer-centric", {"approach": "reactive"})
    pd.testing.assert_frame_equal(all_of(session, "service-only"), other)


def test_the_saved_file_gives_the_same_numbers_to_the_bit(session: Session, tmp_path: Path) -> None:
    session.go_to(5)
    session.decide("service-only", {"improvement_budget": 0.06, "listens_to": "needs"})
    session.decide("service-only", {"improvement_budget": 0.07})
    session.go_to(20)
    session.decide("service-only", {"strategy": "lip-service"})
    file = tmp_path / "saved.toml"
    file.write_text(session.export("service-only"), encoding="utf-8")
    saved = load_scenario(file)
    assert [(change.month, change.improvement_budget) for change in saved.firm(session.firm).changes] == [(6, 0.07), (21, None)]
    pd.testing.assert_frame_equal(simulate(saved, 0).series, all_of(session, "service-only"))
    agents = saved.with_values({"run.engine": "agents", "run.months": 8})
    expected = all_of(session, "service-only")
    pd.testing.assert_frame_equal(simulate(agents, 0).series, expected[expected["month"] <= 8])


def test_undo_gives_back_what_was_before(session: Session) -> None:
    before = all_of(session, "customer-centric")
    session.go_to(10)
    session.decide("customer-centric", {"price": 1.2})
    session.go_to(20)
    session.decide("customer-centric", {"price": 0.8})
    assert not all_of(session, "customer-centric").equals(before)
    assert session.take_back(0).changes == {"price": 1.2}
    undone = session.undo()
    assert undone is not None
    assert undone.changes == {"price": 0.8}
    assert session.undo() is None
    pd.testing.assert_frame_equal(all_of(session, "customer-centric"), before)


def test_going_back_shows_what_was_shown(session: Session) -> None:
    session.go_to(9)
    nine = session.values("service-only", "satisfaction")
    session.go_to(30)
    session.go_to(9)
    assert session.values("service-only", "satisfaction") == nine
    assert list(nine) == list(range(10))


def test_going_back_and_deciding_again_is_the_same_as_deciding_at_once(session: Session, scenario: Scenario) -> None:
    session.go_to(25)
    session.decide("customer-centric", {"price": 1.1})
    session.go_to(3)
    session.decide("customer-centric", {"improvement_budget": 0.0})
    other = Session(scenario, ["customer-centric"], courses=Courses())
    other.go_to(3)
    other.decide("customer-centric", {"improvement_budget": 0.0})
    other.go_to(25)
    other.decide("customer-centric", {"price": 1.1})
    pd.testing.assert_frame_equal(all_of(session, "customer-centric"), all_of(other, "customer-centric"))


def test_nothing_is_decided_where_a_value_is_not_allowed(session: Session) -> None:
    session.go_to(4)
    with pytest.raises(ScenarioError, match="improvement_budget"):
        session.decide("customer-centric", {"improvement_budget": 3.0})
    with pytest.raises(KeyError):
        session.decide("lip-service", {"price": 1.1})
    with pytest.raises(ValueError, match="nothing"):
        session.decide("customer-centric", {})
    session.go_to(30)
    with pytest.raises(ValueError, match="last month"):
        session.decide("customer-centric", {"price": 1.1})
    assert session.decisions == []


def test_what_is_pinned_stays_when_the_run_is_decided_in(session: Session) -> None:
    session.prepare()
    pinned = session.pin("customer-centric")
    values = pinned.series["revenue"].tolist()
    session.go_to(10)
    session.decide("customer-centric", {"price": 0.8})
    session.prepare()
    session.reset()
    assert session.pinned is not None
    assert session.pinned.series["revenue"].tolist() == values
    session.unpin()
    assert session.pinned is None


def test_other_luck_changes_every_world_and_keeps_decisions(session: Session, scenario: Scenario) -> None:
    session.go_to(8)
    session.decide("customer-centric", {"price": 0.9})
    session.with_luck(3)
    decided = session.scenario_of("customer-centric")
    pd.testing.assert_frame_equal(all_of(session, "customer-centric"), simulate(decided, 3).series)


def test_the_settings_told_are_those_that_were_decided(session: Session) -> None:
    session.go_to(2)
    session.decide("customer-centric", {"improvement_budget": 0.08, "listens_to": "wants", "levers.breaking_silos": 0.0})
    told = session.settings("customer-centric")
    assert (told["improvement_budget"], told["listens_to"], told["levers.breaking_silos"]) == (0.08, "wants", 0.0)
    session.go_to(0)
    assert session.settings("customer-centric")["listens_to"] == "needs"


def test_a_hostile_name_of_a_firm_is_only_a_name(scenario: Scenario, tmp_path: Path) -> None:
    firms = [firm.model_dump(exclude_none=True) for firm in scenario.firms]
    firms[2]["name"] = HOSTILE
    named = scenario.with_values({"firms": firms, "run.months": 3})
    session = Session.of(named)
    assert session.firm == HOSTILE
    session.go_to(1)
    session.decide("customer-centric", {"price": 0.9})
    session.go_to(3)
    file = tmp_path / "saved.toml"
    file.write_text(session.export("customer-centric"), encoding="utf-8")
    pd.testing.assert_frame_equal(simulate(load_scenario(file), 0).series, all_of(session, "customer-centric"))


def test_the_usual_two_worlds(scenario: Scenario) -> None:
    assert usual_strategies(scenario) == ("customer-centric", "service-only")
    assert usual_strategies(load_scenario("counterfactual")) == ("customer-centric", "status-quo")
    own = scenario.with_values({"firms.Compass.value_focus": 0.9})
    assert usual_strategies(own) == (AS_IN_FILE, "service-only")


@pytest.mark.parametrize("strategies", [[], ["none"] * 2, ["brilliance"], list(PRESETS)[:5]])
def test_strategies_that_make_no_session_are_refused(scenario: Scenario, strategies: list[str]) -> None:
    with pytest.raises(ValueError, match="strateg"):
        Session(scenario, strategies)


def test_sessions_share_months_that_nobody_has_decided_in_and_nothing_else(scenario: Scenario) -> None:
    courses = Courses()
    one, other = (Session(scenario, ["none"], courses=courses) for _ in range(2))
    assert one.worlds["none"].course is other.worlds["none"].course
    one.go_to(4)
    one.decide("none", {"price": 1.1})
    assert other.month == 0
    assert other.decisions == []
    assert one.worlds["none"].course is not other.worlds["none"].course


def test_shared_courses_of_large_markets_are_let_go_before_they_fill_the_memory(scenario: Scenario) -> None:
    courses = Courses()
    large = scenario.with_values({"market.customers": 200_000})
    kept = [courses.get(large, replication) for replication in range(6)]
    assert courses.get(large, 5) is kept[5]
    assert courses.get(large, 0) is not kept[0]
    small = [courses.get(scenario, replication) for replication in range(10)]
    assert [courses.get(scenario, replication) for replication in range(10)] == small


def test_a_course_that_is_not_wanted_any_more_keeps_what_it_has(scenario: Scenario) -> None:
    course, asked = Course(scenario), iter([True] * 15 + [False])
    course.simulate(wanted=lambda: next(asked))
    assert course.available == -12 + 15
    course.simulate()
    pd.testing.assert_frame_equal(course.tables.series, simulate(scenario, 0).series)


def test_a_market_to_look_inside_stands_at_its_month(scenario: Scenario) -> None:
    course = Course(scenario)
    course.simulate()
    market = course.market_at(17)
    assert market.month == 17
    row = course.tables.series.query("month == 17 and firm == 'Compass'").iloc[0]
    assert market.firms_in_file[2].tally.customers == row["customers"]


def test_redo_puts_everything_back_in_its_place_until_something_new_is_decided(session: Session) -> None:
    session.go_to(10)
    session.decide("customer-centric", {"price": 1.2})
    session.go_to(20)
    session.decide("customer-centric", {"price": 0.8})
    decided, after = list(session.decisions), all_of(session, "customer-centric")
    session.take_back(0)
    session.undo()
    assert session.redo() == decided[1]
    assert session.redo() == decided[0]
    assert session.redo() is None
    assert session.decisions == decided
    pd.testing.assert_frame_equal(all_of(session, "customer-centric"), after)
    session.undo()
    session.decide("customer-centric", {"price": 0.9})
    assert not session.can_redo


def test_a_world_more_leaves_the_others_as_they_are_and_has_the_same_luck(session: Session) -> None:
    session.go_to(10)
    session.decide("customer-centric", {"price": 1.2})
    before = all_of(session, "customer-centric")
    session.add_world("lip-service")
    assert session.month == 10
    session.prepare()
    pd.testing.assert_frame_equal(all_of(session, "customer-centric"), before)
    alone = Session(session.scenario, ["lip-service"])
    alone.prepare()
    pd.testing.assert_frame_equal(all_of(session, "lip-service"), all_of(alone, "lip-service"))
    session.add_world("none")
    for name in ("price-cutter", "none", "no such strategy"):
        with pytest.raises(ValueError, match=r"world|strategy"):
            session.add_world(name)
    session.remove_world("customer-centric")
    assert session.decisions == []
    assert list(session.worlds) == ["service-only", "lip-service", "none"]
