"""How much is simulated for the evidence."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Size:
    """How much is simulated.

    customers      in each market of patterns and claims
    of_the_file    whether falsifiers run with the customers, months and runs of their files; else as here
    months         of each falsifier, where not of its file
    replications   runs of each market
    draws          over uncertain values, for each falsifier
    per_firm       customers per firm in these draws
    markets, firms markets with drawn policies, and firms in each
    line_draws     draws over uncertain values, for all patterns or all claims together
    """

    customers: int
    of_the_file: bool
    months: int
    replications: int
    draws: int
    per_firm: int
    markets: int
    firms: int
    line_draws: int = 0


FULL = Size(
    4_000, of_the_file=True, months=60, replications=24, draws=40, per_firm=300, markets=50, firms=8, line_draws=16,
)
QUICK = Size(200, of_the_file=False, months=6, replications=2, draws=1, per_firm=60, markets=3, firms=4, line_draws=1)
"""To see that everything works; its verdicts mean nothing."""

CUSTOMERS_OF_A_DRAW, RUNS_OF_A_DRAW, MARKETS_OF_A_DRAW = 1_200, 2, 5
"""At most so much is simulated for patterns or claims at each draw over uncertain values."""


def of_a_draw(size: Size) -> Size:
    """What is simulated for patterns or claims at one draw."""
    return replace(
        size, customers=min(size.customers, CUSTOMERS_OF_A_DRAW), replications=min(size.replications, RUNS_OF_A_DRAW),
        markets=min(size.markets, MARKETS_OF_A_DRAW), draws=0, line_draws=0,
    )  # fmt: skip
