"""The pictures of what could go wrong: every paired run, and who wins when the uncertain values change."""

from typing import TYPE_CHECKING

from simulation.presentation.findings import capital, listed, spoken
from simulation.presentation.report.panels import Whisker, whiskers
from simulation.presentation.report.picture import Picture, inline_svg
from simulation.presentation.verdict_words import robustness_line
from simulation.presentation.wording import Unit, interval_worded, worded
from simulation.studies.comparisons.risks import Risk, risk, runs_with_losses

if TYPE_CHECKING:
    from simulation.presentation.report.scene import Scene


def risks(scene: "Scene") -> list[Risk]:
    """The focal firm's plan against every other strategy of the comparison."""
    found = (risk(scene.found.rows, scene.found.own, rival) for rival in scene.found.rivals)
    return [one for one in found if one is not None]


def every_run(scene: "Scene") -> Picture | None:
    """The plan against each other strategy: mean, interval, and every paired run; None with one strategy alone."""
    import pandas as pd

    from simulation.presentation.findings import gap

    found = risks(scene)
    if not found:
        return None
    rows = []
    for one in found:
        difference = gap(pd.Series(one.differences))
        text = f"ahead in {one.runs - one.lost:g} of {one.runs}"
        colour = scene.colours[one.right]
        rows.append(
            Whisker(f"against {one.right}", difference.mean, difference.low, difference.high, colour, text, one.differences)
        )
    name = f"{scene.prefix}-runs"
    values = "; ".join(f"{row.name}: {worded(row.estimate, scene.money, signed=True)}, {row.text}" for row in rows)
    return Picture(
        name=name,
        finding=f"{capital(_runs_finding(found, scene))}.",
        reading=f"{scene.playing(scene.found.own)}: cumulative discounted profit after {scene.axis.months} months, "
        "more or less than each other strategy on "
        "the same luck. Pale points: single runs. Full point and bar: mean and its 95 % interval.",
        alternative=f"Points for every paired run with mean and interval. {values}.",
        svg=inline_svg(whiskers(rows, scene.money), name),
    )


def _runs_finding(found: list[Risk], scene: "Scene") -> str:
    """Against whom the plan loses most often, and how bad the worst runs are."""
    most = max(found, key=lambda one: (one.share_lost, -one.worst_tenth))
    if most.lost == 0:
        return f"{scene.found.own} earns more than every other strategy in all {most.runs} paired runs"
    runs = "the one run" if most.runs == 1 else f"{most.lost:g} of {most.runs} paired runs"
    text = f"{scene.found.own} earns less than {most.right} in {runs}"
    if most.runs == 1:
        return f"{text}, by {worded(abs(most.worst), scene.money)}"
    tenth = "in the worst run" if most.tenth == 1 else f"in the worst {most.tenth} runs, on average,"
    return f"{text}; {tenth} by {worded(abs(most.worst_tenth), scene.money, figures=2)}" if most.worst_tenth < 0 else text


def losses(scene: "Scene") -> str:
    """With which strategies the firm loses money outright in some runs."""
    found = runs_with_losses(scene.found.rows, scene.found.strategies)
    some = [f"{name} in {count} of {runs}" for name, (count, runs) in found.items() if count]
    who = scene.scenario.focal.name if scene.found.kind == "twin" else "A firm"
    if not some:
        return f"{who} does not lose money over the horizon in any run, whatever its strategy."
    return f"{who} loses money over the horizon in some runs: with {listed(some)} runs."


def robust(scene: "Scene") -> Picture | None:
    """Share of the draws from the uncertain values that each strategy wins; None where it was not studied."""
    shares = sorted(scene.verdict.robustness, key=lambda share: -share.share)
    if not shares:
        return None
    unit = Unit("share")
    rows = [
        Whisker(
            spoken(one.strategy),
            one.share,
            one.low,
            one.high,
            scene.colours.get(spoken(one.strategy), "#555555"),
            f"{one.wins} of {one.draws}",
        )
        for one in shares
    ]
    name = f"{scene.prefix}-robust"
    values = "; ".join(
        f"{row.name}: {worded(row.estimate, unit, 0.01)} ({interval_worded(row.low, row.high, unit)})" for row in rows
    )
    return Picture(
        name=name,
        finding=robustness_line(scene.verdict.robustness).replace("none wins", "saving the budget wins"),
        reading="Share of the draws that each strategy wins, with its 95 % interval. Each draw takes every uncertain "
        "value from its likely range at "
        "once and is simulated once in a small market.",
        alternative=f"A point with an interval for each strategy. {values}.",
        svg=inline_svg(whiskers(rows, unit, signed=False, bounds=(0.0, 1.0)), name),
    )
