"""What an engine must offer: the stages that go through all customers, and through all employees.

The rest of the month, the firms themselves, is the same in every engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from numpy.typing import NDArray

from simulation.population.customers import CustomerStart

if TYPE_CHECKING:
    from simulation.engines.firm import Firm
    from simulation.engines.market import Market

Heard = tuple[tuple[int, int, int], int, int]
"""What a firm's customers tell it: weighted sums of their needs, the weight, their loss against wants; fixed point."""

Sample = dict[str, NDArray[Any]]
"""Columns of the yearly panel: customer, segment, place, tenure, judgement, spending, failures, fit loss."""


class CustomerSide(Protocol):
    """The stages of the month that go through all customers."""

    def create(self, market: Market, start: CustomerStart) -> None:
        """Sets the customers up as they are at the start."""

    def begin_month(self, market: Market) -> None:
        """Draws this month's luck."""

    def drift(self, market: Market) -> None:
        """Needs drift, wants follow."""

    def heard(self, market: Market) -> list[Heard]:
        """What each firm's customers would tell it in its way of listening, by place."""

    def notice_releases(self, market: Market) -> None:
        """Customers whose need was met before they could have asked for it grow a bond."""

    def meet_failures(self, market: Market) -> None:
        """Failures happen along the journey."""

    def serve(self, market: Market) -> None:
        """Contacts and cases are served."""

    def live(self, market: Market) -> None:
        """The month is lived and judged."""

    def spend(self, market: Market) -> None:
        """Customers pay."""

    def talk(self, market: Market) -> None:
        """Customers talk, and beliefs move."""

    def choose(self, market: Market) -> None:
        """Customers stay, switch, leave or enter."""

    def count(self, market: Market) -> None:
        """Customers are counted."""

    def sample(self, market: Market) -> Sample:
        """Columns of the yearly panel."""


class PeopleSide(Protocol):
    """The stages of the month that go through all employees."""

    def start(self, market: Market, firm: Firm) -> None:
        """Fills a firm's positions as they are at the start."""

    def live(self, market: Market) -> None:
        """Engagement, culture, skill, fatigue, quits and hires of a month; then positions follow the load."""
