"""A class on the page, without a browser: joining, deciding, the teacher's screen, and what a guest may not do."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from nicegui import ElementFilter, core, ui
from nicegui.testing import User
from nicegui.testing.user_simulation import user_simulation

from simulation.apps.dashboard import story_panel
from simulation.apps.dashboard.door import JOIN, MOST_WRONG, WRONG_SECONDS, Door, GuestsJoinOnly, new_code
from simulation.apps.dashboard.room import MOST_GUESTS, Room
from simulation.apps.dashboard.rounds_setup import open_saved
from simulation.apps.dashboard.server import page_for
from simulation.presentation.stories import words
from simulation.scenario import Scenario, ScenarioError
from simulation.studies.rounds.archive import archive
from simulation.studies.rounds.files import differences, load_game
from simulation.studies.rounds.game import Game, Rules, Team
from simulation.studies.rounds.match import Match
from simulation.studies.rounds.playing import play
from simulation.studies.stories.catalogue import story
from simulation.studies.stories.playing import play as play_story
from simulation.studies.stories.predictions import Survey, near
from simulation.studies.stories.revealing import compared, reveal
from tests.apps.dashboard.conftest import press

pytestmark = pytest.mark.one_python

SMALL = Rules(years=2, worlds=2, customers=150)
HOSTILE = "<img src=x onerror=alert(1)>"


@asynccontextmanager
async def a_class(scenario: Scenario, room: Room) -> AsyncIterator[tuple[User, User, User]]:
    """A teacher's tab and two tabs of a class."""
    async with user_simulation(page_for(scenario, room)) as teacher:
        first, second = User(teacher.http_client), User(teacher.http_client)
        await teacher.open("/")
        for user in (first, second):
            await user.open(JOIN)
        yield teacher, first, second


def join(user: User, code: str, name: str) -> None:
    user.find(kind=ui.input, content="Code on the screen").type(code)
    user.find(kind=ui.input, content="Name of your team").type(name)
    press(user, "Join")


def test_a_game_goes_from_joining_to_decision_files_that_give_every_number_again(tiny: Scenario, tmp_path: Path) -> None:
    async def goes() -> None:
        room = Room(("http://127.0.0.1:8080/join",))
        async with a_class(tiny, room) as (teacher, blue, hostile):
            press(teacher, "Class")
            press(teacher, "A game of rounds")
            await teacher.should_see("Open the game")
            room.open_game(Match(SMALL))
            join(blue, "wrong", "Blue")
            await blue.should_see("This is not the code on the screen.")
            blue.find(kind=ui.input, content="Code on the screen").clear()
            blue.find(kind=ui.input, content="Name of your team").clear()
            join(blue, room.door.join_code.lower(), "Blue")
            await blue.should_see("You are in.")
            join(hostile, room.door.join_code, HOSTILE)
            await teacher.should_see(HOSTILE)
            press(teacher, "Start year 1")
            await blue.should_see("Every team spends 3 % of its revenue.")
            with blue.client:  # type: ignore[union-attr]
                sliders = {one.props["aria-label"]: one for one in ElementFilter(kind=ui.slider)}
            sliders["employee empowerment"].set_value(0.3)
            press(blue, "Lock in year 1, with 1 change")
            await blue.should_see("Locked in for year 1.")
            await teacher.should_see("1 of 2 teams have decided")
            await hostile.should_see("Lock in year 1, as before")
            press(teacher, "Close the round and play")
            await teacher.should_see("rank, 95 % interval", retries=200)
            await blue.should_see("After year 1 of 2")
            await hostile.should_see("After year 1 of 2")
            press(teacher, "Play it again and compare")
            await teacher.should_see("Every number is the same.", retries=200)
            press(teacher, "Save the game")
            response = await teacher.download.next()
            zipfile.ZipFile(io.BytesIO(response.content)).extractall(tmp_path)
            room.open_game(None)
            await teacher.should_see("Or go on with a saved game")
            told: list[str] = []
            await open_saved(room, "game.zip", b"no game", told.append)
            assert [words.split("\n")[0] for words in told] == ["game.zip: cannot be unpacked"]
            await open_saved(room, "game.zip", response.content, told.append)
            assert len(told) == 1
            await teacher.should_see("Lead over the mean team, year by year")
            await blue.should_see("After year 1 of 2")
            press(teacher, "Start year 2")
            await blue.should_see("Lock in year 2, as before")

    asyncio.run(goes())
    game = load_game(tmp_path / "game")
    assert [team.name for team in game.teams] == ["Blue", HOSTILE]
    assert game.teams[0].decisions[1]["levers"] == {"employee_empowerment": 0.3}
    assert differences(tmp_path / "game", game, play(game, 1)) == []


