"""Finding failures before customers feel them, and what that costs in false alarms."""

from simulation.compiled import rule
from simulation.rules.forms import bounded


@rule
def found_first_share(technology_used: float, knowledge: float, recall: float, most: float) -> float:
    """Share of failures that a proactive firm finds before they are felt.

    q = min(most, r T k)

    technology_used  T  technology in place times its use, 0 to 1
    knowledge        k  share of what can be known about customers, 0 to 1
    recall           r  per unit
    most                bound, 0 to 1
    returns          q  0 to 1

    >>> round(found_first_share(technology_used=0.5, knowledge=0.4, recall=1.5, most=0.6), 3)
    0.3

    Source: design choice: both data and technology are needed.
    """
    return bounded(recall * technology_used * knowledge, 0.0, most)


@rule
def false_alarm_rate(failures: float, found: float, precision: float) -> float:
    """Contacts without a cause per customer and month that come with finding failures first.

    a = f q (1 - p) / p

    failures   f  failures per customer and month
    found      q  share found first, 0 to 1
    precision  p  share of contacts that hit, > 0
    returns    a  per customer and month

    >>> round(false_alarm_rate(failures=0.02, found=0.5, precision=0.25), 3)
    0.03

    Source: definition of precision.
    """
    return bounded(failures * found * (1.0 - precision) / precision, 0.0, 1.0)


@rule
def outreach_precision(least: float, gain: float, knowledge: float) -> float:
    """Share of proactive contacts that hit a real failure.

    p = p0 + g k

    least      p0  without knowledge, > 0
    gain       g   what full knowledge adds
    knowledge  k   0 to 1
    returns    p   0 to 1

    >>> round(outreach_precision(least=0.15, gain=0.6, knowledge=0.5), 3)
    0.45

    Source: design choice.
    """
    return bounded(least + gain * knowledge, 0.01, 1.0)
