"""Luck: every draw is a pure function of (seed, replication, purpose, month, agent), without state.

A counter-based generator (Philox 4x32-10) turns a counter into four words of 32 bits. So the same customer has the
same luck in every scenario, adding a firm shifts nobody else's draws, and neither order nor number of processes
changes a result.

Layout, which is published and kept:

    key      (seed mod 2^32, seed div 2^32)
    counter  (agent, 2^16 purpose + month + 1024, second, replication)

`agent` is the number of a customer, of a firm's place, or 65536 place + position for an employee; `second` is a place,
a user or an employee's generation, as `Purpose` says.

Source: Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC '11.
"""

from enum import IntEnum

import numpy as np
from numba import njit, uint32, uint64
from numpy.typing import NDArray

from simulation.compiled import COMPILED

POSITIONS = 65_536
"""Numbers kept free for the positions of one firm, so that nobody shares the luck of another firm's people."""

BELL_SPREAD = 147.80054127099805
"""Standard deviation of the sum of four independent bytes: sqrt(4 (256^2 - 1) / 12)."""


class Purpose(IntEnum):
    """What a draw is for. Numbers are kept for ever; new purposes get new numbers."""

    TRAITS = 0
    """Customer, once: attention (two words), leniency, error of the firm's value estimate."""
    SPEND = 1
    """Customer, once: normal of log spend (two words), segment, tenure at the start."""
    ANCHOR = 2
    """Customer, once: lasting needs in three dimensions, skew of leniency."""
    DEVIATION = 3
    """Customer, once: own deviation at the start in three dimensions, provider or none."""
    TASTE = 4
    """Customer, once, second = place of the firm: lasting taste."""
    CONTACT = 5
    """Customer, once, second = contact: rewired or not, to whom."""
    FIRM = 10
    """Place, once, second = 0, 1: failure level by stage, quality; second = 2: product's offset."""
    EMPLOYEE = 11
    """Employee, second = generation, once: skill, orientation, engagement; tenure at the start."""
    NEEDS = 20
    """Customer, month: own drift in three dimensions, noise of the experience."""
    DAY = 21
    """Customer, month: failure, ordinary contact, looking around or leaving for good, talking."""
    EVENT = 22
    """Customer, month: severity, speaking up, found first, repaired first."""
    SERVICE = 23
    """Customer, month: channel, resolved, contact failure, consistency."""
    QUEUE = 24
    """Customer, month: order in the queue, follow-up, contact talked to, resolved by a bot."""
    USER = 25
    """Customer, month, second = block of four users: noise of each user's experience."""
    CONSIDER = 26
    """Customer, month, second = place of the firm: arrival of the firm in mind, luck of the choice."""
    JOIN = 27
    """Customer, month: over-promised, hearing of the market, luck of choosing none."""
    COMMON = 30
    """Market, month: common drift in three dimensions."""
    FAD = 31
    """Market, month: fad in three dimensions."""
    STAFF = 40
    """Employee, month: quits."""
    SURVEY = 41
    """Place, month: error of the survey; errors of direction in three dimensions follow in LISTEN."""
    LISTEN = 42
    """Place, month: errors of what was listened to in three dimensions, failed release."""


@njit(inline="always", error_model="numpy")  # type: ignore[untyped-decorator, unused-ignore]
def philox(key_0, key_1, c_0, c_1, c_2, c_3):  # type: ignore[no-untyped-def]
    """Four pseudo-random words of 32 bits from a key of two words and a counter of four (Philox 4x32-10)."""
    for _ in range(10):
        product_0 = uint64(0xD2511F53) * uint64(c_0)
        product_1 = uint64(0xCD9E8D57) * uint64(c_2)
        new_0 = uint32(product_1 >> uint64(32)) ^ c_1 ^ key_0
        new_2 = uint32(product_0 >> uint64(32)) ^ c_3 ^ key_1
        c_0, c_1, c_2, c_3 = new_0, uint32(product_1), new_2, uint32(product_0)
        key_0 = uint32(key_0 + uint32(0x9E3779B9))
        key_1 = uint32(key_1 + uint32(0xBB67AE85))
    return c_0, c_1, c_2, c_3


