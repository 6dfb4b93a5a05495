"""The report's drawing of bars from nought, to the right and to the left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulation.presentation.report.panels import SIZE, WIDTH, name_row, room_for, small, value_axis_below
from simulation.presentation.style import INK
from simulation.presentation.wording import Unit

if TYPE_CHECKING:
    from simulation.presentation.canvas import Picture as Canvas


@dataclass(frozen=True)
class Bar:
    """One row of a picture of bars from nought.

    sure  whether it stands out from chance; drawn pale where it does not
    """

    name: str
    value: float
    colour: str
    text: str
    sure: bool = True


def bars(rows: Sequence[Bar], unit: Unit, bounds: tuple[float, float]) -> "Canvas":
    """Bars to the right and left of nought, one row each, the first on top."""
    height = 0.5 + 0.32 * len(rows)
    with small(WIDTH, height) as figure:
        left = room_for([row.name for row in rows])
        axes = figure.add_axes((left, 0.36 / height, 0.97 - left, 1 - 0.42 / height))
        value_axis_below(axes, *bounds, unit, signed=True)
        axes.axvline(0, color=INK, linewidth=1, zorder=3)
        for place, row in enumerate(rows):
            y = len(rows) - 1 - place
            axes.barh(y, row.value, height=0.62, color=row.colour, alpha=1.0 if row.sure else 0.35, zorder=2)
            side = 1 if row.value >= 0 else -1
            axes.annotate(row.text, (row.value, y), xytext=(5 * side, 0), textcoords="offset points", va="center_baseline",
                          ha="left" if side > 0 else "right", fontsize=SIZE - 0.5, zorder=5,
                          bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})  # fmt: skip
            name_row(axes, y, row.name, "", INK, bold=row.sure)
        axes.set_ylim(-0.6, len(rows) - 0.4)
    return figure
