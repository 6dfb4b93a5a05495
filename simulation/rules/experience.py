"""How a month is lived and judged: performance, expectation, satisfaction, memory and bond."""

from simulation.compiled import rule
from simulation.rules.forms import bounded


@rule
def performance(
    quality: float, leniency: float, misfit_points: float, loss: float, value_points: float, noise: float, harm: float
) -> float:
    """What was lived this month.

    P = q + l - m L - v + e - h, within 0 to 100

    quality        q  points of 100: the firm's level with perfect fit and no trouble
    leniency       l  points: how kindly this customer judges
    misfit_points  m  points per unit of fit loss, after personalisation
    loss           L  fit loss, >= 0
    value_points   v  points for a price above the market's
    noise          e  points: luck of the month
    harm           h  points: failures felt, waiting, repeats, less repair
    returns        P  0 to 100

    >>> performance(quality=85.0, leniency=0.0, misfit_points=15.0, loss=0.4, value_points=0.0, noise=1.0, harm=30.0)
    50.0

    Source: design choice.
    """
    return bounded(quality + leniency - misfit_points * loss - value_points + noise - harm, 0.0, 100.0)


@rule
def account_performance(mean: float, worst: float, worst_weight: float) -> float:
    """What the buyer of an account with several users goes by.

    P = (1 - w) mean + w worst

    mean, worst   of the users' performances, points of 100
    worst_weight  w  0 to 1
    returns       P  points of 100

    >>> account_performance(mean=70.0, worst=40.0, worst_weight=0.5)
    55.0

    Source: design choice: the buyer renews on the mean and the worst of the users.
    """
    return (1.0 - worst_weight) * mean + worst_weight * worst


@rule
def newcomers_expectation(belief: float, promise: float, over_promise: float) -> float:
    """What a new customer expects: between what is believed and what was promised, and more if too much was.

    E = min(100, (B + V) / 2 + x)

    belief        B  about the firm, points of 100
    promise       V  points of 100
    over_promise  x  points of 100, 0 where nothing was over-promised
    returns       E  points of 100

    >>> newcomers_expectation(belief=74.0, promise=86.0, over_promise=12.0)
    92.0

    Source: design choice.
    """
    return bounded(0.5 * (belief + promise) + over_promise, 0.0, 100.0)


@rule
def new_expectation(expectation: float, lived: float, speed: float, reputation: float, comparison: float) -> float:
    """Expectation after a month: it follows what was lived, and a little what others are said to offer.

    E' = E + l (P - E) + x (R - E)

    expectation  E  points of 100
    lived        P  points of 100
    speed        l  share/month
    reputation   R  what the other firms are believed to offer, points of 100
    comparison   x  share/month
    returns      E' points of 100

    >>> new_expectation(expectation=70.0, lived=80.0, speed=0.1, reputation=75.0, comparison=0.02)
    71.1

    Source: Boulding, Kalra, Staelin & Zeithaml (1993), JMR 30 for the form; comparison standard: design choice.
    """
    return bounded(expectation + speed * (lived - expectation) + comparison * (reputation - expectation), 0.0, 100.0)


@rule
def experiences_with(tenure: float) -> float:
    """Months that a customer's judgement of a firm rests on: two from hearsay, and each that was lived there.

    tenure   months with the firm, 0 or more
    returns  months, 2 or more

    >>> experiences_with(0.0)
    2.0

    Source: design choice; a newcomer's judgement counts as much as two months of experience.
    """
    return 2.0 + tenure


@rule
def new_satisfaction(
    satisfaction: float, expectation: float, lived: float, gain: float, loss_ratio: float, experiences: float, kept: float
) -> float:
    """Cumulative satisfaction after a month: expectation and its (dis)confirmation, losses weighing more.

    S' = S + (E + g D - S) / (1 + min(n, k)),  D = P - E where P >= E, else r (P - E)

    satisfaction  S  points of 100
    expectation   E  points of 100, before this month
    lived         P  points of 100
    gain          g  times
    loss_ratio    r  times, >= 1
    experiences   n  months lived with this firm, >= 0
    kept          k  most months that count
    returns       S' 0 to 100

    >>> round(new_satisfaction(satisfaction=70.0, expectation=70.0, lived=80.0, gain=0.6, loss_ratio=2.0,
    ...     experiences=9.0, kept=10.0), 3)
    70.6
    >>> round(new_satisfaction(satisfaction=70.0, expectation=70.0, lived=60.0, gain=0.6, loss_ratio=2.0,
    ...     experiences=9.0, kept=10.0), 3)
    68.8

    Source: Oliver (1980); Mittal, Ross & Baldasare (1998) for the asymmetry; Bolton (1998) for the weight.
    """
    surprise = lived - expectation
    if surprise < 0.0:
        surprise = loss_ratio * surprise
    target = expectation + gain * surprise
    return bounded(satisfaction + (target - satisfaction) / (1.0 + min(experiences, kept)), 0.0, 100.0)


