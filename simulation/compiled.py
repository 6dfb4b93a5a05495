"""The one place that says how a rule is compiled, and where compiled code is kept.

A rule is a plain Python function of scalars. Decorated with `rule` it stays exactly that for tests, doctests and the
agents engine; compiled loops can call the very same function.

Compiled code is kept in the user's cache folder under a digest of all sources that can be in it: Numba's own key
does not see a change in another file, and would go on running the old rule.
"""

import atexit
import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba
from numba.extending import register_jitable

P = ParamSpec("P")
R = TypeVar("R")


def rule(function: Callable[P, R]) -> Callable[P, R]:
    """Marks a function of scalars as a rule of the model: callable as it is, and from compiled code."""
    registered: Callable[P, R] = register_jitable(function)
    return registered


def _cache_home() -> Path:
    """The user's folder for caches on this system."""
    if os.environ.get("XDG_CACHE_HOME"):
        return Path(os.environ["XDG_CACHE_HOME"])
    if sys.platform == "win32" and os.environ.get("LOCALAPPDATA"):
        return Path(os.environ["LOCALAPPDATA"])
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path.home() / ".cache"


def _sources_digest() -> str:
    """Digest of every source that compiled code is made of."""
    package = Path(__file__).parent
    digest = hashlib.sha256(numba.__version__.encode())
    files = [package / "compiled.py", package / "randomness.py"]
    for folder in ("rules", "population", "engines"):
        files += sorted((package / folder).rglob("*.py"))
    for file in files:
        digest.update(file.relative_to(package).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:20]


MARK = "complete"
"""File in a cache folder that says that the whole engine is compiled there."""


def _cache_folder() -> Path | None:
    """The folder for this state of the sources, or None where nothing can be kept.

    Compiled code that lies in a folder that cannot be written to is used, too: from a copy for this process, since Numba
    reads from no folder that it cannot write to.
    """
    try:
        folder = _cache_home() / "centricity" / _sources_digest()
        if _can_be_written(folder):
            return folder if _is_the_users_own(folder) else None
        if (folder / MARK).exists() and _is_the_users_own(folder):
            copy = Path(tempfile.mkdtemp(prefix="centricity-"))
            atexit.register(shutil.rmtree, copy, ignore_errors=True)
            shutil.copytree(folder, copy, dirs_exist_ok=True, copy_function=shutil.copy)
            for path in (copy, *copy.rglob("*")):
                path.chmod(0o700 if path.is_dir() else 0o600)
            return copy
    except (OSError, RuntimeError):
        pass
    return None


def _can_be_written(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _is_the_users_own(folder: Path) -> bool:
    """Whether nobody but the user and the administrator can write to a folder: Numba runs what it finds there."""
    status = folder.stat()
    return not hasattr(os, "getuid") or (status.st_uid in (0, os.getuid()) and not status.st_mode & 0o022)


CACHE_FOLDER = _cache_folder()
"""Where compiled code is kept; None: nowhere, every process compiles anew."""

if CACHE_FOLDER is not None:
    numba.config.CACHE_DIR = str(CACHE_FOLDER)  # type: ignore[attr-defined, unused-ignore]

COMPILED: dict[str, Any] = {"nogil": True, "error_model": "numpy", "cache": CACHE_FOLDER is not None}
"""How passes are compiled: without the interpreter's lock, dividing as NumPy does, kept where possible."""

INLINED: dict[str, Any] = {"error_model": "numpy", "inline": "always"}
"""How parts of passes are compiled: into their callers, since handing over all arrays at each call is dear."""


def is_warm() -> bool:
    """Whether compiled code is already kept for this state of the sources, so that no compiling is ahead."""
    return CACHE_FOLDER is not None and (CACHE_FOLDER / MARK).exists()


def mark_warm() -> None:
    """Notes that the whole engine is compiled by now."""
    if CACHE_FOLDER is not None:
        with contextlib.suppress(OSError):
            (CACHE_FOLDER / MARK).touch()
