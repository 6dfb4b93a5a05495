"""A story in many worlds: every combination of its sliders' values, each played on the same luck."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from simulation.studies.runs.replications import Progress
from simulation.studies.runs.workers import Simulate
from simulation.studies.stories.playing import Played, play, story_scenario
from simulation.studies.stories.story import Story

Place = tuple[int, ...]
"""Where each slider stands, in the order of the story's sliders."""


@dataclass(frozen=True)
class Size:
    """How much is simulated of a story.

    replications  None: as many as the scenario says
    values        of the scenario set otherwise, to make it smaller
    """

    replications: int | None = None
    values: Mapping[str, Any] | None = None


def own_place(story: Story) -> Place:
    """Where the sliders stand in the story as it is told."""
    return tuple(slider.own for slider in story.sliders)


def places(story: Story) -> list[Place]:
    """Every combination, the last slider moving fastest."""
    return list(product(*(range(len(slider.values)) for slider in story.sliders)))


def values_at(story: Story, place: Place) -> dict[str, Any]:
    """What differs from the story as it is told, by dotted key."""
    stands = zip(story.sliders, place, strict=True)
    return {slider.key: slider.values[at] for slider, at in stands if at != slider.own}


def runs_in(story: Story, size: Size) -> int:
    """Runs of all places together."""
    count = size.replications or story_scenario(story).run.replications
    return len(places(story)) * len(story.sides) * count


def play_grid(
    story: Story,
    size: Size,
    *,
    jobs: int = 1,
    simulate: Simulate | None = None,
    progress: Progress | None = None,
) -> Iterator[tuple[Place, Played]]:
    """Plays every place, one after the other.

    progress  told after every run with what is done of the present place
    """
    for place in places(story):
        values = {**(size.values or {}), **values_at(story, place)}
        yield place, play(
            story, values=values, replications=size.replications, jobs=jobs, simulate=simulate, progress=progress
        )
