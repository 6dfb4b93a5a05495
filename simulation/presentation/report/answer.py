"""The answer and how sure it is: all that stands in the first screenful of the report."""

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulation.measures.strategies import WHOLE
from simulation.presentation.findings import capital, spoken
from simulation.presentation.verdict_words import expectation_line, precision_line, verdict_lines
from simulation.presentation.wording import Unit, interval_worded, worded
from simulation.scenario.shape import percent
from simulation.studies.comparisons.comparison import FROM_THE_START, NEVER, NO_DIFFERENCE, PAYS_BACK, VERDICT
from simulation.studies.runs.tasks import BASELINES, STATUS_QUO

if TYPE_CHECKING:
    from simulation.presentation.report.scene import Scene
    from simulation.studies.comparisons.verdict import PairVerdict, Verdict

CLEAR, OPEN, ONE_RUN, NOTHING = "Clear", "Too close to call", "One run: no odds", "Nothing to compare"

AGAINST = {
    "status-quo": "against the same budget on the ordinary mix",
    "none": "against saving the budget",
}


@dataclass(frozen=True)
class Tile:
    """One figure of the first screenful: what it is, the figure, how sure it is, and the call on it."""

    label: str
    figure: str
    detail: str
    call: str = ""


@dataclass(frozen=True)
class Answer:
    """The verdict on one scenario.

    call         CLEAR, OPEN, ONE_RUN or NOTHING
    headline     who earns most, as one sentence
    how          how it was compared
    sure         the comparison that the headline rests on: amount, interval, odds
    tiles        the plan's figures
    rest         the other sentences of the verdict
    expectation  what was expected, and whether it came so; may be empty
    """

    call: str
    headline: str
    how: str
    sure: str
    tiles: tuple[Tile, ...]
    rest: tuple[str, ...]
    expectation: str


def answer(scene: "Scene") -> Answer:
    """The verdict, split into what a reader sees first and what follows."""
    verdict = scene.verdict
    lines = verdict_lines(verdict, scene.currency)
    expectation = expectation_line(verdict)
    if not verdict.pairs:
        return Answer(NOTHING, lines[0], "", "", (), (), expectation)
    headline, how = _split(lines[0])
    pairs = lines[1 : 1 + len(verdict.pairs)]
    first = _decisive(verdict)
    rest = [line for place, line in enumerate(pairs) if place != first]
    elsewhere = (expectation, precision_line(verdict, scene.currency))  # the latter stands among the cautions
    rest += [line for line in lines[1 + len(verdict.pairs) :] if line not in elsewhere]
    alone = any(pair.low is None for pair in verdict.pairs)
    call = ONE_RUN if alone else CLEAR if verdict.winner is not None else OPEN
    return Answer(call, headline, how, pairs[first], tuple(_tiles(scene)), tuple(rest), expectation)


def _split(line: str) -> tuple[str, str]:
    """A headline and, from its parentheses, how it was compared."""
    before, bracket, after = line.rpartition(" (")
    return (f"{before}.", capital(after.removesuffix(").")) + ".") if bracket else (line, "")


def _decisive(verdict: "Verdict") -> int:
    """The pair that the headline rests on: the two that earn most."""
    names = list(dict.fromkeys(name for pair in verdict.pairs for name in (pair.left, pair.right)))
    lead = dict.fromkeys(names, 0.0)
    for pair in verdict.pairs:
        lead[pair.left] += pair.estimate or 0.0
        lead[pair.right] -= pair.estimate or 0.0
    best = sorted(names, key=lambda name: -lead[name])[:2]
    return next((i for i, pair in enumerate(verdict.pairs) if {pair.left, pair.right} == set(best)), 0)


def _tiles(scene: "Scene") -> list[Tile]:
    """The focal firm's plan against its strongest rival, against the ordinary mix, its payback, its odds."""
    verdict, own = scene.verdict, scene.given[scene.found.own]
    against = [_seen_from(pair, own) for pair in (*verdict.pairs, *verdict.baselines) if own in (pair.left, pair.right)]
    rivals = [pair for pair in against if pair.right not in BASELINES]
    ordinary = [pair for pair in against if pair.right == STATUS_QUO]
    rival = min(rivals, key=lambda pair: pair.estimate or 0.0, default=None)
    plan = capital(spoken(own))
    tiles = []
    if rival is not None:
        tiles.append(_difference(f"{plan}: profit against {spoken(rival.right)}", rival, scene.money))
    if ordinary:
        tiles.append(_difference(f"{plan}: profit {AGAINST[STATUS_QUO]}", ordinary[0], scene.money))
    held = ordinary[0] if ordinary else rival
    if held is None:
        held = against[0] if against else None
        tiles += [_difference(f"{plan}: profit {_against(held)}", held, scene.money)] if held else []
    if held is not None:
        tiles.append(_payback(scene, own, held))
    if rival or held:
        tiles.append(_odds(verdict, own, *(pair for pair in (rival, held) if pair is not None)))
    return tiles


