"""Scorecards in words and in a picture, from lines made up."""

import pytest

from simulation.presentation.scorecard import CARDS, VERDICTS, by_item, counted, interval, odds, page, said, scorecard_table
from simulation.presentation.scorecard_figure import MARKS, finding_in, scorecard
from simulation.studies.evidence.finding import CLOSE, FAILS, HOLDS, INSIDE, NAN, NOT_MEASURED, REPRODUCED, Finding


def line(item, verdict, **other):
    values = dict(estimate=-31381.8, low=-45111.7, high=-17651.8, unit="currency", expected="above 0", count=20)
    return Finding(item, "left minus right", "limits/f03_static_needs", verdict=verdict, **{**values, **other})


LIMITS = [
    line("F3", FAILS, share=0.05, robust=0.4, draws=60, note="a cause | of it"),
    line("F5", CLOSE),
    line("F1", HOLDS, share=1.0),
]
CARDS_MADE_UP = {
    "falsifiers": LIMITS,
    "patterns": [line("C1", INSIDE, basis="built in"), line("K3", NOT_MEASURED, estimate=NAN, low=NAN, high=NAN)],
    "claims": [line("Q1", REPRODUCED, basis="Forrester")],
}


def test_an_item_is_met_only_where_all_of_its_lines_are():
    lines = [line("K1", "inside"), line("K1", "outside"), line("K2", "inside"), line("K2", "not measured"), line("K3", "outside")]
    assert by_item("patterns", lines) == "Every line of K2 is inside. Some lines of K1 are inside. No line of K3 is inside."


def test_lines_beside_the_condition_of_a_pattern_are_counted_apart():
    lines = [line("K5", "inside"), line("K5", "outside", beside=True), line("K5", "inside", beside=True)]
    assert by_item("patterns", lines) == "Every line of K5 is inside. Of the lines beside, 1 of 2 of K5 are inside."
    assert by_item("patterns", [line("K5", "outside")]) == "No line of K5 is inside."


def test_the_page_marks_lines_beside_the_condition():
    shown = page({"patterns": [line("K5", "outside", beside=True), line("K9", "outside")]}, {})
    assert "**outside**, beside |" in shown.split("| K9 |")[0]
    assert "beside" not in shown.split("| K9 |")[1]


def test_numbers_are_said_in_few_signs():
    values = ((0.0004, "currency"), (-1e-9, "currency"), (12.345, "points"))
    assert [said(value, unit) for value, unit in values] == ["0", "0", "12.3"]
    assert interval(LIMITS[0]) == "-45,112 to -17,652"
    assert interval(CARDS_MADE_UP["patterns"][1]) == ""
    assert odds(LIMITS[0]) == "5 % of 20 runs, 40 % of 60 draws"


def test_verdicts_are_counted_the_worst_first():
    assert counted("falsifiers", LIMITS) == "1 fails, 1 too close to call, 1 holds"


def test_the_terminal_shows_every_line(capsys):
    from rich.console import Console

    Console(width=120).print(scorecard_table("falsifiers", LIMITS))
    shown = capsys.readouterr().out
    for words in ("F3", "F5", "F1", "-31,382", "too close to", "f03_static_needs"):
        assert words in shown


def test_the_page_says_what_was_measured_how_and_with_which_result():
    text = page(CARDS_MADE_UP, {"claims": "Measured by `centricity claims --only claims`."})
    assert text.startswith("<!-- Made by `centricity claims`")
    row = "| F3 | left minus right | f03_static_needs | -31,382 | -45,112 to -17,652 | above 0 | **fails** | 5 % of 20 runs"
    assert row in text
    assert "- F3, left minus right: a cause | of it." in text
    assert "Measured by `centricity claims --only claims`." in text
    assert "1 inside, 1 not measured" in text
    assert "## Claims in the sources" not in page({"patterns": CARDS_MADE_UP["patterns"]}, {})


def test_the_picture_has_a_mark_for_every_line():
    figure = scorecard(CARDS_MADE_UP)
    marks = [artist for artist in figure.artists if artist.get_marker() not in (None, "None")]
    assert len(marks) == sum(map(len, CARDS_MADE_UP.values())) + len(set(MARKS.values()))
    assert finding_in(CARDS_MADE_UP).startswith("1 of 3 checks at the limits hold, 1 of 2 ")
    assert finding_in({"claims": CARDS_MADE_UP["claims"]}) == "1 of 1 readings of claims are reproduced"


@pytest.mark.parametrize("card", CARDS)
def test_every_verdict_has_a_mark(card):
    assert [verdict for verdict in VERDICTS[card] if verdict not in MARKS] == []
