"""A company's figures become parameters when a file is loaded; what contradicts itself is told."""

from pathlib import Path

import pytest

from simulation.rules.ledger import cost_scale
from simulation.scenario import Scenario, ScenarioError, load_scenario
from simulation.scenario.company_figures import SHARES_BELOW_MARGIN, heads, revenue_per_year
from simulation.scenario.library import shipped_scenario
from simulation.scenario.plain_words import explain_scenario
from tests.scenario.examples import write

FIRMS = """
[[firms]]
name = "Ours"
strategy = "customer-centric"
[[firms]]
name = "Theirs"
strategy = "service-only"
"""


REVENUE = "customers = 1_000\nrevenue_per_customer_per_month = 100.0\n"


def company(tmp_path: Path, figures: str, rest: str = "") -> Scenario:
    return load_scenario(write(tmp_path, f"[company]\n{figures}\n{rest}\n{FIRMS}"))


def test_the_template_is_the_company_that_it_says() -> None:
    scenario = load_scenario("company")
    assert revenue_per_year(scenario.company) == 200_000 * 38.0 * 12
    assert scenario.market.currency == "EUR"
    assert scenario.focal.name == "Ours"
    assert {firm.at(1).policy.improvement_budget for firm in scenario.firms} == {0.03}


def test_nothing_has_to_be_said(tmp_path: Path) -> None:
    plain = company(tmp_path, "")
    assert not plain.company.given
    assert plain == plain.with_values({})
    only_churn = company(tmp_path, "churn_per_year = 0.3")
    assert only_churn.company.needs_fit
    assert only_churn.market.switching_cost < plain.market.switching_cost
    assert only_churn.ledger == plain.ledger


def test_wages_and_advertising_become_shares_of_revenue(tmp_path: Path) -> None:
    figures = """
    customers = 1_000
    revenue_per_customer_per_month = 100.0
    gross_margin = 0.5
    operating_margin = 0.12
    wage_per_year = 20_000
    operations_wage_per_year = 30_000
    advertising_per_year = 60_000
    budget_per_year = 24_000
    [company.employees]
    marketing = 1
    sales = 2
    onboarding = 1
    operations = 6
    billing = 1
    support = 3
    """
    scenario = company(tmp_path, figures)
    ledger = scenario.ledger
    revenue = 1_200_000.0
    scale = cost_scale(ledger.gross_margin, ledger.margin_share, ledger.ordinary_improvement)
    assert ledger.gross_margin == 0.5
    assert ledger.gross_margin * ledger.margin_share == pytest.approx(0.12)
    assert ledger.operations_wages == pytest.approx(6 * 30_000 / revenue)
    assert ledger.other_wages * scale == pytest.approx(8 * 20_000 / revenue)
    assert ledger.media * scale == pytest.approx(60_000 / revenue)
    assert ledger.ordinary_improvement == pytest.approx(0.02)
    assert scenario.employees.operations_share == pytest.approx(6 / 14)
    assert scenario.employees.per_firm == 14
    assert {firm.improvement_budget for firm in scenario.firms} == {0.02}


def test_the_scale_is_that_of_the_ledgers_rule() -> None:
    assert cost_scale(0.5, 0.2, 0.04) == pytest.approx((0.5 * (1 - 0.2) - 0.04) / SHARES_BELOW_MARGIN)


def test_departments_that_are_not_said_have_their_ordinary_share(tmp_path: Path) -> None:
    scenario = company(tmp_path, "[company.employees]\nsupport = 175\n")
    found = heads(scenario.company)
    assert found is not None
    assert found["support"] == 175
    assert found["operations"] == 425
    assert scenario.employees.support_share == pytest.approx(0.175)


def test_of_a_large_company_each_simulated_customer_stands_for_many(tmp_path: Path) -> None:
    scenario = company(tmp_path, "customers = 3_000_000")
    assert scenario.market.each_stands_for == 2_000
    in_all = scenario.market.customers * scenario.market.each_stands_for
    assert in_all * 0.93 / 2 == pytest.approx(3_000_000, rel=0.01)
    assert company(tmp_path, "customers = 900").market.each_stands_for == 1


