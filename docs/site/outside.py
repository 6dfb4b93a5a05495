"""Documents that lie outside docs/ as pages of the site, and links to where the site has what they mean."""

import os
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
GENERATED = DOCS / "_generated"

PAGES = {
    "README.md": "readme.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md",
    "experiments/README.md": "experiments_readme.md",
}  # fmt: skip
"""Documents outside docs/, and the pages in docs/_generated/ that they become."""

LINK = re.compile(r"(\]\()([^)\s]+)(\))")
ADDRESS = re.compile(r"^[a-z]+:|^#")


def write_pages() -> None:
    """Writes the pages of the documents outside docs/."""
    GENERATED.mkdir(exist_ok=True)
    for origin, page in PAGES.items():
        text = (ROOT / origin).read_text(encoding="utf-8")
        (GENERATED / page).write_text(led(text, (ROOT / origin).parent, GENERATED), encoding="utf-8")


def lead_links(app: Any, name: str, source: list[str]) -> None:
    """Leads the links of a document in docs/ to where the site has what they mean."""
    folder = (DOCS / name).parent
    if folder != GENERATED:
        source[0] = led(source[0], folder, folder)


def led(text: str, beside: Path, page_in: Path) -> str:
    """The text of a document in the folder `beside` with its links as a page in the folder `page_in` needs them."""

    def link(found: re.Match[str]) -> str:
        if ADDRESS.match(found[2]):
            return found[0]
        name, anchor, fragment = found[2].partition("#")
        target = (beside / name).resolve()
        if not target.is_relative_to(ROOT) or not target.exists():
            raise ValueError(f"{beside.relative_to(ROOT)}: the link {found[2]} leads nowhere")
        return f"{found[1]}{os.path.relpath(_shown(target), page_in)}{anchor}{fragment}{found[3]}".replace("\\", "/")

    return LINK.sub(link, text)


def _shown(target: Path) -> Path:
    """The file of the site's sources that shows a file or folder of the project."""
    relative = target.relative_to(ROOT).as_posix()
    if relative in PAGES:
        return GENERATED / PAGES[relative]
    if target.is_file() and (target.is_relative_to(DOCS) and target.suffix in (".md", ".ipynb", ".png", ".svg")):
        return target
    copy = GENERATED / "files" / (relative + ("/files.txt" if target.is_dir() else ".txt"))
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(_listing(target).encode() if target.is_dir() else target.read_bytes())
    return copy


def _listing(folder: Path) -> str:
    """The files in a folder, each with its title."""
    lines = [f"{folder.relative_to(ROOT).as_posix()}/", ""]
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".py", ".toml", ".md"):
            title = re.search(r'^(?:title = "|""")(.+?)"*$', path.read_text(encoding="utf-8"), re.MULTILINE)
            lines.append(f"{path.relative_to(folder).as_posix():40} {title[1] if title else ''}".rstrip())
    return "\n".join(lines) + "\n"
