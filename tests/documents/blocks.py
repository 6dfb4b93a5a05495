"""Blocks in documents that a command writes: `<!-- NAME -->` to `<!-- end of NAME -->`."""

import re

from tests.documents.commands import ROOT


def replace_block(file: str, name: str, text: str) -> None:
    """Puts text into the block of that name of a document in docs/. Raises ValueError where it has none."""
    path = ROOT / "docs" / file
    before = path.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    if not pattern.search(before):
        raise ValueError(f"{path} has no block {name}")
    path.write_text(pattern.sub(lambda found: f"{found[1]}{text}\n{found[2]}", before), encoding="utf-8", newline="\n")
