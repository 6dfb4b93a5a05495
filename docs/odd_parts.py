"""The parts of the ODD description that are read off the code: state, schedule, draws, outputs, submodels, parameters."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from simulation.engines.schedule import SCHEDULE
from simulation.measures.dictionary import columns_of, tables
from simulation.scenario.catalogue import parameters

ROOT = Path(__file__).resolve().parent.parent

ENTITIES = {
    "customer": (("simulation/engines/customer.py", "Customer"),),
    "firm": (
        ("simulation/engines/firm.py", "Firm"), ("simulation/population/firm_state.py", "Stocks"),
        ("simulation/population/firm_state.py", "Offer"), ("simulation/population/firm_state.py", "Beliefs"),
        ("simulation/population/firm_state.py", "Desk"),
    ),
    "department": (("simulation/population/firm_state.py", "Department"),),
    "employee": (("simulation/engines/employee.py", "Employee"), ("simulation/population/employees.py", "Person")),
}  # fmt: skip
"""Entities and the classes that hold their state."""

BOOKKEEPING = {"number", "place", "plan", "start", "positions", "tally", "costs", "person", "position", "generation", "name"}
"""Fields that name or tie together, and say nothing of a state."""


def fields(file: str, name: str) -> Iterator[tuple[str, str]]:
    """The fields of a class with what its source says of each, "" where that is nothing."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    body = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name).body
    start = next((node.body for node in body if isinstance(node, ast.FunctionDef) and node.name == "__init__"), [])
    seen: dict[str, str] = {}
    for statements in (body, start):
        for statement, after in pairwise([*statements, ast.Pass()]):
            said = ""
            if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str):
                said = " ".join(after.value.value.split()).rstrip(".")
            own = [field for field in _targets(statement) if field not in BOOKKEEPING and not field.startswith("_")]
            if own:
                seen.setdefault("`, `".join(own), said)
    return iter(seen.items())


def _targets(statement: ast.stmt) -> list[str]:
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    found = []
    for target in targets:
        if isinstance(target, ast.Name):
            found.append(target.id)
        elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self":
            found.append(target.attr)
    return found


def state() -> str:
    """A row for each entity: its state variables, with what the code says of them."""
    rows = []
    for entity, classes in ENTITIES.items():
        named = [pair for file, name in classes for pair in fields(file, name)]
        words = "; ".join(f"`{field}`{f' ({said[0].lower() + said[1:]})' if said else ''}" for field, said in dict(named).items())
        files = ", ".join(dict.fromkeys(f"[`{Path(file).name}`](../{file})" for file, _ in classes))
        rows.append(f"| {entity} | {words.replace('|', '/')} | {files} |")
    return "| entity | state variables | files |\n|---|---|---|\n" + "\n".join(rows)


def scales() -> str:
    """Sizes and steps, from the declared defaults and ranges."""
    known = {entry.key: entry for entry in parameters()}
    customers, months = known["market.customers"], known["run.months"]
    return (
        f"**Scales.** A step is a month; a run has {known['run.warm_up_months'].default} months of warm-up and, unless a "
        f"scenario says otherwise, {months.default} months that count. There is no space but needs, which are points in "
        f"three dimensions whose unit is the fit tolerance. A market has {customers.default:,} customers by default, between 2 "
        f"and 30 firms, and {known['employees.per_firm'].default} employees a firm. Money is kept in ten-thousandths of the "
        "currency; satisfaction, expectation and quality are points of 100; orientation, engagement and skill lie between 0 and "
        "1."
    )


def schedule() -> str:
    """A row for each stage: number, name, what happens in words, and the function that carries it out."""
    readme = dict(re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    rows = []
    for number, stage in enumerate(SCHEDULE, start=1):
        code = stage.run.__code__
        where = ".".join(code.co_names) if code.co_name == "<lambda>" else f"{stage.run.__module__.split('.')[-1]}.{code.co_name}"
        rows.append(f"| {number} | {stage.name} | {readme.get(stage.name, '')} | `{where}` |")
    return "| | stage | what happens | carried out by |\n|---|---|---|---|\n" + "\n".join(rows)


def draws() -> str:
    """A row for each purpose of a draw."""
    source = (ROOT / "simulation" / "randomness.py").read_text(encoding="utf-8")
    body = next(node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == "Purpose").body
    rows = []
    for statement, after in pairwise([*body, ast.Pass()]):
        if isinstance(statement, ast.Assign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            (target,), number = statement.targets, statement.value
            assert isinstance(target, ast.Name)
            assert isinstance(number, ast.Constant)
            rows.append(f"| {number.value} | {target.id.lower()} | {' '.join(str(after.value.value).split())} |")
    return "| number | purpose | of whom, how often, what for |\n|---|---|---|\n" + "\n".join(rows)


def outputs() -> str:
    """How many columns each table has, and where they are explained."""
    counts = ", ".join(f"`{table}` ({len(columns_of(table))} columns)" for table in tables())
    return (
        f"Every month every measure of every firm is recorded. Tables of a result: {counts}. [measures.md](measures.md) explains "
        "every column. Comparisons are paired by luck and give 95 % intervals; robustness draws all uncertain values at once."
    )


def submodels(order: tuple[str, ...]) -> str:
    """A row for each file of rules: what it is about and its rules."""
    rows = []
    for name in order:
        module = importlib.import_module(f"simulation.rules.{name}")
        rules = [
            function.__name__ for function in vars(module).values()
            if inspect.isfunction(function) and function.__module__ == module.__name__
        ]  # fmt: skip
        about = " ".join((inspect.getdoc(module) or "").split("\n\n")[0].split()).rstrip(".")
        links = ", ".join(f"[`{rule}`](rules.md#{rule})" for rule in rules)
        rows.append(f"| {name.replace('_', ' ')} | {about.replace('|', '/')} | {links} |")
    return "| submodel | about | rules |\n|---|---|---|\n" + "\n".join(rows)


def parameter_counts() -> str:
    """How many parameters each part has, by where their defaults come from."""
    counts: dict[str, dict[str, int]] = {}
    for entry in parameters():
        if entry.origin:
            part = counts.setdefault(entry.key.split(".")[0].removesuffix("[]") if "." in entry.key else "the file", {})
            part[entry.origin] = part.get(entry.origin, 0) + 1
    kinds = ("source", "computed", "prior", "design choice", "setting")
    rows = [f"| `{part}` | " + " | ".join(str(of.get(kind, "")) for kind in kinds) + " |" for part, of in counts.items()]
    sums = [sum(of.get(kind, 0) for of in counts.values()) for kind in kinds]
    rows.append("| **all** | " + " | ".join(f"**{total}**" for total in sums) + " |")
    head = "| part of a scenario | read in a source | computed from data | prior | design choice | setting |\n" + "|---" * 6 + "|"
    return f"Parameters by where their defaults come from:\n\n{head}\n" + "\n".join(rows)
