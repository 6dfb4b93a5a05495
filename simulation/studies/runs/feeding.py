"""Keeps processes busy with runs, and copes with those that die."""

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from typing import NamedTuple

from simulation.studies.runs.shares import Shares
from simulation.studies.runs.tasks import Task
from simulation.studies.runs.workers import RunResult, Simulate, Workers

DIED = (
    "the process that ran it died: killed, out of memory, or not able to start "
    '(a script that uses several jobs must do so under `if __name__ == "__main__":`)'
)
NEVER_STARTED = "not run: no process got through any run before it; " + DIED

HOPELESS = 2
"""So many processes dying alone at their task, before any run has finished, mean that none ever will."""

AHEAD = 64
"""Results that may wait to be received while something else is done here."""

Work = tuple[Task, Simulate | None]
"""A task, with what carries it out; None: the project's own engines."""

Enter = Callable[[int, RunResult], None]
"""Is handed the number of a task, and its result."""


class _Landed(NamedTuple):
    """What a lane reports: a task's result, None where its process died; or, without a task, that the lane has ended."""

    task: int | None
    result: RunResult | None = None


class Feeding:
    """Has processes carry out tasks.

    When a process dies, its task is tried again with nothing beside it; one that loses its process then, too, is recorded
    as failed. Where no process gets through any run, the rest is not tried.

    lanes   how many processes of `workers` take part
    enter   is handed every result, one at a time, in the thread that calls `run`
    """

    def __init__(self, tasks: Sequence[Work], lanes: int, workers: Workers, enter: Enter) -> None:
        self._tasks, self._lanes, self._workers, self._enter = list(tasks), lanes, workers, enter
        self._shares = Shares([task for task, _ in tasks], complete=False)
        self._landed: queue.Queue[_Landed] = queue.Queue(max(AHEAD, 2 * lanes))
        self._threads: list[threading.Thread] = []

    def run(self, begun: Callable[[], Sequence[Work]]) -> None:
        """Returns when every task has been entered.

        begun   called once, as soon as the processes are busy; returns further tasks
        raises  KeyboardInterrupt after Ctrl-C, with what was finished entered and the processes ended; what `enter` raises
        """
        try:
            self._run(begun)
        except KeyboardInterrupt:
            for landed in self._end():
                if landed.task is not None and landed.result is not None:
                    self._enter(landed.task, landed.result)
            raise
        except BaseException:
            self._end()
            raise

    def _run(self, begun: Callable[[], Sequence[Work]]) -> None:
        survived, died_alone = False, 0
        self._start()
        further = begun()
        self._tasks += further
        self._shares.add([task for task, _ in further])
        while True:
            lost, some = self._together()
            survived = survived or some
            self._shares.go_on()
            while lost:
                index = lost.pop(0)
                result = self._alone(index)
                died_alone += result.error == DIED
                survived = survived or result.error != DIED
                self._enter(index, result)
                if died_alone >= HOPELESS and not survived:
                    for other in (*lost, *self._shares.rest()):
                        self._enter(other, RunResult(self._tasks[other][0], "failed", 0.0, NEVER_STARTED))
                    return
            if not self._shares.rest():
                return
            self._start()

    def _start(self) -> None:
        self._threads = [threading.Thread(target=self._serve, args=(lane,), daemon=True) for lane in range(self._lanes)]
        for thread in self._threads:
            thread.start()

    def _together(self) -> tuple[list[int], bool]:
        """Enters results until nothing is under way; returns the tasks lost with their process, and whether any was not."""
        lost: list[int] = []
        running, some = len(self._threads), False
        while running:
            task, result = self._landed.get()
            if task is None:
                running -= 1
            elif result is None:
                lost.append(task)
            else:
                some = True
                self._enter(task, result)
        return sorted(lost), some

    def _serve(self, lane: int) -> None:
        """Hands a process one task after the other, in a thread of its own; ends all lanes when the process dies."""
        try:
            while (index := self._shares.take(lane)) is not None:
                result = self._workers.run(lane, *self._tasks[index])
                if result is None:
                    self._shares.stop()
                self._landed.put(_Landed(index, result))
        except CancelledError:
            return
        finally:
            self._landed.put(_Landed(None))

    def _alone(self, index: int) -> RunResult:
        """Runs one task with nothing beside it, once more; where its process dies, that is its own fault."""
        task, simulate = self._tasks[index]
        return self._workers.run(0, task, simulate) or RunResult(task, "failed", 0.0, DIED)

    def _end(self) -> list[_Landed]:
        """Ends all processes; returns what is finished and was not yet entered."""
        self._shares.stop()
        self._workers.discard()
        found: list[_Landed] = []
        while any(thread.is_alive() for thread in self._threads) or not self._landed.empty():
            try:
                found.append(self._landed.get(timeout=0.05))
            except queue.Empty:
                continue
        return found
