"""Faults of what is written to: a full disk, a read-only folder, damaged files, a clock that jumps, files that change."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

from simulation.records.result_folder import PARTS
from tests.faults.bench import Bench, cut, demand, ended, environment, flip, killed_after, running

BLOCK = 4096
"""What a file takes on the disk at least."""


def sizes(bench: Bench) -> tuple[int, ...]:
    """Bytes of disks that are full when the study begins, while its runs are stored, and while its tables are written."""
    needed = {
        path.relative_to(bench.reference).as_posix(): -(-path.stat().st_size // BLOCK) * BLOCK
        for path in bench.reference.rglob("*")
        if path.is_file()
    }
    whole = sum(needed.values())
    if bench.command == "run":
        return BLOCK, whole // 8, whole // 2, whole - 2 * BLOCK
    beginning = BLOCK + sum(needed[name] for name in ("manifest.json", "scenario.toml", "experiment.toml"))
    return BLOCK, beginning - BLOCK, beginning + needed["journal.jsonl"] // 2, whole - 2 * BLOCK


def full_disk(bench: Bench, folder: Path) -> str:
    """The disk is full: at different moments, while parts, journal and tables are written; then there is room again."""
    if not may_mount():
        return limited_files(bench, folder)
    runs = len(bench.finished_runs(bench.reference))
    told: dict[int, int] = {}
    for size in sizes(bench):
        folder.mkdir(exist_ok=True)
        told[size] = int(_inside(bench, folder, str(size)))
    while told[size] < runs:    # runs under way take more room than their tables do: until it is the tables that do not fit
        size += size // 10
        told[size] = int(_inside(bench, folder, str(size)))
    kept = list(told.values())
    demand(kept[0] == 0 and 0 < kept[-2] <= kept[-1] == runs, f"runs kept: {kept}")
    kilobytes = ", ".join(f"{size // 1024} kB" for size in told)
    return f"disks of {kilobytes}: {', '.join(map(str, kept))} runs kept; told, and resumed to the same bytes"


def inside_full_disk(bench: Bench, disk: Path, size: str) -> str:
    """What `full_disk` does where file systems may be mounted."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(disk)], check=True)
    folder = disk / "result"
    told = bench.start(folder)
    bench.clear(told, 2, "the disk is full; what was finished before is kept")
    kept = bench.finished_runs(folder) if folder.exists() else {}
    again = bench.start(folder, "--resume") if kept else told
    bench.clear(again, 2, "the disk is full")
    subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
    bench.resume(folder, kept)
    return str(len(kept))


def limited_files(bench: Bench, folder: Path) -> str:
    """Files may not grow beyond a size, as with a quota."""
    limit = 100_000 if bench.command == "run" else 8_000

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    told = bench.start(folder, preexec_fn=small_files)
    bench.clear(told, 2, "what was finished before is kept")
    kept = bench.finished_runs(folder)
    demand(bool(kept), "no run is kept")
    bench.resume(folder, kept)
    return f"files of {limit:,} bytes at most: {len(kept)} runs kept; told, and resumed to the same bytes"


def read_only(bench: Bench, folder: Path) -> str:
    """The folder may not be written to: from the start, and from one moment on."""
    demand(may_mount(), "needs a system where file systems may be mounted (unshare)")
    folder.mkdir(exist_ok=True)
    return _inside(bench, folder, "read-only")


