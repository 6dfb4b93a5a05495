"""How many runs are needed: a study that goes on until the interval of what it asks is narrow enough.

The interval is looked at after 30 runs and then each time that the number of runs has grown by a quarter, never in
between; it must be narrow enough at two looks in a row. Stopping by what one sees makes intervals too narrow where one
looks early and often, the more so where differences are skewed: runs that lie close together then have a mean that is
off. The runs between the two looks were not chosen by what they showed, and the interval allows for the skewness, so
that its coverage stays between 93 and 97 % (docs/reliability.md has the table, and the command that repeats it).

Source: Chow & Robbins (1965), On the asymptotic theory of fixed-width sequential confidence intervals for the mean,
Annals of Mathematical Statistics 36; Law (2015), Simulation Modeling and Analysis, 5th ed., ch. 9.4; Hall (1992), On the
removal of skewness by transformation, Journal of the Royal Statistical Society B 54.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.measures.strategies import WHOLE
from simulation.records.provenance import write_manifest
from simulation.records.result_folder import read_manifest
from simulation.scenario.errors import Problem, ScenarioError, nearest_name
from simulation.studies.comparisons.comparison import COMPARED, VERDICT, compare_all
from simulation.studies.comparisons.precision import FIRST, MOST, allowing_for_skewness, looks, narrow_enough
from simulation.studies.runs.tasks import BASELINES, ordered_worlds, strategies_of
from simulation.studies.study import StudyResult, comparable, run_study, stored_replications

if TYPE_CHECKING:
    import pandas as pd

    from simulation.scenario import Scenario


@dataclass(frozen=True)
class Goal:
    """When a study is precise enough.

    width    of the 95 % interval of every paired difference that is asked for, in the unit of the measure
    measure  over the whole horizon
    most     runs after which it ends in any case
    """

    width: float
    measure: str = VERDICT
    most: int = MOST

    def check(self) -> None:
        """Raises ScenarioError where there is no such goal."""
        problems = []
        if not 0 < self.width < float("inf"):
            problems.append(Problem("must be a positive number", key="until width", found=str(self.width), allowed="more than 0"))
        if self.measure not in COMPARED:
            nearest = nearest_name(self.measure, COMPARED)
            problems.append(
                Problem("is not compared", key="measure", found=self.measure, allowed=", ".join(COMPARED), nearest=nearest)
            )
        if self.most < 2:
            problems.append(Problem("one run has no interval", key="most", found=str(self.most), allowed="2 or more"))
        if problems:
            raise ScenarioError(problems)


@dataclass(frozen=True)
class Reached:
    """How near a study came to its goal.

    widest    width of the widest interval that had to be narrow enough; None where there is none
    between   the two sides of that difference
    interval  its 95 % interval, low and high, skewness allowed for: in comparison.csv it stands without
    runs      paired runs
    reached   whether it is narrow enough
    """

    goal: Goal
    widest: float | None
    between: tuple[str, str] | None
    interval: tuple[float, float] | None
    runs: int
    reached: bool

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values, ready for JSON."""
        return asdict(self)


def run_until(
    scenarios: Sequence["Scenario"],
    goal: Goal,
    *,
    folder: Path | str | None = None,
    draws: int = 0,
    resume: bool = False,
    force: bool = False,
    **how: Any,
) -> tuple[StudyResult, Reached]:
    """Runs a study with more and more replications until its goal is reached.

    scenarios  as for `run_study`; the first look is after as many replications as they have, but at least 30
    how        further arguments of `run_study`
    returns    the study, the same as with so many replications from the start, and how near it came
    raises     ScenarioError where the goal is none; otherwise as `run_study`
    """
    goal.check()
    scenarios = comparable(scenarios)
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="centricity-") as temporary:
            study, reached = run_until(scenarios, goal, folder=Path(temporary) / "result", draws=draws, **how)
            return replace(study, tables=dict(study.tables), folder=None), reached
    first = max(FIRST, *(scenario.run.replications for scenario in scenarios))
    there = stored_replications(Path(folder)) if resume else 0
    planned = looks(first, max(goal.most, there))
    for place, count in enumerate(planned):
        if count < there:
            continue
        several = [scenario.with_values({"run.replications": count}) for scenario in scenarios]
        study = run_study(several, folder=folder, resume=resume, force=force, **how)
        resume, force = True, False
        reached = how_near(study.comparison, several, goal)
        if study.interrupted or not study.comparison.size:
            break
        if reached.reached and place and _among_first(study, planned[place - 1], goal).reached:
            break
    if draws and not study.interrupted:
        study = run_study(several, folder=folder, draws=draws, resume=True, **how)
    if not study.interrupted:
        write_manifest(Path(folder), {**read_manifest(folder), "until": reached.to_dict()})
    return study, reached


def _among_first(study: StudyResult, runs: int, goal: Goal) -> Reached:
    """How near the first runs of a study alone come to its goal."""
    series, twins = (table[table["replication"] < runs] for table in (study.series, study.focal_twins))
    return how_near(compare_all(series, twins, study.scenarios, [goal.measure]), study.scenarios, goal)


def how_near(comparison: "pd.DataFrame", scenarios: Sequence["Scenario"], goal: Goal) -> Reached:
    """How wide the intervals are: between several scenarios, or between the strategies of the only one.

    comparison  as comparison.csv
    """
    rows = comparison[(comparison["measure"] == goal.measure) & (comparison["period"] == WHOLE)]
    if len(scenarios) > 1:
        rows = rows[rows["kind"] == "scenario"]
    else:
        rows = rows[rows["kind"] == ("twin" if (rows["kind"] == "twin").any() else "market")]
        asked = [name for name in ordered_worlds(scenarios[0]) if name not in BASELINES or name in strategies_of(scenarios[0])]
        among = rows[rows["left"].isin(asked) & rows["right"].isin(asked)]
        rows = among if len(among) else rows
    if not len(rows):
        return Reached(goal, None, None, None, 0, False)
    half = (rows["high"] - rows["low"]).to_numpy(float) / 2
    estimate, count, skewness = (rows[name].to_numpy(float) for name in ("estimate", "replications", "skewness"))
    low, high = allowing_for_skewness(estimate, half, count, skewness)
    widths, runs = high - low, int(count.min())
    if any(one != one for one in widths):
        return Reached(goal, None, None, None, runs, False)
    at = int(widths.argmax())
    between = (str(rows["left"].iloc[at]), str(rows["right"].iloc[at]))
    interval = (float(low[at]), float(high[at]))
    return Reached(goal, float(widths[at]), between, interval, runs, narrow_enough(widths, goal.width))
