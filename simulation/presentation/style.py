"""How every picture looks: colours, type, lines, and how it is written to disk.

Pictures are made for a projector: 16:9, large type, no frame, the palette of Okabe and Ito, which people
with any of the common colour deficiencies can tell apart. A strategy has the same colour in every picture.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulation.presentation.canvas import Picture

BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILLION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
INK, QUIET, FAINT = "#222222", "#666666", "#E3E3E3"

STRATEGY_COLOURS = {
    "customer-centric": BLUE,
    "customer-focused": GREEN,
    "service-only": VERMILLION,
    "lip-service": PURPLE,
    "price-cutter": ORANGE,
    "status-quo": "#555555",
    "none": SKY,
    "as in the file": BLACK,
}
_OTHER_COLOURS = ("#8C6D00", SKY, ORANGE, PURPLE)

WIDTH_INCHES, HEIGHT_INCHES, DOTS_PER_INCH = 16.0, 9.0, 120
"""Together 1920 x 1080 dots."""
LEFT_EDGE = 0.035
"""Where titles and notes begin, as a share of the figure's width."""

_SETTINGS: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 18,
    "axes.titlesize": 26,
    "axes.labelsize": 18,
    "xtick.labelsize": 18,
    "ytick.labelsize": 18,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "grid.color": FAINT,
    "grid.linewidth": 1.0,
    "xtick.major.size": 5,
    "ytick.major.size": 0,
    "ytick.major.pad": 8,
    "lines.linewidth": 3.5,
    "lines.solid_capstyle": "round",
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.hashsalt": "centricity",
    "svg.fonttype": "path",
    "path.simplify": False,
    "text.parse_math": False,  # a dollar sign in a name or a currency is a dollar sign
}


def strategy_colours(strategies: Sequence[str]) -> dict[str, str]:
    """A colour for each strategy: the fixed one of a preset, another of the palette for a strategy of the
    user's own.

    strategies  names, any order; a name such as "service-only → customer-centric" has the colour of its
                last part
    returns     name -> "#RRGGBB"; two names share a colour only when there are more than the palette has
    """
    colours: dict[str, str] = {}
    for name in strategies:
        fixed = STRATEGY_COLOURS.get(name)
        if fixed:
            colours[name] = fixed
    taken = set(colours.values())
    for name in strategies:
        if name in colours:
            continue
        last = STRATEGY_COLOURS.get(name.rsplit("→ ", 1)[-1])
        candidates = ([last] if last else []) + [*_OTHER_COLOURS, *STRATEGY_COLOURS.values()]
        colours[name] = next((colour for colour in candidates if colour not in taken), candidates[0])
        taken.add(colours[name])
    return colours


def readable(colour: str, strength: float = 0.78) -> str:
    """The same hue, dark enough for type on white: light colours of the palette are mixed with black.

    colour    "#RRGGBB"
    strength  share of the colour that stays in the lightest colours, 0 to 1
    returns   "#RRGGBB"
    """
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    lightness = (0.299 * red + 0.587 * green + 0.114 * blue) / 255
    kept = 1.0 if lightness < 0.45 else strength if lightness < 0.62 else strength * 0.85
    return f"#{round(red * kept):02X}{round(green * kept):02X}{round(blue * kept):02X}"


@contextmanager
def drawing() -> Iterator[None]:
    """Within it, matplotlib draws in this style; the user's own settings are untouched."""
    import matplotlib

    with matplotlib.rc_context(_SETTINGS):
        yield


def new_figure() -> "Picture":
    """An empty 16:9 figure of 1920 x 1080 dots."""
    from simulation.presentation.canvas import Picture

    return Picture(figsize=(WIDTH_INCHES, HEIGHT_INCHES), dpi=DOTS_PER_INCH)


FINDING = "finding"
"""Label of the text that is a picture's title, for whoever says the same beside the picture."""


