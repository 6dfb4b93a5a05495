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

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._new: deque[deque[int]] = deque()
        self._begun: dict[int, deque[int]] = {}
        self._stopped = False
        self._lock = threading.Lock()
        before: Task | None = None
        for index, task in enumerate(tasks):
            if before is None or task.replication != before.replication or task.scenario is not before.scenario:
                self._new.append(deque())
            self._new[-1].append(index)
            before = task

    def take(self, lane: int) -> int | None:
        """The number of the next task for a lane; None where there is nothing to take."""
        with self._lock:
            if self._stopped:
                return None
            if not self._begun.get(lane) and self._new:
                self._begun[lane] = self._new.popleft()
            group = self._begun.get(lane) or max(self._begun.values(), key=len, default=None)
            return group.popleft() if group else None

    def rest(self) -> list[int]:
        """The numbers of all tasks that nobody has taken."""
        with self._lock:
            return sorted(index for group in (*self._begun.values(), *self._new) for index in group)

    def stop(self) -> None:
        """Lets nobody take anything any more."""
        with self._lock:
            self._stopped = True

    def go_on(self) -> None:
        """Lets tasks be taken again."""
        with self._lock:
            self._stopped = False
