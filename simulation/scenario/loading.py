"""From a scenario file to a checked scenario: defaults < `extends` < file < `--set`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from simulation.scenario.assignment import assign_and_multiply, parse_settings
from simulation.scenario.checking import checked
from simulation.scenario.company_figures import settle
from simulation.scenario.errors import Problem, ScenarioError, nearest_name
from simulation.scenario.inheritance import EXTENDS, find_base, read_with_bases
from simulation.scenario.library import shipped_names, shipped_scenario
from simulation.scenario.scenario import Scenario
from simulation.scenario.source import Place, Source, read_file

Root = TypeVar("Root", bound=BaseModel)


def load_scenario(path: str | Path, set_values: Sequence[str] = ()) -> Scenario:
    """The scenario of a file. Raises ScenarioError that tells all mistakes, before anything is simulated.

    path        a TOML file, or the bare name of a shipped scenario ("head_to_head") where no such file exists
    set_values  texts "KEY=VALUE" laid over the file, the later over the earlier
    """
    return load_as(Scenario, path, set_values)


def load_base(path: str | Path) -> Scenario | None:
    """The scenario that a file extends; None where it extends none, or one that is not complete by itself."""
    path = _found(Path(path))
    named = read_file(path).data.get(EXTENDS)
    base = find_base(named, path.parent) if isinstance(named, str) else None
    try:
        return load_scenario(base) if base else None
    except ScenarioError:
        return None


def load_as(root: type[Root], path: str | Path, set_values: Sequence[str] = ()) -> Root:
    """As `load_scenario`, for any section as the root: defaults, then what is extended, the file, `--set`."""
    source = read_with_bases(_found(Path(path)))
    if "name" in root.model_fields and "name" not in source.data:
        source.data["name"] = Path(path).stem
        source.places[("name",)] = Place(str(path))
    assignments, problems = parse_settings(set_values)
    problems += assign_and_multiply(source, root, assignments)
    _find_table(source)
    problems += settle(source, root)
    return checked(source, root, problems)


def _find_table(source: Source) -> None:
    """Names the retention table of a company by its place, which the file gives as seen from itself."""
    company = source.data.get("company")
    if not isinstance(company, dict):
        return
    named, place = company.get("retention_table"), source.place(("company", "retention_table"))
    if isinstance(named, str) and named and "fitted" not in company and not place.file.startswith("--"):
        company["retention_table"] = str(Path(place.file).parent / named)


def _found(path: Path) -> Path:
    """The path itself, or the shipped scenario that a bare name means."""
    try:
        exists = path.exists()
    except (OSError, ValueError):
        return path
    if exists:
        return path
    if path.suffix == "" and path.as_posix() in shipped_names():
        return shipped_scenario(path.as_posix()) or path
    beside = [file.name for file in path.parent.glob("*.toml") if file.name != path.name] if path.parent.is_dir() else []
    nearest = nearest_name(path.name, beside)
    if nearest:
        nearest = str(path.parent / nearest)
    else:
        nearest = nearest_name(path.stem, [name.rsplit("/", 1)[-1] for name in shipped_names()])
    raise ScenarioError([Problem("no such file", file=str(path), nearest=nearest)])
