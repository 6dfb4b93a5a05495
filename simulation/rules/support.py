"""The support queue: work pressure, time per case, the eroding standard, and resolving at the first contact."""

import math

from simulation.compiled import rule
from simulation.rules.forms import bounded, logistic, moved


@rule
def work_pressure(workload: float, standard: float, capacity: float) -> float:
    """Required over actual capacity of support.

    p = N T* / C

    workload  N   expected cases a month, phone equivalents, >= 0
    standard  T*  time per case that staff hold to be right, 1 at the start
    capacity  C   cases a month that the staff can handle at T* = 1, > 0
    returns   p   required/actual, .05 to 20

    >>> work_pressure(workload=90.0, standard=1.0, capacity=100.0)
    0.9

    Source: Oliva & Sterman (2001), Management Science 47(7). The bounds keep an empty or deserted desk finite.
    """
    return bounded(workload * standard / capacity, 0.05, 20.0)


@rule
def expected_contacts(
    customers: float, routine: float, failures: float, complaint_share: float, open_cases: float, mix: float
) -> float:
    """Work that a desk expects in a month: what customers ask and complain of, and what is still open.

    N = (n (r + f s) + o) x

    customers        n  with the firm
    routine          r  ordinary requests per customer and month
    failures         f  felt failures per customer and month, but those of contacts
    complaint_share  s  of them that are spoken of, 0 to 1
    open_cases       o  carried over
    mix              x  work of an average contact, phone equivalents
    returns          N  phone equivalents

    >>> round(expected_contacts(customers=100.0, routine=0.1, failures=0.02, complaint_share=0.25,
    ...     open_cases=4.5, mix=1.0), 3)
    15.0

    Source: definition: expectation, so that chance in small firms does not erode standards.
    """
    return (customers * (routine + failures * complaint_share) + open_cases) * mix


@rule
def time_per_case(standard: float, pressure: float, elasticity: float) -> float:
    """Time that staff take per case under pressure.

    T = T* p^-a

    standard    T*  time per case held to be right, 1 at the start
    pressure    p   required/actual, > 0
    elasticity  a   0 to 1
    returns     T   the unit of the standard

    >>> round(time_per_case(standard=1.0, pressure=1.15, elasticity=0.64), 3)
    0.914

    Source: Oliva & Sterman (2001): a = .64; an overload of 15 % cuts the time per case by 8.6 % at once.
    """
    return standard * math.exp(-elasticity * math.log(pressure))


@rule
def served_share(pressure: float, elasticity: float) -> float:
    """Share of waiting contacts that are served in a month at this pressure.

    q = min(1, p^-(1-a))

    pressure    p  required/actual, > 0
    elasticity  a  of the time per case, 0 to 1
    returns     q  0 to 1

    >>> served_share(pressure=0.9, elasticity=0.64)
    1.0
    >>> round(served_share(pressure=1.5, elasticity=0.64), 3)
    0.864

    Source: computed: capacity over time per case, relative to the workload.
    """
    return bounded(math.exp(-(1.0 - elasticity) * math.log(pressure)), 0.0, 1.0)


@rule
def softened_standard(standard: float, actual: float, share: float, dead_band: float, floor: float) -> float:
    """Time per case that support staff hold to be right, after a while of doing less.

    T*' = max(floor, T* - w (T* - T))  where T < (1 - b) T*, else T*

    standard   T*  time per case, 1 at the start
    actual     T   mean time per case of the last months, the same unit
    share      w   share of the gap that closes, 0 to 1
    dead_band  b   shortfall too small to matter, share
    floor          lowest standard
    returns    T*'  never above T*

    >>> round(softened_standard(standard=1.0, actual=0.9, share=0.2, dead_band=0.03, floor=0.5), 3)
    0.98
    >>> softened_standard(standard=1.0, actual=0.99, share=0.2, dead_band=0.03, floor=0.5)
    1.0

    Source: Oliva & Sterman (2001), time constant 18.8 weeks down, none up. Dead band and floor are design choices:
    without them noise alone erodes the standard.
    """
    if actual < (1.0 - dead_band) * standard:
        lower = moved(standard, actual, share)
        if lower < floor:
            return min(floor, standard)
        return lower
    return standard


@rule
def rebuilt_standard(standard: float, training: float, accountability: float, rate_per_month: float) -> float:
    """The standard after a month in which training or accountability for what customers live through rebuilds it.

    T*' = T* + r (1 - (1 - d)(1 - m)) max(0, 1 - T*)

    standard        T*  time per case, 1 at the start
    training        d   effect of service training in support, 0 to 1
    accountability  m   effect of metrics and accountability, 0 to 1
    rate_per_month  r   1/month
    returns         T*' the same unit

    >>> round(rebuilt_standard(standard=0.9, training=0.5, accountability=0.0, rate_per_month=0.02), 4)
    0.901

    Source: design choice (a policy can rebuild the standard, at a cost).
    """
    return standard + rate_per_month * (1.0 - (1.0 - training) * (1.0 - accountability)) * max(0.0, 1.0 - standard)


