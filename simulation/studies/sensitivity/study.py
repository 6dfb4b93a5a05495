"""Which parameters drive the result: one at a time, Morris's screening, Sobol's indices, all on equal luck."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.studies.sensitivity.designs import morris_unit, one_at_a_time, sobol_rows
from simulation.studies.sensitivity.indices import MissingOutput, NothingVaries, morris_table, sobol_table, tornado_table
from simulation.studies.sensitivity.plan import SCREENING, SOBOL, TORNADO, base_row
from simulation.studies.sweep.design import rows_at
from simulation.studies.sweep.plan import Plan, Point
from simulation.studies.sweep.runs import Runs
from simulation.studies.sweep.store import RUNS, read_experiment_manifest
from simulation.studies.sweep.study import How, finish, opened, read_csv

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

SENSITIVITY = "sensitivity"


@dataclass(frozen=True)
class SensitivityResult:
    """What a sensitivity analysis found.

    tables  by method: "tornado", "morris", "sobol", as in `sensitivity_indices`
    runs    every run: point, replication, world, seed, status, seconds, error
    points  simulated
    notes   what could not be said, and why
    folder  where it is stored; None: nowhere
    """

    plan: Plan
    tables: Mapping[str, "pd.DataFrame"]
    runs: "pd.DataFrame"
    points: int
    notes: tuple[str, ...]
    folder: Path | None


def run_sensitivity(plan: Plan, how: How | None = None) -> SensitivityResult:
    """Carries out the analyses of a plan that `checked_sensitivity` made, and stores every run at once.

    raises  MissingOutput where a run failed or has no output, with all finished runs kept; else as `run_sweep`
    """
    how = how or How()
    settings, keys, base = plan.file.sensitivity, plan.keys, base_row(plan)
    places, order = morris_unit(len(keys), settings.trajectories, settings.levels, plan.seed)
    parts: dict[str, list[Point]] = {}
    if TORNADO in settings.methods:
        parts[TORNADO] = plan.points(one_at_a_time(plan.axes, base), TORNADO)
    if SCREENING in settings.methods:
        parts[SCREENING] = plan.points(rows_at(plan.axes, places.reshape(-1, len(keys))), SCREENING)
    known = [point for part in parts.values() for point in part]
    tables: dict[str, pd.DataFrame] = {}
    notes: list[str] = []
    with opened(plan, SENSITIVITY, known, how) as runs:
        try:
            runs.carry_out(known)
            if TORNADO in parts:
                tables[TORNADO] = tornado_table(outputs(runs, parts[TORNADO]), keys)
            if SCREENING in parts:
                found = outputs(runs, parts[SCREENING]).reshape(*places.shape[:2], -1)
                tables[SCREENING] = morris_table(found, places, order, keys, plan.seed)
            if SOBOL in settings.methods:
                chosen = _strongest(plan, tables.get(SCREENING))
                rows = sobol_rows(plan.axes, chosen, base, settings.samples, plan.seed)
                parts[SOBOL] = plan.points(rows, SOBOL)
                runs.carry_out(parts[SOBOL])
                found = outputs(runs, parts[SOBOL]).reshape(2 + len(chosen), settings.samples, -1)
                try:
                    tables[SOBOL] = sobol_table(found, [keys[place] for place in chosen], plan.seed)
                except NothingVaries as error:
                    notes.append(f"Sobol's indices: {error}")
        except MissingOutput:
            _finish(runs, parts)
            raise
        _finish(runs, parts)
        for method, table in tables.items():
            runs.store.replace(f"indices_{method}.csv", _writes(table))
        runs.store.manifest["notes"] = notes
        runs.store.write_manifest()
        folder = runs.store.folder
        entries = read_csv(folder / RUNS, ("error",))
        count = sum(len(part) for part in parts.values())
        return SensitivityResult(plan, tables, entries, count, tuple(notes), folder if how.folder is not None else None)


def read_sensitivity(plan: Plan, folder: Path) -> SensitivityResult:
    """A stored analysis. Raises StoreError where a table of it is missing or damaged."""
    tables = {
        method: read_csv(folder / f"indices_{method}.csv", ("parameter",))
        for method in (TORNADO, SCREENING, SOBOL)
        if (folder / f"indices_{method}.csv").is_file()
    }
    runs = read_csv(folder / RUNS, ("error",))
    notes = tuple(str(note) for note in read_experiment_manifest(folder).get("notes", ()))
    return SensitivityResult(plan, tables, runs, int(runs["point"].nunique()), notes, folder)


def _writes(table: "pd.DataFrame") -> Callable[[Path], object]:
    return lambda path: table.to_csv(path, index=False, lineterminator="\n")


def _finish(runs: Runs, parts: Mapping[str, list[Point]]) -> None:
    finish(runs, [point for part in parts.values() for point in part], summarised=False)


def outputs(runs: Runs, points: list[Point]) -> "np.ndarray":
    """What is explained: points x runs, the first world's measure less the second's; NaN where a run failed."""
    plan = runs.plan
    column = plan.columns.index((plan.file.sensitivity.measure, plan.horizons[-1]))
    values = runs.values(points)[..., column]
    return values[..., 0] - values[..., 1] if len(plan.worlds) > 1 else values[..., 0]


def _strongest(plan: Plan, screened: "pd.DataFrame | None") -> list[int]:
    """Places of the parameters that have Sobol indices, in the order of the plan."""
    most = plan.file.sensitivity.strongest
    if screened is None or len(plan.keys) <= most:
        return list(range(len(plan.keys)))
    return sorted(plan.keys.index(key) for key in screened["parameter"][:most])
