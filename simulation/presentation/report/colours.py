"""The report's colours on light and on dark paper: pictures name variables, a style sheet gives them values."""

import re
from collections.abc import Iterable

from simulation.presentation.style import FAINT, INK, QUIET, STRATEGY_COLOURS, readable

PAPER_DARK = "#14171C"
LEAST_CONTRAST = 4.5
"""Contrast that type needs on its paper (WCAG 2.2, level AA)."""

_ROLES = {INK.lower(): "ink", QUIET.lower(): "quiet", FAINT.lower(): "faint", "#f2f2f2": "shade", "#ffffff": "paper"}
"""Colours of the pictures that the page's own variables stand for."""

_HUES = {readable(colour).lower(): colour.lower() for colour in STRATEGY_COLOURS.values()}
"""Type in a strategy's colour is darkened for light paper; on dark paper it has the colour of the strategy's line."""

_HEX = re.compile(r"#[0-9A-Fa-f]{6}\b")
_STYLE = re.compile(r'style="[^"]*"')


def variable(colour: str) -> str:
    """The name of the variable that stands for a colour of the pictures.

    >>> variable("#0072B2"), variable("#222222")
    ('--c-0072b2', '--ink')
    """
    colour = colour.lower()
    return f"--{_ROLES[colour]}" if colour in _ROLES else f"--c-{colour[1:]}"


def with_variables(svg: str) -> str:
    """A picture whose colours are variables, with those of light paper to fall back on."""

    def replaced(style: re.Match[str]) -> str:
        return _HEX.sub(lambda found: f"var({variable(found[0])}, {found[0].lower()})", style[0])

    return _STYLE.sub(replaced, svg)


def dark_rules(html: str) -> str:
    """Declarations, for dark paper, of every variable for a colour that a page uses, in the order of their names."""
    used = sorted(set(re.findall(r"--c-[0-9a-f]{6}", html)))
    hues = {name: "#" + name.removeprefix("--c-") for name in used}
    return "".join(f"{name}:{on_dark(_HUES.get(hue, hue))};" for name, hue in hues.items())


def on_dark(colour: str) -> str:
    """The same hue, light enough for dark paper; greys are turned round so that they stay apart.

    colour   "#RRGGBB"
    returns  "#rrggbb" with a contrast to `PAPER_DARK` of at least `LEAST_CONTRAST`

    >>> on_dark("#000000"), on_dark("#e69f00")
    ('#ffffff', '#e69f00')
    """
    parts = _parts(colour)
    if max(parts) - min(parts) < 8:
        parts = [255 - part for part in parts]
    for step in range(21):
        lighter = [round(part + (255 - part) * step / 20) for part in parts]
        if contrast(lighter, _parts(PAPER_DARK)) >= LEAST_CONTRAST:
            return "#" + "".join(f"{part:02x}" for part in lighter)
    return "#ffffff"


def contrast(one: Iterable[int], other: Iterable[int]) -> float:
    """Contrast of two colours as the Web Content Accessibility Guidelines define it, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _parts(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _luminance(parts: Iterable[int]) -> float:
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in (p / 255 for p in parts)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
