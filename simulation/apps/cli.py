"""The command `centricity`: its commands by name, and how it starts and ends.

Nothing heavy is imported here or in the modules of the commands; each command imports what it needs when it
runs.
"""

import errno
import signal
import sys
from typing import Annotated

import typer

from simulation.apps import files, run
from simulation.apps.allocate import allocate
from simulation.apps.calibrate import calibrate
from simulation.apps.claims import claims
from simulation.apps.dashboard.command import dashboard
from simulation.apps.guard import DONE, INTERRUPTED, RUN_FAILED
from simulation.apps.map import map_
from simulation.apps.report import report
from simulation.apps.rounds import rounds
from simulation.apps.sensitivity import sensitivity
from simulation.apps.stories import stories
from simulation.apps.streams import give_up_on_stdout, prepare
from simulation.apps.sweep import sweep
from simulation.apps.verify import verify
from simulation.apps.why import why

SIMULATE, EXPERIMENTS, SCENARIOS, RESULTS, TEACH = "Simulate", "Experiments", "Scenario files", "Results", "Teach"

app = typer.Typer(
    name="centricity",
    epilog="First steps: centricity new mine.toml --from head_to_head; centricity run mine.toml",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

app.command("run", cls=run.RunCommand, rich_help_panel=SIMULATE)(run.run)
app.command("compare", rich_help_panel=SIMULATE)(run.compare)
app.command("sweep", rich_help_panel=EXPERIMENTS)(sweep)
app.command("calibrate", rich_help_panel=EXPERIMENTS)(calibrate)
app.command("stories", rich_help_panel=TEACH)(stories)
app.command("rounds", rich_help_panel=TEACH)(rounds)
app.command("map", rich_help_panel=EXPERIMENTS)(map_)
app.command("sensitivity", rich_help_panel=EXPERIMENTS)(sensitivity)
app.command("allocate", rich_help_panel=EXPERIMENTS)(allocate)
app.command("why", rich_help_panel=EXPERIMENTS)(why)
app.command("new", rich_help_panel=SCENARIOS)(files.new)
app.command("check", rich_help_panel=SCENARIOS)(files.check)
app.command("explain", rich_help_panel=SCENARIOS)(files.explain)
app.command("diff", rich_help_panel=SCENARIOS)(files.diff)
app.command("schema", rich_help_panel=SCENARIOS)(files.schema)
app.command("report", rich_help_panel=RESULTS)(report)
app.command("verify", rich_help_panel=RESULTS)(verify)
app.command("claims", rich_help_panel=RESULTS)(claims)
app.command("dashboard", rich_help_panel=TEACH)(dashboard)


def _say_version(wanted: bool) -> None:
    if wanted:
        import simulation

        sys.stdout.write(f"centricity {simulation.__version__}\n")
        raise typer.Exit(DONE)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Says which version this is."),
    ] = False,
) -> None:
    """Simulates a market in which customer-centric firms compete with firms that only do customer service."""
    if context.invoked_subcommand is None:
        sys.stdout.write(context.get_help() + "\n")
        raise typer.Exit(DONE)


def main() -> None:
    """Runs the command line and ends the process with its exit code: 0, 1, 2 or 130."""
    prepare()
    _end_in_order()
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as error:
        if error.errno == errno.EIO and _ended:  # the terminal is closed, so nobody can be told
            sys.exit(INTERRUPTED)
        if error.errno not in (errno.EPIPE, errno.EINVAL):
            raise
        give_up_on_stdout()
        sys.exit(RUN_FAILED)
    except SystemExit:
        _finish_output()
        raise


_ended: list[int] = []
"""The signals that asked for the end."""


def _end_in_order() -> None:
    """Takes a closed terminal, and a system that asks for the end, as Ctrl-C: what is finished is kept and told."""

    def end(number: int, _: object) -> None:
        _ended.append(number)
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:  # not where nohup has it ignored
            signal.signal(number, end)


def _finish_output() -> None:
    """Writes what is still held back; where nobody reads any more, leaves it."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        give_up_on_stdout()


if __name__ == "__main__":
    main()
