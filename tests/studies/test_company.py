"""A company's figures are reproduced by an ordinary year in the model, and what is not reproduced is told."""

from pathlib import Path

import pytest

from simulation.measures.company_figures import company_year
from simulation.measures.standing_for import multiplied
from simulation.presentation.company_words import fit_rows, fit_sentence
from simulation.scenario import Scenario, ScenarioError, load_scenario
from simulation.studies.company.fit import Misfit, fitted_to_company, status_quo_runs
from simulation.studies.company.retention_fit import attention_for, read_retention
from simulation.studies.evidence.geometric import survival
from simulation.studies.runs.tasks import Task
from simulation.studies.runs.workers import carry_out


@pytest.fixture(scope="module")
def fitted() -> Scenario:
    return fitted_to_company(load_scenario("company").with_values({"company.customers": 1_200, "company.churn_per_year": 0.25,
                                                                   "company.wage_per_year": 312.0,
                                                                   "company.advertising_per_year": 42_000.0,
                                                                   "company.budget_per_year": 16_416.0}))  # fmt: skip


@pytest.mark.one_python
def test_an_ordinary_year_looks_like_the_company(fitted: Scenario) -> None:
    """On luck that the fit has not seen."""
    other_luck = fitted.model_copy(update={"run": fitted.run.model_copy(update={"seed": 77})})
    series = status_quo_runs(other_luck)
    found = company_year(series[series["firm"] == "Ours"]).figures
    assert found["churn_per_year"] == pytest.approx(0.25, abs=0.03)
    assert found["operating_margin"] == pytest.approx(0.10, abs=0.02)
    assert found["contacts_per_customer_per_year"] == pytest.approx(1.5, rel=0.06)


@pytest.mark.one_python
def test_a_fitted_scenario_is_not_fitted_again(fitted: Scenario) -> None:
    def never(scenario: Scenario) -> None:
        raise AssertionError("simulated again")

    assert fitted.company.fitted
    assert fitted_to_company(fitted, trial=never) is fitted  # type: ignore[arg-type]
    plain = load_scenario("baseline")
    assert fitted_to_company(plain, trial=never) is plain  # type: ignore[arg-type]


def test_what_stands_for_many_is_counted_many_times() -> None:
    scenario = load_scenario("baseline").with_values(
        {"market.customers": 90, "run.months": 2, "run.warm_up_months": 2, "market.each_stands_for": 7}
    )
    once = carry_out(Task(scenario.with_values({"market.each_stands_for": 1}), 0)).tables
    many = carry_out(Task(scenario, 0)).tables
    assert once is not None
    assert many is not None
    for column in ("revenue", "profit", "cost_wages", "customers", "lost", "contacts", "customer_equity"):
        assert (many.series[column] == 7 * once.series[column]).all()
    for column in ("market_share", "retention_per_month", "satisfaction", "employees", "customer_lifetime_value"):
        assert many.series[column].equals(once.series[column])
    assert (many.market["revenue"] == 7 * once.market["revenue"]).all()
    assert many.panel.equals(once.panel)
    assert multiplied(once, 1) is once


def test_misfit_in_words() -> None:
    found = [Misfit("churn_per_year", 0.18, 0.24), Misfit("customers", 1000.0, 1010.0), Misfit("operating_margin", 0.1, 0.109)]
    assert [one.reproduced for one in found] == [False, True, True]
    assert fit_sentence(found, "EUR") == (
        "An ordinary year in the model does not look like the company in 1 of 3 figures: yearly churn 24.0 % instead of 18.0 %."
    )
    assert fit_sentence(found[1:], "EUR") == (
        "An ordinary year in the model reproduces all 2 figures of the company to within 5 %."
    )
    assert fit_rows(found, "EUR")[1] == ("Customers", "1,000", "1,010", "reproduced")


def test_attention_is_found_again_in_survival_that_it_made() -> None:
    """A shifted-beta-geometric table: the fit follows it, and more even customers get a larger shape."""
    import numpy as np
    from scipy import special

    uneven = {year: float(share) for year, share in enumerate(survival(0.704, 1.182, 6), start=1)}
    even = {year: 0.8**year for year in range(1, 7)}
    a_uneven, b_uneven = attention_for(uneven, 0.0)
    a_even, _ = attention_for(even, 0.0)
    assert a_even > 5 * a_uneven
    assert a_uneven / (a_uneven + b_uneven) == pytest.approx(0.1, abs=0.001)
    p = special.betaincinv(a_uneven, b_uneven, (np.arange(500) + 0.5) / 500)
    errors = [
        max(abs(((1 - q * p) ** (12 * year)).mean() - share) for year, share in uneven.items()) for q in np.linspace(0.05, 1, 200)
    ]
    assert min(errors) < 0.02


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "columns year and share"),
        ("jahr,anteil\n1,0.8", "columns year and share"),
        ("year,share\n1,0.8", "years 1 and 2"),
        ("year,share\n1,0.8\n2,0.9\n", "after year 2"),
        ("year,share\n1,80\n2,70\n", "0.82 for 82 %"),
        ("year,share\n1,x\n", "line 2"),
        ("year,share\n1,0.8\n1,0.8\n", "second time"),
        ("year,share\n99,0.8\n", "1 to 30"),
    ],
)
def test_a_bad_retention_table_is_told(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "kept.csv"
    path.write_text(text)
    with pytest.raises(ScenarioError, match=words):
        read_retention(path)


def test_a_retention_table_may_have_semicolons_and_a_mark_of_excel(tmp_path: Path) -> None:
    path = tmp_path / "kept.csv"
    path.write_text("\ufeffYear;Share\n0;1.0\n1;0.8\n2;0.7\n\n", encoding="utf-8")
    assert read_retention(path) == {1: 0.8, 2: 0.7}
    with pytest.raises(ScenarioError, match="cannot be read"):
        read_retention(tmp_path / "none.csv")
