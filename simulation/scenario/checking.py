"""Checks what the user said against the declared sections and reports all that does not fit, at once."""

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from simulation.scenario.errors import Problem, ScenarioError, in_reading_order
from simulation.scenario.names import problems_with_names
from simulation.scenario.shape import bounds_of, choices_of, field_at, options_of, shape_of
from simulation.scenario.source import Source
from simulation.scenario.texts import problems_with_texts
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
    texts = problems_with_texts(source)
    problems = [*known, *names]
    try:
        scenario = _validated(source.data, root)
    except ValidationError as error:
        found = [*_problems(error, source, root), *_hidden_cross_checks(error, source, root)]
        lists_with_bad_names = {problem.key.split(".")[0] for problem in names}
        problems += [problem for problem in found if problem.key not in lists_with_bad_names]
        told = {(problem.file, problem.line) for problem in problems}
        problems += [problem for problem in texts if (problem.file, problem.line) not in told]
        raise ScenarioError(in_reading_order(problems)) from None
    problems += texts
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


def _details(error: ValidationError) -> list[Any]:
    """Pydantic's list of mistakes, without lists called too short because of wrong entries."""
    return [
        detail
        for detail in error.errors(include_url=False)
        if detail["type"] != "too_short" or len(detail["input"]) < detail["ctx"]["min_length"]
    ]


def _problems(error: ValidationError, source: Source, root: type[BaseModel]) -> list[Problem]:
    """All mistakes that one validation found, one for each value."""
    found: dict[Path, list[Problem]] = {}
    for number, detail in enumerate(_details(error)):
        path = path_in_data(detail["loc"], detail["type"], source.data)
        if detail["type"] in CROSS_CHECKS:
            found.setdefault(path, []).extend(cross_check_problems(detail, path, source, root))
        elif path not in found:
            found[path] = [value_problem(detail, path, source, root, suggest=number < MOST_SUGGESTIONS)]
    return [problem for problems in found.values() for problem in problems]


def _hidden_cross_checks(error: ValidationError, source: Source, root: type[BaseModel]) -> list[Problem]:
    """Cross checks that did not run because single values are wrong: run them with those values put right.

    What names a table in which a value was put right is not reported, since the mistake may be only there.
    """
    rest = Source(_converted(source.data, list), source.places)
    replaced: set[Path] = set()
    while True:
        wrong = {
            path_in_data(detail["loc"], detail["type"], rest.data)
            for detail in _details(error)
            if detail["type"] not in CROSS_CHECKS
        }
        if not wrong:
            touched = {path[0] for path in replaced}
            problems = _problems(error, rest, root)
            return [problem for problem in problems if not touched & _tables_named(problem, root)]
        were_put_right = [_put_right(rest.data, path, root) for path in wrong]
        if wrong & replaced or not all(were_put_right):
            return []
        replaced |= wrong
        try:
            _validated(rest.data, root)
        except ValidationError as next_error:
            error = next_error
        else:
            return []


def _put_right(data: Any, path: Path, root: type[BaseModel]) -> bool:
    """Takes a wrong key out of nested data, or gives it an allowed value where it must have one."""
    for part in path[:-1]:
        data = inside(data, part)
    if not path or not isinstance(data, dict):
        return False
    data.pop(path[-1], None)
    field = field_at(root, path)
    if field is not None and field.is_required():
        if shape_of(field).kind != "value":
            return False
        data[path[-1]] = _some_allowed_value(field)
    return True


def _some_allowed_value(field: FieldInfo) -> str | float:
    kind = options_of(field.annotation)[0]
    if choices_of(field) or kind is str:
        return next(iter(choices_of(field)), "some name")
    low, high = bounds_of(field)
    limit = low if low is not None else high if high is not None else 0
    return int(limit) if kind is int else float(limit)


def _tables_named(problem: Problem, root: type[BaseModel]) -> set[str]:
    words = f"{problem.key} {problem.message}".replace(".", " ").replace(",", " ").split()
    return {word for word in words if word in root.model_fields}
