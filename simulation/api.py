"""The library: run a scenario, compare scenarios, look at what came out."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.scenario import Scenario, load_scenario

if TYPE_CHECKING:
    import pandas as pd

    from simulation.presentation.canvas import Picture
    from simulation.presentation.gallery import Material
    from simulation.records.parts import RunRow
    from simulation.studies.comparisons.verdict import Verdict
    from simulation.studies.runs.workers import Workers
    from simulation.studies.sequential import Reached
    from simulation.studies.study import StudyResult

Progress = Callable[[int, int, float], None]
"""Called with runs finished, runs in all, and seconds since the start."""

Source = Scenario | str | Path
"""A scenario, its file, or the name of a shipped one."""

DRAWS = 60
"""Draws of a robustness study that is asked for without a number."""

FIGURES = "figures"


class StudyInterrupted(KeyboardInterrupt):
    """Ctrl-C during a study.

    result  what was found in the runs that are finished; where it has a folder, they are kept there
    total   runs of the whole study
    """

    def __init__(self, result: "Result", total: int) -> None:
        self.result, self.total = result, total
        kept = f" and kept in {result.folder}" if result.folder else ""
        super().__init__(f"interrupted: {self.finished} of {total} runs are finished{kept}")

    @property
    def finished(self) -> int:
        """Runs that came to their end."""
        return sum(row.status == "done" for row in self.result.runs)


@dataclass(frozen=True, repr=False)
class Result:
    """What came out of a study.

    study    scenarios, tables, comparison and verdicts
    reached  how near the study came to the width that was asked for; None where none was
    figures  files of the pictures; empty where the result is only in memory
    report   the report, one HTML file; None where the result is only in memory
    """

    study: "StudyResult"
    figures: tuple[Path, ...] = ()
    report: Path | None = None
    reached: "Reached | None" = None

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios as they were run, under the names that stand in the tables."""
        return self.study.scenarios

    @property
    def series(self) -> "pd.DataFrame":
        """Every measure: a row per scenario, replication, month and firm."""
        return self.study.series

    @property
    def twins(self) -> "pd.DataFrame":
        """The same in every world in which the focal firm plays another strategy; `world` names it."""
        return self.study.twins

    @property
    def comparison(self) -> "pd.DataFrame":
        """Paired differences with their intervals, as in comparison.csv."""
        return self.study.comparison

    @property
    def why(self) -> "pd.DataFrame":
        """What every gap in discounted profit consists of, parts that sum to it, as in why.csv."""
        return self.study.why

    @property
    def verdict(self) -> "Verdict":
        """Who earns most, by how much, how surely, from when: in the first scenario."""
        return self.study.verdicts[0]

    @property
    def verdicts(self) -> "tuple[Verdict, ...]":
        """The verdict on each scenario."""
        return self.study.verdicts

    @property
    def runs(self) -> "tuple[RunRow, ...]":
        """Every run: scenario, replication, world, seed, status, seconds, error."""
        return self.study.runs

    @property
    def folder(self) -> Path | None:
        """Where the result is stored; None where it is only in memory."""
        return self.study.folder

    def table(self, name: str) -> "pd.DataFrame":
        """A table of the result folder by name: series, twins, market, segments, departments, panel, cohorts.

        raises  KeyError where there is none of that name
        """
        return self.study.tables[name]

    def summary(self) -> "pd.DataFrame":
        """Every strategy and measure, by year and over the horizon, with 95 % intervals, as in summary.csv."""
        return self.study.summary

    def plot(self, scenario: str | None = None) -> "Picture":
        """Revenue, retention and engagement by strategy over time, with bands: a matplotlib Figure.

        scenario  name of one of several; None: the first
        raises    KeyError where there is none of that name, or none of its runs is finished
        """
        from simulation.presentation.gallery import overview_of

        wanted = self.scenarios[0].name if scenario is None else scenario
        materials = {material.scenario.name: material for material in self.materials()}
        return overview_of(materials[wanted])

    def words(self) -> str:
        """The verdict on every scenario in plain words."""
        from simulation.presentation.verdict_words import verdict_lines

        blocks = []
        for scenario, verdict in zip(self.scenarios, self.verdicts, strict=True):
            heading = [f"{scenario.title or scenario.name}:"] if len(self.scenarios) > 1 else []
            blocks.append("\n".join(heading + verdict_lines(verdict, scenario.market.currency)))
        return "\n\n".join(blocks)

    def materials(self) -> "list[Material]":
        """What the pictures are drawn from, a piece for each scenario."""
        from simulation.presentation.gallery import material_of

        departments = self.table("departments")
        return material_of(self.scenarios, self.series, departments, self.study.focal_twins, self.comparison)

    def __repr__(self) -> str:
        names = ", ".join(scenario.name for scenario in self.scenarios)
        done = sum(row.status == "done" for row in self.runs)
        return f"Result of {names}: {done} of {len(self.runs)} runs done"


