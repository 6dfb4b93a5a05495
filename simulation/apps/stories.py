"""Command `stories`: a story for a class, told, predicted and revealed on the command line."""

import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulation.apps.guard import guarded
from simulation.apps.options import AsJson, Force, Jobs, Quiet, Replications
from simulation.apps.progress import RunProgress
from simulation.apps.streams import Voice

if TYPE_CHECKING:
    from simulation.studies.stories.revealing import Revealed
    from simulation.studies.stories.story import Story


@guarded
def stories(
    name: Annotated[str | None, typer.Argument(metavar="[STORY]", help="Story to tell; all are listed when left out.")] = None,
    predict: Annotated[
        str | None,
        typer.Option("--predict", metavar="X", help="Your prediction: a number, or MONTH:VALUE,... for a drawn line."),
    ] = None,
    teacher_pack: Annotated[
        Path | None,
        typer.Option("--teacher-pack", metavar="DIR", help="Writes lesson plans, worksheets and answer keys instead."),
    ] = None,
    replications: Replications = None,
    jobs: Jobs = 1,
    force: Force = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Tells a story: a question, your prediction, the runs, what they reveal."""
    from simulation.studies.stories.catalogue import STORIES, story

    voice = Voice(quiet, as_json)
    if teacher_pack is not None:
        write_teacher_pack(teacher_pack, voice, replications, jobs or 1, force)
        return
    if name is None:
        for one in STORIES:
            voice.answer(f"{one.key:24}{one.question}")
        voice.object({"stories": [{"name": one.key, "title": one.title, "question": one.question} for one in STORIES]})
        return
    told = story(name)
    said = _read(told, predict) if predict is not None else None
    if not quiet:
        voice.answer("\n".join(_asking(told)))
    if said is None and not quiet and not as_json and sys.stdin.isatty():
        said = _read(told, typer.prompt("Your prediction (empty: none)", default="", show_default=False))
    _show(told, said, replications, jobs or 1, voice)


def write_teacher_pack(folder: Path, voice: Voice, replications: int | None = None, jobs: int = 1, force: bool = False) -> None:
    """Plays every story and an example of the game, and writes the pages.

    raises  StoreError where a page is there already and `force` is not given
    """
    from simulation.presentation.stories.game_lesson import KEY, example, kept_game
    from simulation.presentation.stories.teaching import NUMBERS, kept, numbers_text, pages
    from simulation.records.files import StoreError, explained, write_text
    from simulation.studies.rounds.playing import play as play_game
    from simulation.studies.stories.catalogue import STORIES
    from simulation.studies.stories.playing import play

    if (folder / NUMBERS).exists() and not force:
        raise StoreError(f"{folder} holds a teacher's pack already; choose another folder, or replace it with --force")
    found = {}
    for told in STORIES:
        with RunProgress(voice, told.title) as progress:
            found[told.key] = kept(play(told, replications=replications, jobs=jobs, progress=progress))
    game = example()
    with RunProgress(voice, game.rules.title) as progress:
        found[KEY] = {"profits": kept_game(play_game(game, game.rules.years, jobs=jobs, progress=progress))}
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        write_text(folder / NUMBERS, numbers_text(found))
        for file, text in pages(found).items():
            write_text(folder / file, text)
    voice.answer(f"{folder}: {', '.join(sorted(pages(found)))}")
    voice.object({"folder": str(folder), "pages": sorted(pages(found))})


def _show(told: "Story", said: Any, replications: int | None, jobs: int, voice: Voice) -> None:
    from simulation.presentation.stories import words
    from simulation.studies.stories.playing import play
    from simulation.studies.stories.revealing import compared, reveal

    with RunProgress(voice, told.title) as progress:
        shown = reveal(play(told, replications=replications, jobs=jobs, progress=progress))
    lines = [words.headline(shown), words.also(shown), "", words.answer_words(shown)]
    if said is not None:
        lines.append(words.compared_words(shown, said, compared(shown, said)))
    currency = shown.played.scenario.market.currency
    lines += ["", *(f"- {words.held_words(held, currency)}" for held in shown.held), "", *words.fact_lines(shown)]
    lines += ["", "To talk about:", *(f"- {question}" for question in words.debrief(shown))]
    voice.answer("\n".join(lines))
    voice.object(_as_object(shown))


def _asking(told: "Story") -> list[str]:
    return [told.title, "", told.setting, "", told.question, "", f"Before you go on: {told.prediction.ask}\n"]


def _read(told: "Story", text: str) -> Any:
    """A prediction as it was typed; None where nothing was. Raises ScenarioError where it is none."""
    from simulation.scenario import Problem, ScenarioError
    from simulation.studies.stories.story import Number

    asked = told.prediction
    if not text.strip():
        return None
    if isinstance(asked, Number):
        allowed = f"a number from {asked.low:g} to {asked.high:g}"
        value = _number(text)
        if value is None or not asked.low <= value <= asked.high:
            raise ScenarioError([Problem("this is no prediction", key="--predict", found=text, allowed=allowed)])
        return value
    points = [part.split(":") for part in text.split(",")]
    numbers = [[_number(one) for one in point] for point in points]
    if any(len(point) != 2 or None in point for point in numbers):
        allowed = "months with values, such as 12:-10,36:0,60:20"
        raise ScenarioError([Problem("this is no drawn line", key="--predict", found=text, allowed=allowed)])
    return [(float(month or 0.0), float(value or 0.0)) for month, value in numbers]


def _number(text: str) -> float | None:
    try:
        value = float(text.strip().removesuffix("%").replace("−", "-"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _as_object(shown: "Revealed") -> dict[str, Any]:
    """A reveal for programs."""
    from simulation.presentation.stories import words

    def estimate(found: Any) -> dict[str, float]:
        return {"value": found.value, "low": found.low, "high": found.high}

    facts: Sequence[Any] = shown.facts
    return {
        "story": shown.played.story.key,
        "replications": shown.played.replications,
        "direction": shown.direction,
        "headline": words.headline(shown),
        "answer": estimate(shown.answer) if shown.answer is not None else shown.line,
        "theory": [{"says": h.claim.says, "outcome": h.outcome, **estimate(h.difference)} for h in shown.held],
        "facts": [{"says": fact.says, **estimate(found)} for fact, found in facts],
        "debrief": words.debrief(shown),
    }
