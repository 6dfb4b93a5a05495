"""The dictionary describes every column that users meet, once, in words that the aggregation understands."""

import pandas as pd
import pytest

from simulation.measures.column import END, KEY, MEAN, MEAN_OVER_FIRMS, SUM, weight_in
from simulation.measures.dictionary import (
    COLUMNS,
    check_complete,
    columns_of,
    dictionary_frame,
    measure,
    measures,
    tables,
)

MEASURES_OF_THE_CONTRACT = (
    "revenue cost cost_of_goods cost_wages cost_hiring_training cost_contacts_compensation "
    "cost_acquisition cost_programme cost_surveys cost_coordination cost_overhead profit "
    "cumulative_profit discounted_profit customers gained lost retention_per_month retention_per_year "
    "market_share acquisition_cost customer_lifetime_value customer_equity satisfaction expectation "
    "bond net_promoter_score ticket_satisfaction failures failures_awareness failures_purchase "
    "failures_onboarding failures_use failures_billing failures_contact felt_failures "
    "failures_found_first complaints silent_failures contacts open_cases waiting_time "
    "resolved_first_contact work_pressure service_standard believed_quality actual_quality "
    "perception_gap employee_engagement engaged_share quits employees vacancies skill workload "
    "customer_orientation needs_fit wants_fit knowledge price lost_failure lost_price "
    "lost_better_offer lost_neighbour lost_other messages_positive messages_negative"
)


def test_every_measure_has_one_entry():
    assert set(MEASURES_OF_THE_CONTRACT.split()) <= set(measures())


def test_no_column_is_described_twice():
    names = [(column.table, column.name) for column in COLUMNS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: f"{column.table}.{column.name}")
def test_every_entry_is_complete_and_understood(column):
    assert column.meaning
    assert column.unit
    assert column.better in {"higher", "lower", "neither"}
    assert column.over_firms in {SUM, MEAN_OVER_FIRMS, KEY} or weight_in(column.over_firms)
    assert column.over_time in {SUM, END, MEAN, KEY} or weight_in(column.over_time)
    assert (column.over_firms == KEY) == (column.over_time == KEY)


def test_what_weighs_is_itself_a_column():
    for column in COLUMNS:
        for weight in (weight_in(column.over_firms), weight_in(column.over_time)):
            assert weight is None or weight in columns_of(column.table)


def test_shares_are_never_added_up():
    assert all(
        c.over_time != SUM and c.over_firms != SUM for c in COLUMNS if c.unit in {"share", "points of 100"}
    )


def test_an_unknown_column_is_named():
    frame = pd.DataFrame(columns=["month", "revenue", "made_up"])
    assert check_complete(frame) == ["made_up"]
    assert check_complete(frame[["month", "revenue"]]) == []


def test_twins_have_the_columns_of_series_and_the_world():
    assert set(columns_of("twins")) == set(columns_of("series")) | {"world"}


def test_an_unknown_table_is_refused_with_the_known_ones():
    with pytest.raises(KeyError, match="series"):
        columns_of("nothing")


def test_the_frame_holds_every_column_of_every_table():
    frame = dictionary_frame()
    assert set(frame["table"]) == set(tables())
    assert not frame.duplicated(["table", "column"]).any()
    assert len(frame) == len(COLUMNS) + len(columns_of("series"))
    assert not frame.isna().any(axis=None)


def test_a_measure_is_found_by_name():
    assert measure("revenue").unit == "currency"