def run(
    scenario: Source,
    replications: int | None = None,
    jobs: int | None = None,
    out: Path | str | None = None,
    seed: int | None = None,
    robustness: bool | int = False,
    progress: Progress | None = None,
    *,
    resume: bool = False,
    force: bool = False,
    command: str | None = None,
    executor: Executor | None = None,
    until_width: float | None = None,
    measure: str | None = None,
    most: int | None = None,
) -> Result:
    """Simulates a scenario with all its replications, and the focal firm with each strategy in turn.

    replications  instead of the scenario's
    jobs          processes; None: 1, which starts none
    out           folder for tables, pictures and report; None: the result is only in memory
    seed          instead of the scenario's
    robustness    True or a number of draws: also says who wins when the uncertain values are drawn from their
                  likely ranges
    progress      told after every run
    resume        continue the same study in `out`
    force         replace the result that lies in `out`
    command       how the study was called, to be noted in `out`; None: the command line
    executor      any of `concurrent.futures`: carries out the runs in place of `jobs`, and is not shut down
    until_width   go on until the 95 % interval of every paired difference of `measure` (discounted profit) is at most so
                  wide, in the unit of the measure; at least 30 runs, at most `most` (1000)
    raises        ScenarioError for a bad scenario, StoreError where `out` cannot be used, StudyInterrupted
                  (a KeyboardInterrupt) with what is finished after Ctrl-C
    """
    return compare(
        [scenario],
        replications,
        jobs,
        out,
        seed,
        robustness=robustness,
        progress=progress,
        resume=resume,
        force=force,
        command=command,
        executor=executor,
        until_width=until_width,
        measure=measure,
        most=most,
    )


def compare(
    scenarios: Sequence[Source],
    replications: int | None = None,
    jobs: int | None = None,
    out: Path | str | None = None,
    seed: int | None = None,
    *,
    robustness: bool | int = False,
    progress: Progress | None = None,
    resume: bool = False,
    force: bool = False,
    command: str | None = None,
    executor: Executor | None = None,
    until_width: float | None = None,
    measure: str | None = None,
    most: int | None = None,
) -> Result:
    """Simulates several scenarios on the same luck; the arguments are those of `run`.

    The result's comparison has rows of kind "scenario": the same strategy, or the same firm, in two scenarios.
    """
    from simulation.studies.runs.tasks import runs_of
    from simulation.studies.runs.workers import Workers

    chosen = [chosen_scenario(source, replications, seed) for source in scenarios]
    draws = DRAWS if robustness is True else int(robustness)
    with Workers(1 if executor is not None else min(jobs or 1, runs_of(chosen) + draws)) as workers:
        workers.start()  # they load what they need while this process does the same
        how: dict[str, Any] = {"folder": out, "jobs": jobs or 1, "draws": draws, "resume": resume, "force": force}
        how |= {"command": command, "progress": progress, "robustness_progress": progress}
        how |= {"executor": executor, "workers": workers}
        return _compare(chosen, how, until_width, measure, most)


def _compare(
    scenarios: Sequence[Scenario], how: dict[str, Any], until_width: float | None, measure: str | None, most: int | None
) -> Result:
    from simulation.studies.company.fit import fitted_to_company
    from simulation.studies.comparisons.comparison import VERDICT
    from simulation.studies.comparisons.precision import MOST
    from simulation.studies.runs.tasks import tasks_for
    from simulation.studies.sequential import Goal, run_until
    from simulation.studies.study import comparable, run_study

    chosen = comparable([fitted_to_company(scenario) for scenario in scenarios])
    if until_width is None:
        result = Result(run_study(chosen, **how))
    else:
        study, reached = run_until(chosen, Goal(until_width, measure or VERDICT, most or MOST), **how)
        result = Result(study, reached=reached)
    if result.study.interrupted:
        raise StudyInterrupted(result, len(tasks_for(result.scenarios)))
    return result if result.folder is None else _with_pages(result, result.folder, how["workers"])


def rebuild(folder: Path | str) -> Result:
    """Summary, comparison, verdict, pictures and report of a stored result, made again without simulating.

    raises  StoreError where `folder` holds no result or cannot be written to
    """
    from simulation.measures.dictionary import dictionary_frame
    from simulation.records.files import explained, write_csv, write_text
    from simulation.records.lock import FolderLock
    from simulation.studies.runs.workers import Workers
    from simulation.studies.study import VERDICT_FILE, WHY_FILE, load_study

    study, folder = load_study(folder), Path(folder)
    lock = FolderLock(folder)
    lock.acquire()
    try:
        with explained(folder):
            write_csv(folder / "summary.csv", study.summary)
            write_csv(folder / "comparison.csv", study.comparison)
            write_csv(folder / WHY_FILE, study.why)
            write_csv(folder / "dictionary.csv", dictionary_frame())
            verdicts = {verdict.scenario: verdict.to_dict() for verdict in study.verdicts}
            write_text(folder / VERDICT_FILE, json.dumps(verdicts, indent=2, ensure_ascii=False) + "\n")
        return _with_pages(Result(study), folder, Workers(1))
    finally:
        lock.release()


def chosen_scenario(source: Source, replications: int | None = None, seed: int | None = None) -> Scenario:
    """The scenario that is meant, with another number of runs or seed where one is given."""
    scenario = source if isinstance(source, Scenario) else load_scenario(source)
    values = {"run.replications": replications, "run.seed": seed}
    given = {key: value for key, value in values.items() if value is not None}
    return scenario.with_values(given) if given else scenario


def _with_pages(result: Result, folder: Path, workers: "Workers") -> Result:
    """Draws the pictures of a result into its folder, and writes its report meanwhile."""
    from simulation.presentation.gallery import begin_figures
    from simulation.presentation.report.document import write_report
    from simulation.records.files import explained
    from simulation.records.provenance import write_manifest
    from simulation.records.result_folder import read_manifest
    from simulation.studies.study import PAGES
    from simulation.studies.verify.study import page_digests

    with explained(folder):
        files = begin_figures(folder / FIGURES, result.materials(), result.comparison, workers)
        manifest = read_manifest(folder)
        report = write_report(folder, result.study, manifest)
        drawn = tuple(files())
        write_manifest(folder, {**manifest, PAGES: page_digests(folder)})
    return Result(result.study, drawn, report, result.reached)