def headline(figure: "Figure", finding: str, subject: str, note: str = "") -> float:
    """Writes the finding as the picture's title, what is shown below it, and how to read it at the foot.

    finding  a sentence; broken into two lines where it is long
    subject  measure and unit; may be empty
    note     how bands and markers are to be read
    returns  how high the drawing below may reach, as a share of the figure's height
    """
    lines, size = broken(finding, 68), 27.0
    for width, smaller in ((84, 22.0), (98, 19.0)):
        if len(lines) > 2:
            lines, size = broken(finding, width), smaller
    title = figure.text(LEFT_EDGE, 0.958, "\n".join(lines), fontsize=size, fontweight="bold", va="top", linespacing=1.12)
    title.set_label(FINDING)
    top = 0.958 - 0.052 * len(lines) * size / 27
    if subject:
        figure.text(LEFT_EDGE, top - 0.012, subject, fontsize=19, color=QUIET, va="top")
        top -= 0.05
    if note:
        figure.text(LEFT_EDGE, 0.022, "\n".join(broken(note, 150)), fontsize=14, color=QUIET, va="bottom")
    return top - 0.032


def colour_key(figure: "Figure", colours: dict[str, str], height: float, size: float = 19) -> None:
    """Names every strategy once, in its colour, in one row from the left edge: for pictures of several
    panels.

    height  of the row's middle, as a share of the figure's height
    """
    from matplotlib.lines import Line2D

    left = LEFT_EDGE
    room = 1 - 2 * LEFT_EDGE
    widths = {name: text_width(name, size) / 72 / WIDTH_INCHES for name in colours}
    between, sample = 0.035, 0.022
    total = sum(widths.values()) + len(colours) * (between + sample)
    shrink = min(1.0, room / total)
    for name, colour in colours.items():
        figure.add_artist(Line2D([left, left + sample * 0.75], [height, height], color=colour, linewidth=6 * shrink))
        figure.text(
            left + sample,
            height,
            name,
            color=readable(colour),
            fontsize=size * shrink,
            fontweight="bold",
            va="center",
        )
        left += (widths[name] + between) * shrink + sample


def text_width(text: str, size: float) -> float:
    """Width of the widest line of bold type, in points."""
    return max(_line_width(line, size) for line in text.split("\n"))


@cache
def _line_width(line: str, size: float) -> float:
    """Width of the outlines of the letters: of their corners, where no curve reaches further, which spares its extremes."""
    import numpy as np
    from matplotlib.font_manager import FontProperties
    from matplotlib.path import Path
    from matplotlib.textpath import TextPath

    outline = TextPath((0, 0), line, prop=FontProperties(family="DejaVu Sans", weight="bold", size=size))
    codes, across = np.asarray(outline.codes), outline.vertices[:, 0]
    if len(codes) and (codes != Path.CURVE4).all():
        curved = codes == Path.CURVE3
        bends = curved & (curved.cumsum() % 2 == 1)  # of a curve's two points the first, which it need not touch
        drawn = codes != Path.CLOSEPOLY
        corners, reached = across[drawn & ~bends], across[drawn]
        low, high = corners.min(), corners.max()
        if (low, high) == (reached.min(), reached.max()):
            return float(high - low)
    return float(outline.get_extents().width)


def broken(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` characters, broken between words and of about equal length."""
    import math
    import textwrap

    if len(text) <= width:
        return [text]
    lines = math.ceil(len(text) / width)
    for attempt in range(len(text) // lines, width + 1):
        wrapped = textwrap.wrap(text, attempt, break_on_hyphens=False)
        if len(wrapped) <= lines:
            return wrapped
    return textwrap.wrap(text, width, break_on_hyphens=False)


def save(figure: "Figure", folder: Path, name: str) -> list[Path]:
    """Writes `name`.png (1920 x 1080) and `name`.svg; equal figures give equal files, byte for byte.

    returns the two paths
    """
    png, svg = folder / f"{name}.png", folder / f"{name}.svg"
    folder.mkdir(parents=True, exist_ok=True)
    with drawing():
        figure.savefig(png, dpi=DOTS_PER_INCH, metadata={"Software": "centricity"})
        figure.savefig(svg, metadata={"Date": None, "Creator": "centricity"})
    return [png, svg]
