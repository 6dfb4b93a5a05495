"""What a study consists of: which worlds are run, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulation.scenario import Scenario

STATUS_QUO = "status-quo"
NONE = "none"
BASELINES = (STATUS_QUO, NONE)
"""What every strategy is held against: the same budget on the ordinary mix, and the budget saved."""

AS_IN_FILE = "as in the file"
"""The focal firm's own world where its policy is more than a preset, so that no strategy's name says it."""

MARKET = "market"
"""Name, in stored tables, of the world in which nobody was given another strategy."""


@dataclass(frozen=True)
class Task:
    """One run: a scenario, the number of the replication, and the world.

    world        None: the market as in the file; else the preset that the focal firm plays instead of its own
                 policy
    series_only  whether nothing but the series is wanted: the other tables stay empty
    threads      how many may work on a large market at once; changes no number
    """

    scenario: "Scenario"
    replication: int
    world: str | None = None
    series_only: bool = field(default=False, kw_only=True)
    threads: int = field(default=1, kw_only=True)

    @property
    def key(self) -> tuple[str, int, str]:
        """What names the run in a result: scenario, replication, world."""
        return self.scenario.name, self.replication, self.world or MARKET


def own_world(scenario: "Scenario") -> str:
    """What the market as in the file is called among the twins: the focal firm's preset, or `AS_IN_FILE`."""
    focal = scenario.focal
    return str(focal.strategy) if focal.is_plain_preset else AS_IN_FILE


def strategies_of(scenario: "Scenario") -> tuple[str, ...]:
    """The strategies of the scenario's firms, each once, in the order of the file."""
    return tuple(dict.fromkeys(str(firm.strategy) for firm in scenario.firms))


def worlds_of(scenario: "Scenario") -> tuple[str | None, ...]:
    """The worlds that a study of the scenario runs.

    returns  None (the market as in the file), then the focal firm's twins: every strategy among the firms,
             then the baselines. A twin that would repeat the market as in the file is left out.
    """
    twins = dict.fromkeys((*strategies_of(scenario), *BASELINES))
    return (None, *(name for name in twins if name != own_world(scenario)))


def ordered_worlds(scenario: "Scenario") -> tuple[str, ...]:
    """All twin worlds in the order in which they are compared: own, the others of the file, baselines."""
    own = own_world(scenario)
    file = [name for name in (own, *strategies_of(scenario)) if name not in BASELINES]
    return tuple(dict.fromkeys((*file, *BASELINES)))


def tasks_for(scenarios: Sequence["Scenario"], twins: bool = True) -> list[Task]:
    """All runs of a study, replication by replication, so that whatever is finished can be compared.

    Of the twins, a result keeps the series alone.

    scenarios  with different names; each is run as often as its `run.replications` says
    twins      False: only the markets as in the files
    raises     ValueError where two scenarios have the same name
    """
    names = [scenario.name for scenario in scenarios]
    if len(set(names)) < len(names):
        raise ValueError(f"scenarios of one study need different names, not {', '.join(names)}")
    return [
        Task(scenario, replication, world, series_only=world is not None)
        for replication in range(max((s.run.replications for s in scenarios), default=0))
        for scenario in scenarios
        if replication < scenario.run.replications
        for world in (worlds_of(scenario) if twins else (None,))
    ]


def runs_of(scenarios: Sequence["Scenario"]) -> int:
    """How many runs a study of the scenarios consists of."""
    return sum(scenario.run.replications * len(worlds_of(scenario)) for scenario in scenarios)
