"""A game while it is played in a class: who has joined, who has decided, which year it is. Knows no page."""

import unicodedata
from collections.abc import Mapping
from typing import Any, Literal

from simulation.scenario.errors import Problem, ScenarioError
from simulation.scenario.policy import PURCHASES
from simulation.studies.live import controls
from simulation.studies.rounds.game import YEAR, Game, Rules, Team, checked_decision
from simulation.studies.rounds.playing import Outcome

Stage = Literal["gathering", "deciding", "playing", "revealed"]


class Match:
    """Yearly rounds: gathering, then for every year deciding, playing and revealed.

    rules    of the game
    teams    by name, in the order in which they joined
    locked   names of the teams whose decision for this year stands
    by_file  names of the teams whose decisions were all handed over in a file
    year     that is being decided, from 1
    stage    what is going on
    outcome  of the years that were played; None before the first
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.teams: dict[str, Team] = {}
        self.locked: set[str] = set()
        self.by_file: set[str] = set()
        self.year = 1
        self.stage: Stage = "gathering"
        self.outcome: Outcome | None = None
        self._empty = Game(rules)
        _ = self._empty.market

    @classmethod
    def of_saved(cls, game: Game, years: int) -> "Match":
        """A game to go on with; what its years gave is to be played again and revealed, where there were any.

        years   that had been played, at most those of the game; a team that has decided beyond them did so in a file
        """
        match = cls(game.rules)
        match.teams = {team.name: team for team in game.teams}
        match.by_file = {team.name for team in game.teams if max(team.decisions, default=0) > years}
        if years:
            match.year, match.stage = years, "playing"
        return match

    @property
    def game(self) -> Game:
        """The game as it stands."""
        return Game(self.rules, tuple(self.teams.values()))

    @property
    def is_over(self) -> bool:
        """Whether the last year has been revealed."""
        return self.stage == "revealed" and self.year >= self.rules.years

    def join(self, team: Team, by_file: bool = False) -> Team:
        """Takes a team in; one that comes late has gone on as before until then.

        raises  ScenarioError for a name or decisions that cannot be, ValueError while a year is simulated or after the last
        """
        if self.stage == "playing" or self.is_over:
            raise ValueError("nobody can join just now")
        if folded(team.name) in {folded(name) for name in self.teams}:
            raise ScenarioError([Problem("two teams have the same name", found=team.name, allowed="names that differ")])
        Game(self.rules, (*self.teams.values(), team))
        self.teams[team.name] = team
        if by_file:
            self.by_file.add(team.name)
        return team

    def remove(self, name: str) -> None:
        """Takes a team out; only before the first year is decided. Raises ValueError later."""
        if self.stage != "gathering":
            raise ValueError("the game has begun")
        del self.teams[name]
        self.by_file.discard(name)

    def begin(self) -> None:
        """Opens the first year, or the next one after a reveal. Raises ValueError where there is none, or no team."""
        if not self.teams or self.stage not in ("gathering", "revealed") or self.is_over:
            raise ValueError("no year can be opened now")
        if self.stage == "revealed":
            self.year += 1
        self.locked, self.stage = set(), "deciding"

    def settings(self, name: str) -> dict[str, Any]:
        """What holds for a team at the start of the year that is decided; keys of `controls`, purchases as "levers.NAME"."""
        firm = self._empty.played_by(self.teams[name], self.year).focal
        month = YEAR * (self.year - 1) + 1
        policy = firm.at(month).policy
        found = {key: value for key, value in controls.settings_at(firm, month).items() if key in controls.CHOICES}
        shares = dict(zip(PURCHASES, policy.allocation, strict=True))
        return found | {controls.LEVER_PREFIX + purchase: share for purchase, share in shares.items()}

    def lock(self, name: str, changes: Mapping[str, Any]) -> None:
        """Puts a team's decision for this year down; without a change it goes on as before.

        raises  KeyError for an unknown team, ValueError while nothing is decided, ScenarioError for what cannot be decided
        """
        team = self.teams[name]
        if self.stage != "deciding":
            raise ValueError("this year is closed")
        decision: dict[str, Any] = {}
        for key, value in changes.items():
            if key.startswith(controls.LEVER_PREFIX):
                decision.setdefault("levers", {})[key.removeprefix(controls.LEVER_PREFIX)] = value
            else:
                decision[key] = value
        checked = checked_decision(decision, f"{name}, year {self.year}")
        before = {year: made for year, made in team.decisions.items() if year != self.year}
        self.teams[name] = Team(name, {**before, self.year: checked} if checked else before)
        self.locked.add(name)

    def unlock(self, name: str) -> None:
        """Lets a team decide anew, from what held before this year. Raises ValueError where the year is closed."""
        if self.stage != "deciding":
            raise ValueError("this year is closed")
        team = self.teams[name]
        self.teams[name] = Team(name, {year: made for year, made in team.decisions.items() if year != self.year})
        self.locked.discard(name)

    def has_decided(self, name: str) -> bool:
        """Whether a team's decision for this year stands."""
        return name in self.locked or name in self.by_file

    def close(self) -> Game:
        """Closes the year and gives the game to be played; who has not decided goes on as before."""
        if self.stage != "deciding":
            raise ValueError("no year is open")
        self.stage = "playing"
        return self.game

    def reveal(self, outcome: Outcome) -> None:
        """Shows what came of the years up to this one."""
        self.outcome, self.stage = outcome, "revealed"

    def give_up(self) -> None:
        """Opens the year again: its simulation failed."""
        self.stage = "deciding"


def folded(name: str) -> str:
    """A name as it is compared: names that look alike are the same.

    >>> folded("  Blue  TEAM ") == folded("blue team")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def decision_words(decision: Mapping[str, Any]) -> str:
    """A decision as one phrase; "goes on as before" where there is none."""
    flat: dict[str, Any] = {key: value for key, value in decision.items() if key != "levers"}
    flat |= {controls.LEVER_PREFIX + key: value for key, value in decision.get("levers", {}).items()}
    return controls.in_words(flat) or "goes on as before"