def inside_read_only(bench: Bench, disk: Path) -> str:
    """What `read_only` does where file systems may be mounted."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m", "none", str(disk)], check=True)

    def turn(how: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)

    turn("ro")
    bench.clear(bench.start(disk / "result"), 2, "it may not be written to")
    demand(not (disk / "result").exists(), "something was written")
    turn("rw")
    folder = disk / "result"
    with running(bench, folder) as process:
        bench.wait_for_runs(process, folder, 3)
        subprocess.run(["mount", "-o", "remount,ro", "-f", str(disk)], check=False)
        forced = subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=False, capture_output=True).returncode == 0
        told = ended(process)
    if forced:
        bench.clear(told, 2, "it may not be written to; what was finished before is kept")
    turn("rw")
    kept = bench.finished_runs(folder)
    bench.resume(folder, kept)
    turn("ro")
    verified = subprocess.run(
        [sys.executable, "-m", "simulation.apps.cli", "verify", str(folder), "--sample", "2"],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip
    demand(verified.returncode == 0, f"a read-only result cannot be verified: {verified.stdout}{verified.stderr}")
    return "refused with nothing written; a finished result can still be verified" + (
        f"; turned so after {len(kept)} runs: told, kept, resumed to the same bytes" if forced else ""
    )


def damaged(bench: Bench, folder: Path) -> str:
    """One bit turned, files cut off or deleted: of a study under way, and of a finished one that is continued."""
    names = []
    under_way = {"run": (f"{PARTS}/*/series.arrow", f"{PARTS}/*/run.json"), "sweep": ("journal.jsonl",)}[bench.command]
    finished = {
        "run": ("series.parquet", "twins.parquet", "panel.parquet", "runs.csv", "comparison.csv"),
        "sweep": ("journal.jsonl", "outcomes.parquet", "runs.csv"),
    }[bench.command]
    half = folder.with_name(folder.name + "-half")
    killed_after(bench, half, 3)
    for pattern, base in [*((name, half) for name in under_way), *((name, bench.reference) for name in finished)]:
        for how in (flip, cut, Path.unlink):
            here = folder.with_name(f"{folder.name}-{len(names)}")
            shutil.copytree(base, here)
            how(min(here.glob(pattern)))
            told = bench.start(here, "--resume")
            bench.clear(told, 0)
            bench.same(here)
            names.append(f"{pattern} {how.__name__}")
    return f"{len(names)} damages (bit turned, cut off, deleted): found, run again, the same bytes"


def scenario_changed(bench: Bench, folder: Path) -> str:
    """The scenario file is changed while the study runs, and before it is continued."""
    try:
        with running(bench, folder, jobs=2) as process:
            bench.wait_for_runs(process, folder, 2)
            bench.write_scenario(customers=bench.customers * 2)
            bench.clear(ended(process), 0)
        bench.same(folder)
        other = bench.start(folder, "--resume")
        bench.clear(other, 2, "cannot be continued, since its")
    finally:
        bench.write_scenario()
    bench.resume(folder, bench.finished_runs(folder))
    return "the study goes on with what it read; continuing with another scenario is refused"


CLOCK = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>
static long calls = 0;
static long jump(void) { return (++calls / 5) % 2 ? 200000000L : -200000000L; }
int clock_gettime(clockid_t id, struct timespec *t) {
    static int (*real)(clockid_t, struct timespec *) = 0;
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(id, t);
    if (id == CLOCK_REALTIME) t->tv_sec += jump();
    return result;
}
int gettimeofday(struct timeval *t, void *zone) {
    static int (*real)(struct timeval *, void *) = 0;
    if (!real) real = dlsym(RTLD_NEXT, "gettimeofday");
    int result = real(t, zone);
    t->tv_sec += jump();
    return result;
}
time_t time(time_t *out) {
    struct timeval t; gettimeofday(&t, 0);
    if (out) *out = t.tv_sec;
    return t.tv_sec;
}
"""


def clock_jumps(bench: Bench, folder: Path) -> str:
    """The clock jumps six years to and fro, every few times that somebody looks at it."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    demand(compiler is not None, "needs a C compiler")
    source, library = bench.base / "clock.c", bench.base / "clock.so"
    source.write_text(CLOCK, encoding="utf-8")
    subprocess.run([str(compiler), "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True)
    os.environ["LD_PRELOAD"] = str(library)
    try:
        seen = subprocess.run([sys.executable, "-c", "import time\nprint(max(time.time() for _ in range(9)) - "
                               "min(time.time() for _ in range(9)))"], capture_output=True, text=True, check=True)  # fmt: skip
        demand(float(seen.stdout) > 1e8, "the clock does not jump")
        bench.clear(bench.start(folder, jobs=2), 0)
        bench.same(folder)
        half = folder.with_name(folder.name + "-half")
        killed_after(bench, half, 5)
        bench.resume(half, bench.finished_runs(half))
    finally:
        del os.environ["LD_PRELOAD"]
    return "the same bytes, undisturbed and resumed"


def _inside(bench: Bench, folder: Path, how: str) -> str:
    """Goes on in a process that may mount file systems, which nobody else sees."""
    command = ["unshare", "-Urm", sys.executable, "-m", "tests.faults.storage"]
    done = subprocess.run(
        [*command, bench.command, str(bench.base), str(folder), how],
        capture_output=True, text=True, env=environment(), check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    demand(done.returncode == 0, (done.stdout + done.stderr)[-800:])
    return done.stdout.strip().splitlines()[-1]


def may_mount() -> bool:
    """Whether a file system may be mounted here."""
    if shutil.which("unshare") is None:
        return False
    command = ["unshare", "-Urm", "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    what, base, disk, how = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
    there = Bench(base, what)
    sys.stdout.write((inside_read_only(there, disk) if how == "read-only" else inside_full_disk(there, disk, how)) + "\n")