def test_who_was_in_before_a_saved_game_was_opened_has_a_team_in_it() -> None:
    async def opens() -> None:
        room = Room()
        new, blue = room.join("New"), room.join("Blue")
        game = Game(SMALL, (Team("Blue", {1: {"strategy": "none"}}),))
        await open_saved(room, "game.zip", archive(game, play(game, 1)), pytest.fail)
        assert room.match is not None
        assert (room.match.stage, room.plays(new), room.plays(blue)) == ("revealed", True, True)
        assert room.match.teams["Blue"] == game.teams[0]

    asyncio.run(opens())


def test_names_that_cannot_be_are_refused_and_doubles_with_them() -> None:
    room = Room()
    room.join("Blue team")
    for name in ("", "   ", "x" * 41, "a\nb\x00", "a\u202eb", "BLUE  team", "\uff22lue team", None, {"a": 1}):
        with pytest.raises(ScenarioError):
            room.join(name)
    for number in range(MOST_GUESTS - 1):
        room.join(f"team {number}")
    with pytest.raises(ScenarioError, match="full"):
        room.join("one more")


def test_a_lost_tab_is_let_in_again_under_its_name_and_nobody_else_takes_it() -> None:
    room = Room()
    room.open_game(Match(SMALL))
    blue = room.join("Blue")
    assert room.match is not None
    room.match.begin()
    with pytest.raises(ScenarioError, match="name already"):
        room.join("Blue")
    room.send_away("Blue")
    assert room.back(blue.token) is None
    assert room.plays(room.join("Blue"))
    assert list(room.match.teams) == ["Blue"]


def test_wrong_codes_are_bounded_by_address_and_forgotten_after_a_while() -> None:
    clock = [0.0]
    door = Door(lambda: clock[0])
    for _ in range(MOST_WRONG):
        assert not door.joins("ZZZZZZ0", "10.0.0.1")
    with pytest.raises(PermissionError):
        door.joins(door.join_code, "10.0.0.1")
    assert door.joins(door.join_code, "10.0.0.2")
    clock[0] += WRONG_SECONDS + 1
    assert door.joins(door.join_code, "10.0.0.1")
    assert not door.teaches(door.join_code, "10.0.0.3")
    assert not door.joins({"a": 1}, "10.0.0.3")


def test_codes_differ_and_have_no_signs_that_are_mixed_up() -> None:
    codes = {new_code(6) for _ in range(500)}
    assert len(codes) == 500
    assert not set("".join(codes)) & set("O0I1")


@pytest.mark.parametrize("changes", [{"improvement_budget": 0.3}, {"price": 0.5}, {"levers.bribes": 1.0}, {"levers.price": "x"}])
def test_a_tab_cannot_decide_what_a_file_may_not(changes: dict[str, object]) -> None:
    room = Room()
    room.open_game(Match(SMALL))
    room.join("Blue")
    assert room.match is not None
    with pytest.raises(ValueError, match="closed"):
        room.match.lock("Blue", {})
    room.match.begin()
    with pytest.raises(ScenarioError):
        room.match.lock("Blue", changes)
    assert not room.match.has_decided("Blue")


