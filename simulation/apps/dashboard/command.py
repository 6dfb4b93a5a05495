"""The command `dashboard`: checks everything that can be wrong before anything is served."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.apps.guard import BAD_INPUT, guarded
from simulation.apps.options import Force, Jobs, Quiet, Replications, SetValues
from simulation.apps.streams import Voice

if TYPE_CHECKING:
    from simulation.apps.dashboard.room import Room

PORT, LOOPBACK = 8080, "127.0.0.1"
EXTRA = "The dashboard needs a package that is not installed: pip install 'centricity[dashboard]'"


@guarded
def dashboard(
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="Scenario file, or a shipped scenario's name.", show_default=False)
    ] = "head_to_head",
    port: Annotated[int, typer.Option("--port", metavar="N", min=1, max=65535, help="Port of the page.")] = PORT,
    host: Annotated[
        str,
        typer.Option(
            "--host", metavar="ADDRESS",
            help="Address of this machine in the local network, on which a class may join; this machine alone when left out.",
        ),
    ] = LOOPBACK,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Opens no browser.")] = False,
    static: Annotated[
        Path | None,
        typer.Option("--static", metavar="OUT.html", help="Writes a page of stories for a course site instead: one file."),
    ] = None,
    replications: Replications = None,
    jobs: Jobs = None,
    force: Force = False,
    set_values: SetValues = None,
    quiet: Quiet = False,
) -> None:
    """Opens the classroom page: play a market month by month, side by side on the same luck, and decide in it."""
    from importlib.util import find_spec

    from simulation.scenario import Problem, ScenarioError, load_scenario

    voice = Voice(quiet)
    if static is not None:
        _write_static(static, replications, jobs, force, voice)
        return
    scenario = load_scenario(file, set_values or ())
    if find_spec("nicegui") is None:
        voice.complain(EXTRA)
        raise typer.Exit(BAD_INPUT)
    from simulation.apps.dashboard import server, sources

    sources.session_of(scenario)
    if not server.is_of_this_machine(host):
        found = ", ".join([*server.own_addresses(), server.EVERY_ADDRESS])
        raise ScenarioError([Problem("this is no IPv4 address of this machine", key="--host", found=host, allowed=found)])
    if not server.is_free(host, port):
        voice.complain(f"Port {port} is in use: choose another one, for instance --port {port + 1}.")
        raise typer.Exit(BAD_INPUT)
    folder = Path(file).resolve().parent if Path(file).is_file() else Path.cwd()
    sources.SHELVES.append(sources.in_folder(folder))
    voice.note("Getting the first market ready ...")

    def ready(room: "Room") -> None:
        here = server.LOOPBACK if host == server.EVERY_ADDRESS else host
        voice.answer(f"The page is at http://{here}:{port} (Ctrl-C ends it).")
        if host != server.LOOPBACK:
            voice.answer(f"A class joins at {' or '.join(room.addresses)} with the code {room.door.join_code}.")
            voice.answer(f"The teacher's page on another machine: http://{host}:{port}/?teacher={room.door.teacher_code}")

    server.serve(scenario, port, ready, host, browser=not no_browser)


def _write_static(out: Path, replications: int | None, jobs: int | None, force: bool, voice: Voice) -> None:
    """The page of stories; it needs none of the packages of the dashboard."""
    import os

    from simulation.apps.static_page import RUNS, write_static
    from simulation.scenario import Problem, ScenarioError
    from simulation.studies.stories.grid import Size

    if replications is not None and replications < 2:
        problem = Problem("bands need runs to be made of", key="--replications", found=str(replications), allowed="2 or more")
        raise ScenarioError([problem])
    write_static(out, voice, Size(replications or RUNS), jobs or os.cpu_count() or 1, force)
