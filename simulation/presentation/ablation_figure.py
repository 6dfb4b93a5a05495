"""Ablations in one picture: how much of the lead each part of the model makes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulation.presentation.style import BLUE, INK, QUIET, VERMILLION, headline, new_figure
from simulation.studies.evidence.ablations import Ablation

if TYPE_CHECKING:
    from simulation.presentation.canvas import Picture

GREY = "#AAAAAA"


def ablation_figure(rows: Sequence[Ablation]) -> "Picture":
    """A line for each part: the change of the lead when it is taken out, with its 95 % interval."""
    figure = new_figure()
    whole, others = rows[0], list(rows[1:])
    sure = [row for row in others if row.change.low > 0 or row.change.high < 0]
    top = headline(
        figure,
        f"{len(sure)} of {len(others)} parts surely move the lead of customer-centric over service-only; with all of them it is "
        f"{whole.lead.value:+,.0f}",
        "Change of the lead in cumulative discounted profit when one part is taken out; bar: 95 % interval",
        "Blue: without it the lead is larger; red: it is smaller; grey: no more than luck. Same luck everywhere.",
    )
    half = -(-len(others) // 2)
    reach = 1.05 * max(max(abs(row.change.low), abs(row.change.high)) for row in others)
    for column, part in enumerate((others[:half], others[half:])):
        axes = figure.add_axes((0.20 + 0.49 * column, 0.12, 0.29, top - 0.15))
        for place, row in enumerate(part):
            colour = GREY if row not in sure else BLUE if row.change.value > 0 else VERMILLION
            axes.plot([row.change.low, row.change.high], [-place, -place], color=colour, linewidth=2.2)
            axes.plot(row.change.value, -place, "o", color=colour, markersize=6)
        axes.axvline(0.0, color=QUIET, linewidth=1)
        axes.set_yticks([-place for place in range(len(part))], [row.name for row in part], fontsize=12, color=INK)
        axes.set_xlim(-reach, reach)
        axes.set_ylim(-half + 0.3, 0.7)
        axes.grid(False)
        axes.tick_params(axis="x", labelsize=12)
        axes.locator_params(axis="x", nbins=5)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    return figure
