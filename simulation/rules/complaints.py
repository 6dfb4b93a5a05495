"""Which felt failures are spoken of, and which reach management."""

from simulation.compiled import rule
from simulation.rules.forms import bounded


@rule
def complaint_probability(base: float, slope: float, expectation: float) -> float:
    """Chance that a felt failure is spoken of: those who expect more speak up more.

    p = b (1 + s (E - 70) / 30)

    base         b  share at an expectation of 70: money problems more, others less
    slope        s  per 30 points
    expectation  E  points of 100
    returns      p  0 to 1

    >>> round(complaint_probability(base=0.20, slope=0.3, expectation=80.0), 3)
    0.22

    Source: TARP (1986) for the base; the slope is a design choice.
    """
    return bounded(base * (1.0 + slope * (expectation - 70.0) / 30.0), 0.0, 1.0)


@rule
def escalations_per_100_a_year(felt: float, share: float, customers: float) -> float:
    """Failures that reach management, as a rate.

    e = 1200 s F / N

    felt       F  felt failures in a month
    share      s  share that reaches management, 0 to 1
    customers  N  customers, > 0
    returns    e  per 100 customers and year

    >>> round(escalations_per_100_a_year(felt=20.0, share=0.03, customers=720.0), 3)
    1.0

    Source: TARP (1986): .01-.05 of felt failures reach management.
    """
    return 1200.0 * share * felt / customers
