"""The page as NiceGUI's own test user sees it: every button and label, no browser."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_simulation import user_simulation

from simulation.apps.dashboard.server import page_for
from simulation.apps.dashboard.sources import session_of
from simulation.scenario import Scenario, load_scenario

Story = Callable[[User], Awaitable[None]]


@pytest.fixture(scope="session")
def tiny() -> Scenario:
    """A market that is simulated in a moment."""
    values = {"market.customers": 200, "run.months": 14, "run.warm_up_months": 2, "run.seed": 7}
    scenario = load_scenario("head_to_head").with_values(values)
    session_of(scenario).prepare()
    return scenario


def press(user: User, name: str) -> None:
    """Presses the button of that name."""
    user.find(kind=ui.button, content=name).click()


@pytest.fixture
def as_user(tiny: Scenario) -> Callable[[Story], None]:
    """Opens the page and lets a story happen on it."""

    def happens(story: Story, scenario: Scenario = tiny) -> None:
        async def opened() -> None:
            async with user_simulation(page_for(scenario)) as user:
                await user.open("/")
                await story(user)

        asyncio.run(opened())

    return happens
