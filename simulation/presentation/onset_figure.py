"""How long it takes until a change shows: a bar for each measure from the month in which it does."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from simulation.presentation.style import (
    BLUE,
    FAINT,
    INK,
    QUIET,
    VERMILLION,
    WIDTH_INCHES,
    drawing,
    headline,
    new_figure,
    text_width,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

def onset_figure(
    onsets: Mapping[str, tuple[int | None, bool]], months: int, finding: str, subject: str, note: str
) -> "Figure":
    """A row for each measure, the first to show at the top.

    onsets  measure in words -> months after the change until it shows (None: not within `months`), and whether it
            is then better than without the change
    note    what "shows" means
    """
    names = sorted(onsets, key=lambda name: (onsets[name][0] is None, onsets[name][0] or 0))
    with drawing():
        figure = new_figure()
        top = headline(figure, finding, subject, note) - 0.02
        room = max(text_width(name, 19) for name in names) / 72 / WIDTH_INCHES
        axes = figure.add_axes((room + 0.06, 0.175, 0.91 - room, top - 0.175))
        for place, name in enumerate(names):
            y = len(names) - 1 - place
            onset, better = onsets[name]
            axes.barh(y, months, height=0.56, color=FAINT, zorder=1)
            if onset is not None:
                colour = BLUE if better else VERMILLION
                axes.barh(y, months - onset, left=onset, height=0.56, color=colour, zorder=2)
            text = "no clear effect that lasts" if onset is None else f"after {onset} month{'' if onset == 1 else 's'}"
            right = onset is not None and onset > 0.25 * months
            at = 0.01 * months if onset is None else onset
            axes.annotate(text, (at, y), xytext=(-8 if right else 8, 0), textcoords="offset points", va="center",
                          ha="right" if right else "left", fontsize=16, fontweight="bold", zorder=3,
                          color=QUIET if onset is None else INK if right else "white")  # fmt: skip
            axes.annotate(name, (0, y), xycoords=axes.get_yaxis_transform(), xytext=(-12, 0), textcoords="offset points",
                          ha="right", va="center", fontsize=19, annotation_clip=False)  # fmt: skip
        axes.set_xlim(0, months)
        axes.set_xticks([*range(0, months + 1, 12 if months > 24 else 6 if months > 6 else 1)])
        axes.set_ylim(-0.6, len(names) - 0.4)
        axes.set_yticks([])
        axes.grid(visible=False)
        axes.set_xlabel("months after the change", fontsize=17)
    return figure
