"""Which process gets which task: worlds of one replication go to the same one, since they share a past that it keeps."""

import threading
from collections import deque
from collections.abc import Sequence

from simulation.studies.runs.tasks import Task


class Shares:
    """Tasks that wait for several lanes, which may take them at once.

    A lane goes on with the replication that it has begun, then begins the next one that nobody has; where all are begun it
    helps whoever has most left. That changes who lives a past, and no number.
    """

    def __init__(self, tasks: Sequence[Task] = (), complete: bool = True) -> None:
        self._new: deque[deque[int]] = deque()
        self._begun: dict[int, deque[int]] = {}
        self._known, self._complete, self._stopped = 0, complete, False
        self._news = threading.Condition()
        self.add(tasks, complete)

    def add(self, tasks: Sequence[Task], complete: bool = True) -> None:
        """Adds tasks behind those that are there, numbered on.

        complete  whether these are the last ones
        """
        with self._news:
            before: Task | None = None
            for task in tasks:
                if before is None or task.replication != before.replication or task.scenario is not before.scenario:
                    self._new.append(deque())
                self._new[-1].append(self._known)
                self._known, before = self._known + 1, task
            self._complete = complete
            self._news.notify_all()

    def take(self, lane: int) -> int | None:
        """The number of the next task for a lane; waits where more are to come; None where there is nothing to take."""
        with self._news:
            while not self._stopped:
                if not self._begun.get(lane) and self._new:
                    self._begun[lane] = self._new.popleft()
                group = self._begun.get(lane) or max(self._begun.values(), key=len, default=None)
                if group:
                    return group.popleft()
                if self._complete:
                    return None
                self._news.wait()
            return None

    def rest(self) -> list[int]:
        """The numbers of all tasks that nobody has taken."""
        with self._news:
            return sorted(index for group in (*self._begun.values(), *self._new) for index in group)

    def stop(self) -> None:
        """Lets nobody take anything any more."""
        with self._news:
            self._stopped = True
            self._news.notify_all()

    def go_on(self) -> None:
        """Lets tasks be taken again."""
        with self._news:
            self._stopped = False
