"""Watches single customers of the compiled engine: everything that happens to them, told apart from all others.

The compiled passes count what happens in a chunk of customers, and results do not depend on the chunks. So a watched
customer is given a chunk of her own, and what is counted in it is what happened to her. What the queue of the desk and
the moves count for all at once is read off her state, the order of the queue, and the luck of her month.
"""

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulation.engines.array_side.arrays import CustomersAsArrays
from simulation.engines.array_side.state import (
    COMPLAINTS,
    FAILURES,
    FOUND_FIRST,
    GIVEN_UP,
    NEGATIVE,
    OPEN_CASES,
    OPENED,
    POSITIVE,
    SILENT,
    SOLVED,
    WORK,
)
from simulation.engines.units import MONEY
from simulation.randomness import Purpose, uniform
from simulation.rules.journey import BILLING, CONTACT, NOTHING, PURCHASE, ROUTINE

if TYPE_CHECKING:
    from simulation.engines.market import Market


class Happening(NamedTuple):
    """Something that happened to a customer.

    kind    as the agents engine notes it ("complains", "is helped", "leaves", ...), and beside these "is spared" (a
            failure found first), "tells well" and "tells badly" (word of mouth), "is over-promised"
    detail  stage of the journey for failures and cases, reason for leaving, place joined, number of the listener
    place   of the firm that it happened with, or -1
    """

    kind: str
    detail: int
    place: int


class Glimpse(NamedTuple):
    """What is compared of a customer before and after a part of the month; fields as in the engine's state."""

    provider: int
    case_kind: int
    felt: int
    newly_left: int
    over_promised: int


