"""Stories on the page: asked, predicted, played, revealed."""

from collections.abc import Callable

import pytest
from nicegui import ui
from nicegui.testing import User

from simulation.apps.dashboard import story_panel
from simulation.presentation.stories import words
from simulation.studies.stories.catalogue import story
from simulation.studies.stories.playing import play
from simulation.studies.stories.revealing import compared, reveal
from tests.apps.dashboard.conftest import press

pytestmark = pytest.mark.one_python

SMALL = {"market.customers": 150, "run.months": 14, "run.warm_up_months": 2}


@pytest.mark.parametrize(("key", "value"), [("right_customers", 93), ("lip_service", 20)])
def test_a_story_is_revealed_only_after_a_prediction(
    key: str, value: int, as_user: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = story(key)
    shown = reveal(play(told, values=SMALL, replications=2))
    said = float(value) if shown.course is None else [(0.0, float(value))]
    monkeypatch.setattr(story_panel, "play", lambda one, **more: play(one, **{**more, "values": SMALL, "replications": 2}))

    async def goes(user: User) -> None:
        press(user, "Stories")
        await user.should_see(told.question)
        user.find(kind=ui.button, marker=key).click()
        await user.should_see(told.prediction.ask)
        await user.should_not_see(words.answer_words(shown))
        for slider in user.find(kind=ui.slider, marker="prediction").elements:
            slider.set_value(value)
        press(user, "Play and reveal")
        await user.should_see(words.answer_words(shown), retries=100)
        await user.should_see(words.compared_words(shown, said, compared(shown, said)))
        await user.should_see(words.debrief(shown)[-1])
        press(user, "Predict again")
        await user.should_not_see(words.answer_words(shown))
        await user.should_see(told.prediction.ask)

    as_user(goes)