@rule
def added_memory(memory: float, strength: float) -> float:
    """Memory of felt failures after another one.

    m' = 1 - (1 - m)(1 - s)

    memory    m  0 to 1
    strength  s  of the new one, 0 to 1
    returns   m' 0 to 1

    >>> added_memory(memory=0.5, strength=0.5)
    0.75

    Source: design choice (one channel).
    """
    return 1.0 - (1.0 - memory) * (1.0 - strength)


@rule
def forgiven(memory: float, silent: float, left: float) -> float:
    """Memory of a failure that is put right in a later month than it was felt.

    m' = min(1, m l / s)

    memory   m  0 to 1, of a failure not yet put right
    silent   s  what such a failure leaves, 0 to 1
    left     l  what a failure that was put right leaves, 0 to 1
    returns  m' 0 to 1

    >>> forgiven(memory=0.6, silent=0.7, left=0.35)
    0.3

    Source: design choice: the same share is taken away as when it is put right at once.
    """
    if silent <= 0.0:
        return memory
    return min(1.0, memory * left / silent)


@rule
def recovery_gain(points: float, later_share: float, recovered_before: bool, authority_gain: float, chance: float) -> float:
    """Points that a failure put right gives back in the month of its repair.

    g = c (r if it is not the first time) (1 + a (2 u - 1))

    points            c  points of 100, the first time
    later_share       r  share that is left later
    recovered_before     whether a failure was put right before
    authority_gain    a  authority less its start: more authority, less consistency
    chance            u  draw in (0, 1)
    returns           g  points of 100

    >>> recovery_gain(points=12.0, later_share=0.3, recovered_before=False, authority_gain=0.5, chance=0.75)
    15.0

    Source: recovery paradox only once (de Matos, Henrique & Rossi 2007); inconsistency: design choice.
    """
    gain = points * (1.0 + authority_gain * (2.0 * chance - 1.0))
    if recovered_before:
        gain = gain * later_share
    return gain


@rule
def waiting_harm(points: float, failure: bool) -> float:
    """Points that a month of waiting costs: half for an ordinary request.

    h = c, or c / 2 for a request

    points   c  points of 100
    failure     whether the case is about a failure
    returns  h  points of 100

    >>> waiting_harm(points=15.0, failure=False)
    7.5

    Source: prior.
    """
    if failure:
        return points
    return 0.5 * points


@rule
def repeat_harm(contact_points: float, share: float) -> float:
    """Points that having to make contact once more costs.

    h = s c

    contact_points  c  points at stake in a contact
    share           s  lost with each repeat
    returns         h  points of 100

    >>> repeat_harm(contact_points=40.0, share=0.15)
    6.0

    Source: service-desk benchmarks: each repeat costs 15 % of the contact's satisfaction.
    """
    return share * contact_points


@rule
def faded(level: float, kept: float) -> float:
    """What is left of a memory or a bond a month later.

    x' = k x

    level    x  any unit
    kept     k  share/month, 0 to 1
    returns  x' the same unit

    >>> faded(level=0.5, kept=0.8)
    0.4

    Source: exponential forgetting.
    """
    return kept * level


@rule
def stronger_bond(bond: float, step: float, most: float) -> float:
    """Bond after a need that was met before it was asked for (or, with a negative step, after a broken promise).

    b' = min(most, max(0, b + s))

    bond     b  0 to most
    step     s  units of bond
    most        bound
    returns  b' 0 to most

    >>> stronger_bond(bond=1.9, step=0.15, most=2.0)
    2.0

    Source: design choice.
    """
    return bounded(bond + step, 0.0, most)


@rule
def value_points(points: float, log_price: float) -> float:
    """What a price above the market's costs in performance.

    v = c ln p

    points     c  points per unit of log price
    log_price     ln of the price against the market's
    returns    v  points of 100 (below 0 for a bargain)

    >>> value_points(points=20.0, log_price=0.1)
    2.0

    Source: prior.
    """
    return points * log_price


@rule
def misfit_points(points: float, personalisation: float, technology_used: float, knowledge: float) -> float:
    """Points that a unit of fit loss costs, after personalisation.

    m = c (1 - p T k)

    points           c  points per unit of fit loss
    personalisation  p  share that full personalisation takes away
    technology_used  T  0 to 1
    knowledge        k  0 to 1
    returns          m  points per unit of fit loss

    >>> misfit_points(points=15.0, personalisation=0.25, technology_used=0.8, knowledge=0.5)
    13.5

    Source: design choice.
    """
    return points * (1.0 - personalisation * technology_used * knowledge)
