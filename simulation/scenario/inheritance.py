"""`extends`: a scenario that says only what differs from another one.

Tables merge key by key; lists, and everything else, are replaced whole.
"""

import os
from pathlib import Path as FilePath
from typing import Any

from simulation.scenario.errors import Problem, ScenarioError, nearest_name
from simulation.scenario.library import shipped_files, shipped_scenario
from simulation.scenario.source import Source, read_file
from simulation.scenario.toml_lines import Path

EXTENDS = "extends"
NOT_INHERITED = ("name",)


def read_with_bases(path: FilePath) -> Source:
    """The file at `path` laid over the files that it extends, the most distant one lowest.

    Raises ScenarioError when a file of the chain cannot be read, is missing or comes round again.
    """
    chain: list[Source] = []
    seen: list[FilePath] = []
    at: FilePath | None = path
    while at is not None:
        source = read_file(at, short_path(at) if seen else str(at))
        seen.append(at.resolve())
        chain.append(source)
        at = _base(source, at, seen)
    merged = chain.pop()
    while chain:
        for key in NOT_INHERITED:
            merged.data.pop(key, None)
        merged = laid_over(merged, chain.pop())
    return merged


def short_path(path: FilePath) -> str:
    """A path as a person in the current folder would type it, where that is shorter."""
    try:
        relative = os.path.relpath(path)
    except ValueError:
        return str(path)
    return relative if len(relative) < len(str(path)) else str(path)


def find_base(named: str, beside: FilePath) -> FilePath | None:
    """The file that `extends = named` means in the folder `beside`: relative to it, else a shipped one."""
    for spelling in dict.fromkeys((named, named.replace("\\", "/"))):
        candidate = beside / spelling
        try:
            if candidate.is_file():
                return candidate
        except (OSError, ValueError):
            return None
    return shipped_scenario(named)


def _base(source: Source, path: FilePath, seen: list[FilePath]) -> FilePath | None:
    """Takes `extends` out of the data and finds the file that it names."""
    if EXTENDS not in source.data:
        return None
    place = source.place((EXTENDS,))
    named = source.data.pop(EXTENDS)
    source.places.pop((EXTENDS,), None)

    def problem(message: str, **details: str) -> ScenarioError:
        return ScenarioError([Problem(message, file=place.file, line=place.line, key=EXTENDS, **details)])

    if not isinstance(named, str) or not named.strip():
        raise problem("must name one scenario file", allowed='text in quotes, for instance "baseline.toml"')
    base = find_base(named, path.parent)
    if base is None:
        names = sorted({file.name for file in [*path.parent.glob("*.toml"), *shipped_files()]} - {path.name})
        raise problem(
            "there is no such file, neither relative to this one nor among the shipped scenarios",
            found=f'"{named}"',
            nearest=nearest_name(FilePath(named.replace("\\", "/")).name, names),
        )
    if base.resolve() in seen:
        circle = [*seen[seen.index(base.resolve()) :], base.resolve()]
        raise problem(
            "the files extend each other in a circle", found=" -> ".join(file.name for file in circle)
        )
    return base


def laid_over(base: Source, top: Source) -> Source:
    """`top` laid over `base`, places included; neither is changed."""
    replaced: set[Path] = set()
    data = _merged(base.data, top.data, (), replaced)
    kept = {
        path: place
        for path, place in base.places.items()
        if not any(path[:length] in replaced for length in range(1, len(path) + 1))
    }
    return Source(data, {**kept, **top.places})


def _merged(base: dict[str, Any], top: dict[str, Any], path: Path, replaced: set[Path]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in top.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            merged[key] = _merged(base[key], value, (*path, key), replaced)
        else:
            merged[key] = value
            replaced.add((*path, key))
    return merged
