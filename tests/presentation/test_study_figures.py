"""Pictures of maps, sensitivity and versions: what is found stands in them, and no text leaves the page."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from simulation import load_scenario
from simulation.presentation.map_figure import map_figure
from simulation.presentation.map_words import map_finding
from simulation.presentation.onset_figure import onset_figure
from simulation.presentation.sensitivity_figures import sensitivity_figures
from simulation.presentation.sensitivity_words import morris_finding, sobol_finding, tornado_finding
from simulation.presentation.versions_figure import versions_figure
from simulation.presentation.wording import Unit
from simulation.studies.map.grid import Grid
from simulation.studies.map.study import MapResult
from simulation.studies.map.winners import TOO_CLOSE
from simulation.studies.sensitivity.indices import NOISE
from simulation.studies.sensitivity.study import SensitivityResult
from simulation.studies.sweep.design import Axis
from simulation.studies.sweep.file import experiment

pytestmark = pytest.mark.one_python

EUR = Unit("money", "EUR")


def outside(figure: Figure) -> list[str]:
    """Texts that leave the page."""
    figure.canvas.draw()
    page = figure.bbox
    texts = [*figure.texts, *(text for axes in figure.axes for text in [*axes.texts, axes.title, axes.xaxis.label])]
    texts += [label for axes in figure.axes for label in [*axes.get_xticklabels(), *axes.get_yticklabels()]]
    found = []
    for text in texts:
        box = text.get_window_extent()
        if text.get_text() and (box.x0 < 0 or box.y0 < 0 or box.x1 > page.width or box.y1 > page.height):
            found.append(text.get_text())
    return found


def said(figure: Figure) -> str:
    return " ".join(" ".join(text.get_text().split()) for text in figure.texts)


def made_up_map(dimensions: int) -> MapResult:
    """Customer-centric wins where switching costs little and needs move; in between it is too close to call."""
    keys = ["market.switching_cost", "market.needs.drift_per_month", "ledger.gross_margin"]
    parameters = [{"key": keys[0], "steps": 3}, {"key": keys[1], "steps": 3}, {"key": keys[2], "values": [0.3, 0.6]}]
    plan = experiment("map", scenario="head_to_head", parameters=parameters[: min(dimensions, 3)], replications=6,
                      horizons=(12, 36, 60) if dimensions > 3 else (60,))  # fmt: skip
    grid = Grid(plan.axes)
    rows = []
    for node in grid.all_nodes():
        row = grid.row(node)
        for horizon in plan.horizons:
            margin = row[1] / 0.1 - row[0] / 4.0
            leader = "customer-centric" if margin > 0 else "service-only"
            winner = TOO_CLOSE if abs(margin) < 0.2 else leader
            simulated = all(place % 2 == 0 for place in node)
            rows.append((*row, horizon, leader, "customer-focused", 1.0, 0.5, 1.5, winner, 6, simulated, grid.weight(node)))
    columns = [*plan.keys, "horizon", "leader", "second", "lead", "low", "high", "winner", "replications", "simulated", "weight"]
    nodes = pd.DataFrame(rows, columns=columns)
    shares = []
    for horizon in plan.horizons:
        now = nodes[nodes["horizon"] == horizon]
        for world in plan.worlds:
            clear = float(now.loc[now["winner"] == world, "weight"].sum())
            share = float(now.loc[now["leader"] == world, "weight"].sum())
            shares.append((horizon, world, share, share, share, clear))
        close = float(now.loc[now["winner"] == TOO_CLOSE, "weight"].sum())
        shares.append((horizon, TOO_CLOSE, close, np.nan, np.nan, np.nan))
    table = pd.DataFrame(shares, columns=["horizon", "strategy", "share", "low", "high", "clear"])
    return MapResult(plan, nodes, table, pd.DataFrame(), None)


@pytest.mark.parametrize("dimensions", [2, 3, 4])
def test_a_map_of_two_to_four_dimensions_is_one_page(dimensions):
    result = made_up_map(dimensions)
    figure = map_figure(result)
    assert outside(figure) == []
    assert len(figure.axes) == {2: 1, 3: 2, 4: 6}[dimensions]
    assert " ".join(map_finding(result).split()) in said(figure)
    for word in ("customer-centric", "service-only", "switching cost", "drift per month of needs"):
        assert word in said(figure)


def test_the_finding_of_a_map_says_who_wins_how_much_and_what_is_open():
    text = map_finding(made_up_map(2))
    assert text.startswith("After 60 months")
    assert "of this space clearly" in text
    assert "too close to call" in text


def test_a_map_without_a_clear_winner_says_so():
    result = made_up_map(2)
    nobody = result.shares.assign(clear=0.0)
    assert map_finding(replace(result, shares=nobody)) == "After 60 months nobody wins clearly anywhere on this map"


def tables() -> dict[str, pd.DataFrame]:
    keys = ["market.switching_cost", "stocks.lever_cost"]
    around = {"at_low": (5e4, -2e4), "at_high": (-8e4, 1e4), "swing": (-13e4, 3e4)}
    tornado = {"parameter": keys, "base": [3e4, 3e4], "replications": [6, 6]}
    for name, values in around.items():
        half = (1e4, 9e4)
        tornado |= {name: values, f"{name}_from": np.subtract(values, half), f"{name}_to": np.add(values, half)}
    morris = {"parameter": keys, "mu": [-9e4, 1e3], "mu_star": [9e4, 5e3], "mu_star_low": [7e4, 2e3],
              "mu_star_high": [11e4, 8e3], "sigma": [2e4, 0.0], "luck": [4e3, 4e3]}  # fmt: skip
    sobol = {"parameter": [*keys, NOISE], "first": [0.7, 0.1, 0.4], "first_low": [0.5, -0.1, 0.2], "first_high": [0.9, 0.3, 0.8],
             "total": [0.85, 0.2, 0.4], "total_low": [0.7, 0.1, 0.2], "total_high": [1.0, 0.3, 0.8]}  # fmt: skip
    return {name: pd.DataFrame(table) for name, table in (("tornado", tornado), ("morris", morris), ("sobol", sobol))}


def test_what_drives_the_result_is_said_where_luck_allows_it():
    found = tables()
    assert tornado_finding(found["tornado"], EUR) == (
        "On its own switching cost moves the result most: by €130k from end to end of its range; switching cost can turn its sign"
    )
    assert morris_finding(found["morris"]) == "Switching cost moves the result most; one parameter cannot be told from luck"
    assert sobol_finding(found["sobol"]) == (
        "Of what these parameters cause, switching cost 70 % on its own; of a single run's variance 40 % is luck"
    )
    unclear = found["tornado"].assign(swing_from=-1e6, swing_to=1e6)
    assert tornado_finding(unclear, EUR) == "No parameter on its own moves the result by more than luck"


def test_the_pictures_of_an_analysis_name_every_parameter_and_luck():
    parameters = [{"key": key} for key in ("market.switching_cost", "stocks.lever_cost")]
    plan = experiment("made", scenario="head_to_head", parameters=parameters)
    plan = replace(plan, worlds=plan.worlds[:2])
    pictures = dict(sensitivity_figures(SensitivityResult(plan, tables(), pd.DataFrame(), 9, (), None)))
    assert list(pictures) == ["tornado", "morris", "sobol"]
    for name, figure in pictures.items():
        names = [text.get_text() for text in figure.axes[0].texts]
        assert {"switching cost", "lever cost"} <= set(names)
        assert ("luck" in names) == (name == "sobol")
        assert outside(figure) == []


def test_versions_stand_in_their_order_with_their_amounts():
    found = pd.DataFrame({"version": ["without data", "culture first"], "estimate": [-5e4, 1e4], "low": [-7e4, -2e4],
                          "high": [-3e4, 4e4], "replications": [9, 9]})  # fmt: skip
    figure = versions_figure(found, "all at once", EUR, "A finding", "Compass")
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert texts == ["\N{MINUS SIGN}€50k", "without data", "+€10k", "culture first"]
    assert outside(figure) == []


def test_a_bar_begins_when_the_change_shows():
    onsets = {"profit": (1, True), "revenue": (20, False), "customers": (None, False)}
    figure = onset_figure(onsets, 48, "A finding", "Frontline", "A note")
    (axes,) = figure.axes
    bars = [(bar.get_x(), bar.get_width()) for bar in axes.patches]
    assert bars == [(0.0, 48.0), (1.0, 47.0), (0.0, 48.0), (20.0, 28.0), (0.0, 48.0)]
    texts = [text.get_text() for text in axes.texts]
    assert texts == ["after 1 month", "profit", "after 20 months", "revenue", "no clear effect that lasts", "customers"]
    assert outside(figure) == []


def test_axes_with_words_are_drawn_too():
    parameters = [{"key": "firms.Compass.scope", "values": ["front-line", "all"]}, {"key": "market.switching_cost", "steps": 3}]
    plan = experiment("words", scenario="head_to_head", parameters=parameters, worlds=("as in the file", "none"))
    assert plan.axes[0] == Axis("firms.Compass.scope", ("front-line", "all"))
    grid = Grid(plan.axes)
    found = ("none", "as in the file", 1.0, 0.5, 1.5, "none", 6, True)
    rows = [(*grid.row(node), 60, *found, grid.weight(node)) for node in grid.all_nodes()]
    columns = [*plan.keys, "horizon", "leader", "second", "lead", "low", "high", "winner", "replications", "simulated", "weight"]
    nodes = pd.DataFrame(rows, columns=columns)
    shares = pd.DataFrame([(60, "none", 1.0, 1.0, 1.0, 1.0), (60, TOO_CLOSE, 0.0, np.nan, np.nan, np.nan)],
                          columns=["horizon", "strategy", "share", "low", "high", "clear"])  # fmt: skip
    figure = map_figure(MapResult(plan, nodes, shares, pd.DataFrame(), None))
    assert outside(figure) == []
    assert [label.get_text() for label in figure.axes[0].get_xticklabels()] == ["front-line", "all"]
    assert load_scenario("head_to_head").focal.name == "Compass"
