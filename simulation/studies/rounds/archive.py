"""A game in one file: to take it home after a lesson, and to go on with it in the next."""

import io
import re
import tempfile
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from simulation.scenario.errors import Problem, ScenarioError
from simulation.studies.rounds.files import (
    GAME,
    HISTORY,
    RESULTS,
    TEAMS,
    load_game,
    load_rules,
    result_texts,
    stored_years,
)
from simulation.studies.rounds.game import MOST_TEAMS, Game
from simulation.studies.rounds.playing import Outcome

LARGEST = 20_000_000
"""Bytes of a game when it is unpacked: thirty teams in fifty worlds for ten years are a tenth of it."""

MOST_FILES = MOST_TEAMS + 10

MOST_CUSTOMERS = 2_000_000
"""Customers in all worlds of a game that is handed over, so that a year takes minutes at most; fifty times the usual."""

_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
_TEAM_FILE = re.compile(r"[\w -]{1,60}\.toml")


@dataclass(frozen=True)
class Saved:
    """A game that was saved.

    years    that had been played
    history  what they gave, as it was stored; "" where none had been played
    """

    game: Game
    years: int
    history: str


def archive(game: Game, outcome: Outcome | None) -> bytes:
    """A game as a zip of the folder that `centricity rounds` plays: rules, a file for each team, and results where there are any.

    Files are numbered, so that teams keep their order; equal games give equal bytes.
    """
    from simulation.scenario.toml_text import toml_text

    texts = {GAME: toml_text(game.rules.model_dump())}
    for number, team in enumerate(game.teams, 1):
        years = [{"year": year, **dict(team.decisions[year])} for year in sorted(team.decisions)]
        texts[f"{TEAMS}/{number:02}.toml"] = toml_text({"team": team.name, "years": years})
    if outcome is not None:
        texts |= {f"{RESULTS}/{name}": text for name, text in result_texts(game, outcome).items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in texts.items():
            file.writestr(zipfile.ZipInfo(f"game/{name}", (1980, 1, 1, 0, 0, 0)), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def opened(name: str, content: bytes) -> Saved:
    """A game that was handed over, from what `archive` gave.

    name    of the file, for messages
    raises  ScenarioError for what is no such game, is too large, or plays in another than a shipped scenario
    """
    from simulation.records.files import StoreError
    from simulation.scenario.library import shipped_names

    with tempfile.TemporaryDirectory(prefix="centricity-") as temporary:
        folder = Path(temporary)
        for inside, text in _texts(name, content).items():
            (folder / inside).parent.mkdir(parents=True, exist_ok=True)
            (folder / inside).write_bytes(text)
        try:
            rules = load_rules(folder / GAME)
            if rules.scenario not in shipped_names():  # before it is read: whoever hands a game over may read no file here
                allowed = "a shipped scenario"
                raise ScenarioError([Problem("plays in a scenario of its own", file=name, found=rules.scenario, allowed=allowed)])
            if (customers := rules.worlds * rules.customers) > MOST_CUSTOMERS:
                more, most = f"{customers:,}", f"at most {MOST_CUSTOMERS:,}"
                raise ScenarioError([Problem("has too many customers in all its worlds", file=name, found=more, allowed=most)])
            game = load_game(folder)
            history = folder / RESULTS / HISTORY
            years = stored_years(folder) if history.exists() else 0
        except ScenarioError as error:
            told = (replace(one, file=one.file.replace(str(folder), name)) for one in error.problems)
            raise ScenarioError(told) from None
        except StoreError:
            raise ScenarioError([Problem("holds a history that cannot be read", file=name)]) from None
        if not 0 <= years <= game.rules.years:
            raise ScenarioError([Problem("has a history of more years than the game", file=name, found=str(years))])
        return Saved(game, years, history.read_text(encoding="utf-8") if years else "")


def _texts(name: str, content: bytes) -> dict[PurePosixPath, bytes]:
    """The files of a game by their paths within its folder. Raises ScenarioError where it is none; nothing is written."""
    allowed = 'the file that "Save the game" gives'
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_FILES or sum(part.file_size for part in parts) > LARGEST:
                raise ScenarioError([Problem("is larger than a game can be", file=name, allowed=allowed)])
            found = {PurePosixPath(part.filename): packed.read(part) for part in parts if not part.is_dir()}
    except ScenarioError:
        raise
    except _BROKEN:
        raise ScenarioError([Problem("cannot be unpacked", file=name, allowed=allowed)]) from None
    ours: dict[PurePosixPath, bytes] = {}
    for path, text in found.items():
        inside = PurePosixPath(*path.parts[1:])
        is_team = inside.parent == PurePosixPath(TEAMS) and _TEAM_FILE.fullmatch(inside.name)
        if is_team or inside in (PurePosixPath(GAME), PurePosixPath(RESULTS, HISTORY)):
            ours[inside] = text
    if PurePosixPath(GAME) not in ours:
        raise ScenarioError([Problem("holds no game", file=name, allowed=allowed)])
    return ours
