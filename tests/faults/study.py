"""A study alone, without pictures and report, so that many of them can be killed: `python -m tests.faults.study FILE DIR`."""

import sys

from simulation.scenario import load_scenario
from simulation.studies.study import run_study


def main() -> None:
    file, folder, jobs, *more = sys.argv[1:]
    run_study([load_scenario(file)], folder=folder, jobs=int(jobs), resume="--resume" in more, command="faults")


if __name__ == "__main__":
    main()
