"""One process at a time writes to a result folder."""

import json
import os
import platform
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from simulation.records.files import StoreError, explained

LOCK = ".lock"


class FolderLock:
    """A file that says which process writes to a folder. It outlives a killed process and is then taken
    over.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / LOCK
        self._content = ""

    def acquire(self) -> None:
        """Takes the lock; raises StoreError where a living process, or one on another computer, has it."""
        content = json.dumps(
            {
                "pid": os.getpid(),
                "host": platform.node(),
                "process_started": _process_started(os.getpid()),
                "since": datetime.now(UTC).isoformat(timespec="microseconds"),
            }
        )
        with explained(self.path.parent):
            for _ in range(2):
                try:
                    handle = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
                except FileExistsError:
                    self._remove_if_dead()
                    continue
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(content)
                self._content = content
                return
        raise StoreError(f"{self.path.parent}: another process has just begun to write to this folder.")

    def check_free(self) -> None:
        """Raises StoreError where a living process, or one on another computer, has the lock."""
        if self.path.exists():
            self._check_dead()

    def release(self) -> None:
        """Gives the lock back, if it is held."""
        held, self._content = self._content, ""
        if held and _read(self.path) == held:
            with suppress(OSError):  # a folder that has become read-only keeps it: it is a dead process's then
                self.path.unlink(missing_ok=True)

    def _remove_if_dead(self) -> None:
        dead = self._check_dead()
        if dead is None:
            return
        # Two processes may find the same dead lock. Only one can move it out of the way; where that was by then the
        # living lock of the other one, it is put back, and this process is told so when it tries again.
        aside = self.path.with_name(f"{LOCK}-{os.getpid()}-{time.monotonic_ns()}")
        try:
            self.path.replace(aside)
        except FileNotFoundError:
            return
        if _read(aside) != dead:
            with suppress(OSError):
                os.link(aside, self.path)
        aside.unlink(missing_ok=True)

    def _check_dead(self) -> str | None:
        """The content of a lock that nobody holds any more, None where there is none.

        raises  StoreError where somebody holds it
        """
        owner = _owner(self.path)
        if owner is None:
            time.sleep(0.2)  # its process may be about to fill it
            owner = _owner(self.path)
        if owner is None:
            return _read(self.path) if self.path.exists() else None
        pid, host, started = owner
        folder = self.path.parent
        if host != platform.node():
            raise StoreError(
                f"{folder}: process {pid} on the computer {host!r} writes to this folder. If it no longer "
                f"runs, delete {self.path} and try again."
            )
        if _alive(pid) and _process_started(pid) == started:
            raise StoreError(
                f"{folder}: process {pid} writes to this folder; wait until it is done, or use another."
            )
        return _read(self.path)


def _owner(path: Path) -> tuple[int, str, str] | None:
    """Number, computer and start of the process that a lock names; None where it is not fully written."""
    try:
        content = json.loads(_read(path))
        return int(content["pid"]), str(content["host"]), str(content["process_started"])
    except (ValueError, KeyError, TypeError):
        return None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _alive(pid: int) -> bool:
    """Whether a process of that number runs on this computer."""
    if sys.platform == "win32":
        import ctypes

        query_limited_information, still_active = 0x1000, 259
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(query_limited_information, False, pid)
        if not handle:
            return False
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == still_active
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _process_started(pid: int) -> str:
    """When a process started, in the system's own count, since numbers are used again; "" where unknown."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    fields_after_name = status.rpartition(")")[2].split()
    starttime = 19  # the 22nd field of /proc/PID/stat, counted from the one after the name
    return fields_after_name[starttime] if len(fields_after_name) > starttime else ""
