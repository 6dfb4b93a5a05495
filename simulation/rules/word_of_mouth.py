"""Who talks, and what the talk and advertising do to what people believe about firms."""

from simulation.compiled import rule


@rule
def sending_rate(
    satisfaction: float, base: float, curvature: float, turning_point: float, dissatisfied_factor: float, most: float
) -> float:
    """Chance that a customer talks about the own firm this month: U-shaped in satisfaction.

    r = min(most, b + k ((S - s0) / 30)^2),  times d where S < s0

    satisfaction         S   points of 100
    base                 b   messages/month
    curvature            k   messages/month at 30 points from the turning point
    turning_point        s0  points of 100
    dissatisfied_factor  d   times
    most                     bound, 0 to 1
    returns              r   messages/month, 0 to most

    >>> round(sending_rate(satisfaction=85.0, base=0.02, curvature=0.5, turning_point=70.0,
    ...     dissatisfied_factor=1.5, most=0.7), 3)
    0.145

    Source: Anderson (1998) for the U-shape; East, Hammond & Wright (2007) for the ratio.
    """
    distance = (satisfaction - turning_point) / 30.0
    rate = base + curvature * distance * distance
    if satisfaction < turning_point:
        rate = rate * dissatisfied_factor
    return min(rate, most)


@rule
def heard_share(messages: float, members: float, half_reach: float) -> float:
    """Share of a segment that has heard this month's talk about a firm.

    h = (m / n) / (m / n + c)

    messages    m  messages that reached the segment, >= 0
    members     n  members of the segment, > 0
    half_reach  c  messages per member at which half have heard, > 0
    returns     h  0 to 1

    >>> heard_share(messages=10.0, members=1000.0, half_reach=0.01)
    0.5

    Source: design choice (saturating reach).
    """
    per_member = messages / members
    return per_member / (per_member + half_reach)


@rule
def new_belief(
    belief: float, said: float, heard: float, step: float, promise: float, advertising: float, advertising_step: float
) -> float:
    """What a segment believes about a firm after a month of talk and advertising.

    B' = B + w h (M - B) + a A (V - B)

    belief            B  points of 100
    said              M  mean satisfaction of those who talked, points of 100
    heard             h  share of the segment that heard, 0 to 1
    step              w  share/month
    promise           V  quality promised, points of 100
    advertising       A  against the ordinary, times
    advertising_step  a  share/month
    returns           B' points of 100

    >>> round(new_belief(belief=70.0, said=80.0, heard=0.5, step=0.2, promise=90.0, advertising=1.0,
    ...     advertising_step=0.01), 3)
    71.2

    Source: design choice.
    """
    return belief + step * heard * (said - belief) + min(1.0, advertising_step * advertising) * (promise - belief)
