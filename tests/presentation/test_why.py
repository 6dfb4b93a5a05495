"""Why one strategy earns more: the sentence and the picture say what the parts say."""

import pandas as pd
import pytest

from simulation.presentation.why_figure import why_figure
from simulation.presentation.why_words import why_finding


def parts(gap: tuple[float, float], replications: int = 20) -> pd.DataFrame:
    estimate, half = gap
    rows = [
        ("start", 0.0, 0.0), ("retention", 40_000.0, 5_000.0), ("spending", 3_000.0, 9_000.0),
        ("wages", estimate - 43_000.0, 4_000.0), ("gap", estimate, half),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["part", "estimate", "half"])
    low = table["estimate"] - table["half"] if replications > 1 else float("nan")
    high = table["estimate"] + table["half"] if replications > 1 else float("nan")
    return table.assign(low=low, high=high, replications=replications).drop(columns="half")


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (parts((20_000.0, 6_000.0)),
         "Customer-centric earns €20k more than none: through customers kept (+€40k), in spite of wages (\N{MINUS SIGN}€23k)"),
        (parts((-20_000.0, 6_000.0)),
         "Customer-centric earns €20k less than none: through wages (\N{MINUS SIGN}€63k), in spite of customers kept (+€40k)"),
        (parts((2_000.0, 6_000.0)),
         "Customer-centric and none earn too alike to call; clear are customers kept (+€40k) and wages (\N{MINUS SIGN}€41k)"),
    ],
)  # fmt: skip
def test_the_sentence_says_who_earns_more_and_through_what(found, sentence):
    assert why_finding(found, "customer-centric", "none", "EUR") == sentence


def test_one_run_is_said_to_be_one():
    text = why_finding(parts((20_000.0, 0.0), 1), "customer-centric", "none", "EUR")
    assert text.startswith("In this one run customer-centric earns €20.0k more than none")


def test_the_picture_shows_every_part_that_is_not_nothing_and_the_gap():
    figure = why_figure(parts((20_000.0, 6_000.0)), "customer-centric", "none", "EUR", "Compass")
    (axes,) = figure.axes
    texts = [text.get_text() for text in axes.texts]
    assert texts[1::2] == ["customers kept", "spending per customer", "wages", "discounted profit"]
    bars = [(bar.get_x(), bar.get_width()) for bar in axes.patches]
    assert bars == [(0.0, 40_000.0), (40_000.0, 3_000.0), (43_000.0, -23_000.0), (0.0, 20_000.0)]
