"""The tables that an experiment leaves behind, written point by point so that memory does not grow with them."""

import csv
from collections.abc import Iterator, Sequence
from itertools import combinations, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.measures.dictionary import measure
from simulation.measures.strategies import half_width
from simulation.studies.comparisons.paired import paired
from simulation.studies.sweep.plan import Plan, Point
from simulation.studies.sweep.runs import Runs, batches
from simulation.studies.sweep.store import COMPARISON, OUTCOMES, POINTS, RUNS, SUMMARY

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

POINTS_AT_A_TIME = 200

OUTCOME_COLUMNS = ("point", "replication", "world", "measure", "horizon", "value")
RUN_COLUMNS = ("point", "replication", "world", "seed", "status", "seconds", "error")
SUMMARY_COLUMNS = ("world", "measure", "horizon", "unit", "mean", "low", "high", "replications")
COMPARISON_COLUMNS = (
    *("left", "right", "measure", "horizon", "estimate", "low", "high", "share_ahead", "replications"),
    *("p_value", "detectable", "ahead"),
)


def write_tables(runs: Runs, points: Sequence[Point], summarised: bool = True) -> None:
    """Writes points.csv, runs.csv and outcomes.parquet; where `summarised`, summary.csv and comparison.csv too.

    points  all points of the experiment, in the order in which they are numbered
    raises  StoreError where a table cannot be written
    """
    store, plan = runs.store, runs.plan
    store.replace(POINTS, lambda path: _write_rows(path, ("point", "part", *plan.keys), _point_rows(points)))
    store.replace(RUNS, lambda path: _write_rows(path, RUN_COLUMNS, _run_rows(runs, points)))
    store.replace(OUTCOMES, lambda path: _write_outcomes(path, runs, points))
    if summarised:
        store.replace(SUMMARY, lambda path: _write_frames(path, _summaries(runs, points)))
        if len(plan.worlds) > 1:
            store.replace(COMPARISON, lambda path: _write_frames(path, _comparisons(runs, points)))


