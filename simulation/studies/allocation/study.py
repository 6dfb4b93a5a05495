"""Which programme: the best division of a budget over what it can buy, searched on one luck and judged on another.

Three rounds, each on luck that the round before has not seen: a search by differential evolution, a choice among the best
that it found, and a judgement of the chosen one. So what is reported of the chosen programme is not the luck that chose it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulation.studies.allocation.programme import Programme, equal, present, purchasable, with_programme
from simulation.studies.allocation.search import searched
from simulation.studies.runs.replications import run_tasks
from simulation.studies.runs.tasks import BASELINES, Task
from simulation.studies.runs.workers import RunResult, Simulate

if TYPE_CHECKING:
    import numpy as np

    from simulation.scenario import Scenario

FIRST_CHOICE, FIRST_JUDGEMENT = 100_000, 200_000
"""Numbers of the first runs on which is chosen and judged: far from those of the search."""

SHORTLIST = 6
"""Programmes among which is chosen."""

MEASURE = "discounted_profit"

PRESENT, EQUAL, BEST, AT_ONCE = "the plan in the file", "equal shares", "the best found", "the best, all at once"

Progress = Callable[[int, int, float], None]


@dataclass(frozen=True)
class Effort:
    """How much is simulated.

    evaluations  programmes tried in the search
    search       runs of each in the search
    choice       runs of each on the shortlist
    judgement    runs of each that is judged
    """

    evaluations: int = 240
    search: int = 4
    choice: int = 12
    judgement: int = 30


class AllocationInterrupted(KeyboardInterrupt):
    """Ctrl-C; what was tried is kept."""


@dataclass
class Trials:
    """Profit of every programme that was tried: a value per run, by the programme's digest and the number of the run."""

    scenario: "Scenario"
    budget: float | None
    jobs: int = 1
    simulate: Simulate | None = None
    progress: Progress | None = None
    known: dict[tuple[str, int], float] = field(default_factory=dict)
    keep: Callable[[], None] | None = None
    total: int = 0

    def profits(self, worlds: "Sequence[tuple[str, Scenario, str | None]]", runs: Sequence[int]) -> "np.ndarray":
        """(worlds, runs) cumulative discounted profit of the focal firm, NaN where a run failed.

        worlds  name of each, its scenario, and the preset that the focal firm plays instead (None: as in the scenario)
        """
        import time

        import numpy as np

        missing = [
            (name, Task(scenario.model_copy(update={"name": name}), run, preset))
            for name, scenario, preset in {world[0]: world for world in worlds}.values()
            for run in runs
            if (name, run) not in self.known
        ]
        focal, started = self.scenario.focal.name, time.perf_counter()
        self.total += len(missing)

        def receive(result: RunResult) -> None:
            name, run, _ = result.task.key
            if result.tables is None:
                self.known[name, run] = float("nan")
            else:
                series = result.tables.series
                last = series[(series["firm"] == focal) & (series["month"] == series["month"].max())]
                self.known[name, run] = float(last[MEASURE].iloc[0])
            if self.progress is not None:
                self.progress(len(self.known), self.total, time.perf_counter() - started)

        outcome = run_tasks([task for _, task in missing], jobs=self.jobs, simulate=self.simulate, receive=receive)
        if self.keep is not None:
            self.keep()
        if outcome.interrupted:
            raise AllocationInterrupted
        return np.array([[self.known[name, run] for run in runs] for name, _, _ in worlds])

    def world(self, programme: Programme) -> "tuple[str, Scenario, None]":
        """The world in which the focal firm follows a programme, under a name that tells programmes apart."""
        scenario = with_programme(self.scenario, programme, self.budget)
        return f"p-{scenario.digest()[:16]}", scenario, None


@dataclass(frozen=True)
class Judged:
    """A programme, or a preset, on the luck of the judgement.

    difference, low, high  profit less that of the plan in the file, currency, with the 95 % interval over the runs
    ahead                  share of the runs in which it earns more (ties count half)
    """

    name: str
    programme: Programme | None
    profit: float
    difference: float
    low: float
    high: float
    ahead: float


@dataclass(frozen=True)
class Worth:
    """What one purchase is worth to the best programme: profit lost without it, its money given to the others."""

    purchase: str
    share: float
    loss: float
    low: float
    high: float


@dataclass(frozen=True)
class Allocation:
    """What was found.

    best        the chosen programme
    gain_found  its lead over the plan in the file on the luck of the search, on which it was found; currency
    judged      the best, the plan in the file, equal shares, the best all at once, the ordinary mix, the budget saved
    against     the best against the ordinary mix and the budget saved
    worth       of each part of the best
    tried       programmes of the search with their lead over the plan in the file there, best first
    near        how many of them are within the noise of the search from the best
    ranges      for each purchase its smallest and largest share among these
    """

    scenario: "Scenario"
    budget: float
    best: Programme
    gain_found: float
    judged: tuple[Judged, ...]
    against: tuple[Judged, ...]
    worth: tuple[Worth, ...]
    tried: tuple[tuple[Programme, float], ...]
    near: int
    noise: float
    ranges: dict[str, tuple[float, float]]
    effort: Effort

    def named(self, name: str) -> Judged:
        """One of those judged. Raises KeyError where there is none of that name."""
        return {one.name: one for one in self.judged}[name]

    @property
    def gain(self) -> Judged:
        """The best against the plan in the file."""
        return self.named(BEST)

    @property
    def flat(self) -> bool:
        """Whether the plan in the file is as good as the best, as far as can be told."""
        return self.gain.low <= 0.0


