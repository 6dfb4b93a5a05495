"""Versions of one scenario, run on equal luck: what each changes, run by run."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simulation.measures.dictionary import measure as described
from simulation.studies.comparisons.paired import paired
from simulation.studies.runs.replications import Progress, run_tasks
from simulation.studies.runs.tasks import Task
from simulation.studies.runs.workers import RunResult, Simulate

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from simulation.scenario import Scenario


SMOOTHED = 3
"""Months over whose mean a difference is looked at, so that a single month decides nothing."""

RESAMPLES = 1000
"""Bootstrap samples behind the interval of a month."""


class VersionFailed(RuntimeError):
    """A run of a version failed, so that versions cannot be compared on equal luck."""


def run_versions(
    scenario: "Scenario",
    versions: Mapping[str, Mapping[str, Any]],
    firm: str,
    *,
    replications: int | None = None,
    jobs: int = 1,
    simulate: Simulate | None = None,
    progress: Progress | None = None,
) -> "pd.DataFrame":
    """The series of one firm in every version.

    versions      name -> values by dotted key that are laid over the scenario; {} for the scenario itself
    firm          whose rows are kept
    replications  None: the scenario's; replication r has the same luck in all versions
    returns       columns version, replication, month and all measures of series, warm-up included
    raises        ScenarioError where a version is refused, before anything is run; VersionFailed
    """
    import pandas as pd

    made = {name: scenario.with_values({**values, "name": f"version_{n}"}) for n, (name, values) in enumerate(versions.items())}
    names = {version.name: name for name, version in made.items()}
    several = replications or scenario.run.replications
    tasks = [Task(version, replication) for replication in range(several) for version in made.values()]
    found: dict[tuple[str, int], pd.DataFrame] = {}

    def receive(result: RunResult) -> None:
        name = names[result.task.scenario.name]
        if result.tables is None:
            raise VersionFailed(f"{name}, run {result.task.replication}: {result.error}")
        series = result.tables.series
        found[name, result.task.replication] = series[series["firm"] == firm].assign(version=name)

    outcome = run_tasks(tasks, jobs=jobs, simulate=simulate, receive=receive, progress=progress)
    if outcome.interrupted:
        raise KeyboardInterrupt
    return pd.concat([found[name, r] for name in made for r in range(several)], ignore_index=True)


def differences(series: "pd.DataFrame", measure: str, reference: str) -> "pd.DataFrame":
    """A measure of every version less that of the reference, run by run and month by month.

    series   as `run_versions` gives it
    returns  columns replication, strategy (the version), month (from 1), difference
    """
    counted = series[series["month"] >= 1]
    wide = counted.pivot(index=["replication", "month"], columns="version", values=measure)
    order = [name for name in dict.fromkeys(series["version"]) if name != reference]
    others = wide[order].sub(wide[reference], axis=0)
    others.columns.name = "strategy"
    return others.reset_index().melt(["replication", "month"], value_name="difference")


def compared(differences: "pd.DataFrame", measure: str, month: int | None = None) -> "pd.DataFrame":
    """Paired difference of every version from the reference in one month.

    differences  as above
    month        None: the last
    returns      columns version, estimate, low, high (95 %, Student's t), share_ahead, replications, in the order of
                 the versions
    """
    import numpy as np
    import pandas as pd

    month = int(differences["month"].max()) if month is None else month
    rows = differences[differences["month"] == month]
    wide = rows.pivot(index="replication", columns="strategy", values="difference")[list(dict.fromkeys(rows["strategy"]))]
    values = wide.to_numpy(float)
    lower = np.full(values.shape[1], described(measure).better == "lower")
    found = paired(values, np.zeros_like(values), lower)
    columns = {name: getattr(found, name) for name in ("estimate", "low", "high", "share_ahead", "replications")}
    return pd.DataFrame({"version": [str(name) for name in wide.columns], **columns})


def first_clear(differences: "pd.DataFrame", months_in_a_row: int = 3) -> "dict[str, int | None]":
    """From which month on each version is clearly away from the reference: its 95 % intervals leave out 0, on the same
    side, in so many months in a row.

    returns  version -> the first of these months; None where there is none
    """
    found: dict[str, int | None] = {}
    for name, rows in differences.groupby("strategy", sort=False):
        wide = rows.pivot(index="replication", columns="month", values="difference").sort_index(axis=1)
        found[str(name)] = _first_run(_sides(wide.to_numpy(float)), list(map(int, wide.columns)), months_in_a_row)
    return found


def _sides(values: "np.ndarray") -> "np.ndarray":
    """+1 or -1 where the interval of the mean lies above or below 0, else 0: by month, of runs x months."""
    import numpy as np

    found = paired(values, np.zeros_like(values), np.zeros(values.shape[1], dtype=bool))
    return np.where(found.low > 0, 1, np.where(found.high < 0, -1, 0))


def _first_run(sides: "np.ndarray", months: Sequence[int], several: int) -> int | None:
    for place in range(len(months) - several + 1):
        window = set(sides[place : place + several].tolist())
        if len(window) == 1 and 0 not in window:
            return months[place]
    return None


def half_there(differences: "pd.DataFrame", seed: int = 1, last: int = 12) -> "pd.DataFrame":
    """In which month half of a version's lasting effect is there: the mean of three months reaches half of what the
    difference is in the mean of the last months.

    differences  as above
    last         months at the end whose mean is the lasting effect
    returns      columns version, effect with its 95 % interval effect_low, effect_high (paired, Student's t), month, low,
                 high (95 % bootstrap interval of the month over the runs). NaN months where the effect is not clear:
                 half of nothing is there at once
    """
    import numpy as np
    import pandas as pd

    rows = []
    for name, own in differences.groupby("strategy", sort=False):
        wide = own.pivot(index="replication", columns="month", values="difference").sort_index(axis=1).dropna()
        values, months = wide.to_numpy(float), wide.columns.to_numpy(int)
        ends = values[:, -last:].mean(axis=1, keepdims=True)
        found = paired(ends, np.zeros_like(ends), np.zeros(1, dtype=bool))
        effect = [float(field[0]) for field in (found.estimate, found.low, found.high)]
        reached = [np.nan] * 3
        if effect[1] > 0 or effect[2] < 0:
            runs = len(values)
            drawn = np.random.default_rng([seed, runs]).multinomial(runs, np.full(runs, 1 / runs), size=RESAMPLES) / runs
            low, high = np.quantile(months[_half_places(drawn @ values, last)], [0.025, 0.975], method="inverted_cdf")
            reached = [float(months[_half_places(values.mean(axis=0, keepdims=True), last)[0]]), float(low), float(high)]
        rows.append((str(name), *effect, *reached))
    return pd.DataFrame(rows, columns=["version", "effect", "effect_low", "effect_high", "month", "low", "high"])


def _half_places(courses: "np.ndarray", last: int) -> "np.ndarray":
    """For each course the place at which the mean of it and the two places before first reaches half of its end."""
    import numpy as np

    end = courses[:, -last:].mean(axis=1, keepdims=True)
    added = np.cumsum(courses, axis=1)
    before = np.concatenate([np.zeros((len(courses), min(SMOOTHED, added.shape[1]))), added[:, :-SMOOTHED]], axis=1)
    counts = np.minimum(np.arange(1, courses.shape[1] + 1), SMOOTHED)
    reached = (added - before) / counts * np.sign(end) >= np.abs(end) / 2
    return np.asarray(np.where(reached.any(axis=1), np.argmax(reached, axis=1), courses.shape[1] - 1))
