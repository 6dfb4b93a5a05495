"""What a game is, and what a team may decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from simulation.scenario.errors import Problem, ScenarioError, nearest_name
from simulation.scenario.firms import Change
from simulation.scenario.parameter import Section, setting

if TYPE_CHECKING:
    from simulation.scenario import Scenario

YEAR = 12
SAME_FOR_ALL = ("improvement_budget", "price", "survey_bias_points", "patience_months", "month")
"""What a team may not decide: all have the same budget and the same price."""

DECIDES = tuple(sorted(set(Change.model_fields) - set(SAME_FOR_ALL)))
"""What it may decide in a year."""

MOST_TEAMS, LONGEST_NAME = 30, 40
SAVES = "none"


class Rules(Section):
    """The file game.toml."""

    title: str = setting("A game of rounds", unit="none", meaning="Title of the game.")
    scenario: str = setting("counterfactual", unit="none", meaning="Shipped scenario, or file, in which the teams play.")
    years: int = setting(5, low=1, high=10, unit="years", meaning="Yearly rounds.")
    worlds: int = setting(20, low=2, high=1000, unit="worlds", meaning="Worlds that every team plays in, each with its own luck.")
    seed: int = setting(1, low=0, high=2**63 - 1, unit="none", meaning="Number that all luck is derived from.")
    customers: int = setting(2_000, low=100, high=1_000_000, unit="customers", meaning="Size of the market.")
    budget: float = setting(0.03, low=0.0, high=0.3, unit="share of revenue", meaning="Improvement budget of every team.")


@dataclass(frozen=True)
class Team:
    """A team and what it has decided, year by year.

    name       as it is shown; at most `LONGEST_NAME` characters
    decisions  by year from 1: fields of a firm's change; a year without an entry goes on as before
    """

    name: str
    decisions: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)

    def decided(self, year: int, decision: Mapping[str, Any]) -> "Team":
        """The team with a decision for a year; an earlier one for that year is replaced."""
        return Team(self.name, {**self.decisions, year: dict(decision)})


@dataclass(frozen=True)
class Game:
    """A game: rules, and the teams that play by them. Raises ScenarioError where something cannot be."""

    rules: Rules
    teams: tuple[Team, ...] = ()

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise ScenarioError(problems)

    @cached_property
    def market(self) -> "Scenario":
        """The world in which the teams play, all years long; the focal firm is what a team leads."""
        from simulation.scenario import load_scenario

        rules = self.rules
        values = {
            "run.months": YEAR * rules.years, "run.seed": rules.seed, "run.replications": rules.worlds,
            "market.customers": rules.customers,
        }  # fmt: skip
        scenario = load_scenario(rules.scenario)
        return scenario.with_values({**values, "run.twin_of": scenario.focal.name})

    def played_by(self, team: Team, years: int) -> "Scenario":
        """The world in which a team leads the focal firm for so many years; what it decides later is left out.

        The firm is an ordinary one until the team's first decision takes effect.
        """
        firm = self.market.focal
        changes = [_change(year, team.decisions[year], self.rules.budget) for year in sorted(team.decisions) if year <= years]
        lead = {
            "name": firm.name, "strategy": "status-quo", "start_month": 1, "price": firm.price,
            "improvement_budget": self.rules.budget, "changes": changes,
        }  # fmt: skip
        others = [one for one in self.market.firms if one.name != firm.name]
        return self.market.with_values({"firms": [lead, *others], "run.months": YEAR * years})


def checked_decision(decision: Mapping[str, Any], where: str = "") -> dict[str, Any]:
    """A decision that a team may make. Raises ScenarioError with all that is wrong with it.

    where  named in the messages: a team, a file
    """
    problems = list(_decision_problems(decision, where))
    if problems:
        raise ScenarioError(problems)
    return dict(decision)


def _change(year: int, decision: Mapping[str, Any], budget: float) -> dict[str, Any]:
    """A decision as a firm's change; whoever names a strategy starts from its preset, with the game's budget."""
    change: dict[str, Any] = {"month": YEAR * (year - 1) + 1, **decision}
    if decision.get("strategy") not in (None, SAVES):
        change["improvement_budget"] = budget
    return change


def _problems(game: Game) -> "Sequence[Problem]":
    found: list[Problem] = []
    names = [team.name for team in game.teams]
    if len(names) > MOST_TEAMS:
        found.append(Problem("too many teams", found=str(len(names)), allowed=f"at most {MOST_TEAMS}"))
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            found.append(Problem("two teams have the same name", found=name, allowed="names that differ"))
        if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            found.append(Problem("this is no name for a team", found=name, allowed=f"1 to {LONGEST_NAME} printable characters"))
    for team in game.teams:
        for year, decision in team.decisions.items():
            if not 1 <= year <= game.rules.years:
                allowed = f"1 to {game.rules.years}"
                found.append(Problem("no such year", file=team.name, key="year", found=str(year), allowed=allowed))
            found += _decision_problems(decision, f"{team.name}, year {year}")
    return found


def _decision_problems(decision: Mapping[str, Any], where: str) -> "Sequence[Problem]":
    from pydantic import ValidationError

    found: list[Problem] = []
    for key in decision:
        if key in SAME_FOR_ALL:
            found.append(Problem("all teams have the same of it", file=where, key=key, allowed=", ".join(DECIDES)))
        elif key not in DECIDES:
            found.append(
                Problem("nothing of that name can be decided", file=where, key=key, allowed=", ".join(DECIDES),
                        nearest=nearest_name(key, DECIDES))
            )  # fmt: skip
    if found:
        return found
    try:
        Change.model_validate({"month": 1, **decision})
    except ValidationError as error:
        for one in error.errors():
            key = ".".join(str(part) for part in one["loc"])
            found.append(Problem(one["msg"], file=where, key=key, found=str(one["input"])))
    return found
