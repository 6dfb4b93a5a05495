"""A short report: one answer with its pictures and tables, in the look of the long one, still and without scripts."""

from dataclasses import dataclass
from pathlib import Path

from simulation.presentation.report.answer import Tile
from simulation.presentation.report.chapter import Section
from simulation.presentation.report.colours import PAPER_DARK, dark_rules
from simulation.presentation.report.document import REPORT, environment, text_of
from simulation.presentation.report.rests_on import MUST_NOT, evidence


@dataclass(frozen=True)
class Page:
    """What a short report says.

    title     its heading
    headline  the answer in one sentence
    sure      how sure it is, in one sentence
    call      the answer in one or two words; "Clear" is shown as such
    sketch    a warning beside the call; may be empty
    words     further sentences
    cautions  head and text of each guard rail
    method    how the numbers came about, in sentences
    again     commands that give it again, each with what it does
    origin    names and values of where it comes from
    when      time of the study's end, ISO 8601; the page's only one
    """

    title: str
    headline: str
    sure: str = ""
    call: str = ""
    sketch: str = ""
    question: str = ""
    expectation: str = ""
    size: str = ""
    tiles: tuple[Tile, ...] = ()
    words: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    cautions: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    method: tuple[str, ...] = ()
    again: tuple[tuple[str, str], ...] = ()
    origin: tuple[tuple[str, str], ...] = ()
    when: str = ""


def page_html(page: Page) -> str:
    """The page as text; equal pages give equal text."""
    text = (
        environment()
        .get_template("page.html.j2")
        .render(page=page, must_not=MUST_NOT, evidence=evidence(), style=text_of("report.css"))
    )
    return text.replace("/* colours on dark paper */", f"--paper:{PAPER_DARK};{dark_rules(text)}", 1)


def write_page(folder: Path, page: Page) -> Path:
    """Writes the page into a result folder and returns the file."""
    from simulation.records.files import write_text

    path = folder / REPORT
    write_text(path, page_html(page))
    return path
