"""The picture of a game's course: leads that start at nought and sum to it, the best teams, names as text."""

import numpy as np
import pandas as pd
import pytest

from simulation.presentation.report.picture import inline_svg
from simulation.presentation.rounds_figure import MOST, leads, leads_figure
from simulation.studies.rounds.playing import MEASURES, Outcome
from simulation.studies.rounds.standing import leaderboard


def made_up(teams: list[str], years: int, worlds: int = 6) -> Outcome:
    """An outcome in which the teams grow apart; the last of the list is the best."""
    luck = np.random.default_rng(3).normal(0.0, 50.0, (worlds, len(teams), years))
    rows = [
        {"world": world, "team": team, "year": year + 1,
         **dict.fromkeys(MEASURES, 1000.0 * (year + 1) + 100.0 * place * (year + 1) + luck[world, place, year])}
        for world in range(worlds) for place, team in enumerate(teams) for year in range(years)
    ]  # fmt: skip
    return Outcome(years, tuple(teams), worlds, pd.DataFrame(rows))


def test_leads_start_at_nought_and_are_those_of_the_leaderboard() -> None:
    outcome = made_up(["Red", "Green", "Blue"], 3)
    bands = leads(outcome, list(outcome.teams))
    assert bands[bands["month"] == 0]["mean"].tolist() == [0.0] * 3
    assert bands.groupby("month")["mean"].sum().tolist() == pytest.approx([0.0] * 4, abs=1e-9)
    for one in leaderboard(outcome, 2).standings:
        row = bands[(bands["strategy"] == one.team) & (bands["month"] == 24)].iloc[0]
        assert (row["mean"], row["low"], row["high"]) == (one.lead, one.lead_low, one.lead_high)


def test_the_best_have_lines_and_every_name_stands_as_text() -> None:
    teams = ["<script>alert(1)</script>", *(f"Team {number}" for number in range(MOST)), "Best & $first$"]
    svg = inline_svg(leads_figure(made_up(teams, 2), "EUR"), "course", titled=False)
    assert "Best &amp; $first$" in svg
    assert "Team 1<" in svg
    assert "Team 0<" not in svg
    assert "<script" not in svg
    assert f"The {MOST} best of {len(teams)} teams are drawn." in svg
