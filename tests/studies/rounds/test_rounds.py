"""Rounds: equal terms for all, rounds that build on each other, ranks that tell skill from luck, replays to the bit."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulation.presentation.rounds_words import board_lines, board_rows
from simulation.records.files import StoreError
from simulation.scenario.errors import ScenarioError
from simulation.studies.rounds.files import differences, keep, load_game, new_game
from simulation.studies.rounds.game import Game, Rules, Team
from simulation.studies.rounds.playing import MEASURES, Outcome, play
from simulation.studies.rounds.standing import leaderboard

SMALL = Rules(years=2, worlds=2, customers=150)
BLUE = Team("Blue", {1: {"strategy": "customer-centric"}})
SAME = Team("Same", {1: {"strategy": "customer-centric"}})
SAVER = Team("Saver", {1: {"strategy": "none"}, 2: {"strategy": "service-only", "levers": {"advertising": 0.5}}})


@cache
def played() -> Outcome:
    return play(Game(SMALL, (BLUE, SAME, SAVER)), 2)


def made_up(profits: np.ndarray, names: str = "ABCDEFGH") -> Outcome:
    """An outcome of one year from profits by world and team."""
    rows = [
        {"world": world, "team": names[team], "year": 1, **dict.fromkeys(MEASURES, float(value))}
        for world, line in enumerate(profits)
        for team, value in enumerate(line)
    ]
    return Outcome(1, tuple(names[: profits.shape[1]]), len(profits), pd.DataFrame(rows))


def test_teams_with_the_same_decisions_have_the_same_results_in_every_world() -> None:
    profits = played().profits()
    assert (profits["Blue"] == profits["Same"]).all()
    assert (profits["Blue"] != profits["Saver"]).all()
    board = leaderboard(played())
    ranks = {one.team: one.rank for one in board.standings}
    assert ranks["Blue"] == ranks["Same"]


def test_a_round_does_not_change_those_before_it() -> None:
    first = play(Game(SMALL, (SAVER,)), 1).rows
    both = played().rows
    pd.testing.assert_frame_equal(
        first, both[(both["team"] == "Saver") & (both["year"] == 1)].reset_index(drop=True)
    )


def test_every_team_has_the_games_budget_unless_it_saves_it() -> None:
    game = Game(Rules(years=2, worlds=2, customers=150, budget=0.05), (BLUE, SAVER))
    for team, shares in ((BLUE, [0.05, 0.05]), (SAVER, [0.0, 0.05])):
        firm = game.played_by(team, 2).focal
        assert [firm.at(month).policy.improvement_budget for month in (1, 13)] == shares
    assert game.played_by(SAVER, 2).focal.at(13).policy.label == "service-only"


@pytest.mark.parametrize(
    ("teams", "words"),
    [
        ((Team("A", {1: {"improvement_budget": 0.3}}),), "all teams have the same"),
        ((Team("A", {1: {"price": 0.5}}),), "all teams have the same"),
        ((Team("A", {1: {"listens": "needs"}}),), "listens_to"),
        ((Team("A", {1: {"strategy": "best"}}),), "customer-centric"),
        ((Team("A", {1: {"levers": {"bribes": 1.0}}}),), "bribes"),
        ((Team("A", {3: {"strategy": "none"}}),), "1 to 2"),
        ((Team("A"), Team("A")), "the same name"),
        ((Team("  "),), "no name"),
        ((Team("x" * 41),), "no name"),
        (tuple(Team(str(number)) for number in range(31)), "too many"),
    ],
)
def test_what_a_team_may_not_do_is_said(teams: tuple[Team, ...], words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        Game(SMALL, teams)


def test_a_clear_winner_has_rank_one_for_sure_and_luck_is_told_apart() -> None:
    generator = np.random.default_rng(11)
    worlds = generator.normal(0.0, 100.0, (40, 1))
    profits = np.array([[30.0, 10.0, 10.0]]) + worlds + generator.normal(0.0, 1.0, (40, 3))
    board = leaderboard(made_up(profits))
    first, second, third = board.standings
    assert (first.team, first.best, first.worst) == ("A", 1, 1)
    assert {(one.best, one.worst) for one in (second, third)} == {(2, 3)}
    assert board.luck > 0.9
    assert board.crowned == 1.0
    assert board.decisions + board.luck + board.both == pytest.approx(1.0)
    assert "enough to say so" in board_lines(board)[0]


def test_where_nobody_is_better_every_rank_is_possible() -> None:
    outside = 0
    for seed in range(60):
        profits = np.random.default_rng(seed).normal(0.0, 1.0, (20, 5))
        outside += any((one.best, one.worst) != (1, 5) for one in leaderboard(made_up(profits)).standings)
    assert outside <= 8     # 5 % of 60 are 3


def test_equal_results_share_everything() -> None:
    board = leaderboard(made_up(np.ones((4, 2))))
    assert [(one.rank, one.best, one.worst, one.first_in) for one in board.standings] == [(1, 1, 2, 0.5)] * 2
    assert board.decisions != board.decisions
    assert len(board_lines(board)) == 2


def test_a_game_in_a_folder_is_replayed_to_the_bit(tmp_path: Path) -> None:
    new_game(tmp_path / "game")
    folder = tmp_path / "game"
    text = (folder / "game.toml").read_text("utf-8")
    for old, new in (("years = 5", "years = 2"), ("worlds = 20", "worlds = 2"), ("customers = 2000", "customers = 150")):
        assert old in text
        text = text.replace(old, new)
    (folder / "game.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match="already"):
        new_game(folder)
    game = load_game(folder)
    outcome = play(game, 2)
    with pytest.raises(StoreError, match="play the game first"):
        differences(folder, game, outcome)
    keep(folder, game, outcome)
    assert differences(folder, load_game(folder), play(load_game(folder), 2)) == []
    cutter = 'team = "Blue"\n[[years]]\nyear = 1\nstrategy = "price-cutter"\n'
    (folder / "teams" / "blue.toml").write_text(cutter, encoding="utf-8")
    other = load_game(folder)
    assert set(differences(folder, other, play(other, 2))) == {"history.csv", "leaderboard.csv", "decisions.toml"}


def test_every_mistake_in_every_file_is_told_at_once(tmp_path: Path) -> None:
    new_game(tmp_path)
    (tmp_path / "game.toml").write_text("worlds = 1\nyaers = 3\n", encoding="utf-8")
    (tmp_path / "teams" / "blue.toml").write_text("year = 1\n[[years]]\nyear = 'one'\n", encoding="utf-8")
    (tmp_path / "teams" / "orange.toml").write_text("= not toml", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_game(tmp_path)
    text = str(caught.value)
    assert all(part in text for part in ("worlds", "yaers", "blue.toml", "orange.toml", "a whole number"))


def test_names_stand_as_text_in_the_table() -> None:
    outcome = made_up(np.array([[1.0, 2.0], [2.0, 1.5]]), names="[<")
    assert {row[1] for row in board_rows(leaderboard(outcome), "EUR")} == {"[", "<"}
