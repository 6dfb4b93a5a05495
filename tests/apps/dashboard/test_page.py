"""What the page does when its controls are used."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from nicegui import ElementFilter, ui
from nicegui.testing import User

from simulation.scenario import Scenario
from simulation.studies.live.session import Session
from tests.apps.dashboard.conftest import press

pytestmark = pytest.mark.one_python

AsUser = Callable[..., None]


def move(user: User, name: str, value: object) -> None:
    """Moves the control of that name."""
    assert user.client is not None
    with user.client:
        for kind in (ui.slider, ui.toggle, ui.select):
            for element in ElementFilter(kind=kind):
                if element.props.get("aria-label") == name:
                    element.set_value(value)
                    return
    pytest.fail(f"no control is named {name}")


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
        await asyncio.sleep(1.5)
        await user.should_see("Month 14", retries=30)
        await user.should_see(kind=ui.button, content="Play")

    as_user(story)


def test_every_control_of_the_firm_has_its_value_and_a_sentence(as_user: AsUser) -> None:
    async def story(user: User) -> None:
        press(user, "Decide")
        for text in (
            "3 % of revenue", "1.00 × market price", "looks for failures first", "what customers need",
            "Open doors between departments", "weight 15: 15 % of the budget", "What the product follows.",
        ):  # fmt: skip
            await user.should_see(text)

    as_user(story)


def test_a_decision_is_told_before_it_is_taken_and_holds_from_the_next_month(as_user: AsUser) -> None:
    async def story(user: User) -> None:
        for _ in range(4):
            press(user, "One month")
        press(user, "Decide")
        await user.should_see("Move something, for month 5 on")
        move(user, "improvement budget", 0.06)
        move(user, "breaking silos", 0.3)
        move(user, "listens to", "wants")
        press(user, "Decide 3 changes from month 5")
        await user.should_see("Month 5, customer-centric: improvement budget: 6 % of revenue; breaking silos: weight 30")
        await user.should_see("what customers say they want")
        press(user, "Undo")
        await user.should_see("Nothing has been decided yet.")
        await user.should_see("3 % of revenue")

    as_user(story)


def test_a_control_moved_back_is_no_decision(as_user: AsUser) -> None:
    async def story(user: User) -> None:
        press(user, "Decide")
        move(user, "price", 1.1)
        await user.should_see("Decide 1 change from month 1")
        move(user, "price", 1.0)
        await user.should_see("Move something, for month 1 on")

    as_user(story)


def test_a_saved_world_is_handed_to_the_browser_and_its_notebook_lives_it_again(
    as_user: AsUser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(user: User) -> None:
        press(user, "Decide")
        press(user, "Save")
        response = await user.download.next()
        assert 'strategy = "customer-centric"' in response.text
        press(user, "Notebook")
        cells = json.loads((await user.download.next()).text)["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        monkeypatch.chdir(tmp_path)
        lived: dict[str, object] = {}
        for cell in code[:-1]:
            exec(cell, lived)
        assert lived["market"].month == 14  # type: ignore[attr-defined]

    as_user(story)


def test_charts_on_demand_come_and_go(as_user: AsUser) -> None:
    async def story(user: User) -> None:
        assert len(charts(user)) == 3
        for name in ("Profit", "Why customers left", "Culture by department", "Waiting cases"):
            press(user, name)
        assert len(charts(user)) == 6
        press(user, "Waiting cases")
        assert len(charts(user)) == 5

    as_user(story)


def charts(user: User) -> list[ui.echart]:
    assert user.client is not None
    with user.client:
        return list(ElementFilter(kind=ui.echart))


def test_a_band_is_laid_over_the_charts_and_taken_away(as_user: AsUser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulation.apps.dashboard.transport.BAND_RUNS", 3)

    async def story(user: User) -> None:
        press(user, "Band")
        await user.should_see("Hide band", retries=100)
        assert any("-band-" in str(one["id"]) for one in charts(user)[0].options["series"])
        press(user, "Hide band")
        assert not any("-band-" in str(one["id"]) for one in charts(user)[0].options["series"])

    as_user(story)


def test_a_pinned_run_stays_when_the_firm_is_decided_in(as_user: AsUser) -> None:
    async def story(user: User) -> None:
        press(user, "Pin")
        pinned = next(one for one in charts(user)[0].options["series"] if one["id"] == "pinned")
        assert pinned["lineStyle"]["type"] == "dashed"
        press(user, "Unpin")
        assert not any(one["id"] == "pinned" for one in charts(user)[0].options["series"])

    as_user(story)


def test_one_sees_inside_a_world(as_user: AsUser) -> None:
    async def story(user: User) -> None:
        for _ in range(14):
            press(user, "One month")
        press(user, "Look inside")
        await user.should_see("Somebody who left", retries=100)
        press(user, "Somebody who left")
        await user.should_see("left Compass in month")
        await user.should_see("In the year before")
        press(user, "An employee")
        await user.should_see("Works in")
        press(user, "Managers")
        await user.should_see("Managers believe")
        press(user, "Word of mouth")
        await user.should_see("of 72 customers")

    as_user(story)


def test_hostile_names_are_only_names(as_user: AsUser, tiny: Scenario) -> None:
    name, title = "<b onclick=alert(1)>x<b>", "<script>alert(2)</script>"
    firms = [firm.model_dump(exclude_none=True) for firm in tiny.firms]
    firms[2]["name"] = name
    hostile = tiny.with_values({"firms": firms, "title": title})

    async def story(user: User) -> None:
        await user.should_see(title)
        await user.should_see(kind=ui.label, content=name, retries=20)

    as_user(story, hostile)


def test_what_was_taken_back_can_be_put_into_force_again(as_user: AsUser) -> None:
    async def story(user: User) -> None:
        press(user, "One month")
        press(user, "Decide")
        move(user, "improvement budget", 0.06)
        press(user, "Decide 1 change from month 2")
        press(user, "Undo")
        await user.should_see("Nothing has been decided yet.")
        press(user, "Redo")
        await user.should_see("Month 2, customer-centric: improvement budget: 6 % of revenue")

    as_user(story)


def test_other_luck_is_named_and_changes_what_is_shown_at_the_same_month(as_user: AsUser) -> None:
    async def story(user: User) -> None:
        for _ in range(14):
            press(user, "One month")
        before = lines(user, "customer-centric")
        await user.should_see("lives twice on luck 1")
        move(user, "Luck", 2)
        await user.should_see("lives twice on luck 3")
        await until(lambda: len(lines(user, "customer-centric")) == 15 and lines(user, "customer-centric") != before)
        await user.should_see("Month 14")

    as_user(story)


def test_worlds_are_added_up_to_four_and_taken_away_without_losing_the_month(as_user: AsUser, tiny: Scenario) -> None:
    Session(tiny, ["lip-service", "none"]).prepare()

    async def story(user: User) -> None:
        for _ in range(5):
            press(user, "One month")
        for name in ("lip-service", "none"):
            user.find(marker=f"add-{name}").click()
            await until(lambda one=name: len(lines(user, one)) == 6)
        await user.should_see("lives four times on luck 1")
        await user.should_not_see("price-cutter as well")
        user.find(marker="away-none").click()
        await user.should_see("lives three times on luck 1")
        await user.should_see("Month 5")

    as_user(story)


def lines(user: User, world: str) -> list[float]:
    """The points of a world's line in the first chart, as it was last drawn whole or moved."""
    chart = charts(user)[0]
    return next((list(one["data"]) for one in chart.options.get("series", []) if one["id"] == world), [])


async def until(holds: Callable[[], bool]) -> None:
    """Waits until something holds."""
    for _ in range(3_000):
        if holds():
            return
        await asyncio.sleep(0.02)
    pytest.fail("it never came to hold")
