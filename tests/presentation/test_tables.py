"""Tables and verdicts on a terminal."""

from io import StringIO

import pandas as pd
import pytest
from rich.console import Console
from rich.table import Table

from simulation.presentation.gallery import Material, against
from simulation.presentation.tables import strategy_table, twin_table
from simulation.presentation.verdict_words import pair_line, robustness_line, verdict_lines
from simulation.scenario import Scenario
from simulation.studies.comparisons.verdict import PairVerdict, Verdict, verdict
from simulation.studies.robustness.study import Share


def shown(table: Table, width: int = 120) -> str:
    stream = StringIO()
    Console(file=stream, width=width).print(table)
    return stream.getvalue()


def pair(**changes: object) -> PairVerdict:
    values: dict[str, object] = {
        "measure": "discounted_profit",
        "left": "customer-centric",
        "right": "service-only",
        "estimate": 112_000.0,
        "low": 99_000.0,
        "high": 126_000.0,
        "share_ahead": 1.0,
        "replications": 30,
        "p_adjusted": 0.001,
        "ahead": "customer-centric",
        "ahead_from_month": 22,
        "sentence": "",
    }
    return PairVerdict(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def judged(material: Material, scenario: Scenario) -> Verdict:
    return verdict(material.comparison, scenario)


def test_the_table_shows_each_strategy_in_each_year_and_over_the_whole(table: pd.DataFrame) -> None:
    text = shown(strategy_table(table, "EUR"))
    assert text.count("customer-centric") == 6
    for word in ("year 1", "year 5", "whole", "95 % interval", "Revenue", "Customers kept for a year", "Market share"):
        assert word in text


def test_the_table_holds_the_means_of_the_summary(table: pd.DataFrame) -> None:
    rows = table[(table["measure"] == "satisfaction") & (table["period"] == "whole")].set_index("strategy")
    text = shown(strategy_table(table, "EUR"))
    line = next(row for row in text.split("Customer satisfaction")[1].splitlines() if "customer-centric" in row)
    assert f"{rows.at['customer-centric', 'mean']:.1f}" in line


def test_of_many_years_the_first_and_the_last_are_shown(table: pd.DataFrame) -> None:
    years = pd.concat([table.assign(period=f"year {year}") for year in range(1, 11)] + [table[table["period"] == "whole"]])
    text = shown(strategy_table(years.drop_duplicates(["strategy", "measure", "period"]), "EUR"))
    head = text.splitlines()[1]
    assert "year 1 " in head
    assert "year 10" in head
    assert "year 5" not in head


def test_the_table_fits_a_narrow_terminal(table: pd.DataFrame) -> None:
    assert max(map(len, shown(strategy_table(table, "EUR"), 110).splitlines())) <= 110


def test_twins_are_held_against_the_ordinary_mix(material: Material) -> None:
    text = shown(twin_table(against(material.comparison, "twin", "status-quo"), "status-quo", "EUR"))
    assert "customer-centric" in text
    assert "month " in text


def test_a_comparison_that_stands_the_other_way_round_is_turned() -> None:
    row = {
        "kind": "twin",
        "period": "whole",
        "measure": "revenue",
        "left": "status-quo",
        "right": "none",
        "estimate": 5.0,
        "low": 2.0,
        "high": 8.0,
        "share_ahead": 0.9,
        "payback": "pays back",
        "payback_month": 7.0,
    }
    turned = against(pd.DataFrame([row]), "twin", "status-quo").iloc[0]
    assert (turned["left"], turned["estimate"], turned["low"], turned["high"]) == ("none", -5.0, -8.0, -2.0)
    assert turned["share_ahead"] == pytest.approx(0.1)


def test_the_verdict_begins_with_who_wins(judged: Verdict) -> None:
    lines = verdict_lines(judged, "EUR")
    assert lines[0].startswith("Customer-centric earns most over 5 years (Compass playing each strategy in turn")


def test_a_pair_is_told_with_amount_interval_runs_and_month() -> None:
    assert pair_line(pair(), "EUR") == (
        "Customer-centric earns €112k more profit than service-only (95 % interval €99k to €126k), "
        "ahead in all 30 runs, for good from month 22."
    )


def test_the_one_that_is_ahead_is_named_first_and_with_positive_amounts() -> None:
    turned = pair(estimate=-112_000.0, low=-126_000.0, high=-99_000.0, share_ahead=0.1, ahead="service-only")
    text = pair_line(turned, "EUR")
    assert text.startswith("Service-only earns €112k more profit than customer-centric (95 % interval €99k to €126k)")
    assert "27 of 30 runs" in text


def test_too_close_to_call_says_so_and_how_close() -> None:
    text = pair_line(pair(low=-20_000.0, high=244_000.0, share_ahead=0.7, ahead=None, ahead_from_month=None), "EUR")
    assert "too close to call" in text
    assert "−€20k to €240k" in text
    assert "21 of 30 runs" in text


def test_an_interval_that_only_the_number_of_comparisons_undoes_is_explained() -> None:
    assert "comparisons are allowed for" in pair_line(pair(ahead=None, p_adjusted=0.06), "EUR")


def test_no_difference_at_all_is_called_equal() -> None:
    text = pair_line(pair(estimate=0.0, low=0.0, high=0.0, share_ahead=0.5, ahead=None), "EUR")
    assert text == "Customer-centric and service-only are equal in profit, in all 30 runs."


def test_one_run_gives_no_odds() -> None:
    text = pair_line(pair(low=None, high=None, share_ahead=1.0, replications=1, ahead=None), "EUR")
    assert text.endswith("in this one run.")


def test_the_odds_over_uncertain_values_are_told_or_how_to_get_them() -> None:
    shares = [Share("service-only", 10, 50, 0.2, 0.11, 0.33), Share("customer-centric", 40, 50, 0.8, 0.67, 0.89)]
    told = "Over 50 draws of the uncertain values, customer-centric wins 80 % (67 % to 89 %); service-only wins 20 %"
    assert robustness_line(shares).startswith(told)
    assert "THIS COMMAND" in robustness_line((), "THIS COMMAND")
