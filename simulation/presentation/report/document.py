"""The whole page: text filled into the template, style and scripts put inside, and the file written."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.presentation.findings import capital
from simulation.presentation.report.amounts import glued
from simulation.presentation.report.answer import nothing_ran
from simulation.presentation.report.between import difference_pictures, difference_table, scenario_differences
from simulation.presentation.report.chapter import Chapter, Extent, chapter
from simulation.presentation.report.charts import library
from simulation.presentation.report.colours import PAPER_DARK, dark_rules
from simulation.presentation.report.rests_on import LEFT_OUT, MUST_NOT, again, evidence, origin
from simulation.presentation.report.scene import scenes

if TYPE_CHECKING:
    from jinja2 import Environment

    from simulation.studies.study import StudyResult

REPORT = "report.html"

LIVE_CHAPTERS, STILL_CHAPTERS = 4, 10
"""Scenarios up to which every chapter answers to the mouse, and up to which every chapter has all its pictures: of
more, less is told of each, so that the file stays below five megabytes.
"""


def write_report(folder: Path, study: "StudyResult", manifest: Mapping[str, Any]) -> Path:
    """Writes the page into a result folder.

    study     read from that folder, or just stored in it
    manifest  what its manifest.json holds
    returns   the file
    """
    from simulation.records.files import write_text

    path = folder / REPORT
    write_text(path, report_html(study, manifest))
    return path


def report_html(study: "StudyResult", manifest: Mapping[str, Any]) -> str:
    """The page as text. Equal results give equal text; its one time is that of the manifest.

    study     with its tables; scenarios without a finished run are named and left out
    manifest  what manifest.json holds
    """
    told = scenes(study)
    chapters = [chapter(scene, extent(len(told))) for scene in told]
    between = scenario_differences(study.comparison)
    currency = study.scenarios[0].market.currency
    robust = all(scene.robustness is not None for scene in told)
    data = {
        "items": [item for one in chapters for item in one.items],
        "horizons": [one.horizon for one in chapters if one.horizon],
    }
    page = (
        environment()
        .get_template("report.html.j2")
        .render(
            title=_title(study, chapters),
            chapters=chapters,
            nothing=nothing_ran(len(study.runs)) if not chapters else "",
            unfinished=[s.title or s.name for s in study.scenarios if s.name not in {scene.scenario.name for scene in told}],
            between=difference_pictures(between, currency) if len(between) else [],
            between_table=difference_table(between, currency) if len(between) else None,
            complete=bool(manifest["complete"]),
            must_not=MUST_NOT,
            left_out=LEFT_OUT,
            evidence=evidence(),
            origin=origin(manifest),
            again=again([scenario.name for scenario in study.scenarios], robust),
            when=str(manifest.get("end") or manifest.get("start") or ""),
            data=_in_script(data) if data["items"] else "",
            library=_safe(library()) if data["items"] else "",
            style=text_of("report.css"),
            script=text_of("report.js"),
        )
    )
    dark = f"--paper:{PAPER_DARK};{dark_rules(page)}"
    return page.replace("/* colours on dark paper */", dark, 1)


def extent(scenarios: int) -> Extent:
    """How much is told of each of so many scenarios."""
    return Extent.LIVE if scenarios <= LIVE_CHAPTERS else Extent.STILL if scenarios <= STILL_CHAPTERS else Extent.SHORT


def _title(study: "StudyResult", chapters: list[Chapter]) -> str:
    names = [one.title for one in chapters] or [s.title or s.name for s in study.scenarios]
    return names[0] if len(names) == 1 else f"{len(names)} scenarios compared"


@cache
def environment() -> "Environment":
    """What templates are filled with: names are escaped, a missing one is a mistake."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader(__name__.rpartition(".")[0], "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=lambda value: glued(value) if type(value) is str else value,
    )
    environment.filters["drawing"] = Markup
    environment.filters["capitalize_first"] = capital
    return environment


def text_of(name: str) -> str:
    """A file that stands beside the template."""
    return (resources.files(__package__ or "") / "templates" / name).read_text(encoding="utf-8")


def _in_script(data: dict[str, Any]) -> str:
    """Data as JSON that cannot end the element in which it stands, whatever names it holds."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _safe(script: str) -> str:
    """A script that cannot end the element in which it stands."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
