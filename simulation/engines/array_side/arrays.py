"""The customers' side as arrays: sets customers up, and walks the compiled passes through them."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.engines.array_side import counting, month_begins, month_ends, moves, service
from simulation.engines.array_side.conditions import beliefs, conditions, with_nobodys
from simulation.engines.array_side.draws import BLOCK
from simulation.engines.array_side.lasting import SharesWhatLasts
from simulation.engines.array_side.state import (
    REVENUE,
    TALLIES,
    TALLY_FIELDS,
    Conditions,
    Customers,
    Kept,
    Needs,
    Today,
    columns,
    start_state,
)
from simulation.engines.customer_side import Heard, Sample
from simulation.engines.market_side.counting import PANEL_SIZE
from simulation.engines.market_side.talk import move_beliefs
from simulation.population.customers import CustomerStart
from simulation.population.network import contacts
from simulation.rules.forms import half_life_kept, lag_share

if TYPE_CHECKING:
    from simulation.engines.market import Market

CHUNK = 65_536
"""The most customers that one thread takes at a time; results do not depend on it."""

LEAST_CHUNK = BLOCK
"""The fewest that make sense."""

WORTH_A_THREAD = 16 * BLOCK
"""Customers for whom it pays to wake another thread."""


def pieces(count: int, threads: int = 1) -> list[tuple[int, int]]:
    """First entry, and the one after the last, of each piece of `count` that a thread takes at a time.

    As many pieces for each of the threads, of nearly the same size, where there is enough for all of them.
    """
    wanted = -(-count // CHUNK)
    if threads > 1 and count >= threads * WORTH_A_THREAD:
        wanted = threads * -(-wanted // threads)
    size = max(1, BLOCK * -(-count // (BLOCK * max(1, wanted))))
    return [(lo, min(lo + size, count)) for lo in range(0, count, size)]


@lru_cache(maxsize=4)
def _pool(threads: int) -> ThreadPoolExecutor:
    """Threads that are kept from month to month: to start them for every pass takes longer than a small pass."""
    return ThreadPoolExecutor(threads, "customers")


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_pool.cache_clear)  # a forked process has none of its parent's threads


class CustomersAsArrays(SharesWhatLasts):
    """Every customer is an entry of arrays; the same rules, compiled."""

    LASTING = frozenset({"told", "keys", "users", "worst_weight", "sensitivity", "cost_add", "shift"})

    kept: Kept
    conditions: Conditions
    """Of this month; until moves are made, only what is believed changes after the failure rates are set."""

    def __init__(self, threads: int = 1) -> None:
        self.threads = threads

    def create(self, market: Market, start: CustomerStart) -> None:
        """Sets the customers up as arrays."""
        plan, count = market.plan, start.spend.size
        words = plan.market.word_of_mouth
        self.count_all = count
        self.told = contacts(market.luck, count, words.contacts, words.rewired_share).astype(np.int32)
        self.kept = start_state(start)
        self.shift = np.array([segment.need_shift for segment in plan.segments])
        self.keys = market.keys
        self.today = Today(*(np.empty(count, np.uint32) for _ in Today._fields))
        self.ranks, self.work = np.empty(count, np.int64), np.empty(count, np.int64)
        self.who, self.gone, self.looking = (np.empty(count, np.int64) for _ in range(3))
        segments = plan.segments
        self.users = np.array([s.users_per_account for s in segments])
        self.worst_weight = np.array([s.worst_user_weight for s in segments])
        self.sensitivity = np.array([s.price_sensitivity for s in segments])
        self.cost_add = np.array([s.switching_cost_add for s in segments])

    @property
    def state(self) -> Customers:
        """What is kept of every customer, field by field."""
        fields: Customers = columns.py_func(self.kept)
        return fields

    def needs(self, market: Market) -> Needs:
        """What all customers' needs have in common now."""
        first, second, third = market.centre
        return Needs(first, second, third, market.plan.market.needs.spread, self.shift)

    def fields(self) -> tuple[str, ...]:
        """Names of what is kept of every customer."""
        return Customers._fields

    def field(self, name: str) -> NDArray[Any]:
        """(customers,) what is kept of every customer under a name of `fields`."""
        column: NDArray[Any] = getattr(self.state, name)
        return column

    def chunks(self) -> list[tuple[int, int]]:
        """First customer, and the one after the last, of each piece that a thread takes at a time."""
        return pieces(self.count_all, self.threads)

    def _over_chunks(self, run: Any) -> list[Any]:
        """Runs a pass over all customers in chunks; results in order of chunks."""
        return self._over_pieces(self.count_all, run)

    def _over_pieces(self, count: int, run: Any) -> list[Any]:
        """Runs a pass over `count` entries in pieces, in threads where there are several."""
        edges = pieces(count, self.threads)
        if self.threads <= 1 or len(edges) <= 1:
            return [run(lo, hi) for lo, hi in edges]
        return list(_pool(self.threads).map(lambda edge: run(*edge), edges))

    def _zeros(self, *shape: int) -> NDArray[np.int64]:
        return np.zeros(shape, np.int64)

    def begin_month(self, market: Market) -> None:
        """Nothing is drawn ahead: the passes draw by counter."""
        self.tally = self._zeros(len(market.firms), len(TALLIES))

    def drift(self, market: Market) -> None:
        """The common drift; the rest is part of one walk through all customers with failures and contacts (`serve`)."""
        market.move_centre()

    def meet_failures(self, market: Market) -> None:
        """Part of the walk in `serve`."""

    def serve(self, market: Market) -> None:
        """First walk: needs drift, failures happen, contacts are served; then the queues of overloaded desks."""
        plan, firms = market.plan, len(market.firms)
        needs = plan.market.needs
        spread = needs.drift_per_month * sqrt(1.0 - needs.common_share)
        learned = lag_share(needs.wants_lag_months)
        self.conditions = c = conditions(market)
        common = self.needs(market)

        def run(lo: int, hi: int) -> tuple[NDArray[np.int64], int, int]:
            tally = self._zeros(firms, len(TALLIES))
            waiting = month_begins.walk(
                self.kept, c, self.keys, market.month, lo, hi, self.today, tally, market.sections,
                self.ranks, self.who, self.work, plan.mechanisms.needs_drift, needs.reversion_per_month, spread, learned, common,
            )
            return tally, lo, waiting

        filled = 0
        for tally, lo, waiting in self._over_chunks(run):
            self.tally += tally
            if lo > filled:
                for column in (self.ranks, self.who, self.work):
                    column[filled : filled + waiting] = column[lo : lo + waiting]
            filled += waiting
        if filled:
            service.serve(
                self.kept, c, self.keys, market.month, self.tally, market.sections,
                np.argsort(self.ranks[:filled], kind="stable"), self.who, self.work,
            )

    def live(self, market: Market) -> None:
        """Second walk: the month is lived, judged, paid for and talked about, and some look around."""
        plan, firms, segments = market.plan, len(market.firms), len(market.plan.segments)
        on, experience = plan.mechanisms, plan.experience
        loss_ratio = experience.loss_ratio if on.loss_aversion else 1.0
        slope = experience.spend_slope if on.spending_response else 0.0
        bond_kept = 1.0 - lag_share(experience.bond_decay_months)
        near_kept = half_life_kept(plan.market.attention.neighbour_half_life_months)
        exit_chance = plan.market.involuntary_exit_per_year / 12.0
        c = self.conditions

        def run(lo: int, hi: int) -> tuple[list[NDArray[np.int64]], int, int, int]:
            totals = [self._zeros(firms, len(TALLIES)), self._zeros(segments, firms + 1)]
            totals += [self._zeros(firms, segments), self._zeros(firms, segments)]
            leavers, lookers = month_ends.walk(
                self.kept, c, self.told, self.keys, market.month, lo, hi, self.today, *totals, market.sections,
                loss_ratio, bond_kept, any(market.accounts), self.users, self.worst_weight, slope, exit_chance, near_kept,
                self.gone, self.looking,
            )
            return totals, lo, leavers, lookers

        revenue, self.messages, self.said = (
            self._zeros(segments, firms + 1), self._zeros(firms, segments), self._zeros(firms, segments)
        )
        self.leavers = self.lookers = 0
        for totals, lo, left, looked in self._over_chunks(run):
            for kept, more in zip((self.tally, revenue, self.messages, self.said), totals, strict=True):
                kept += more
            self.gone[self.leavers : self.leavers + left] = self.gone[lo : lo + left]
            self.looking[self.lookers : self.lookers + looked] = self.looking[lo : lo + looked]
            self.leavers, self.lookers = self.leavers + left, self.lookers + looked
        self.tally[:, REVENUE] = revenue[:, :firms].sum(axis=0)
        market.segment_revenue = revenue[:, :firms].tolist()

    def spend(self, market: Market) -> None:
        """Part of the walk in `live`."""

    def talk(self, market: Market) -> None:
        """Beliefs move with what was said in the walk of `live`."""
        move_beliefs(market, self.messages.tolist(), self.said.tolist())

    def compare(
        self, market: Market, looking: NDArray[np.int64], count: int
    ) -> tuple[Conditions, NDArray[np.int64], NDArray[np.int64]]:
        """What each of the first `count` who look around would do, and why: conditions, places or STAYS, reasons."""
        needs = self.needs(market)
        c = self.conditions._replace(beliefs=beliefs(market))
        to, reasons = np.empty(count, np.int64), np.empty(count, np.int64)
        self._over_pieces(count, lambda lo, hi: moves.compare(
            self.kept, c, self.told, self.keys, market.month, looking, lo, hi, to, reasons, market.sections,
            market.plan.market.switching_cost, self.cost_add, self.sensitivity, needs,
        ))
        return c, to, reasons

    def choose(self, market: Market) -> None:
        """Those who look around compare; then all moves happen at once."""
        c, to, reasons = self.compare(market, self.looking, self.lookers)
        lost = self._zeros(len(market.plan.segments), len(market.firms))
        moves.move(
            self.kept, c, self.told, self.keys, market.month, self.gone, self.leavers, self.looking, self.lookers, to, reasons,
            self.tally, lost, market.sections, self.needs(market),
        )
        market.segment_lost = lost.tolist()

    def count(self, market: Market) -> None:
        """Customers are counted, and this month's tallies handed to the firms."""
        firms, segments = len(market.firms), len(market.plan.segments)

        def run(lo: int, hi: int) -> tuple[NDArray[np.int64], ...]:
            counts, by_segment = self._zeros(firms + 1, 11), self._zeros(segments, firms + 1, 2)
            years, nobodys = self._zeros(firms, counting.MOST_YEARS), self._zeros(2)
            counting.count(self.kept, lo, hi, market.month, counts, by_segment, years, nobodys)
            return counts, by_segment, years, nobodys

        counts, by_segment, years, nobodys = (sum(parts) for parts in zip(*self._over_chunks(run), strict=True))
        for firm in market.firms:
            self._hand_over(firm.tally, self.tally[firm.place].tolist(), counts[firm.place].tolist())
        market.segment_counts = by_segment[:, :firms].tolist()
        market.uncommitted, market.prospects = nobodys.tolist()
        market.anniversaries = [{year: n for year, n in enumerate(row) if n} for row in years.tolist()]
        market.there_since_start = counts[:firms, counting.FROM_START].tolist()

    @staticmethod
    def _hand_over(tally: Any, row: list[int], counts: list[int]) -> None:
        """Puts what the passes counted for one firm into its tally."""
        for name, first, last in TALLY_FIELDS:
            setattr(tally, name, row[first] if last is None else row[first:last])
        (tally.customers, tally.satisfaction, tally.satisfaction_squared, tally.expectation, tally.bond, tally.loss,
         tally.unhappy, tally.promoters, tally.detractors, tally.stayed_year, _) = counts

    def heard(self, market: Market) -> list[Heard]:
        """What each firm's customers would tell it in its way of listening, by place."""
        c, firms, needs = conditions(market), len(market.firms), self.needs(market)

        def run(lo: int, hi: int) -> NDArray[np.int64]:
            sums = self._zeros(firms, 5)
            counting.heard(self.kept, c, lo, hi, needs, *market.fad, sums)
            return sums

        total = sum(self._over_chunks(run))
        return [((row[0], row[1], row[2]), row[3], row[4]) for row in total.tolist()]

    def notice_releases(self, market: Market) -> None:
        """Customers whose need was met before they could have asked for it grow a bond."""
        plan, needs = market.plan.experience, self.needs(market)
        before, now = with_nobodys(market.products_before), with_nobodys([firm.offer.product for firm in market.firms])
        self._over_chunks(
            lambda lo, hi: counting.notice_releases(
                self.kept, before, now, lo, hi, needs, *market.fad, plan.unasked_gain, plan.bond_step,
                plan.bond_most,
            )
        )

    def sample(self, market: Market) -> Sample:
        """Columns of the yearly panel."""
        asked = np.flatnonzero(self.state.provider[:PANEL_SIZE] >= 0)
        s = self.state
        columns: dict[str, NDArray[Any]] = dict(
            segment=s.segment, place=s.provider, tenure_months=s.tenure, satisfaction=s.satisfaction,
            expectation=s.expectation, bond=s.bond, spend_per_month=s.spend, felt_failures=s.felt, fit_loss=s.loss,
        )
        kept = {name: column[asked] for name, column in columns.items()}
        kinds = {name: np.float64 if column.dtype.kind == "f" else np.int64 for name, column in kept.items()}
        return {"customer": asked, **{name: np.asarray(column, kinds[name]) for name, column in kept.items()}}
