"""Carries a calibration out and stores it: every point that was tried, the set that passes, the check on later years."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.records.files import StoreError, explained, write_csv, write_text
from simulation.records.provenance import new_manifest, now
from simulation.scenario.errors import ScenarioError
from simulation.scenario.toml_text import toml_text
from simulation.studies.calibration.file import Calibration
from simulation.studies.calibration.outcome import Outcome, outcome_of
from simulation.studies.calibration.runs import lives
from simulation.studies.calibration.search import Found, Measure, Tried, searched
from simulation.studies.calibration.targets import measured
from simulation.studies.runs.replications import Progress, run_tasks
from simulation.studies.runs.tasks import Task
from simulation.studies.runs.workers import RunResult
from simulation.studies.sweep.design import Row

if TYPE_CHECKING:
    import pandas as pd

    from simulation.records import RunTables

POINTS, PARAMETERS, TARGETS, SURVIVAL, BEST, SCENARIO, MANIFEST = (
    "points.csv", "parameters.csv", "targets.csv", "survival.csv", "calibrated.toml", "scenario.toml", "manifest.json"
)  # fmt: skip


@dataclass(frozen=True)
class Calibrated:
    """A calibration that was carried out.

    failed  points that could not be simulated, each with its reason
    """

    plan: Calibration
    outcome: Outcome
    failed: tuple[str, ...]

    def points(self) -> "pd.DataFrame":
        """Every point: part, its values, whether it passes, how far each target is off, and what was found."""
        import pandas as pd

        keys, names = [axis.key for axis in self.plan.axes], [target.name for target in self.plan.targets]
        rows = []
        for one in self.outcome.tried:
            row: dict[str, Any] = {"part": one.part, **dict(zip(keys, one.row, strict=True)), "passes": one.passes}
            row |= {"worst_miss": one.worst, "distance": one.distance}
            rows.append(row | {name: one.found.get(name, float("nan")) for name in names})
        return pd.DataFrame(rows)

    def parameters(self) -> "pd.DataFrame":
        """Every free parameter: range, the scenario's value, best value, range of what passes, and what that says."""
        import pandas as pd

        return pd.DataFrame(
            {
                "parameter": one.axis.key, "low": one.axis.low, "high": one.axis.high, "in_scenario": one.own,
                "best": self.outcome.best.row[number], "passing_low": one.low, "passing_median": one.middle,
                "passing_high": one.high, "part_of_range": one.part, "identified": one.words,
            }
            for number, one in enumerate(self.outcome.parameters)
        )  # fmt: skip

    def targets(self) -> "pd.DataFrame":
        """Every target: what passes, what the scenario's own values and the best point give, and the range of what passes."""
        import pandas as pd

        rows = []
        for number, target in enumerate(self.plan.targets):
            values = [one.found[target.name] for one in self.outcome.passing]
            rows.append({
                "target": target.name, "observed": float("nan") if target.value is None else target.value,
                "low": target.low, "high": target.high,
                "in_scenario": self.outcome.own.found.get(target.name, float("nan")),
                "scenario_miss": self.outcome.own.misses[number],
                "best": self.outcome.best.found.get(target.name, float("nan")),
                "passing_low": min(values, default=float("nan")), "passing_high": max(values, default=float("nan")),
            })  # fmt: skip
        return pd.DataFrame(rows)

    def survival(self) -> "pd.DataFrame":
        """The table year by year: observed, whether fitted, the scenario's own, the best point's, range of what passes."""
        import pandas as pd

        name = f"survival_{self.plan.file.data.cohort}_year_"
        rows = []
        for year, share in self.plan.observed.items():
            values = [one.found[f"{name}{year}"] for one in self.outcome.passing]
            best = self.outcome.best.found.get(f"{name}{year}", float("nan"))
            rows.append({
                "year": year, "observed": share, "fitted": year <= self.plan.file.data.fit_years,
                "in_scenario": self.outcome.own.found.get(f"{name}{year}", float("nan")), "best": best,
                "passing_low": min(values, default=float("nan")), "passing_high": max(values, default=float("nan")),
                "best_error": best - share,
            })  # fmt: skip
        return pd.DataFrame(rows)


def calibrated(plan: Calibration, jobs: int = 1, progress: Progress | None = None, measure: Measure | None = None) -> Calibrated:
    """Carries a calibration out.

    progress  told after every run; how many there will be is known beforehand but for points met twice
    measure   None: the project's own engine
    """
    simulator = _Simulator(plan, jobs, progress)
    tried = searched(plan.axes, plan.targets, measure or simulator.measure, plan.own, plan.effort)
    return Calibrated(plan, outcome_of(plan.axes, tried), tuple(simulator.failed))


