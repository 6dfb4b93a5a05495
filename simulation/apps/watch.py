"""`run --watch`: simulates again whenever the scenario file is saved, and keeps the report in the browser up to date."""

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.apps.options import Choice
from simulation.apps.streams import Voice

if TYPE_CHECKING:
    from simulation.scenario import Scenario, ScenarioError

FEW_RUNS = 4
"""Runs of each trial where no other number is asked for: enough for a first look, said in the report."""

SECONDS_BETWEEN_LOOKS = 0.4

State = tuple[tuple[str, str], ...]
"""Path and digest of every file that the scenario is made of."""


def watch(
    file: str,
    choice: Choice,
    folder: Path,
    jobs: int,
    robustness: int,
    voice: Voice,
    *,
    most_rounds: int | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Simulates the file now and after every save, until Ctrl-C; a mistake in it is told and waited out.

    folder       replaced in every round where it holds a result of this command
    most_rounds  ends after so many rounds; None: never
    """
    seen: State | None = None
    rounds = 0
    try:
        while most_rounds is None or rounds < most_rounds:
            state = files_of(file)
            if state == seen:
                sleep(SECONDS_BETWEEN_LOOKS)
                continue
            seen = state
            rounds += 1
            _round(file, choice, folder, jobs, robustness, voice)
    except KeyboardInterrupt:
        voice.note("")
    calm(folder)
    kept = f"; the last result is in {folder}" if (folder / "report.html").exists() else ""
    voice.note(f"No longer watching {file}{kept}.")


def files_of(file: str) -> State:
    """What the scenario is made of: the file itself, and those that it extends, as far as they can be read."""
    from simulation.scenario import ScenarioError
    from simulation.scenario.inheritance import read_with_bases

    paths = {Path(file)}
    try:
        source = read_with_bases(Path(file))
        paths |= {Path(place.file) for place in source.places.values() if place.file}
    except ScenarioError as error:
        paths |= {Path(problem.file) for problem in error.problems if problem.file}
    return tuple(sorted((str(path), _digest(path)) for path in paths))


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _round(file: str, choice: Choice, folder: Path, jobs: int, robustness: int, voice: Voice) -> None:
    from simulation.scenario import ScenarioError

    try:
        scenarios = choice.load([file])
        _simulate(scenarios, folder, jobs, robustness, voice)
    except ScenarioError as error:
        voice.complain(str(error))
        _show_mistake(file, error, folder)
    voice.note(f"Watching {file}: save it to simulate again, Ctrl-C to end.")


def _simulate(scenarios: "list[Scenario]", folder: Path, jobs: int, robustness: int, voice: Voice) -> None:
    from simulation import api
    from simulation.apps.outcome import tell
    from simulation.apps.progress import RunProgress

    names = " and ".join(scenario.name for scenario in scenarios)
    known = (folder / "manifest.json").exists() or not folder.exists()
    with RunProgress(voice, f"Simulating {names}") as progress:
        result = api.compare(scenarios, jobs=jobs, out=folder, robustness=robustness, progress=progress, force=known)
    tell(result, voice)
    if result.report is not None:
        listen(result.report)


def _show_mistake(file: str, error: "ScenarioError", folder: Path) -> None:
    """Puts the mistakes where the report stood, so that the open page shows them; makes no folder for it."""
    from simulation.presentation.report.page import Page, write_page

    if not (folder / "report.html").exists():
        return
    problems = tuple(str(problem) for problem in error.problems)
    page = Page(
        title=Path(file).name,
        call="Not simulated",
        headline="The file has a mistake." if len(problems) == 1 else f"The file has {len(problems)} mistakes.",
        sure="Put it right and save: it is simulated again at once.",
        words=problems,
    )
    listen(write_page(folder, page))


POLL = """<script id="watching">
"use strict";
/* Looks at the stamp beside the page, and reads the page again when another one stands there. */
(function () {
  const mine = "STAMP";
  window.centricityStamp = function (stamp) { if (stamp !== mine) location.reload(); };
  setInterval(function () {
    const old = document.getElementById("stamp");
    if (old) old.remove();
    const look = document.createElement("script");
    look.id = "stamp";
    look.src = "watching.js?" + Date.now();
    document.head.append(look);
  }, 1000);
})();
</script>
"""
STAMP_FILE = "watching.js"
_STRICT, _LOOSE = "script-src 'unsafe-inline'", "script-src 'unsafe-inline' file: 'self'"
_NO_SCRIPT = "default-src 'none'; style-src"
_SOME_SCRIPT = "default-src 'none'; script-src 'unsafe-inline' file: 'self'; style-src"


def listen(report: Path) -> None:
    """Makes an open page read itself again when the next report stands in its place; needs no network."""
    from simulation.records.files import explained, write_text

    text = report.read_text(encoding="utf-8")
    stamp = f"{time.time_ns()}-{os.getpid()}"
    text = text.replace(_STRICT, _LOOSE, 1) if _STRICT in text[:2000] else text.replace(_NO_SCRIPT, _SOME_SCRIPT, 1)
    before, body, after = text.rpartition("</body>")
    with explained(report.parent):
        write_text(report, before + POLL.replace("STAMP", stamp) + body + after)
        write_text(report.with_name(STAMP_FILE), f'centricityStamp("{stamp}");\n')


def calm(folder: Path) -> None:
    """Takes what `listen` has put into the report out again: what is left is an ordinary report."""
    from simulation.records.files import explained, write_text

    report = folder / "report.html"
    if not report.exists():
        return
    text = report.read_text(encoding="utf-8").replace(_SOME_SCRIPT, _NO_SCRIPT, 1).replace(_LOOSE, _STRICT, 1)
    before, _, rest = text.partition('<script id="watching">')
    with explained(folder):
        write_text(report, before + rest.partition("</script>\n")[2] if rest else text)
        (folder / STAMP_FILE).unlink(missing_ok=True)
