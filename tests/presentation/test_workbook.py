"""The workbook of a result: read back with another library, its numbers are those of the tables and its texts are texts."""

from pathlib import Path

import openpyxl
import pytest

from simulation.presentation.workbook import write_workbook
from simulation.studies.study import StudyResult, run_study
from tests.presentation.report_material import made_up_scenario

FORMULA = '=HYPERLINK("http://x","y")'


@pytest.fixture(scope="module")
def study() -> StudyResult:
    run = {"months": 14, "warm_up_months": 2, "replications": 2}
    scenario = made_up_scenario(title=FORMULA, question="+1+1", run=run, market={"customers": 90})
    return run_study([scenario])


@pytest.fixture(scope="module")
def path(study: StudyResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workbook(tmp_path_factory.mktemp("book"), study)


def test_it_holds_a_sheet_for_each_question(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "Answer", "Books", "Measures", "Differences", "Differences by year", "Scenario", "Columns",
    ]  # fmt: skip
    answers = [[cell.value for cell in row] for row in book["Answer"].iter_rows()]
    assert answers[2][0] == "Answer"
    assert "earns most" in answers[2][1] or "too close to call" in answers[2][1].lower()


def test_what_looks_like_a_formula_stays_text(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert [cell for cell in cells if cell.hyperlink] == []
    assert FORMULA in [cell.value for cell in cells]
    assert "+1+1" in [cell.value for cell in cells]


def test_its_numbers_are_those_of_the_tables(path: Path, study: StudyResult) -> None:
    sheet = openpyxl.load_workbook(path)["Measures"]
    heads, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert heads == list(study.summary.columns)
    assert len(rows) == len(study.summary)
    mean = heads.index("mean")
    found = [float("nan") if row[mean] is None else row[mean] for row in rows]  # no number: an empty cell
    assert found == pytest.approx(study.summary["mean"].tolist(), nan_ok=True)


def test_the_books_balance(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["Books"]
    heads, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows
    revenue, profit = heads.index("revenue"), heads.index("profit")
    for row in rows:
        assert row[revenue] - sum(row[revenue + 1 : profit]) == pytest.approx(row[profit], rel=1e-9, abs=1e-6)


def test_the_same_result_gives_the_same_bytes(path: Path, study: StudyResult, tmp_path: Path) -> None:
    assert write_workbook(tmp_path, study).read_bytes() == path.read_bytes()
