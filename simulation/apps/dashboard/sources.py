"""What can be opened on the page: shipped scenarios, files of the scenario folder, a file handed over, and more."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from simulation.scenario import Problem, Scenario, ScenarioError, load_scenario
from simulation.scenario.inheritance import EXTENDS
from simulation.scenario.library import shipped_files, shipped_names
from simulation.scenario.source import LARGEST_FILE, read_file
from simulation.studies.live.session import Session

MOST_FILES = 60
"""Files of a folder that are listed."""

MOST_CUSTOMERS = 200_000
"""Customers that the page simulates: beyond them nobody in a class would wait."""


@dataclass(frozen=True)
class Source:
    """Something that can be opened.

    group     heading under which it stands
    title     its name as people say it
    question  what it asks, one or two sentences
    start     makes a session of it; raises ScenarioError for a bad file
    """

    group: str
    title: str
    question: str
    start: Callable[[], Session]


Shelf = Callable[[], list[Source]]

SHELVES: list[Shelf] = []
"""What is offered, in this order. Another part of the page appends a function that returns its entries."""


def session_of(scenario: Scenario) -> Session:
    """The usual session of a scenario. Raises ScenarioError where it is too large for a page."""
    customers = scenario.market.customers
    if customers > MOST_CUSTOMERS:
        raise ScenarioError(
            [Problem("too many customers for the page", key="market.customers", found=f"{customers:,}",
                     allowed=f"at most {MOST_CUSTOMERS:,}; `centricity run` has no such limit")]
        )  # fmt: skip
    return Session.of(scenario)


def shipped() -> list[Source]:
    """The scenarios that come with the package."""
    entries = []
    for name, file in zip(shipped_names(), shipped_files(), strict=True):
        group = "Shipped scenarios" if "/" not in name else "Worlds in which centricity must not pay"
        entries.append(of_file(file, group))
    return entries


def in_folder(folder: Path) -> Shelf:
    """The scenario files that lie in a folder, not below it."""

    def shelf() -> list[Source]:
        files = sorted(file for file in folder.glob("*.toml") if file.is_file() and not file.is_symlink())
        shown = [file for file in files if file.resolve() not in {one.resolve() for one in shipped_files()}]
        return [of_file(file, "Your files") for file in shown[:MOST_FILES] if _looks_like_a_scenario(file)]

    return shelf


def of_file(file: Path, group: str) -> Source:
    """A scenario file as an entry; a broken one is listed by its name and tells what is wrong when it is opened."""
    try:
        data = read_file(file).data
    except ScenarioError:
        data = {}
    title, question = (data.get(key) for key in ("title", "question"))
    return Source(
        group,
        title if isinstance(title, str) and title else file.stem,
        question if isinstance(question, str) else "",
        lambda: session_of(load_scenario(file)),
    )


def handed_over(name: str, content: bytes) -> Session:
    """A session of a file that was handed over in the browser. Raises ScenarioError for a bad one.

    It may extend shipped scenarios only: what else lies on this machine is no business of the page.
    """
    shown = Path(name.replace("\\", "/")).name or "scenario.toml"
    if len(content) > LARGEST_FILE:
        raise ScenarioError([Problem(f"is larger than {LARGEST_FILE:,} bytes, so it is no scenario file", file=shown)])
    with tempfile.TemporaryDirectory(prefix="centricity-") as folder:
        file = Path(folder) / "scenario.toml"
        file.write_bytes(content)
        try:
            base = read_file(file).data.get(EXTENDS)
            allowed = {f"{one}.toml" for one in shipped_names()} | set(shipped_names())
            if isinstance(base, str) and base not in allowed:
                raise ScenarioError(
                    [Problem("a file handed over can only extend a shipped scenario", file=str(file), key=EXTENDS, found=base,
                             allowed=", ".join(sorted(shipped_names())))]
                )  # fmt: skip
            scenario = load_scenario(file)
        except ScenarioError as error:
            raise ScenarioError(_renamed(problem, str(file), shown) for problem in error.problems) from None
    stem = Path(shown).stem or "scenario"
    return session_of(scenario.model_copy(update={"name": stem}) if scenario.name == "scenario" else scenario)


def _renamed(problem: Problem, file: str, shown: str) -> Problem:
    from dataclasses import replace

    return replace(problem, file=problem.file.replace(file, shown))


def _looks_like_a_scenario(file: Path) -> bool:
    """Whether a file names firms or a base; other TOML files of a folder are no business of the page."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")[:LARGEST_FILE]
    except OSError:
        return False
    return "[[firms]]" in text or EXTENDS in text


SHELVES.append(shipped)
