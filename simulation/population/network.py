"""Who hears whom: a small-world network of customers, made from the counter-based draws."""

import numpy as np
from numpy.typing import NDArray

from simulation.randomness import Luck, Purpose


def contacts(luck: Luck, customers: int, per_customer: int, rewired_share: float) -> NDArray[np.int64]:
    """The people whom each customer tells: neighbours on a ring, some of them rewired to anybody else.

    customers      number of customers, at least 3
    per_customer   contacts of each, at least 1
    rewired_share  share of contacts that are anybody instead of neighbours, 0 to 1
    returns        shape (customers, per_customer), numbers of customers, never the customer's own

    Source: Watts & Strogatz (1998), Nature 393.
    """
    everybody = np.arange(customers, dtype=np.uint32)
    steps = [(1 + k // 2) * (1 if k % 2 == 0 else -1) for k in range(per_customer)]
    told = np.empty((customers, per_customer), np.int64)
    for k, step in enumerate(steps):
        draws = luck.uniforms(Purpose.CONTACT, 0, everybody, k)
        near = (everybody.astype(np.int64) + step) % customers
        shift = 1 + (draws[:, 1] * (customers - 1)).astype(np.int64)
        far = (everybody.astype(np.int64) + np.minimum(shift, customers - 1)) % customers
        told[:, k] = np.where((draws[:, 0] < rewired_share) | (near == everybody), far, near)
    return told
