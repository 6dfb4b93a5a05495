"""Progress on stderr: a bar with the time left on a terminal, a line now and then elsewhere."""

import sys
from types import TracebackType
from typing import Self

from simulation.apps.streams import Voice, console_for

SECONDS_BETWEEN_LINES = 30.0


class RunProgress:
    """Shows how many runs are finished and how long the rest will take; to be used in a `with` block.

    An instance is called with runs finished, runs in all, and seconds since the start.
    """

    def __init__(self, voice: Voice, title: str) -> None:
        self._quiet = voice.quiet
        self._title = title
        self._bar: object | None = None
        self._task: object | None = None
        self._last_line = 0.0

    def __enter__(self) -> Self:
        if not self._quiet and sys.stderr.isatty():
            self._start_bar()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()  # type: ignore[attr-defined]
            self._bar = None

    def __call__(self, finished: int, total: int, seconds: float) -> None:
        if self._quiet:
            return
        if self._bar is not None:
            self._bar.update(  # type: ignore[attr-defined]
                self._task, total=total, completed=finished, left=time_left(finished, total, seconds)
            )
        elif finished == total or seconds - self._last_line >= SECONDS_BETWEEN_LINES:
            self._last_line = seconds
            left = time_left(finished, total, seconds)
            sys.stderr.write(f"{self._title}: {finished} of {total} runs{', ' + left if left else ''}\n")
            sys.stderr.flush()

    def _start_bar(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        console = console_for(sys.stderr)
        if console.is_dumb_terminal:
            return
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TextColumn("runs"),
            TextColumn("{task.fields[left]}"),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task(self._title, total=None, left="")
        self._bar.start()


def time_left(finished: int, total: int, seconds: float) -> str:
    """How long the remaining runs will take at the pace so far, in round words.

    >>> time_left(10, 30, 60.0), time_left(0, 30, 5.0), time_left(30, 30, 60.0)
    ('about 2 min left', '', '')
    """
    if finished <= 0 or finished >= total:
        return ""
    left = seconds / finished * (total - finished)
    if left < 90:
        return f"about {max(1, round(left))} s left"
    if left < 5400:
        return f"about {round(left / 60)} min left"
    return f"about {left / 3600:.1f} h left"
