"""The page for a course site: stories to predict and reveal, with sliders over worlds that were simulated beforehand.

One file; it asks nothing from any network, and without scripts it shows every story as it is told.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from simulation.presentation.report.colours import dark_rules, on_dark
from simulation.presentation.stories import live, words
from simulation.presentation.stories.pictures import colours, course_of, curves, still
from simulation.studies.stories.grid import Place, own_place
from simulation.studies.stories.playing import Played
from simulation.studies.stories.revealing import Revealed, reveal
from simulation.studies.stories.story import Curve, Number, Story

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True)
class Told:
    """A story with everything that the page shows of it.

    story   what is told
    own     what the runs of the story as it is told reveal
    stills  its curves as `svg` elements, with their titles
    data    what the page's script needs
    """

    story: Story
    own: Revealed
    stills: tuple[tuple[str, str], ...]
    data: dict[str, Any]

    @property
    def knots(self) -> list[int]:
        """Months at which a drawn prediction has its points."""
        return live.knots_of(self.own.played.months)


def told(story: Story, worlds: Iterator[tuple[Place, Played]]) -> Told:
    """A story from the runs of all its worlds, which are looked at one after the other and let go.

    worlds  the places of the story's sliders, the story's own among them
    """
    labels = [side.label for side in story.sides]
    at: dict[str, dict[str, Any]] = {}
    mine: Revealed | None = None
    for place, played in worlds:
        shown = reveal(played)
        at[",".join(map(str, place))] = _world(shown, labels)
        if place == own_place(story):
            mine = shown
    if mine is None:
        raise ValueError(f"the story {story.key} was not played as it is told")
    palette = colours(story)
    own = ",".join(map(str, own_place(story)))
    drawn, stills = [], []
    for curve in curves(mine.played):
        name = f"{story.key}-{curve.measure}"
        bounds = live.range_over([world["curves"][curve.measure] for world in at.values()], curve.signed)
        first = at[own]["curves"][curve.measure]
        item = live.drawing(name, curve, labels, first, bounds, mine.played.months)
        drawn.append({"measure": curve.measure, "name": name, "title": curve.title, "item": item})
        stills.append((curve.title, still(curve, palette, mine.played.months, f"still-{name}")))
    asked = story.prediction
    data = {
        "key": story.key,
        "sides": [{"colour": palette[label].lower(), "dark": on_dark(palette[label])} for label in labels],
        "number": isinstance(asked, Number),
        "unit": asked.unit,
        "paper": live.paper(f"{story.key}-paper", asked, mine.played.months) if isinstance(asked, Curve) else None,
        "drawings": drawn,
        "worlds": at,
    }
    return Told(story, mine, tuple(stills), data)


def _world(shown: Revealed, labels: list[str]) -> dict[str, Any]:
    """What the page shows of one place of the sliders."""
    currency = shown.played.scenario.market.currency
    asked = shown.played.story.prediction
    return {
        "head": words.headline(shown),
        "also": words.also(shown),
        "answer": words.answer_words(shown),
        "value": None if shown.answer is None or shown.answer.value != shown.answer.value else shown.answer.value,
        "held": [[held.outcome, words.held_words(held, currency)] for held in shown.held],
        "facts": words.fact_lines(shown),
        "last": words.debrief(shown)[-1],
        "found": live.found_columns(course_of(shown.played, asked)) if isinstance(asked, Curve) else None,
        "curves": {curve.measure: live.columns(curve, labels) for curve in curves(shown.played)},
    }


def static_html(stories: list[Told], version: str) -> str:
    """The page as text; equal runs give equal text.

    stories  in the order in which they are told
    version  of the package, to be named at the foot
    """
    from simulation.presentation.report.charts import library

    page = (
        environment()
        .get_template("static.html.j2")
        .render(
            told=stories,
            words=words,
            is_number=lambda asked: isinstance(asked, Number),
            palette={one.story.key: colours(one.story) for one in stories},
            dashes=live.DASHES,
            runs=stories[0].own.played.replications,
            seed=stories[0].own.played.scenario.run.seed,
            version=version,
            data=_in_script([one.data for one in stories]),
            library=_safe(library()),
            style=text_of("static.css"),
            script=text_of("static.js"),
        )
    )
    return page.replace("/* colours on dark paper */", dark_rules(page))


def _in_script(data: Any) -> str:
    """Data as JSON that cannot end the element in which it stands."""
    text = json.dumps(_finite(data), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _finite(data: Any) -> Any:
    """The same with null for what JSON has no number for."""
    if isinstance(data, Mapping):
        return {key: _finite(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_finite(value) for value in data]
    return None if isinstance(data, float) and (data != data or data in (float("inf"), float("-inf"))) else data


def _safe(script: str) -> str:
    """A script that cannot end the element in which it stands."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


@cache
def environment() -> "Environment":
    """What fills the templates that stand beside this file."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader(__name__.rpartition(".")[0], "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["drawing"] = Markup
    return environment


def text_of(name: str) -> str:
    """A file that stands beside the templates."""
    return (resources.files(__package__ or "") / "templates" / name).read_text(encoding="utf-8")