class _Simulator:
    """Simulates points, each once."""

    def __init__(self, plan: Calibration, jobs: int, progress: Progress | None) -> None:
        from time import perf_counter

        self.plan, self.jobs, self.progress = plan, jobs, progress
        self.known: dict[Row, Found | None] = {}
        self.failed: list[str] = []
        self.clock, self.started, self.finished = perf_counter, perf_counter(), 0

    def measure(self, rows: Sequence[Row]) -> list[Found | None]:
        """What each point gives."""
        new = [row for row in dict.fromkeys(rows) if row not in self.known]
        tasks: list[Task] = []
        owners: dict[tuple[str, int, str], Row] = {}
        for row in new:
            self.known[row] = None
            try:
                scenario = self.plan.base.with_values(dict(zip((axis.key for axis in self.plan.axes), row, strict=True)))
            except ScenarioError as error:
                self.failed.append(f"{row}: {error.problems[0].message}")
                continue
            for replication in range(self.plan.base.run.replications):
                task = Task(scenario.with_values({"name": f"point_{len(tasks)}"}), replication)
                owners[task.key] = row
                tasks.append(task)
        kept: dict[Row, list[RunTables]] = {}

        def receive(result: RunResult) -> None:
            row = owners[result.task.key]
            if result.tables is None:
                self.failed.append(f"{row}: {result.error}")
            else:
                kept.setdefault(row, []).append(result.tables)

        done = run_tasks(tasks, jobs=self.jobs, simulate=lives, receive=receive, progress=self._tell)
        if done.interrupted:
            raise KeyboardInterrupt
        self.finished += len(tasks)
        whole = {row: runs for row, runs in kept.items() if len(runs) == self.plan.base.run.replications}
        self.known |= {row: measured(runs) for row, runs in whole.items()}
        return [self.known[row] for row in rows]

    def _tell(self, finished: int, total: int, seconds: float) -> None:
        if self.progress is not None:
            planned = self.plan.base.run.replications * planned_points(self.plan)
            self.progress(self.finished + finished, max(planned, self.finished + total), self.clock() - self.started)


def planned_points(plan: Calibration) -> int:
    """Points that a calibration simulates."""
    from simulation.studies.calibration.search import POPULATION

    return 1 + plan.effort.points + POPULATION * plan.effort.generations + plan.effort.close


def check_free(folder: Path, force: bool) -> None:
    """Raises StoreError where a result lies in the folder already and may not be replaced."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())) and not force:
        raise StoreError(f"{folder} is there already; choose another folder with --out, or replace it with --force")


def store(result: Calibrated, folder: Path, command: str | None = None) -> None:
    """Writes tables, scenario, best values and manifest. Raises StoreError where that is refused."""
    import json

    plan = result.plan
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        tables = {POINTS: result.points(), PARAMETERS: result.parameters(), TARGETS: result.targets()}
        tables[SURVIVAL] = result.survival()
        for name, table in tables.items():
            if len(table):
                write_csv(folder / name, table)
        write_text(folder / SCENARIO, plan.base.to_toml())
        write_text(folder / BEST, toml_text(_best(result)))
        manifest = new_manifest([plan.base], command) | {
            "kind": "calibration", "calibration": plan.name, "end": now(), "complete": True,
            "points": len(result.outcome.tried), "passing": len(result.outcome.passing), "failed": list(result.failed),
        }  # fmt: skip
        write_text(folder / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True) + "\n")


def _best(result: Calibrated) -> dict[str, Any]:
    """A scenario that extends the one that was calibrated by the best values."""
    content: dict[str, Any] = {"title": f"{result.plan.name}: best values of a calibration", "extends": SCENARIO}
    values: dict[str, Any] = {}
    for axis, value in zip(result.plan.axes, result.outcome.best.row, strict=True):
        values[axis.key] = value
    return content | _nested(result, values)


def _nested(result: Calibrated, values: dict[str, Any]) -> dict[str, Any]:
    """Dotted keys as tables; where an entry of a list is meant, the whole list is written."""
    lists = {key.split(".")[0] for key in values if isinstance(getattr(result.plan.base, key.split(".")[0], None), tuple)}
    best = result.plan.base.with_values(values)
    found: dict[str, Any] = {name: [entry.model_dump(exclude_none=True) for entry in getattr(best, name)] for name in lists}
    for key, value in values.items():
        if key.split(".")[0] in lists:
            continue
        inner = found
        *tables, last = key.split(".")
        for part in tables:
            inner = inner.setdefault(part, {})
        inner[last] = value
    return found


def is_inside(tried: Tried) -> str:
    """Whether a point passes, in words."""
    return "inside the passing set" if tried.passes else "outside the passing set"