def _against(pair: "PairVerdict") -> str:
    return AGAINST.get(pair.right, f"against {spoken(pair.right)}")


def _seen_from(pair: "PairVerdict", name: str) -> "PairVerdict":
    """The same pair with `name` on its left."""
    if pair.left == name:
        return pair
    share = None if pair.share_ahead is None else 1 - pair.share_ahead
    return replace(
        pair,
        left=pair.right,
        right=pair.left,
        share_ahead=share,
        estimate=_minus(pair.estimate),
        low=_minus(pair.high),
        high=_minus(pair.low),
    )


def _minus(value: float | None) -> float | None:
    return None if value is None else -value


def _difference(label: str, pair: "PairVerdict", unit: Unit) -> Tile:
    """By how much the plan earns more or less."""
    if pair.estimate is None:
        return Tile(label, "unknown", "no run has both")
    if pair.low is None or pair.high is None:
        return Tile(label, worded(pair.estimate, unit, signed=True), "one run: no interval", ONE_RUN)
    size = max(abs(pair.low), abs(pair.high))
    figure = worded(pair.estimate, unit, (pair.high - pair.low) / 2, signed=True, size=size)
    interval = f"95 % interval {interval_worded(pair.low, pair.high, unit, signed=True)}"
    call = OPEN if pair.ahead is None else "Clearly more" if pair.estimate > 0 else "Clearly less"
    if pair.low == pair.high == 0.0:
        return Tile(label, figure, "no difference in any run", "")
    return Tile(label, figure, interval, call)


def _payback(scene: "Scene", own: str, pair: "PairVerdict") -> Tile:
    """From which month on the plan has earned back what it cost against what it is held against."""
    label = f"Payback {_against(pair)}"
    rows = scene.comparison
    rows = rows[(rows["measure"] == VERDICT) & (rows["period"] == WHOLE) & (rows["kind"] == scene.verdict.kind)]
    row = rows[(rows["left"] == own) & (rows["right"] == pair.right)]
    if row.empty:
        return Tile(label, "unknown", "")
    months = scene.scenario.run.months
    word, month, low, high = (row[key].iloc[0] for key in ("payback", "payback_month", "payback_low", "payback_high"))
    alone = int(row["replications"].iloc[0]) < 2
    between = "one run: no interval" if alone else _between(float(low), float(high), months)
    span = "1 month" if months == 1 else f"{months} months"
    if word == PAYS_BACK:
        return Tile(label, f"month {float(month):.0f}", between)
    if word == FROM_THE_START:
        return Tile(label, "from the start", between)
    if word == NEVER:
        return Tile(label, f"not in {span}", between)
    return Tile(label, "no difference" if word == NO_DIFFERENCE else "unknown", "")


def _between(low: float, high: float, months: int) -> str:
    """The interval of a payback month in words; NaN stands for never."""
    if math.isnan(low):
        return f"95 % interval: not in {months} months either"
    ending = f"later than month {months}" if math.isnan(high) else f"month {high:.0f}"
    return f"95 % interval month {low:.0f} to {ending}"


def _odds(verdict: "Verdict", own: str, *pairs: "PairVerdict") -> Tile:
    """In how many runs the plan is ahead, and of how many draws from the uncertain values it wins."""
    parts = []
    for pair in dict.fromkeys(pairs):
        if pair.share_ahead is not None:
            name = "the ordinary mix" if pair.right == STATUS_QUO else spoken(pair.right)
            parts.append((f"{pair.share_ahead * pair.replications:g} of {pair.replications}", name))
    share = next((one for one in verdict.robustness if one.strategy == own), None)
    robust = (
        f"over uncertain values: wins {percent(share.share)} of {share.draws} draws "
        f"({percent(share.low)} to {percent(share.high)})"
        if share is not None
        else "over uncertain values: not asked for"
    )
    if not parts:
        return Tile("Odds", "unknown", robust)
    (figure, name), *others = parts
    also = "".join(f"; against {other} {count}" for count, other in others)
    return Tile("Odds: paired runs in which it is ahead", figure, f"against {name}{also}. {capital(robust)}")


def nothing_ran(study_runs: int) -> str:
    """What the report says where no run has finished."""
    return f"None of {study_runs} runs is finished, so there is nothing to compare."
