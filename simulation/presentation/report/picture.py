"""A picture of the report: a drawing inside the page, the finding it shows, and the same said for those who cannot see it."""

import re
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from simulation.presentation.report.colours import with_variables
from simulation.presentation.style import FINDING

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox


@dataclass(frozen=True)
class Picture:
    """What the page shows of one picture.

    name         of its own within the page: letters, digits and "-"
    finding      a sentence, computed from the data
    reading      what is shown and how to read it
    alternative  what is to be seen, in words
    svg          the drawing, ready to stand in HTML
    wide         whether it needs the page's whole width
    """

    name: str
    finding: str
    reading: str
    alternative: str
    svg: str
    wide: bool = False


_HEAD = re.compile(r"^.*?(?=<svg)", re.S)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.S)
_STYLE_BLOCK = re.compile(r"<defs>\s*<style.*?</style>\s*</defs>", re.S)
_OPENING = re.compile(r"<svg [^>]*?viewBox=\"([^\"]*)\"[^>]*>")
_GROUP = re.compile(r'<g id="[^"]*">')
_EMPTY = re.compile(r'<g id="[^"]*"/>')
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_ID = re.compile(r'(?<= id=")([^"]+)(?=")')
_REFERENCE = re.compile(r'(?<=url\(#)([^)]+)(?=\))|(?<=xlink:href="#)([^"]+)(?=")')
_DECIMALS = re.compile(r"(\d+\.\d\d)\d+")
_FONT = re.compile(r"font: ([\d.]+px) '[^']*'(, [^;\"]*)?")
_FONT_WEIGHTED = re.compile(r"font: (\d+) ([\d.]+px) '[^']*'(, [^;\"]*)?")


def inline_svg(figure: "Figure", name: str, titled: bool = True) -> str:
    """A figure as an `svg` element for the middle of a page: its own identifiers, the page's type and colours.

    figure   drawn; its background is left out
    name     that its identifiers begin with
    titled   False: without the finding at its top, which the page says beside it, and without the room for it
    returns  text that is the same whenever an equal figure is given; it hides itself from screen readers, for
             which the page has words
    """
    import matplotlib

    box = None if titled else _without_title(figure)
    stream = StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "centricity", "path.simplify": False}):
        figure.savefig(stream, format="svg", transparent=True, bbox_inches=box, metadata={"Date": None, "Creator": None})
    text = _HEAD.sub("", stream.getvalue(), count=1)
    for part in (_METADATA, _STYLE_BLOCK, _COMMENT):
        text = part.sub("", text)
    text = _OPENING.sub(
        r'<svg viewBox="\1" xmlns:xlink="http://www.w3.org/1999/xlink" aria-hidden="true" focusable="false">', text, count=1
    )
    text = _EMPTY.sub("", _GROUP.sub("<g>", text))
    text = _ID.sub(rf"{name}-\1", text)
    text = _REFERENCE.sub(lambda found: f"{name}-{found[0]}", text)
    text = _FONT_WEIGHTED.sub(r"font-weight: \1; font-size: \2", text)
    text = _FONT.sub(r"font-size: \1", text)
    text = _DECIMALS.sub(r"\1", text)
    return with_variables(re.sub(r"\s*\n\s*", "\n", text).strip())


def _without_title(figure: "Figure") -> "Bbox | None":
    """Takes the title away; returns what is left of the figure below it, in inches, or None where there was none."""
    from matplotlib.transforms import Bbox

    title = next((text for text in figure.texts if text.get_label() == FINDING), None)
    if title is None:
        return None
    wide, high = figure.get_size_inches()
    top = title.get_window_extent().y0 / figure.bbox.height
    title.remove()
    return Bbox([[0.0, 0.0], [wide, high * top]])
