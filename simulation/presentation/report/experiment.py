"""The reports of experiments: a sweep, a map, what drives a result; and of the evidence. Short, in the look of the long one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.presentation.findings import capital
from simulation.presentation.report.chapter import Section
from simulation.presentation.report.page import Page, write_page
from simulation.presentation.report.picture import Picture, inline_svg
from simulation.presentation.report.tables import Row, Table
from simulation.records.files import explained

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.table import Table as RichTable

    from simulation.studies.evidence.finding import Finding
    from simulation.studies.map.study import MapResult
    from simulation.studies.sensitivity.study import SensitivityResult
    from simulation.studies.sweep.plan import Plan
    from simulation.studies.sweep.study import SweepResult

FEW_RUNS = 10
MOST_ROWS = 60
"""Rows of a table that a page shows; the whole table lies beside it."""


def write_map(result: "MapResult", manifest: Mapping[str, Any]) -> Path:
    """Writes the page on who wins where into the folder of a stored map, and returns the file."""
    from simulation.presentation.map_figure import map_figure
    from simulation.presentation.map_words import map_finding, map_lines, share_table

    shares = from_rich(share_table(result), "How much of the space each strategy wins")
    finding = f"{map_finding(result)}."
    picture = _picture(map_figure(result), "map", finding, "Each field is a point of the space, in the colour of who is "
                                                           "ahead there; "
                       "pale: too close to call.", shares)  # fmt: skip
    section = Section("map", "The map", pictures=(picture,), tables=(shares,))
    return _write(result.plan, manifest, result.folder, finding, map_lines(result), (section,))


def write_sensitivity(result: "SensitivityResult", manifest: Mapping[str, Any]) -> Path:
    """Writes the page on what drives a result into its folder, and returns the file."""
    from simulation.presentation.sensitivity_figures import sensitivity_figures
    from simulation.presentation.sensitivity_words import sensitivity_lines, sensitivity_tables

    heads = {"tornado": "One at a time", "morris": "Screening (Morris)", "sobol": "Shares of the variance (Sobol)"}
    sections, findings = [], []
    for (name, figure), (said, rich_table) in zip(sensitivity_figures(result), sensitivity_tables(result), strict=True):
        table, finding = from_rich(rich_table, heads[name]), f"{capital(said)}."
        reading = "The widest or strongest stands at the top; whiskers are 95 % intervals."
        sections.append(Section(name, heads[name], pictures=(_picture(figure, name, finding, reading, table),), tables=(table,)))
        findings.append(finding)
    headline = findings[0] if findings else "Nothing could be said of what drives the result."
    words = [*findings[1:], *sensitivity_lines(result), *(capital(note) for note in result.notes)]
    return _write(result.plan, manifest, result.folder, headline, words, sections)


def write_sweep(result: "SweepResult", manifest: Mapping[str, Any]) -> Path:
    """Writes the page on a sweep into its folder, and returns the file."""
    from simulation.presentation.sweep_table import count_table, point_table
    from simulation.presentation.sweep_words import sweep_found

    found = sweep_found(result)
    counted = from_rich(count_table(found.winner), "In how many points who wins")
    pointed = from_rich(
        point_table(result.points.iloc[:MOST_ROWS], found.means.iloc[:MOST_ROWS], found.winner.iloc[:MOST_ROWS], found.unit, ""),
        found.called,
        f"The first {MOST_ROWS} of {len(result.points):,} points; all are in summary.csv."
        if len(result.points) > MOST_ROWS
        else "",
    )
    several = len(result.plan.worlds) > 1
    section = Section("points", "The points", tables=(*((counted,) if several else ()), pointed))
    return _write(result.plan, manifest, result.folder, found.headline, [f"{capital(found.called)}."], (section,))


def write_evidence(folder: Path, cards: "Mapping[str, Sequence[Finding]]", how: Mapping[str, str], version: str) -> Path:
    """Writes the page on falsifiers, patterns and claims into a folder, and returns the file."""
    from simulation.presentation.scorecard import counted, scorecard_table
    from simulation.presentation.scorecard_figure import finding_in, scorecard

    tables = {card: from_rich(scorecard_table(card, found), capital(card)) for card, found in cards.items()}
    finding = f"{capital(finding_in(cards)).rstrip('.')}."
    how = {card: told.replace("`", "") for card, told in how.items()}  # written for a page in Markdown
    alternative = "; ".join(f"{card}: {counted(card, found)}" for card, found in cards.items())
    picture = Picture(
        name="scorecard",
        finding=finding,
        reading="A mark for each line of the evidence; its verdict by colour and word.",
        alternative=f"All lines of the evidence with their verdicts. {alternative}.",
        svg=inline_svg(scorecard(cards), "scorecard", titled=False),
        wide=True,
    )
    sections = [Section("scorecard", "All at a glance", pictures=(picture,))]
    sections += [Section(card, capital(card), (how.get(card, ""),), tables=(table,)) for card, table in tables.items()]
    page = Page(
        title="What holds the model up, and what does not",
        headline=finding,
        words=tuple(f"{capital(card)}: {counted(card, found)}." for card, found in cards.items()),
        sections=tuple(sections),
        method=tuple(how[card] for card in cards if card in how),
        again=(("centricity claims", "measures everything again"),),
        origin=(("Version", f"centricity {version}"),),
    )
    with explained(folder):
        return write_page(folder, page)


def from_rich(table: "RichTable", caption: str, note: str = "") -> Table:
    """A table for the terminal as one of the page."""
    columns = [list(column.cells) for column in table.columns]
    rows = tuple(Row(str(name), tuple(map(str, cells))) for name, *cells in zip(*columns, strict=True))
    words = tuple(place for place, column in enumerate(table.columns[1:]) if column.justify == "left")
    return Table(caption, tuple(str(column.header) for column in table.columns), rows, note, words)


def _picture(figure: "Figure", name: str, finding: str, reading: str, table: Table) -> Picture:
    """A picture whose words are those of the table beside it."""
    said = "; ".join(f"{row.name}: {', '.join(row.cells)}" for row in table.rows[:12])
    return Picture(name, finding, reading, f"{finding} {said}.", inline_svg(figure, name, titled=False), wide=True)


def _write(
    plan: "Plan",
    manifest: Mapping[str, Any],
    folder: Path | None,
    headline: str,
    words: Sequence[str],
    sections: Sequence[Section],
) -> Path:
    """The page of an experiment."""
    assert folder is not None
    base, runs = plan.base, plan.replications
    few = runs < FEW_RUNS
    page = Page(
        title=plan.file.title or plan.name,
        question=plan.file.question,
        expectation=f"Expected: “{plan.file.expectation}”" if plan.file.expectation else "",
        headline=headline,
        sketch="",
        size=f"{base.focal.name} in a market of {base.market.customers * base.market.each_stands_for:,} customers and "
        f"{len(base.firms)} firms, {plan.horizons[-1]} months, {runs} runs a point, amounts in {base.market.currency}.",
        words=tuple(words),
        cautions=(
            *((((f"Only {runs} runs a point."), "Who is ahead in a single point is uncertain; read the whole."),) if few else ()),
            (
                "Many points were looked at.",
                "Some look clear by luck alone: a finding in one corner is a question for a new run.",
            ),
            ("At the given values.", "What is not varied here stays at its value, most of which are design choices and priors."),
        ),
        sections=tuple(sections),
        method=(
            "Every point is simulated on the same luck: two points differ by their values only.",
            f"Varied: {', '.join(plan.keys)}.",
        ),
        again=(("centricity report .", "in the result folder: makes this page again without simulating"),),
        origin=tuple(
            (name, str(manifest[key]))
            for name, key in (("Command", "command"), ("Seed", "seed"), ("Version", "version"), ("Code digest", "code_digest"))
            if manifest.get(key) is not None
        ),
        when=str(manifest.get("end") or manifest.get("start") or ""),
    )
    with explained(folder):
        return write_page(folder, page)
