"""A map: where each strategy wins, with the band too close to call, and how much of the space that is.

All points are simulated with the same luck, and all horizons are taken from the same runs. Where neighbours on the
grid have different leaders, points are added between them, again and again, until the border is known to half a step of
the grid or as many points are added as are allowed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.measures.dictionary import measure as described
from simulation.studies.map.grid import Grid, Node, border, filled
from simulation.studies.map.shares import shares_at
from simulation.studies.map.winners import winners
from simulation.studies.sweep.plan import Plan, Point
from simulation.studies.sweep.runs import Runs
from simulation.studies.sweep.store import RUNS
from simulation.studies.sweep.study import How, finish, opened, read_csv

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

MAP = "map"
GRID, BORDER = "grid", "border"
WINNERS, SHARES = "winners.csv", "shares.csv"


@dataclass(frozen=True)
class MapResult:
    """What a map shows.

    nodes   a row per node and horizon: a column per parameter, horizon, leader, second, lead (mean paired
            difference of the two), low, high (its 95 % interval), winner (the leader, or TOO_CLOSE),
            replications, simulated (False: taken as the mean of the nodes around it), weight (part of the space
            that it stands for)
    shares  a row per horizon and strategy: share (part of the space in which its mean is best), low, high (95 %
            interval), clear (part in which it wins clearly); and TOO_CLOSE with the part that nobody wins clearly
    runs    every run: point, replication, world, seed, status, seconds, error
    folder  where it is stored; None: nowhere
    """

    plan: Plan
    nodes: "pd.DataFrame"
    shares: "pd.DataFrame"
    runs: "pd.DataFrame"
    folder: Path | None

    @property
    def grid(self) -> Grid:
        """The grid under the map."""
        return Grid(self.plan.axes)


def run_map(plan: Plan, how: How | None = None) -> MapResult:
    """Simulates the grid, then points between neighbours with different leaders until there are none, and judges all.

    raises  as `run_sweep`
    """
    how = how or How()
    grid = Grid(plan.axes)
    nodes = grid.coarse()
    points = plan.points([grid.row(node) for node in nodes], GRID)
    with opened(plan, MAP, points, how) as runs:
        runs.carry_out(points)
        left = plan.file.map.most_added if plan.file.map.refine else 0
        while added := border(grid, _leaders(runs, grid, dict(zip(nodes, points, strict=True))), set(nodes), left):
            between = plan.points([grid.row(node) for node in added], BORDER)
            runs.carry_out(between)
            nodes, points, left = [*nodes, *added], [*points, *between], left - len(added)
        finish(runs, points)
        table, shares = _judged_map(runs, grid, dict(zip(nodes, points, strict=True)))
        store = runs.store
        store.replace(WINNERS, lambda path: table.to_csv(path, index=False, lineterminator="\n"))
        store.replace(SHARES, lambda path: shares.to_csv(path, index=False, lineterminator="\n"))
        folder = store.folder if how.folder is not None else None
        return MapResult(plan, table, shares, read_csv(store.folder / RUNS, ("error",)), folder)


def read_map(plan: Plan, folder: Path) -> MapResult:
    """A stored map. Raises StoreError where a table of it is missing or damaged."""
    table, shares = read_csv(folder / WINNERS, ("leader", "second")), read_csv(folder / SHARES)
    return MapResult(plan, table, shares, read_csv(folder / RUNS, ("error",)), folder)


def _leaders(runs: Runs, grid: Grid, points: Mapping[Node, Point]) -> dict[Node, list[str]]:
    """Who is ahead at every node, once for every horizon; at those not simulated as the mean of the nodes around has it."""
    found = _winners(runs.plan, filled(grid, dict(zip(points, _values(runs, points), strict=True))))
    return {node: [str(name) for name in of["leader"]] for node, of in found.groupby("node", sort=False)}


def _values(runs: Runs, points: Mapping[Node, Point]) -> "np.ndarray":
    """The measure of the map: points x horizons x replications x worlds."""
    import numpy as np

    plan = runs.plan
    columns = [place for place, (name, _) in enumerate(plan.columns) if name == plan.file.map.measure]
    return np.moveaxis(runs.values(list(points.values()))[..., columns], 3, 1)


def _winners(plan: Plan, values: Mapping[Node, "np.ndarray"]) -> "pd.DataFrame":
    import numpy as np

    stacked = np.stack(list(values.values()))
    several, horizons = stacked.shape[:2]
    table = winners(stacked.reshape(several * horizons, *stacked.shape[2:]), plan.worlds, plan.file.map.measure)
    table.insert(0, "horizon", np.tile(plan.horizons, several))
    table.insert(0, "node", [node for node in values for _ in plan.horizons])
    return table


def _judged_map(runs: Runs, grid: Grid, points: Mapping[Node, Point]) -> tuple["pd.DataFrame", "pd.DataFrame"]:
    """The tables of a map: nodes and shares."""
    import numpy as np
    import pandas as pd

    plan = runs.plan
    known = dict(zip(points, _values(runs, points), strict=True))
    everywhere = filled(grid, known)
    table = _winners(plan, everywhere)
    rows = [grid.row(node) for node in table["node"]]
    table["simulated"] = [node in known for node in table["node"]]
    table["weight"] = [grid.weight(node) for node in table["node"]]
    values = pd.DataFrame(rows, columns=list(plan.keys))
    weights = np.array([grid.weight(node) for node in everywhere])
    stacked = np.stack(list(everywhere.values()))
    sign = -1.0 if described(plan.file.map.measure).better == "lower" else 1.0
    found = []
    for place, horizon in enumerate(plan.horizons):
        rows_then = table[table["horizon"] == horizon]
        part = shares_at(rows_then, sign * stacked[:, place], weights, plan.worlds, plan.seed)
        part.insert(0, "horizon", horizon)
        found.append(part)
    return pd.concat([values, table.drop(columns="node")], axis=1), pd.concat(found, ignore_index=True)
