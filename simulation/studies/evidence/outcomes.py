"""What a firm and its industry came to in the worlds that falsifiers compare, run by run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulation.studies.comparisons.ledger_lines import LINES
from simulation.studies.evidence.short_runs import books
from simulation.studies.evidence.size import Size
from simulation.studies.robustness.uncertainty import design_of, drawn_and_held, values_of
from simulation.studies.runs.replications import run_tasks
from simulation.studies.runs.tasks import Task
from simulation.studies.runs.workers import RunResult, Simulate

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from simulation.scenario import Scenario

Values = tuple[tuple[str, Any], ...]

PROFIT, INDUSTRY, EARNED, PROGRAMME, AT_CONTACT = "discounted", "industry", "earned", "programme", "at_contact"
"""Focal firm's cumulative discounted profit at the end; that of all firms together; the focal firm's profit and programme
cost, not discounted; its share of failures that arise at contacts."""


@dataclass(frozen=True)
class World:
    """A market as a shipped file has it, with some values set otherwise, and with the focal firm playing a preset.

    file    name of the shipped scenario
    preset  that the focal firm plays; None: as in the file
    values  set otherwise, by dotted key
    """

    file: str
    preset: str | None = None
    values: Values = ()

    def scenario(self, further: "dict[str, Any] | None" = None) -> "Scenario":
        """The market with its values, and with `further` ones."""
        from simulation.scenario import load_scenario

        return load_scenario(self.file).with_values({**dict(self.values), **(further or {})})


@dataclass(frozen=True)
class Outcomes:
    """Outcomes by world: a table each, with a row per run (or draw) and the columns of `outcome_of`."""

    runs: "dict[World, pd.DataFrame]"
    draws: "dict[tuple[str, World], pd.DataFrame]"
    """By the file whose uncertain values were drawn, and world."""


def outcome_of(series: "pd.DataFrame", focal: str) -> dict[str, float]:
    """What one run came to.

    series   rows of series.parquet of one run
    returns  `PROFIT`, `INDUSTRY`, `EARNED`, `PROGRAMME`, `AT_CONTACT`, and the focal firm's sum of each line of the
             ledger from month 1
    """
    counted = series[series["month"] >= 1]
    own = counted[counted["firm"] == focal]
    last = counted[counted["month"] == counted["month"].max()]
    sums = own[[*LINES, "failures", "failures_contact"]].sum()
    found = {
        PROFIT: float(own["discounted_profit"].iloc[-1]),
        INDUSTRY: float(last["discounted_profit"].sum()),
        EARNED: float(sums["profit"]),
        PROGRAMME: float(sums["cost_programme"]),
        AT_CONTACT: float(sums["failures_contact"] / sums["failures"]) if sums["failures"] > 0 else float("nan"),
    }
    return found | {line: float(sums[line]) for line in LINES}


def simulated(
    worlds: Iterable[tuple[str, World]], size: Size, jobs: int = 1, simulate: Simulate | None = None
) -> Outcomes:
    """Runs every world on equal luck, and on draws over the uncertain values.

    worlds   pairs of the file whose uncertain values are drawn, and a world
    """
    import pandas as pd

    pairs = list(dict.fromkeys(worlds))
    tasks: list[Task] = []
    places: dict[tuple[str, int, str], tuple[Any, str]] = {}

    def plan(key: Any, scenario: "Scenario", preset: str | None, replication: int) -> None:
        task = Task(scenario.with_values({"name": f"n{len(tasks)}"}), replication, preset)
        places[task.key] = (key, scenario.focal.name)
        tasks.append(task)

    for world in dict.fromkeys(world for _, world in pairs):
        scenario = world.scenario({} if size.of_the_file else {"market.customers": size.customers, "run.months": size.months})
        count = scenario.run.replications if size.of_the_file else size.replications
        for replication in range(count):
            plan(world, scenario, world.preset, replication)
    for base in dict.fromkeys(base for base, _ in pairs):
        drawn = list(draws_of(World(base).scenario(), size.draws))
        for world in [world for one, world in pairs if one == base]:
            firms = len(world.scenario().firms)
            short = {} if size.of_the_file else {"run.months": size.months}
            for draw, values in enumerate(drawn):
                try:
                    scenario = world.scenario({**values, **short, "market.customers": size.per_firm * firms})
                except ValueError:
                    continue
                plan((base, world), scenario, world.preset, draw)
    rows: dict[Any, list[dict[str, float]]] = {}

    def receive(result: RunResult) -> None:
        if result.tables is None:
            raise RuntimeError(f"{result.task.world or 'a market as in its file'}: {result.error}")
        key, focal = places[result.task.key]
        found = outcome_of(result.tables.series, focal)
        rows.setdefault(key, []).append({"replication": result.task.replication, **found})

    run_tasks(tasks, jobs=jobs, simulate=simulate or books, receive=receive)
    tables = {key: pd.DataFrame(found).set_index("replication").sort_index() for key, found in rows.items()}
    runs = {key: table for key, table in tables.items() if isinstance(key, World)}
    return Outcomes(runs, {key: table for key, table in tables.items() if not isinstance(key, World)})


def draws_of(scenario: "Scenario", draws: int) -> Iterable[dict[str, Any]]:
    """Values by dotted key, one dictionary for each draw over what is uncertain and not set by the scenario."""
    from simulation.scenario.catalogue import parameters

    varied, _ = drawn_and_held(scenario, parameters())
    for row in design_of(varied, draws, scenario.run.seed):
        yield values_of(scenario, varied, row)


Terms = tuple[tuple[float, World, str], ...]
"""Factor, world and column of the outcome; what they sum to is what a falsifier is about."""


def combined(tables: "dict[Any, pd.DataFrame]", terms: Terms, base: str | None = None) -> "np.ndarray":
    """The sum of the terms in every run (or draw of `base`) that all of its worlds have."""
    keys = [world if base is None else (base, world) for _, world, _ in terms]
    common: Any = None
    for key in keys:
        index = tables[key].index
        common = index if common is None else common.intersection(index)
    total: np.ndarray = sum(
        factor * tables[key].loc[common, column].to_numpy(float) for key, (factor, _, column) in zip(keys, terms, strict=True)
    )
    return total


def by_line(tables: "dict[Any, pd.DataFrame]", terms: Terms) -> dict[str, float]:
    """Mean contribution of each line of the ledger to the difference; costs that are higher count negative."""
    return {
        line: float(combined(tables, tuple((factor, world, line) for factor, world, _ in terms)).mean())
        * (1.0 if line in ("revenue", "profit") else -1.0)
        for line in LINES
    }


def worlds_in(terms: Sequence[tuple[float, World, str]]) -> tuple[World, ...]:
    """The worlds that the terms need."""
    return tuple(dict.fromkeys(world for _, world, _ in terms))
