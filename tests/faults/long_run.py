"""A study of thousands of runs, with its memory, processes and files over time.

`python -m tests.faults.long_run [--runs N] [--customers N] [--months N] [--jobs N] [--kind run|sweep]`
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.bench import MODULE, children, environment

EXPERIMENT = """\
scenario = "head_to_head"
replications = {replications}
measures = ["discounted_profit", "revenue", "retention_per_year"]
worlds = ["customer-centric", "customer-focused", "service-only", "status-quo", "none"]

[set]
"market.customers" = {customers}
"run.months" = {months}

[[parameters]]
key = "market.switching_cost"
values = [0.5, 1.0, 2.0, 3.0]
"""

WORLDS = 5


def megabytes(pid: int) -> float:
    """Memory that a process holds for itself alone, and its share of what it holds with others (PSS)."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.long_run")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--months", type=int, default=60)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--kind", choices=["run", "sweep"], default="run")
    parser.add_argument("--every", type=float, default=30.0, help="seconds between two looks")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="long-run-") as temporary:
        base = Path(temporary)
        (base / "tmp").mkdir()
        folder = base / "result"
        command = [*MODULE, asked.kind]
        if asked.kind == "run":
            replications = -(-asked.runs // WORLDS)
            command += ["head_to_head", "--robustness", "0", "--replications", str(replications)]
            command += ["--set", f"market.customers={asked.customers}", "--months", str(asked.months)]
        else:
            replications = -(-asked.runs // WORLDS // 4)
            text = EXPERIMENT.format(replications=replications, customers=asked.customers, months=asked.months)
            (base / "long.toml").write_text(text, encoding="utf-8")
            command += [str(base / "long.toml")]
        command += ["--out", str(folder), "--jobs", str(asked.jobs), "--quiet"]
        process = subprocess.Popen(command, env={**environment(), "TMPDIR": str(base / "tmp")}, start_new_session=True)
        started, most, pids = time.monotonic(), 0.0, set()
        sys.stdout.write("minutes | runs done | processes | memory MB | files in the folder | temporary files\n")
        due = 0.0
        while process.poll() is None:
            everybody = [process.pid, *children(process.pid)]
            pids |= set(everybody)
            memory = sum(megabytes(pid) for pid in everybody)
            most = max(most, memory)
            if time.monotonic() - started >= due:
                due += asked.every
                _tell(started, folder, len(everybody), memory, base / "tmp")
            time.sleep(1.0)
        _tell(started, folder, 0, 0.0, base / "tmp")
        left = [pid for pid in pids if Path(f"/proc/{pid}").exists()]
        temporary_files = list((base / "tmp").rglob("*"))
        hidden = [path.name for path in folder.rglob(".*")]
        sys.stdout.write(
            f"exit code {process.returncode}; most memory {most:.0f} MB; processes left {len(left)}; temporary files left "
            f"{len(temporary_files)}; half-written files left {len(hidden)}\n"
        )
        return process.returncode or (1 if left or temporary_files or hidden else 0)


def _tell(started: float, folder: Path, processes: int, memory: float, temporary: Path) -> None:
    journal, parts = folder / "journal.jsonl", folder / "parts"
    if journal.exists():
        done = journal.read_bytes().count(b"\n")
    elif parts.exists():
        done = sum(1 for _ in parts.glob("[0-9]*"))
    else:
        done = max(0, (folder / "runs.csv").read_bytes().count(b"\n") - 1) if (folder / "runs.csv").exists() else 0
    files = sum(len(names) for _, _, names in os.walk(folder))
    others = sum(len(names) for _, _, names in os.walk(temporary))
    minutes = (time.monotonic() - started) / 60
    sys.stdout.write(f"{minutes:7.1f} | {done:9} | {processes:9} | {memory:9.0f} | {files:19} | {others:15}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
