"""Starts a scenario of the user's own from a shipped one, comments included."""

import os
import re
from pathlib import Path

from simulation.scenario.errors import Problem, ScenarioError, nearest_name
from simulation.scenario.inheritance import EXTENDS, find_base
from simulation.scenario.library import shipped_names, shipped_scenario
from simulation.scenario.schema import TITLE, schema_text

SCHEMA_NAME = "schema.json"
SCHEMA_LINE = f"#:schema ./{SCHEMA_NAME}"

_EXTENDS_LINE = re.compile(rf"^(\s*{EXTENDS}\s*=\s*)([\"'])(.*?)\2", re.MULTILINE)


def new_scenario(path: str | Path, from_name: str) -> Path:
    """Copies a shipped scenario to `path`, writes the schema beside it, and returns the path of the new file.

    path       file to be made; ".toml" is added where it has no ending; a missing folder is made
    from_name  one of `shipped_names()`, or its last part

    Raises ScenarioError, and writes nothing, where there is such a file already or no such shipped scenario.
    """
    template = shipped_scenario(from_name)
    if template is None:
        nearest = nearest_name(
            from_name, [*shipped_names(), *(name.rsplit("/", 1)[-1] for name in shipped_names())]
        )
        known = ", ".join(shipped_names())
        raise ScenarioError(
            [Problem(f'no shipped scenario is named "{from_name}"', allowed=known, nearest=nearest)]
        )
    target = Path(path)
    if target.suffix == "":
        target = target.with_name(target.name + ".toml") if target.name else target / "scenario.toml"
    beside = target.parent / SCHEMA_NAME
    _refuse_to_overwrite(target, beside)
    text = _adapted(template.read_text(encoding="utf-8"), template, target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        beside.write_text(schema_text(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ScenarioError([Problem(f"cannot be written ({error.strerror})", file=str(target))]) from None
    return target


def _refuse_to_overwrite(target: Path, schema: Path) -> None:
    if target.exists() or target.is_symlink():
        raise ScenarioError([Problem("exists already and is not overwritten", file=str(target))])
    if schema.exists():
        try:
            ours = f'"title": "{TITLE}"' in schema.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            ours = False
        if not ours:
            message = (
                f"exists already and is not the schema of scenarios; choose another folder for {target.name}"
            )
            raise ScenarioError([Problem(message, file=str(schema))])


def _adapted(text: str, template: Path, target: Path) -> str:
    """The template's text with the schema beside it and a base that is found from where it stands."""
    lines = text.split("\n")
    if lines[0].startswith("#:schema"):
        lines[0] = SCHEMA_LINE
    else:
        lines.insert(0, SCHEMA_LINE)
    return _EXTENDS_LINE.sub(
        lambda match: match[1] + f'"{_base_name(match[3], template, target)}"', "\n".join(lines), 1
    )


def _base_name(named: str, template: Path, target: Path) -> str:
    """How the new file names the template's base: by its name alone, unless another file lies there."""
    base = find_base(named, template.parent)
    if base is None:
        return named
    if base.name != target.name and not (target.parent / base.name).exists():
        return base.name
    try:
        relative = os.path.relpath(base.resolve(), target.parent.resolve())
    except ValueError:
        relative = str(base.resolve())
    return relative.replace("\\", "/")
