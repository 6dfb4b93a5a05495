"""The reference of the commands, made from the command line itself."""

from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "_generated" / "commands.md"

HEAD = """\
# Commands

Made from the command line itself; `centricity COMMAND --help` says the same. Exit codes: 0 done, 1 some run failed, 2 bad
input, 130 interrupted (what finished is kept).
"""


def write_page() -> None:
    """Writes the page."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """Every command with its arguments and options."""
    import typer

    from simulation.apps.cli import app

    group: Any = typer.main.get_command(app)
    return "\n".join([HEAD, *(_command(name, command) for name, command in sorted(group.commands.items()))])


def _command(name: str, command: Any) -> str:
    shown = [one.metavar or one.name.upper() for one in command.params if one.param_type_name == "argument"]
    usage = " ".join(["centricity", name, *shown, "[OPTIONS]"])
    lines = [f"## `centricity {name}`", "", command.help, "", "```text", usage, "```", ""]
    options = [one for one in command.params if one.param_type_name == "option" and "--help" not in one.opts]
    if options:
        lines += ["| option | does |", "|---|---|"]
        lines += [f"| `{' '.join(filter(None, (one.opts[-1], one.metavar)))}` | {_cell(one.help)} |" for one in options]
    return "\n".join([*lines, ""])


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")
