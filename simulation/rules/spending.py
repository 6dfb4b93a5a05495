"""How much a customer spends."""

import math

from simulation.compiled import rule
from simulation.rules.forms import bounded


@rule
def paid_at_price(log_price: float, elasticity: float) -> float:
    """What is paid at a price, against the market's, after usage has answered to it.

    y = p^(1-e)

    log_price   ln p  of the price against the market's
    elasticity  e     relative fall of usage per relative rise of price
    returns     y     times

    >>> paid_at_price(log_price=0.0, elasticity=0.5)
    1.0

    Source: prior (constant elasticity).
    """
    return math.exp((1.0 - elasticity) * log_price)


@rule
def spending(spend: float, satisfaction: float, slope: float, reference: float, paid: float) -> float:
    """Money that a customer pays this month.

    y = s min(1.2, max(.6, 1 + k (S - S0))) a

    spend         s   currency/month at ordinary satisfaction and price
    satisfaction  S   points of 100
    slope         k   1/point
    reference     S0  points of 100
    paid          a   what is paid at the firm's price, times
    returns       y   currency/month

    >>> round(spending(spend=50.0, satisfaction=85.0, slope=0.006, reference=75.0, paid=1.0), 6)
    53.0

    Source: prior (share of wallet follows satisfaction).
    """
    return spend * bounded(1.0 + slope * (satisfaction - reference), 0.6, 1.2) * paid
