"""Command `rounds`: a game for a class, from a folder of decision files."""

from pathlib import Path
from typing import Annotated

import typer

from simulation.apps.guard import BAD_INPUT, guarded
from simulation.apps.options import AsJson, Force, Jobs, Quiet
from simulation.apps.progress import RunProgress
from simulation.apps.streams import Voice

COURSE = "course"
"""Name of the picture of a game's course, among its results."""


@guarded
def rounds(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the game: game.toml and teams/NAME.toml.")],
    new: Annotated[bool, typer.Option("--new", help="Writes a game with two teams into the folder, to begin from.")] = False,
    years: Annotated[
        int | None, typer.Option("--years", metavar="N", min=1, help="Plays the first N years; all when left out.")
    ] = None,
    replay: Annotated[bool, typer.Option("--replay", help="Plays again and says whether every number is the same.")] = False,
    jobs: Jobs = 1,
    force: Force = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Plays a game of yearly decisions: teams with the same budget, compared over many worlds so that luck does not decide."""
    from dataclasses import asdict

    from simulation.presentation.rounds_figure import leads_figure
    from simulation.presentation.rounds_words import board_lines, board_table
    from simulation.presentation.style import save
    from simulation.records.files import StoreError, explained
    from simulation.scenario import Problem, ScenarioError
    from simulation.studies.rounds.files import HISTORY, RESULTS, differences, keep, load_game, new_game, stored_years
    from simulation.studies.rounds.playing import play
    from simulation.studies.rounds.standing import leaderboard

    voice = Voice(quiet, as_json)
    if new:
        written = [str(path) for path in new_game(folder)]
        voice.answer("\n".join(written))
        voice.object({"written": written})
        return
    game = load_game(folder)
    if replay and years is None:
        years = min(stored_years(folder), game.rules.years)
    if years is not None and years > game.rules.years:
        allowed = f"1 to {game.rules.years}"
        raise ScenarioError([Problem("the game has fewer years", key="--years", found=str(years), allowed=allowed)])
    if (folder / RESULTS / HISTORY).exists() and not force and not replay:
        raise StoreError(f"{folder / RESULTS} is there already: check it with --replay, or play anew with --force")
    with RunProgress(voice, game.rules.title) as progress:
        outcome = play(game, years or game.rules.years, jobs=jobs or 1, progress=progress)
    if replay:
        differing = differences(folder, game, outcome)
        voice.answer("Every number is the same." if not differing else f"Not the same: {', '.join(differing)}.")
        voice.object({"same": not differing, "differing": differing})
        if differing:
            raise typer.Exit(BAD_INPUT)
        return
    keep(folder, game, outcome)
    with explained(folder):
        save(leads_figure(outcome, game.market.market.currency), folder / RESULTS, COURSE)
    board = leaderboard(outcome)
    voice.show(board_table(board, game.market.market.currency), *board_lines(board))
    voice.object({"year": board.year, "standings": [asdict(one) for one in board.standings], "decisions": board.decisions,
                  "luck": board.luck, "both": board.both, "crowned": board.crowned})  # fmt: skip
    if quiet:
        voice.answer(str(folder / RESULTS))
