"""All stories, in the order in which a course tells them."""

from simulation.scenario.errors import Problem, ScenarioError, nearest_name
from simulation.studies.stories.firm_stories import J_CURVE, LIP_SERVICE, PERCEPTION_GAP, SLOW_POISON
from simulation.studies.stories.market_stories import NOT_WORTH_IT, RIGHT_CUSTOMERS, SERVICE_AND_CENTRICITY, WANTS_AND_NEEDS
from simulation.studies.stories.story import Story

STORIES: tuple[Story, ...] = (
    SERVICE_AND_CENTRICITY,
    PERCEPTION_GAP,
    SLOW_POISON,
    LIP_SERVICE,
    J_CURVE,
    WANTS_AND_NEEDS,
    NOT_WORTH_IT,
    RIGHT_CUSTOMERS,
)


def story(key: str) -> Story:
    """The story of that name. Raises ScenarioError with the nearest one where there is none."""
    by_key = {one.key: one for one in STORIES}
    if key in by_key:
        return by_key[key]
    raise ScenarioError(
        [Problem("no such story", found=key, allowed=", ".join(by_key), nearest=nearest_name(key, list(by_key)))]
    )
