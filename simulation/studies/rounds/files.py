"""A game as a folder: game.toml, teams/NAME.toml, and results that can be replayed to the bit."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulation.records.files import StoreError, csv_text, explained, write_text
from simulation.scenario.errors import Problem, ScenarioError, nearest_name
from simulation.studies.rounds.game import Game, Rules, Team, checked_decision
from simulation.studies.rounds.playing import Outcome
from simulation.studies.rounds.standing import leaderboard

GAME, TEAMS, RESULTS = "game.toml", "teams", "results"
HISTORY, BOARD, DECISIONS = "history.csv", "leaderboard.csv", "decisions.toml"

NEW_GAME = '''# A game of rounds. Every team leads the same firm in the same worlds, with the same budget.
# Play it: centricity rounds {folder}

title = "A game of rounds"
scenario = "counterfactual"     # the market: a shipped scenario or a file
years = 5                       # yearly rounds
worlds = 20                     # every team plays in each of them: so many lucks, so that luck does not decide
seed = 1
customers = 2000
budget = 0.03                   # share of revenue that every team spends
'''

NEW_TEAM = '''# What a team decides. A year that is left out goes on as before.
# Weights say how the budget is shared out: `centricity explain "firms[].levers"` lists what can be bought.

team = "{name}"

[[years]]
year = 1
strategy = "{strategy}"

[[years]]
year = 2
[years.levers]
{lever} = 0.2
'''

EXAMPLES = (("Blue", "customer-centric", "employee_empowerment"), ("Orange", "service-only", "support_staff"))


def new_game(folder: Path) -> list[Path]:
    """Writes a game with two teams to begin from. Raises StoreError where the folder holds a game."""
    if (folder / GAME).exists():
        raise StoreError(f"{folder} holds a game already; choose another folder")
    with explained(folder):
        (folder / TEAMS).mkdir(parents=True, exist_ok=True)
        texts = {folder / GAME: NEW_GAME.format(folder=folder.as_posix())}
        for name, strategy, lever in EXAMPLES:
            texts[folder / TEAMS / f"{name.lower()}.toml"] = NEW_TEAM.format(name=name, strategy=strategy, lever=lever)
        for path, text in texts.items():
            write_text(path, text)
    return list(texts)


def load_game(folder: Path) -> Game:
    """The game in a folder, teams in the order of their files' names. Raises ScenarioError with every mistake in any file."""
    problems: list[Problem] = []
    rules, teams = Rules(), []
    try:
        rules = load_rules(folder / GAME)
    except ScenarioError as error:
        problems += error.problems
    for path in sorted((folder / TEAMS).glob("*.toml")):
        try:
            teams.append(_team(path))
        except ScenarioError as error:
            problems += error.problems
    if not teams and not problems:
        problems.append(Problem("there is no team", file=str(folder / TEAMS), allowed="a file NAME.toml for each team"))
    if problems:
        raise ScenarioError(problems)
    game = Game(rules, tuple(teams))
    _ = game.market
    return game


def load_rules(path: Path) -> Rules:
    """The rules of a game. Raises ScenarioError with every mistake in the file."""
    from pydantic import ValidationError

    content = _read(path)
    try:
        return Rules.model_validate(content)
    except ValidationError as error:
        problems = []
        for one in error.errors():
            key = ".".join(str(part) for part in one["loc"])
            near = nearest_name(key, list(Rules.model_fields)) if one["type"] == "extra_forbidden" else ""
            problems.append(Problem(one["msg"], file=str(path), key=key, found=str(one["input"]), nearest=near))
        raise ScenarioError(problems) from None


