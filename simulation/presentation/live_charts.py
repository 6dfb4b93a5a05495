"""Charts that move: what ECharts draws of a market while it is played, as plain options.

Axes are fixed before the first month is shown and only ever widen, so that nothing jumps. Text that a user may have
written is escaped wherever ECharts would take it for markup.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulation.presentation.style import readable
from simulation.presentation.wording import Unit, rounded, sign_of, worded

FONT = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"

Options = dict[str, Any]


@dataclass(frozen=True)
class Look:
    """Light or dark: the colours of everything but the lines.

    size  of the type on axes, pixels
    """

    dark: bool = False
    size: int = 16

    @property
    def ink(self) -> str:
        """Colour of what is to be read."""
        return "#F2F2F2" if self.dark else "#222222"

    @property
    def quiet(self) -> str:
        """Colour of axes and what matters less."""
        return "#B8BEC6" if self.dark else "#5A5F66"

    @property
    def faint(self) -> str:
        """Colour of the grid."""
        return "#3A4048" if self.dark else "#E6E6E6"

    @property
    def ground(self) -> str:
        """Colour behind everything."""
        return "#1B1F24" if self.dark else "#FFFFFF"

    def line(self, colour: str) -> str:
        """A colour of the palette as a line on this ground."""
        return lighter(colour) if self.dark else colour

    def type(self, colour: str) -> str:
        """A colour of the palette as type on this ground."""
        return lighter(colour) if self.dark else readable(colour)


@dataclass(frozen=True)
class Axis:
    """A fixed axis: least, most, and the distance of its ticks."""

    low: float
    high: float
    step: float

    def holds(self, other: "Axis") -> bool:
        """Whether another axis lies within this one."""
        return self.low <= other.low and other.high <= self.high


@dataclass(frozen=True)
class Mark:
    """A decision on a line: month, its number in the history, and what was decided."""

    month: int
    number: int
    words: str


@dataclass(frozen=True)
class Line:
    """One world's course of a measure.

    key     what tells it apart from all others
    name    as it stands at the line's end; may have two lines
    colour  of the palette, "#RRGGBB"
    values  by month from 0; NaN where there is none
    band    low and high by month from 0: other luck
    marks   decisions
    dashed  for what is pinned
    """

    key: str
    name: str
    colour: str
    values: Sequence[float]
    band: tuple[Sequence[float], Sequence[float]] | None = None
    marks: tuple[Mark, ...] = field(default=())
    dashed: bool = False


def lighter(colour: str) -> str:
    """The same hue, light enough for lines and type on a dark ground.

    >>> lighter("#0072B2")
    '#6AADD2'
    """
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    lightness = (0.299 * red + 0.587 * green + 0.114 * blue) / 255
    mixed = min(0.6, max(0.0, 0.62 - lightness) * 1.5)
    mixed = max(mixed, 0.375) if lightness < 0.42 else mixed
    return "#" + "".join(f"{round(part + (255 - part) * mixed):02X}" for part in (red, green, blue))


def axis_for(values: Iterable[float], low: float | None = None, high: float | None = None, ticks: int = 5) -> Axis:
    """An axis with round ticks and some air around the values.

    values     all that will be shown; NaN is passed over
    low, high  where the measure cannot go beyond, such as 0 and 1 for shares

    >>> axis_for([142_000.0, 157_000.0])
    Axis(low=135000.0, high=160000.0, step=5000.0)
    """
    known = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    least, most = min(known), max(known)
    span = max(most - least, 0.1 * max(abs(least), abs(most)), 1e-9)
    middle = (least + most) / 2
    least, most = min(least, middle - span / 2) - 0.12 * span, max(most, middle + span / 2) + 0.12 * span
    least = max(least, low) if low is not None else least
    most = min(most, high) if high is not None else most
    step = _round_step((most - least) / ticks)
    return Axis(round(math.floor(least / step + 1e-9) * step, 10), round(math.ceil(most / step - 1e-9) * step, 10), step)


def widened(axis: Axis | None, needed: Axis) -> Axis:
    """The axis that stays where it can, and else is the one that holds both."""
    if axis is None or axis.holds(needed):
        return needed if axis is None else axis
    step = max(axis.step, needed.step)
    low, high = min(axis.low, needed.low), max(axis.high, needed.high)
    return Axis(math.floor(low / step) * step, math.ceil(high / step) * step, step)


def _round_step(step: float) -> float:
    size = 10.0 ** math.floor(math.log10(step))
    return next(size * factor for factor in (1.0, 2.0, 5.0, 10.0) if size * factor >= step * 0.999)


def line_chart(
    lines: Sequence[Line], month: int, last: int, axis: Axis, unit: Unit, look: Look, named: bool = True
) -> Options:
    """A chart of lines over the months, drawn up to `month`, with room for the whole horizon.

    named  whether every line has its name at its end
    """
    number = number_script(unit, axis)
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT, "fontSize": look.size, "color": look.ink},
        "grid": {"left": 8, "right": round(6.5 * look.size) if named else look.size, "top": 16,
                 "bottom": round(0.4 * look.size),
                 "containLabel": True},
        "tooltip": {
            "trigger": "axis", "confine": True, ":formatter": _tooltip_script(number), "backgroundColor": look.ground,
            "borderColor": look.quiet, "textStyle": {"color": look.ink, "fontSize": look.size, "fontFamily": FONT},
            "axisPointer": {"type": "line", "lineStyle": {"color": look.quiet, "width": 1}},
        },
        "xAxis": {
            "type": "category", "boundaryGap": False, "data": [str(at) for at in range(last + 1)],
            "axisLine": {"onZero": False, "lineStyle": {"color": look.quiet}},
            "axisTick": {"interval": 11, "lineStyle": {"color": look.quiet}},
            "axisLabel": {"interval": 11, "color": look.quiet, "fontSize": look.size, "hideOverlap": True},
        },
        "yAxis": {
            "type": "value", "min": axis.low, "max": axis.high, "interval": axis.step,
            "splitLine": {"lineStyle": {"color": look.faint}},
            "axisLabel": {"color": look.quiet, "fontSize": look.size, ":formatter": number, "hideOverlap": True},
        },
        "series": [one for line in lines for one in _series(line, month, look, named)],
    }


def line_data(lines: Sequence[Line], month: int, look: Look, named: bool = True) -> Options:
    """What changes in the same chart when another month is shown: small enough to be sent ten times a second."""
    kept = ("id", "data", "endLabel")
    series = [one for line in lines for one in _series(line, month, look, named)]
    return {"series": [{key: one[key] for key in kept if key in one} for one in series]}


def _series(line: Line, month: int, look: Look, named: bool) -> list[Options]:
    colour, values = look.line(line.colour), line.values[: month + 1]
    drawn: list[Options] = []
    if line.band is not None:
        low, high = line.band[0][: month + 1], line.band[1][: month + 1]
        plain = {"type": "line", "stack": f"{line.key}-band", "symbol": "none", "silent": True, "lineStyle": {"opacity": 0}}
        drawn.append({"id": f"{line.key}-band-low", **plain, "data": _numbers(low), "z": 1})
        between = [b - a for a, b in zip(low, high, strict=True)]
        drawn.append({"id": f"{line.key}-band-high", **plain, "data": _numbers(between), "z": 1,
                      "areaStyle": {"color": colour, "opacity": 0.22}})
    drawn.append({
        "id": line.key, "name": line.name.replace("\n", ""), "type": "line", "showSymbol": False, "data": _numbers(values),
        "lineStyle": {"width": 3 if line.dashed else 4.5, "color": colour, "type": "dashed" if line.dashed else "solid"},
        "itemStyle": {"color": colour}, "z": 3 if line.dashed else 4, "emphasis": {"disabled": True},
        "endLabel": {
            "show": named, "color": look.type(line.colour), "fontSize": look.size, "fontWeight": "bold",
            "lineHeight": look.size + 2, "distance": 8, "formatter": line.name,
        },
        "labelLayout": {"moveOverlap": "shiftY"},
    })  # fmt: skip
    shown = [mark for mark in line.marks if mark.month <= month and mark.month < len(line.values)]
    drawn.append({
        "id": f"{line.key}-marks", "type": "scatter", "symbol": "circle", "symbolSize": look.size + 8, "z": 6,
        "data": [{"value": [mark.month, line.values[mark.month]], "name": mark.words,
                  "label": {"formatter": str(mark.number)}} for mark in shown],
        "itemStyle": {"color": look.ground, "borderColor": colour, "borderWidth": 3},
        "label": {"show": True, "color": look.ink, "fontSize": look.size - 2, "fontWeight": "bold"},
    })  # fmt: skip
    return drawn


def bar_chart(
    rows: Sequence[str], bars: Sequence[tuple[str, str, Sequence[float]]], axis: Axis, unit: Unit, look: Look
) -> Options:
    """Horizontal bars, one of each world for every row, on a fixed axis.

    rows  names from top to bottom
    bars  name, colour and values by row, of every world
    """
    number = number_script(unit, axis)
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT, "fontSize": look.size, "color": look.ink},
        "grid": {"left": round(12 + 0.6 * look.size * max(map(len, rows))), "right": 56, "top": 4,
                 "bottom": round(1.6 * look.size)},
        "tooltip": {"trigger": "axis", "confine": True, ":formatter": _tooltip_script(number, ""), "backgroundColor": look.ground,
                    "borderColor": look.quiet, "textStyle": {"color": look.ink, "fontSize": look.size},
                    "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "value", "min": axis.low, "max": axis.high, "interval": axis.step,
                  "splitLine": {"lineStyle": {"color": look.faint}},
                  "axisLabel": {"color": look.quiet, "fontSize": look.size, ":formatter": number, "hideOverlap": True}},
        "yAxis": {"type": "category", "inverse": True, "data": list(rows), "axisTick": {"show": False},
                  "axisLine": {"lineStyle": {"color": look.quiet}}, "axisLabel": {"color": look.ink, "fontSize": look.size}},
        "series": [
            {"id": name, "name": name, "type": "bar", "barGap": "15%", "barCategoryGap": "30%", "data": _numbers(values),
             "itemStyle": {"color": look.line(colour)},
             "label": {"show": True, "position": "right", "color": look.ink, "fontSize": look.size - 2,
                       ":formatter": f"p => ({number})(p.value)"}}
            for name, colour, values in bars
        ],
    }  # fmt: skip


def bar_data(bars: Sequence[tuple[str, str, Sequence[float]]]) -> Options:
    """What changes in the same bars when another month is shown."""
    return {"series": [{"id": name, "data": _numbers(values)} for name, _, values in bars]}


def number_script(unit: Unit, axis: Axis) -> str:
    """A JavaScript function that writes a value of an axis: all of them in one scale."""
    size = max(abs(axis.low), abs(axis.high))
    if unit.kind == "money":
        factor, name = next(((f, n) for f, n in ((1e9, "bn"), (1e6, "m"), (1e3, "k")) if size >= f), (1.0, ""))
        before, after = json.dumps(sign_of(unit.currency)), json.dumps(name)
        digits = 1 if size / factor < 100 else 0
        return (f"v => v == null ? '' : (v < 0 ? '\\u2212' : '') + {before} + "
                f"Math.abs(v / {factor}).toLocaleString('en', {{maximumFractionDigits: {digits}}}) + (v == 0 ? '' : {after})")
    if unit.kind == "share":
        return "v => v == null ? '' : (100 * v).toLocaleString('en', {maximumFractionDigits: 1}) + ' %'"
    digits = 2 if axis.step < 0.1 * 5 and size <= 10 else 1 if size < 100 else 0
    return f"v => v == null ? '' : v.toLocaleString('en', {{maximumFractionDigits: {digits}}}).replace('-', '\\u2212')"


def _tooltip_script(number: str, before: str = "Month ") -> str:
    """A JavaScript function that lists what a month shows; every name is escaped."""
    return (
        "ps => { const plain = t => String(t).replace(/[&<>\"']/g, c => '&#' + c.charCodeAt(0) + ';');"
        f" const number = {number};"
        f" const rows = [`<b>{before}${{plain(ps[0].axisValue ?? ps[0].name)}}</b>`];"
        " for (const p of ps) { if (/-band-/.test(p.seriesId)) continue;"
        " if (/-marks$/.test(p.seriesId)) { rows.push('decided: ' + plain(p.name)); continue; }"
        " if (p.value == null) continue;"
        " rows.push(p.marker + plain(p.seriesName) + ' <b>' + plain(number(p.value)) + '</b>'); }"
        " return '<div style=\"max-width:420px;white-space:normal\">' + rows.join('<br>') + '</div>'; }"
    )


def now_in_words(line: Line, month: int, unit: Unit) -> str:
    """The value that a line shows in a month, as people read it."""
    value = line.values[month] if month < len(line.values) else math.nan
    return rounded(value, 2) if unit.kind == "number" and math.isfinite(value) else worded(value, unit)


def _numbers(values: Sequence[float]) -> list[float | None]:
    """Values for JSON: six figures, null where there is none."""
    return [float(f"{value:.6g}") if math.isfinite(value) else None for value in values]
