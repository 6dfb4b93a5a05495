"""Does faults to a small study and says what became of it: `python -m tests.faults [NAME...] [--points N] [--write]`.

--points  moments at which it is killed, 20 when left out
--write   puts the table into docs/reliability.md
"""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.faults import processes, storage
from tests.faults.bench import Bench, Fault

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- faults: begin -->", "<!-- faults: end -->"

FAULTS = {
    "killed": ("killed at random moments (`kill -9`)", processes.killed_at_random),
    "worker": ("a worker killed by the system", processes.worker_killed),
    "asked": ("Ctrl-C, and a batch system's SIGTERM", processes.asked_to_end),
    "terminal": ("terminal closed", processes.terminal_closed),
    "two": ("two studies in one folder", processes.two_in_one_folder),
    "full": ("disk full", storage.full_disk),
    "quota": ("files may not grow (quota)", storage.limited_files),
    "read-only": ("read-only folder", storage.read_only),
    "damaged": ("store files corrupted, cut off, deleted", storage.damaged),
    "changed": ("scenario file changed meanwhile", storage.scenario_changed),
    "clock": ("clock jumps by years", storage.clock_jumps),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(FAULTS))
    parser.add_argument("--points", type=int, default=20)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it, and so would the studies
    rows, bad = [], 0
    with tempfile.TemporaryDirectory(prefix="faults-") as temporary:
        benches = {command: Bench(Path(temporary) / command, command) for command in ("run", "sweep")}
        for name in asked.names or FAULTS:
            title, check = FAULTS[name]
            for command, bench in benches.items():
                started = time.monotonic()
                more = (asked.points,) if name == "killed" else ()
                try:
                    result, verdict = check(bench, bench.base / name, *more), "survived"  # type: ignore[operator]
                except Fault as fault:
                    result, verdict, bad = str(fault), "NOT survived", bad + 1
                seconds = time.monotonic() - started
                sys.stdout.write(f"{verdict:12} {command:5} {title} [{seconds:.0f} s]: {result}\n")
                sys.stdout.flush()
                rows.append(f"| {title} | `{command}` | {verdict}: {result} |")
    if asked.write:
        text = PAGE.read_text(encoding="utf-8")
        before, after = text.partition(BEGIN)[0], text.partition(END)[2]
        table = "\n".join(["| fault | command | result |", "|---|---|---|", *rows])
        PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
