"""A whole study: run, store, summarise, compare, judge; and the same read again from a stored result."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.measures.dictionary import columns_of, dictionary_frame
from simulation.measures.strategies import summary
from simulation.records.files import StoreError, read_csv
from simulation.records.parts import RunKey, RunRow
from simulation.records.result_folder import (
    ROBUSTNESS,
    TABLES,
    StoredTables,
    read_manifest,
    read_runs,
    read_scenarios,
    read_twins_of,
)
from simulation.records.store import ResultStore
from simulation.scenario.errors import Problem, ScenarioError
from simulation.studies.comparisons.comparison import compare_all
from simulation.studies.comparisons.verdict import Verdict, verdict
from simulation.studies.robustness.study import Drawn, Robustness, concluded
from simulation.studies.runs.replications import Batch, Progress, run_batches
from simulation.studies.runs.tasks import ordered_worlds, own_world, tasks_for
from simulation.studies.runs.workers import RunResult, Simulate, Workers
from simulation.studies.why.parts import why_all

if TYPE_CHECKING:
    import pandas as pd

    from simulation.scenario import Scenario

VERDICT_FILE = "verdict.json"
PAGES = "pages"
"""Entry of the manifest with the digests of pictures and report."""
WHY_FILE = "why.csv"


@dataclass(frozen=True)
class StudyResult:
    """What a study found.

    scenarios    that were run, with the names that stand in the tables
    tables       series, twins, market, segments, departments, panel, cohorts; empty where no run has finished;
                 those of a folder are read when they are asked for
    focal_twins  the rows of `twins` of the scenarios' focal firms, which all comparisons of worlds rest on
    summary      as summary.csv
    comparison   as comparison.csv
    why          as why.csv: what every gap in discounted profit consists of
    verdicts     one for each scenario
    runs         all runs, finished and failed
    robustness   one for each scenario where it was asked for, now or when the result was stored; else empty
    interrupted  whether Ctrl-C ended the study; what finished is here and in the folder, to be resumed
    folder       where it is stored; None: nowhere
    """

    scenarios: tuple["Scenario", ...]
    tables: Mapping[str, "pd.DataFrame"]
    focal_twins: "pd.DataFrame"
    summary: "pd.DataFrame"
    comparison: "pd.DataFrame"
    why: "pd.DataFrame"
    verdicts: tuple[Verdict, ...]
    runs: tuple[RunRow, ...]
    robustness: tuple[Robustness, ...] = ()
    interrupted: bool = False
    folder: Path | None = None

    @property
    def series(self) -> "pd.DataFrame":
        """A row per month and firm of every market as in the file."""
        return self.tables["series"]

    @property
    def twins(self) -> "pd.DataFrame":
        """The same for every world in which the focal firm plays another strategy, its own among them."""
        return self.tables["twins"]

    @property
    def failed(self) -> tuple[RunRow, ...]:
        """The runs that failed, with their errors."""
        return tuple(row for row in self.runs if row.status == "failed")


def run_study(
    scenarios: Sequence["Scenario"],
    *,
    folder: Path | str | None = None,
    jobs: int = 1,
    twins: bool = True,
    draws: int = 0,
    resume: bool = False,
    force: bool = False,
    command: str | None = None,
    simulate: Simulate | None = None,
    progress: Progress | None = None,
    robustness_progress: Progress | None = None,
    executor: Executor | None = None,
    workers: Workers | None = None,
) -> StudyResult:
    """Runs all replications of all scenarios on the same luck, compares them, and stores what is found.

    scenarios            one or more; equal names are told apart by -2, -3, ...
    folder               where the result is stored; None: only returned
    jobs                 processes, at least 1
    twins                False: the markets as in the files alone, without the focal firm's other strategies
    draws                of the robustness study; 0: none
    resume, force        continue the same study in `folder`, or replace what is there
    simulate             None: the project's own engines
    progress             told after every run
    robustness_progress  the same for the robustness study
    executor             carries out the runs in place of processes of this computer; it is not shut down
    workers              processes that are there already, at least `jobs`
    raises               ScenarioError where the scenarios cannot be compared; StoreError where the folder
                         cannot be used, with nothing run, or not be written to, with what finished kept
    """
    scenarios = comparable(scenarios)
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="centricity-") as temporary:
            result = run_study(
                scenarios,
                folder=Path(temporary) / "result",
                jobs=jobs,
                twins=twins,
                draws=draws,
                simulate=simulate,
                progress=progress,
                robustness_progress=robustness_progress,
                executor=executor,
                workers=workers,
            )
            return replace(result, tables=dict(result.tables), folder=None)
    with ResultStore.open(folder, scenarios, command=command, resume=resume, force=force) as store:
        study = _Study(scenarios, store, twins)
        drawn: list[Drawn] = []

        def later() -> list[Batch]:
            drawn.extend(Drawn(scenario, draws, simulate=simulate) for scenario in scenarios)
            return [Batch(one.tasks, one.simulate, one.receive, robustness_progress) for one in drawn]

        tasks = [task for task in tasks_for(scenarios, twins) if task.key not in store.done]
        outcome, *of_draws = run_batches(
            [Batch(tasks, simulate, study.receive, progress, study.conclude)],
            later=later if draws else None,
            jobs=jobs,
            executor=executor,
            workers=workers,
        )
        ran = [] if outcome.interrupted else list(zip(drawn, of_draws, strict=False))
        found = [one.found(done.interrupted) for one, done in ran]
        undone = outcome.interrupted or any(one.interrupted for one in found) or len(found) < len(scenarios) * (draws > 0)
        result = study.result(found, undone)
        _write(store, result)
        store.finish(complete=not outcome.interrupted)
    return result


class _Study:
    """A study that is being run: what is received is stored, and compared as soon as all is there."""

    def __init__(self, scenarios: tuple["Scenario", ...], store: ResultStore, twins: bool) -> None:
        self._scenarios, self._store, self._twins = scenarios, store, twins
        self._compared: StudyResult | None = None

    def receive(self, result: RunResult) -> None:
        """Stores what became of a run."""
        key = RunKey(*result.task.key)
        if result.tables is None:
            self._store.save_failure(key, result.error, result.seconds)
        else:
            self._store.save(key, result.tables, result.seconds)

    def conclude(self) -> None:
        """Brings everything that is stored together and compares it."""
        worlds = {s.name: ordered_worlds(s) for s in self._scenarios if self._twins}
        self._store.merge(worlds, {s.name: own_world(s) for s in self._scenarios if self._twins})
        self._compared = _compared(self._store.folder, self._scenarios, tuple(self._store.runs))

    def result(self, studied: Sequence[Robustness], interrupted: bool) -> StudyResult:
        """What was found, with what the draws of the uncertain values say."""
        if self._compared is None:
            self.conclude()
        assert self._compared is not None
        return replace(_judged(self._compared, tuple(studied)), interrupted=interrupted)


def load_study(folder: Path | str) -> StudyResult:
    """Reads a stored result and summarises and compares it anew, without simulating.

    raises  StoreError where `folder` holds no result
    """
    folder = Path(folder)
    scenarios = read_scenarios(folder)
    return _judged(_compared(folder, scenarios, tuple(read_runs(folder))))


def stored_replications(folder: Path) -> int:
    """Replications that a stored study consists of or has begun; 0 where there is none."""
    try:
        said = read_manifest(folder)["scenarios"]
    except StoreError:
        return 0
    return max((int(scenario["replications"]) for scenario in said), default=0)


def comparable(scenarios: Sequence["Scenario"]) -> tuple["Scenario", ...]:
    """The scenarios with different names. Raises ScenarioError where they cannot share their luck."""
    if not scenarios:
        raise ScenarioError([Problem("there is no scenario to run", allowed="one or more")])
    problems = []
    for key, reason in (("seed", "the same luck"), ("months", "the same horizon")):
        values = list(dict.fromkeys(getattr(scenario.run, key) for scenario in scenarios))
        if len(values) > 1:
            message = f"scenarios that are compared need {reason}"
            found = ", ".join(str(value) for value in values)
            problems.append(Problem(message, key=f"run.{key}", found=found, allowed="one value in all files"))
    if problems:
        raise ScenarioError(problems)
    named: list[Scenario] = []
    for scenario in scenarios:
        taken = {other.name for other in named}
        name, number = scenario.name, 2
        while name in taken:
            name, number = f"{scenario.name}-{number}", number + 1
        named.append(scenario if name == scenario.name else scenario.model_copy(update={"name": name}))
    return tuple(named)


def _compared(folder: Path, scenarios: tuple["Scenario", ...], runs: tuple[RunRow, ...]) -> StudyResult:
    """Summarises and compares the tables of a folder; nothing is judged yet."""
    tables, twins = _tables(folder, scenarios, any(row.status == "done" for row in runs))
    series = tables["series"]
    return StudyResult(
        scenarios=scenarios,
        tables=tables,
        focal_twins=twins,
        summary=summary(series),
        comparison=compare_all(series, twins, scenarios),
        why=why_all(scenarios, series, twins),
        verdicts=(),
        runs=runs,
        folder=folder,
    )


def _judged(compared: StudyResult, studied: tuple[Robustness, ...] = ()) -> StudyResult:
    """The same with its verdicts.

    studied  what draws of the uncertain values say; none: what those say that are stored with the result
    """
    assert compared.folder is not None
    studied = studied or _stored_robustness(compared.folder, compared.scenarios)
    shares = {one.scenario: one.shares for one in studied}
    verdicts = tuple(verdict(compared.comparison, s, shares.get(s.name, ())) for s in compared.scenarios)
    return replace(compared, verdicts=verdicts, robustness=studied)


def _tables(
    folder: Path, scenarios: Sequence["Scenario"], filled: bool
) -> "tuple[Mapping[str, pd.DataFrame], pd.DataFrame]":
    """All tables of a folder, and the rows of the twins that are compared."""
    import pandas as pd

    if filled and (folder / "series.parquet").exists():
        return StoredTables(folder), read_twins_of(folder, (scenario.focal.name for scenario in scenarios))
    empty = {name: pd.DataFrame(columns=list(columns_of(name))) for name in (*TABLES, "twins")}
    return empty, empty["twins"]


def _write(store: ResultStore, result: StudyResult) -> None:
    """Adds what was computed to the stored tables."""
    import pandas as pd

    store.write("summary.csv", result.summary)
    store.write("comparison.csv", result.comparison)
    store.write(WHY_FILE, result.why)
    store.write("dictionary.csv", dictionary_frame())
    content = {one.scenario: one.to_dict() for one in result.verdicts}
    store.write_text(VERDICT_FILE, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    if result.robustness:
        draws = [one.draws.assign(scenario=one.scenario) for one in result.robustness]
        store.write(ROBUSTNESS, pd.concat(draws, ignore_index=True))


def _stored_robustness(folder: Path, scenarios: Sequence["Scenario"]) -> tuple[Robustness, ...]:
    """An earlier robustness study of the same scenarios, where there was one."""
    path = folder / ROBUSTNESS
    if not path.exists():
        return ()
    stored = read_csv(path, ("scenario", "status", "winner", "reason"))
    named = ((scenario, stored[stored["scenario"] == scenario.name]) for scenario in scenarios)
    return tuple(concluded(scenario, rows.reset_index(drop=True)) for scenario, rows in named if len(rows))
