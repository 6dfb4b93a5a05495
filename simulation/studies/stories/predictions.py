"""What a class predicted before a story was played, and how near it came."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from simulation.studies.stories.revealing import Revealed, compared
from simulation.studies.stories.story import Number, Story

NEAR = 0.1
"""A prediction is near where it is off by no more than this share of what could be said; a line in its mean month."""

BINS = 6
"""Parts of what can be said, for a show of hands and for drawing."""

Said = float | tuple[tuple[float, float], ...]
"""A prediction: a number, or points (month, value) of a line."""


@dataclass(eq=False)
class Survey:
    """The predictions of a class for one story; closed as soon as it is played.

    said      by name
    hands     hands up for each of `BINS` parts of what can be said (of a line: at its end)
    closed    whether nothing more is taken
    revealed  what the runs showed; None before
    """

    story: Story
    knots: tuple[int, ...]
    said: dict[str, Said] = field(default_factory=dict)
    hands: list[int] = field(default_factory=lambda: [0] * BINS)
    closed: bool = False
    revealed: Revealed | None = None

    @property
    def count(self) -> int:
        """Predictions so far, hands among them."""
        return len(self.said) + sum(self.hands)

    @property
    def edges(self) -> list[float]:
        """Edges of the parts."""
        asked = self.story.prediction
        return [asked.low + (asked.high - asked.low) * at / BINS for at in range(BINS + 1)]

    def take(self, name: str, values: Mapping[int, object]) -> None:
        """Takes a prediction; an earlier one under that name is replaced.

        values  by knot (month); a single one where a number is asked
        raises  ValueError where it is closed, or for values that cannot be
        """
        if self.closed:
            raise ValueError("the story is being played already")
        asked, points = self.story.prediction, []
        for month in self.knots:
            value = values.get(month)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
                raise ValueError("a prediction is a number")
            if not asked.low <= value <= asked.high:
                raise ValueError(f"a prediction lies between {asked.low:g} and {asked.high:g}")
            points.append((float(month), float(value)))
        self.said[name] = points[0][1] if isinstance(asked, Number) else tuple(points)

    def parts(self) -> list[int]:
        """How many predictions lie in each part, lines by their end; hands among them."""
        counts, edges = list(self.hands), self.edges
        for said in self.said.values():
            value = said if isinstance(said, float) else said[-1][1]
            counts[min(BINS - 1, int((value - edges[0]) / (edges[-1] - edges[0]) * BINS))] += 1
        return counts


def near(revealed: Revealed, said: "Sequence[Said]") -> int | None:
    """How many predictions are near; None where the runs have no answer."""
    asked = revealed.played.story.prediction
    if revealed.answer is not None and not math.isfinite(revealed.answer.value):
        return None
    allowed = NEAR * (asked.high - asked.low)
    return sum(compared(revealed, one).off <= allowed for one in said)


def hands_right(survey: Survey, revealed: Revealed) -> int | None:
    """Hands that were up for the part in which the answer lies; None where the runs have no answer."""
    truth = revealed.answer.value if revealed.answer is not None else revealed.line[-1]
    if not math.isfinite(truth):
        return None
    edges = survey.edges
    place = int((truth - edges[0]) / (edges[-1] - edges[0]) * BINS)
    return survey.hands[min(place, BINS - 1)] if truth >= edges[0] and truth <= edges[-1] else 0