def allocate(trials: Trials, effort: Effort, starts: Sequence[int]) -> Allocation:
    """The best programme of the focal firm of a scenario, for its budget.

    trials  with the scenario, and what is known already of an earlier, interrupted search
    starts  months in which a purchase may start, 1 first
    raises  AllocationInterrupted after Ctrl-C
    """
    scenario = trials.scenario
    purchases = purchasable(scenario)
    plan = present(scenario)
    search = range(effort.search)

    def on_the_luck_of_the_search(programmes: Sequence[Programme]) -> "np.ndarray":
        import numpy as np

        profits = trials.profits([trials.world(programme) for programme in programmes], search).mean(axis=1)
        return np.asarray(np.where(np.isfinite(profits), profits, -np.inf))

    found = searched(on_the_luck_of_the_search, purchases, plan, effort.evaluations, starts, scenario.run.seed)
    on_search = {programme.words(): trials.profits([trials.world(programme)], search)[0] for programme in found}
    plan_there = trials.profits([trials.world(plan)], search)[0]
    leads = {words: _mean(values - plan_there) for words, values in on_search.items()}
    ordered = sorted(found, key=lambda programme: -leads[programme.words()])
    choice = range(FIRST_CHOICE, FIRST_CHOICE + effort.choice)
    shortlist = ordered[:SHORTLIST]
    chosen = trials.profits([trials.world(programme) for programme in shortlist], choice).mean(axis=1)
    best = shortlist[int(_argmax(chosen))]
    judgement = range(FIRST_JUDGEMENT, FIRST_JUDGEMENT + effort.judgement)
    judged, against = _judged(trials, best, plan, purchases, judgement)
    worth = _worth(trials, best, judgement)
    best_there = on_search[ordered[0].words()]
    noise = _half(on_search[best.words()] - plan_there)
    near = [p for p in ordered if _mean(best_there - on_search[p.words()]) <= noise]
    spread = {name: [programme.shares.get(name, 0.0) for programme in near] for name in purchases}
    ranges = {name: (min(shares), max(shares)) for name, shares in spread.items()}
    budget = with_programme(scenario, plan, trials.budget).focal.improvement_budget or 0.0
    tried = tuple((programme, leads[programme.words()]) for programme in ordered)
    return Allocation(
        scenario, budget, best, leads[best.words()], judged, against, worth, tried, len(near), noise, ranges, effort
    )


def _judged(
    trials: Trials, best: Programme, plan: Programme, purchases: Sequence[str], runs: Sequence[int]
) -> tuple[tuple[Judged, ...], tuple[Judged, ...]]:
    programmes: dict[str, Programme] = {PRESENT: plan, BEST: best, EQUAL: equal(purchases)}
    if best.at_once() != best:
        programmes[AT_ONCE] = best.at_once()
    worlds: list[tuple[str, Scenario, str | None]] = [trials.world(programme) for programme in programmes.values()]
    ordinary = with_programme(trials.scenario, plan, trials.budget)
    worlds += [(f"as-{preset}-{ordinary.digest()[:16]}", ordinary, preset) for preset in BASELINES]
    profits = trials.profits(worlds, runs)
    names = [*programmes, *BASELINES]
    rows = dict(zip(names, profits, strict=True))
    judged = tuple(_against(name, programmes.get(name), own, rows[PRESENT]) for name, own in rows.items())
    return judged, tuple(_against(name, best, rows[BEST], rows[name]) for name in BASELINES)


def _against(name: str, programme: Programme | None, own: "np.ndarray", plan: "np.ndarray") -> Judged:
    import numpy as np

    difference = own - plan
    half, mean = _half(difference), _mean(difference)
    ahead = float(np.nanmean((difference > 0) + 0.5 * (difference == 0)))
    return Judged(name, programme, _mean(own), mean, mean - half, mean + half, ahead)


def _worth(trials: Trials, best: Programme, runs: Sequence[int]) -> tuple[Worth, ...]:
    """What is lost without each part of the best, in the order of the loss."""
    if len(best.shares) < 2:
        return ()
    full = trials.profits([trials.world(best)], runs)[0]
    reduced = trials.profits([trials.world(best.without(name)) for name in best.shares], runs)
    found = []
    for name, profits in zip(best.shares, reduced, strict=True):
        loss = full - profits
        found.append(Worth(name, best.shares[name], _mean(loss), _mean(loss) - _half(loss), _mean(loss) + _half(loss)))
    return tuple(sorted(found, key=lambda one: -one.loss))


def _mean(values: "np.ndarray") -> float:
    import numpy as np

    return float(np.nanmean(values)) if np.isfinite(values).any() else float("nan")


def _half(values: "np.ndarray") -> float:
    """Half of the 95 % interval of a mean (Student's t); 0 with equal values, NaN with fewer than two."""
    import numpy as np
    from scipy import stats

    known = values[np.isfinite(values)]
    if len(known) < 2:
        return float("nan")
    return float(stats.t.ppf(0.975, len(known) - 1) * known.std(ddof=1) / np.sqrt(len(known)))


def _argmax(values: "np.ndarray") -> int:
    import numpy as np

    return int(np.argmax(np.where(np.isfinite(values), values, -np.inf)))