def _team(path: Path) -> Team:
    content = _read(path)
    unknown = [key for key in content if key not in ("team", "years")]
    problems = [Problem("unknown key", file=str(path), key=key, allowed="team, years") for key in unknown]
    name, years = content.get("team", path.stem), content.get("years", [])
    if not isinstance(name, str):
        problems.append(Problem("a team's name is text", file=str(path), key="team", found=str(name)))
    if not isinstance(years, list) or not all(isinstance(one, dict) for one in years):
        problems.append(Problem("years are tables", file=str(path), key="years", allowed="[[years]]"))
        years = []
    decisions: dict[int, dict[str, Any]] = {}
    for entry in years:
        year = entry.get("year")
        if not isinstance(year, int) or isinstance(year, bool) or year in decisions:
            allowed = "a whole number, each once"
            problems.append(Problem("which year?", file=str(path), key="years.year", found=str(year), allowed=allowed))
            continue
        try:
            decisions[year] = checked_decision({k: v for k, v in entry.items() if k != "year"}, f"{path}, year {year}")
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return Team(str(name), decisions)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        hint = "centricity rounds FOLDER --new starts a game"
        raise ScenarioError([Problem("there is no such file", file=str(path), allowed=hint)]) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ScenarioError([Problem(f"cannot be read: {error}", file=str(path))]) from None


def team_from_text(name: str, content: bytes) -> Team:
    """A team's file that was handed over. Raises ScenarioError, which names the file as `name`."""
    import tempfile
    from dataclasses import replace

    with tempfile.TemporaryDirectory(prefix="centricity-") as folder:
        path = Path(folder) / "team.toml"
        path.write_bytes(content)
        try:
            team = _team(path)
        except ScenarioError as error:
            raise ScenarioError(replace(one, file=one.file.replace(str(path), name)) for one in error.problems) from None
    return team if "team" in tomllib.loads(content.decode()) else Team(Path(name).stem, team.decisions)


def result_texts(game: Game, outcome: Outcome) -> dict[str, str]:
    """A result's files by their names."""
    return {HISTORY: csv_text(outcome.rows), BOARD: board_text(outcome), DECISIONS: decisions_text(game)}


def keep(folder: Path, game: Game, outcome: Outcome) -> None:
    """Writes results: history, leaderboard after every year, and the decisions as they were played."""
    with explained(folder):
        (folder / RESULTS).mkdir(exist_ok=True)
        for name, text in result_texts(game, outcome).items():
            write_text(folder / RESULTS / name, text)


def board_text(outcome: Outcome) -> str:
    """The leaderboard after every year as CSV."""
    from dataclasses import asdict

    import pandas as pd

    rows = []
    for year in range(1, outcome.years + 1):
        board = leaderboard(outcome, year)
        rows += [{"year": year, **asdict(one)} for one in board.standings]
    return csv_text(pd.DataFrame(rows))


def decisions_text(game: Game) -> str:
    """Rules and all decisions in one text; equal games give equal text."""
    from simulation.scenario.toml_text import toml_text

    teams = [
        {"team": team.name, "years": [{"year": year, **dict(team.decisions[year])} for year in sorted(team.decisions)]}
        for team in game.teams
    ]
    return toml_text({"game": game.rules.model_dump(), "teams": teams})


def stored_years(folder: Path) -> int:
    """How many years a stored result has. Raises StoreError where there is none."""
    import csv

    path = folder / RESULTS / HISTORY
    if not path.exists():
        raise StoreError(f"{folder / RESULTS} holds no result to replay; play the game first")
    try:
        with explained(path), path.open(encoding="utf-8", newline="") as file:
            return max(int(row["year"]) for row in csv.DictReader(file))
    except (KeyError, ValueError, csv.Error) as error:
        raise StoreError(f"{path} is no history of a game") from error


def differences(folder: Path, game: Game, outcome: Outcome) -> list[str]:
    """Files of a stored result that a replay does not give again, byte for byte. Raises StoreError where there is none."""
    texts = result_texts(game, outcome)
    with explained(folder):
        try:
            return [name for name, text in texts.items() if (folder / RESULTS / name).read_bytes() != text.encode("utf-8")]
        except FileNotFoundError as error:
            raise StoreError(f"{folder / RESULTS} holds no result to replay; play the game first") from error
