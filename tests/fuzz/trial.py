"""Gives the commands of inputs to the command line, in a process of its own that is watched."""

import io
import os
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from simulation.scenario.texts import STEERING
from tests.fuzz.inputs import EXPERIMENT, Input, made

LONGEST = 20.0
"""Seconds of a processor that an input may take."""

PATIENCE = 600.0
"""Seconds after which a process that says nothing counts as hanging, however busy the machine is."""

MOST_GROWTH = 200
"""Megabytes by which an input may raise the memory of the process."""

ADDRESS_SPACE = 6 * 1024**3
"""Bytes of address space that a process may take, so that a bomb ends itself and not the machine."""


@dataclass(frozen=True)
class Trial:
    """What became of an input: `fault` is "" where it was accepted or refused as it should be."""

    number: int
    kind: str
    outcome: str
    seconds: float
    megabytes: float
    fault: str = ""


def peak() -> float:
    """The most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def tried(one: Input, number: int) -> Trial:
    """Lays an input down in an empty folder and gives its commands."""
    before, start = peak(), time.process_time()
    codes: list[int] = []
    fault = ""
    home = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        around = Path(name)
        folder = around / "here" / "work"
        folder.mkdir(parents=True)
        one.lay_down(folder)
        beside = sorted(path for path in around.rglob("*") if folder not in path.parents)
        os.chdir(folder)
        try:
            for words in one.commands:
                code, fault = answered(words)
                codes.append(code)
                if fault:
                    break
            if sorted(path for path in around.rglob("*") if folder not in path.parents) != beside:
                fault = fault or "wrote outside the folder"
            if one.commands[0][0] != "new" and set(folder.iterdir()) - laid(one, folder):
                fault = fault or f"left {sorted(set(folder.iterdir()) - laid(one, folder))}"
        finally:
            os.chdir(home)
    growth = peak() - before
    if growth > MOST_GROWTH:
        fault = fault or f"{growth:.0f} MB more"
    seconds = time.process_time() - start
    if seconds > LONGEST:
        fault = fault or f"{seconds:.0f} seconds"
    outcome = "accepted" if codes and not any(codes) else "refused"
    return Trial(number, one.kind, outcome, seconds, growth, fault)


def laid(one: Input, folder: Path) -> set[Path]:
    """What lay in the folder from the start."""
    return {folder / name.split("/")[0] for name in (*one.files, *one.links, *one.pipes, *one.folders)}


def warm_up() -> None:
    """Imports what commands need and compiles the engine, so that no input pays for it."""
    one = Input("warm", {"mine.toml": EXPERIMENT.encode()}, commands=[["sweep", "--estimate", "mine.toml"]])
    fault = tried(one, 0).fault
    if fault and "MB" not in fault:
        raise RuntimeError(fault)


def answered(words: Sequence[str]) -> tuple[int, str]:
    """Exit code of a command, and what is wrong with how it ended."""
    from simulation.apps.cli import main

    out, err = Screen(), Screen()
    argv, sys.argv = sys.argv, ["centricity", *words]
    code = 0
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        return 1, "traceback: " + traceback.format_exc(limit=-3)
    finally:
        sys.argv = argv
    said = out.text + err.text
    if code not in (0, 2):
        return code, f"exit code {code}: {said[-300:]}"
    if code == 2 and not said.strip():
        return code, "refused without a word"
    if "Traceback" in err.text:
        return code, "traceback in what it said"
    strange = set(STEERING.findall(said))
    return code, f"wrote {strange!r} to the screen" if strange else ""


class Screen(io.TextIOWrapper):
    """A stream of UTF-8 text that remembers what was written."""

    def __init__(self) -> None:
        self.kept = io.BytesIO()
        super().__init__(self.kept, encoding="utf-8", errors="strict", write_through=True)

    @property
    def text(self) -> str:
        """All that was written."""
        return self.kept.getvalue().decode("utf-8", "backslashreplace")


def run(seed: int, numbers: Sequence[int], batch: int = 500) -> Iterator[Trial]:
    """Tries the inputs of these numbers, a fresh process for each batch and after each hang or crash."""
    waiting = list(numbers)
    while waiting:
        now, waiting = waiting[:batch], waiting[batch:]
        done = yield from _batch(seed, now)
        waiting = [*now[done:], *waiting]


def _batch(seed: int, numbers: Sequence[int]) -> Iterator[Trial]:
    """Yields the trials of a batch as far as its process gets; returns how many that were."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _serve(seed, numbers, writing)
    os.close(writing)
    done = 0
    with os.fdopen(reading, "r", encoding="utf-8") as lines:
        while done < len(numbers):
            ready, _, _ = select.select([lines], [], [], PATIENCE)
            line = lines.readline() if ready else ""
            if not line.endswith("\n"):
                os.kill(child, signal.SIGKILL)
                what = "the process died" if ready else f"no answer in {PATIENCE:.0f} seconds"
                kind = made(seed, numbers[done]).kind
                yield Trial(numbers[done], kind, "neither", PATIENCE, 0.0, what)
                done += 1
                break
            number, kind, outcome, seconds, megabytes, fault = line.rstrip("\n").split("\t", 5)
            yield Trial(int(number), kind, outcome, float(seconds), float(megabytes), fault)
            done += 1
    os.waitpid(child, 0)
    return done


def _serve(seed: int, numbers: Sequence[int], writing: int) -> None:
    """The life of a child process: tries its inputs and tells of each in one line."""
    try:
        warm_up()
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        with os.fdopen(writing, "w", encoding="utf-8", buffering=1) as lines:
            for number in numbers:
                one = tried(made(seed, number), number)
                fault = one.fault.replace("\n", " | ").replace("\t", " ").replace("\r", " ")
                fault = fault.encode("ascii", "backslashreplace").decode()
                lines.write(f"{one.number}\t{one.kind}\t{one.outcome}\t{one.seconds:.3f}\t{one.megabytes:.1f}\t{fault}\n")
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)
