"""What a session holds: its worlds, what was decided in them, and a run that was pinned."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulation.scenario import Scenario
from simulation.studies.live import controls
from simulation.studies.live.course import Course

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Decision:
    """Something decided while the market ran.

    world    name of the world in which it holds
    month    first month in which it holds
    changes  keys of `[[firms.changes]]` with their values, levers as "levers.NAME"
    """

    world: str
    month: int
    changes: Mapping[str, Any]

    @property
    def words(self) -> str:
        """What was decided, as a phrase."""
        return controls.in_words(self.changes)


@dataclass(frozen=True)
class Pin:
    """A run that was pinned as baseline: its name, what it had been decided in it, and its measures."""

    label: str
    scenario: Scenario
    replication: int
    series: "pd.DataFrame"


@dataclass
class World:
    """One of the worlds side by side: the focal firm's strategy in it, and its course so far."""

    name: str
    start: Scenario
    """As it was before anything was decided."""
    course: Course
