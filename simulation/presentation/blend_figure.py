"""One or both, and the best blend: the 2 x 2 on the left, the blends by environment on the right."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulation.presentation.style import BLUE, GREEN, INK, LEFT_EDGE, QUIET, headline, new_figure
from simulation.studies.evidence.blends import CELLS, FOCUSED, Blend, OneOrBoth

if TYPE_CHECKING:
    from simulation.presentation.canvas import Picture

COLOURS = {True: GREEN, False: BLUE}


def blend_figure(both: OneOrBoth, blends: Sequence[Blend]) -> "Picture":
    """Gains of the four cells; gains of every blend against pure focus, a panel for each environment."""
    figure = new_figure()
    inter = both.interaction
    words = "just add up, within luck"
    if inter.low > 0 or inter.high < 0:
        words = "complement each other" if inter.low > 0 else "get in each other's way"
    top = headline(
        figure,
        f"Front line and centricity {words}: together they earn {inter.value:+,.0f} beside the sum of each alone",
        "Cumulative discounted profit after five years",
        "Bars: 95 % intervals. Left: against the firm that saves the budget; both together cost twice one. Right: equal budgets, "
        "against pure customer focus; green: policy of a customer-focused firm, blue: of a customer-centric one.",
    )
    axes = figure.add_axes((LEFT_EDGE + 0.065, 0.16, 0.20, top - 0.24))
    for place, name in enumerate(CELLS):
        gain = both.gains[name]
        axes.plot([place, place], [gain.low, gain.high], color=INK, linewidth=2.5)
        axes.plot(place, gain.value, "o", color=INK, markersize=10)
    axes.axhline(0.0, color=QUIET, linewidth=1)
    axes.set_xticks(range(len(CELLS)), [name.replace(" ", "\n") for name in CELLS], fontsize=14)
    axes.set_xlim(-0.5, len(CELLS) - 0.5)
    axes.tick_params(axis="y", labelsize=13)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    _panels(figure, blends, top)
    return figure


def _panels(figure: "Picture", blends: Sequence[Blend], top: float) -> None:
    names = list(dict.fromkeys(blend.environment for blend in blends))
    columns, rows = 3, -(-len(names) // 3)
    width, height = 0.66 / columns, (top - 0.13) / rows
    for number, name in enumerate(names):
        row, column = divmod(number, columns)
        axes = figure.add_axes((0.36 + column * width, 0.115 + (rows - 1 - row) * height + 0.065, width - 0.065, height - 0.135))
        own = [blend for blend in blends if blend.environment == name]
        for focused, colour in COLOURS.items():
            part = [blend for blend in own if (blend.fields == FOCUSED) == focused]
            shift = -1.2 if focused else 1.2
            for blend in part:
                at = 100 * blend.share + shift
                axes.plot([at, at], [blend.gain.low, blend.gain.high], color=colour, linewidth=2)
            axes.plot([100 * b.share + shift for b in part], [b.gain.value for b in part], "o-", color=colour, markersize=6,
                      linewidth=1.5)  # fmt: skip
        axes.axhline(0.0, color=QUIET, linewidth=1)
        axes.set_title(name, fontsize=15, loc="left", color=INK)
        axes.tick_params(labelsize=12)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        if row == rows - 1:
            axes.set_xlabel("% spent as centric firms do", fontsize=12)
