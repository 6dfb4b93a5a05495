"""Coverage of 95 % intervals, with a fixed number of runs and when a study stops by their width: `python -m tests.coverage`."""

import sys

from tests.coverage.coverage import SHAPES, coverage

NEEDED = (10, 30, 60, 120, 300)


def main() -> None:
    for sequential in (False, True):
        title = "stopped by the width" if sequential else "a fixed number of runs"
        sys.stdout.write(f"| {title}: differences | " + " | ".join(f"{n} runs" for n in NEEDED) + " |\n")
        sys.stdout.write("|---" * (len(NEEDED) + 1) + "|\n")
        for shape in SHAPES:
            cells = []
            for needed in NEEDED:
                held, runs, _ = coverage(shape, needed, sequential=sequential)
                cells.append(f"{held * 100:.1f} %" + (f" ({runs:.0f})" if sequential else ""))
            sys.stdout.write(f"| {shape} | {' | '.join(cells)} |\n")
            sys.stdout.flush()
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
