"""What the pages of experiments make of tables and pictures that were made for elsewhere."""

import re

from rich.table import Table as RichTable

from simulation.presentation.report.experiment import from_rich
from simulation.presentation.report.picture import inline_svg
from simulation.presentation.style import drawing, headline, new_figure


def test_columns_of_words_start_at_the_left_and_numbers_do_not() -> None:
    rich = RichTable()
    for heading, side in (("item", "left"), ("measured", "left"), ("value", "right")):
        rich.add_column(heading, justify=side)  # type: ignore[arg-type]
    rich.add_row("F1", "over 18 months", "49")
    table = from_rich(rich, "All")
    assert table.heads == ("item", "measured", "value")
    assert table.rows[0].cells == ("over 18 months", "49")
    assert table.words == (0,)


def test_a_finding_that_the_page_says_beside_a_picture_leaves_it_with_its_room() -> None:
    drawn = {}
    for titled in (True, False):
        with drawing():
            figure = new_figure()
            headline(figure, "Nobody wins clearly", "Profit, EUR")
        drawn[titled] = inline_svg(figure, "map", titled=titled)
    assert "Nobody wins clearly" in drawn[True]
    assert "Nobody wins clearly" not in drawn[False]
    assert "Profit, EUR" in drawn[False]
    heights = {titled: float(re.findall(r'viewBox="0 0 [\d.]+ ([\d.]+)"', text)[0]) for titled, text in drawn.items()}
    assert 0.8 * heights[True] < heights[False] < heights[True]