@njit(**COMPILED)  # type: ignore[untyped-decorator, unused-ignore]
def _fill_words(out, key_0, key_1, agents, c_1, seconds, c_3):  # type: ignore[no-untyped-def]
    for row in range(agents.size):
        out[row, 0], out[row, 1], out[row, 2], out[row, 3] = philox(
            uint32(key_0), uint32(key_1), uint32(agents[row]), uint32(c_1), uint32(seconds[row]), uint32(c_3)
        )


@njit(**COMPILED)  # type: ignore[untyped-decorator, unused-ignore]
def _words_of(key_0, key_1, agent, c_1, second, c_3):  # type: ignore[no-untyped-def]
    return philox(uint32(key_0), uint32(key_1), uint32(agent), uint32(c_1), uint32(second), uint32(c_3))


class Luck:
    """The draws of one replication.

    seed         0 to 2^63 - 1
    replication  0 to 2^32 - 1
    """

    def __init__(self, seed: int, replication: int) -> None:
        self.seed = seed
        self.replication = replication

    def words(
        self, purpose: Purpose, month: int, agents: NDArray[np.uint32], seconds: NDArray[np.uint32] | int = 0
    ) -> NDArray[np.uint32]:
        """Words of 32 bits, shape (number of agents, 4), for each pair of agent and second."""
        agents = np.asarray(agents, np.uint32)
        second = np.broadcast_to(np.asarray(seconds, np.uint32), agents.shape)
        out = np.empty((agents.size, 4), np.uint32)
        key_0, key_1 = self.seed & 0xFFFFFFFF, self.seed >> 32
        stamp = (int(purpose) << 16) | (month + 1024)
        _fill_words(out, np.uint32(key_0), np.uint32(key_1), agents, np.uint32(stamp), second, np.uint32(self.replication))
        return out

    def uniforms(
        self, purpose: Purpose, month: int, agents: NDArray[np.uint32], seconds: NDArray[np.uint32] | int = 0
    ) -> NDArray[np.float64]:
        """Uniform draws in (0, 1), shape (number of agents, 4)."""
        return uniform(self.words(purpose, month, agents, seconds))

    def bells(
        self, purpose: Purpose, month: int, agents: NDArray[np.uint32], seconds: NDArray[np.uint32] | int = 0
    ) -> NDArray[np.float64]:
        """Bell-shaped draws of mean 0 and variance 1, shape (number of agents, 4)."""
        return bell(self.words(purpose, month, agents, seconds))

    def bells_of(self, purpose: Purpose, month: int, agent: int) -> list[float]:
        """Four bell-shaped draws of one agent: a row of `bells`."""
        stamp = (int(purpose) << 16) | (month + 1024)
        words = _words_of(self.seed & 0xFFFFFFFF, self.seed >> 32, agent, stamp, 0, self.replication)
        totals = [(word & 255) + ((word >> 8) & 255) + ((word >> 16) & 255) + (word >> 24) for word in map(int, words)]
        return [float(total - 510) / BELL_SPREAD for total in totals]


def uniform(words: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Uniform draws in (0, 1) from words: (word + 1/2) / 2^32, exact in 64-bit floats."""
    shares: NDArray[np.float64] = (words.astype(np.float64) + 0.5) * (1.0 / 4294967296.0)
    return shares


def byte_sum(words: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Sum of the four bytes of each word, 0 to 1020."""
    whole = words.astype(np.int64)
    total: NDArray[np.int64] = (whole & 255) + ((whole >> 8) & 255) + ((whole >> 16) & 255) + (whole >> 24)
    return total


def bell_of(total: NDArray[np.int64]) -> NDArray[np.float64]:
    """Bell-shaped draws of mean 0 and variance 1 from sums of four bytes: standardised, within +-3.45."""
    bells: NDArray[np.float64] = (total - 510).astype(np.float64) / BELL_SPREAD
    return bells


def bell(words: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Bell-shaped draws of mean 0 and variance 1: the standardised sum of a word's four bytes."""
    return bell_of(byte_sum(words))
