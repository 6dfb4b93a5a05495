"""How customer orientation spreads inside a firm: managers, colleagues, hires, forgetting."""

import math

from simulation.compiled import rule
from simulation.rules.forms import bounded


@rule
def coherence(least: float, measures: float, alignment: float) -> float:
    """How far what a firm measures and rewards agrees with what its leaders say.

    h = h0 + (1 - h0) (m + a) / 2

    least      h0  where nothing agrees, 0 to 1
    measures   m   0 service, .5 surveyed satisfaction, 1 customers' value
    alignment  a   0 cost efficiency, 1 customer value
    returns    h   0 to 1

    >>> round(coherence(least=0.3, measures=0.0, alignment=0.0), 3)
    0.3

    Source: design choice (policy-practice decoupling).
    """
    return least + (1.0 - least) * 0.5 * (measures + alignment)


@rule
def susceptibility(tenure: float) -> float:
    """How open an employee is to influence: newcomers more than veterans.

    s = .6 + .4 2^(-t / 12)

    tenure   t  months, >= 0
    returns  s  .6 to 1

    >>> susceptibility(tenure=12.0)
    0.8

    Source: Harrison & Carroll (1991), ASQ 36(4), for the form.
    """
    return 0.6 + 0.4 * math.exp(-0.6931471805599453 * tenure / 12.0)


@rule
def new_orientation(
    orientation: float, open_to: float, manager_pull: float, peer_pull: float, colleagues: float, forgetting: float, start: float
) -> float:
    """Customer orientation of an employee, a month later.

    c' = c + s [M (1 - c) + a (C - c)] - f (c - c0), within 0 to 1

    orientation   c   0 to 1
    open_to       s   susceptibility, .6 to 1
    manager_pull  M   1/month, after coherence
    peer_pull     a   1/month
    colleagues    C   mean orientation of the colleagues, 0 to 1
    forgetting    f   1/month
    start         c0  without a programme, 0 to 1
    returns       c'  0 to 1

    >>> round(new_orientation(orientation=0.25, open_to=0.6, manager_pull=0.05, peer_pull=0.15, colleagues=0.25,
    ...     forgetting=0.02, start=0.25), 5)
    0.2725

    Source: Harrison & Carroll (1991), ASQ 36(4), for the form; values are design choices.
    """
    pull = manager_pull * (1.0 - orientation) + peer_pull * (colleagues - orientation)
    return bounded(orientation + open_to * pull - forgetting * (orientation - start), 0.0, 1.0)


@rule
def colleagues_orientation(own_department: float, firm: float, walls: float, most_across: float) -> float:
    """Mean orientation of the colleagues that somebody meets.

    C = (1 - x) Cd + x Cf,  x = m (1 - w)

    own_department  Cd  mean of the department, 0 to 1
    firm            Cf  mean of the firm, 0 to 1
    walls           w   between departments, 0 to 1
    most_across     m   share met in other departments without walls, 0 to 1
    returns         C   0 to 1

    >>> round(colleagues_orientation(own_department=0.2, firm=0.4, walls=0.5, most_across=0.5), 3)
    0.25

    Source: design choice.
    """
    across = most_across * (1.0 - walls)
    return (1.0 - across) * own_department + across * firm
