"""Charts of single lives: a customer's, an employee's, a firm's beliefs, and who tells whom; as plain options of ECharts."""

import math
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from simulation.presentation.live_charts import Axis, Line, Look, Options, line_chart
from simulation.presentation.style import BLUE, GREEN, ORANGE, PURPLE, QUIET, SKY, VERMILLION
from simulation.presentation.wording import Unit

if TYPE_CHECKING:
    from simulation.studies.live.inside import Inside
    from simulation.studies.live.lives import Event, Life
    from simulation.studies.live.working_lives import WorkingLife

GOOD, BAD = GREEN, VERMILLION
"""Colours of what people like and what they do not; shapes tell it as well."""

_NEUTRAL = ("asks", "joins")
NEWEST_MONTHS = 3
"""Months for which a message stays visible, fading."""


def is_good(event: "Event") -> bool:
    """Whether a customer is glad of an event."""
    return not event.is_bad and event.kind not in _NEUTRAL


def life_chart(life: "Life", month: int, last: int, colours: dict[str, str], look: Look) -> Options:
    """A customer's satisfaction and expectation, whose customer she was, and all that happened, up to a month.

    colours  of firms by name
    """
    seen = {one.month: one for one in life.months if 0 <= one.month <= month}
    felt = [seen[at].satisfaction if at in seen and seen[at].firm else math.nan for at in range(month + 1)]
    hoped = [seen[at].expectation if at in seen and seen[at].firm else math.nan for at in range(month + 1)]
    lines = [Line("expects", "expects", QUIET, hoped, dashed=True), Line("feels", "feels", BLUE, felt)]
    options = line_chart(lines, month, last, Axis(0.0, 100.0, 25.0), Unit("score"), look)
    options["grid"] = {**options["grid"], "right": round(5.4 * look.size), "top": round(1.9 * look.size)}
    main = next(one for one in options["series"] if one["id"] == "feels")
    main["markArea"] = {"silent": True, "data": _stays(life, month, colours, look)}
    options["series"].append(_dots("good-marks", [e for e in life.events if is_good(e)], seen, "circle", GOOD, look))
    options["series"].append(_dots("bad-marks", [e for e in life.events if e.is_bad], seen, "triangle", BAD, look))
    return options


def _stays(life: "Life", month: int, colours: dict[str, str], look: Look) -> list[list[Options]]:
    """An area for every stretch of months with one firm."""
    stretches: list[tuple[str, int, int]] = []
    for one in life.months:
        if not 0 <= one.month <= month:
            continue
        if stretches and stretches[-1][0] == one.firm:
            stretches[-1] = (one.firm, stretches[-1][1], one.month)
        else:
            stretches.append((one.firm, one.month, one.month))
    return [
        [
            {"xAxis": str(start), "name": firm or "no firm",
             "itemStyle": {"color": look.line(colours.get(firm, "#888888")), "opacity": 0.16 if firm else 0.0},
             "label": {"color": look.ink, "fontSize": look.size - 2, "position": "insideTopLeft", "distance": 4,
                       "overflow": "truncate", "width": 140, "show": end - start > 4}},
            {"xAxis": str(end)},
        ]
        for firm, start, end in stretches
    ]  # fmt: skip


def _dots(
    key: str, events: "Sequence[Event]", seen: Collection[int], symbol: str, colour: str, look: Look
) -> Options:
    height = 8 if symbol == "triangle" else 92
    data = [{"value": [event.month, height], "name": event.words} for event in events if event.month in seen]
    return {"id": key, "type": "scatter", "symbol": symbol, "symbolSize": round(0.8 * look.size), "data": data, "z": 6,
            "itemStyle": {"color": look.line(colour), "borderColor": look.ground, "borderWidth": 1}}  # fmt: skip


def work_chart(life: "WorkingLife", month: int, last: int, look: Look) -> Options:
    """An employee's engagement, orientation, skill and tiredness, 0 to 1, up to a month."""
    seen = {one.month: one for one in life.months if 0 <= one.month <= month}
    lines = [
        Line(name, name, colour, [getattr(seen[at], name) if at in seen else math.nan for at in range(month + 1)])
        for name, colour in (("engagement", BLUE), ("orientation", GREEN), ("skill", ORANGE), ("fatigue", PURPLE))
    ]
    options = line_chart(lines, month, last, Axis(0.0, 1.0, 0.25), Unit("number"), look)
    options["grid"]["right"] = round(7.4 * look.size)
    return options


def belief_chart(
    believed: Sequence[float], lived: Sequence[float], reputation: Sequence[float], month: int, last: int, axis: Axis, look: Look
) -> Options:
    """What managers and the market believe of a firm's quality, and what its customers live."""
    lines = [
        Line("managers", "managers\nbelieve", VERMILLION, believed),
        Line("market", "the market\nbelieves", SKY, reputation, dashed=True),
        Line("customers", "customers\nlive", BLUE, lived),
    ]
    options = line_chart(lines, month, last, axis, Unit("score"), look)
    options["grid"]["right"] = round(7.2 * look.size)
    return options


def talk_chart(inside: "Inside", month: int, colour: str, look: Look) -> Options:
    """Some customers in a ring, joined to those whom they tell, and the messages of the last months.

    colour  of the watched firm; customers of other firms are grey, those of none are empty
    """
    count = len(inside.lives)
    places = {
        number: (math.sin(2 * math.pi * k / count), -math.cos(2 * math.pi * k / count)) for k, number in enumerate(inside.lives)
    }
    firms = {number: next((one.firm for one in life.months if one.month == month), "") for number, life in inside.lives.items()}
    fills = {number: look.line(colour) if firm == inside.firm else look.quiet if firm else look.ground
             for number, firm in firms.items()}  # fmt: skip
    nodes = [
        {"id": str(number), "name": f"customer {number}: {firms[number] or 'no firm'}", "x": 100 * x, "y": 100 * y,
         "symbolSize": look.size - 3,
         "itemStyle": {"color": fills[number], "borderColor": look.quiet, "borderWidth": 1.5}}
        for number, (x, y) in places.items()
    ]  # fmt: skip
    pairs = {tuple(sorted((life.number, other))) for life in inside.lives.values() for other in life.contacts if other in places}
    links: list[Options] = [
        {"source": str(one), "target": str(other), "lineStyle": {"color": look.faint, "width": 1, "curveness": 0.0}}
        for one, other in sorted(pairs)
    ]
    for life in inside.lives.values():
        for event in life.events:
            if event.listener in places and month - NEWEST_MONTHS < event.month <= month:
                well = event.kind == "tells well"
                age = month - event.month
                links.append(
                    {"source": str(life.number), "target": str(event.listener), "symbol": ["none", "arrow"],
                     "symbolSize": look.size - 2, "value": event.words,
                     "lineStyle": {"color": look.line(GOOD if well else BAD), "width": 5 - age, "opacity": 1 - 0.3 * age,
                                   "type": "solid" if well else "dashed", "curveness": 0.35}}
                )  # fmt: skip
    return {
        "animation": False,
        "tooltip": {"confine": True, "backgroundColor": look.ground, "textStyle": {"color": look.ink, "fontSize": look.size},
                    "formatter": "{b}"},
        "series": [{"type": "graph", "layout": "none", "data": nodes, "links": links, "left": 24, "right": 24, "top": 24,
                    "bottom": 24, "preserveAspect": True, "roam": False, "emphasis": {"disabled": True}, "silent": False}],
    }  # fmt: skip
