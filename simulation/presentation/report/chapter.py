"""One scenario's chapter: its answer, its cautions, and its sections of pictures and tables."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from simulation.presentation.report.answer import Answer, answer
from simulation.presentation.report.causes import causes
from simulation.presentation.report.cautions import cautions, few
from simulation.presentation.report.charts import horizon, items
from simulation.presentation.report.company import company_sentences, company_table, survival_table
from simulation.presentation.report.customers import leaving, worth
from simulation.presentation.report.over_time import Curve, curves, draw_curve
from simulation.presentation.report.people import departments, perception
from simulation.presentation.report.picture import Picture
from simulation.presentation.report.rests_on import method
from simulation.presentation.report.risk import every_run, losses, robust
from simulation.presentation.report.scene import EXPLAINED
from simulation.presentation.report.tables import Table, books, books_by_year, drivers, horizons, levers, risk_table
from simulation.presentation.report.tornado import tornado
from simulation.presentation.report.why import why_picture

if TYPE_CHECKING:
    from simulation.presentation.report.scene import Scene


@dataclass(frozen=True)
class Key:
    """A strategy's name, colour and what the name does not say."""

    name: str
    colour: str
    meaning: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a chapter.

    name      of its own within the page
    heading   what it is about
    words     sentences before the pictures
    keys      strategies whose colours the pictures use
    pictures  in their order
    tables    shown below them
    folded    tables that are opened on demand, and stand open in print
    live      whether its pictures are drawn again by the script, with strategies to show and hide
    """

    name: str
    heading: str
    words: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    folded: tuple[Table, ...] = ()
    live: bool = False


@dataclass(frozen=True)
class Chapter:
    """All that the page says of one scenario.

    sketch          warns, beside the call, of too few runs; "" where there are enough
    items, horizon  for the page's script
    """

    prefix: str
    title: str
    question: str
    size: str
    sketch: str
    answer: Answer
    cautions: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    method: tuple[str, ...]
    items: list[dict[str, Any]] = field(default_factory=list)
    horizon: dict[str, Any] | None = None


class Extent(IntEnum):
    """How much is told of a scenario: the more scenarios, the less of each, so that the file stays small."""

    SHORT = 0
    """The answer, the profit over time, and the money."""
    STILL = 1
    """Everything but what answers to the mouse."""
    LIVE = 2


def chapter(scene: "Scene", extent: Extent = Extent.LIVE) -> Chapter:
    """The chapter of one scenario."""
    scenario, found = scene.scenario, scene.found
    live = extent is Extent.LIVE
    drawn = curves(scene)[-1:] if extent is Extent.SHORT else curves(scene)
    sections = _short(scene, drawn) if extent is Extent.SHORT else _sections(scene, drawn, live)
    customers = scenario.market.customers * scenario.market.each_stands_for
    runs = "one run" if scene.runs == 1 else f"{scene.runs} runs"
    return Chapter(
        prefix=scene.prefix,
        title=scenario.title or scenario.name,
        question=scenario.question,
        size=f"{scenario.run.months} months, {len(scenario.firms)} firms, {customers:,} customers, "
        f"{runs}, amounts in {scene.currency}",
        sketch=f"{few(scene.rails.runs)} A sketch." if scene.rails.few else "",
        answer=answer(scene),
        cautions=tuple(cautions(scene.rails, found.own, found.reference, scene.robustness is not None, scene.money)),
        sections=tuple(section for section in sections if _filled(section)),
        method=tuple(method(scene)),
        items=items(scene, drawn) if live else [],
        horizon=horizon(scene, drawn) if live else None,
    )


def _filled(section: Section) -> bool:
    return bool(section.pictures or section.tables or section.folded)


def _over_time(scene: "Scene", drawn: list[Curve], live: bool) -> Section:
    table = horizons(scene)
    who = f"{scene.scenario.focal.name} plays each strategy in turn." if scene.found.kind == "twin" else "Firms side by side."
    keys = _keys(scene, scene.found.strategies)
    pictures = tuple(draw_curve(scene, curve) for curve in drawn)
    heading = "What happens over time"
    return Section(f"{scene.prefix}-time", heading, (who,), keys, pictures, (table,) if table else (), live=live)


def _short(scene: "Scene", drawn: list[Curve]) -> Iterator[Section]:
    yield _over_time(scene, drawn, live=False)
    yield Section(f"{scene.prefix}-money", "Money", tables=(books(scene),))


def _sections(scene: "Scene", drawn: list[Curve], live: bool) -> Iterator[Section]:
    name, compared, file = scene.prefix, _keys(scene, scene.found.strategies), _keys(scene, _in_file(scene))
    cause, runs, odds = causes(scene), every_run(scene), robust(scene)
    perceived, staffed, worthwhile = perception(scene), departments(scene), worth(scene)
    yield _over_time(scene, drawn, live)
    fit, kept = company_table(scene), survival_table(scene)
    shown = tuple(table for table in (fit, kept) if table)
    yield Section(f"{name}-company", "Your company in the model", company_sentences(scene), tables=shown)
    gap = tuple(one for one in (why_picture(scene), cause) if one)
    yield Section(f"{name}-causes", "Where the difference comes from", pictures=gap)
    yield Section(f"{name}-perception", "What management believes", keys=compared, pictures=tuple(perceived))
    yield Section(f"{name}-people", "People", keys=file, pictures=tuple(staffed))
    yield Section(f"{name}-leaving", "Customers: who left and why", keys=compared, pictures=(leaving(scene),))
    yield Section(f"{name}-worth", "What customers are worth", keys=file, pictures=tuple(worthwhile))
    bought = levers(scene)
    yield Section(
        f"{name}-money",
        "Money",
        tables=(books(scene), *((bought,) if bought else ())),
        folded=tuple(books_by_year(scene, one) for one in scene.found.strategies),
    )
    risky = risk_table(scene)
    yield Section(
        f"{name}-risks", "What could go wrong", (losses(scene),), (), (runs,) if runs else (), (risky,) if risky else ()
    )
    mattering = drivers(scene)
    ran = scene.robustness.sentences[:1] if scene.robustness else ()
    yield Section(
        f"{name}-robust",
        "How robust it is when the uncertain values change",
        ran,
        (),
        tuple(one for one in (odds, tornado(scene)) if one),
        (mattering,) if mattering else (),
    )


def _in_file(scene: "Scene") -> list[str]:
    return [str(name) for name in dict.fromkeys(scene.courses)]


def _keys(scene: "Scene", names: "list[str] | tuple[str, ...]") -> tuple[Key, ...]:
    return tuple(Key(name, scene.colours[name].lower(), EXPLAINED.get(name, "")) for name in names)
