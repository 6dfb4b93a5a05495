"""What a story's runs reveal: the answer, whether its theory holds, the facts besides. Numbers only; words are made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from simulation.studies.evidence.finding import Estimate
from simulation.studies.stories.answers import difference, drawn_course, measured
from simulation.studies.stories.playing import Played
from simulation.studies.stories.story import Claim, Curve, Fact, Number

if TYPE_CHECKING:
    import numpy as np

Outcome = Literal["holds", "reversed", "open"]


@dataclass(frozen=True)
class Held:
    """A part of the theory held against the runs.

    difference  left less right, with its 95 % interval
    outcome     "holds" or "reversed" where the interval lies on one side of nought, else "open"
    """

    claim: Claim
    difference: Estimate

    @property
    def outcome(self) -> Outcome:
        """Whether the runs show what the theory says."""
        if self.difference.low > 0 or self.difference.high < 0:
            return "holds" if (self.difference.value > 0) == self.claim.more else "reversed"
        return "open"


@dataclass(frozen=True)
class Revealed:
    """What a story's runs reveal.

    answer  to a question for a number; None where a line was to be drawn
    course  what was to be drawn, (replications, months) in the unit of its paper; None where a number was asked
    held    the theory in parts, the direction first
    facts   told besides, each with its value
    """

    played: Played
    answer: Estimate | None
    course: "np.ndarray | None"
    held: tuple[Held, ...]
    facts: tuple[tuple[Fact, Estimate], ...]

    @property
    def direction(self) -> Outcome:
        """Whether the runs show the story's direction."""
        return self.held[0].outcome

    @cached_property
    def line(self) -> list[float]:
        """Mean of what was to be drawn, by month from 1 on; empty where a number was asked."""
        return [] if self.course is None else [float(value) for value in self.course.mean(axis=0)]


def reveal(played: Played) -> Revealed:
    """What the runs of a story show."""
    story = played.story
    asked = story.prediction
    return Revealed(
        played,
        measured(played, asked.quantity, asked.arguments) if isinstance(asked, Number) else None,
        drawn_course(played, asked) if isinstance(asked, Curve) else None,
        tuple(Held(claim, difference(played, claim)) for claim in story.claims),
        tuple((fact, measured(played, fact.quantity, fact.arguments)) for fact in story.facts),
    )


@dataclass(frozen=True)
class Compared:
    """A prediction beside what was found, in the prediction's unit.

    off     mean distance, 0 or more
    end     predicted less found at the end (a curve), or at all (a number)
    inside  share of the points that lie in the middle 95 % of the runs; of a number: 1 where it lies in the interval of the
            mean, else 0
    """

    off: float
    end: float
    inside: float


def compared(revealed: Revealed, predicted: "float | Sequence[tuple[float, float]]") -> Compared:
    """Holds a prediction against the runs.

    predicted  a number, or points (month, value) of a drawn line in any order; between them the line is straight, beyond
               them it goes on level
    raises     ValueError where the story asked for the other kind, or where a line has no point
    """
    import numpy as np

    if revealed.answer is not None:
        if not isinstance(predicted, (int, float)):
            raise ValueError("this story asks for a number")
        gap = float(predicted) - revealed.answer.value
        return Compared(abs(gap), gap, float(revealed.answer.low <= predicted <= revealed.answer.high))
    if isinstance(predicted, (int, float)) or not len(predicted):
        raise ValueError("this story asks for a drawn line")
    assert revealed.course is not None
    points = sorted((float(month), float(value)) for month, value in predicted)
    months = np.arange(1, revealed.course.shape[1] + 1)
    drawn = np.interp(months, [m for m, _ in points], [v for _, v in points])
    gap_by_month = drawn - revealed.course.mean(axis=0)
    low, high = np.quantile(revealed.course, [0.025, 0.975], axis=0)
    within = (low <= drawn) & (drawn <= high)
    return Compared(float(np.abs(gap_by_month).mean()), float(gap_by_month[-1]), float(within.mean()))
