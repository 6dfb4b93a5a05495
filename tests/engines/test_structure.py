"""Whether causes run where they should: from people to service to customers, and from beliefs to decisions."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from simulation.engines.organisation.people import vacate
from simulation.population.firms import department_sizes
from simulation.rules.journey import ROUTINE
from simulation.scenario.policy import DEPARTMENTS
from tests.engines.markets import SERVICE, firm_named, scenario, stepped, tables_of

SUPPORT = DEPARTMENTS.index("support")
RUNS = 16
REMOVED_AFTER = 3
"""Month after which the best of five support people is gone."""

ORDINARY = scenario(
    {"name": "Ours", "strategy": "status-quo"}, {"name": "Theirs", "strategy": "status-quo"}, customers=300, months=27,
    values={"employees.per_firm": 28, "employees.hiring_months": 6, "market.switching_cost": 1.0,
            "employees.quit_engagement": 5.0, "employees.quit_fatigue": 4.0},
)
"""Two ordinary firms with five people in support, who quit sooner than usual when overload tires them."""


def remove_the_best(market):
    if market.month != REMOVED_AFTER:
        return
    held = [position for position in firm_named(market, "Ours").positions[SUPPORT] if position.employee is not None]
    vacate(max(held, key=lambda position: position.employee.productivity))


def months_of(market, table, firm, **where):
    rows = getattr(tables_of(market), table)
    rows = rows[(rows["firm"] == firm) & np.logical_and.reduce([rows[key] == value for key, value in where.items()] or [True])]
    return rows.set_index("month").select_dtypes("number")


@pytest.fixture(scope="module")
def without_the_best():
    """Differences (with the person removed less without) by replication: of the firm, of its support, of the rival.

    In the first sixteen replications in which all five positions of support are held at that time.
    """
    assert department_sizes(ORDINARY)[SUPPORT] == 5
    found = {"firm": [], "support": [], "rival": [], "rates": []}
    for replication in range(100):
        if len(found["firm"]) == RUNS:
            break
        base = stepped(ORDINARY, ORDINARY.run.months, replication)
        support = months_of(base, "departments", "Ours", department="support")
        if support.loc[REMOVED_AFTER, "employees"] != 5:
            continue
        other = stepped(ORDINARY, ORDINARY.run.months, replication, interfere=remove_the_best)
        for key, table, firm, where in (
            ("firm", "series", "Ours", {}), ("support", "departments", "Ours", {"department": "support"}),
            ("rival", "series", "Theirs", {}),
        ):
            found[key].append(months_of(other, table, firm, **where) - months_of(base, table, firm, **where))
        found["rates"].append(pd.DataFrame({
            world: months_of(market, "departments", "Ours", department="support").loc[5:18, ["quits", "employees"]].sum()
            for world, market in (("with", base), ("without", other))
        }))
    return {key: pd.concat(frames, keys=range(RUNS)) for key, frames in found.items()}


def mean_over(differences, column, first, last):
    """Mean of a column's difference over months `first` to `last` and all replications."""
    months = differences.index.get_level_values("month")
    return differences.loc[(months >= first) & (months <= last), column].mean()


def test_nothing_differs_before_the_best_of_five_support_people_goes(without_the_best):
    for differences in (without_the_best[key] for key in ("firm", "support", "rival")):
        months = differences.index.get_level_values("month")
        assert (differences[months <= REMOVED_AFTER].fillna(0.0) == 0.0).all().all()


def test_those_who_stay_are_under_pressure(without_the_best):
    first = without_the_best["firm"].xs(REMOVED_AFTER + 2, level="month")
    assert (first["work_pressure"] >= 0.0).all()
    assert (first["work_pressure"] > 0.05).sum() >= 14  # nothing to add where all of support had gone anyway
    assert mean_over(without_the_best["firm"], "work_pressure", 5, 9) > 0.15
    fewer = without_the_best["support"].xs(REMOVED_AFTER + 1, level="month")["employees"]
    assert fewer.between(-1, 0).all()
    assert (fewer == -1).sum() >= 14  # who is removed may have been about to quit


