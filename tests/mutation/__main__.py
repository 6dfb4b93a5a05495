"""Changes the rules and the ledger one operator or number at a time, and counts how many changes the tests notice.

    pip install mutmut
    python -m tests.mutation                 everything; about twenty minutes of one processor
    python -m tests.mutation NAME...         some mutants, by name or pattern ("simulation.rules.spending*")
    python -m tests.mutation --write         puts the result into docs/trust.md

The tool is mutmut. It leaves decorated functions alone, so it works on a copy of the project in which `@rule` is taken
away: for calls from Python the decorator changes nothing. Mutants are judged by the tests of tests/rules, the examples in
the rules' docstrings and the tests of the books, with the examples of Hypothesis always the same.
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from tests.documents.blocks import replace_block
from tests.documents.commands import ROOT

SETTINGS = """
[tool.mutmut]
source_paths = ["simulation"]
only_mutate = [{mutated}]
also_copy = ["scenarios"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "-k", "{left_out}"]
pytest_add_cli_args_test_selection = [{tests}]
"""

MUTATED = ("simulation/rules/*", "simulation/engines/organisation/ledger.py", "simulation/studies/comparisons/ledger_lines.py")
"""The rules, the books that are made with them, and what sums up the books."""

TESTS = ("tests/rules", "simulation/rules", "tests/engines/test_books.py", "tests/studies/test_by_month.py")

LEFT_OUT = "not every_rule_has_its_row and not is_documented and not mutmut"
"""Tests that look at the functions themselves, of which a mutated file has many more."""

LINE = re.compile(r"^\s*(simulation\.\S+): (.+)$", re.MULTILINE)


def prepared(folder: Path) -> None:
    """Makes the copy that is mutated."""
    for name in ("simulation", "tests", "scenarios"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in (folder / "simulation" / "rules").glob("*.py"):
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"^@rule\n|^from simulation\.compiled import rule\n", "", text, flags=re.MULTILINE)
        file.write_text(text, encoding="utf-8")
    settings = SETTINGS.format(mutated=_quoted(MUTATED), left_out=LEFT_OUT, tests=_quoted(TESTS))
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8") + settings, encoding="utf-8")


def results(folder: Path) -> dict[str, str]:
    """Every mutant that was tried, and what became of it."""
    command = [sys.executable, "-m", "mutmut", "results", "--all", "true"]
    listed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    return {name: status for name, status in LINE.findall(listed) if status != "not checked"}


def table(found: dict[str, str]) -> str:
    """What became of the mutants, file by file, and which survived."""
    rows = ["| file | mutants | noticed | share |", "|---|--:|--:|--:|"]
    files = sorted({name.split(".x")[0] for name in found})
    rules = [file for file in files if file.startswith("simulation.rules.")]
    others = [file for file in files if file not in rules]
    names = {file: f"`{file.removeprefix('simulation.').replace('.', '/')}`" for file in files}
    for name, counted in [*((names[file], [file]) for file in rules), ("all of `rules`", rules),
                          *((names[file], [file]) for file in others), ("all", files)]:  # fmt: skip
        counts = Counter(status for mutant, status in found.items() if mutant.split(".x")[0] in counted)
        noticed, total = counts["killed"] + counts["timeout"], sum(counts.values())
        if total:
            rows.append(f"| {name} | {total} | {noticed} | {noticed / total:.1%} |")
    return "\n".join([*rows, "", f"mutmut {version('mutmut')}, Python {platform.python_version()}."])


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def main(arguments: list[str] | None = None) -> int:
    """Runs mutmut in a copy and tells; exit code 1 where fewer than nine of ten mutants were noticed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description="Mutation test of the rules and the ledger.")
    parser.add_argument("names", nargs="*", help="mutants; all when left out")
    parser.add_argument("--jobs", type=int, default=1, help="processes at work")
    parser.add_argument("--write", action="store_true", help="puts the result into docs/trust.md")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepared(folder)
        environment = {**os.environ, "CI": "true"}
        command = [sys.executable, "-m", "mutmut", "run", *options.names, "--max-children", str(options.jobs)]
        subprocess.run(command, cwd=folder, env=environment, check=True)
        found = results(folder)
        survivors = sorted(name for name, status in found.items() if status not in ("killed", "timeout"))
        for survivor in survivors:
            subprocess.run([sys.executable, "-m", "mutmut", "show", survivor], cwd=folder, check=True)
    text = table(found)
    print(text)
    if options.write:
        replace_block("trust.md", "mutation", text)
    return int(len(survivors) > len(found) / 10)


if __name__ == "__main__":
    sys.exit(main())
