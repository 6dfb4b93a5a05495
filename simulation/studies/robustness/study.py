"""Who wins in how many of the worlds that may well be: the uncertain values drawn from their likely ranges.

What decides who wins is largely not known. Every prior and design choice that matters declares a likely
range; here all of them are drawn at once (a Latin hypercube) and each draw is simulated once, small, with
the focal firm playing each strategy of the file in turn. Values that the scenario sets itself are its
question and stay.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from simulation.measures.strategies import LEVEL
from simulation.scenario.shape import percent
from simulation.studies.comparisons.paired import holm
from simulation.studies.robustness.final_profit import FinalProfit
from simulation.studies.robustness.uncertainty import Uncertain, design_of, drawn_and_held, values_of
from simulation.studies.runs.replications import Progress, run_tasks
from simulation.studies.runs.tasks import BASELINES, Task, ordered_worlds, own_world, strategies_of
from simulation.studies.runs.workers import RunResult, Simulate

if TYPE_CHECKING:
    import pandas as pd

    from simulation.scenario import Scenario

CUSTOMERS_PER_FIRM = 300
DRIVERS = 5
DONE, TIED, INVALID, FAILED = "done", "tied", "invalid", "failed"


@dataclass(frozen=True)
class Share:
    """How often a strategy wins: `wins` of `draws`, with Wilson's 95 % interval of the share."""

    strategy: str
    wins: int
    draws: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Driver:
    """An uncertain value that goes with the lead of the most frequent winner over the best other.

    correlation  Spearman's rank correlation over the draws; positive: the higher the value, the larger the
                 lead
    p_adjusted   p value after Holm's adjustment for all values drawn
    """

    parameter: str
    correlation: float
    p_adjusted: float


