"""A result as one Excel workbook: the answer, the books, every measure and difference, and what was run."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.measures.dictionary import dictionary_frame
from simulation.measures.strategies import WHOLE
from simulation.presentation.findings import spoken
from simulation.presentation.report.answer import answer
from simulation.presentation.report.causes import NAMES
from simulation.presentation.report.cautions import cautions
from simulation.presentation.report.scene import scenes
from simulation.presentation.wording import unit_of
from simulation.scenario.catalogue import parameters
from simulation.studies.comparisons.guard_rails import values_of
from simulation.studies.comparisons.ledger_lines import LINES

if TYPE_CHECKING:
    import pandas as pd

    from simulation.presentation.report.scene import Scene
    from simulation.studies.study import StudyResult

WORKBOOK = "result.xlsx"

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""What the workbook names as the time of its making, so that equal results give equal files."""

WIDEST = 60
LONGEST_CELL = 32_000
"""Characters; Excel takes 32,767."""

Rows = Sequence[Sequence[Any]]


def write_workbook(folder: Path, study: "StudyResult") -> Path:
    """Writes the workbook into a result folder and returns its path.

    Every text is written as text: a name that looks like a formula stays a name.
    """
    from simulation.records.files import explained, replace_file

    path = folder / WORKBOOK
    with explained(folder):
        replace_file(path, lambda temporary: _write(temporary, study))
    return path


def _write(path: Path, study: "StudyResult") -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": EPOCH.replace(tzinfo=None), "title": "Result of centricity"})
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
            "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "money": book.add_format({"num_format": "#,##0"}),
            "share": book.add_format({"num_format": "0.0%"}),
            "number": book.add_format({"num_format": "0.000"}),
        }
        told = scenes(study)
        _answers(book, formats, told)
        _sheet(book, formats, "Books", *_books(told))
        _sheet(book, formats, "Measures", *_plain(study.summary))
        whole = study.comparison[study.comparison["period"] == WHOLE]
        _sheet(book, formats, "Differences", *_plain(whole))
        _sheet(book, formats, "Differences by year", *_plain(study.comparison[study.comparison["period"] != WHOLE]))
        _sheet(book, formats, "Scenario", *_values(study))
        _sheet(book, formats, "Columns", *_plain(dictionary_frame()))


def _answers(book: Any, formats: dict[str, Any], told: "list[Scene]") -> None:
    """The first sheet: question, verdict, how sure it is, and what limits it."""
    sheet = book.add_worksheet("Answer")
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 110)
    row = 0
    for scene in told:
        found = answer(scene)
        lines = [("Scenario", scene.scenario.title or scene.scenario.name), ("Question", scene.scenario.question)]
        lines += [("Answer", f"{found.headline} ({found.call.lower()})"), ("How sure", found.sure), ("Compared", found.how)]
        lines += [(tile.label, f"{tile.figure} {tile.call}".strip() + f" ({tile.detail})") for tile in found.tiles]
        lines += [("In words", line) for line in found.rest]
        lines += [("Expectation", found.expectation)]
        own, reference = scene.found.own, scene.found.reference
        lines += [(head, text) for head, text in cautions(scene.rails, own, reference, scene.robustness is not None, scene.money)]
        for name, text in lines:
            if text:
                sheet.write_string(row, 0, name[:LONGEST_CELL], formats["bold"])
                sheet.write_string(row, 1, text[:LONGEST_CELL], formats["text"])
                row += 1
        row += 1
    if not told:
        sheet.write_string(0, 0, "No run is finished.")


def _books(told: "list[Scene]") -> tuple[list[str], list[list[Any]]]:
    """Revenue, every cost and profit by scenario, strategy and period, mean over the runs, in currency."""
    rows: list[list[Any]] = []
    for scene in told:
        table = scene.summary.set_index(["strategy", "period", "measure"])["mean"]
        for strategy in scene.found.strategies:
            for period in dict.fromkeys(scene.summary["period"]):
                amounts = [float(table.loc[(strategy, period, line)]) for line in LINES]
                rows.append([scene.scenario.name, spoken(strategy), str(period), scene.currency, *amounts])
    return ["scenario", "strategy", "period", "currency", *(NAMES[line] for line in LINES)], rows


def _values(study: "StudyResult") -> tuple[list[str], list[list[Any]]]:
    """Every value of every scenario, with its unit, meaning and where its default comes from."""
    rows: list[list[Any]] = []
    for scenario in study.scenarios:
        for parameter in parameters():
            for key, value in values_of(scenario, parameter.key):
                shown = ", ".join(map(str, value)) if isinstance(value, tuple) else value
                if shown is not None:
                    about = (parameter.unit, parameter.meaning, parameter.origin, parameter.source)
                    rows.append([scenario.name, key, shown, *about])
    return ["scenario", "key", "value", "unit", "meaning", "origin of the default", "source"], rows


def _plain(frame: "pd.DataFrame") -> tuple[list[str], list[list[Any]]]:
    return [str(name) for name in frame.columns], frame.astype(object).to_numpy().tolist()


def _sheet(book: Any, formats: dict[str, Any], name: str, heads: Sequence[str], rows: Rows) -> None:
    """A table with its head kept in view and a filter over it."""
    sheet = book.add_worksheet(name)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, formats["head"])
        longest = max([len(head), *(len(_shown(row[column])) for row in rows[:500])])
        sheet.set_column(column, column, min(WIDEST, longest + 2))
    for place, row in enumerate(rows, start=1):
        kind = _kind(heads, row)
        for column, value in enumerate(row):
            _cell(sheet, place, column, value, formats.get(kind))
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)


def _kind(heads: Sequence[str], row: Sequence[Any]) -> str:
    """How the numbers of a row are shown."""
    if "currency" in heads:
        return "money"
    if "measure" not in heads:
        return ""
    try:
        unit = unit_of(str(row[list(heads).index("measure")])).kind
    except KeyError:
        return ""
    return {"money": "money", "share": "share"}.get(unit, "number")


def _cell(sheet: Any, row: int, column: int, value: Any, shown_as: Any) -> None:
    """Writes one value: numbers as numbers, nothing for what is missing, everything else as text."""
    if value is None or (isinstance(value, float) and value != value):
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float)) and abs(value) < 1e300:
        if isinstance(value, float) and shown_as is not None:
            sheet.write_number(row, column, value, shown_as)
        else:
            sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value)[:LONGEST_CELL])


def _shown(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
