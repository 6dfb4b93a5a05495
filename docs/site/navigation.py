"""Which page stands where: sections by pattern, so that a new document is found without being named."""

from fnmatch import fnmatch
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parents[1]
GENERATED = "_generated"
START = "index"
PLACE = "<!-- navigation -->"

SECTIONS = {
    "Start": (f"{GENERATED}/readme",),
    "Tutorials": (
        "notebooks/strategist", "notebooks/educator", "notebooks/researcher", "notebooks/*", "teaching/index", "teaching/*",
    ),
    "How to": (
        f"{GENERATED}/contributing", "how_to/*", f"{GENERATED}/experiments_readme", "experiments*", "dashboard", "company*",
        "programme",
    ),
    "Reference": (f"{GENERATED}/commands", "parameters", "measures", "rules", "glossary"),
    "Explanation": ("model", "luck", "statistics", "limits", "odd", "bibliography", "*"),
    "Trust": ("trust", "determinism", "security", "reliability", "performance", "evidence*", "stress*", "trace*"),
    "Changes": (f"{GENERATED}/changelog",),
}  # fmt: skip
"""Section -> patterns of its pages in their order. A page stands where the most telling pattern has it, `*` last."""


def pages() -> list[str]:
    """Every page of the documentation, without its ending."""
    found = [path for ending in ("md", "ipynb") for path in DOCS.rglob(f"*.{ending}")]
    names = {path.relative_to(DOCS).with_suffix("").as_posix() for path in found if ".ipynb_checkpoints" not in path.parts}
    return sorted(name for name in names if name != START and not name.startswith("site/"))


def sections(names: list[str]) -> dict[str, list[str]]:
    """Section -> pages in their order; each page once.

    >>> sections(["model", "notebooks/b", "notebooks/researcher", "new"])["Tutorials"]
    ['notebooks/researcher', 'notebooks/b']
    """
    placed: dict[str, list[str]] = {title: [] for title in SECTIONS}
    patterns = [(pattern, title) for title, all_of_it in SECTIONS.items() for pattern in all_of_it]
    left = list(names)
    for pattern, title in sorted(patterns, key=lambda one: one[0] == "*"):
        for name in [name for name in left if fnmatch(name, pattern)]:
            placed[title].append(name)
            left.remove(name)
    return placed


def fill(app: Any, name: str, source: list[str]) -> None:
    """Puts the navigation into the start page."""
    if name == START:
        trees = [
            "\n".join(["```{toctree}", f":caption: {title}", ":hidden:", ":maxdepth: 1", "", *inside, "```"])
            for title, inside in sections(pages()).items() if inside
        ]  # fmt: skip
        source[0] = source[0].replace(PLACE, "\n\n".join(trees))
