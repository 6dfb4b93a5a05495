"""Digests of the files of a result: whether they are still what was written."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

MISSING, CHANGED = "is missing", "is not what was written: changed, cut off or damaged"
"""What is said of a file that is not as it was."""


def digest_of(path: Path) -> str:
    """SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of_text(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def digests_of(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Name -> digest of those of the files that there are; a folder among the names means all files in it."""
    found: dict[str, str] = {}
    for name in names:
        path = folder / name
        paths = sorted(path.rglob("*")) if path.is_dir() else [path]
        found |= {one.relative_to(folder).as_posix(): digest_of(one) for one in paths if one.is_file()}
    return found


def not_as_written(folder: Path, digests: Mapping[str, str]) -> dict[str, str]:
    """Name -> what is wrong with it, for the files that are missing or differ from their digests."""
    wrong = {}
    for name, digest in digests.items():
        path = folder / name
        if not path.is_file():
            wrong[name] = MISSING
        elif digest_of(path) != digest:
            wrong[name] = CHANGED
    return wrong
