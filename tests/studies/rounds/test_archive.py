"""A saved game: it is gone on with where it was left, and nothing else that is handed over is taken for one."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from simulation.records.files import csv_text
from simulation.scenario.errors import ScenarioError
from simulation.studies.rounds.archive import LARGEST, MOST_FILES, archive, opened
from simulation.studies.rounds.game import Game, Rules, Team
from simulation.studies.rounds.match import Match
from simulation.studies.rounds.playing import play

RULES = Rules(years=3, worlds=2, customers=150)
BLUE = Team("Blue", {1: {"strategy": "customer-centric"}, 2: {"levers": {"support_staff": 0.4}}})
LATE = Team("Überholer & <b>", {2: {"strategy": "none"}})
RULES_TEXT = "years = 2\nworlds = 2\ncustomers = 150\n"


def packed(texts: Mapping[str, str]) -> bytes:
    """A zip file with these texts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in texts.items():
            file.writestr(name, text)
    return stream.getvalue()


def test_a_saved_game_is_gone_on_with_where_it_was_left() -> None:
    game = Game(RULES, (BLUE, LATE))
    outcome = play(game, 2)
    saved = opened("game.zip", archive(game, outcome))
    assert saved.game == game
    assert (saved.years, saved.history) == (2, csv_text(outcome.rows))
    match = Match.of_saved(saved.game, saved.years)
    assert (match.stage, match.year, match.by_file, list(match.teams)) == ("playing", 2, set(), ["Blue", LATE.name])
    match.reveal(play(saved.game, saved.years))
    match.begin()
    assert (match.stage, match.year) == ("deciding", 3)
    match.lock("Blue", {"levers.advertising": 0.2})
    assert match.teams["Blue"].decisions[3] == {"levers": {"advertising": 0.2}}


def test_a_game_that_was_saved_before_its_first_year_gathers_and_knows_who_decided_in_a_file() -> None:
    saved = opened("game.zip", archive(Game(RULES, (BLUE, Team("Green"))), None))
    match = Match.of_saved(saved.game, saved.years)
    assert (saved.years, saved.history, match.stage, match.by_file) == (0, "", "gathering", {"Blue"})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no zip", "cannot be unpacked"),
        (archive(Game(RULES, (BLUE,)), None)[:-40], "cannot be unpacked"),
        (packed({"game/readme.txt": "hello"}), "holds no game"),
        (packed({"game/game.toml": RULES_TEXT}), "there is no team"),
        (packed({"game/game.toml": "years = 2\nwrold = 1\n"}), "wrold"),
        (packed({"game/game.toml": 'scenario = "/etc/hostname"\n', "game/teams/1.toml": 'team = "A"\n'}), "scenario of its own"),
        (packed({"game/game.toml": RULES_TEXT, "game/teams/1.toml": 'team = "A"\n[[years]]\nyear = 9\n'}), "9"),
        (packed({"game/game.toml": RULES_TEXT, "game/teams/1.toml": 'team = "A"\n', "game/results/history.csv": "year\nx\n"}),
         "cannot be read"),
        (packed({"game/game.toml": RULES_TEXT, "game/teams/1.toml": 'team = "A"\n', "game/results/history.csv": "year\n7\n"}),
         "more years"),
        (packed({"game/game.toml": "worlds = 1000\ncustomers = 1000000\n", "game/teams/1.toml": 'team = "A"\n'}),
         "too many customers"),
        (packed({f"game/teams/{number}.toml": "" for number in range(MOST_FILES + 1)}), "larger than a game"),
        (packed({"game/game.toml": "#" * (LARGEST + 1)}), "larger than a game"),
    ],
)  # fmt: skip
def test_what_is_no_saved_game_is_refused_and_no_temporary_path_is_told(content: bytes, words: str) -> None:
    with pytest.raises(ScenarioError, match=words) as refused:
        opened("mine.zip", content)
    assert all("centricity-" not in one.file for one in refused.value.problems)


@pytest.mark.parametrize("name", ["../../evil.toml", "/abs/evil.toml", "game/teams/../../evil.toml", "game/teams/a/b.toml"])
def test_no_path_in_a_file_leads_anywhere(name: str) -> None:
    content = packed({"game/game.toml": RULES_TEXT, "game/teams/1.toml": 'team = "A"\n', name: 'team = "B"\n'})
    assert [team.name for team in opened("mine.zip", content).game.teams] == ["A"]
