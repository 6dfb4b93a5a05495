"""In which share of the likely worlds a line of a scorecard is met: all uncertain values drawn at once, all measured again."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from simulation.studies.evidence.finding import Finding
from simulation.studies.evidence.firms import alike_firms, drawn_firms
from simulation.studies.evidence.markets import Markets
from simulation.studies.evidence.outcomes import draws_of
from simulation.studies.evidence.shocks import effects
from simulation.studies.evidence.size import of_a_draw


def with_draws(
    found: Sequence[Finding],
    markets: Markets,
    measure: Callable[[Markets], list[Finding]],
    met: Collection[str],
    judged: Collection[str],
) -> list[Finding]:
    """The lines of a scorecard with `robust`: the share of draws in which the same line is met.

    A draw that the scenarios refuse, or in which a line has no value, is left out of that line's share. Small markets are
    simulated for each draw, so that luck adds to what the draws differ in. A line without a value as shipped has no share.

    measure  all lines of the scorecard
    met      verdicts with which a line is met
    judged   verdicts that count at all
    """
    counts = {_key(line): [0, 0] for line in found if line.verdict in judged}
    size = of_a_draw(markets.size)
    for number, values in enumerate(draws_of(markets.shipped("baseline"), markets.size.line_draws), start=1):
        markets.say(f"draw {number} of {markets.size.line_draws}")
        drawn = replace(markets, size=size, over=tuple(values.items()), say=lambda _: None)
        try:
            lines = measure(drawn)
        except ValueError:
            continue
        finally:
            for kept in (alike_firms, drawn_firms, effects):
                kept.cache_clear()
        for line in lines:
            count = counts.get(_key(line))
            if count is not None and line.verdict in judged:
                count[0] += line.verdict in met
                count[1] += 1
    return [_counted(line, *counts.get(_key(line), (0, 0))) for line in found]


def _key(line: Finding) -> tuple[str, str, str]:
    return line.item, line.what, line.subject


def _counted(line: Finding, met: int, draws: int) -> Finding:
    return replace(line, robust=met / draws, draws=draws) if draws else line