class Watched(CustomersAsArrays):
    """The customers of a market, some of whom are watched; the numbers of the market are the same."""

    def __init__(self, market: "Market", numbers: list[int]) -> None:
        """Takes a market's customers over; `numbers` are those to be watched."""
        assert isinstance(market.customer_side, CustomersAsArrays)
        self.__dict__.update(market.customer_side.__dict__)
        self.threads = 1
        self.numbers = sorted(set(numbers))
        self.happened: dict[int, list[Happening]] = {number: [] for number in self.numbers}
        """This month, by number."""
        self.paid: dict[int, float] = {}
        """Currency this month, by number."""
        self.left_by_friends: dict[int, int] = {}
        """Contacts who left this month, by number."""
        market.customer_side = self

    def chunks(self) -> list[tuple[int, int]]:
        """The usual chunks, cut so that every watched customer is alone in one."""
        cuts = {0, self.count_all} | {edge for number in self.numbers for edge in (number, number + 1)}
        cuts |= {lo for lo, _ in super().chunks()}
        edges = sorted(cuts)
        return list(pairwise(edges))

    def _over_chunks(self, run: Any) -> list[Any]:
        edges = self.chunks()
        results = [run(lo, hi) for lo, hi in edges]
        alone = set(self.numbers)
        self._mine = {lo: result for (lo, hi), result in zip(edges, results, strict=True) if lo in alone and hi == lo + 1}
        self._all = results
        self._after = self._glimpses()
        return results

    def _glimpses(self) -> dict[int, Glimpse]:
        """All who are watched, as they are now."""
        columns = [self.field(name) for name in Glimpse._fields]
        return {number: Glimpse(*(int(column[number]) for column in columns)) for number in self.numbers}

    def begin_month(self, market: "Market") -> None:
        """As ever, and forgets what was noted last month."""
        super().begin_month(market)
        self.happened = {number: [] for number in self.numbers}
        self.paid = dict.fromkeys(self.numbers, 0.0)

    def serve(self, market: "Market") -> None:
        """Failures, contacts and queues, noted."""
        before = self._glimpses()
        super().serve(market)
        served = self._served(market)
        now = self._glimpses()
        for number in self.numbers:
            place = before[number].provider
            if place < 0:
                continue
            row, waiting = self._mine[number][0][place].tolist(), bool(self._mine[number][2])
            self._note_walk(number, place, before[number], row)
            if waiting:
                self._note_queue(market, number, now[number], number in served)

    def _note(self, number: int, kind: str, detail: int, place: int) -> None:
        self.happened[number].append(Happening(kind, int(detail), place))

    def _note_walk(self, number: int, place: int, before: Glimpse, row: list[int]) -> None:
        stage = next((k for k in range(PURCHASE, BILLING + 1) if row[FAILURES + k]), NOTHING)
        complains, bad, kind = row[COMPLAINTS], row[FAILURES + CONTACT], before.case_kind
        replaced = bool(complains) and kind != NOTHING
        if row[FOUND_FIRST]:
            self._note(number, "is spared", stage, place)
        if replaced:
            self._note(number, "gives up", kind, place)
        if complains:
            self._note(number, "complains", stage, place)
        elif row[SILENT] - bad:
            self._note(number, "suffers in silence", stage, place)
        asks = row[OPENED] - complains
        kind = stage if complains else ROUTINE if asks else kind
        if asks:
            self._note(number, "asks", ROUTINE, place)
        if bad:
            self._note(number, "meets a bad contact", CONTACT, place)
        for count, event in ((row[SOLVED], "is helped"), (row[GIVEN_UP] - replaced, "gives up"), (row[OPEN_CASES], "waits")):
            if count:
                self._note(number, event, kind, place)

    def _served(self, market: "Market") -> set[int]:
        """Those in the queues whom people had time for: the same order and the same budget as the desk's."""
        filled = sum(int(result[2]) for result in self._all)
        who, ranks, work = self.who[:filled], self.ranks[:filled], self.work[:filled]
        providers = self.state.provider[who]
        served: set[int] = set()
        for place in range(len(market.firms)):
            share = float(self.conditions.firm[place]["served_share"])
            if share >= 1.0:
                continue
            budget = int(share * sum(int(result[0][place, WORK]) for result in self._all))
            mine = np.flatnonzero(providers == place)
            for k in mine[np.argsort(ranks[mine], kind="stable")].tolist():
                if work[k] <= budget:
                    budget -= int(work[k])
                    served.add(int(who[k]))
        return served

    def _note_queue(self, market: "Market", number: int, now: Glimpse, served: bool) -> None:
        before = self._after[number]
        kind, place = before.case_kind, before.provider
        bad = now.felt > before.felt
        if bad:
            self._note(number, "meets a bad contact", CONTACT, place)
        if now.case_kind != NOTHING:
            self._note(number, "waits", kind, place)
            return
        draws = uniform(market.luck.words(Purpose.SERVICE, market.month, np.array([number], np.uint32)))[0]
        chance = float(self.conditions.firm[place]["resolves_own" if kind in (CONTACT, ROUTINE) else "resolves_other"])
        solved = served and not bad and float(draws[1]) < chance
        self._note(number, "is helped" if solved else "gives up", kind, place)

    def live(self, market: "Market") -> None:
        """The month is lived, paid for and talked about, noted."""
        super().live(market)
        for number in self.numbers:
            place = int(self.state.provider[number])
            if place < 0:
                continue
            tally, revenue = self._mine[number][0][:2]
            row = tally[place]
            self.paid[number] = int(revenue[:, place].sum()) / MONEY
            if row[POSITIVE] or row[NEGATIVE]:
                told = self.told[number]
                draws = uniform(market.luck.words(Purpose.QUEUE, market.month, np.array([number], np.uint32)))[0]
                listener = int(told[int(draws[2] * len(told))])
                self._note(number, "tells well" if row[POSITIVE] else "tells badly", listener, place)

    def choose(self, market: "Market") -> None:
        """Who moves, why and where, noted."""
        before, reasons = self._glimpses(), self._reasons(market)
        super().choose(market)
        now = self._glimpses()
        for number in self.numbers:
            old, new = before[number], now[number]
            self.left_by_friends[number] = new.newly_left - old.newly_left
            if old.provider == new.provider:
                continue
            if old.provider >= 0:
                if old.case_kind != NOTHING:
                    self._note(number, "gives up", old.case_kind, old.provider)
                self._note(number, "leaves", reasons.get(number, 0), old.provider)
            if new.provider >= 0:
                if new.over_promised:
                    self._note(number, "is over-promised", 0, new.provider)
                self._note(number, "joins", new.provider, new.provider)

    def _reasons(self, market: "Market") -> dict[int, int]:
        """Why each of the watched who look around would leave; asks the same comparison, which changes nothing."""
        looking = np.array([n for n in self.looking[: self.lookers].tolist() if n in self.happened], np.int64)
        if not looking.size:
            return {}
        reasons = self.compare(market, looking, looking.size)[-1]
        return dict(zip(looking.tolist(), reasons.tolist(), strict=True))
