"""Ctrl-C while a file is written ends the command, after the file."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from simulation.records.files import replace_file
from simulation.records.interrupts import heard_afterwards


def swallowed(number: int) -> None:
    """A signal at a place where whatever it raises is dropped, as in C."""
    with contextlib.suppress(BaseException):
        signal.raise_signal(number)


def test_ctrl_c_is_not_lost_where_what_it_raises_is_dropped(tmp_path: Path) -> None:
    def write(temporary: Path) -> None:
        temporary.write_text("first half, ")
        swallowed(signal.SIGINT)
        temporary.write_text("first half, second half")

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "table", write)
    assert (tmp_path / "table").read_text() == "first half, second half"
    assert [path.name for path in tmp_path.iterdir()] == ["table"]
    assert signal.getsignal(signal.SIGINT) is before


def test_an_error_inside_still_comes_out_and_the_usual_handlers_return() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with pytest.raises(OSError, match="full"), heard_afterwards():
        raise OSError("full")
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


def test_pressing_it_twice_is_one_interruption() -> None:
    heard = []
    before = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    try:
        with heard_afterwards():
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
            assert heard == []
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard == [signal.SIGINT]


def test_other_threads_write_as_before(tmp_path: Path) -> None:
    thread = threading.Thread(target=replace_file, args=(tmp_path / "table", lambda path: path.write_text("whole")))
    thread.start()
    thread.join()
    assert (tmp_path / "table").read_text() == "whole"


@pytest.mark.skipif(sys.platform == "win32", reason="no such default there")
def test_a_signal_that_ends_the_process_at_once_still_does() -> None:
    code = (
        "import os, signal, time\n"
        "from simulation.records.interrupts import heard_afterwards\n"
        "with heard_afterwards():\n    os.kill(os.getpid(), signal.SIGTERM)\n    time.sleep(10)"
    )
    ended = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=False)
    assert ended.returncode == -signal.SIGTERM