@dataclass(frozen=True)
class Robustness:
    """What a robustness study found.

    asked        draws asked for
    shares       of the draws that ran, each strategy in the order of the twin comparison
    leader       the strategy that wins most often; None where no draw has a winner
    drivers      the values that go most with its lead, strongest first; few draws leave most of them to
                 chance
    tied         draws in which the best two earned exactly the same
    invalid      draws whose values the scenario refuses
    failed       draws in which a run failed
    varied       keys that were drawn
    held         keys that have a likely range but stay as the scenario sets them
    draws        a row per draw: draw, status, winner, reason, a column per strategy with its discounted
                 profit, how many draws were asked for, and a column per key
    interrupted  whether Ctrl-C ended it before all draws had run
    """

    scenario: str
    asked: int
    shares: tuple[Share, ...]
    leader: str | None
    drivers: tuple[Driver, ...]
    tied: int
    invalid: int
    failed: int
    varied: tuple[str, ...]
    held: tuple[str, ...]
    draws: "pd.DataFrame"
    interrupted: bool

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found, and what did not run, in plain words."""
        ran = sum(share.wins for share in self.shares) + self.tied
        shares = "; ".join(f"{s.strategy} wins {percent(s.share)} ({percent(s.low)} to {percent(s.high)})" for s in self.shares)
        found = [f"{ran} of {self.asked} draws over {len(self.varied)} uncertain values ran."]
        found += [f"{shares}."] if shares else []
        causes = ((self.tied, "tied"), (self.invalid, "refused by the scenario"), (self.failed, "failed"))
        found += [f"{count} of {self.asked} draws {what}." for count, what in causes if count]
        if self.interrupted:
            found.append("The study was interrupted before all draws had run.")
        if self.drivers:
            names = ", ".join(f"{d.parameter} ({d.correlation:+.2f})" for d in self.drivers)
            found.append(f"The lead of {self.leader} goes most with: {names} (rank correlations).")
        return tuple(found)


def robustness(
    scenario: "Scenario",
    draws: int,
    *,
    jobs: int = 1,
    simulate: Simulate | None = None,
    progress: Progress | None = None,
    parameters: Sequence[Uncertain] | None = None,
    customers_per_firm: int = CUSTOMERS_PER_FIRM,
    executor: Executor | None = None,
) -> Robustness:
    """Draws the uncertain values `draws` times and sees which strategy earns most in each.

    draws               at least 1; draw d runs on the luck of replication d, equal for all strategies
    parameters          None: all of the catalogue; those without a likely range, or set otherwise than by
                        default in `scenario`, are not drawn
    customers_per_firm  size of the small market
    executor            carries out the runs in place of processes of this computer
    raises              ValueError where `draws` is less than 1
    """
    drawn = Drawn(scenario, draws, parameters, customers_per_firm, simulate)
    done = run_tasks(
        drawn.tasks, jobs=jobs, simulate=drawn.simulate, receive=drawn.receive, progress=progress, executor=executor
    )
    return drawn.found(done.interrupted)


class Drawn:
    """The draws of a robustness study: what has to be run, and what it comes to.

    The arguments are those of `robustness`.
    """

    def __init__(
        self,
        scenario: "Scenario",
        draws: int,
        parameters: Sequence[Uncertain] | None = None,
        customers_per_firm: int = CUSTOMERS_PER_FIRM,
        simulate: Simulate | None = None,
    ) -> None:
        if draws < 1:
            raise ValueError(f"draws: found {draws}, must be at least 1")
        if parameters is None:
            from simulation.scenario.catalogue import parameters as catalogue

            parameters = catalogue()
        self._scenario, self._draws = scenario, draws
        self._varied, self._held = drawn_and_held(scenario, parameters)
        self._design = design_of(self._varied, draws, scenario.run.seed)
        self._worlds = contenders(scenario)
        self._reasons: dict[int, tuple[str, str]] = {}
        self._profits: dict[int, dict[str, float]] = {}
        self.simulate = FinalProfit(scenario.focal.name, simulate)
        """What carries out a task."""
        self.tasks = tuple(self._tasks(customers_per_firm))
        """The runs: of every draw all strategies, on the luck of the replication of the draw's number."""

    def _tasks(self, customers_per_firm: int) -> Iterator[Task]:
        scenario, own = self._scenario, own_world(self._scenario)
        small = scenario.with_values(
            {"market.customers": customers_per_firm * len(scenario.firms), "run.engine": "compiled"}
        )
        for draw in range(self._draws):
            try:
                drawn = small.with_values(values_of(scenario, self._varied, self._design[draw]))
            except ValueError as error:
                self._reasons[draw] = (INVALID, " ".join(str(error).split()))
            else:
                for world in self._worlds:
                    yield Task(drawn, draw, None if world == own else world, series_only=True)

    def receive(self, result: RunResult) -> None:
        """Takes what became of a task."""
        draw, world = result.task.replication, result.task.world or own_world(self._scenario)
        if result.tables is None:
            self._reasons.setdefault(draw, (FAILED, f"{world}: {result.error}"))
        else:
            self._profits.setdefault(draw, {})[world] = cast(Any, result.tables)[0]

    def found(self, interrupted: bool = False) -> Robustness:
        """What the tasks that were received come to."""
        import pandas as pd

        table = _judged(self._draws, self._profits, self._reasons, self._worlds)
        values = pd.DataFrame(self._design[table["draw"].to_numpy(int)], columns=[parameter.key for parameter in self._varied])
        found = concluded(self._scenario, pd.concat([table.assign(asked=self._draws), values], axis=1), self._held)
        return replace(found, asked=self._draws, interrupted=interrupted)


