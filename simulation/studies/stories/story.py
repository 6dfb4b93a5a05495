"""What a story is made of. Its text asks and explains; whatever it reveals is computed from runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Side:
    """One life of the focal firm: what is told apart in a story.

    label     name of its line; a preset's name where it is one, so that it has that strategy's colour
    does      what the firm does, as half a sentence
    preset    strategy that the focal firm plays instead of its own; None: as in the file
    changes   fields of the focal firm set otherwise, by their names in a scenario file
    """

    label: str
    does: str
    preset: str | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Slider:
    """A value of the world that can be moved, to see whether the story's end changes.

    key     dotted key of the scenario, as for `--set`
    asks    what is moved, in words
    values  from left to right
    words   what each value means
    own     place of the story's own value among them
    """

    key: str
    asks: str
    values: tuple[Any, ...]
    words: tuple[str, ...]
    own: int


@dataclass(frozen=True)
class Claim:
    """A part of the story's theory that the runs can contradict.

    says      the theory, as a clause that follows "that"
    measure   column of the series
    left      label of the side of which it speaks
    right     label of the side that it is held against; None: against nought
    more      whether left is said to have more
    at        "end": in the last month; "year": mean of the last twelve months; "whole": mean of all months from 1;
              "first": in month 12
    """

    says: str
    measure: str
    left: str
    right: str | None
    more: bool
    at: Literal["end", "year", "whole", "first"] = "end"


@dataclass(frozen=True)
class Number:
    """A number that the class writes down before it sees anything.

    ask         the question
    unit        "%", "months", "of 100"
    low, high   what can be said
    quantity    what answers it: a name in `answers.QUANTITIES`
    arguments   of that quantity
    """

    ask: str
    unit: str
    low: float
    high: float
    quantity: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Curve:
    """A line over the months that the class draws before it sees anything.

    ask         the question
    measure     column of the series
    left        label of the side whose course is drawn
    right       label of the side that is taken off; None: left alone
    low, high   of the paper to draw on
    unit        of the paper
    scale       paper's unit over the measure's
    """

    ask: str
    measure: str
    left: str
    right: str | None
    low: float
    high: float
    unit: str
    scale: float = 1.0


@dataclass(frozen=True)
class Fact:
    """A number that is told besides.

    says       a sentence in which {value} stands for the number with its unit
    unit       as of `Number`, or "points", "month", "% signed" (a difference), "" (a bare number)
    otherwise  what is said where there is no such number: it does not come, or nothing is to be seen
    """

    says: str
    unit: str
    quantity: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    otherwise: str = ""


@dataclass(frozen=True)
class Story:
    """A story.

    key          its name on the command line
    scenario     name of the shipped scenario
    setting      the situation, told to the class
    question     put to the class
    prediction   made before anything is shown
    sides        lives of the focal firm that are compared: the first is the one that the story is about
    claims       the theory in parts; the first is the story's direction
    facts        told besides
    measures     columns that are drawn, the most telling first
    sliders      of the static page
    lesson       what the theory says, in one or two sentences
    debrief      questions for the talk afterwards, whatever came out
    if_held      a question where the direction holds in the runs
    if_not       a question where it does not
    less_last    measures drawn less the last side, since all sides have their luck in common and differ little
    """

    key: str
    scenario: str
    title: str
    setting: str
    question: str
    prediction: Number | Curve
    sides: tuple[Side, ...]
    claims: tuple[Claim, ...]
    facts: tuple[Fact, ...]
    measures: tuple[str, ...]
    sliders: tuple[Slider, ...]
    lesson: str
    debrief: tuple[str, ...]
    if_held: str
    if_not: str
    less_last: tuple[str, ...] = ("discounted_profit",)

    def side(self, label: str) -> Side:
        """The side of that label. Raises KeyError where there is none."""
        for side in self.sides:
            if side.label == label:
                return side
        raise KeyError(label)
