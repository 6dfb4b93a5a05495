"""A calibration in words and tables: what passes, what the data say of each parameter, whether the later years agree."""

from typing import TYPE_CHECKING

from simulation.presentation.sweep_table import value_worded
from simulation.scenario.shape import percent
from simulation.studies.calibration.outcome import OPEN, PINNED

if TYPE_CHECKING:
    from rich.table import Table

    from simulation.studies.calibration.study import Calibrated


def sentences(result: "Calibrated") -> list[str]:
    """What was found, a sentence a line."""
    outcome, plan = result.outcome, result.plan
    lines = [
        f"{len(outcome.passing)} of the {len(outcome.tried) - 1} points that were tried pass; in the second design, which spans "
        f"the points that come close, {percent(outcome.close)} do."
    ]
    if outcome.own.passes:
        lines.append("The scenario's own values pass.")
    else:
        worst = max(range(len(plan.targets)), key=lambda number: outcome.own.misses[number])
        name = plan.targets[worst].name
        lines.append(f"The scenario's own values do not pass: {name} is {value_worded(_of(outcome.own, name))}.")
    if not outcome.passing:
        lines.append(f"Nothing passes: the best point is off by {outcome.best.worst:.1f} times what would pass. The targets may "
                     "contradict each other, or what is free may not reach them.")  # fmt: skip
    free = [one.axis.key for one in outcome.parameters if one.words == OPEN]
    if free:
        lines.append(f"The data do not identify {', '.join(free)}.")
    for a, b, r in outcome.together:
        lines.append(f"{a} and {b} are identified only together (rank correlation {r:+.2f} in what passes).")
    later = plan.checked_years
    if later:
        table = result.survival().set_index("year").loc[list(later)]
        off = float(table["best_error"].abs().max())
        lines.append(f"In years {later[0]}-{later[-1]}, which were not fitted, the best point is off by {off:.3f} at most.")
    return lines


def _of(tried: object, name: str) -> float:
    return float(getattr(tried, "found", {}).get(name, float("nan")))


def _table(title: str, headings: tuple[str, ...]) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", title=title, title_justify="left")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="left" if number == 0 else "right")
    return table


def parameter_table(result: "Calibrated") -> "Table":
    """A row for each free parameter."""
    from rich.text import Text

    table = _table("What is free", ("parameter", "range", "in the scenario", "best", "passing", "identified"))
    best = result.outcome.best.row
    for number, one in enumerate(result.outcome.parameters):
        passing = f"{value_worded(one.low)} to {value_worded(one.high)}" if one.low == one.low else "none"
        style = {OPEN: "yellow", PINNED: "green"}.get(one.words, "")
        table.add_row(one.axis.key, f"{value_worded(one.axis.low)} to {value_worded(one.axis.high)}", value_worded(one.own),
                      value_worded(best[number]), passing, Text(one.words, style=style))  # fmt: skip
    return table


def target_table(result: "Calibrated") -> "Table":
    """A row for each target."""
    table = _table("What must be met", ("target", "passes", "in the scenario", "best", "miss of the scenario"))
    for number, target in enumerate(result.plan.targets):
        low, high = (value_worded(end) if abs(end) != float("inf") else "any" for end in (target.low, target.high))
        own, best = (value_worded(_of(tried, target.name)) for tried in (result.outcome.own, result.outcome.best))
        table.add_row(target.name, f"{low} to {high}", own, best, f"{result.outcome.own.misses[number]:.2f}")
    return table


def survival_table(result: "Calibrated") -> "Table":
    """A row for each year of the table."""
    table = _table("Who is still there", ("year", "observed", "best", "off by", "passing", "used for"))
    for row in result.survival().itertuples():
        passing = f"{row.passing_low:.3f} to {row.passing_high:.3f}" if row.passing_low == row.passing_low else "none"
        table.add_row(str(row.year), f"{row.observed:.3f}", f"{row.best:.3f}", f"{row.best_error:+.3f}", passing,
                      "fit" if row.fitted else "check")  # fmt: skip
    return table
