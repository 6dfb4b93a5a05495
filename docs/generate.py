"""Writes the documents that are made from the code: parameters.md, rules.md, measures.md and odd.md;
and from stored results: calibration.md and trace.md.

    python docs/generate.py            writes those that have changed
    python docs/generate.py --check    only says which are not up to date; exit code 1 if any

A test fails when one of them is not up to date.
"""

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import simulation.rules
from docs import evidence_parts, odd_parts
from simulation.measures.dictionary import columns_of, tables
from simulation.scenario.catalogue import markdown, parameters

FOLDER = Path(__file__).resolve().parent

IN_THE_MONTHS_ORDER = (
    "levers", "knowledge", "support", "needs", "journey", "proactive", "complaints", "experience", "spending",
    "word_of_mouth", "attention", "choice", "employees", "culture", "product", "management", "ledger", "forms",
)
"""Files of `simulation/rules` in the order in which a month comes to them; last what several of them share."""

HEAD = "<!-- Made by docs/generate.py; changes belong into the code that it is made from. -->\n"


def documents() -> dict[Path, str]:
    """Every document that is made from the code, with its content."""
    return {
        FOLDER / "parameters.md": parameters_document(),
        FOLDER / "rules.md": rules_document(),
        FOLDER / "measures.md": measures_document(),
        FOLDER / "odd.md": odd_document(),
        FOLDER / "calibration.md": filled("calibration", evidence_parts.calibration()),
        FOLDER / "trace.md": filled("trace", evidence_parts.trace()),
    }


def parameters_document() -> str:
    """The catalogue of all parameters, and how many of them are known how well."""
    counts: dict[str, int] = {}
    for entry in parameters():
        if entry.origin:
            counts[entry.origin] = counts.get(entry.origin, 0) + 1
    known = ", ".join(f"{counts[origin]} {words}" for origin, words in ORIGINS if counts.get(origin))
    return (
        f"{HEAD}\n# Parameters\n\n"
        "Every key of a scenario file: what it means, what is allowed, its default, and where the default comes from. "
        "The command `centricity explain KEY` says the same of one key.\n\n"
        f"Of the {sum(counts.values())} parameters, {known}. A *likely range* is where robustness studies draw the value "
        "from; what has none is either the user's to set or cannot decide who wins. Sources are listed in the "
        f"[bibliography](bibliography.md).\n\n{markdown().rstrip()}\n"
    )


ORIGINS = (
    ("setting", "are settings of the user's world or run, which claim nothing"),
    ("design choice", "are design choices of this model"),
    ("prior", "are priors from general knowledge"),
    ("source", "were read in a publication"),
    ("computed", "were computed from published data"),
)


def rules_document() -> str:
    """Every rule of the model: what it does, its equation, its arguments, its source."""
    names = {module.name for module in pkgutil.iter_modules(simulation.rules.__path__)}
    if names != set(IN_THE_MONTHS_ORDER):
        raise SystemExit(f"docs/generate.py: these files of rules have no place in the order: {names ^ set(IN_THE_MONTHS_ORDER)}")
    blocks = [
        f"{HEAD}\n# Rules\n\nThe arithmetic of the model, one mechanism per file, in the order in which a month comes to them. "
        "Each rule is a plain function; the text is its docstring. [model.md](model.md) says how they work together."
    ]
    for name in IN_THE_MONTHS_ORDER:
        module = importlib.import_module(f"simulation.rules.{name}")
        file = f"simulation/rules/{name}.py"
        blocks.append(f"## {name.replace('_', ' ').capitalize()}\n\n{inspect.getdoc(module)}\n\nFile: [`{file}`](../{file})")
        blocks += [_rule(function) for function in rules_of(name)]
    return "\n\n".join(blocks) + "\n"


def rules_of(name: str) -> Iterator[Callable[..., object]]:
    """The rules of a file, in its order."""
    module = importlib.import_module(f"simulation.rules.{name}")
    for function in vars(module).values():
        if inspect.isfunction(function) and function.__module__ == module.__name__:
            yield function


def _rule(function: Callable[..., object]) -> str:
    """A rule as a section: first sentence, equation and arguments as they stand, source."""
    paragraphs = (inspect.getdoc(function) or "").split("\n\n")
    said = " ".join(paragraphs[0].split())
    source = [" ".join(text.split()) for text in paragraphs[1:] if text.startswith("Source:")]
    exact = [text for text in paragraphs[1:] if not text.startswith(("Source:", ">>>"))]
    body = "\n\n".join(exact)
    return "\n\n".join([f"### `{function.__name__}`", said, *([f"```text\n{body}\n```"] if body else []), *source])


def measures_document() -> str:
    """The dictionary of every column of every table of a result."""
    blocks = [
        f"{HEAD}\n# Measures\n\nEvery column of every table in a result folder; `dictionary.csv` in the folder holds the same. "
        "*Over firms* and *over time* say how a strategy with several firms, and a year or the whole horizon, get one "
        "number. Months up to 0 are the warm-up."
    ]
    for table in tables():
        columns = columns_of(table)
        also = ""
        if table == "twins":
            columns = {name: column for name, column in columns.items() if name not in columns_of("series")}
            also = "Every column of `series`, and:\n\n"
        rows = [
            f"| `{c.name}` | {c.meaning} | {c.unit} | {c.over_firms} | {c.over_time} | {c.better if c.is_measure else ''} |"
            for c in columns.values()
        ]
        head = "| column | meaning | unit | over firms | over time | better |\n|---|---|---|---|---|---|"
        blocks.append(f"## `{table}`\n\n{also}{head}\n" + "\n".join(rows))
    return "\n\n".join(blocks) + "\n"


def odd_document() -> str:
    """The ODD description: prose of templates/odd.txt, with tables that are read off the code."""
    return filled(
        "odd",
        {
            "scales": odd_parts.scales(), "state": odd_parts.state(), "schedule": odd_parts.schedule(),
            "draws": odd_parts.draws(), "outputs": odd_parts.outputs(), "submodels": odd_parts.submodels(IN_THE_MONTHS_ORDER),
            "parameters": odd_parts.parameter_counts(),
        },
    )  # fmt: skip


def filled(template: str, parts: dict[str, str]) -> str:
    """A template's prose with every {{name}} replaced. Raises SystemExit where a name has no part, or a part no place."""
    text = (FOLDER / "templates" / f"{template}.txt").read_text(encoding="utf-8")
    names = set(re.findall(r"\{\{(\w+)\}\}", text))
    if names != set(parts):
        raise SystemExit(f"docs/generate.py: templates/{template}.txt and its parts differ in {names ^ set(parts)}")
    title, rest = text.split("\n", 1)
    for name, part in parts.items():
        rest = rest.replace(f"{{{{{name}}}}}", part)
    return f"{HEAD}\n{title}\n{rest.rstrip()}\n"


def stale() -> list[Path]:
    """The documents that differ from what the code says."""
    return [path for path, text in documents().items() if not path.exists() or path.read_text(encoding="utf-8") != text]


def main(arguments: list[str]) -> int:
    outdated = stale()
    if "--check" not in arguments:
        contents = documents()
        for path in outdated:
            path.write_text(contents[path], encoding="utf-8", newline="\n")
    for path in outdated:
        print(f"{path.name}: {'not up to date' if '--check' in arguments else 'written'}")
    return int(bool(outdated) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
