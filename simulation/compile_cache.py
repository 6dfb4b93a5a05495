"""Where compiled code is kept, whether it is there already, and who is told that it must be made. Imports nothing heavy.

Compiled code is kept in the user's cache folder under a digest of all sources that can be in it: Numba's own key
does not see a change in another file, and would go on running the old rule.
"""

import atexit
import contextlib
import hashlib
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

SHARED = "CENTRICITY_COMPILED"
"""Variable of the environment that leads the processes of a command to the folder that the command has made for itself."""

SECONDS = "about 35 s on one processor"
"""How long compiling takes."""

UNUSED_SECONDS = 60 * 24 * 3600
"""What was compiled for other sources, and has not been used for so long, is taken away when something new is kept."""

_NAME = re.compile("[0-9a-f]{20}")

listeners: list[Callable[[str], object]] = []
"""Are told, in a line, that compiling is ahead."""


@cache
def cache_folder() -> Path | None:
    """The folder for this state of the sources; None where nothing can be kept, and every process compiles anew.

    Where the user's folder cannot be written to, or others can write to it, a command has a folder of its own while it
    runs. It begins with what lies in the user's: Numba reads from no folder that it cannot write to.
    """
    name = sources_digest()
    with contextlib.suppress(OSError, RuntimeError):
        given = os.environ.get(SHARED)
        if given and _is_the_users_own(Path(given)) and _can_be_written(Path(given) / name):
            return Path(given) / name
    with contextlib.suppress(OSError, RuntimeError):
        users = _cache_home() / "centricity" / name
        if _can_be_written(users) and _is_the_users_own(users):
            return users
    with contextlib.suppress(OSError, RuntimeError):
        own = Path(tempfile.mkdtemp(prefix="centricity-"))
        atexit.register(shutil.rmtree, own, ignore_errors=True)
        with contextlib.suppress(OSError, RuntimeError, shutil.Error):
            users = _cache_home() / "centricity" / name
            if users.is_dir() and _is_the_users_own(users):
                _copy(users, own / name)
        (own / name).mkdir(exist_ok=True)
        os.environ[SHARED] = str(own)
        return own / name
    return None


def kept_for_good() -> bool:
    """Whether what is compiled now serves later commands, too."""
    folder = cache_folder()
    return folder is not None and os.environ.get(SHARED, os.devnull) != str(folder.parent)


def is_warm() -> bool:
    """Whether the whole engine is compiled for this state of the sources, so that no compiling is ahead."""
    folder = cache_folder()
    if folder is None or not (folder / _mark()).exists():
        return False
    with contextlib.suppress(OSError):
        (folder / _mark()).touch()  # when it was last used
    return True


def mark_warm() -> None:
    """Notes that the whole engine is compiled by now; what other versions have left and nobody used for long is taken away."""
    folder = cache_folder()
    if folder is None:
        return
    with contextlib.suppress(OSError):
        (folder / _mark()).touch()
    if kept_for_good():
        with contextlib.suppress(OSError):
            for other in folder.parent.iterdir():
                if other != folder and _NAME.fullmatch(other.name) and time.time() - _last_used(other) > UNUSED_SECONDS:
                    shutil.rmtree(other, ignore_errors=True)


def _last_used(folder: Path) -> float:
    """When compiled code was last used or made, in seconds since 1970."""
    return max([folder.stat().st_mtime, *(mark.stat().st_mtime for mark in folder.glob("complete-*"))])


def tell() -> None:
    """Says, in a line, that compiling is ahead."""
    if cache_folder() is None:
        line = f"Nothing compiled can be kept: every process compiles the engine anew, {SECONDS}."
    elif kept_for_good():
        line = f"Compiling the engine, once for this version: {SECONDS}."
    else:
        line = f"No cache folder can be written to: compiling the engine for this command alone, {SECONDS}."
    for listener in listeners:
        listener(line)


def sources_digest() -> str:
    """Digest of every source that compiled code is made of."""
    package = Path(__file__).parent
    digest = hashlib.sha256(metadata.version("numba").encode())
    for file in _sources():
        digest.update(file.relative_to(package).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:20]


def _sources() -> Iterator[Path]:
    package = Path(__file__).parent
    yield from (package / "compiled.py", package / "randomness.py")
    for folder in ("rules", "population", "engines"):
        yield from sorted((package / folder).rglob("*.py"))


@cache
def _mark() -> str:
    """Name of the file that says that the whole engine is compiled in a folder, with what Numba holds it against.

    That is where the sources lie and when they were written, the version of Python, and the processor: of one version of
    the program there may be several copies, on several computers that share the folder.
    """
    digest = hashlib.sha256(f"{sys.implementation.cache_tag} {platform.machine()} {_processor()}".encode())
    for file in _sources():
        digest.update(f"{file} {file.stat().st_mtime_ns}".encode())
    return f"complete-{digest.hexdigest()[:20]}"


def _processor() -> str:
    """What tells processors apart."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        return "".join(dict.fromkeys(line for line in lines if line.startswith(("model name", "flags", "Features", "CPU part"))))
    except OSError:
        return platform.processor()


def _cache_home() -> Path:
    """The user's folder for caches on this system."""
    if os.environ.get("XDG_CACHE_HOME"):
        return Path(os.environ["XDG_CACHE_HOME"])
    if sys.platform == "win32" and os.environ.get("LOCALAPPDATA"):
        return Path(os.environ["LOCALAPPDATA"])
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path.home() / ".cache"


def _copy(source: Path, target: Path) -> None:
    """Copies a folder; the copy can be written to, and only by the user."""
    shutil.copytree(source, target, copy_function=shutil.copy)
    for path in (target, *target.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


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
