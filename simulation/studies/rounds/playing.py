"""Every team leads the same firm in the same worlds: same customers, same rivals, same luck."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulation.studies.rounds.game import YEAR, Game
from simulation.studies.runs.replications import Progress, run_tasks
from simulation.studies.runs.tasks import Task
from simulation.studies.runs.workers import RunResult, Simulate

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("discounted_profit", "revenue", "customers", "retention_per_year", "satisfaction", "employee_engagement")
"""What is shown of a team after every year; the first decides."""

DECIDES = MEASURES[0]


@dataclass(frozen=True)
class Outcome:
    """What came of a number of years.

    rows  a row per world, team and year: world, team, year, then `MEASURES` in the year's last month
    """

    years: int
    teams: tuple[str, ...]
    worlds: int
    rows: "pd.DataFrame"

    def profits(self, year: int | None = None) -> "pd.DataFrame":
        """Profit so far by world (rows) and team (columns) at the end of a year; None: of the last."""
        last = self.rows[self.rows["year"] == (year or self.years)]
        return last.pivot(index="world", columns="team", values=DECIDES)[list(self.teams)]


def play(
    game: Game,
    years: int,
    *,
    jobs: int = 1,
    simulate: Simulate | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Plays the first years of a game from the start. What a team decides later changes nothing of them.

    years   1 to those of the game
    raises  ValueError where there are no teams or no such years, KeyboardInterrupt after Ctrl-C, RuntimeError where a run fails
    """
    import pandas as pd

    if not 1 <= years <= game.rules.years or not game.teams:
        raise ValueError(f"a game of {game.rules.years} years and {len(game.teams)} teams cannot be played for {years}")
    focal = game.market.focal.name
    lives = [game.played_by(team, years).model_copy(update={"name": team.name}) for team in game.teams]
    parts: dict[tuple[int, str], pd.DataFrame] = {}

    def receive(result: RunResult) -> None:
        if result.tables is None:
            raise RuntimeError(result.error)
        series = result.tables.series
        ends = series[(series["firm"] == focal) & (series["month"] > 0) & (series["month"] % YEAR == 0)]
        world, team = result.task.replication, result.task.scenario.name
        rows = ends[list(MEASURES)].reset_index(drop=True)
        rows.insert(0, "year", range(1, years + 1))
        rows.insert(0, "team", team)
        rows.insert(0, "world", world)
        parts[world, team] = rows

    tasks = [Task(life, world) for world in range(game.rules.worlds) for life in lives]
    if run_tasks(tasks, jobs=jobs, simulate=simulate, receive=receive, progress=progress).interrupted:
        raise KeyboardInterrupt
    names = tuple(team.name for team in game.teams)
    rows = pd.concat([parts[world, team] for world in range(game.rules.worlds) for team in names], ignore_index=True)
    return Outcome(years, names, game.rules.worlds, rows)