@pytest.mark.parametrize(
    "path", ["/join", "/_nicegui/nothing", "/_nicegui/%2e%2e/", "/_nicegui_ws/../", "/_nicegui/../?teacher=1"]
)
def test_a_guest_of_the_network_is_never_given_the_teachers_page(tiny: Scenario, path: str) -> None:
    async def goes() -> None:
        room = Room()
        async with user_simulation(page_for(tiny, room)):
            door = GuestsJoinOnly(core.app, room.door)
            for address, gets in (("10.0.0.9", False), ("127.0.0.1", path != JOIN)):
                guests = httpx.ASGITransport(door, client=(address, 50_000))
                async with httpx.AsyncClient(transport=guests, base_url="http://test") as client:
                    text = (await client.get(path)).text
                    assert ("Open another scenario" in text) <= gets
                    text = (await client.get("/", follow_redirects=True)).text
                    assert ("Open another scenario" in text) == (address == "127.0.0.1")
                    assert ("Code on the screen" in text) == (address != "127.0.0.1")

    asyncio.run(goes())


def test_a_class_predicts_and_sees_how_near_it_came(tiny: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"market.customers": 150, "run.months": 14, "run.warm_up_months": 2}
    monkeypatch.setattr(story_panel, "play", lambda one, **more: play_story(one, **{**more, "values": values, "replications": 2}))
    told = story("right_customers")
    shown = reveal(play_story(told, values=values, replications=2))

    async def goes() -> None:
        room = Room(("http://127.0.0.1:8080/join",))
        async with a_class(tiny, room) as (teacher, one, other):
            for user, name in ((one, "One"), (other, HOSTILE)):
                join(user, room.door.join_code, name)
            press(teacher, "Stories")
            teacher.find(kind=ui.button, marker=told.key).click()
            await teacher.should_see("0 of 2 in the class have predicted")
            (start,) = teacher.find(kind=ui.button, content="Play and reveal").elements
            assert not start.enabled
            await one.should_see(told.prediction.ask)
            await one.should_not_see(words.answer_words(shown))
            (send,) = one.find(kind=ui.button, content="Send my prediction").elements
            assert not send.enabled
            for slider in one.find(kind=ui.slider, marker="prediction").elements:
                slider.set_value(93)
            press(one, "Send my prediction")
            await one.should_see("Your prediction is in.")
            await teacher.should_see("1 of 2 in the class have predicted")
            assert start.enabled
            press(teacher, "Play and reveal")
            await teacher.should_see("What the class predicted, and the answer (line) with its interval", retries=200)
            count = near(shown, [93.0])
            await teacher.should_see(f"{count} of 1 were near")
            for user in (one, other):
                await user.should_see(words.answer_words(shown))
            await one.should_see(words.compared_words(shown, 93.0, compared(shown, 93.0)))

    asyncio.run(goes())


def test_a_prediction_is_a_number_within_what_can_be_said_and_comes_in_time() -> None:
    survey = Survey(story("right_customers"), (0,))
    asked = survey.story.prediction
    for wrong in (None, "93", True, float("nan"), float("inf"), asked.high + 1, asked.low - 1, [1]):
        with pytest.raises(ValueError, match="prediction"):
            survey.take("One", {0: wrong})
    with pytest.raises(ValueError, match="prediction"):
        survey.take("One", {})
    survey.take("One", {0: asked.high})
    survey.take("One", {0: asked.low})
    survey.hands[0] = 3
    assert (survey.count, survey.parts()[0]) == (4, 4)
    survey.closed = True
    with pytest.raises(ValueError, match="already"):
        survey.take("Two", {0: asked.low})


def test_hands_alone_let_a_story_start(tiny: Scenario) -> None:
    async def goes() -> None:
        async with a_class(tiny, Room()) as (teacher, _, _):
            press(teacher, "Stories")
            teacher.find(kind=ui.button, marker="right_customers").click()
            await teacher.should_see("Predict first: move the slider, or count hands.")
            (start,) = teacher.find(kind=ui.button, content="Play and reveal").elements
            (hands,) = teacher.find(kind=ui.number, marker="hands-2").elements
            assert not start.enabled
            hands.set_value(7)
            assert start.enabled

    asyncio.run(goes())
