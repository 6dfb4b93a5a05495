"""What all commands have in common when they end badly: one message, an exit code, no traceback."""

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import typer

from simulation.apps.streams import Voice
from simulation.compile_cache import listeners

DONE, RUN_FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: done; some run failed; bad input; interrupted."""

Command = TypeVar("Command", bound=Callable[..., None])


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, with what was kept and how to go on."""

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


def guarded(command: Command) -> Command:
    """The command, with mistakes of the user and interruptions turned into a message and an exit code."""

    @functools.wraps(command)
    def wrapper(*args: Any, **kwargs: Any) -> None:
        voice = Voice(bool(kwargs.get("quiet", False)), bool(kwargs.get("as_json", False)))
        try:
            with _told_of_compiling(voice):
                command(*args, **kwargs)
        except Interrupted as interruption:
            voice.error(interruption.message, interrupted=True, **interruption.details)
            raise typer.Exit(INTERRUPTED) from None
        except KeyboardInterrupt:
            voice.error("Interrupted; nothing was written.", interrupted=True)
            raise typer.Exit(INTERRUPTED) from None
        except Exception as error:
            if _is_a_lost_executor(error):
                voice.error(f"{error} Those are kept; to go on: the same command with --resume.")
                raise typer.Exit(RUN_FAILED) from None
            if not _is_the_users(error):
                raise
            voice.error(str(error), **_details(error))
            raise typer.Exit(BAD_INPUT) from None

    return wrapper  # type: ignore[return-value]


@contextmanager
def _told_of_compiling(voice: Voice) -> Iterator[None]:
    """Within it, whatever has to compile the engine first says so: the same line from every command."""
    listeners.append(voice.note)
    try:
        yield
    finally:
        listeners.remove(voice.note)


def _is_the_users(error: Exception) -> bool:
    """Whether an error tells the user of a mistake in what they gave.

    Imports nothing: an error whose module was never imported cannot have been raised.
    """
    homes = {"simulation.scenario.errors": "ScenarioError", "simulation.records.files": "StoreError"}
    kinds = [getattr(sys.modules[home], name) for home, name in homes.items() if home in sys.modules]
    return isinstance(error, tuple(kinds))


def _is_a_lost_executor(error: Exception) -> bool:
    """Whether what carries out the runs is gone; imports nothing."""
    home = sys.modules.get("simulation.studies.runs.replications")
    return home is not None and isinstance(error, home.ExecutorLost)


def _details(error: Exception) -> dict[str, Any]:
    """The single problems of a scenario, for programs that read the JSON object."""
    problems = getattr(error, "problems", ())
    if not problems:
        return {}
    names = ("message", "file", "line", "key", "found", "allowed", "nearest")
    return {"problems": [{name: getattr(problem, name) for name in names} for problem in problems]}
