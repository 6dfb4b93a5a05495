"""How an attentive customer weighs firms: what comes to mind, what it is worth, and what tips the scales."""

import math

from simulation.compiled import rule
from simulation.rules.forms import bounded

OTHER, FAILURE, PRICE, BETTER_OFFER, NEIGHBOUR = 0, 1, 2, 3, 4
"""Reasons for leaving."""


@rule
def satisfaction_utility(satisfaction: float, steep: float, flat: float, lower: float, upper: float) -> float:
    """Utility of satisfaction: steep at both ends, flat in the zone of indifference; 0 at the upper knee.

    u = f (S - b) where a <= S <= b;  f (a - b) + k (S - a) below;  k (S - b) above

    satisfaction  S     points of 100
    steep         k     logits per point
    flat          f     logits per point
    lower, upper  a, b  knees, points of 100
    returns       u     logits

    >>> round(satisfaction_utility(satisfaction=30.0, steep=0.1, flat=0.02, lower=40.0, upper=75.0), 3)
    -1.7

    Source: design choice; zone of indifference of Jones & Sasser (1995).
    """
    if satisfaction < lower:
        return flat * (lower - upper) + steep * (satisfaction - lower)
    if satisfaction > upper:
        return steep * (satisfaction - upper)
    return flat * (satisfaction - upper)


@rule
def offer_utility(fit_weight: float, loss: float, quality: float, price_weight: float, log_price: float) -> float:
    """Utility of what a firm offers, as known or believed.

    u = q - wf L - wp ln p

    fit_weight    wf  logits per unit of fit loss
    loss          L   fit loss
    quality       q   utility of (believed) satisfaction, logits
    price_weight  wp  logits per unit of log price
    log_price         ln of the price against the market's
    returns       u   logits

    >>> offer_utility(fit_weight=1.5, loss=0.4, quality=0.1, price_weight=3.0, log_price=0.0)
    -0.5

    Source: multinomial logit (McFadden 1974).
    """
    return quality - fit_weight * loss - price_weight * log_price


@rule
def staying_utility(switching_cost: float, bond_weight: float, bond: float, memory_weight: float, memory: float) -> float:
    """What holds a customer besides the offer: switching cost and bond, less the memory of failures.

    u = c + wb b - wm m

    switching_cost  c   logits
    bond_weight     wb  logits per unit of bond
    bond            b   units of bond
    memory_weight   wm  logits
    memory          m   0 to 1
    returns         u   logits

    >>> round(staying_utility(switching_cost=3.0, bond_weight=1.0, bond=0.5, memory_weight=0.9, memory=1.0), 3)
    2.6

    Source: design choice.
    """
    return switching_cost + bond_weight * bond - memory_weight * memory


@rule
def no_firm_utility(utility: float, fit_weight: float, spread: float) -> float:
    """Utility of having no firm: so much below a firm of ordinary quality and fit.

    u = u0 - wf (3/2) v^2

    utility     u0  against an ordinary firm, logits
    fit_weight  wf  logits per unit of fit loss
    spread      v   of lasting needs in each dimension, fit tolerances
    returns     u   logits

    >>> no_firm_utility(utility=-1.3, fit_weight=1.0, spread=1.0)
    -2.8

    Source: design choice.
    """
    return utility - fit_weight * 1.5 * spread * spread


@rule
def awareness_rate(
    by_advertising: float, advertising: float, exponent: float, by_network: float, contacts_share: float, targeting: float
) -> float:
    """Rate at which a firm comes to an attentive customer's mind.

    w = (a A^x + n s) t

    by_advertising  a  1/month at ordinary advertising
    advertising     A  against the ordinary, times, >= 0
    exponent        x  0 to 1
    by_network      n  1/month if all contacts use the firm
    contacts_share  s  share of the contacts who use it, 0 to 1
    targeting       t  times: how much more the firm reaches for such a customer
    returns         w  1/month, >= 0

    >>> round(awareness_rate(by_advertising=0.45, advertising=1.0, exponent=0.4, by_network=0.8,
    ...     contacts_share=0.25, targeting=1.0), 3)
    0.65

    Source: prior.
    """
    if advertising <= 0.0:
        return by_network * contacts_share * targeting
    return (by_advertising * math.exp(exponent * math.log(advertising)) + by_network * contacts_share) * targeting


@rule
def arrival(rate: float, chance: float) -> float:
    """When a firm comes to mind within the month; above 1: not this month. The earliest are considered.

    t = -ln(u) / w

    rate     w  1/month, >= 0
    chance   u  draw in (0, 1), of the customer, month and firm
    returns  t  months, > 0

    >>> round(arrival(rate=0.5, chance=0.6065306597126334), 6)
    1.0

    Source: exponential race: P(t < 1) = 1 - exp(-w), and another firm shifts nobody else's time.
    """
    if rate <= 0.0:
        return 2.0
    return -math.log(chance) / rate


@rule
def gumbel(chance: float) -> float:
    """Luck of a choice (or lasting taste), standard Gumbel.

    g = -ln(-ln u)

    chance   u  draw in (0, 1), of the customer, month and firm
    returns  g  logits

    >>> round(gumbel(chance=0.36787944117144233), 6)
    -0.0

    Source: logit choice is the largest of utility plus Gumbel draws.
    """
    return -math.log(-math.log(chance))


@rule
def targeting_factor(value_focus: float, strength: float, knowledge: float, rank: float) -> float:
    """How much more a firm reaches for a customer of this value.

    t = 1 + f s k (2 r - 1), at least 0

    value_focus  f  0 to 1
    strength     s  share
    knowledge    k  0 to 1
    rank         r  the customer's estimated rank by value, 0 to 1
    returns      t  times

    >>> targeting_factor(value_focus=1.0, strength=0.6, knowledge=0.5, rank=1.0)
    1.3

    Source: design choice.
    """
    return bounded(1.0 + value_focus * strength * knowledge * (2.0 * rank - 1.0), 0.0, 2.0)


@rule
def leaving_reason(by_memory: float, by_price: float, by_offer: float, by_neighbour: float) -> int:
    """The strongest of the reasons for which a customer left.

    by_memory     logits lost by felt failures
    by_price      logits gained by a lower price
    by_offer      logits gained by better fit or quality
    by_neighbour  logits-equivalent of a contact's leaving
    returns       FAILURE, PRICE, BETTER_OFFER, NEIGHBOUR, or OTHER where none exceeds .1

    >>> leaving_reason(by_memory=0.9, by_price=0.0, by_offer=0.3, by_neighbour=0.0) == FAILURE
    True

    Source: definition used in the reports; the largest term of the utility difference.
    """
    reason = OTHER
    best = 0.1
    if by_memory > best:
        reason = FAILURE
        best = by_memory
    if by_price > best:
        reason = PRICE
        best = by_price
    if by_offer > best:
        reason = BETTER_OFFER
        best = by_offer
    if by_neighbour > best:
        reason = NEIGHBOUR
    return reason