@rule
def first_contact_probability(
    base: float,
    time: float,
    time_effect: float,
    skill_gain: float,
    skill_effect: float,
    authority_gain: float,
    authority_effect: float,
    technology_used: float,
    technology_effect: float,
    silo_gain: float,
    silo_effect: float,
    own_cause: bool,
) -> float:
    """Chance that a served contact is resolved at once.

    logit q = logit q0 + bt ln T + bs ds + ba da + bT dT + {.15 if support's own, else -.15 - b0 dw}

    base               q0  at the start, 0 to 1
    time               T   time per case, 1 at the start, > 0
    time_effect        bt  logits
    skill_gain         ds  support's mean skill less its start
    skill_effect       bs  logits per unit
    authority_gain     da  authority less its start
    authority_effect   ba  logits per unit
    technology_used    dT  technology in use less its start
    technology_effect  bT  logits per unit
    silo_gain          dw  walls between departments less their start (falls below 0 as they come down)
    silo_effect        b0  logits per unit
    own_cause              whether support itself, not another department, has what it takes
    returns            q   0 to 1

    >>> round(first_contact_probability(base=0.68, time=1.0, time_effect=1.0, skill_gain=0.0, skill_effect=1.5,
    ...     authority_gain=0.0, authority_effect=0.8, technology_used=0.0, technology_effect=0.6, silo_gain=0.0,
    ...     silo_effect=0.9, own_cause=True), 3)
    0.712

    Source: .68 from service-desk benchmarks; effects are priors.
    """
    logit = math.log(base / (1.0 - base)) + time_effect * math.log(time) + skill_effect * skill_gain
    logit += authority_effect * authority_gain + technology_effect * technology_used
    if own_cause:
        logit += 0.15
    else:
        logit -= 0.15 + silo_effect * silo_gain
    return logistic(logit)


@rule
def self_service_share(technology_used: float, most: float) -> float:
    """Share of contacts that come by self-service and chatbot.

    s = m T

    technology_used  T  technology in place times its use, 0 to 1
    most             m  at full use, 0 to 1
    returns          s  0 to 1

    >>> self_service_share(technology_used=0.5, most=0.4)
    0.2

    Source: prior.
    """
    return most * technology_used


@rule
def queue_rank(tier: int, age: int, order: int) -> int:
    """Place of a waiting contact in the queue: better tier first, then the longest wait, then the draw.

    tier     0 first, 1 ordinary, 2 last
    age      months waited, 0 to 1000
    order    draw, 0 to 2^32 - 1
    returns  the smaller, the sooner

    >>> queue_rank(tier=1, age=1, order=5) < queue_rank(tier=1, age=0, order=4)
    True

    Source: design choice.
    """
    return ((tier * 1024) + (1023 - min(age, 1023))) * 4294967296 + order


@rule
def ticket_score(resolved: bool, bad: bool, contacts_before: int, repeat_share: float) -> float:
    """What a customer would say of a served contact when asked right after it.

    t = (100 resolved, 50 not, 0 bad) (1 - r)^k

    resolved         whether the matter was settled
    bad              whether the contact was slow, rude or wrong
    contacts_before  k  contacts about the same matter before
    repeat_share     r  share lost with each
    returns          t  points of 100

    >>> ticket_score(resolved=True, bad=False, contacts_before=1, repeat_share=0.15)
    85.0

    Source: design choice; a repeat costs 15 % of satisfaction (service-desk benchmarks).
    """
    score = 0.0
    if not bad:
        score = 100.0 if resolved else 50.0
    for _ in range(contacts_before):
        score = score * (1.0 - repeat_share)
    return score


@rule
def tier(estimated_rank: float, top: float, bottom: float) -> int:
    """Tier of a customer: 0 is served first, 2 last.

    estimated_rank  by value, 0 to 1
    top, bottom     shares of customers served first and last
    returns         0, 1 or 2

    >>> tier(estimated_rank=0.9, top=0.15, bottom=0.15)
    0

    Source: definition.
    """
    if estimated_rank > 1.0 - top:
        return 0
    if estimated_rank < bottom:
        return 2
    return 1


@rule
def estimated_rank(rank: float, uninformed: float, knowledge: float) -> float:
    """What a firm takes a customer's rank by value to be.

    e = k r + (1 - k) x

    rank        r  true rank, 0 to 1
    uninformed  x  what a guess would say, 0 to 1
    knowledge   k  0 to 1
    returns     e  0 to 1

    >>> estimated_rank(rank=1.0, uninformed=0.5, knowledge=0.5)
    0.75

    Source: design choice (estimation error falls with knowledge).
    """
    return knowledge * rank + (1.0 - knowledge) * uninformed
