"""The grid under a map: its nodes, the points between them, and how much of the space each stands for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

from simulation.studies.sweep.design import Axis, Row

if TYPE_CHECKING:
    import numpy as np

Node = tuple[int, ...]
"""Places on the axes of a grid, in steps of half a coarse step; coarse nodes have even places only."""

REFINED = 2
"""Axes between whose values points are added: the two that a picture shows side by side and one above another."""


@dataclass(frozen=True)
class Grid:
    """The nodes of a map: every combination of the axes' values, and of the values halfway between them on the
    first two axes, where these are ranges.
    """

    axes: tuple[Axis, ...]

    def ladder(self, number: int) -> dict[int, Any]:
        """The values of an axis by their place: even places are the coarse grid, odd ones lie halfway.

        A range of whole numbers has no value between neighbours; words and listed values have none at all.
        """
        axis = self.axes[number]
        coarse = axis.on_grid()
        found = {2 * step: value for step, value in enumerate(coarse)}
        if number < REFINED and not axis.values:
            for step, (low, high) in enumerate(pairwise(coarse)):
                middle = _halfway(axis, low, high)
                if middle is not None:
                    found[2 * step + 1] = middle
        return dict(sorted(found.items()))

    def coarse(self) -> list[Node]:
        """The nodes of the coarse grid, the last axis changing fastest."""
        return list(product(*([place for place in self.ladder(n) if place % 2 == 0] for n in range(len(self.axes)))))

    def all_nodes(self) -> list[Node]:
        """All nodes, those halfway among them."""
        return list(product(*(self.ladder(number) for number in range(len(self.axes)))))

    def row(self, node: Node) -> Row:
        """The values at a node."""
        return tuple(self.ladder(number)[place] for number, place in enumerate(node))

    def corners(self, node: Node) -> list[Node]:
        """The coarse nodes around a node; itself where it is one."""
        sides = [(place,) if place % 2 == 0 else (place - 1, place + 1) for place in node]
        return list(product(*sides))

    def inside(self, low: Node) -> list[Node]:
        """The nodes of the cell that begins at a coarse node, its coarse corners left out."""
        spans = []
        for number, place in enumerate(low):
            ladder = self.ladder(number)
            spans.append([p for p in (place, place + 1, place + 2) if p in ladder] if number < REFINED else [place])
        return [node for node in product(*spans) if any(place % 2 for place in node)]

    def cell(self, low: Node) -> list[Node]:
        """The coarse corners of the cell that begins at a coarse node, on the first two axes."""
        spans = []
        for number, place in enumerate(low):
            wide = number < REFINED and place + 2 in self.ladder(number)
            spans.append([place, place + 2] if wide else [place])
        return list(product(*spans))

    def half(self, low: Node) -> list[Node]:
        """The corners of the half cell that begins at a node, on the first two axes."""
        spans = []
        for number, place in enumerate(low):
            ladder = self.ladder(number)
            after = next((p for p in (place + 1, place + 2) if p in ladder), None) if number < REFINED else None
            spans.append([place] if after is None else [place, after])
        return list(product(*spans))

    def position(self, number: int, value: Any) -> float:
        """Where a value lies on its axis, from 0 to 1; listed values are spread evenly."""
        import math

        axis = self.axes[number]
        if axis.values:
            return axis.values.index(value) / max(len(axis.values) - 1, 1)
        if axis.log:
            return math.log(value / axis.low) / math.log(axis.high / axis.low)
        return float((value - axis.low) / (axis.high - axis.low))

    def weights(self, number: int) -> dict[int, float]:
        """Which part of an axis each of its places stands for; they sum to 1.

        On a range all that is nearer to it than to its neighbours; each of several listed values equally much.
        """
        axis, ladder = self.axes[number], self.ladder(number)
        if axis.values or len(ladder) == 1:
            return {place: 1 / len(ladder) for place in ladder}
        positions = [self.position(number, value) for value in ladder.values()]
        edges = [0.0, *((a + b) / 2 for a, b in pairwise(positions)), 1.0]
        return {place: edges[i + 1] - edges[i] for i, place in enumerate(ladder)}

    def weight(self, node: Node) -> float:
        """Which part of the space a node stands for."""
        weight = 1.0
        for number, place in enumerate(node):
            weight *= self.weights(number)[place]
        return weight


def _halfway(axis: Axis, low: Any, high: Any) -> Any:
    middle = (low * high) ** 0.5 if axis.log else (low + high) / 2
    if not axis.whole:
        return float(f"{middle:.12g}")
    return int(middle) if low < int(middle) < high else None


def border(grid: Grid, leaders: Mapping[Node, Sequence[str]], known: Collection[Node], most: int) -> list[Node]:
    """Nodes to be added: all of the cells whose corners have different leaders.

    leaders  who is ahead at each node, once for every horizon
    known    nodes that are simulated: of the coarse grid only, or also of its halves, whose cells are then looked at
    most     nodes that are added at most; cells that differ at more horizons come first
    """
    halves = len(known) > len(grid.coarse())
    cells = []
    for low in grid.all_nodes() if halves else grid.coarse():
        corners = grid.half(low) if halves else grid.cell(low)
        new = [node for node in (corners if halves else grid.inside(low)) if node not in known]
        horizons = zip(*(leaders[corner] for corner in corners), strict=True)
        differing = sum(len(set(names)) > 1 for names in horizons)
        if differing and new:
            cells.append((-differing, low, new))
    found: dict[Node, None] = {}
    for _, _, several in sorted(cells):
        new = [node for node in several if node not in found]
        if len(found) + len(new) > most:
            break
        found |= dict.fromkeys(new)
    return sorted(found)


def filled(grid: Grid, known: Mapping[Node, "np.ndarray"]) -> "dict[Node, np.ndarray]":
    """A value for every node: the known one, or the mean of the coarse nodes around it.

    known  all coarse nodes, and some of the others
    """
    import numpy as np

    return {
        node: known[node] if node in known else np.mean([known[corner] for corner in grid.corners(node)], axis=0)
        for node in grid.all_nodes()
    }
