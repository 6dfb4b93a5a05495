"""The ledger: shares of revenue that add up, and what comes on top by unit."""

import math

from simulation.compiled import rule


@rule
def cost_scale(gross_margin: float, margin_share: float, improvement: float) -> float:
    """Scale of all costs below the gross margin but improvement, for an industry of this gross margin.

    k = (g (1 - m) - i) / .32

    gross_margin  g  share of revenue
    margin_share  m  operating margin over gross margin
    improvement   i  share of revenue
    returns       k  times; 1 for g .45, m .22 and i .03 (to rounding)

    >>> round(cost_scale(gross_margin=0.45, margin_share=0.22, improvement=0.03), 3)
    1.003

    Source: design choice: the ordinary operating margin is a fixed share of the gross margin.
    """
    return (gross_margin * (1.0 - margin_share) - improvement) / 0.32


@rule
def materials(gross_margin: float, operations_wages: float) -> float:
    """Materials: what is left of the cost of goods besides the wages of product and operations.

    c = 1 - g - w

    gross_margin      g  share of revenue
    operations_wages  w  share of revenue
    returns           c  share of revenue

    >>> round(materials(gross_margin=0.45, operations_wages=0.20), 3)
    0.35

    Source: definition.
    """
    return 1.0 - gross_margin - operations_wages


@rule
def overhead_cost(share: float, revenue: float, revenue_start: float, fixed: float) -> float:
    """Overhead, part of which does not follow revenue.

    c = s (f R0 + (1 - f) R)

    share          s   of revenue
    revenue        R   currency/month
    revenue_start  R0  currency/month
    fixed          f   0 to 1
    returns        c   currency/month

    >>> overhead_cost(share=0.1, revenue=200.0, revenue_start=100.0, fixed=0.5)
    15.0

    Source: prior.
    """
    return share * (fixed * revenue_start + (1.0 - fixed) * revenue)


@rule
def compensation_paid(months: float, spend: float, authority_effect: float, authority_gain: float) -> float:
    """Compensation for a failure put right.

    c = m s (1 + a d)

    months            m  of the customer's spend
    spend             s  currency/month
    authority_effect  a  times per unit
    authority_gain    d  authority less its start
    returns           c  currency

    >>> compensation_paid(months=0.25, spend=40.0, authority_effect=1.5, authority_gain=0.2)
    13.0

    Source: prior.
    """
    return months * spend * (1.0 + authority_effect * authority_gain)


@rule
def coordination_cost(share: float, revenue: float, walls: float, walls_start: float) -> float:
    """Cost of coordinating departments that are linked.

    c = s R max(0, 1 - w / w0)

    share        s   of revenue when all are linked
    revenue      R   currency/month
    walls        w   between departments, 0 to 1
    walls_start  w0  0 to 1
    returns      c   currency/month

    >>> round(coordination_cost(share=0.01, revenue=1000.0, walls=0.35, walls_start=0.7), 6)
    5.0

    Source: Lee, Sridhar, Henderson & Palmatier (2015), Marketing Science 34(2).
    """
    if walls_start <= 0.0:
        return 0.0
    return share * revenue * max(0.0, 1.0 - walls / walls_start)


@rule
def discounted(amount: float, rate_per_year: float, months: float) -> float:
    """Present value.

    v = x (1 + r)^(-t / 12)

    amount         x  currency
    rate_per_year  r  1/year
    months         t  months from now
    returns        v  currency

    >>> round(discounted(amount=110.0, rate_per_year=0.10, months=12.0), 6)
    100.0

    Source: definition.
    """
    return amount * math.exp(-months / 12.0 * math.log(1.0 + rate_per_year))
