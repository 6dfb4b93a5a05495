"""A session: one firm lived side by side in several worlds on the same luck, month by month, with decisions."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simulation.scenario import Scenario
from simulation.scenario.presets import PRESETS
from simulation.studies.live import controls
from simulation.studies.live.course import Courses, compiled
from simulation.studies.live.worlds import Decision as Decision
from simulation.studies.live.worlds import Pin as Pin
from simulation.studies.live.worlds import World
from simulation.studies.runs.tasks import AS_IN_FILE, BASELINES, own_world, strategies_of

if TYPE_CHECKING:
    import pandas as pd

SHARED = Courses()
"""Courses that all sessions of this process share: what nobody has decided in is simulated once."""

SERVICE_ONLY_FIRST = ("service-only", *BASELINES)
"""What a firm's own strategy is held against where nothing else is asked for: the first of these that is another."""

MOST_WORLDS = 4


class Session:
    """The focal firm of a scenario in two or more worlds: the same customers, rivals and luck.

    scenario     what is simulated
    strategies   what the focal firm plays in each world: presets, or `AS_IN_FILE` for what the file says
    replication  which luck, 0 or more
    courses      where simulated months are kept

    raises  ValueError for fewer than one or more than `MOST_WORLDS` strategies, or an unknown one

    Without a page: `go_to(month)` simulates and moves there, `decide` changes what comes next, `values` tells what
    came out up to the month that is shown. With a page, `prepare` simulates in a thread and `go_to` only moves.
    """

    def __init__(
        self, scenario: Scenario, strategies: Sequence[str], replication: int = 0, courses: Courses = SHARED
    ) -> None:
        unknown = [name for name in strategies if name not in PRESETS and name != AS_IN_FILE]
        if unknown:
            raise ValueError(f"no strategy is named {unknown[0]!r}; there are {', '.join([*PRESETS, AS_IN_FILE])}")
        if not 1 <= len(strategies) <= MOST_WORLDS or len(set(strategies)) < len(strategies):
            raise ValueError(f"a session needs 1 to {MOST_WORLDS} different strategies, not {', '.join(strategies)}")
        self.scenario = compiled(scenario)
        self.firm = scenario.focal.name
        self.replication = replication
        self.month = 0
        self.decisions: list[Decision] = []
        self._taken_back: list[tuple[int, Decision]] = []
        self.pinned: Pin | None = None
        self._courses = courses
        self.worlds = {name: self._world(name) for name in strategies}

    @classmethod
    def of(cls, scenario: Scenario, replication: int = 0) -> "Session":
        """The scenario's focal firm as its file says, beside itself with the first other strategy that stands to reason."""
        return cls(scenario, usual_strategies(scenario), replication)

    def _world(self, name: str) -> World:
        own = own_world(self.scenario)
        start = self.scenario if name in (own, AS_IN_FILE) else self.scenario.with_twin(name)
        start = start.model_copy(update={"run": start.run.model_copy(update={"twin_of": self.firm})})
        return World(name, start, self._courses.get(start, self.replication))

    @property
    def last(self) -> int:
        """The last month of the scenario."""
        return self.scenario.run.months

    @property
    def available(self) -> int:
        """The last month that every world has reached in the background."""
        return min(world.course.available for world in self.worlds.values())

    def prepare(
        self, until: int | None = None, heard: Callable[[int], None] | None = None, wanted: Callable[[], bool] | None = None
    ) -> None:
        """Simulates every world up to a month, the last where none is named. Safe in a thread.

        heard   told now and then which month all worlds have reached
        wanted  asked before every month whether to go on
        """

        def tell(_: int) -> None:
            if heard is not None:
                heard(self.available)

        for world in list(self.worlds.values()):
            world.course.simulate(until, tell, wanted)

    def go_to(self, month: int) -> None:
        """Shows the end of a month, earlier or later; simulates what is not available yet.

        raises  ValueError for a month before 0 or after the last
        """
        if not 0 <= month <= self.last:
            raise ValueError(f"month must be from 0 to {self.last}, not {month}")
        self.prepare(month)
        self.month = month

    def step(self) -> bool:
        """Shows one month more; False where the last is shown already."""
        if self.month >= self.last:
            return False
        self.go_to(self.month + 1)
        return True

    def reset(self) -> None:
        """Back to the start: nothing decided, month 0. What is pinned stays."""
        self.decisions, self._taken_back = [], []
        self.month = 0
        for world in self.worlds.values():
            self._refresh(world)

    def decide(self, world: str, changes: Mapping[str, Any]) -> Decision:
        """Decides for the focal firm in a world; it holds from the next month on.

        changes  keys of `controls`, or "strategy", with new values

        raises  KeyError for an unknown world, ValueError at the end or without a change, ScenarioError for values
                that no file may hold; nothing is changed then
        """
        at = self.worlds[world]
        if self.month >= self.last:
            raise ValueError("the last month is over; go back to decide otherwise")
        if not changes:
            raise ValueError("nothing was decided")
        decision = Decision(world, self.month + 1, dict(changes))
        scenario = self._decided(at, [*self.decisions, decision])
        self.decisions.append(decision)
        self._taken_back = []
        self._change(at, scenario, self.month)
        return decision

    def undo(self) -> Decision | None:
        """Takes the newest decision back, wherever the session stands; None where there is none."""
        if not self.decisions:
            return None
        return self.take_back(len(self.decisions) - 1)

    def take_back(self, number: int) -> Decision:
        """Takes one decision back by its place in `decisions`. Raises IndexError where there is none."""
        decision = self.decisions.pop(number)
        self._taken_back.append((number % (len(self.decisions) + 1), decision))
        self._refresh(self.worlds[decision.world])
        return decision

    def redo(self) -> Decision | None:
        """Puts what was taken back last into force again, at its place in the history; None where nothing was.

        A new decision, a reset or a world taken away forgets what was taken back.
        """
        if not self._taken_back:
            return None
        number, decision = self._taken_back.pop()
        self.decisions.insert(number, decision)
        self._refresh(self.worlds[decision.world])
        return decision

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back that can be put into force again."""
        return bool(self._taken_back)

    def add_world(self, name: str) -> None:
        """One world more beside the others, with nothing decided in it; decisions in the others stay.

        raises  ValueError where there are `MOST_WORLDS`, or for a strategy that is shown already or unknown
        """
        if name not in PRESETS or name in self.worlds:
            raise ValueError(f"{name!r} is no strategy that could be added")
        if len(self.worlds) >= MOST_WORLDS:
            raise ValueError(f"a session has at most {MOST_WORLDS} worlds")
        self.worlds[name] = self._world(name)

    def remove_world(self, name: str) -> None:
        """Takes a world away with everything decided in it. Raises ValueError for the last one, KeyError for an unknown one."""
        if len(self.worlds) == 1:
            raise ValueError("a session needs a world")
        del self.worlds[name]
        self.decisions, self._taken_back = [one for one in self.decisions if one.world != name], []

    def settings(self, world: str) -> dict[str, Any]:
        """What the focal firm's controls say in a world for the month after the one that is shown."""
        firm = self.scenario_of(world).firm(self.firm)
        return controls.settings_at(firm, min(self.month + 1, self.last))

    def scenario_of(self, world: str) -> Scenario:
        """The scenario of a world with everything decided in it so far."""
        return self._decided(self.worlds[world], self.decisions)

    def series(self, world: str) -> "pd.DataFrame":
        """The focal firm's rows of a world's series, up to the month that is shown; the warm-up among them."""
        return self._shown(self.worlds[world].course.tables.series)

    def values(self, world: str, measure: str) -> dict[int, float]:
        """A measure of the focal firm by month, the warm-up left out, up to the month that is shown.

        raises  KeyError for an unknown world or measure
        """
        series = self.series(world)
        shown = series[series["month"] >= 0]
        return dict(zip(shown["month"].tolist(), shown[measure].tolist(), strict=True))

    def departments(self, world: str) -> "pd.DataFrame":
        """The focal firm's departments in a world, a row per month and department, up to the month that is shown."""
        return self._shown(self.worlds[world].course.tables.departments)

    def _shown(self, table: "pd.DataFrame") -> "pd.DataFrame":
        return table[(table["firm"] == self.firm) & (table["month"] <= self.month)]

    def pin(self, world: str) -> Pin:
        """Keeps a world as it is, to the end of what is available, as a baseline that later runs are held against."""
        course = self.worlds[world].course
        series = course.tables.series
        decided = [one for one in self.decisions if one.world == world]
        label = f"{world}, {len(decided)} decision{'s' if len(decided) > 1 else ''}" if decided else world
        scenario = self.scenario_of(world)
        self.pinned = Pin(f"pinned: {label}", scenario, self.replication, series[series["firm"] == self.firm])
        return self.pinned

    def unpin(self) -> None:
        """Lets go of the baseline."""
        self.pinned = None

    def with_luck(self, replication: int) -> None:
        """The same worlds and decisions on other luck, shown up to the same month."""
        self.replication = replication
        for world in self.worlds.values():
            world.course = self._courses.get(self.scenario_of(world.name), replication)

    def with_strategies(self, strategies: Sequence[str]) -> "Session":
        """A new session of the same scenario and luck with other strategies; decisions are not taken over."""
        other = Session(self.scenario, strategies, self.replication, self._courses)
        other.pinned = self.pinned
        return other

    def export(self, world: str) -> str:
        """A world as a scenario file. `centricity run` and `Market` give the same numbers to the bit.

        The luck is run number `replication` of the file's seed.
        """
        scenario = self.scenario_of(world)
        decided = [one for one in self.decisions if one.world == world]
        lines = [
            f"# {self.firm} playing {world}, with {len(decided)} decisions taken while it ran.",
            f"# Shown was run number {self.replication} (the first is 0) of the seed below.",
            *(f"# from month {one.month} on: {one.words}" for one in decided),
        ]
        printable = ["".join(sign if sign.isprintable() else "?" for sign in line) for line in lines]
        return "\n".join(printable) + "\n\n" + scenario.to_toml()

    def _decided(self, world: World, decisions: Sequence[Decision]) -> Scenario:
        mine = [one for one in decisions if one.world == world.name]
        if not mine:
            return world.start
        before = [change.model_dump(exclude_none=True) for change in world.start.firm(self.firm).changes]
        months: dict[int, dict[str, Any]] = {}
        for one in mine:
            entry = months.setdefault(one.month, {"month": one.month})
            for key, value in one.changes.items():
                if key.startswith(controls.LEVER_PREFIX):
                    entry.setdefault("levers", {})[key.removeprefix(controls.LEVER_PREFIX)] = value
                else:
                    entry[key] = value
        changes = [*before, *(months[month] for month in sorted(months))]
        firms = [firm.model_dump(exclude_none=True) for firm in world.start.firms]
        for firm in firms:
            if firm["name"] == self.firm:
                firm["changes"] = changes
        return world.start.with_values({"firms": firms})

    def _refresh(self, world: World) -> None:
        self._change(world, self._decided(world, self.decisions), self.month)

    def _change(self, world: World, scenario: Scenario, month: int) -> None:
        """Continues a world under another scenario; months up to `month` are the same in both unless decided otherwise."""
        first = _first_difference(world.course.scenario, scenario, self.firm)
        old, since = world.course, min(month, first - 1)
        world.course = self._courses.get(scenario, self.replication, lambda: old.changed(scenario, since))


def usual_strategies(scenario: Scenario) -> tuple[str, str]:
    """The focal firm's own world and the one that it is usually held against."""
    own = own_world(scenario)
    others = [name for name in SERVICE_ONLY_FIRST if name in strategies_of(scenario) or name in BASELINES]
    return own, next(name for name in others if name != own)


def _first_difference(one: Scenario, other: Scenario, firm: str) -> int:
    """The first month in which a firm's changes differ between two scenarios."""
    changes = [
        {(change.month, change.model_dump_json()) for change in scenario.firm(firm).changes} for scenario in (one, other)
    ]
    differing = changes[0] ^ changes[1]
    return min((month for month, _ in differing), default=10_000)


