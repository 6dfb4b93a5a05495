"""The map as a picture: who wins where, a panel for each value of a third and fourth dimension."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from simulation.presentation.findings import capital
from simulation.presentation.map_words import map_finding
from simulation.presentation.style import (
    INK,
    LEFT_EDGE,
    QUIET,
    broken,
    colour_key,
    drawing,
    headline,
    new_figure,
    strategy_colours,
)
from simulation.presentation.sweep_table import parameter_called, value_worded
from simulation.studies.map.winners import TOO_CLOSE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulation.studies.map.grid import Grid
    from simulation.studies.map.study import MapResult

HORIZON = "horizon"
TINT = 0.62
"""How much white is mixed into the colour of a leader that does not win clearly."""

LEFT, RIGHT, BOTTOM, BETWEEN = 0.115, 0.975, 0.165, 0.02
HATCH, HATCH_COLOUR = "///", "#8A8A8A"


@dataclass(frozen=True)
class Side:
    """A dimension of the map along a side of the picture.

    name    column of the nodes
    called  in words
    places  its values in their order
    edges   of the cells of the values, in drawing units
    ticks   place and word of each label
    before  what stands before the word of a place where it heads a panel
    after   what stands behind it
    """

    name: str
    called: str
    places: list[Any]
    edges: list[float]
    ticks: list[tuple[float, str]]
    before: str = ""
    after: str = ""

    def title(self, number: int) -> str:
        """What heads the panels of a place."""
        return f"{self.before}{value_worded(self.places[number])}{self.after}"


def map_figure(result: "MapResult") -> "Figure":
    """Colour: who has the best mean. Full colour: clearly; tint and hatching: too close to call."""
    nodes, plan = result.nodes, result.plan
    sides = _sides(result)
    across, up, *others = sides
    columns = others[0] if others else None
    rows = others[1] if len(others) > 1 else None
    colours = strategy_colours(plan.worlds)
    measure = capital(plan.file.map.measure.replace("_", " "))
    runs = f"mean of {plan.replications} runs a point"
    subject = f"{measure} of {plan.base.focal.name} with each strategy in turn, same luck; {runs}"
    note = (
        "Hatched and pale: too close to call (the 95\N{NO-BREAK SPACE}% interval of the paired difference includes 0). "
        "Dots: simulated; "
        "cells without: the mean of the points around."
    )
    with drawing():
        figure = new_figure()
        top = headline(figure, map_finding(result), subject, note)
        colour_key(figure, {world: colours[world] for world in plan.worlds}, top - 0.005)
        top -= 0.045 if columns is None else 0.085
        wide = len(columns.places) if columns else 1
        high = len(rows.places) if rows else 1
        right = RIGHT if rows is None else RIGHT - 0.03
        step_x, step_y = (right - LEFT) / wide, (top - BOTTOM) / high
        size = 17 if high <= 2 and wide <= 3 else 14
        for row in range(high):
            for column in range(wide):
                corner = (LEFT + column * step_x, top - (row + 1) * step_y)
                axes = figure.add_axes((*corner, step_x - BETWEEN * (column < wide - 1), step_y - 0.026))
                chosen = nodes
                for side, number in ((columns, column), (rows, row)):
                    if side is not None:
                        chosen = chosen[chosen[side.name] == side.places[number]]
                _panel(axes, chosen, across, up, colours)
                _label(axes, across, up, row == high - 1, column == 0, size)
                if columns is not None and row == 0:
                    axes.set_title(columns.title(column), loc="left", fontsize=size + 1, fontweight="bold")
        for number in range(high if rows is not None else 0):
            assert rows is not None
            height = top - 0.026 - (number + 0.5) * step_y + 0.013
            title = "\n".join(broken(rows.title(number), 10 if high > 2 else 26))
            figure.text(RIGHT, height, title, rotation=270, fontsize=size, fontweight="bold", va="center", ha="right")
        figure.text((LEFT + right) / 2, 0.088, across.called, fontsize=18, ha="center", va="bottom")
        figure.text(LEFT_EDGE, (top + BOTTOM) / 2, up.called, fontsize=18, rotation=90, ha="left", va="center")
    return figure


def _sides(result: "MapResult") -> list[Side]:
    """The dimensions in the order across, up, columns, rows; the horizon last, or up where only one is varied."""
    grid = result.grid
    sides = [_side(grid, number) for number in range(len(grid.axes))]
    horizons = list(result.plan.horizons)
    if len(horizons) > 1:
        ticks = _listed(horizons)
        sides.append(Side(HORIZON, "months", *ticks, before="after ", after=" months"))
    return sides


def _side(grid: "Grid", number: int) -> Side:
    axis = grid.axes[number]
    called = parameter_called(axis.key)
    listed = axis.values  # noqa: PD011 (an axis is no table)
    if listed:
        return Side(axis.key, called, *_listed(list(listed)), before=f"{called} ")
    values = list(grid.ladder(number).values())
    positions = [grid.position(number, value) for value in values]
    edges = [0.0, *((a + b) / 2 for a, b in pairwise(positions)), 1.0]
    ticks = [(grid.position(number, value), tick_worded(value)) for value in axis.on_grid()]
    return Side(axis.key, called, values, edges, ticks, before=f"{called} ")


def _listed(values: list[Any]) -> tuple[list[Any], list[float], list[tuple[float, str]]]:
    """Places, edges and ticks of values that each have an equal part of a side."""
    several = len(values)
    edges = [number / several for number in range(several + 1)]
    ticks = [((number + 0.5) / several, value_worded(value)) for number, value in enumerate(values)]
    return values, edges, ticks


def tick_worded(value: Any) -> str:
    """A value beside an axis, numbers to three figures.

    >>> tick_worded(1.6666667), tick_worded(1500)
    ('1.67', '1,500')
    """
    return value_worded(value if isinstance(value, (str, bool, int)) else float(f"{value:.3g}"))


def _panel(axes: "Axes", nodes: "pd.DataFrame", across: Side, up: Side, colours: dict[str, str]) -> None:
    from matplotlib.collections import PatchCollection
    from matplotlib.colors import to_rgb
    from matplotlib.patches import PathPatch, Rectangle
    from matplotlib.path import Path

    boxes: list[Rectangle] = []
    paints: list[tuple[float, float, float]] = []
    hatched: list[Path] = []
    columns = {value: number for number, value in enumerate(across.places)}
    rows = {value: number for number, value in enumerate(up.places)}
    dots: tuple[list[float], list[float]] = ([], [])
    chosen = nodes[[across.name, up.name, "leader", "winner", "simulated"]]
    for x_value, y_value, leader, winner, simulated in chosen.itertuples(index=False, name=None):
        column, row = columns[x_value], rows[y_value]
        x, y = across.edges[column], up.edges[row]
        width, height = across.edges[column + 1] - x, up.edges[row + 1] - y
        boxes.append(Rectangle((x, y), width, height))
        colour = to_rgb(colours.get(leader, "#FFFFFF"))
        close = winner == TOO_CLOSE
        paints.append(_pale(colour) if close else colour)
        if close:
            hatched.append(Path([(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)], closed=True))
        if simulated:
            dots[0].append(_centre(across, column))
            dots[1].append(_centre(up, row))
    axes.add_collection(PatchCollection(boxes, facecolors=paints, edgecolors=paints, linewidths=0.6))
    if hatched:
        together = Path.make_compound_path(*hatched)
        axes.add_patch(PathPatch(together, facecolor="none", edgecolor=HATCH_COLOUR, hatch=HATCH, linewidth=0))
    axes.plot(*dots, "o", color="white", markersize=4.2, markeredgecolor=INK, markeredgewidth=0.7, clip_on=False, zorder=5)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _centre(side: Side, number: int) -> float:
    """Where the dot of a cell lies: on its value where that has a tick, else in its middle."""
    first, last = number == 0, number == len(side.places) - 1
    on_edge = side.ticks[0][0] == 0.0
    if on_edge and first:
        return 0.0
    if on_edge and last:
        return 1.0
    return (side.edges[number] + side.edges[number + 1]) / 2


def _pale(colour: Sequence[float]) -> tuple[float, float, float]:
    red, green, blue = (part * (1 - TINT) + TINT for part in colour)
    return red, green, blue


def _label(axes: "Axes", across: Side, up: Side, lowest: bool, first: bool, size: float) -> None:
    """Words at the ticks of the outer panels only; those at the ends stay within the panel."""
    places = (across, lowest, axes.set_xticks, 6), (up, first, axes.set_yticks, 5)
    for side, outer, put, most in places:
        shown = side.ticks if len(side.ticks) <= most else side.ticks[:: -(-len(side.ticks) // most)]
        put([at for at, _ in shown], [word if outer else "" for _, word in shown], fontsize=size)
    for label, at in zip(axes.get_xticklabels(), axes.get_xticks(), strict=True):
        label.set_horizontalalignment("left" if at == 0.0 else "right" if at == 1.0 else "center")
    for label, at in zip(axes.get_yticklabels(), axes.get_yticks(), strict=True):
        label.set_verticalalignment("bottom" if at == 0.0 else "top" if at == 1.0 else "center")
    axes.tick_params(length=0, labelcolor=QUIET)