def concluded(scenario: "Scenario", draws: "pd.DataFrame", held: Sequence[str] | None = None) -> Robustness:
    """What draws that were made, and perhaps stored, say.

    draws  as in `Robustness`
    held   keys that were not drawn; None: those that the scenario sets otherwise than by default
    """
    worlds = contenders(scenario)
    others = {"draw", "status", "winner", "reason", "asked", "scenario", *worlds}
    keys = [column for column in draws.columns if column not in others and draws[column].notna().any()]
    if held is None:
        from simulation.scenario.catalogue import parameters as catalogue

        held = drawn_and_held(scenario, catalogue())[1]
    asked = int(draws["asked"].iloc[0]) if len(draws) else 0
    wins = draws["winner"].value_counts().to_dict()
    leader = max(worlds, key=lambda world: wins.get(world, 0)) if wins else None
    lead = _lead(draws, leader or worlds[0], worlds)
    statuses = draws["status"].tolist()
    return Robustness(
        scenario=scenario.name,
        asked=asked,
        shares=_shares(wins, worlds, statuses.count(DONE) + statuses.count(TIED)),
        leader=leader,
        drivers=_drivers(draws, lead, keys),
        tied=statuses.count(TIED),
        invalid=statuses.count(INVALID),
        failed=statuses.count(FAILED),
        varied=tuple(keys),
        held=tuple(held),
        draws=draws,
        interrupted=len(draws) < asked,
    )


def contenders(scenario: "Scenario") -> tuple[str, ...]:
    """The worlds that compete: the strategies of the file, with only one of them the baselines too."""
    worlds = ordered_worlds(scenario)
    in_file = tuple(name for name in worlds if name not in BASELINES or name in strategies_of(scenario))
    return in_file if len(in_file) >= 2 else worlds


def _judged(
    draws: int,
    profits: Mapping[int, Mapping[str, float]],
    reasons: Mapping[int, tuple[str, str]],
    worlds: Sequence[str],
) -> "pd.DataFrame":
    """A row for every draw that came to an end: draw, status, winner, reason, profit by strategy."""
    import pandas as pd

    rows = []
    for draw in range(draws):
        found = profits.get(draw, {})
        status, reason = reasons.get(draw, (DONE, ""))
        winner = ""
        if status == DONE:
            if len(found) < len(worlds):
                continue
            best, second = sorted(found.values(), reverse=True)[:2]
            status = TIED if best == second else DONE
            winner = max(worlds, key=found.__getitem__) if status == DONE else ""
        rows.append((draw, status, winner or None, reason, *(found.get(world) for world in worlds)))
    names = ["draw", "status", "winner", "reason", *worlds]
    return pd.DataFrame(rows, columns=names).astype(dict.fromkeys(worlds, float))


def _shares(wins: Mapping[str, int], worlds: Sequence[str], draws: int) -> tuple[Share, ...]:
    """Share of the draws that each strategy wins; none where no draw ran."""
    from scipy import stats

    if draws == 0:
        return ()
    found = []
    for world in worlds:
        count = int(wins.get(world, 0))
        low, high = stats.binomtest(count, draws).proportion_ci(LEVEL, method="wilson")
        found.append(Share(world, count, draws, count / draws, float(low), float(high)))
    return tuple(found)


def _lead(table: "pd.DataFrame", first: str, worlds: Sequence[str]) -> "pd.Series":
    """By how much a strategy earns more than the best of the others; NaN where a draw did not run."""
    others = table[[world for world in worlds if world != first]].max(axis=1)
    return (table[first] - others).where(table["status"].isin([DONE, TIED]))


def _drivers(table: "pd.DataFrame", lead: "pd.Series", keys: Sequence[str]) -> tuple[Driver, ...]:
    """The values whose ranks go most with the rank of the lead, strongest first."""
    import numpy as np
    from scipy import stats

    ran = lead.notna()
    if ran.sum() < 3 or lead[ran].nunique() < 2:
        return ()
    tests = [stats.spearmanr(table.loc[ran, key], lead[ran]) for key in keys]
    correlations = np.array([test.statistic for test in tests])
    adjusted = holm(np.array([test.pvalue for test in tests]))
    strongest = np.argsort(-np.abs(correlations), kind="stable")[:DRIVERS]
    return tuple(Driver(keys[i], float(correlations[i]), float(adjusted[i])) for i in strongest)