def test_cases_wait_longer_and_fewer_are_resolved_at_the_first_contact(without_the_best):
    firm = without_the_best["firm"]
    assert mean_over(firm, "open_cases", 5, 12) > 1.0
    assert mean_over(firm, "waiting_time", 5, 12) > 0.02
    assert mean_over(firm, "resolved_first_contact", 5, 12) < -0.03
    assert mean_over(firm, "cases_given_up", 5, 12) > 0.1
    assert mean_over(firm, "service_standard", 8, 27) < -0.02  # the standard erodes and does not come back by itself


def test_colleagues_engagement_falls_and_more_of_them_quit(without_the_best):
    support = without_the_best["support"]
    assert mean_over(support, "engagement", 5, 10) < -0.02
    counts = without_the_best["rates"].groupby(level=1).sum()
    per_head = counts.loc["quits"] / counts.loc["employees"]
    assert per_head["without"] > 1.2 * per_head["with"]


def test_customers_notice_later_and_leave_later_still(without_the_best):
    firm = without_the_best["firm"]
    months = firm.index.get_level_values("month")
    assert (firm.loc[months == REMOVED_AFTER + 1, "satisfaction"].abs() < 0.5).all()
    assert mean_over(firm, "satisfaction", 10, 27) < -0.1
    assert mean_over(firm, "retention_per_month", 8, 27) < 0.0
    assert mean_over(firm, "customers", 18, 27) < -0.2


def test_the_rival_is_hit_only_through_the_market(without_the_best):
    rival = without_the_best["rival"]
    months = rival.index.get_level_values("month")
    assert (rival.loc[months == REMOVED_AFTER + 1, ["employees", "work_pressure", "skill", "failures"]] == 0.0).all().all()
    assert mean_over(rival, "customers", 18, 27) >= 0.0


BIASED_FROM = 13
"""Month from which surveys come out 10 points too high; the next quarter's meeting is in month 15."""


def surveyed_firm(bias):
    changes = [{"month": BIASED_FROM, "survey_bias_points": 10.0}] if bias else []
    ours = {"name": "Ours", "strategy": "customer-centric", "start_month": -11, "changes": changes}
    strongly = {"management.reaction": 0.1, "management.staff_reaction": 0.006}
    return scenario(SERVICE, ours, customers=200, months=36, values=strongly)


@pytest.fixture(scope="module")
def too_rosy():
    """Differences by replication (wrong surveys less right ones) in what the firm believes, decides and does."""
    found = []
    for replication in range(10):
        runs = []
        for bias in (False, True):
            rows = []

            def look(market, rows=rows):
                firm = firm_named(market, "Ours")
                rows.append({
                    "month": market.month, "believed": firm.beliefs.believed, "survey": firm.beliefs.survey,
                    "effort": firm.beliefs.effort, "staffing": firm.beliefs.staffing,
                    "prevention": float(np.mean(firm.stocks.prevention)), "authority": firm.stocks.authority,
                    "satisfaction": firm.tally.satisfaction / firm.tally.customers, "revenue": firm.tally.revenue,
                    "felt": firm.tally.felt / firm.tally.customers,
                })

            stepped(surveyed_firm(bias), 36, replication, each=look)
            runs.append(pd.DataFrame(rows).set_index("month"))
        found.append(runs[1] - runs[0])
    return pd.concat(found, keys=range(10))


def test_managers_who_see_wrong_surveys_believe_them_at_the_next_quarter(too_rosy):
    before = too_rosy[too_rosy.index.get_level_values("month") < 15]
    assert (before == 0.0).all().all()
    quarter = too_rosy.xs(15, level="month")
    assert np.allclose(quarter["survey"], 10.0)
    assert (quarter["believed"] > 4.0).all()


def test_the_truth_has_not_changed_when_staffing_and_effort_fall(too_rosy):
    quarter = too_rosy.xs(15, level="month")
    assert (quarter["satisfaction"] == 0.0).all()
    assert (quarter["revenue"] == 0.0).all()
    assert (quarter["effort"] < -0.2).all()
    assert (quarter["staffing"] < -0.01).all()


