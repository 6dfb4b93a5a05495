"""Faults of processes: killed, interrupted, hung up, two at once."""

import os
import pty
import signal
import subprocess
import time
from pathlib import Path

from tests.faults.bench import Bench, children, demand, ended, gone, killed_at, moments, running


def killed_at_random(bench: Bench, folder: Path, points: int = 20) -> str:
    """Killed (SIGKILL) at random moments, with one and with two processes, and some of them again while resuming."""
    caught, finished = 0, []
    bench.alone = bench.command == "run"
    try:
        return _killed_at_random(bench, folder, points, caught, finished)
    finally:
        bench.alone = False


def _killed_at_random(bench: Bench, folder: Path, points: int, caught: int, finished: list[int]) -> str:
    probe = folder / "probe"
    started = time.monotonic()
    demand(bench.start(probe).code == 0, "undisturbed it fails")
    seconds = time.monotonic() - started
    for number, moment in enumerate(moments(points, seconds, seed=points)):
        here = folder / f"{number:02d}"
        jobs = 1 + number % 2
        caught += killed_at(bench, here, moment, jobs)
        if number % 4 == 3:
            killed_at(bench, here, moment * 0.8, jobs, "--resume")
        kept = bench.finished_runs(here)
        finished.append(len(kept))
        bench.resume(here, kept, jobs)
    done = f"{caught} caught while running, with {min(finished)} to {max(finished)} runs done"
    return f"{points} of {points} resumed to the same bytes ({done})"


def worker_killed(bench: Bench, folder: Path) -> str:
    """A worker is killed by the system (as when memory runs out) while it simulates."""
    with running(bench, folder, jobs=2) as process:
        bench.wait_for_runs(process, folder, 2)
        workers = [pid for pid in children(process.pid) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        demand(len(workers) == 2, f"{len(workers)} workers")
        os.kill(workers[0], signal.SIGKILL)
        bench.clear(ended(process), 0)
    gone(workers)
    bench.same(folder)
    return "the runs under way were tried again; nothing lost, no process left"


def asked_to_end(bench: Bench, folder: Path) -> str:
    """Ctrl-C, and the system asking for the end (SIGTERM, as batch systems do)."""
    for number in (signal.SIGINT, signal.SIGTERM):
        here = folder / number.name
        with running(bench, here, jobs=2) as process:
            bench.wait_for_runs(process, here, 3)
            pids = children(process.pid)
            os.killpg(process.pid, number)
            told = ended(process)
        bench.clear(told, 130, "runs are finished and kept", "--resume")
        gone(pids)
        kept = bench.finished_runs(here)
        demand(len(kept) >= 3, f"only {len(kept)} runs are kept")
        bench.resume(here, kept)
    return "exit code 130, finished runs kept and told, resumed to the same bytes"


def terminal_closed(bench: Bench, folder: Path) -> str:
    """The window is closed while it runs (SIGHUP, and nobody there to write to)."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        bench.arguments(folder, jobs=2), stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
        preexec_fn=_take_terminal, env=None,
    )  # fmt: skip
    os.close(slave)
    bench.wait_for_runs(process, folder, 3)  # type: ignore[arg-type]
    pids = children(process.pid)
    os.close(master)
    try:
        process.wait(timeout=60)
    finally:
        process.kill()
    gone(pids)
    kept = bench.finished_runs(folder)
    demand(len(kept) >= 3, f"only {len(kept)} runs are kept")
    bench.resume(folder, kept)
    return "it ends, leaves no process, and is resumed to the same bytes"


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def two_in_one_folder(bench: Bench, folder: Path) -> str:
    """A second study is started in a folder in which one runs, at any moment."""
    with running(bench, folder) as first:
        bench.wait_for_runs(first, folder, 2)
        for option in ("--resume", "--force"):
            bench.clear(bench.start(folder, option), 2, f"process {first.pid} writes to this folder")
        bench.clear(ended(first), 0)
    bench.same(folder)
    codes = []
    for number in range(3):
        here = folder.with_name(f"{folder.name}-{number}")
        both = [bench.popen(here), bench.popen(here)]
        codes.append(sorted(ended(process).code for process in both))
        bench.same(here)
    demand(codes == [[0, 2]] * 3, f"exit codes of two started at once: {codes}")
    return "the second is refused and named the first; the first is undisturbed"
