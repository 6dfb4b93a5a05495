"""What the page does when its buttons are used."""

import asyncio
from collections.abc import Callable

import pytest
from nicegui import ui
from nicegui.testing import User

from tests.apps.dashboard.conftest import Story, press

pytestmark = pytest.mark.one_python

AsUser = Callable[[Story], None]


def test_a_new_tab_shows_the_start_of_the_market_and_a_button_named_play(as_user: AsUser) -> None:
    async def story(user: User) -> None:
        await user.should_see("Month 0")
        await user.should_see(kind=ui.button, content="Play")
        for title in ("Revenue", "Retention", "Engagement", "customer-centric", "service-only"):
            await user.should_see(title)

    as_user(story)


def test_one_month_and_back_and_reset(as_user: AsUser) -> None:
    async def story(user: User) -> None:
        for _ in range(3):
            press(user, "One month")
        await user.should_see("Month 3")
        press(user, "Back")
        await user.should_see("Month 2")
        press(user, "Reset")
        await user.should_see("Month 0")

    as_user(story)


def test_play_goes_on_to_the_last_month_and_stops_there(as_user: AsUser) -> None:
    async def story(user: User) -> None:
        press(user, "Play")
        await user.should_see("Pause")
        await asyncio.sleep(1.9)
        await user.should_see("Month 14", retries=20)
        await user.should_see(kind=ui.button, content="Play")

    as_user(story)
