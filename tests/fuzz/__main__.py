"""Fuzzes the readers of files, settings and arguments: `python -m tests.fuzz --inputs 10000 --seed 1`.

Every input must be accepted (exit code 0) or refused (2), without a traceback, within seconds and 200 MB, and without
a file left behind. Exit code 1 where one is not. `--write` puts the result into docs/trust.md.
"""

import argparse
import platform
import sys
import time
from collections import Counter

from tests.documents.blocks import replace_block
from tests.fuzz.trial import LONGEST, MOST_GROWTH, Trial, run


def main(arguments: list[str] | None = None) -> int:
    """Tries the inputs, prints what became of them, and says by exit code whether all was well."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000, help="how many")
    parser.add_argument("--first", type=int, default=0, help="number of the first")
    parser.add_argument("--seed", type=int, default=1, help="number that they are drawn from")
    parser.add_argument("--write", action="store_true", help="puts the result into docs/trust.md")
    options = parser.parse_args(arguments)
    start, trials = time.perf_counter(), []
    try:
        for trial in run(options.seed, range(options.first, options.first + options.inputs)):
            trials.append(trial)
            if trial.fault:
                print(f"input {trial.number} ({trial.kind}): {trial.fault}", flush=True)
            if len(trials) % 1000 == 0:
                print(f"{len(trials)} inputs after {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print("Interrupted; this is what was tried so far.", file=sys.stderr)
    text = table(trials, options.seed)
    print(text)
    if options.write:
        replace_block("trust.md", "fuzz", text)
    return int(any(trial.fault for trial in trials))


def table(trials: list[Trial], seed: int) -> str:
    """The result as a table of Markdown."""
    rows = ["| inputs | tried | accepted | refused | longest | most memory added | faults |", "|---|--:|--:|--:|--:|--:|--:|"]
    kinds = sorted({trial.kind for trial in trials})
    for kind in [*kinds, "all"]:
        of_kind = [trial for trial in trials if kind in (trial.kind, "all")]
        outcomes = Counter(trial.outcome for trial in of_kind)
        longest = max(trial.seconds for trial in of_kind)
        memory = max(trial.megabytes for trial in of_kind)
        faults = sum(bool(trial.fault) for trial in of_kind)
        rows.append(f"| {kind} | {len(of_kind):,} | {outcomes['accepted']:,} | {outcomes['refused']:,} | {longest:.1f} s | "
                    f"{memory:.0f} MB | {faults} |")
    limits = (
        "A fault is a traceback, another exit code than 0 and 2, a file left behind, control characters on the screen, "
        f"more than {LONGEST:.0f} seconds of a processor, or more than {MOST_GROWTH} MB of memory. "
        f"Python {platform.python_version()}, seed {seed}."
    )
    return "\n".join([*rows, "", limits])


if __name__ == "__main__":
    sys.exit(main())
