"""One process writes to a folder at a time; a dead one does not block it for ever."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from simulation.records.lock import LOCK, FolderLock
from simulation.records.store import StoreError


def owner(path, **changes):
    lock = FolderLock(path)
    lock.acquire()
    content = json.loads((path / LOCK).read_text())
    lock.release()
    (path / LOCK).write_text(json.dumps({**content, **changes}))


def test_a_lock_is_given_back(tmp_path):
    for _ in range(2):
        lock = FolderLock(tmp_path)
        lock.acquire()
        assert (tmp_path / LOCK).exists()
        lock.release()
        assert not (tmp_path / LOCK).exists()


def test_a_second_writer_is_told_who_writes(tmp_path):
    holder = FolderLock(tmp_path)
    holder.acquire()
    with pytest.raises(StoreError, match=f"process {os.getpid()} writes to this folder"):
        FolderLock(tmp_path).acquire()
    holder.release()
    FolderLock(tmp_path).acquire()


def test_a_refused_writer_does_not_take_the_lock_away(tmp_path):
    holder, other = FolderLock(tmp_path), FolderLock(tmp_path)
    holder.acquire()
    with pytest.raises(StoreError):
        other.acquire()
    other.release()
    assert (tmp_path / LOCK).exists()


def test_another_living_process_holds_it(tmp_path):
    code = (
        "import sys, pathlib; from simulation.records.lock import FolderLock\n"
        "FolderLock(pathlib.Path(sys.argv[1])).acquire(); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match=f"process {holder.pid} writes"):
            FolderLock(tmp_path).acquire()
        holder.kill()
        holder.wait()
        FolderLock(tmp_path).acquire()
    assert json.loads((tmp_path / LOCK).read_text())["pid"] == os.getpid()


def test_a_number_used_again_by_another_process_does_not_hold_it(tmp_path):
    if not Path("/proc/self/stat").exists():
        pytest.skip("this system does not say when a process started")
    owner(tmp_path, process_started="1")
    FolderLock(tmp_path).acquire()


def test_a_process_on_another_computer_cannot_be_judged(tmp_path):
    owner(tmp_path, host=platform.node() + "-other", pid=1)
    with pytest.raises(StoreError, match=r"delete .*lock and try again"):
        FolderLock(tmp_path).acquire()


@pytest.mark.parametrize("text", ["", "{", '{"pid": 1}', "null"])
def test_a_lock_cut_off_while_it_was_written_is_replaced(tmp_path, text):
    (tmp_path / LOCK).write_text(text)
    FolderLock(tmp_path).acquire()
    assert json.loads((tmp_path / LOCK).read_text())["pid"] == os.getpid()


def test_a_folder_that_is_gone_is_said_so(tmp_path):
    with pytest.raises(StoreError, match="no such file or directory"):
        FolderLock(tmp_path / "gone").acquire()
