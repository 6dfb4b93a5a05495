"""Checks what the user said against the declared sections and reports all that does not fit, at once."""

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from simulation.scenario.errors import Problem, ScenarioError, in_reading_order
from simulation.scenario.names import problems_with_names
from simulation.scenario.source import Source
from simulation.scenario.toml_lines import Path
from simulation.scenario.wording import (
    CROSS_CHECKS,
    cross_check_problems,
    inside,
    path_in_data,
    value_problem,
)

Root = TypeVar("Root", bound=BaseModel)

MOST_SUGGESTIONS = 100
"""Mistakes for which the nearest name is looked up (it takes time); a file with more is no scenario file."""


def checked(source: Source, root: type[Root], known: Iterable[Problem] = ()) -> Root:
    """The scenario that `source` describes. Raises ScenarioError with its mistakes and those `known`."""
    names = problems_with_names(source, root)
    problems = [*known, *names]
    try:
        scenario = _validated(source.data, root)
    except ValidationError as error:
        found = [*_problems(error, source, root), *_hidden_cross_checks(error, source, root)]
        lists_with_bad_names = {problem.key.split(".")[0] for problem in names}
        problems += [problem for problem in found if problem.key not in lists_with_bad_names]
        raise ScenarioError(in_reading_order(problems)) from None
    if problems:
        raise ScenarioError(in_reading_order(problems))
    return scenario


def _validated(data: dict[str, Any], root: type[Root]) -> Root:
    return root.model_validate(_converted(data, tuple), strict=True)


def _converted(value: Any, sequence: type[list[Any]] | type[tuple[Any, ...]]) -> Any:
    """A copy of nested data whose lists are of the given kind: sections are frozen and hold tuples."""
    if isinstance(value, dict):
        return {key: _converted(inner, sequence) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return sequence(_converted(inner, sequence) for inner in value)
    return value


def _problems(error: ValidationError, source: Source, root: type[BaseModel]) -> list[Problem]:
    """All mistakes that one validation found, one for each value."""
    found: dict[Path, list[Problem]] = {}
    for number, detail in enumerate(error.errors(include_url=False)):
        path = path_in_data(detail["loc"], detail["type"], source.data)
        if detail["type"] in CROSS_CHECKS:
            found.setdefault(path, []).extend(cross_check_problems(detail, path, source, root))
        elif path not in found:
            found[path] = [value_problem(detail, path, source, root, suggest=number < MOST_SUGGESTIONS)]
    return [problem for problems in found.values() for problem in problems]


def _hidden_cross_checks(error: ValidationError, source: Source, root: type[BaseModel]) -> list[Problem]:
    """Cross checks that did not run because single values are wrong: run them with those values left out.

    What names a table in which something was left out is not reported, since the mistake may be only there.
    """
    rest = Source(_converted(source.data, list), source.places)
    touched: set[str | int] = set()
    while True:
        details = error.errors(include_url=False)
        wrong = {
            path_in_data(detail["loc"], detail["type"], rest.data)
            for detail in details
            if detail["type"] not in CROSS_CHECKS
        }
        if not wrong:
            problems = _problems(error, rest, root)
            return [problem for problem in problems if not touched & _tables_named(problem, root)]
        for path in wrong:
            if not _left_out(rest.data, path):
                return []
            touched.add(path[0])
        try:
            _validated(rest.data, root)
        except ValidationError as next_error:
            error = next_error
        else:
            return []


def _left_out(data: Any, path: Path) -> bool:
    """Takes a key out of nested data; False where it is none or is not there."""
    for part in path[:-1]:
        data = inside(data, part)
    if not path or not isinstance(data, dict) or path[-1] not in data:
        return False
    del data[path[-1]]
    return True


def _tables_named(problem: Problem, root: type[BaseModel]) -> set[str]:
    words = f"{problem.key} {problem.message}".replace(".", " ").replace(",", " ").split()
    return {word for word in words if word in root.model_fields}
