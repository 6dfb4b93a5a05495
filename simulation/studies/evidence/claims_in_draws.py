"""In which share of the likely worlds a claim is reproduced: all uncertain values drawn at once, every claim measured again."""

from collections.abc import Sequence
from dataclasses import replace

from simulation.studies.evidence.claims import CLAIMS, Claim, claims
from simulation.studies.evidence.finding import DIRECTION, NOT_REPRODUCED, REPRODUCED, Finding
from simulation.studies.evidence.firms import drawn_firms
from simulation.studies.evidence.markets import Markets
from simulation.studies.evidence.outcomes import draws_of
from simulation.studies.evidence.shocks import effects
from simulation.studies.evidence.size import of_a_draw


def with_draws(found: Sequence[Finding], markets: Markets, chosen: Sequence[Claim] = CLAIMS) -> list[Finding]:
    """The lines of the claims with `robust`: the share of draws in which the same line is reproduced.

    A draw that the scenarios refuse, or in which a line has no value, is left out of that line's share. Small markets are
    simulated for each draw, so that luck adds to what the draws differ in.
    """
    counts = {(line.item, line.what, line.subject): [0, 0] for line in found}
    size = of_a_draw(markets.size)
    for number, values in enumerate(draws_of(markets.shipped("baseline"), markets.size.claim_draws), start=1):
        markets.say(f"draw {number} of {markets.size.claim_draws}")
        drawn = replace(markets, size=size, over=tuple(values.items()), say=lambda _: None)
        try:
            lines = claims(drawn, chosen)
        except ValueError:
            continue
        finally:
            drawn_firms.cache_clear()
            effects.cache_clear()
        for line in lines:
            count = counts.get((line.item, line.what, line.subject))
            if count is not None and line.verdict in (REPRODUCED, DIRECTION, NOT_REPRODUCED):
                count[0] += line.verdict == REPRODUCED
                count[1] += 1
    return [_counted(line, *counts[line.item, line.what, line.subject]) for line in found]


def _counted(line: Finding, met: int, draws: int) -> Finding:
    return replace(line, robust=met / draws, draws=draws) if draws else line
