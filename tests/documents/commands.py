"""The commands that documents show, taken out of their code blocks."""

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    path for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")] if "_generated" not in path.parts
)

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(path: Path, language: str) -> list[str]:
    """The code blocks of a document in a language."""
    return [text for kind, text in _BLOCK.findall(path.read_text(encoding="utf-8")) if kind == language]


def centricity_commands() -> list[tuple[str, ...]]:
    """Arguments of every call of `centricity` in a shell block of a document, each once, in their order."""
    found = []
    for path in DOCUMENTS:
        for block in blocks(path, "sh"):
            for line in block.replace("&&", "\n").splitlines():
                words = shlex.split(line)
                if words and words[0].rsplit("/", 1)[-1] == "centricity":
                    found.append(tuple(words[1:]))
    return list(dict.fromkeys(found))


def table_under(path: Path, heading: str) -> list[list[str]]:
    """The rows of the first table below a heading, cells stripped, without the head."""
    text = path.read_text(encoding="utf-8").split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]
