"""Pictures: complete, large, repeatable to the byte, with nothing outside the page."""

import dataclasses
import struct
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from simulation.presentation.gallery import Material, begin_figures, figures, overview_of, write_figures
from simulation.presentation.style import STRATEGY_COLOURS, readable, save, strategy_colours, text_width
from simulation.scenario.presets import PRESETS
from simulation.studies.comparisons.comparison import COLUMNS
from simulation.studies.runs.workers import Workers
from tests.presentation.made_up import made_up_series

NAMES = {"overview", "revenue", "retention", "engagement", "profit", "perception_gap", "culture", "twins"}


@pytest.fixture(scope="module")
def drawn(material: Material) -> dict[str, Figure]:
    return dict(figures(material))


def titles(figure: Figure) -> str:
    return "\n".join(text.get_text() for text in figure.texts)


def test_all_pictures_of_a_study_are_drawn(drawn: dict[str, Figure]) -> None:
    assert set(drawn) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_no_text_leaves_the_page(drawn: dict[str, Figure], name: str) -> None:
    figure = drawn[name]
    figure.canvas.draw()
    page = figure.bbox
    texts = [*figure.texts, *(text for axes in figure.axes for text in [*axes.texts, axes.title, axes.xaxis.label])]
    texts += [label for axes in figure.axes for label in [*axes.get_xticklabels(), *axes.get_yticklabels()]]
    outside = []
    for text in texts:
        if text.get_text() and text.get_visible():
            box = text.get_window_extent()
            if box.x0 < 0 or box.y0 < 0 or box.x1 > page.width or box.y1 > page.height:
                outside.append(text.get_text())
    assert outside == []


@pytest.mark.parametrize("name", sorted(NAMES))
def test_type_is_large_enough_for_a_projector(drawn: dict[str, Figure], name: str) -> None:
    figure = drawn[name]
    sizes = {text.get_fontsize() for axes in figure.axes for text in [*axes.texts, *axes.get_xticklabels(), axes.title]}
    assert min(sizes) >= 14


def test_titles_state_findings_of_the_data(drawn: dict[str, Figure]) -> None:
    assert "Customer-centric ends ahead in employee engagement" in titles(drawn["engagement"]).replace("\n", " ")
    assert "paid back in month" in titles(drawn["profit"]).replace("\n", " ")
    assert "EUR" in titles(drawn["revenue"])


def test_a_line_ends_with_its_strategys_name_in_the_strategys_colour(drawn: dict[str, Figure]) -> None:
    (axes,) = drawn["revenue"].axes
    named = {text.get_text().split("\n")[0]: text.get_color() for text in axes.texts}
    for strategy in ("service-only", "customer-focused", "customer-centric"):
        assert named[strategy] == readable(STRATEGY_COLOURS[strategy])


def test_every_strategy_has_a_colour_of_its_own() -> None:
    colours = strategy_colours([*PRESETS, "service-only → customer-centric"])
    assert len(set(colours.values())) == len(colours)


def test_the_same_figure_gives_the_same_bytes(material: Material, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        save(overview_of(material), tmp_path / folder, "overview")
    for ending in ("png", "svg"):
        one, two = ((tmp_path / folder / f"overview.{ending}").read_bytes() for folder in ("one", "two"))
        assert one == two


def test_pictures_are_stored_as_png_of_full_size_and_as_valid_svg(material: Material, tmp_path: Path) -> None:
    png, svg = save(overview_of(material), tmp_path, "overview")
    assert struct.unpack(">II", png.read_bytes()[16:24]) == (1920, 1080)
    assert ElementTree.parse(svg).getroot().tag.endswith("svg")
    assert b"<dc:date>" not in svg.read_bytes()


def test_drawing_leaves_the_users_matplotlib_as_it_was(material: Material) -> None:
    before = dict(mpl.rcParams)
    overview_of(material)
    assert dict(mpl.rcParams) == before


def test_a_figure_shows_itself_in_a_notebook(material: Material) -> None:
    assert overview_of(material)._repr_png_().startswith(b"\x89PNG")


def test_what_is_not_known_within_a_year_is_left_out_of_the_overview(scenario: object) -> None:
    series = made_up_series(months=2).assign(retention_per_year=float("nan"))
    short = Material(scenario, series, series.head(0), series.head(0).assign(world=""), pd.DataFrame(columns=list(COLUMNS)))  # type: ignore[arg-type]
    drawn = dict(figures(short))
    assert "retention" not in drawn
    assert [axes.get_title(loc="left") for axes in drawn["overview"].axes] == ["Revenue a month", "Employee engagement"]
    assert "retention" not in titles(drawn["overview"])


def test_one_run_is_drawn_without_a_band(scenario: object, tmp_path: Path) -> None:
    series = made_up_series(replications=1, months=18)
    empty = series.head(0).assign(world="")
    comparison = pd.DataFrame(columns=list(COLUMNS))
    alone = Material(scenario, series, series.head(0), empty, comparison)  # type: ignore[arg-type]
    files = write_figures(tmp_path, [alone], comparison)
    assert {path.stem for path in files} == NAMES - {"culture", "twins"}
    assert "no band" in titles(dict(figures(alone))["revenue"])


def test_dollar_signs_are_no_formulas(material: Material) -> None:
    name = "A $^$ B"
    scenario = material.scenario.with_values({"market.currency": "$$", "firms.Compass.name": name})
    renamed = [table.replace("Compass", name) for table in (material.twins, material.comparison)]
    material = dataclasses.replace(material, scenario=scenario, twins=renamed[0], comparison=renamed[1])
    shown = ""
    for figure in dict(figures(material)).values():
        figure.canvas.draw()
        texts = [*figure.texts, *(text for axes in figure.axes for text in [*axes.get_yticklabels(), *axes.texts])]
        assert not any(text.get_parse_math() for text in texts)
        shown += titles(figure)
    assert name in shown
    assert "$$" in shown


@pytest.mark.parametrize("size", [9.0, 12.5, 27.0])
@pytest.mark.parametrize("text", ["customer-centric", "€1.2 million", "1,234.5 (−3 %)", "Ünïçødé Ωß", "OQ&%@", "saving it"])
def test_the_width_of_a_text_is_that_of_its_outlines(text: str, size: float) -> None:
    outline = TextPath((0, 0), text, prop=FontProperties(family="DejaVu Sans", weight="bold", size=size))
    assert text_width(text, size) == text_width(f"i\n{text}", size) == float(outline.get_extents().width)


def test_processes_draw_the_same_files_in_the_same_order(material: Material, tmp_path: Path) -> None:
    with Workers(3) as workers:
        begun = begin_figures(tmp_path / "there", [material], material.comparison, workers)
        here = write_figures(tmp_path / "here", [material], material.comparison)
        there = begun()
    assert [path.relative_to(tmp_path / "there") for path in there] == [path.relative_to(tmp_path / "here") for path in here]
    assert [path.read_bytes() for path in there] == [path.read_bytes() for path in here]


def test_what_a_killed_process_should_have_drawn_is_drawn_here(material: Material, tmp_path: Path) -> None:
    with Workers(3) as workers:
        begun = begin_figures(tmp_path, [material], material.comparison, workers)
        for process in workers._lanes[1]._processes.values():
            process.kill()
        files = begun()
    assert sorted(files) == sorted(tmp_path.glob("*.*"))
    assert {path.stem for path in files} >= NAMES
