"""The class that has come together around one server: who is in, what it plays, and who is to be told of changes."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from simulation.apps.dashboard.door import Door
from simulation.scenario import Problem, ScenarioError
from simulation.studies.rounds.game import LONGEST_NAME, Team
from simulation.studies.rounds.match import Match, folded
from simulation.studies.stories.predictions import Survey

MOST_GUESTS = 60
"""Tabs of a class that can be in at once."""

Heard = Callable[[], None]


@dataclass
class Guest:
    """Somebody who has joined.

    name   as it is shown
    token  known to the guest's tab alone: whoever has it is let in again under that name
    """

    name: str
    token: str


class Room:
    """All that the tabs of a class have in common; changed on the page's own thread only.

    door       the codes
    addresses  under which the page of a team is reached, the first shown largest
    guests     by token
    match      the game that is played; None where there is none
    survey     the story for which predictions are collected; None where there is none
    course     the game's years as a picture, an `svg` element; "" before the first year was played
    progress   runs done and to be done while a year is simulated
    listeners  called after every change
    """

    def __init__(self, addresses: tuple[str, ...] = ()) -> None:
        self.door = Door()
        self.addresses = addresses
        self.guests: dict[str, Guest] = {}
        self.match: Match | None = None
        self.survey: Survey | None = None
        self.course = ""
        self.progress = (0, 1)
        self.listeners: list[Heard] = []

    def changed(self) -> None:
        """Tells every tab."""
        for heard in list(self.listeners):
            heard()

    def join(self, name: object) -> Guest:
        """Lets somebody in under a name, and into the game where one is open. Raises ScenarioError for a name that cannot be."""
        plain = " ".join(name.split()) if isinstance(name, str) and len(name) <= 10 * LONGEST_NAME else ""
        if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
            allowed = f"1 to {LONGEST_NAME} letters, figures and signs"
            raise ScenarioError([Problem("This is no name for a team", allowed=allowed)])
        taken = {folded(guest.name) for guest in self.guests.values()} | {folded(one) for one in self._teams()}
        if folded(plain) in taken:
            raise ScenarioError([Problem("Somebody has this name already", allowed="another name")])
        if len(self.guests) >= MOST_GUESTS:
            raise ScenarioError([Problem("The class is full", allowed=f"at most {MOST_GUESTS} tabs")])
        guest = Guest(plain, os.urandom(16).hex())
        self.guests[guest.token] = guest
        if self.match is not None:
            self._into_the_game(guest)
        self.changed()
        return guest

    def back(self, token: object) -> Guest | None:
        """Who comes back with a token; None where nobody has it."""
        return self.guests.get(token) if isinstance(token, str) else None

    def send_away(self, name: str) -> None:
        """Takes a name out of the class; a team that has begun to play stays, for whoever joins under its name again."""
        for token in [token for token, guest in self.guests.items() if guest.name == name]:
            del self.guests[token]
        if self.match is not None and self.match.stage == "gathering" and name in self.match.teams:
            self.match.remove(name)
        self.changed()

    def open_game(self, match: Match | None) -> None:
        """A game to which all who are in belong; None: no game."""
        self.match, self.course = match, ""
        self.let_in()

    def let_in(self) -> None:
        """Takes everybody into the game who has no team in it yet, as far as it takes teams now."""
        if self.match is not None:
            for guest in self.guests.values():
                self._into_the_game(guest)
        self.changed()

    def open_survey(self, survey: Survey | None) -> None:
        """Asks the class for predictions; None: no more."""
        self.survey = survey
        self.changed()

    def plays(self, guest: Guest) -> bool:
        """Whether a guest leads a team of the game."""
        return self.match is not None and guest.name in self.match.teams and guest.name not in self.match.by_file

    def _teams(self) -> list[str]:
        """Names that only those who play them already have; a team left alone may be taken over by its name."""
        if self.match is None:
            return []
        here = {guest.name for guest in self.guests.values()}
        return [name for name in self.match.teams if name in here or name in self.match.by_file]

    def _into_the_game(self, guest: Guest) -> None:
        assert self.match is not None
        if guest.name in self.match.teams:
            return
        try:
            self.match.join(Team(guest.name))
        except (ScenarioError, ValueError):
            return    # the game is full or closed: the guest is in the class, and its page says so
