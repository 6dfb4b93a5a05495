"""`run --watch`: every save is simulated, a mistake is told and waited out, and the report is an ordinary one in the end."""

import re
from pathlib import Path

import pytest

from simulation.apps.options import Choice
from simulation.apps.streams import Voice
from simulation.apps.watch import STAMP_FILE, calm, files_of, listen, watch
from simulation.presentation.report.page import Page, write_page
from simulation.scenario import Scenario

BASE = """
[run]
months = 2
warm_up_months = 2
[market]
customers = 60
[[firms]]
name = "A"
strategy = "customer-centric"
[[firms]]
name = "B"
strategy = "service-only"
"""
FILE = 'extends = "base.toml"\ntitle = "First"\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "base.toml").write_text(BASE)
    (tmp_path / "mine.toml").write_text(FILE)
    return tmp_path / "mine.toml"


def simulate_lightly(scenarios: list[Scenario], folder: Path, jobs: int, robustness: int, voice: Voice) -> None:
    """In place of a study: a report that says which scenario it is of."""
    folder.mkdir(exist_ok=True)
    run = scenarios[0].run
    page = Page(title=scenarios[0].title, headline=f"{run.months} months", size=f"{run.replications} runs")
    listen(write_page(folder, page))


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulation.apps.watch._simulate", simulate_lightly)


@pytest.mark.parametrize("how", ["light", pytest.param("whole", marks=pytest.mark.slow)])
def test_every_save_is_simulated_and_mistakes_are_waited_out(
    file: Path, capfd: pytest.CaptureFixture[str], request: pytest.FixtureRequest, how: str
) -> None:
    folder = file.parent / "watched"
    if how == "light":
        request.getfixturevalue("light")
    saves = [
        lambda: file.write_text(FILE.replace("First", "Second")),
        lambda: file.write_text(FILE + "[markt]\ncustomers = 3\n"),
        lambda: file.write_text(FILE.replace("First", "Third")),
        lambda: file.with_name("base.toml").write_text(BASE.replace("months = 2\nwarm", "months = 3\nwarm")),
    ]
    seen = []

    def sleep(seconds: float) -> None:
        report = (folder / "report.html").read_text()
        seen.append((re.findall(r"<h1>(.*?)</h1>", report)[0], "centricityStamp" in report, (folder / STAMP_FILE).exists()))
        if not saves:
            raise KeyboardInterrupt
        saves.pop(0)()

    watch(str(file), Choice(replications=1), folder, 1, 0, Voice(), sleep=sleep)
    assert [title for title, _, _ in seen] == ["First", "Second", "mine.toml", "Third", "Third"]
    assert all(listening and stamped for _, listening, stamped in seen)
    told = capfd.readouterr()
    assert 'did you mean "market"' in told.err
    assert "No longer watching" in told.err
    assert "Traceback" not in told.err
    report = (folder / "report.html").read_text()
    assert "centricityStamp" not in report
    assert "3 months" in report
    assert not (folder / STAMP_FILE).exists()


def test_a_mistake_at_the_start_makes_no_folder(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file.write_text("title = ")

    def sleep(seconds: float) -> None:
        raise KeyboardInterrupt

    watch(str(file), Choice(), file.parent / "watched", 1, 0, Voice(), sleep=sleep)
    assert "mine.toml, line 1" in capfd.readouterr().err
    assert not (file.parent / "watched").exists()


def test_what_a_file_extends_is_watched_too(file: Path) -> None:
    before = files_of(str(file))
    assert {Path(path).name for path, _ in before} == {"mine.toml", "base.toml"}
    file.with_name("base.toml").write_text(BASE + "\n")
    assert files_of(str(file)) != before
    file.with_name("base.toml").unlink()
    assert files_of(str(file)) != before


@pytest.mark.parametrize("policy", ["default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:",
                                    "default-src 'none'; style-src 'unsafe-inline'; img-src data:"])  # fmt: skip
def test_listening_leaves_no_trace(tmp_path: Path, policy: str) -> None:
    page = f'<meta content="{policy}"><body>text</body>\n</html>\n'
    report = tmp_path / "report.html"
    report.write_text(page)
    listen(report)
    assert report.read_text() != page
    calm(tmp_path)
    assert report.read_text() == page
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