def test_prevention_and_authority_fall_in_the_quarter_after(too_rosy):
    for month in (16, 17, 18, 24):
        later = too_rosy.xs(month, level="month")
        assert (later["prevention"] < 0.0).all()
        assert (later["authority"] < 0.0).all()
    assert too_rosy.xs(24, level="month")["prevention"].mean() < -0.03


def test_the_loss_shows_later(too_rosy):
    late = too_rosy[too_rosy.index.get_level_values("month") >= 24]
    assert late["felt"].mean() > 0.0
    assert late["satisfaction"].mean() < 0.0


def test_every_case_can_be_traced_from_the_failure_to_its_end():
    """The watched lives of all customers tell the same cases as the tables, each one opened before it is closed."""
    plan = scenario(SERVICE, {"name": "Compass", "strategy": "customer-centric"}, customers=120, months=18,
                    values={"journey.use_per_month": 0.08, "support.target_pressure": 1.3})
    market = stepped(plan, 1 - plan.run.warm_up_months - 1)
    lives = {number: market.watch(number) for number in range(plan.market.customers)}
    while market.month < plan.run.months:
        market.step()
    cases, events = [], Counter()
    for number, life in lives.items():
        opened = None
        assert [note["month"] for note in life] == sorted(note["month"] for note in life)
        for note in life:
            event, firm = note["event"], note["place"]
            events[event, firm, note["month"]] += 1
            if event in ("asks", "complains"):
                assert opened is None, f"customer {number} has two cases at once"
                assert (note["detail"] == ROUTINE) == (event == "asks")
                opened = note
            elif event == "waits":
                assert opened is not None
                assert note["detail"] == opened["detail"]
            elif event in ("is helped", "gives up"):
                assert opened is not None
                assert note["place"] == opened["place"]
                assert note["detail"] == opened["detail"]
                cases.append((event, note["month"] - opened["month"], opened["detail"]))
                opened = None
            elif event == "leaves":
                assert opened is None, "whoever leaves takes no case along"
        open_now = market.customers[number].case_kind
        assert (opened is None) == (open_now == -1)
    series = tables_of(market).series
    place = {firm.name: firm.place for firm in market.firms}
    for row in series.itertuples():
        where = (place[row.firm], row.month)
        assert events["complains", *where] == row.complaints
        assert events["asks", *where] + events["complains", *where] == row.cases_opened
        assert events["is helped", *where] == row.cases_solved
        assert events["gives up", *where] == row.cases_given_up
        assert events["suffers in silence", *where] + events["meets a bad contact", *where] == row.silent_failures
        assert events["leaves", *where] == row.lost
        assert events["joins", *where] == row.gained
    assert any(event == "is helped" and months == 0 and kind != ROUTINE for event, months, kind in cases)
    assert any(event == "is helped" and months > 0 for event, months, _ in cases)
    assert any(event == "gives up" and months >= 2 for event, months, _ in cases)


@pytest.mark.parametrize("exponent", [0.5, 1.0])
def test_who_grows_or_shrinks_is_loaded_as_before_where_positions_follow_at_once(exponent):
    plan = scenario(
        {"name": "A", "strategy": "price-cutter"}, {"name": "B", "strategy": "none"}, customers=600, months=36,
        values={"employees.per_firm": 400, "mechanisms.quitting": False, "employees.hiring_months": 0,
                "employees.novice_productivity": 1.0, "management.staffing_months": 0.5,
                "management.staffing_exponent": exponent, "market.switching_cost": 0.5, "market.choice.price_weight": 6.0},
    )  # fmt: skip
    market = stepped(plan, 36)
    grown = {name: firm_named(market, name) for name in "AB"}
    assert grown["A"].tally.customers > 1.1 * grown["A"].beliefs.customers_before
    assert grown["B"].tally.customers < 0.85 * grown["B"].beliefs.customers_before
    for firm in grown.values():
        loads = [float(department.load) for d, department in enumerate(firm.departments) if d != SUPPORT]
        assert loads == pytest.approx([1.0] * 5, abs=0.06)