def _write_rows(path: Path, heading: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(rows)


def _point_rows(points: Sequence[Point]) -> Iterator[Sequence[Any]]:
    for number, point in enumerate(points):
        yield number, point.part, *(_as_toml(value) for value in point.row)


def _as_toml(value: Any) -> Any:
    """A value as a CSV file of points holds it: as TOML writes it, text without quotes."""
    return str(value).lower() if isinstance(value, bool) else value


def _run_rows(runs: Runs, points: Sequence[Point]) -> Iterator[Sequence[Any]]:
    for number, point in enumerate(points):
        for entry in runs.entries(point):
            status = "done" if entry.done else "failed"
            key, seed = entry.key, runs.plan.base.run.seed
            yield number, key.replication, key.world, seed, status, entry.seconds, entry.error


def _write_outcomes(path: Path, runs: Runs, points: Sequence[Point]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = (pa.int64(), pa.int64(), pa.string(), pa.string(), pa.int64(), pa.float64())
    schema = pa.schema(list(zip(OUTCOME_COLUMNS, types, strict=True)))
    with pq.ParquetWriter(path, schema) as writer:
        for chunk in batches(enumerate(points), POINTS_AT_A_TIME):
            columns: list[list[Any]] = [[] for _ in OUTCOME_COLUMNS]
            for number, point in chunk:
                for entry in runs.entries(point):
                    for (name, horizon), value in zip(runs.plan.columns, entry.outcomes, strict=entry.done):
                        row = (number, entry.key.replication, entry.key.world, name, horizon, value)
                        for column, cell in zip(columns, row, strict=True):
                            column.append(cell)
            arrays = [pa.array(column, type=kind) for column, kind in zip(columns, types, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _write_frames(path: Path, frames: Iterator["pd.DataFrame"]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        for number, frame in enumerate(frames):
            frame.to_csv(file, index=False, header=number == 0, lineterminator="\n")


def _chunks(runs: Runs, points: Sequence[Point]) -> "Iterator[tuple[pd.DataFrame, np.ndarray]]":
    """Heads (a row per point) and outcomes (points x replications x worlds x columns), a few points at a time."""
    import pandas as pd

    for _, group in groupby(enumerate(points), key=lambda pair: len(pair[1].replications)):
        for chunk in batches(group, POINTS_AT_A_TIME):
            heads = [(number, *point.row) for number, point in chunk]
            values = runs.values([point for _, point in chunk])
            yield pd.DataFrame(heads, columns=["point", *runs.plan.keys]), values


def _summaries(runs: Runs, points: Sequence[Point]) -> Iterator["pd.DataFrame"]:
    """Mean and 95 % interval of every measure in every world at every point."""
    import numpy as np

    for heads, values in _chunks(runs, points):
        known = np.isfinite(values)
        count = known.sum(axis=1)
        safe = np.maximum(count, 1)
        mean = np.where(known, values, 0.0).sum(axis=1) / safe
        squares = np.where(known, (values - mean[:, None]) ** 2, 0.0).sum(axis=1)
        half = half_width(np.sqrt(squares / np.maximum(count - 1, 1)), count)
        mean = np.where(count > 0, mean, np.nan)
        yield _long(heads, runs.plan, runs.plan.worlds, "world", {
            "mean": mean, "low": mean - half, "high": mean + half, "replications": count,
        }, SUMMARY_COLUMNS)  # fmt: skip


def _comparisons(runs: Runs, points: Sequence[Point]) -> Iterator["pd.DataFrame"]:
    """Paired difference of every two worlds in every measure at every point."""
    import numpy as np

    plan = runs.plan
    pairs = list(combinations(range(len(plan.worlds)), 2))
    names = [f"{plan.worlds[left]}\n{plan.worlds[right]}" for left, right in pairs]
    lower = np.array([measure(name).better == "lower" for name, _ in plan.columns])
    fields = ("estimate", "low", "high", "share_ahead", "replications", "p_value", "detectable")
    for heads, values in _chunks(runs, points):
        several, replications, _, columns = values.shape
        found: dict[str, list[np.ndarray]] = {field: [] for field in fields}
        for sides in pairs:
            left, right = (values[:, :, side].transpose(1, 0, 2).reshape(replications, -1) for side in sides)
            statistics = paired(left, right, np.tile(lower, several))
            for field in fields:
                found[field].append(np.asarray(getattr(statistics, field)).reshape(several, columns))
        stacked = {field: np.stack(arrays, axis=1) for field, arrays in found.items()}
        frame = _long(heads, plan, names, "pair", stacked, (*COMPARISON_COLUMNS, "pair"))
        frame[["left", "right"]] = frame["pair"].str.split("\n", expand=True)
        better = np.where(frame["measure"].map(lambda name: measure(name).better == "lower"), -1, 1)
        high, low = frame["high"] * better, frame["low"] * better
        ahead = np.where(np.minimum(low, high) > 0, frame["left"], np.where(np.maximum(low, high) < 0, frame["right"], ""))
        yield frame.assign(ahead=ahead).drop(columns="pair")


def _long(
    heads: "pd.DataFrame",
    plan: Plan,
    names: Sequence[str],
    called: str,
    arrays: "dict[str, np.ndarray]",
    columns: Sequence[str],
) -> "pd.DataFrame":
    """A row for each point, name and outcome, from arrays of points x names x outcomes."""
    import numpy as np

    outcomes = len(plan.columns)
    frame = heads.loc[heads.index.repeat(len(names) * outcomes)].reset_index(drop=True)
    several = len(heads)
    frame[called] = np.tile(np.repeat(np.array(names, dtype=object), outcomes), several)
    frame["measure"] = np.tile([name for name, _ in plan.columns], several * len(names))
    frame["horizon"] = np.tile([horizon for _, horizon in plan.columns], several * len(names))
    frame["unit"] = [measure(name).unit for name in frame["measure"]]
    for name, array in arrays.items():
        frame[name] = array.reshape(-1)
    return frame.reindex(columns=[*heads.columns, *columns])