def test_what_the_file_says_itself_does_not_follow(tmp_path: Path) -> None:
    scenario = company(tmp_path, "churn_per_year = 0.3", "[market]\nswitching_cost = 5.0\n")
    assert scenario.market.switching_cost == 5.0
    assert scenario.company.set_by_hand == ("market.switching_cost",)
    later = company(tmp_path, "churn_per_year = 0.3").with_values({"market.switching_cost": 1.5})
    assert later.market.switching_cost == 1.5
    assert later.company.set_by_hand == ("market.switching_cost",)


def test_other_figures_have_other_consequences(tmp_path: Path) -> None:
    scenario = company(tmp_path, "churn_per_year = 0.3\ngross_margin = 0.5")
    other = scenario.with_values({"company.churn_per_year": 0.1})
    assert other.market.switching_cost > scenario.market.switching_cost
    assert other.company.set_by_hand is None
    assert other.ledger == scenario.ledger


def test_what_is_written_loads_back_equal(tmp_path: Path) -> None:
    for scenario in (load_scenario("company"), load_scenario("company").with_values({"company.fitted": True})):
        assert load_scenario(write(tmp_path, scenario.to_toml(), "back.toml")) == scenario


def test_a_retention_table_is_looked_for_beside_the_file(tmp_path: Path) -> None:
    scenario = company(tmp_path, 'retention_table = "kept.csv"')
    assert scenario.company.retention_table == str(tmp_path / "kept.csv")


@pytest.mark.parametrize(
    ("figures", "key", "words"),
    [
        ("wage_per_year = 50_000", "company.wage_per_year", "without the revenue"),
        ("gross_margin = 0.3\noperating_margin = 0.4", "company.operating_margin", "less than 0.3"),
        ("gross_margin = 0.3\noperating_margin = 0.29", "company.operating_margin", "cannot pay for"),
        (f"{REVENUE}gross_margin = 0.45\noperating_margin = 0.3\nwage_per_year = 5_000\n[company.employees]\nsales = 10",
         "company.operating_margin", "by 1"),
        ("gross_margin = 0.85", "company.gross_margin", "at most 79 %"),
        ("customers = 100\nrevenue_per_customer_per_month = 1.0\nbudget_per_year = 900", "company.budget_per_year", "75 %"),
        ("customers = 10", "company.customers", "30"),
        ("churn_per_year = 18", "company.churn_per_year", "0.9"),
        ("operations_wage_per_year = 5", "company.operations_wage_per_year", "ordinary wage"),
    ],
)
def test_contradictions_say_where_what_and_what_would_be_right(tmp_path: Path, figures: str, key: str, words: str) -> None:
    with pytest.raises(ScenarioError) as told:
        company(tmp_path, figures)
    (problem,) = told.value.problems
    assert problem.key == key
    assert problem.line is not None
    assert words in str(problem)
    assert problem.allowed


def test_a_company_in_words() -> None:
    text = " ".join(explain_scenario(load_scenario("company")).split())
    assert (
        "Company Customers 200,000, revenue per customer per month 38, churn per year 18 %, "
        "gross margin 45 %, operating margin 10 %, wage per year 52,000, quits per year 20 %, "
        "contacts per customer per year 1.5, advertising per year 7,000,000, "
        "budget per year 2,736,000, marketing 40, sales 65, onboarding 50, operations 340, billing 45, support 85 "
        "(amounts in EUR). What follows from these figures is set below; switching cost, contacts, overhead and spending are a "
        "first guess, which is fitted by simulating when it is run. 4,815 customers are simulated, each of whom stands for 134."
    ) in text


def test_what_the_template_shows_as_an_example_is_what_holds(tmp_path: Path) -> None:
    """The marks before the lines that show the firm's fields can be taken away, and nothing changes."""
    text = shipped_scenario("company").read_text(encoding="utf-8")
    begin, end = text.index("# scope ="), text.index("# `centricity allocate")
    shown = text[:begin] + text[begin:end].replace("\n# ", "\n")[2:] + text[end:]
    opened = load_scenario(write(tmp_path, shown))
    assert opened.focal.scope == "all"
    for month in (0, 1, 60):
        assert opened.focal.at(month).policy == load_scenario("company").focal.at(month).policy
