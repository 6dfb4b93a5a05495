"""A lesson with the game of rounds: its plan, the sheet on which a team decides, and what plain plans get in the same game."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulation.presentation.report.picture import inline_svg
from simulation.presentation.rounds_figure import leads_panel, reading
from simulation.presentation.rounds_words import HEADS, board_lines, board_rows
from simulation.scenario.policy import PURCHASES
from simulation.studies.live import controls
from simulation.studies.rounds.game import Game, Rules, Team
from simulation.studies.rounds.playing import DECIDES, Outcome
from simulation.studies.rounds.standing import leaderboard

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY = "game_of_rounds"
"""Of what is kept of the game, among what is kept of the stories."""

MINUTES, ROUND = 75, 8

PLANS: Mapping[str, tuple[str, str]] = {
    "Front line": ("service-only", "puts its budget into the front line and listens to complaints"),
    "Surveys": ("customer-focused", "asks its customers in surveys and serves what they say"),
    "Every department": ("customer-centric", "puts its budget into all of them, and listens to what customers need"),
    "Slogan": ("lip-service", "announces that customers come first, and rewards what it always has"),
    "Savers": ("none", "spends none of its budget"),
}
"""Teams of the example: the strategy that each follows from the first year on, and what it does."""

OPENS = (
    "The rules: every team has the same firm, the same budget and the same worlds, and decides once a year what the budget "
    "buys; all worlds are played, so that luck does not decide."
)
GATHERS = (
    "Teams of three to five. Open `centricity dashboard`, **Class**, **A game of rounds**; teams join with the code, each from "
    "one device (`--host` lets other devices in). Without devices: hand out the sheet below and write each team's file for "
    "`centricity rounds`. Each team writes down its plan, and who will be first after year 1 and after year {years}."
)
PLAYS = (
    "{minutes} minutes for each: teams decide and lock in; **Close the round and play**; read out the leaderboard with its "
    "intervals before anybody explains it."
)
SAVES = "Time runs out? **Save the game**: the next lesson goes on with it."
TALKS = (
    "Open the picture of the years. Who named the first team of year {years} before the game, and who that of year 1? Then the "
    "questions below."
)
CLOSES = "Everybody writes one sentence: what would I now ask for before I praise, or dismiss, a manager for a year's result?"
"""What is said and done in the steps of the lesson; `commands` and **buttons** are marked."""

QUESTIONS = (
    "In how many worlds would the first team have come first, had there been only one? Would you promote its leader for that "
    "one result?",
    "Compare the leaderboards of year 1 and of the last year. Which of them would a yearly bonus have rewarded?",
    "Who changed course after a bad year? What did the books say that customers and employees did not?",
    "How much of all differences is due to decisions, how much to luck? What does a ranking of companies by profit tell you?",
    "All teams had the same budget, and one could leave it unspent. When is that the best use of it?",
    "What would the model have to know of a real company before you would bet on its answer?",
)


def example() -> Game:
    """The game in which each team follows one plan all years long, by the usual rules."""
    return Game(Rules(), tuple(Team(name, {1: {"strategy": strategy}}) for name, (strategy, _) in PLANS.items()))


def kept_game(outcome: Outcome) -> list[list[float]]:
    """What the pack keeps of the example: profit so far by year, a row for each world and team in their order."""
    rows = outcome.rows.pivot(index=["world", "team"], columns="year", values=DECIDES)
    order = [(world, team) for world in range(outcome.worlds) for team in outcome.teams]
    return [[round(float(value), 2) for value in rows.loc[one]] for one in order]


def outcome_of(profits: "Sequence[Sequence[float]]") -> Outcome:
    """The example as it was kept: its profits alone."""
    import pandas as pd

    teams = tuple(PLANS)
    rows = [
        (place // len(teams), teams[place % len(teams)], year, value)
        for place, line in enumerate(profits)
        for year, value in enumerate(line, 1)
    ]
    table = pd.DataFrame(rows, columns=["world", "team", "year", DECIDES])
    return Outcome(len(profits[0]), teams, len(profits) // len(teams), table)


def steps(years: int) -> list[tuple[int, str, str]]:
    """The lesson's steps: minutes, what the class does, what the teacher says or shows; they sum to `MINUTES`."""
    plan = [(5, "Opens", OPENS), (10, "Gathers", GATHERS.format(years=years))]
    plan.append((ROUND * years, f"Years 1 to {years}", f"{PLAYS.format(minutes=ROUND)} {SAVES}"))
    talk = MINUTES - 5 - sum(step[0] for step in plan)
    return [*plan, (talk, "Talks", TALKS.format(years=years)), (5, "Closes", CLOSES)]


def page_parts(profits: "Sequence[Sequence[float]]") -> dict[str, Any]:
    """What the page of the lesson is made of, besides what all pages have."""
    game, outcome = example(), outcome_of(profits)
    currency = game.market.market.currency
    boards = []
    for year in (1, outcome.years):
        board = leaderboard(outcome, year)
        boards.append((year, board_rows(board, currency), board_lines(board)))
    return {
        "minutes": MINUTES, "rules": game.rules, "steps": steps(game.rules.years), "questions": QUESTIONS,
        "teams": [(name, does) for name, (_, does) in PLANS.items()], "heads": HEADS, "boards": boards,
        "svg": inline_svg(leads_panel(outcome, currency), "course"), "reading": reading(outcome),
        "choices": [controls.control(key) for key in controls.CHOICES],
        "purchases": [controls.purchase(name) for name in PURCHASES],
    }  # fmt: skip
